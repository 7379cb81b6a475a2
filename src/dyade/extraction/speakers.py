"""Whom an article names: its persons, each with the side that the words around the name give, and its sides.

« Le ministre russe des Affaires étrangères Sergueï Lavrov » makes every later « M. Lavrov » speak for RUS;
the dated list of leaders comes second.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.extraction import grammar as g
from dyade.extraction.document import Document
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.people import Person, code_of, gender, name_end, phrase_left, phrase_right, sent_to
from dyade.text import Token, fold

_ENDS = re.compile(r"[.?!»;:]\s|\n")
_HEAD = 60
"""Characters from its sentence's beginning within which a subject stands."""
_OPENING = 12
"""Characters before a place that opens its paragraph."""
_PARAGRAPH = 2_000
"""Characters of a paragraph that are looked at."""
_WHERE = frozenset(("à", "en", "vers", "dans"))
"""Prepositions after which an unknown name is a place's."""
_NO_OFFICES = frozenset(("party", "media", "company", "union", "other"))
"""Kinds of organisation that no bare office (« le ministre ») speaks for."""
_REGIONS = frozenset(("AFRICA", "EUROPE", "WEST", "ASIA"))
"""Codes of regions, which have no ministers."""
_OFFICE = 12
"""Characters before a name that its entry in the list of leaders may begin with."""
_CAPITAL = re.compile(r"\s[^\W\d_a-z]")
"""A name after a demonym (« l'envoyé de l'ONU, l'Autrichien Karl Wimmer »)."""
_GENDERED = g.ARTICLES | g.TITLES
_PASSED = (g.ARTICLES - g.PREPOSITIONS) | g.TITLES | {"."}
"""Words between a preposition and what it governs."""
_PREPOSITIONS = g.PREPOSITIONS | {"à"}
_JOINTS = frozenset(("et", ",", "la", "le", "les", "l'", "de", "d'", "du", "des"))


