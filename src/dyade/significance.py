"""Whether two experiments differ: intervals, paired tests, and the smallest difference a test set can show.

A figure would be another with other articles and with other seeds, and pairs of one article are not
independent. So articles are resampled whole (groups of near twins where a set is made of those: here they are
called articles too), and the variance of a mean over seeds is that of two crossed
samples, articles and runs: V = V(articles) + V(runs) - V(articles x runs), where the last term takes back
what the first two both hold (Cameron, Gelbach and Miller, "Robust Inference With Multiway Clustering", 2011;
in classifier studies Obuchowski and Rockette, 1995). The draws of both tests are widened to that variance,
with the tails of Student's t for its degrees of freedom (Satterthwaite, "An Approximate Distribution of
Estimates of Variance Components", 1946), since a handful of seeds says little about all seeds. With a single
run the seeds' part is unknown and left out: such an interval holds for that very model.

Arrays: *runs* are the seeds of one experiment; a *tally* is the confusion matrix of one run on one article.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from dyade.records import Label
from dyade.scores import Floats, Ints

LEVEL = 0.05
"""The accepted share of differences found where there is none; intervals cover 1 - LEVEL."""
POWER = 0.8
"""The chance of finding a difference as large as the smallest detectable one."""
LEAST = 0.5
"""The share of the variance over articles below which the estimate of the whole variance is not believed."""

Measure = Callable[[Floats], Floats]
"""From confusion matrices, *shape* (…, gold label, predicted label), to a figure each, *shape* (…)."""


def tallies(gold: Ints, predicted: Ints, articles: Ints) -> Floats:
    """Confusion matrices by run and article, *shape* (runs, articles, labels, labels).

    Args:
        gold: class ids, *shape* (pairs,).
        predicted: class ids, *shape* (runs, pairs).
        articles: the number of each pair's article, from 0 without gaps, *shape* (pairs,).
    """
    size = len(Label)
    counts = np.zeros((len(predicted), int(articles.max()) + 1, size, size))
    for run, labels in zip(counts, predicted, strict=True):
        np.add.at(run, (articles, gold, labels), 1)
    return counts


def f1_of(confusions: Floats) -> Floats:
    """`scores.f1_by_label` for any number of confusion matrices at once, *shape* (…, labels)."""
    hits = np.einsum("...ii->...i", confusions)
    total = np.einsum("...ij->...i", confusions) + np.einsum("...ij->...j", confusions)
    return np.asarray(np.divide(2 * hits, total, out=np.zeros(hits.shape), where=total > 0))


def macro_f1_of(confusions: Floats) -> Floats:
    """`scores.macro_f1` for any number of confusion matrices at once, *shape* (…)."""
    return np.asarray(f1_of(confusions).mean(axis=-1))


def article_weights(articles: int, draws: int, seed: int = 0) -> Floats:
    """How often each draw of the bootstrap takes each article, *shape* (draws, articles).

    A draw takes one article fewer than there are, which makes the variance of a mean unbiased (Rao and Wu,
    "Resampling Inference With Complex Survey Data", 1988). Experiments that share the weights are paired.
    """
    rng = np.random.default_rng(seed)
    return rng.multinomial(articles - 1, np.full(articles, 1 / articles), size=draws).astype(np.float64)


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """A figure of each run of one experiment, as scored and on resampled articles."""

    observed: Floats
    """*Shape* (runs,)."""
    resampled: Floats
    """*Shape* (draws, runs)."""
    articles: int

    @property
    def mean(self) -> float:
        """The mean over seeds."""
        return float(self.observed.mean())

    @property
    def sd(self) -> float | None:
        """The standard deviation over seeds; None with one run."""
        return float(self.observed.std(ddof=1)) if len(self.observed) > 1 else None

    def seed_variance(self) -> tuple[float, float]:
        """What the seeds add to the variance of the mean beyond the articles, and how sure that is.

        The first is an unbiased estimate, so it falls below 0 by chance where seeds add nothing. The second
        is half the variance of the runs' own part: its square over its degrees of freedom.
        """
        runs = len(self.observed)
        if runs < 2:
            return 0.0, 0.0
        own = self.resampled - self.resampled.mean(axis=1, keepdims=True)
        both = float(own.var(axis=0).sum()) / (runs - 1) / runs
        variance = float(self.observed.var(ddof=1)) / runs
        return variance - both, variance**2 / (runs - 1)


def sample(counts: Floats, weights: Floats, measure: Measure = macro_f1_of) -> Sample:
    """A figure as scored and resampled.

    Args:
        counts: see `tallies`.
        weights: see `article_weights`.
    """
    runs, articles, size, _ = counts.shape
    flat = np.moveaxis(counts, 0, 1).reshape(articles, -1)  # (articles, runs * labels * labels)
    drawn = (weights @ flat).reshape(len(weights), runs, size, size)
    return Sample(measure(counts.sum(axis=1)), measure(drawn), articles)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure of an experiment: mean and deviation over seeds, 95 % interval over articles and seeds."""

    value: float
    sd: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """An experiment's figure less the baseline's, with two paired tests of whether it is chance."""

    value: float
    low: float
    high: float
    p_bootstrap: float
    """Of the paired bootstrap by article; after Holm's correction where several experiments were compared."""
    p_randomisation: float
    """Of the approximate randomisation by article; corrected likewise."""
    detectable: float
    """The smallest true difference that comparisons like this one would find with a chance of 80 %."""


