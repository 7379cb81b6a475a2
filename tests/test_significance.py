"""Intervals and tests: exact on small cases, and as right as they claim on simulated experiments (slow)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from statistics import NormalDist

import numpy as np
import pytest

from dyade.scores import Floats, Ints, f1_by_label, macro_f1
from dyade.significance import (
    Sample,
    article_weights,
    difference,
    estimate,
    f1_of,
    holm,
    macro_f1_of,
    sample,
    swaps,
    tallies,
)


@dataclass(frozen=True)
class World:
    """Simulated experiments: articles of unequal length, hard and easy, labels that cluster by article."""

    strengths: tuple[float, ...] = (1.0, 1.0)
    """How good each experiment is, on the scale of the latent skill."""
    seeds: float = 0.15
    """Standard deviation of what a seed adds to the skill."""
    taste: float = 0.5
    """Standard deviation of what each experiment finds hard in an article, beyond what all do."""

    def draw(self, rng: np.random.Generator, articles: int, runs: int) -> tuple[Ints, Ints, list[Ints]]:
        """Gold labels, the article of each pair, and each experiment's labels, *shape* (runs, pairs)."""
        of = np.repeat(np.arange(articles), 1 + rng.negative_binomial(1, 0.25, articles))
        lean = rng.dirichlet([2.0, 1.2, 1.0], articles).cumsum(axis=1)
        gold = (rng.random(len(of))[:, None] > lean[of]).sum(axis=1).clip(0, 2)
        wrong = (gold + rng.integers(1, 3, len(of))) % 3
        ease = rng.normal(0, 0.8, articles)[of] + rng.normal(0, 1, len(of))
        given = []
        for strength in self.strengths:
            skill = strength + ease + rng.normal(0, self.taste, articles)[of]
            chance = rng.normal(0, 0.7, (runs, len(of))) + self._seed_effects(rng, runs)[:, None]
            given.append(np.where(skill + chance > 0, gold, wrong))
        return gold, of, given

    def _seed_effects(self, rng: np.random.Generator, runs: int) -> Floats:
        return rng.normal(0, self.seeds, runs)

    def truth(self) -> list[float]:
        """The macro-F1 of each experiment over all articles and all seeds."""
        gold, _, given = _Everything(self.strengths, self.seeds, self.taste).draw(
            np.random.default_rng(9), 60_000, 15
        )
        return [float(np.mean([macro_f1(gold, run) for run in labels])) for labels in given]


class _Everything(World):
    """The same with seeds that lie evenly over their distribution, so that their mean is exact."""

    def _seed_effects(self, rng: np.random.Generator, runs: int) -> Floats:
        return np.array([NormalDist().inv_cdf((k + 0.5) / runs) for k in range(runs)]) * self.seeds


def _samples(counts: list[Floats], draws: int, seed: int = 0) -> list[Sample]:
    weights = article_weights(counts[0].shape[1], draws, seed)
    return [sample(c, weights) for c in counts]


def _counts(world: World, rng: np.random.Generator, articles: int, runs: int) -> list[Floats]:
    gold, of, given = world.draw(rng, articles, runs)
    return [tallies(gold, labels, of) for labels in given]


def test_tallies_give_the_scores_of_every_run() -> None:
    gold, of, (labels, _) = World().draw(np.random.default_rng(0), 20, 3)
    counts = tallies(gold, labels, of)
    assert counts.shape == (3, 20, 3, 3)
    assert macro_f1_of(counts.sum(axis=1)) == pytest.approx([macro_f1(gold, run) for run in labels])
    assert f1_of(counts[0].sum(axis=0)) == pytest.approx(f1_by_label(gold, labels[0]))


def test_a_label_that_never_occurs_scores_zero_without_a_warning() -> None:
    assert f1_of(np.diag([4.0, 2.0, 0.0])).tolist() == [1, 1, 0]


def test_a_draw_takes_one_article_fewer_than_there_are() -> None:
    weights = article_weights(7, 50)
    assert weights.shape == (50, 7)
    assert set(weights.sum(axis=1)) == {6}
    assert np.array_equal(weights, article_weights(7, 50))


def test_holm_on_a_worked_example() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.6, 0.5]) == [1.0, 1.0]
    assert holm([]) == []


def test_equal_runs_have_no_seed_variance_and_identical_experiments_no_difference() -> None:
    gold, of, (labels, _) = World().draw(np.random.default_rng(1), 30, 1)
    counts = tallies(gold, np.repeat(labels, 3, axis=0), of)
    (ours,) = _samples([counts], 500)
    assert ours.seed_variance() == (0, 0)
    assert estimate(ours).sd == 0
    found = difference(ours, ours, swaps(counts, counts, 200))
    assert (found.value, found.low, found.high, found.p_bootstrap, found.p_randomisation) == (0, 0, 0, 1, 1)


