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
from dyade.extraction.drafts import Draft, Span
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.people import Person, code_of, gender
from dyade.extraction.speakers import Cast
from dyade.records import Speaker
from dyade.text import fold

_NEAR = 500
"""Characters before a pronoun in which its antecedent is looked for."""
_HEARD = 6
"""Voices that a pronoun may go back to."""
_PLURAL = frozenset(("les", "des", "ces", "ses", "leurs", "nos", "plusieurs", "certains", "deux", "trois"))
_POSSESSIVE = frozenset(("son", "sa", "ses", "leur", "leurs"))
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
        self.past: list[Voice] = []

    def of(self, draft: Draft) -> Speaker | None:
        """The speaker of a draft, remembered for the pronouns that follow; None where nobody can be told."""
        if draft.subject is not None:
            voice = self.voice(*draft.subject, (draft.start, draft.end))
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
        tokens = self.cast.document.tokens
        first = bisect_left(tokens, start, key=lambda t: t.start)
        for at in range(first, len(tokens) - 1):
            word, following = tokens[at], tokens[at + 1]
            if following.end > end:
                return None
            if word.key in ("le", "la", "l'", "au", "du", "les") and FUNCTIONS.get(following.key) == "office":
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

    def voice(self, start: int, end: int, content: Span | None = None) -> Voice | None:
        """Who the phrase `text[start:end]` is.

        Args:
            content: span of what is said, whose first words may tell an official's country.
        """
        mention = self.cast.document.text[start:end].strip(" ,\u00a0\u202f")
        key = fold(mention)
        if not mention:
            return None
        key = key.partition(",")[0]
        if key == "on" and (place := self._place(start, end)):
            return Voice(
                Speaker(mention, self.cast.document.text[place.start : place.end], place.code), at=start
            )
        if key in g.PRONOUNS or key in _LATTER or key in g.RELATIVE:
            origin = _origin(start, content)
            return self._antecedent(mention, _LATTER.get(key, key), origin, key in _LATTER)
        words = re.findall(r"\w+'?", key)
        plural = words[0] in _PLURAL if words else False
        side = self.cast.side_of_phrase(start, end)
        people = self.cast.people_between(start, end)
        kinds = [FUNCTIONS[w] for w in words if w in FUNCTIONS]
        if people and not (side and "+" in side):
            person = people[-1][2] if len({id(p) for _, _, p in people}) == 1 else people[0][2]
            self._settle(person, start, words, content)
            return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
        shown = gender(words[:1] if words and words[0] in g.ARTICLES - {"l'", "les", "des"} else words)
        if kinds and kinds[0] != "office":
            group = self.cast.group(start, end) or self._known_group(words, start)
            return Voice(Speaker(mention, mention, group or code_of(mention)), shown, plural, start)
        if side:
            return Voice(Speaker(mention, mention, side), shown, plural, start)
        if words and words[0] in _POSSESSIVE and kinds and (owner := self._owner(start)):
            return Voice(Speaker(mention, mention, owner), shown, plural, start)
        if kinds:
            return self._official(mention, words, start, shown, plural, content)
        return Voice(Speaker(mention, mention, code_of(mention)), shown, plural, start)

    def _place(self, start: int, end: int) -> Mention | None:
        """The place that stands for « on » (« assure-t-on à Berne », « à Berne, on assure »)."""
        near = self.cast.document.mentions_in(max(0, start - 30), end + 30)
        return next((m for m in near if (m.place and -6 < m.start - end < 6) or 0 <= start - m.end < 4), None)

    def _settle(self, person: Person, start: int, words: list[str], content: Span | None) -> None:
        """Betters the guessed side of a person by the statement in which they first speak."""
        if person.certain:
            return
        owner = self._owner(start) if words and words[0] in _POSSESSIVE else None
        person.side = (
            owner
            or self._country_of(start, content)
            or self.cast.country_near(_origin(start, content))
            or person.side
        )
        person.certain = True

    def _country_of(self, at: int, content: Span | None) -> str | None:
        """The country of an official: who leads the paragraph, or whom the words said before begin with."""
        origin = _origin(at, content)
        if (scene := self.cast.scene(origin)) is not None:
            return scene
        first = (
            self.cast.document.mentions_in(origin, origin + 60)
            if origin < at and not self.cast.quoted(origin)
            else []
        )
        if first and first[0].start - origin < 5 and not first[0].place:
            return first[0].code
        inside = [m for m in self.cast.document.mentions_in(max(0, at - 30), at) if m.place and origin != at]
        return inside[-1].code if inside else None

    def _official(
        self,
        mention: str,
        words: list[str],
        start: int,
        shown: bool | None,
        plural: bool,
        content: Span | None,
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
        country = self._country_of(start, content) or self.cast.country_near(_origin(start, content))
        return Voice(Speaker(mention, mention, country or code_of(mention)), shown, plural, start)

    def _known_group(self, words: list[str], start: int) -> str | None:
        """The organisation named shortly before, which a phrase only describes (« le groupe », « l'ONG »)."""
        if len(words) > 2:
            return None
        near = [
            m
            for m in self.cast.document.mentions_in(max(0, start - _NEAR), start)
            if m.entry.source == "organisations.csv"
        ]
        return near[-1].code if near else None

    def _owner(self, start: int) -> str | None:
        """Whose « son porte-parole » is: the last voice's, or the actor that opened the sentence before."""
        return self.past[-1].speaker.side if self.past and start - self.past[-1].at < _NEAR else None

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


def _origin(at: int, content: Span | None) -> int:
    """Where a statement begins, be its speaker named before or after it."""
    return min(at, content[0]) if content else at


def _may_be(known: bool | None, wanted: bool | None) -> bool:
    return known is None or wanted is None or known == wanted


def _fits(voice: Voice, feminine: bool | None, plural: bool) -> bool:
    return voice.plural == plural and _may_be(voice.feminine, feminine)
