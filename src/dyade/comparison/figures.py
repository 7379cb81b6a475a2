"""The figures of a comparison: each experiment's own, and its difference from the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from dyade.comparison.facts import Fact, Mask, slices
from dyade.comparison.folders import ComparisonError, Experiment, Scored
from dyade.config import CompareConfig, ModelKind
from dyade.records import Label
from dyade.scores import Floats, calibration_error, kappa, reliability, risk_coverage
from dyade.significance import (
    LEVEL,
    Difference,
    Estimate,
    article_weights,
    difference,
    estimate,
    f1_of,
    holm,
    sample,
    swaps,
    tallies,
)


class Size(NamedTuple):
    """How much a figure rests on."""

    pairs: int
    articles: int
    units: int
    """What is resampled: articles, or groups of near twins."""


SPEEDS = ("articles_per_second", "pairs_per_second")
"""What a run's metrics may hold of its speed."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation over seeds; no deviation with one run."""

    mean: float
    sd: float | None


def spread(values: Sequence[float]) -> Spread:
    """Of one value a seed."""
    return Spread(float(np.mean(values)), float(np.std(values, ddof=1)) if len(values) > 1 else None)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one experiment on the compared split."""

    name: str
    config_hash: str
    seeds: list[int]
    by_seed: list[float]
    """Macro-F1 of each run."""
    macro_f1: Estimate
    f1: dict[str, Estimate]
    """By label."""
    slices: dict[str, Estimate]
    """Macro-F1 on the pairs of each slice."""
    kappa: Spread
    ece: Spread
    dev: Spread
    """Macro-F1 on dev, the only one to choose by."""
    confusion: list[list[float]]
    """Mean counts over seeds, rows gold, columns predicted."""
    reliability: list[dict[str, float]]
    """Over the pairs of all runs together, as `risk_coverage`."""
    risk_coverage: list[dict[str, float]]
    seconds: Spread
    """Of training."""
    parameters: int | None
    training_pairs: float
    """Mean over seeds."""
    speeds: dict[str, Spread]
    """`articles_per_second` and `pairs_per_second`, those that every run recorded."""


class Verdict(StrEnum):
    """What the tests of one experiment against the baseline allow to say."""

    better = "better"
    worse = "worse"
    undecided = "undecided"
    mixed = "mixed"
    """One test finds a difference, the other does not."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One experiment against the baseline, p values after Holm's correction."""

    name: str
    difference: Difference
    verdict: Verdict
    seeds_known: bool
    """Whether both have several seeds, so that the verdict holds for the settings, not just these models."""


def measure(
    scored: Scored, facts: Sequence[Fact], config: CompareConfig
) -> tuple[list[Figures], dict[str, Size]]:
    """The figures of every experiment, and the size of each slice; one with a single unit is left out."""
    masks = {"all": np.ones(len(scored.gold), dtype=np.bool_), **(slices(facts) if facts else {})}
    clusters = scored.clusters
    sizes = {
        name: Size(int(mask.sum()), len(np.unique(scored.articles[mask])), len(np.unique(clusters[mask])))
        for name, mask in masks.items()
    }
    if sizes["all"].units < 2:
        raise ComparisonError(
            f"split={scored.split}: holds a single group of near twins; nothing to resample"
        )
    sizes = {name: size for name, size in sizes.items() if size.units > 1}
    weights = {name: article_weights(size.units, config.draws, config.seed) for name, size in sizes.items()}
    chosen = {name: masks[name] for name in sizes if name != "all"}
    found = [_figures(experiment, scored, chosen, weights, config) for experiment in scored.experiments]
    return found, sizes


