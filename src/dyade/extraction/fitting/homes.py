"""Fitting the weights of `homes`: for whom the officials of annotated articles speak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dyade.extraction.fitting.reading import Read
from dyade.extraction.fitting.regression import regression
from dyade.extraction.homes import Clues, likeliest

Question = tuple[Clues, str]
"""The clues of each actor for whom an official may speak, and the gold side."""


def questions(articles: Iterable[Read]) -> list[Question]:
    """The officials whose words do not say for whom they speak, of statements that extraction finds."""
    return [
        (clues, statement.speaker.side)
        for a in articles
        for at, statement in a.gold.items()
        for clues in a.heard[at].officials
    ]


def fit(found: Sequence[Question], strength: float, least_often: int) -> dict[str, float]:
    """The weight of each clue; see `regression` for the settings."""
    cases = [(c, code == side) for clues, side in found if side in clues for code, c in clues.items()]
    clues, right = [c for c, _ in cases], [r for _, r in cases]
    return regression(clues, right, [1.0] * len(cases), strength, least_often)[0]


def accuracy(found: Sequence[Question], weights: dict[str, float]) -> float:
    """The share of officials whose side is the one that weighs most."""
    return sum(likeliest(clues, weights) == side for clues, side in found) / len(found) if found else 0.0
