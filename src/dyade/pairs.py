"""What a model sees of one (statement, counterparty): the single place that decides it.

The window holds the sentences around the statement and, wherever it stands, the target's mention; neither is
ever cut. With masking on, names give way to roles, so that no model can learn "Moscow threatens".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dyade.actors import load_lexicon
from dyade.extraction.document import Document
from dyade.extraction.speakers import Cast
from dyade.records import Article, Kind, Label, Stance, Statement
from dyade.text import nearest

SPEAKER, TARGET, OTHER = "<locuteur>", "<cible>", "<autre>"
OPEN, CLOSE = "<énoncé>", "</énoncé>"
KINDS = {Kind.direct: "<direct>", Kind.mixed: "<mixte>", Kind.indirect: "<indirect>"}
MARKERS = (SPEAKER, TARGET, OTHER, OPEN, CLOSE, *KINDS.values(), *(f"<réserve{n}>" for n in range(8)))
"""Tokens of the compact encoder's vocabulary; the reserve lets later formats keep it."""


_ONE_FORM = {
    form: one
    for one, forms in {
        "du": "du|de la|de l'", "au": "au|à la|à l'", "le": "le|la|l'", "de": "d'", "que": "qu'"
    }.items()
    for form in forms.split("|")
}  # fmt: skip
"""Articles, elisions and contractions that follow the gender and the first letter of a name that is masked."""
_FORMS = "|".join(f"{form} ".replace("' ", "['’]") for form in _ONE_FORM)
_BEFORE_ROLE = re.compile(
    rf"\b(?:{_FORMS})(?=(?:{SPEAKER}|{TARGET}|{OTHER}))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PairSettings:
    """How text pairs are made; stored with a model, so that prediction makes them as training did."""

    mask: bool = True
    """Replace actors by their roles."""
    before: int = 1
    """Sentences of context before the statement's own."""
    after: int = 0
    """Sentences of context after it."""
    longest: int = 1_500
    """Characters beyond which no context sentence is added."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One (statement, counterparty) of an article as a model sees it."""

    article: str
    statement: int
    stance: int
    text: str
    text_pair: str
    label: Label | None


def pairs_of(
    articles: Iterable[Article], settings: PairSettings, overlay: Path | None = None
) -> Iterator[Pair]:
    """Every pair of the articles, in their order."""
    for article in articles:
        for i, statement in enumerate(article.statements):
            for j, stance in enumerate(statement.stances):
                text, second = text_pair(article, statement, stance, settings, overlay)
                yield Pair(article.id, i, j, text, second, stance.label)


def text_pair(
    article: Article,
    statement: Statement,
    stance: Stance,
    settings: PairSettings = PairSettings(),
    overlay: Path | None = None,
) -> tuple[str, str]:
    """The two texts that a model reads for one (statement, counterparty).

    Returns:
        The window with the statement between markers, and the kind with the target's role (its words, where
        nothing is masked).
    """
    scene = _scene(article.text, article.date, overlay)
    target = nearest(article.text, stance.mention, statement.start, statement.end)
    windows = scene.windows(statement.start, statement.end, target, settings)
    marks = [(statement.start, 0, OPEN + " "), (statement.end, 1, " " + CLOSE)]
    covers = _covers(scene, article, statement, stance, target, windows) if settings.mask else []
    parts = [_render(article.text, start, end, marks, covers) for start, end in windows]
    name = TARGET if settings.mask else stance.mention
    return " […] ".join(parts), f"{KINDS[statement.kind]} {name}"


@dataclass(frozen=True)
class _Scene:
    """What an article's pairs share: where its sentences begin, and who stands where."""

    size: int
    starts: tuple[int, ...]
    actors: tuple[tuple[int, int, str], ...]

    def windows(
        self, start: int, end: int, target: tuple[int, int] | None, settings: PairSettings
    ) -> list[tuple[int, int]]:
        """The window around the statement, and the target's sentence where it lies outside."""
        first, last = self._sentence(start), self._sentence(end - 1)
        for _ in range(settings.before):
            if first > 0 and self._length(first - 1, last) <= settings.longest:
                first -= 1
        for _ in range(settings.after):
            if last + 1 < len(self.starts) and self._length(first, last + 1) <= settings.longest:
                last += 1
        window = self._limits(first, last)
        if target is None or (window[0] <= target[0] and target[1] <= window[1]):
            return [window]
        outside = self._limits(self._sentence(target[0]), self._sentence(target[1] - 1))
        if outside[1] > window[0] and outside[0] < window[1]:
            return [(min(outside[0], window[0]), max(outside[1], window[1]))]
        return sorted([outside, window])

    def actors_in(self, start: int, end: int) -> tuple[tuple[int, int, str], ...]:
        """The actors of a window; windows begin and end with sentences, which no name crosses."""
        return self.actors[bisect_left(self.actors, (start,)) : bisect_left(self.actors, (end,))]

    def _sentence(self, at: int) -> int:
        return max(0, bisect_right(self.starts, at) - 1)

    def _length(self, first: int, last: int) -> int:
        start, end = self._limits(first, last)
        return end - start

    def _limits(self, first: int, last: int) -> tuple[int, int]:
        end = self.starts[last + 1] if last + 1 < len(self.starts) else self.size
        return (self.starts[first] if self.starts else 0), end


@lru_cache(maxsize=256)
def _scene(text: str, date: str | None, overlay: Path | None) -> _Scene:
    document = Document(text, date, load_lexicon(overlay))
    cast = Cast(document)
    people = [(start, end, person.side) for start, end, person in cast.spans]
    actors = [(m.start, m.end, m.code) for m in document.mentions]
    starts = tuple(s[0].start for s in document.sentences)
    return _Scene(len(text), starts, tuple(sorted(people + actors)))


def _covers(
    scene: _Scene,
    article: Article,
    statement: Statement,
    stance: Stance,
    target: tuple[int, int] | None,
    windows: list[tuple[int, int]],
) -> list[tuple[int, int, str]]:
    """Disjoint spans within the windows with the role that replaces each, in order."""
    roles: list[tuple[int, int, str]] = []
    if target:
        roles.append((*target, TARGET))
    speaker = nearest(article.text, statement.speaker.mention, statement.start, statement.end)
    if speaker:
        roles.append((*speaker, SPEAKER))
    sides = {*statement.speaker.sides, statement.speaker.side}
    targets = set(stance.counterparty.split("+"))
    for start, end, code in (actor for window in windows for actor in scene.actors_in(*window)):
        role = TARGET if code in targets else SPEAKER if code in sides else OTHER
        roles.append((start, end, role))
    kept: list[tuple[int, int, str]] = []
    for start, end, role in roles:  # the target's and the speaker's own words come first and win
        if all(end <= a or start >= b for a, b, _ in kept):
            kept.append((start, end, role))
    return sorted(kept)


def _render(
    text: str, start: int, end: int, marks: list[tuple[int, int, str]], covers: list[tuple[int, int, str]]
) -> str:
    """`text[start:end]` with covered spans replaced by their roles and the statement between its markers."""
    edits = [(a, b, 1, role) for a, b, role in covers if start <= a and b <= end]
    inside = {(a, b) for a, b, _, _ in edits}
    for at, closing, mark in marks:
        if start <= at <= end:
            at = next((b if closing else a for a, b in inside if a < at < b), at)
            edits.append((at, at, 0 if closing else 2, mark))
    parts, last = [], start
    for a, b, _, new in sorted(edits, key=lambda e: (e[0], e[2] if e[0] == e[1] else 3)):
        parts += [text[last:a], new]
        last = max(last, b)
    return _evened(" ".join("".join([*parts, text[last:end]]).split()))


def _evened(text: str) -> str:
    """The text with one form of what a name alone decides before a role (« la <cible> », « l'<cible> » → « le »)."""
    return _BEFORE_ROLE.sub(_one_form, text)


def _one_form(found: re.Match[str]) -> str:
    form = _ONE_FORM[found[0].lower().replace("’", "'").strip()]
    return (form.capitalize() if found[0][0].isupper() else form) + " "