class Cast:
    """The persons and sides of one article, and how its words point to them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.people: dict[str, Person] = {}
        """The persons by their folded surname."""
        self.spans: list[tuple[int, int, Person]] = []
        states = Counter([m.code for m in document.mentions if governs(m)])
        self.country = states.most_common(1)[0][0] if states else None
        """The actor that the article names most."""
        self._find_people()
        self._starts = [start for start, _, _ in self.spans]

    def _find_people(self) -> None:
        words, after = self.document.tokens, 0
        for at in self.document.capitals:
            if at >= after and (end := name_end(words, at)) > at:
                self._meet(words, at, end)
                after = end

    def _meet(self, words: list[Token], at: int, end: int) -> None:
        """Notes a name: a known surname again, or a new person with the side that the words around give."""
        start, stop = words[at].start, words[end - 1].end
        surname = words[end - 1].key
        known = self.people.get(surname)
        if known is None:
            first = self.document.mentions_in(start, stop)
            if (
                end - at > 1
                and first
                and first[0].start == start
                and first[0].end < stop
                and (
                    first[0].sort in (Sort.demonym, Sort.adjective)
                    or (first[0].sort is not Sort.person and at and words[at - 1].key in g.DE)
                )
            ):
                at = next((k for k in range(at, end) if words[k].start >= first[0].end), at)
                start = words[at].start
            known = self._person(words, at, end)
            if known is None:
                return
            self.people[surname] = known
        elif not known.certain and "office" in {FUNCTIONS[f] for f in known.functions}:
            left, right = phrase_left(words, at), phrase_right(words, end)
            if side := self._side(words, left, at) or self._side(words, end, right):
                known.side, known.certain = side, True  # « le ministre malien X », told only later
        self.spans.append((start, stop, known))

    def _person(self, words: list[Token], at: int, end: int) -> Person | None:
        """A person not met before; None where the name is an actor's or shows no sign of a person."""
        text, start, stop = self.document.text, words[at].start, words[end - 1].end
        titled = at > 0 and (
            words[at - 1].key in g.TITLES
            or (at > 1 and words[at - 1].text == "." and words[at - 2].key in g.TITLES)
        )
        leader = self._leader_at(start, stop) or self._leader_at(words[end - 1].start, stop)
        if end - at == 1 and not (titled or leader or self._introduced(words, at)):
            return None
        if at and words[at - 1].low in _WHERE and not (titled or leader):
            return None
        near = self.document.mentions_in(max(0, start - 40), stop + 40)
        if any(
            (m.start < start < m.end or (m.start == start and m.end >= stop)) and m.sort is not Sort.person
            for m in near
        ):
            return None
        left, right = phrase_left(words, self._apposed(words, at)), phrase_right(words, end)
        around = [w.key for w in (*words[left:at], *words[end:right])]
        functions = {key for key in around if key in FUNCTIONS}
        if "porte" not in around:
            functions -= {"parole", "paroles"}
        if not functions and not leader and not titled and self._is_actor(start, stop):
            return None
        demonym = [
            m
            for m in self.document.mentions_in(words[max(0, at - 1)].start, start)
            if m.sort in (Sort.demonym, Sort.adjective)
        ]
        side = (
            self._side(words, left, at)
            or self._side(words, end, right)
            or (demonym[0].code if demonym else None)
            or leader
        )
        kinds = {FUNCTIONS[f] for f in functions}
        name = text[start:stop]
        certain = side is not None or "office" not in kinds
        if side is None:
            guess = self.country_near(start) if "office" in kinds else None
            side = guess or code_of(name if "group" in kinds else text[words[end - 1].start : stop])
        shown = gender([w.key for w in words[left:at] if w.key in _GENDERED] or around)
        return Person(name, side, shown, functions, start, certain, set(around))

    def _apposed(self, words: list[Token], at: int) -> int:
        """Where the apposition of a name at `at` begins that a demonym opens (« , l'Autrichien Karl Wimmer »)."""
        if at < 3 or words[at - 3].text != "," or words[at - 2].key not in g.ARTICLES:
            return at
        named = self.document.mentions_in(words[at - 1].start, words[at - 1].end)
        return at - 2 if named and named[0].sort is Sort.demonym else at

    def _introduced(self, words: list[Token], at: int) -> bool:
        """Whether a function stands right before a lone surname, an adjective at most between them."""
        if at and words[at - 1].key in FUNCTIONS:
            return True
        before = words[at - 1]
        adjective = at > 1 and before.key.isalpha() and not before.capital and before.key not in g.SMALL
        return adjective and words[at - 2].key in FUNCTIONS

    def _leader_at(self, start: int, stop: int) -> str | None:
        found = self.document.mentions_in(start, stop) or [
            m for m in self.document.mentions_in(max(0, start - _OFFICE), stop) if m.end == stop
        ]  # « pape François » is one name
        return found[0].code if found and found[0].sort is Sort.person else None

    def _is_actor(self, start: int, stop: int) -> bool:
        found = self.document.mentions_in(start, stop)
        return bool(found) and found[0].sort is not Sort.person and found[0].start == start

    def _side(self, words: list[Token], first: int, last: int) -> str | None:
        """The side that a phrase around a function names; who speaks for themselves has a group's at most."""
        if first >= last:
            return None
        start, end = words[first].start, words[last - 1].end
        kinds = [FUNCTIONS[w.key] for w in words[first:last] if w.key in FUNCTIONS]
        if kinds and kinds[0] != "office":
            return self.group(start, end)
        return self.side_of_phrase(start, end)

    def group(self, start: int, end: int) -> str | None:
        """The organisation that a phrase names, for those who do not speak for their state."""
        named = [m for m in self.document.mentions_in(start, end) if m.entry.source == "organisations.csv"]
        return named[0].code if named else None

    def side_of_phrase(self, start: int, end: int) -> str | None:
        """The side that the words of a phrase name, a joint one where « et » joins two actors."""
        found, text = self.document.mentions_in(start, end), self.document.text
        if not found:
            return None
        found = [m for m in found if not _asks(text, start, m)]
        near = [m for m in found if not sent_to(text, start, m)]
        if not near and g.EMISSARIES.isdisjoint(fold(text[start:end]).split()):
            near = found
        if not near:
            return None
        near = [m for m in near if m.entry.source == "organisations.csv" and _heads(text, start, m)] or near
        joint = [near[0].code]
        for left, right in pairwise(near):
            between = fold(text[left.end : right.start]).split()
            if (
                right.sort is Sort.person
                or not between
                or between[0] not in ("et", ",")
                or not set(between) <= _JOINTS
            ):
                break
            introduces = right.sort is Sort.demonym and between[0] == "," and _CAPITAL.match(text, right.end)
            if right.code not in joint and right.sort is not Sort.adjective and not introduces:
                joint.append(right.code)
        return "+".join(joint)

    def country_near(self, at: int) -> str | None:
        """The actor that leads the paragraph before a place, else the side last named, else the article's."""
        near = reversed(self.document.mentions_in(max(0, at - 400), at))
        return self.scene(at) or next((m.code for m in near if governs(m)), self.country)

    def scene(self, at: int) -> str | None:
        """The actor that opens the paragraph (« À Rome, … ») or leads its sentence before a place."""
        paragraph = self._paragraph(at)
        for m in reversed(self.document.mentions_in(paragraph, at)):
            opens = not m.place or m.start - paragraph < _OPENING
            if opens and governs(m) and self.leads(m.start) and not self.quoted(m.start):
                return m.code
        return None

    def opening(self, at: int) -> str | None:
        """The place that opens the paragraph of a place in the text (« À Rome, … »)."""
        paragraph = self._paragraph(at)
        first = self.document.mentions_in(paragraph, min(at, paragraph + 40))
        return first[0].code if first and first[0].place and first[0].start - paragraph < _OPENING else None

    def _paragraph(self, at: int) -> int:
        """Where the paragraph around a place begins, as far back as is looked."""
        first = max(0, at - _PARAGRAPH)
        return max(first, self.document.text.rfind("\n", first, at) + 1)

    def quoted(self, at: int) -> bool:
        """Whether a place lies between quotation marks."""
        found = bisect_right(self.document.quotation_opens, at) - 1
        return found >= 0 and at < self.document.quotations[found].close

    def people_between(self, start: int, end: int) -> list[tuple[int, int, Person]]:
        """The mentions of persons inside a span."""
        found = self.spans[bisect_left(self._starts, start) : bisect_right(self._starts, end)]
        return [x for x in found if x[1] <= end]

    def leads(self, at: int) -> bool:
        """Whether words stand near the head of their sentence, where subjects stand."""
        text = self.document.text
        first = max(0, at - _HEAD)
        return first == 0 or any(mark in text[first:at] for mark in (". ", "\n", "» ", "; "))

    def heads(self, at: int) -> bool:
        """Whether words stand before any verb of their sentence, as subjects do, and after no preposition."""
        if not self.leads(at):
            return False
        text, starts, since = self.document.text, self.document.token_starts, max(0, at - _HEAD)
        since = max([end.end() for end in _ENDS.finditer(text, since, at)], default=since)
        before = self.document.tokens[bisect_left(starts, since) : bisect_left(starts, at)]
        return not any(g.is_finite(w.key, w.low) for w in before) and not _governed(before)


