"""Two processes train what one does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from test_configs import composed

from dyade.runs import run_training
from training.toys import losses


def test_two_processes_give_what_one_does_and_one_of_them_writes(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    settings = [
        "model=compact", f"model.path={tiny_encoder}", "model.dropout=0", "trainer=smoke", "trainer.logging_steps=1",
        "export=false", "data=files", *(f"data.{name}={path}" for name, path in small_data.items()),
    ]  # fmt: skip
    done = subprocess.run(
        [
            sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2",
            str(ROOT / "scripts" / "train.py"), *settings, "trainer.per_device_train_batch_size=4",
        ],
        cwd=tmp_path, env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    (run,) = (tmp_path / "runs").glob("*/*")
    assert {file.name for file in run.iterdir()} == {
        ".hydra", "config.yaml", "metrics.json", "model", "predictions.jsonl", "run.json", "train.log"
    }  # fmt: skip
    assert (run / "train.log").read_text(encoding="utf-8").count("written to") == 1
    both = json.loads((run / "metrics.json").read_text(encoding="utf-8"))

    one = run_training(composed(*settings), tmp_path / "one", [])
    assert losses(both) == pytest.approx(losses(one), rel=1e-3)
    assert len(losses(one)) == 4
    rows = [
        [json.loads(line)["probabilities"] for line in file.read_text(encoding="utf-8").splitlines()]
        for file in (run / "predictions.jsonl", tmp_path / "one" / "predictions.jsonl")
    ]
    np.testing.assert_allclose(*rows, atol=0.01)
