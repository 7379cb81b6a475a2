"""Scores of every stage: statements, speakers, counterparties, stance, and the whole way.

The definitions are those of the project's benchmark: spans match one to one, best overlap first; intervals are
bootstrap percentiles over articles, since pairs of one article are not independent.
"""

from dyade.scores.arrays import Floats, Ints
from dyade.scores.extraction import Comparison, extraction_intervals, extraction_scores
from dyade.scores.groups import group_scores
from dyade.scores.matching import (
    BODIES,
    coverage,
    iou,
    match,
    match_stances,
    overlap,
    same_actor,
    same_speaker,
)
from dyade.scores.resampling import bootstrap
from dyade.scores.stance import (
    calibration_error,
    f1_by_label,
    kappa,
    macro_f1,
    reliability,
    risk_coverage,
    stance_scores,
)

__all__ = [
    "BODIES",
    "Comparison",
    "Floats",
    "Ints",
    "bootstrap",
    "calibration_error",
    "coverage",
    "extraction_intervals",
    "extraction_scores",
    "f1_by_label",
    "group_scores",
    "iou",
    "kappa",
    "macro_f1",
    "match",
    "match_stances",
    "overlap",
    "reliability",
    "risk_coverage",
    "same_actor",
    "same_speaker",
    "stance_scores",
]