def _governed(before: list[Token]) -> bool:
    """Whether a preposition governs what follows some words (« à l'Otan, il … »); one that joins it to an office
    (« le gouvernement du Kenya ») does not."""
    at = len(before) - 1
    while at >= 0 and before[at].key in _PASSED:
        at -= 1
    if at < 0 or before[at].key not in _PREPOSITIONS:
        return False
    head = before[at - 1].key if at else ""
    return head != "quant" and not (before[at].key in g.DE and any(w.key in FUNCTIONS for w in before[:at]))


def _asks(text: str, start: int, mention: Mention) -> bool:
    """Whether a paper is only who asked (« des sources interrogées par l'AFP »)."""
    before = fold(text[start : mention.start]).replace("l'", "").split()
    return mention.entry.kind == "media" and bool(before) and before[-1] in ("par", "a", "aupres")


def governs(mention: Mention) -> bool:
    """Whether offices may be those of an actor: a state's or a body's, no party's, company's or paper's."""
    entry = mention.entry
    return entry.sort is not Sort.person and mention.code not in _REGIONS and entry.kind not in _NO_OFFICES


def _heads(text: str, start: int, mention: Mention) -> bool:
    """Whether an organisation's own name stands at the head of a phrase (« l'armée turque » does not)."""
    return mention.sort is Sort.name and mention.start - start < 4
