"""The statements on which two experiments disagree most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dyade.comparison.facts import Fact
from dyade.comparison.folders import Experiment, Scored
from dyade.records import Label


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A pair that two experiments judge differently, by their mean probabilities over seeds."""

    article: str
    statement: int
    fact: Fact | None
    gold: Label
    ours: list[float]
    baseline: list[float]
    distance: float
    """Total variation of the two distributions, 0 to 1."""


def disagreements(
    scored: Scored, ours: Experiment, baseline: Experiment, facts: Sequence[Fact], most: int
) -> list[Disagreement]:
    """The pairs on which two experiments are furthest apart, furthest first."""
    a, b = ours.probabilities.mean(axis=0), baseline.probabilities.mean(axis=0)
    distance = abs(a - b).sum(axis=1) / 2
    return [
        Disagreement(
            article=scored.keys[k][0],
            statement=scored.keys[k][1],
            fact=facts[k] if facts else None,
            gold=list(Label)[scored.gold[k]],
            ours=a[k].round(4).tolist(),
            baseline=b[k].round(4).tolist(),
            distance=round(float(distance[k]), 4),
        )
        for k in np.argsort(-distance, kind="stable")[:most]
    ]
