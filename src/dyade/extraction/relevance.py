"""Which candidates are counterparties: a logistic regression over their clues, fitted on the seed corpus.

A candidate's score is the sum of its clues' weights (`data/relevance.csv`, written by `scripts/weights.py`) and a
bias. Chosen are the candidates at or above a threshold; a lower one keeps those whom the rules found as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dyade.extraction.candidates import RULED, Candidate
from dyade.extraction.weights import read_weights, weigh

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
        """The log-odds that a candidate is a counterparty."""
        return self.bias + weigh(self.weights, candidate.clues)

    def chosen(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The counterparties among a statement's candidates."""
        return [c for c in candidates if self.score(c) >= (self.kept if RULED in c.clues else self.least)]


@cache
def load_relevance() -> Relevance:
    """The shipped weights."""
    weights = read_weights("relevance.csv")
    bias, least, kept = (weights.pop(name) for name in (BIAS, LEAST, KEPT))
    return Relevance(weights, bias, least, kept)