def test_seeds_that_differ_more_than_articles_explain_widen_the_interval() -> None:
    rng = np.random.default_rng(2)
    steady, shaky = (_samples(_counts(World(seeds=s), rng, 200, 5), 2000)[0] for s in (0.0, 0.8))
    width = [estimate(x).high - estimate(x).low for x in (steady, shaky)]
    assert shaky.seed_variance()[0] > 4 * steady.seed_variance()[0]
    assert width[1] > 1.5 * width[0]


def test_one_run_has_no_deviation_over_seeds() -> None:
    (only, _) = _samples(_counts(World(), np.random.default_rng(3), 40, 1), 500)
    found = estimate(only)
    assert found.sd is None
    assert found.low < found.value < found.high


def test_randomisation_equals_the_count_of_all_swaps() -> None:
    """With eight articles all 256 swaps can be counted; the draws must come near."""
    ours, other = _counts(World((1.6, 0.6)), np.random.default_rng(4), 8, 1)
    exact = []
    for coins in product((0, 1), repeat=8):
        taken = np.array(coins)[:, None, None] == 1
        a, b = np.where(taken, other[0], ours[0]).sum(axis=0), np.where(taken, ours[0], other[0]).sum(axis=0)
        exact.append(float(macro_f1_of(a) - macro_f1_of(b)))
    drawn = swaps(ours, other, 20_000)
    for least in np.quantile(np.abs(exact), [0.2, 0.5, 0.8]):
        assert np.mean(abs(drawn) >= least - 1e-9) == pytest.approx(
            np.mean(np.abs(exact) >= least - 1e-9), abs=0.02
        )


def test_numbers_of_seeds_may_differ() -> None:
    ours, other = _counts(World((2.5, 0.5)), np.random.default_rng(5), 80, 4)
    first, second = _samples([ours, other[:2]], 2000)
    found = difference(first, second, swaps(ours, other[:2], 2000))
    assert found.low > 0
    assert max(found.p_bootstrap, found.p_randomisation) < 0.01


def test_more_comparisons_can_show_less() -> None:
    counts = _counts(World(), np.random.default_rng(6), 60, 3)
    ours, other = _samples(counts, 4000)
    null = swaps(counts[0], counts[1], 500)
    once, often = (difference(ours, other, null, comparisons=n).detectable for n in (1, 10))
    assert 0 < once < often


@dataclass(frozen=True)
class Tally:
    """How often, over simulated tests, each claim came true."""

    covers_one: float
    covers_difference: float
    bootstrap_rejects: float
    randomisation_rejects: float


def _simulate(world: World, articles: int, runs: int, times: int = 2000, draws: int = 800) -> Tally:
    rng, truth = np.random.default_rng(articles + runs), world.truth()
    if world.strengths[0] == world.strengths[1]:
        truth = [float(np.mean(truth))] * 2
    rows = []
    for k in range(times):
        counts = _counts(world, rng, articles, runs)
        ours, other = _samples(counts, draws, k)
        one, found = estimate(ours, k), difference(ours, other, swaps(counts[0], counts[1], draws, k), seed=k)
        rows.append(
            (
                one.low <= truth[0] <= one.high,
                found.low <= truth[0] - truth[1] <= found.high,
                found.p_bootstrap < 0.05,
                found.p_randomisation < 0.05,
            )
        )
    return Tally(*np.mean(rows, axis=0))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("articles", "runs", "seeds"), [(40, 3, 0.15), (100, 5, 0.15), (100, 1, 0.0), (60, 3, 0.0)]
)
def test_equal_experiments_differ_in_one_test_of_twenty(articles: int, runs: int, seeds: float) -> None:
    found = _simulate(World(seeds=seeds), articles, runs)
    print(found)
    assert found.bootstrap_rejects == pytest.approx(0.05, abs=0.015)
    assert found.randomisation_rejects == pytest.approx(0.05, abs=0.015)
    assert found.covers_one == pytest.approx(0.95, abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize(("articles", "runs"), [(60, 3), (120, 5)])
def test_intervals_cover_a_known_difference(articles: int, runs: int) -> None:
    found = _simulate(World(strengths=(1.5, 1.0)), articles, runs)
    print(found)
    assert found.covers_one == pytest.approx(0.95, abs=0.02)
    assert found.covers_difference == pytest.approx(0.95, abs=0.02)
    assert found.bootstrap_rejects > 0.4
