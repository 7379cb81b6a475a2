"""Whole runs with toys: the run folder, what repeats it, and plain Transformers on the result."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from conftest import ROOT
from test_configs import composed

from dyade.classifier import (
    BagOfWordsClassifier,
    OnnxClassifier,
    TorchClassifier,
    load_classifier,
    probabilities,
)
from dyade.config import ConfigError, EngineConfig, EvaluateConfig, Runtime
from dyade.evaluation import evaluate
from dyade.pairs import PairSettings, pairs_of
from dyade.records import Label
from dyade.runs import config_hash, plain, run_training
from dyade.sources import read_records
from dyade.training.distillation import targets
from training.toys import config_for, inputs, losses, timeless


@pytest.fixture(scope="module")
def trained(tiny_encoder: Path, small_data: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with its ONNX files."""
    output = tmp_path_factory.mktemp("run")
    run_training(config_for(small_data, tiny_encoder), output, ["experiment=toy"])
    return output


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def test_a_run_folder_holds_what_repeats_it(trained: Path, small_data: dict[str, str]) -> None:
    metrics, record = read(trained / "metrics.json"), read(trained / "run.json")
    assert set(metrics["splits"]) == {"dev", "test"}
    for scores in metrics["splits"].values():
        assert set(scores["f1"]) == set(Label)
        assert scores["macro_f1"] == pytest.approx(np.mean(list(scores["f1"].values())))
    assert {row["step"] for row in metrics["training"]["curve"]} == {2, 4}
    assert metrics["training"]["trained_parameters"] == metrics["training"]["parameters"] > 1000
    assert metrics["calibration"]["temperature"] > 0
    assert record["data"]["train"]["path"] == small_data["train"]
    assert len(record["data"]["train"]["sha256"]) == 64
    assert {"torch", "transformers", "accelerate", "datasets", "python"} <= set(record["versions"])
    assert {"overrides", "commit", "config_hash"} <= set(record)
    assert yaml.safe_load((trained / "config.yaml").read_text(encoding="utf-8"))["seed"] == 1
    rows = [json.loads(x) for x in (trained / "predictions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == sum(s["pairs"] for s in metrics["splits"].values())
    assert all(sum(row["probabilities"]) == pytest.approx(1, abs=1e-5) for row in rows)


def test_the_card_shows_the_figures_of_every_split(trained: Path) -> None:
    card = (trained / "model" / "README.md").read_text(encoding="utf-8")
    for name, scores in read(trained / "metrics.json")["splits"].items():
        assert f"| {name} | {scores['pairs']} | {scores['macro_f1']:.3f} [" in card
    header = yaml.safe_load(card.split("---")[1])
    assert header["library_name"] == "transformers"


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


@pytest.mark.parametrize("engine", [Runtime.torch, Runtime.onnx])
def test_evaluate_gives_the_figures_of_the_run(
    engine: Runtime, trained: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    metrics = read(trained / "metrics.json")["splits"]["test"]
    settings = EvaluateConfig(
        data=small_data["test"],
        output=str(tmp_path),
        model=str(trained / "model"),
        engine=EngineConfig(name=engine),
    )
    found = json.loads(json.dumps(evaluate(settings)["stance_given_pair"]))
    if engine is Runtime.torch:
        assert found == metrics
    else:
        assert (found["f1"], found["macro_f1"]) == (metrics["f1"], metrics["macro_f1"])
        assert found["ece"] == pytest.approx(metrics["ece"], abs=1e-4)


def test_the_folder_is_a_plain_transformers_model(trained: Path, small_data: dict[str, str]) -> None:
    from transformers import pipeline

    ours = load_classifier(trained / "model", "torch")
    pairs = inputs(small_data, ours)[:8]
    theirs = pipeline("text-classification", str(trained / "model"))(
        [{"text": a, "text_pair": b} for a, b in pairs], truncation=True
    )
    assert [x["label"] for x in theirs] == [list(Label)[k] for k in probabilities(ours, pairs).argmax(axis=1)]


def test_the_recorded_command_gives_the_same_metrics(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    settings = [
        f"model.path={tiny_encoder}", "trainer=smoke", "trainer.report_to=tensorboard", "export=false", "seed=3",
        "data=files", *(f"data.{name}={path}" for name, path in small_data.items()),
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "train.py"), *settings],
        cwd=tmp_path,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "%|" not in done.stdout + done.stderr  # bars are for terminals
    (run,) = (tmp_path / "runs").glob("*/*")
    assert "eval_macro_f1" in (run / "train.log").read_text(encoding="utf-8")
    assert list((run / "tensorboard").glob("events.out.*"))
    record = read(run / "run.json")
    config = composed(*record["overrides"])
    assert run.name == f"{config_hash(plain(config))}-seed3"
    again = run_training(config, tmp_path / "again", record["overrides"])
    assert timeless(json.loads(json.dumps(again))) == timeless(read(run / "metrics.json"))
    other = run_training(composed(*record["overrides"], "seed=4"), tmp_path / "other", [])
    assert other["training"]["curve"] != again["training"]["curve"]


def test_tensorboard_holds_the_learning_curve(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    metrics = run_training(
        config_for(small_data, tiny_encoder, {"report_to": "tensorboard"}, export=False), tmp_path, []
    )
    events = EventAccumulator(str(tmp_path / "tensorboard")).Reload()
    drawn = {e.step: e.value for e in events.Scalars("eval/macro_f1")}
    curve = {r["step"]: r["eval_macro_f1"] for r in metrics["training"]["curve"] if "eval_macro_f1" in r}
    assert drawn == pytest.approx(curve)


def test_the_bag_of_words_trains_and_predicts(small_data: dict[str, str], tmp_path: Path) -> None:
    metrics = run_training(config_for(small_data, None), tmp_path, [])
    classifier = load_classifier(tmp_path / "model")
    assert isinstance(classifier, BagOfWordsClassifier)
    rows = probabilities(classifier, inputs(small_data, classifier))
    np.testing.assert_allclose(rows.sum(axis=1), 1)
    assert metrics["splits"]["test"]["pairs"] == len(rows)
    assert timeless(run_training(config_for(small_data, None), tmp_path / "again", [])) == timeless(metrics)


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


def test_a_student_learns_what_its_teachers_say(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    run_training(config_for(small_data, None), tmp_path / "bag", [])
    bag = str(tmp_path / "bag" / "model")
    config = config_for(small_data, tiny_encoder, teachers=[bag, bag], teaching=0.5)
    articles = read_records(small_data["train"])
    pairs = list(pairs_of(articles, PairSettings()))
    soft = targets(config, articles, pairs)
    assert soft is not None
    said = probabilities(load_classifier(Path(bag)), [(p.text, p.text_pair) for p in pairs])
    gold = np.array([[label == p.label for label in Label] for p in pairs])
    np.testing.assert_allclose(soft, (said + gold) / 2, atol=1e-12)
    run_training(config, tmp_path / "student", [])
    run_training(config_for(small_data, tiny_encoder), tmp_path / "alone", [])
    taught, alone = (losses(read(tmp_path / name / "metrics.json")) for name in ("student", "alone"))
    assert len(taught) == len(alone)
    assert taught != alone
    assert 0.7 < taught[0] < 1.5, "a mean over pairs, whose labels are three numbers each"


def test_a_bag_of_words_takes_no_teachers(small_data: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="teachers"):
        run_training(config_for(small_data, None, teachers=["models/compact"]), tmp_path, [])