def _figures(
    experiment: Experiment,
    scored: Scored,
    masks: Mapping[str, Mask],
    weights: Mapping[str, Floats],
    config: CompareConfig,
) -> Figures:
    counts = tallies(scored.gold, experiment.predicted, scored.clusters)
    main = sample(counts, weights["all"])
    by_label = {
        label.value: estimate(sample(counts, weights["all"], lambda c, k=k: f1_of(c)[..., k]), config.seed)  # type: ignore[misc]
        for k, label in enumerate(Label)
    }
    by_slice = {
        name: estimate(sample(_part(scored, experiment, mask), weights[name]), config.seed)
        for name, mask in masks.items()
    }
    runs, metrics = experiment.runs, [run.metrics for run in experiment.runs]
    gold, pooled = np.tile(scored.gold, len(runs)), experiment.probabilities.reshape(-1, len(Label))
    trained = [m["training"] for m in metrics]
    return Figures(
        name=experiment.name,
        config_hash=runs[0].config_hash,
        seeds=[run.seed for run in runs],
        by_seed=main.observed.tolist(),
        macro_f1=estimate(main, config.seed),
        f1=by_label,
        slices=by_slice,
        kappa=spread([kappa(scored.gold, labels) for labels in experiment.predicted]),
        ece=spread([calibration_error(scored.gold, p) for p in experiment.probabilities]),
        dev=spread([m["dev"] for m in metrics]),
        confusion=counts.sum(axis=1).mean(axis=0).tolist(),
        reliability=reliability(gold, pooled),
        risk_coverage=risk_coverage(gold, pooled),
        seconds=spread([t["seconds"] for t in trained]),
        parameters=trained[0].get("parameters"),
        training_pairs=float(np.mean([t["pairs"] for t in trained])),
        speeds={key: spread([t[key] for t in trained]) for key in SPEEDS if all(key in t for t in trained)},
    )


def _part(scored: Scored, experiment: Experiment, mask: Mask) -> Floats:
    """The tallies of the units that hold pairs of a slice."""
    units = np.unique(scored.clusters[mask], return_inverse=True)[1]
    return tallies(scored.gold[mask], experiment.predicted[:, mask], units)


def choose_baseline(experiments: Sequence[Experiment], wanted: str | None) -> Experiment:
    """The experiment named, else the bag of words, else the first."""
    if wanted is None:
        bags = (e for e in experiments if e.runs[0].config["model"]["kind"] == ModelKind.tfidf)
        return next(bags, experiments[0])
    found = [e for e in experiments if wanted in (e.name, e.runs[0].config_hash)]
    if not found:
        raise ComparisonError(
            f"baseline={wanted}: no such experiment here; choose {' or '.join(map(_called, experiments))}"
        )
    return found[0]


def _called(experiment: Experiment) -> str:
    """What `baseline=` takes: the name, or the hash where the name is awkward on a command line."""
    digest = experiment.runs[0].config_hash
    return f"{digest} ({experiment.name})" if " " in experiment.name else experiment.name


def against_baseline(scored: Scored, baseline: Experiment, config: CompareConfig) -> list[Outcome]:
    """Every other experiment against the baseline, by both tests, each corrected after Holm."""
    others = [e for e in scored.experiments if e is not baseline]
    clusters = scored.clusters
    weights = article_weights(int(clusters.max()) + 1, config.draws, config.seed)
    counts = {e.name: tallies(scored.gold, e.predicted, clusters) for e in scored.experiments}
    reference = sample(counts[baseline.name], weights)
    found = [
        difference(
            sample(counts[e.name], weights),
            reference,
            swaps(counts[e.name], counts[baseline.name], config.draws, config.seed),
            len(others),
            config.seed,
        )
        for e in others
    ]
    corrected = zip(
        holm([d.p_bootstrap for d in found]), holm([d.p_randomisation for d in found]), strict=True
    )
    outcomes = []
    for e, d, (bootstrap, randomisation) in zip(others, found, corrected, strict=True):
        d = replace(d, p_bootstrap=bootstrap, p_randomisation=randomisation)
        outcomes.append(Outcome(e.name, d, verdict(d), min(len(e.runs), len(baseline.runs)) > 1))
    return outcomes


def verdict(found: Difference) -> Verdict:
    """Both tests must find the difference."""
    significant = [p < LEVEL for p in (found.p_bootstrap, found.p_randomisation)]
    if all(significant):
        return Verdict.better if found.value > 0 else Verdict.worse
    return Verdict.mixed if any(significant) else Verdict.undecided
