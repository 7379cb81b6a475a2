"""Run folders: what a training run leaves behind, so that anyone can read, repeat and compare it.

A folder is `runs/NAME/CONFIGHASH-seedN`: the same settings and seed always lead to the same folder, so a sweep
that stopped goes on where it was, and nothing is overwritten.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from dyade.config import ConfigError, DataConfig, TrainConfig
from dyade.files import sha256, write_json, write_text
from dyade.sources import InputError
from dyade.training import train
from dyade.training.card import model_card
from dyade.training.run import leads
from dyade.versions import versions

log = logging.getLogger(__name__)

_NOT_RESULTS = ("seed", "resume")
"""Settings that do not belong to the experiment: runs that differ in them alone are the same experiment."""
_TRAINING = ("accelerate", "datasets", "onnxscript", "peft", "safetensors", "scipy")
"""What training alone computes with."""


def plain(value: Any) -> Any:
    """Settings as the plain types that YAML and JSON know."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return value.value if isinstance(value, Enum) else value


def config_hash(config: Mapping[str, Any]) -> str:
    """Eight hexadecimal digits of the settings that make the experiment, whatever their order."""
    kept = {k: v for k, v in plain(config).items() if k not in _NOT_RESULTS}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:8]


def data_record(data: DataConfig) -> dict[str, dict[str, str]]:
    """Path and SHA-256 of each split's file.

    Raises:
        InputError: there is no such file.
    """
    for name, path in data.files.items():
        if not Path(path).is_file():
            raise InputError(
                f"data: the file of {name}, {path}, is missing; check the path (relative to the current folder)"
            )
    return {name: {"path": path, "sha256": sha256(Path(path))} for name, path in data.files.items()}


def commit() -> str | None:
    """The commit of the current checkout, with `+` where files differ from it; None outside a checkout."""
    try:
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True
        ).stdout.strip()
        changed = subprocess.run(
            ["git", "status", "--porcelain", "-uno"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return head + ("+" if changed.strip() else "")


def run_training(config: TrainConfig, output: Path, overrides: list[str]) -> dict[str, Any]:
    """Trains into a run folder and records everything; a finished run is not trained again.

    Under torchrun the first process alone writes; the others return no more than the dev macro-F1.

    Raises:
        ConfigError: the folder's run was on other data; for other reasons see `train`.
        InputError: see `train`.
    """
    data = data_record(config.data)
    finished = output / "metrics.json"
    if finished.exists() or config.resume:
        _same_data(output, data)
    if finished.exists():
        log.info("%s is finished; nothing to do", output)
        return dict(json.loads(finished.read_text(encoding="utf-8")))
    if not leads():
        return train(config, output)
    output.mkdir(parents=True, exist_ok=True)
    settings = plain(config)
    record = {
        "started": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "overrides": overrides,
        "config_hash": config_hash(settings),
        "commit": commit(),
        "versions": versions(*_TRAINING),
        "data": data,
    }
    write_text(output / "config.yaml", yaml.safe_dump(settings, sort_keys=False, allow_unicode=True))
    write_json(output / "run.json", record)
    metrics = train(config, output)
    write_text(output / "model" / "README.md", model_card(config, metrics, record))
    write_json(finished, metrics)  # the last of the results: it is what tells that a run is finished
    shutil.rmtree(output / "checkpoints", ignore_errors=True)
    log.info("%s: dev macro-F1 %.3f; written to %s", config.name, metrics["dev"], output)
    return metrics


def _same_data(output: Path, data: Mapping[str, Mapping[str, str]]) -> None:
    """Nothing, where a folder's earlier run read the same data.

    Raises:
        ConfigError: it read other data, so that neither its result nor its checkpoints are of use.
    """
    earlier = output / "run.json"
    if not earlier.exists():
        return
    before = json.loads(earlier.read_text(encoding="utf-8"))["data"]
    changed = [
        name for name, file in data.items() if name in before and before[name]["sha256"] != file["sha256"]
    ]
    if changed:
        raise ConfigError(
            f"{output}: this run was trained on other data ({', '.join(changed)} changed since); "
            "delete the folder, or keep it and give the new run another name=…"
        )
