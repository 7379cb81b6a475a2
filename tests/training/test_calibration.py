"""Temperature, threshold, and the dataset that carries the labels."""

from __future__ import annotations

import numpy as np
import pytest

from dyade.pairs import PairSettings, pairs_of
from dyade.records import Label
from dyade.sources import read_records
from dyade.training import fit_temperature, fit_threshold, to_dataset


def test_the_dataset_has_named_classes(small_data: dict[str, str]) -> None:
    pairs = list(pairs_of(read_records(small_data["train"]), PairSettings()))
    data = to_dataset(pairs)
    assert data.features["label"].names == list(Label)
    assert data[0]["label"] == list(Label).index(pairs[0].label)  # type: ignore[arg-type]


def test_temperature_undoes_overconfidence() -> None:
    rng = np.random.default_rng(0)
    logits = rng.normal(size=(4000, 3))
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    gold = np.array([rng.choice(3, p=p) for p in chances])
    assert fit_temperature(3 * logits, gold) == pytest.approx(3, rel=0.1)


def test_the_threshold_keeps_the_wanted_precision() -> None:
    scaled = np.array([[0.9, 0.05, 0.05], [0.8, 0.1, 0.1], [0.7, 0.2, 0.1], [0.6, 0.2, 0.2]])
    assert fit_threshold(scaled, np.array([0, 0, 1, 1]), 0.9) == 0.8
    assert fit_threshold(scaled, np.array([1, 1, 1, 1]), 0.9) == 1.0
