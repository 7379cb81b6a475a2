"""For whom an official speaks whose words do not say it (« le ministre de la Défense, Radu Ionescu, »).

The actors that the article names are weighed by clues: the place where the official speaks, who leads the paragraph,
who was named last, first and most, who spoke before, what the statement itself speaks of, and how the official's
name looks. The weights (`data/homes.csv`, written by `scripts/weights.py`) are fitted on the seed corpus.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from dyade.actors.resemblance import resemblance
from dyade.extraction.countries import Content, opening_place, opens, origin, place_beside
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.pronouns import Voice
from dyade.extraction.speakers import Cast, governs
from dyade.extraction.weights import read_weights, weigh
from dyade.text import fold, table

_NEAR: Final = 500
"""Characters before a statement in which the actors last named are looked for."""
_RANKS: Final = 4
"""Ranks that are told apart."""
_MOST: Final = 12
"""Actors of an article that are weighed."""
_HEARD: Final = 4
"""Voices before whose sides are clues."""
_LONGEST: Final = 2_000
"""Characters of a statement in which actors are looked for."""
_LEAD: Final = (60, 300, 400)
"""An article's first paragraph, of at least so many characters, else so many, at most so many."""
_HEAD: Final = 40
"""Characters before an actor in which its office may stand (« le ministre malien »)."""
_SMALL: Final = frozenset(("de", "d", "du", "la", "le", "l", "des", "les"))
_FEDERAL: Final = frozenset(("federal", "federale", "federaux", "federales"))
_APART: Final = re.compile(r"[’'\s-]+")

Clues = dict[str, set[str]]


