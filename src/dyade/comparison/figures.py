"""The figures of a comparison: each experiment's own, and its difference from the baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

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

_NO_SETTINGS = {"name", "seed", "resume"}
"""Keys of a configuration that tell runs apart without changing what is trained."""


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
    articles_per_second: Spread | None


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
) -> tuple[list[Figures], dict[str, tuple[int, int]]]:
    """The figures of every experiment, and the pairs and articles of each slice."""
    masks = {"all": np.ones(len(scored.gold), dtype=np.bool_), **(slices(facts) if facts else {})}
    sizes = {name: (int(mask.sum()), len(np.unique(scored.articles[mask]))) for name, mask in masks.items()}
    sizes = {name: size for name, size in sizes.items() if size[1] > 1}
    weights = {
        name: article_weights(articles, config.draws, config.seed) for name, (_, articles) in sizes.items()
    }
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
    counts = tallies(scored.gold, experiment.predicted, scored.articles)
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
    speeds = [m["training"]["articles_per_second"] for m in metrics if "articles_per_second" in m["training"]]
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
        seconds=spread([m["training"]["seconds"] for m in metrics]),
        parameters=metrics[0]["training"].get("parameters"),
        articles_per_second=spread(speeds) if speeds else None,
    )


def _part(scored: Scored, experiment: Experiment, mask: Mask) -> Floats:
    """The tallies of the articles that hold pairs of a slice."""
    articles = np.unique(scored.articles[mask], return_inverse=True)[1]
    return tallies(scored.gold[mask], experiment.predicted[:, mask], articles)


def choose_baseline(experiments: Sequence[Experiment], wanted: str | None) -> Experiment:
    """The experiment named, else the bag of words, else the first."""
    if wanted is None:
        bags = (e for e in experiments if e.runs[0].config["model"]["kind"] == ModelKind.tfidf)
        return next(bags, experiments[0])
    found = [e for e in experiments if wanted in (e.name, e.runs[0].config_hash)]
    if not found:
        raise ComparisonError(
            f"baseline={wanted}: no such experiment here; choose {' or '.join(e.name for e in experiments)}"
        )
    return found[0]


def against_baseline(scored: Scored, baseline: Experiment, config: CompareConfig) -> list[Outcome]:
    """Every other experiment against the baseline, by both tests, each corrected after Holm."""
    others = [e for e in scored.experiments if e is not baseline]
    weights = article_weights(int(scored.articles.max()) + 1, config.draws, config.seed)
    counts = {e.name: tallies(scored.gold, e.predicted, scored.articles) for e in scored.experiments}
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


def differing_settings(experiments: Sequence[Experiment]) -> dict[str, list[str]]:
    """The settings in which experiments differ: one value each by dotted key; – where it has none."""
    flat = [dict(_flat(e.runs[0].config)) for e in experiments]
    for settings, experiment in zip(flat, experiments, strict=True):
        settings["data.train sha256"] = experiment.runs[0].data("train")[1][:8]
    keys = dict.fromkeys(key for settings in flat for key in settings)
    rows = {key: [settings.get(key, "–") for settings in flat] for key in keys}
    return {key: values for key, values in rows.items() if len(set(values)) > 1}


def _flat(config: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in config.items():
        if isinstance(value, Mapping) and value:
            found += _flat(value, f"{prefix}{key}.")
        elif prefix or key not in _NO_SETTINGS:
            found.append(
                (f"{prefix}{key}", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
            )
    return found
