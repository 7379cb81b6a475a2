"""Learning curves: experiments of one name that differ by the share of training data alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dyade.comparison.figures import Figures
from dyade.comparison.folders import Experiment
from dyade.comparison.settings import distinct_names
from dyade.significance import Estimate

SHARE = "data.share"


@dataclass(frozen=True, slots=True)
class Point:
    """One experiment on its curve."""

    experiment: str
    share: float
    pairs: float
    """It was trained on, mean over seeds."""
    macro_f1: Estimate


@dataclass(frozen=True, slots=True)
class Curve:
    """Macro-F1 against training pairs, fewest first."""

    name: str
    points: list[Point]


def learning_curves(experiments: Sequence[Experiment], figures: Sequence[Figures]) -> list[Curve]:
    """Every curve of two points or more.

    Args:
        figures: those of the experiments, in their order.
    """
    families: dict[tuple[str, frozenset[tuple[str, str]]], list[Point]] = {}
    settings: dict[tuple[str, frozenset[tuple[str, str]]], dict[str, str]] = {}
    for experiment, found in zip(experiments, figures, strict=True):
        run = experiment.runs[0]
        rest = {key: value for key, value in run.settings.items() if key != SHARE}
        key = run.name, frozenset(rest.items())
        share = float(run.settings.get(SHARE, 1))
        point = Point(experiment.name, share, found.training_pairs, found.macro_f1)
        families.setdefault(key, []).append(point)
        settings[key] = rest
    curves = {key: points for key, points in families.items() if len({p.share for p in points}) > 1}
    names = distinct_names(
        [name for name, _ in curves],
        [settings[key] for key in curves],
        [points[0].experiment for points in curves.values()],
    )
    return [
        Curve(name, sorted(points, key=lambda p: p.pairs))
        for name, points in zip(names, curves.values(), strict=True)
    ]