def estimate(figures: Sample, seed: int = 0) -> Estimate:
    """The mean over seeds with its 95 % interval, percentiles of the widened bootstrap draws."""
    drawn = figures.resampled.mean(axis=1)
    spread = _widened(drawn - drawn.mean(), [figures], figures.articles - 1, seed)
    low, high = np.clip(figures.mean + np.quantile(spread, [LEVEL / 2, 1 - LEVEL / 2]), 0, 1)
    return Estimate(figures.mean, figures.sd, float(low), float(high))


def difference(
    ours: Sample, baseline: Sample, swapped: Floats, comparisons: int = 1, seed: int = 0
) -> Difference:
    """The difference of two experiments with its interval and tests.

    The bootstrap's p is twice the share of draws on the far side of 0 (Efron and Tibshirani, "An Introduction
    to the Bootstrap", 1993, ch. 15; for paired systems Berg-Kirkpatrick, Burkett and Klein, 2012). The
    smallest detectable difference is that of a power analysis (Card et al., "With Little Power Comes Great
    Responsibility", 2020).

    Args:
        ours, baseline: samples that share their article weights. swapped: see `swaps`. comparisons: with how
        many experiments the baseline is compared; the detectable difference allows for it.
    """
    value = ours.mean - baseline.mean
    drawn = ours.resampled.mean(axis=1) - baseline.resampled.mean(axis=1)
    spread = _widened(drawn - drawn.mean(), [ours, baseline], ours.articles - 1, seed)
    low, high = value + np.quantile(spread, [LEVEL / 2, 1 - LEVEL / 2])
    far = min(_share(value + spread <= 0), _share(value + spread >= 0))
    null = _widened(swapped, [ours, baseline], np.inf, seed)
    needed = np.quantile(abs(spread), 1 - LEVEL / comparisons) + np.quantile(abs(spread), 2 * POWER - 1)
    return Difference(
        value,
        float(low),
        float(high),
        min(1.0, 2 * far),
        _share(abs(null) >= abs(value) - 1e-12),
        float(needed),
    )


def swaps(
    ours: Floats, baseline: Floats, draws: int, seed: int = 0, measure: Measure = macro_f1_of
) -> Floats:
    """Differences under the null hypothesis, *shape* (draws,): a coin swaps each article's labels, or not.

    Approximate randomisation (Noreen, "Computer-Intensive Methods for Testing Hypotheses", 1989; Yeh, 2000).
    An article is swapped for all seeds at once, since runs of one experiment err alike; every run meets every
    run of the other experiment, so the numbers of seeds may differ.

    Args:
        ours, baseline: see `tallies`; the same articles in the same order.
    """
    coins = np.random.default_rng(seed).integers(0, 2, (draws, ours.shape[1])).astype(np.float64)
    total = np.zeros(draws)
    for run in ours:
        for other in baseline:
            moved = np.tensordot(coins, other - run, axes=1)  # (draws, labels, labels)
            total += measure(run.sum(axis=0) + moved) - measure(other.sum(axis=0) - moved)
    return total / (len(ours) * len(baseline))


def holm(values: Sequence[float]) -> list[float]:
    """The p values corrected for being several.

    Holm, "A Simple Sequentially Rejective Multiple Test Procedure" (1979).
    """
    corrected, highest = [0.0] * len(values), 0.0
    for rank, k in enumerate(np.argsort(values, kind="stable")):
        highest = max(highest, min(1.0, (len(values) - rank) * values[k]))
        corrected[k] = highest
    return corrected


def _widened(deviates: Floats, experiments: Sequence[Sample], degrees: float, seed: int) -> Floats:
    """Draws around 0 over articles, widened by what other seeds would add and by the doubt about variances.

    The estimate of the seeds' part may be negative; kept so, since cutting it at 0 makes the tests too shy.

    Args:
        degrees: the degrees of freedom of the draws' own variance.
    """
    own = float(deviates.var())
    if not own:
        return deviates
    added, doubt = np.sum([(0, own**2 / degrees), *(e.seed_variance() for e in experiments)], axis=0)
    total = max(own + added, own * LEAST)
    wide = deviates * np.sqrt(total / own)
    if not doubt:
        return np.asarray(wide)
    fewest = min([degrees, *(len(e.observed) - 1 for e in experiments if len(e.observed) > 1)])
    freedom = max(fewest, total**2 / doubt)
    return np.asarray(
        wide * np.sqrt(freedom / np.random.default_rng([seed, 1]).chisquare(freedom, len(wide)))
    )


def _share(holds: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    """The share of draws, the observed one among them, so that no p is 0 (Davison, Hinkley 1997, ch. 4)."""
    return float((1 + holds.sum()) / (1 + len(holds)))
