"""Whom a statement is about or addressed to: the actors it names, describes or plainly addresses."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.extraction.candidates import Candidate, Candidates
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.people import Person, code_of
from dyade.extraction.relevance import Relevance, load_relevance
from dyade.extraction.unnamed import AROUND, Said, unnamed
from dyade.extraction.voices import Voices
from dyade.records import Speaker, Stance
from dyade.text import Token, tokens

_BOTH = re.compile(
    r"\b(?:(?:les|aux|des|nos) deux (?:pays|parties|capitales|voisins|camps|bords|gouvernements|[EÉ]tats|"
    r"peuples|délégations|belligérants|rives|armées|présidents|partenaires|alliés)|"
    r"l'un (?:et|ni|ou|comme) (?:de )?l'autre)\b"
)
_DOERS = re.compile(
    r"\b(?:(?:[Ll]es|aux|[Dd]es|ses|leurs|ces) (?:auteurs|coupables|commanditaires|meneurs|instigateurs|complices|"
    r"agresseurs|terroristes|émeutiers|pillards|organisateurs|assassins|tueurs|preneurs d['’]otages?|pirates|"
    r"rebelles|grévistes|manifestants)|assaillants|ravisseurs|milices|miliciens|putschistes|mutins|insurgés|"
    r"(?:groupes|bandes) armée?s|[Qq]uiconque|[Cc]eux (?:qui|ayant|\w+és)|[Cc]elui qui)\b"
)
"""Those who did or will do what a statement is about."""
_CROWD = frozenset(("les", "aux", "ces"))
"""Articles after which a plural noun may be a group of people."""
_PAST = 200
"""Statements before a statement whose talk is looked at; all of them would take a book quadratic time."""
_SENTENCE = 60
"""Characters that a statement's cue and speaker take before it."""


