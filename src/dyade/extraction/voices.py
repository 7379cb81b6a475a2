"""Who speaks: the person or side behind a name, a function, a capital or a pronoun, as the article tells.

« Le ministre » is the person met with that function, « il » the nearest fitting person or actor, « son
porte-parole » speaks for the last voice. What nobody in the article explains gets its own words as a code.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.extraction import grammar as g
from dyade.extraction.countries import Content, content_of, country_of, opens, origin
from dyade.extraction.drafts import Draft, Span
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.groups import Groups
from dyade.extraction.people import Person, code_of, gender
from dyade.extraction.speakers import Cast
from dyade.records import Speaker
from dyade.text import fold, tokens

_NEAR = 500
"""Characters before a pronoun in which its antecedent is looked for."""
_HEARD = 6
"""Voices that a pronoun may go back to."""
_PLURAL = frozenset(("les", "des", "ces", "ses", "leurs", "nos", "plusieurs", "certains", "deux", "trois"))
_POSSESSIVE = frozenset(("son", "sa", "ses", "leur", "leurs"))
_NO_OFFICES = frozenset(("charge", "premier", "premiere", "premiers", "premieres"))
"""Words of offices that alone are none."""
_LATTER = {
    "ce dernier": "il",
    "cette derniere": "elle",
    "ces derniers": "ils",
    "ces dernieres": "elles",
    "celui-ci": "il",
    "celle-ci": "elle",
    "ceux-ci": "ils",
    "celles-ci": "elles",
    "le meme": "il",
    "la meme": "elle",
    "l'interesse": "il",
    "l'interessee": "elle",
}
"""Phrases that point back as a pronoun does."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks at some place of the text, as far as the article tells."""

    speaker: Speaker
    feminine: bool | None = None
    plural: bool = False
    at: int = 0