class Homes:
    """The actors of one article for whom an official may speak."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        text = cast.document.text
        self._named = [m for m in cast.document.mentions if governs(m)]
        self._starts = [m.start for m in self._named]
        self._counts = Counter(m.code for m in self._named)
        self._order = [code for code, _ in self._counts.most_common(_MOST)]
        self._kinds = {m.code: m.entry.kind or "state" for m in self._named}
        paragraph = text.find("\n")
        lead = min(paragraph if paragraph > _LEAD[0] else _LEAD[1], _LEAD[2])
        first = Counter(m.code for m in self._named if m.start < lead)
        self._lead = [code for code, _ in first.most_common(_RANKS - 1)]
        self._seated = set[str]()
        for m in self._named:
            if m.code not in self._seated and _has_office(text, m.start):
                self._seated.add(m.code)

    def of(
        self, start: int, end: int, content: Content | None, past: Sequence[Voice], name: str = ""
    ) -> str | None:
        """The actor for whom the official speaks whom `text[start:end]` calls by their office alone.

        Args:
            content: what the official says.
            past: the voices before.
            name: the official's name, where the article gives it.
        """
        return likeliest(self.clues(start, end, content, past, name), read_homes())

    def clues(self, start: int, end: int, content: Content | None, past: Sequence[Voice], name: str) -> Clues:
        """The clues of each actor that the official may speak for."""
        found: Clues = {code: set() for code in self._order}
        first = origin(start, content)
        self._scene(found, start, end, first, content)
        self._recent(found, first)
        spoken = self._content(found, content)
        self._voices(found, past)
        self._named_by(found, name)
        words = _APART.split(fold(self.cast.document.text[start:end]))
        self._polity(found, words)
        self._join(found, next((w for w in words if FUNCTIONS.get(w) == "office"), "none"), spoken)
        return found

    # -- Where actors stand ---------------------------------------------------------------------------------

    def _scene(self, found: Clues, start: int, end: int, first: int, content: Content | None) -> None:
        """The places and subjects around the official."""
        cast = self.cast
        for clue, code in (
            ("beside", place_beside(cast, start, end, first)),
            ("opening", opening_place(cast, first)),
            ("paragraph", cast.opening(first)),
            ("scene", cast.scene(first)),
            ("opens", opens(cast, start, content)),
            ("first", self._named[0].code if self._named else None),
        ):
            _note(found, code, clue)
        for clue, order in (("top", self._order[:_RANKS]), ("lead", self._lead)):
            for rank, code in enumerate(order, 1):
                _note(found, code, f"{clue}={rank}")

    def _recent(self, found: Clues, first: int) -> None:
        """The actors last named before the statement."""
        cast, seen = self.cast, list[str]()
        paragraph = cast.document.text.rfind("\n", 0, first) + 1
        since, until = (bisect_left(self._starts, at) for at in (first - _NEAR, first))
        for m in reversed(self._named[since:until]):
            if m.code in seen:
                continue
            seen.append(m.code)
            _note(found, m.code, f"near={len(seen)}", f"near:{m.sort}")
            if m.start >= paragraph:
                _note(found, m.code, "near:paragraph")
            if cast.quoted(m.start):
                _note(found, m.code, "near:quoted")
            elif cast.heads(m.start):
                _note(found, m.code, "near:heads")
            if len(seen) == _RANKS:
                break

    def _content(self, found: Clues, content: Content | None) -> int:
        """The actors of whom the official speaks; how many they are."""
        if content is None:
            return 0
        last = min(content.end, content.start + _LONGEST)
        spoken = [m for m in self.cast.document.mentions_in(content.start, last) if m.code in found]
        for m in spoken:
            _note(found, m.code, "spoken")
        if spoken and spoken[0].start - content.start < _RANKS:
            _note(found, spoken[0].code, "spoken:first")
        for code in content.aimed:
            _note(found, code, "aimed")
        return len({m.code for m in spoken})

    @staticmethod
    def _voices(found: Clues, past: Sequence[Voice]) -> None:
        for back, voice in enumerate(reversed(past[-_HEARD:]), 1):
            for code in voice.speaker.sides:
                _note(found, code, f"spoke={back}", "voice")

    @staticmethod
    def _named_by(found: Clues, name: str) -> None:
        """How the official's name looks beside those of each actor's leaders."""
        alike = {code: resemblance(name, code) for code in found} if name else {}
        best = max(alike.values(), default=0.0)
        for code, much in alike.items():
            found[code].add(f"name={max(-2, min(5, round(much)))}")
            if much == best > 0:
                found[code].add("name:best")

    @staticmethod
    def _polity(found: Clues, words: Sequence[str]) -> None:
        """Whether an actor is so governed that the official's title may be one of its own."""
        polities = _polities()
        for code, clues in found.items():
            if not _FEDERAL.isdisjoint(words):
                clues.add("federal" if code in polities["federal"] else "unfit")
            elif "ministre" in words and code in polities["without_ministers"]:
                clues.add("unfit")

    # -- All clues of one actor together ----------------------------------------------------------------------

    def _join(self, found: Clues, office: str, spoken: int) -> None:
        """Joins each actor's clues to whether the statement speaks of it, and of how many."""
        total, several = len(self._named), min(len(found), _RANKS + 1)
        for code, clues in found.items():
            where = "spoken" if "spoken" in clues else "unspoken"
            joined = {f"{where}{min(spoken, 2)}:{clue}" for clue in clues if clue != "spoken"}
            if "aimed" in clues:
                joined |= {f"aimed:{clue}" for clue in clues}
            kind = self._kinds[code]
            clues |= {f"share={10 * self._counts[code] // total}", f"n={several}", f"{office}:{kind}", kind}
            if code in self._seated:
                clues |= {"seated", f"seated:{where}"}
            if "voice" not in clues:
                clues.add(f"silent:{where}")
            clues |= joined


def likeliest(clues: Clues, weights: Mapping[str, float]) -> str | None:
    """The actor whose clues weigh most; the first by code among equals."""
    return max(sorted(clues), key=lambda code: weigh(weights, clues[code]), default=None)


def _note(found: Clues, code: str | None, *clues: str) -> None:
    if code in found:
        found[code].update(clues)


def _has_office(text: str, at: int) -> bool:
    """Whether an office stands before an actor's words (« le ministre malien », « le président du Mali »)."""
    words = [w for w in _APART.split(fold(text[max(0, at - _HEAD) : at])) if w]
    while words and words[-1] in _SMALL:
        words.pop()
    return bool(words) and FUNCTIONS.get(words[-1]) == "office"


@cache
def _polities() -> Mapping[str, frozenset[str]]:
    """The states of which a title tells something, by what it tells (`data/polities.csv`)."""
    return {row["trait"]: frozenset(row["codes"].split()) for row in table("polities.csv")}


@cache
def read_homes() -> Mapping[str, float]:
    """The shipped weights."""
    return read_weights("homes.csv")
