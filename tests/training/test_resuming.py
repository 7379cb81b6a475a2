"""A run that was stopped and resumed gives the metrics of one that was not, bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dyade.config import ConfigError
from dyade.runs import run_training
from dyade.training.resuming import checkpoints
from training.toys import config_for, timeless

BY_EPOCH = {"eval_strategy": "epoch", "save_strategy": "epoch", "max_steps": -1, "num_train_epochs": 3,
            "per_device_train_batch_size": 48}  # fmt: skip


class StoppedError(Exception):
    """What ends a training from outside."""


CASES = [
    ({"gradient_accumulation_steps": 2}, {"class_weights": True}, 1),
    ({"train_sampling_strategy": "group_by_length", "logging_steps": 3, "max_steps": 6}, {}, 2),
    pytest.param({"max_steps": 6}, {"swa": 2}, 3, marks=pytest.mark.slow),
    ({**BY_EPOCH, "train_sampling_strategy": "group_by_length"}, {"swa": 3}, 1),
    pytest.param({**BY_EPOCH, "bf16": True}, {}, 2, marks=pytest.mark.slow),
    pytest.param(BY_EPOCH, {"model": {"lora": 2}}, 3, marks=pytest.mark.slow),
    pytest.param(
        {**BY_EPOCH, "learning_rate": 1e-9, "num_train_epochs": 5}, {"patience": 2}, 2, marks=pytest.mark.slow
    ),
    ({**BY_EPOCH, "learning_rate": 1e-9, "num_train_epochs": 5}, {"patience": 2}, 3),
]
"""Trainer arguments, other settings, and the checkpoint after which the run is stopped."""


@pytest.mark.parametrize(("trainer", "other", "at"), CASES)
def test_a_resumed_run_gives_the_metrics_of_an_unbroken_one(
    trainer: dict[str, Any],
    other: dict[str, Any],
    at: int,
    tiny_encoder: Path,
    small_data: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from transformers import DefaultFlowCallback

    settings = {"export": False, "token_masking": 0.15, **other}
    whole = run_training(config_for(small_data, tiny_encoder, trainer, **settings), tmp_path / "whole", [])
    saved = []

    def stop(self: Any, args: Any, state: Any, control: Any, **_: Any) -> None:
        saved.append(state.global_step)
        if len(saved) == at:
            raise StoppedError

    monkeypatch.setattr(DefaultFlowCallback, "on_save", stop, raising=False)
    with pytest.raises(StoppedError):
        run_training(config_for(small_data, tiny_encoder, trainer, **settings), tmp_path / "broken", [])
    monkeypatch.undo()
    assert not (tmp_path / "broken" / "metrics.json").exists()
    (tmp_path / "broken" / "checkpoints" / "checkpoint-999").mkdir()  # its writing was broken off
    assert saved[-1] in [int(p.name.split("-")[1]) for p in checkpoints(tmp_path / "broken" / "checkpoints")]

    again = config_for(small_data, tiny_encoder, trainer, resume=True, **settings)
    resumed = run_training(again, tmp_path / "broken", [])
    assert timeless(resumed) == timeless(whole)
    rows, others = ((tmp_path / name / "predictions.jsonl").read_bytes() for name in ("whole", "broken"))
    assert rows == others
    assert not (tmp_path / "broken" / "checkpoints").exists()


def test_resuming_what_never_began_trains_it(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    config = config_for(small_data, tiny_encoder, {"max_steps": 2}, resume=True, export=False)
    assert run_training(config, tmp_path, [])["training"]["curve"][-1]["step"] == 2


def test_a_finished_run_is_not_taken_for_one_on_other_data(
    small_data: dict[str, str], tmp_path: Path
) -> None:
    moved = {name: str(tmp_path / f"{name}.jsonl") for name in small_data}
    for name, path in small_data.items():
        Path(moved[name]).write_bytes(Path(path).read_bytes())
    output = tmp_path / "run"
    first = run_training(config_for(moved, None), output, [])
    assert run_training(config_for(moved, None), output, [])["dev"] == first["dev"]

    rows = Path(moved["train"]).read_text(encoding="utf-8").splitlines(keepends=True)
    Path(moved["train"]).write_text("".join(rows[1:]), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"other data \(train changed since\)"):
        run_training(config_for(moved, None), output, [])