class Voices:
    """The voices of one article, heard in order."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.groups = Groups(cast.document)
        self.past: list[Voice] = []

    def of(self, draft: Draft) -> Speaker | None:
        """The speaker of a draft, remembered for the pronouns that follow; None where nobody can be told."""
        if draft.subject is not None:
            voice = self.voice(*draft.subject, content_of(self.cast, draft))
        elif draft.construction == "turn":
            voice = self.interviewee(draft.start) or self._last()
        else:
            voice = self._last()
        if voice is None:
            return None
        self.past = [*self.past[1 - _HEARD :], voice]
        return voice.speaker

    def _last(self) -> Voice | None:
        return self.past[-1] if self.past else None

    def office_in(self, start: int, end: int) -> tuple[str, str] | None:
        """The side and the words of an office that a span names without its country (« le gouvernement »)."""
        words = self.cast.document.tokens
        first = bisect_left(words, start, key=lambda t: t.start)
        for at in range(first, len(words) - 1):
            word, following = words[at], words[at + 1]
            if following.end > end:
                return None
            office = FUNCTIONS.get(following.key) == "office" and following.key not in _NO_OFFICES
            if word.key in ("le", "la", "l'", "au", "du", "les") and office:
                phrase = self.cast.document.text[word.start : following.end]
                voice = self._official(phrase, [following.key], word.start, None, word.key == "les", None)
                return voice.speaker.side, phrase
        return None

    def interviewee(self, before: int) -> Voice | None:
        """The first person whom the article names, who speaks in the turns of a dialogue."""
        first = next((x for x in self.cast.spans if x[0] < before), None)
        if first is None:
            return None
        start, end, person = first
        return Voice(
            Speaker(self.cast.document.text[start:end], person.name, person.side),
            person.feminine,
            False,
            start,
        )

    def voice(self, start: int, end: int, content: Content | None = None) -> Voice | None:
        """Who the phrase `text[start:end]` is.

        Args:
            content: span of what is said, whose first words may tell an official's country.
        """
        mention = self.cast.document.text[start:end].strip(" ,\u00a0\u202f")
        key = fold(mention)
        if not mention:
            return None
        key = key.partition(",")[0]
        if (head := key.split()[0]) in g.INVERTED:
            key = head
        if key == "on" and (place := self._place(start, end)):
            return Voice(
                Speaker(mention, self.cast.document.text[place.start : place.end], place.code), at=start
            )
        if key in g.PRONOUNS or key in _LATTER or key in g.RELATIVE:
            first = origin(start, content)
            return self._antecedent(mention, _LATTER.get(key, key), first, key in _LATTER)
        words = re.findall(r"\w+'?", key)
        plural = words[0] in _PLURAL if words else False
        side = self.cast.side_of_phrase(start, end)
        people = self.cast.people_between(start, end)
        kinds = [FUNCTIONS[w] for w in words if w in FUNCTIONS]
        if people and not (side and "+" in side):
            person = people[-1][2] if len({id(p) for _, _, p in people}) == 1 else people[0][2]
            self._settle(person, (start, end), words, content)
            return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
        shown = gender(words[:1] if words and words[0] in g.ARTICLES - {"l'", "les", "des"} else words)
        if not self.cast.side_of_phrase(start, start + len(key)) and (meant := self.groups.at(start, end)):
            return Voice(Speaker(mention, meant.name, meant.code), shown, plural, start)
        if kinds and kinds[0] != "office":
            group = self.cast.group(start, end)
            return Voice(Speaker(mention, mention, group or code_of(mention)), shown, plural, start)
        if side:
            return Voice(Speaker(mention, mention, side), shown, plural, start)
        if words and words[0] in _POSSESSIVE and kinds and (owner := self._owner(start, content)):
            return Voice(Speaker(mention, mention, owner), shown, plural, start)
        if kinds:
            return self._official(mention, words, start, shown, plural, content)
        if not _is_named(mention) and (last := self._last()):
            return last
        return Voice(Speaker(mention, mention, code_of(mention)), shown, plural, start)

    def _place(self, start: int, end: int) -> Mention | None:
        """The place that stands for « on » (« assure-t-on à Berne », « à Berne, on assure »)."""
        near = self.cast.document.mentions_in(max(0, start - 30), end + 30)
        return next((m for m in near if (m.place and -6 < m.start - end < 6) or 0 <= start - m.end < 4), None)

    def _settle(self, person: Person, span: Span, words: list[str], content: Content | None) -> None:
        """Betters the guessed side of a person by the statement in which they first speak."""
        if person.certain:
            return
        owner = self._owner(span[0], content) if words and words[0] in _POSSESSIVE else None
        person.side = (
            owner or country_of(self.cast, *span, content) or person.side
        )
        person.certain = True

    def _official(
        self,
        mention: str,
        words: list[str],
        start: int,
        shown: bool | None,
        plural: bool,
        content: Content | None,
    ) -> Voice:
        """« Le ministre », « le porte-parole »: the person met with it, else the country of the place."""
        offices = {w for w in words if FUNCTIONS.get(w) == "office"}
        place = self.cast.opening(start)
        said = {w for w in words if w not in g.ARTICLES | g.PREPOSITIONS}
        same = [
            p for p in self.cast.people.values() if offices & p.functions and p.at < start and said <= p.words
        ]
        same = [p for p in same if place is None or p.side == place]
        fits = [p for p in same if shown is None or p.feminine in (None, shown)]
        if (fits or same) and not plural:
            person = max(fits or same, key=lambda p: p.at)
            return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
        country = country_of(self.cast, start, start + len(mention), content)
        return Voice(Speaker(mention, mention, country or code_of(mention)), shown, plural, start)

    def _owner(self, start: int, content: Content | None) -> str | None:
        """Whose « son porte-parole » is: the actor's that opens the words before it, or the last voice's."""
        if found := opens(self.cast, start, content):
            return found
        first, last = origin(start, content), self._last()
        since = max(last.at + 1 if last else 0, first - _NEAR)
        leading = [m for m in self.cast.document.mentions_in(since, first) if self._leads(m)]
        if leading:
            return leading[-1].code
        return last.speaker.side if last and start - last.at < _NEAR else None

    def _leads(self, mention: Mention) -> bool:
        """Whether a mention may be the subject of its sentence."""
        return not mention.place and self.cast.leads(mention.start) and not self.cast.quoted(mention.start)

    def _antecedent(self, mention: str, key: str, start: int, latter: bool) -> Voice:
        """The person or actor that a pronoun stands for: the nearest before it of its gender and number.

        Args:
            latter: « ce dernier », « celui-ci » may go back to a word that is no subject.
        """
        feminine = True if key.startswith("elle") else False if key.startswith("il") else None
        plural = key in ("ils", "elles")
        first = max(0, start - _NEAR)
        heard = next((v for v in reversed(self.past) if v.at >= first and _fits(v, feminine, plural)), None)
        if heard and not latter:
            first = heard.at + 1
        named = [] if plural else self.cast.people_between(first, start)
        for at, _, person in reversed(named):
            if _may_be(person.feminine, feminine) and (latter or self.cast.leads(at)):
                return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
        for m in reversed(self.cast.document.mentions_in(first, start)):
            if self._stands(m, latter) and self._agrees(m, feminine, plural):
                name = self.cast.document.text[m.start : m.end]
                return Voice(Speaker(mention, name, m.code), feminine, plural, start)
        heard = heard or self._last()
        if heard is None:
            side = self.cast.country_near(start) or code_of(mention)
            return Voice(Speaker(mention, mention, side), feminine, plural, start)
        return Voice(
            Speaker(mention, heard.speaker.name, heard.speaker.side), heard.feminine, heard.plural, start
        )

    def _stands(self, mention: Mention, latter: bool) -> bool:
        """Whether a pronoun may go back to a mention: a subject outside quotations, no place."""
        if mention.place or self.cast.quoted(mention.start):
            return False
        if mention.sort is Sort.adjective and not self._titles(mention):
            return False
        return latter or self.cast.leads(mention.start)

    def _titles(self, mention: Mention) -> bool:
        """Whether an adjective belongs to someone's office (« la ministre suédoise »)."""
        before = fold(self.cast.document.text[max(0, mention.start - 20) : mention.start]).split()
        return bool(before) and FUNCTIONS.get(before[-1]) == "office"

    def _agrees(self, mention: Mention, feminine: bool | None, plural: bool) -> bool:
        before = fold(self.cast.document.text[max(0, mention.start - 30) : mention.start]).split()
        if mention.sort is Sort.adjective:
            while before and before[-1] not in g.ARTICLES:
                before.pop()
        article = before[-1] if before else ""
        if (article == "les") != plural:
            return False
        return feminine is None or (article != "la" if feminine is False else article != "le")


def _is_named(mention: str) -> bool:
    """Whether a phrase holds a proper name, or is one."""
    words = tokens(mention)
    return any(w.capital for w in words[1:]) or (words[0].capital and words[0].key not in g.ARTICLES)


def _may_be(known: bool | None, wanted: bool | None) -> bool:
    return known is None or wanted is None or known == wanted


def _fits(voice: Voice, feminine: bool | None, plural: bool) -> bool:
    return voice.plural == plural and _may_be(voice.feminine, feminine)
