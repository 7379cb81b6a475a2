"""When a predicted span, actor or counterparty counts as the gold one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from dyade.records import CODE, Speaker, Stance, Statement
from dyade.text import fold

BODIES = frozenset(
    """EU NATO UN AU ECOWAS AES G7 G20 BRICS ASEAN ARABLEAGUE OPEC IAEA ICC WTO IMF OSCE WEST EUROPE HAMAS
    HEZBOLLAH HOUTHIS TALIBAN M23 POLISARIO WAGNER ISIS""".split()  # noqa: SIM905 - a list of 26 reads worse
)
"""The codes of the guideline that are not ISO: only these and states must be met to the letter."""


class Spanned(Protocol):
    """What takes up characters of a text: a statement, or the draft of one."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def overlap(a: Spanned, b: Spanned) -> int:
    """Characters that two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def iou(gold: Spanned, predicted: Spanned) -> float:
    """Intersection over union of two spans, in characters."""
    shared = overlap(gold, predicted)
    return shared / (gold.end - gold.start + predicted.end - predicted.start - shared)


def coverage(gold: Statement, predicted: Statement) -> float:
    """The share of the gold span that is covered: the lenient rule of Radar de Parité."""
    return overlap(gold, predicted) / (gold.end - gold.start)


def match(
    gold: Sequence[Statement],
    predicted: Sequence[Statement],
    measure: Callable[[Statement, Statement], float] = iou,
    least: float = 0.5,
) -> list[tuple[int, int]]:
    """One-to-one pairs of indices, greedy by the measure, each at or above `least`."""
    ranked = sorted(
        ((measure(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)), reverse=True
    )
    left, right, pairs = set[int](), set[int](), []
    for value, i, j in ranked:
        if value >= least and i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs


def _standard(code: str) -> bool:
    return bool(CODE.fullmatch(code)) and ((len(code) == 3 and code.isalpha()) or code in BODIES)


def same_actor(gold_code: str, gold_name: str, code: str, name: str) -> bool:
    """Whether two actors are one: equal codes (one of a joint side's), or, where no list gives the code (nor that of a
    joint side, whose parts may stand in any order), equal names or one name inside the other."""
    if code in (gold_code, *gold_code.split("+")):
        return True
    if _standard(gold_code):
        return False
    a, b = plain(gold_name), plain(name)
    return plain(gold_code) == plain(code) or bool(a and b and (a in b or b in a))


def plain(name: str) -> str:
    """Letters and digits only, folded: the form in which names are compared."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(name)).split())


def same_speaker(gold: Speaker, predicted: Speaker) -> bool:
    """Whether two speakers speak for one side."""
    return same_actor(gold.side, gold.name, predicted.side, predicted.name or predicted.mention)


def match_stances(gold: Iterable[Stance], predicted: Iterable[Stance]) -> list[tuple[Stance, Stance]]:
    """The stances of two statements that mean the same counterparty, one to one."""
    left, pairs = list(predicted), []
    for stance in gold:
        for other in left:
            if same_actor(stance.counterparty, stance.mention, other.counterparty, other.mention):
                pairs.append((stance, other))
                left.remove(other)
                break
    return pairs