class Targets:
    """The counterparties of an article's statements, told in order."""

    def __init__(
        self,
        document: Document,
        voices: Voices,
        speakers: Iterable[Speaker],
        relevance: Relevance | None = None,
    ) -> None:
        self.document, self.voices = document, voices
        self.candidates = Candidates(document, voices)
        self.relevance = relevance or load_relevance()
        self._namings = Counter(id(person) for _, _, person in voices.cast.spans)
        self.named = self._own_names(speakers)
        self.past: list[Said] = []

    def of(self, draft: Draft, speaker: Speaker) -> tuple[Stance, ...]:
        """The counterparties of a statement, one for each actor code: those of its candidates that weigh enough."""
        chosen = self.relevance.chosen(self.candidates_of(draft, speaker))
        stances = tuple(Stance(c.code, c.mention) for c in chosen)
        self.past.append(Said(speaker, stances))
        return stances

    def candidates_of(self, draft: Draft, speaker: Speaker) -> list[Candidate]:
        """The actors that a statement may be toward, with their clues."""
        pair = self._pair(draft) is not None
        return self.candidates.of(draft, speaker, self.past, self.ruled(draft, speaker), pair)

    def ruled(self, draft: Draft, speaker: Speaker) -> dict[str, str]:
        """The actors to whom rules point, with their words, in the order of their first mention.

        Where the statement names none: the pair, the office or the group of people that it describes, else the
        one whom the talk around it is plainly with.
        """
        own = {*speaker.sides, speaker.side}
        found = self._named(draft, speaker, own)
        if not found:
            others = self._others(draft, own)
            found = self._described(draft, own, others)
            if not found and (other := unnamed(self.document, draft, own, others, self.past[-_PAST:])):
                found[other.counterparty] = other.mention
        return {code: mention for code, mention in found.items() if code not in own}

    def _named(self, draft: Draft, speaker: Speaker, own: set[str]) -> dict[str, str]:
        """The actors, persons and speakers whose names the statement or its cue's object holds."""
        found: dict[str, str] = {}
        cast, text = self.voices.cast, self.document.text
        for start, end in filter(None, (draft.address, (draft.start, draft.end))):
            for mention in self.document.targets_in(start, end):
                if mention.code not in own:
                    found.setdefault(mention.code, text[mention.start : mention.end])
            for a, b, person in cast.people_between(start, end):
                if person.side not in own and person.name != speaker.name and self._is_person(person):
                    found.setdefault(person.side, text[a:b])
            for word in self._words(start, end) if self.named else ():
                side = self.named.get(word.key) if word.capital else None
                if side and side not in own:
                    found.setdefault(side, word.text)
            if named := self.voices.groups.within(start, end):
                group, (a, b) = named
                if group.code not in own:
                    found.setdefault(group.code, text[a:b])
        return found

    def _described(self, draft: Draft, own: set[str], others: list[Mention]) -> dict[str, str]:
        """Whom the statement describes without a name: a pair, an office, doers of a deed, or a group."""
        found: dict[str, str] = {}
        if both := self._pair(draft):
            ranked = [code for code, _ in Counter(m.code for m in others).most_common(2)]
            for code in ranked[: 1 if self._is_party(draft, own) else 2]:
                found[code] = both[0]
        if not found and (office := self.voices.office_in(draft.start, draft.end)) and office[0] not in own:
            found[office[0]] = office[1]
        if not found and (doers := _DOERS.search(self.document.text, draft.start, draft.end)):
            found[code_of(doers[0])] = doers[0]
        if not found and (group := self._crowd(draft)):
            found[code_of(group)] = group
        return found

    def _pair(self, draft: Draft) -> re.Match[str] | None:
        """« Les deux pays », « l'un et l'autre » in a statement; a plain search spares most of them the other."""
        text, start, end = self.document.text, draft.start, draft.end
        if text.find(" deux ", start, end) < 0 and text.find("l'un ", start, end) < 0:
            return None
        return _BOTH.search(text, start, end)

    def _is_person(self, person: Person) -> bool:
        """Whether something shows that a name is a person's: a function, a title, a list, or its repetition."""
        named = self._namings[id(person)]
        return (
            bool(person.functions)
            or person.feminine is not None
            or person.side != code_of(re.findall(r"\w+", person.name)[-1])
            or (named > 1 and " " in person.name)
        )

    def _is_party(self, draft: Draft, own: set[str]) -> bool:
        """Whether the speaker's side is named before the sentence, and so may be one of « les deux pays »."""
        before = self.document.mentions_in(max(0, draft.start - AROUND), max(0, draft.start - 2 * _SENTENCE))
        return any(m.code in own for m in before)

    def _crowd(self, draft: Draft) -> str | None:
        """The first group of people of whom the statement speaks (« les mineurs »), known to no list."""
        words = self._words(draft.start, draft.end)
        for article, noun in pairwise(words):
            if article.key in _CROWD and (
                FUNCTIONS.get(noun.key) in ("own", "group") and noun.key.endswith("s")
            ):
                return self.document.text[article.start : noun.end]
        return None

    def _own_names(self, speakers: Iterable[Speaker]) -> dict[str, str]:
        """The proper names of the speakers who stand for no listed actor, each with their side."""
        found: dict[str, str] = {}
        for name, side in dict.fromkeys((s.name, s.side) for s in speakers):
            proper = [w for w in tokens(name)[1:] if w.capital and len(w.key) > 3]
            if proper and side.startswith(proper[0].key.upper()):
                found[proper[-1].key] = side
        mentions = self.document.mentions if found else ()
        listed = {w.key for m in mentions for w in self._words(m.start, m.end)}
        return {name: side for name, side in found.items() if name not in listed}

    def _words(self, start: int, end: int) -> list[Token]:
        starts = self.document.token_starts
        first = bisect_left(starts, start)
        return self.document.tokens[first : bisect_left(starts, end, first)]

    def _others(self, draft: Draft, own: set[str]) -> list[Mention]:
        """The mentions around a statement of actors beside the speaker's own side."""
        around = self.document.targets_in(max(0, draft.start - AROUND), draft.end + AROUND)
        return [m for m in around if m.code not in own and m.entry.sort is not Sort.person]
