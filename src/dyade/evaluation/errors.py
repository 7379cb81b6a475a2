"""What went wrong in an article, place by place: gold and predicted statements that share characters lie together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from dyade.constructions import Construction
from dyade.evaluation.compared import Compared
from dyade.records import Article, Stance, Statement
from dyade.scores import iou, match, match_stances, same_speaker

AROUND = 110
"""Characters of its paragraph that are shown at each side of a place."""
EXACT = 0.8
"""The overlap (IoU) below which the bounds of a statement that was found count as wrong."""
_SERIOUS = 2
"""How much a missed or invented statement weighs against one found with an error."""


class Error(StrEnum):
    """What can be wrong at a place."""

    missed = "missed"
    invented = "invented"
    bounds = "bounds"
    side = "side"
    counterparty = "counterparty"
    label = "label"
    kind = "kind"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: outside the statements (« »), inside both annotations' (both) or one's alone (only)."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Target:
    """A stance as one annotation has it, and whether the other has its counterparty and its label."""

    stance: Stance
    found: bool = True
    agreed: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as one annotation has it; `sure` says whether the other has the same side."""

    statement: Statement
    construction: Construction
    sure: bool
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One annotation of a place: its words with its statements marked, and what is said of each."""

    pieces: tuple[Piece, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text with an error; `cut` says whether its paragraph goes on before and after it."""

    cut: tuple[bool, bool]
    errors: frozenset[Error]
    constructions: frozenset[Construction]
    gold: Column
    predicted: Column


@dataclass(frozen=True, slots=True)
class Misread:
    """An article with its errors, and its whole text in both columns."""

    article: Article
    places: tuple[Place, ...]
    gold: tuple[Piece, ...]
    predicted: tuple[Piece, ...]

    @property
    def weight(self) -> int:
        """How badly the article was read."""
        serious = {Error.missed, Error.invented}
        return sum(_SERIOUS if serious & p.errors else 1 for p in self.places)


def misread(found: Compared) -> Misread:
    """The errors of an article, in the order of its text."""
    article, gold, predicted = found.pair.gold, found.pair.gold.statements, found.pair.predicted.statements
    text = article.text
    partner = dict(match(gold, predicted))
    owner = {j: i for i, j in partner.items()}
    places = []
    for left, right in _together(gold, predicted):
        errors = {e for i in left for e in _errors_of(gold[i], predicted, partner.get(i))}
        errors |= {Error.invented for j in right if j not in owner}
        if not errors:
            continue
        golds, made = [gold[i] for i in left], [predicted[j] for j in right]
        start, end = _window(text, [*golds, *made])
        sides = [_said(gold[i], found.gold[i], _at(predicted, partner.get(i)), True) for i in left]
        others = [_said(predicted[j], found.predicted[j], _at(gold, owner.get(j)), False) for j in right]
        places.append(
            Place(
                (start > 0 and text[start - 1] != "\n", end < len(text) and text[end] != "\n"),
                frozenset(errors),
                frozenset([*(found.gold[i] for i in left), *(found.predicted[j] for j in right)]),
                Column(pieces(text, start, end, golds, made), tuple(sides)),
                Column(pieces(text, start, end, made, golds), tuple(others)),
            )
        )
    whole = 0, len(text)
    return Misread(
        article,
        tuple(places),
        pieces(text, *whole, gold, predicted),
        pieces(text, *whole, predicted, gold),
    )


def _at(statements: Sequence[Statement], number: int | None) -> Statement | None:
    return None if number is None else statements[number]


def _together(
    gold: Sequence[Statement], predicted: Sequence[Statement]
) -> Iterator[tuple[list[int], list[int]]]:
    """The indices of the gold and the predicted statements of each place, chained by common characters."""
    spans = sorted(
        [(s.start, s.end, 0, i) for i, s in enumerate(gold)]
        + [(s.start, s.end, 1, j) for j, s in enumerate(predicted)]
    )
    place: tuple[list[int], list[int]] = [], []
    reach = 0
    for start, end, column, index in spans:
        if start >= reach and any(place):
            yield place
            place = [], []
        place[column].append(index)
        reach = max(reach, end)
    if any(place):
        yield place


def _errors_of(gold: Statement, predicted: Sequence[Statement], partner: int | None) -> Iterator[Error]:
    """What is wrong about a gold statement."""
    if partner is None:
        yield Error.missed
        return
    made = predicted[partner]
    same = match_stances(gold.stances, made.stances)
    if iou(gold, made) < EXACT:
        yield Error.bounds
    if gold.kind is not made.kind:
        yield Error.kind
    if not same_speaker(gold.speaker, made.speaker):
        yield Error.side
    if not len(gold.stances) == len(made.stances) == len(same):
        yield Error.counterparty
    if any(a.label is not b.label for a, b in same):
        yield Error.label


def _said(statement: Statement, way: Construction, other: Statement | None, is_gold: bool) -> Said:
    """What an annotation has of a statement, held against the other's; without one nothing is doubted."""
    if other is None:
        return Said(statement, way, True, tuple(map(Target, statement.stances)))
    gold, made = (statement, other) if is_gold else (other, statement)
    pairs = match_stances(gold.stances, made.stances)
    agreed = {id(own): a.label is b.label for a, b in pairs for own in [a if is_gold else b]}
    targets = [Target(t, id(t) in agreed, agreed.get(id(t), True)) for t in statement.stances]
    return Said(statement, way, same_speaker(gold.speaker, made.speaker), tuple(targets))


def _window(text: str, statements: Sequence[Statement]) -> tuple[int, int]:
    """The place with some words of its paragraphs around it."""
    start, end = min(s.start for s in statements), max(s.end for s in statements)
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    last = text.find("\n", end, end + AROUND)
    last = min(len(text), end + AROUND) if last < 0 else last
    if first and not text[first - 1].isspace() and (space := text.find(" ", first, start)) >= 0:
        first = space + 1
    if last < len(text) and not text[last].isspace() and (space := text.rfind(" ", end, last)) >= 0:
        last = space
    return first, last


def pieces(
    text: str, start: int, end: int, own: Sequence[Statement], other: Sequence[Statement]
) -> tuple[Piece, ...]:
    """The words of a stretch, cut where a statement begins or ends, marked as one annotation has them."""
    bounds = {b for s in (*own, *other) for b in (s.start, s.end) if start < b < end}
    cuts = sorted({start, *bounds, end})
    found: list[Piece] = []
    for first, last in pairwise(cuts):
        inside, shared = (any(s.start <= first < s.end for s in group) for group in (own, other))
        mark = ("both" if shared else "only") if inside else ""
        if found and found[-1].mark == mark:
            found[-1] = Piece(found[-1].text + text[first:last], mark)
        else:
            found.append(Piece(text[first:last], mark))
    return tuple(found)
