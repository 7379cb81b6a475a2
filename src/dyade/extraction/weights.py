"""Weights of clues: what logistic regressions on the seed corpus learnt, and how a set of clues is weighed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import repeat
from math import fsum

from dyade.text import table


def read_weights(name: str) -> dict[str, float]:
    """The weights of a file of `dyade/data`, by clue."""
    return {row["clue"]: float(row["weight"]) for row in table(name)}


def weigh(weights: Mapping[str, float], clues: Iterable[str]) -> float:
    """The sum of the clues' weights; `fsum`, since the order of a set is not the same in each run, and a sum's
    last bit depends on it."""
    return fsum(map(weights.get, clues, repeat(0.0)))
