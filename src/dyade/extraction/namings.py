"""Where an article names actors: those of the lists, its persons, and names that neither explains."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Final, NamedTuple

from dyade.extraction.document import Document
from dyade.extraction.people import Person, code_of, name_end
from dyade.extraction.speakers import Cast

MET: Final = "met"
MAYBE: Final = "maybe"
UNKNOWN: Final = "unknown"


class Naming(NamedTuple):
    """Some words of the article that name an actor."""

    start: int
    end: int
    code: str
    sort: str
    """How: a `Sort`, `MET` for a person of the article, `MAYBE` for one, `UNKNOWN` for a name no list holds."""
    aside: bool

    @property
    def sure(self) -> bool:
        """Whether the words name a known actor, and no mere place."""
        return self.sort not in (UNKNOWN, MAYBE) and not self.aside


_start, _end = attrgetter("start"), attrgetter("end")


class Namings:
    """The namings of an article in order, none overlapping another."""

    def __init__(self, document: Document, cast: Cast) -> None:
        self.document = document
        self.all = self._found(cast)
        self._starts = [n.start for n in self.all]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where each actor is named."""
        found: dict[str, list[int]] = {}
        for n in self.all:
            found.setdefault(n.code, []).append(n.start)
        return found

    def between(self, start: int, end: int) -> list[Naming]:
        """The namings inside a span."""
        found = self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [n for n in found if n.end <= end]

    def last(self, before: int, most: int) -> Sequence[Naming]:
        """The last namings that begin before a place, at most so many, in order."""
        place = bisect_left(self._starts, before)
        return self.all[max(0, place - most) : place]

    def nearest(self, code: str, at: int) -> str:
        """The words that name an actor nearest to a place."""
        places = self._places.get(code) or self._starts
        place = bisect_left(places, at)
        before = places[place - 1 if place else 0]
        after = places[place if place < len(places) else place - 1]
        n = self.all[bisect_left(self._starts, before if abs(before - at) <= abs(after - at) else after)]
        return self.document.text[n.start : n.end]

    def _found(self, cast: Cast) -> list[Naming]:
        document = self.document
        targets = {m.start for m in document.targets_in(0, len(document.text))}
        listed = [
            Naming(m.start, m.end, m.code, str(m.sort), m.start not in targets) for m in document.mentions
        ]
        people = [
            Naming(start, end, p.side, MET if _is_shown(p) else MAYBE, False) for start, end, p in cast.spans
        ]
        listed = _apart([*listed, *people])
        return _apart([*listed, *self._unknown(listed)])

    def _unknown(self, listed: Sequence[Naming]) -> list[Naming]:
        """The proper names that neither a list nor a function explains."""
        words, text, found, at, after = self.document.tokens, self.document.text, list[Naming](), 0, 0
        for k in self.document.capitals:
            word = words[k]
            while at < len(listed) and listed[at].end <= word.start:
                at += 1
            inside = at < len(listed) and listed[at].start <= word.start
            if inside or k < after or len(word.key) < 3:
                continue
            after = name_end(words, k)
            if after > k + 1 or (after > k and not self._opens(k)):
                end = words[after - 1].end
                found.append(Naming(word.start, end, code_of(text[word.start : end]), UNKNOWN, False))
        return found

    def _opens(self, at: int) -> bool:
        """Whether a word opens a sentence, so that its capital shows nothing."""
        words = self.document.tokens
        return (
            at == 0
            or words[at - 1].text in '.?!…:«"“—–-»'
            or "\n" in self.document.text[words[at - 1].end : words[at].start]
        )


def _apart(namings: Iterable[Naming]) -> list[Naming]:
    """The namings in order without those that begin inside another, the longer of two from one place."""
    kept: list[Naming] = []
    longest_first = sorted(namings, key=_end, reverse=True)
    for n in sorted(longest_first, key=_start):
        if not kept or n.start >= kept[-1].end:
            kept.append(n)
    return kept


def _is_shown(person: Person) -> bool:
    """Whether something shows that a name is a person's: a function, a title, or a side of its own."""
    surname = code_of(re.findall(r"\w+", person.name)[-1])
    return bool(person.functions) or person.feminine is not None or person.side != surname
