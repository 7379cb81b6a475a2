"""The benchmark: its data, its figures, and what it says of a contender that cannot run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT

from dyade.benchmark import Measure, benchmark, peak_memory, repeated, same_labels, table
from dyade.classifier import ModelError, ModelSettings
from dyade.config import BenchmarkConfig, ConfigError, Contender
from dyade.sources import InputError

SEED = str(ROOT / "seeds" / "articles")


def bag_of_words(folder: Path) -> Path:
    """A bag of words trained on a handful of pairs."""
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    texts = ["nous tendons la main", "la séance est ouverte", "ils paieront le prix"]
    folder.mkdir()
    joblib.dump(
        make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(texts, [0, 1, 2]), folder / "bow.joblib"
    )
    ModelSettings().write(folder)
    return folder


def test_articles_are_repeated_under_ids_of_their_own() -> None:
    found = list(repeated(SEED, 7))
    assert len({article.id for article in found}) == 7
    assert len({article.text for article in found}) <= 7


def test_an_input_without_articles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="no article that can be read"):
        list(repeated(str(tmp_path), 1))


def test_a_contender_is_measured_in_its_own_process(tmp_path: Path) -> None:
    config = BenchmarkConfig(
        str(bag_of_words(tmp_path / "model")), SEED, 3, [Contender.onnx], output=str(tmp_path / "b.json")
    )
    (found,) = benchmark(config)
    assert found.error is None
    assert found.articles == 3
    assert found.pairs
    assert found.pairs == len(found.labels)
    assert found.peak_mb
    assert found.articles_per_second
    report = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert report["figures"][0]["pairs"] == found.pairs
    assert report["settings"]["contenders"] == ["onnx"]


def test_a_folder_without_a_model_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model here"):
        benchmark(BenchmarkConfig(str(tmp_path), SEED))


def test_what_could_not_run_says_why_and_leaves_its_figures_open() -> None:
    found = [
        Measure("onnx", labels=("neutral", "neutral")),
        Measure("int8", error="model.int8.onnx: missing"),
        Measure("pipeline", labels=("neutral", "threatening")),
    ]
    assert [same_labels(m, found) for m in found] == [0.5, None, 1.0]
    assert table(found).splitlines()[-1] == "int8: not run: model.int8.onnx: missing"


def test_memory_is_that_of_this_process() -> None:
    assert 10 < peak_memory() < 100_000


def test_wrong_settings_are_named() -> None:
    with pytest.raises(ConfigError, match="articles=0: must be 1 or more"):
        BenchmarkConfig(articles=0)
