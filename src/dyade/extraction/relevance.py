"""Which candidates are counterparties: a logistic regression over their clues, fitted on the seed corpus.

A candidate's score is the sum of its clues' weights (`data/relevance.csv`, written by `scripts/relevance.py`) and a
bias. Chosen are the candidates at or above a threshold; a lower one keeps those whom the rules found as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import fsum

from dyade.extraction.candidates import RULED, Candidate
from dyade.text import table

BIAS, LEAST, KEPT = "(bias)", "(least)", "(kept)"
"""The rows of the table that are no clues: the bias and the two thresholds."""


@dataclass(frozen=True)
class Relevance:
    """The weights of clues, and the thresholds."""

    weights: Mapping[str, float]
    bias: float
    least: float
    """The score that a candidate needs."""
    kept: float
    """The score that it needs where the rules found it."""

    def score(self, candidate: Candidate) -> float:
        """The log-odds that a candidate is a counterparty; `fsum`, since the order of a set is not the same
        in each run, and a sum's last bit depends on it."""
        return fsum((self.bias, *map(self.weights.get, candidate.clues, repeat(0.0))))

    def chosen(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The counterparties among a statement's candidates."""
        return [c for c in candidates if self.score(c) >= (self.kept if RULED in c.clues else self.least)]


@cache
def load_relevance() -> Relevance:
    """The shipped weights."""
    rows = {row["clue"]: float(row["weight"]) for row in table("relevance.csv")}
    bias, least, kept = (rows.pop(name) for name in (BIAS, LEAST, KEPT))
    return Relevance(rows, bias, least, kept)
