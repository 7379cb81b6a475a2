"""Who speaks: the person or side behind a name, a function, a capital or a pronoun, as the article tells.

« Le ministre » is the person met with that function, « il » the nearest fitting person or actor, « son
porte-parole » speaks for the last voice. What nobody in the article explains gets its own words as a code.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from dyade.actors import Mention
from dyade.extraction import grammar as g
from dyade.extraction.countries import Content, content_of, opens, origin
from dyade.extraction.drafts import Draft, Span
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.groups import Groups
from dyade.extraction.homes import Homes
from dyade.extraction.people import Person, code_of, gender
from dyade.extraction.pronouns import LATTER, NEAR, Voice, antecedent
from dyade.extraction.speakers import Cast
from dyade.records import Speaker
from dyade.text import fold, tokens

_HEARD = 6
"""Voices that a pronoun may go back to."""
_PLURAL = frozenset(("les", "des", "ces", "ses", "leurs", "nos", "plusieurs", "certains", "deux", "trois"))
_SHOWING = g.ARTICLES - {"l'", "les", "des"}
"""Articles that show a gender."""
_TENANTS = frozenset(("locataire", "maitre", "hote"))
"""Who speaks for the house where they are (« le locataire de l'Élysée »)."""
_POSSESSIVE = frozenset(("son", "sa", "ses", "leur", "leurs"))
_OFFICIALS = 300
"""Officials met before a statement who may be « le ministre »; all of a book's would take quadratic time."""
_ASIDE = 120
"""Characters before « on » within which the office stands of which it speaks."""
_IN_BEFORE = re.compile(
    r"(?:^|[.!?…»\n]\s+|\n)(?:À|A|Au|Aux|Chez|Dans|Du côté d[eu])\s([^.;:!?«»“”\n]+?),\s(?:où l['’])?$"
)
_IN_AFTER = re.compile(r"\s(?:à|au|aux|chez|dans)\s([^.,;:!?«»“”\n]{4,80})")
_TEXT = 1_500
"""Characters before « le texte » within which the text is named of which it speaks."""
_TEXT_OF = re.compile(r"\b(\w+)(?=\s(?:\w+\s)?(?:d[eu]s?\s|d['’]))")
_at = attrgetter("at")
_NO_OFFICES = frozenset(("charge", "premier", "premiere", "premiers", "premieres"))
"""Words of offices that alone are none."""


class Voices:
    """The voices of one article, heard in order."""

    def __init__(self, cast: Cast, homes: Homes | None = None) -> None:
        self.cast = cast
        self.homes = homes or Homes(cast)
        self.groups = Groups(cast.document)
        self.past: list[Voice] = []
        offices = (p for p in cast.people.values() if any(FUNCTIONS[f] == "office" for f in p.functions))
        self._officials = sorted(offices, key=_at)

    def of(self, draft: Draft) -> Speaker | None:
        """The speaker of a draft, remembered for the pronouns that follow; None where nobody can be told."""
        if draft.subject is not None:
            content = content_of(self.cast, draft)
            voice = self._told(draft, content) or self.voice(*draft.subject, content)
        elif draft.construction == "turn":
            voice = self.interviewee(draft.start) or self._last()
        else:
            voice = self._last()
        if voice is None:
            return None
        self.past = [*self.past[1 - _HEARD :], voice]
        return voice.speaker

    def _told(self, draft: Draft, content: Content | None) -> Voice | None:
        """Whom a pronoun stands for where the sentence before tells of an office without a name (« L'évêque a parlé.
        Il a dit … »)."""
        text = self.cast.document.text
        if draft.subject is None or draft.told is None or self.cast.people_between(*draft.told):
            return None
        mention = text[slice(*draft.subject)]
        words = re.findall(r"\w+'?", fold(text[slice(*draft.told)]))
        if fold(mention) not in ("il", "elle") or not any(w in FUNCTIONS for w in words[:4]):
            return None
        if gender(words[:1]) not in (None, fold(mention) == "elle"):
            return None
        found = self.voice(*draft.told, content)
        if found is None:
            return None
        named = Speaker(mention, found.speaker.name, found.speaker.side)
        return Voice(named, found.feminine, False, draft.subject[0])

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
        key = next((word for word in key.split()[:1] if word in g.INVERTED), key)
        if key == "on" and (house := self._house(start, end)) and (host := self.voice(*house, content)):
            return Voice(Speaker(mention, host.speaker.name, host.speaker.side), at=start)
        if key == "on" and (place := self._place(start, end)):
            return Voice(
                Speaker(mention, self.cast.document.text[place.start : place.end], place.code), at=start
            )
        if key in g.PRONOUNS or key in LATTER or key in g.RELATIVE:
            first = origin(start, content)
            return antecedent(self.cast, self.past, mention, key, first)
        words = re.findall(r"\w+'?", key)
        plural = words[0] in _PLURAL if words else False
        side = self.cast.side_of_phrase(start, end)
        people = self.cast.people_between(start, end)
        kinds = [FUNCTIONS[w] for w in words if w in FUNCTIONS]
        if people and not (side and "+" in side):
            person = people[-1][2] if len({id(p) for _, _, p in people}) == 1 else people[0][2]
            self._settle(person, (start, end), words, content)
            return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
        shown = gender(words[:1] if words and words[0] in _SHOWING else words)
        if not self.cast.side_of_phrase(start, start + len(key)) and (meant := self.groups.at(start, end)):
            return Voice(Speaker(mention, meant.name, meant.code), shown, plural, start)
        if words and words[-1] in g.TEXTS and len(words) < 4 and (author := self._author(start)):
            return Voice(Speaker(mention, mention, author.code), at=start)
        if not side and words[1:2] == ["communique"]:
            author_side = self.homes.of(start, end, content, self.past)
            return Voice(Speaker(mention, mention, author_side or code_of(mention)), shown, plural, start)
        if kinds and kinds[0] != "office" and not (side and words[1:2] and words[1] in _TENANTS):
            group = self.cast.group(start, end)
            return Voice(Speaker(mention, mention, group or code_of(mention)), shown, plural, start)
        if side:
            return Voice(Speaker(mention, mention, side), shown, plural, start)
        if words and words[0] in _POSSESSIVE and kinds and (owner := self._owner(start, content)):
            return Voice(Speaker(mention, mention, owner), shown, plural, start)
        if kinds:
            return self._official(mention, words, start, shown, plural, content)
        if "sources" in words or "source" in words:
            country = self.homes.of(start, end, content, self.past)
            return Voice(Speaker(mention, mention, country or code_of(mention)), shown, plural, start)
        crowd = plural and not any(w in g.TEXTS for w in words)
        if not crowd and not _is_named(mention) and (last := self._last()):
            return last
        return Voice(Speaker(mention, mention, code_of(mention)), shown, plural, start)

    def _house(self, start: int, end: int) -> Span | None:
        """The office in which « on » speaks (« au ministère, on assure », « dit-on à la préfecture »)."""
        text = self.cast.document.text
        since = max(0, start - _ASIDE)
        before, after = _IN_BEFORE.search(text[since:start]), _IN_AFTER.match(text, end)
        place = (
            (since + before.start(1), since + before.end(1)) if before else after.span(1) if after else None
        )
        if place is None or not any(w in FUNCTIONS for w in fold(text[slice(*place)]).split()[:4]):
            return None
        return place

    def _author(self, start: int) -> Mention | None:
        """Whose « le texte » is: the actor's of the last text that the article names with its author."""
        since = max(0, start - _TEXT)
        for found in reversed([*_TEXT_OF.finditer(self.cast.document.text, since, start)]):
            if fold(found[1]) in g.TEXTS:
                named = self.cast.document.mentions_in(found.end(), min(start, found.end() + _ASIDE))
                return next(
                    (m for m in named if "." not in self.cast.document.text[found.end() : m.start]), None
                )
        return None

    def _place(self, start: int, end: int) -> Mention | None:
        """The place that stands for « on » (« assure-t-on à Berne », « à Berne, on assure »)."""
        near = self.cast.document.mentions_in(max(0, start - 30), end + 30)
        return next((m for m in near if (m.place and -6 < m.start - end < 6) or 0 <= start - m.end < 4), None)

    def _settle(self, person: Person, span: Span, words: list[str], content: Content | None) -> None:
        """Betters the guessed side of a person by the statement in which they first speak."""
        if person.certain:
            return
        owner = self._owner(span[0], content) if words and words[0] in _POSSESSIVE else None
        person.side = owner or self.homes.of(*span, content, self.past, person.name) or person.side
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
        said = {w for w in words if w not in g.SMALL}
        last = bisect_left(self._officials, start, key=_at)
        met = self._officials[max(0, last - _OFFICIALS) : last]
        same = [p for p in met if offices & p.functions and said <= p.words]
        same = [p for p in same if place is None or p.side == place]
        fits = [p for p in same if shown is None or p.feminine in (None, shown)]
        if (fits or same) and not plural:
            person = max(fits or same, key=lambda p: p.at)
            return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
        country = self.homes.of(start, start + len(mention), content, self.past)
        return Voice(Speaker(mention, mention, country or code_of(mention)), shown, plural, start)

    def _owner(self, start: int, content: Content | None) -> str | None:
        """Whose « son porte-parole » is: the actor's that opens the words before it, or the last voice's."""
        if found := opens(self.cast, start, content):
            return found
        first, last = origin(start, content), self._last()
        since = max(last.at + 1 if last else 0, first - NEAR)
        leading = [m for m in self.cast.document.mentions_in(since, first) if self._leads(m)]
        if leading:
            return leading[-1].code
        return last.speaker.side if last and start - last.at < NEAR else None

    def _leads(self, mention: Mention) -> bool:
        """Whether a mention may be the subject of its sentence."""
        return not mention.place and self.cast.leads(mention.start) and not self.cast.quoted(mention.start)


def _is_named(mention: str) -> bool:
    """Whether a phrase holds a proper name, or is one."""
    words = tokens(mention)
    return any(w.capital and (at or w.key not in g.ARTICLES) for at, w in enumerate(words))
