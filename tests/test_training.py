"""Training with toys: both classifiers, calibration, the run folder, and plain Transformers on the result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from dyade.classifier import (
    BagOfWordsClassifier,
    OnnxClassifier,
    TorchClassifier,
    load_classifier,
    probabilities,
)
from dyade.config import ConfigError, DataConfig, ModelConfig, ModelKind, TrainConfig
from dyade.pairs import PairSettings, pairs_of
from dyade.records import Label
from dyade.runs import config_hash, plain, run_training
from dyade.sources import read_records
from dyade.training import fit_temperature, fit_threshold, to_dataset

SMOKE = {
    "max_steps": 4, "eval_strategy": "steps", "save_strategy": "steps", "eval_steps": 2, "save_steps": 2,
    "per_device_train_batch_size": 8, "learning_rate": 1e-3, "disable_tqdm": True,
}  # fmt: skip


def config_for(data: dict[str, str], encoder: Path | None, **other: Any) -> TrainConfig:
    model = (
        ModelConfig(name="tfidf", kind=ModelKind.tfidf)
        if encoder is None
        else ModelConfig(name="tiny", path=str(encoder), max_length=128, **other.pop("model", {}))
    )
    return TrainConfig(name="toy", data=DataConfig(name="toy", **data), model=model, trainer=SMOKE, **other)


@pytest.fixture(scope="module")
def trained(tiny_encoder: Path, small_data: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("run")
    run_training(config_for(small_data, tiny_encoder), output, ["experiment=toy"])
    return output


def inputs(data: dict[str, str], classifier: Any) -> list[tuple[str, str]]:
    return [(p.text, p.text_pair) for p in pairs_of(read_records(data["test"]), classifier.settings.pairs)]


def test_a_run_folder_holds_what_repeats_it(trained: Path, small_data: dict[str, str]) -> None:
    metrics = json.loads((trained / "metrics.json").read_text(encoding="utf-8"))
    assert set(metrics["splits"]) == {"dev", "test"}
    record = json.loads((trained / "run.json").read_text(encoding="utf-8"))
    assert record["data"]["train"]["path"] == small_data["train"]
    assert len(record["data"]["train"]["sha256"]) == 64
    assert {"torch", "transformers", "python"} <= set(record["versions"])
    assert yaml.safe_load((trained / "config.yaml").read_text(encoding="utf-8"))["seed"] == 1
    rows = [json.loads(x) for x in (trained / "predictions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == sum(s["pairs"] for s in metrics["splits"].values())
    assert "| test |" in (trained / "model" / "README.md").read_text(encoding="utf-8")


def test_a_finished_run_is_not_trained_again(
    trained: Path, tiny_encoder: Path, small_data: dict[str, str]
) -> None:
    before = (trained / "metrics.json").stat().st_mtime_ns
    run_training(config_for(small_data, tiny_encoder), trained, [])
    assert (trained / "metrics.json").stat().st_mtime_ns == before


def test_onnx_and_torch_agree(trained: Path, small_data: dict[str, str]) -> None:
    onnx, torch = load_classifier(trained / "model", "onnx"), load_classifier(trained / "model", "torch")
    assert isinstance(onnx, OnnxClassifier)
    assert isinstance(torch, TorchClassifier)
    pairs = inputs(small_data, onnx)
    np.testing.assert_allclose(probabilities(onnx, pairs), probabilities(torch, pairs), atol=1e-4)


def test_the_folder_is_a_plain_transformers_model(trained: Path, small_data: dict[str, str]) -> None:
    from transformers import pipeline

    ours = load_classifier(trained / "model", "torch")
    pairs = inputs(small_data, ours)[:8]
    theirs = pipeline("text-classification", str(trained / "model"))(
        [{"text": a, "text_pair": b} for a, b in pairs], truncation=True
    )
    assert [x["label"] for x in theirs] == [list(Label)[k] for k in probabilities(ours, pairs).argmax(axis=1)]


def test_the_bag_of_words_trains_and_predicts(small_data: dict[str, str], tmp_path: Path) -> None:
    metrics = run_training(config_for(small_data, None), tmp_path, [])
    classifier = load_classifier(tmp_path / "model")
    assert isinstance(classifier, BagOfWordsClassifier)
    rows = probabilities(classifier, inputs(small_data, classifier))
    np.testing.assert_allclose(rows.sum(axis=1), 1)
    assert metrics["splits"]["test"]["pairs"] == len(rows)


def test_the_same_seed_gives_the_same_metrics(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    config = config_for(small_data, tiny_encoder, export=False)
    first, second = (run_training(config, tmp_path / name, [])["splits"] for name in ("a", "b"))
    assert first == second


@pytest.mark.parametrize("model", [{"freeze": 2}, {"layer_decay": 0.5}, {"pooling": "cls"}])
def test_settings_of_the_encoder_train(
    model: dict[str, Any], tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    config = config_for(
        small_data, tiny_encoder, export=False, class_weights=True, label_smoothing=0.1, swa=2, model=model
    )
    assert 0 <= run_training(config, tmp_path, [])["dev"] <= 1


def test_settings_that_differ_in_the_seed_alone_are_one_experiment(
    tiny_encoder: Path, small_data: dict[str, str]
) -> None:
    one, two = (plain(config_for(small_data, tiny_encoder, seed=n)) for n in (1, 2))
    assert config_hash(one) == config_hash(two)
    assert config_hash({**one, "patience": 9}) != config_hash(one)


def test_unlabelled_data_is_refused(small_data: dict[str, str], tmp_path: Path) -> None:
    lines = (
        Path(small_data["train"]).read_text(encoding="utf-8").replace('"label": "neutral"', '"label": null')
    )
    (tmp_path / "train.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"data.train: \d+ stances have no label"):
        run_training(config_for({**small_data, "train": str(tmp_path / "train.jsonl")}, None), tmp_path, [])


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
