"""Run folders: what a training run leaves behind, so that anyone can read, repeat and compare it.

A folder is `runs/NAME/CONFIGHASH-seedN`: the same settings and seed always lead to the same folder, so a sweep
that stopped goes on where it was, and nothing is overwritten.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import logging
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import yaml

from dyade.batch import versions
from dyade.config import DataConfig, ModelKind, TrainConfig
from dyade.training import train
from dyade.training.run import leads

log = logging.getLogger(__name__)

_NOT_RESULTS = ("seed", "resume")
"""Settings that do not belong to the experiment: runs that differ in them alone are the same experiment."""


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
    """Path and SHA-256 of each split's file."""
    return {
        name: {"path": path, "sha256": hashlib.sha256(Path(path).read_bytes()).hexdigest()}
        for name, path in data.files.items()
    }


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


def training_versions() -> dict[str, str]:
    """The versions of what training alone uses, where installed."""
    found = {}
    for name in ("accelerate", "datasets", "onnxscript", "peft", "safetensors", "scipy"):
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def run_training(config: TrainConfig, output: Path, overrides: list[str]) -> dict[str, Any]:
    """Trains into a run folder and records everything; a finished run is not trained again.

    Under torchrun the first process alone writes; the others return no more than the dev macro-F1.

    Raises:
        ConfigError, InputError: see `train`.
    """
    finished = output / "metrics.json"
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
        "versions": versions() | training_versions(),
        "data": data_record(config.data),
    }
    (output / "config.yaml").write_text(
        yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), encoding="utf-8"
    )
    (output / "run.json").write_text(
        json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    metrics = train(config, output)
    (output / "model" / "README.md").write_text(model_card(config, metrics, record), encoding="utf-8")
    finished.write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(output / "checkpoints", ignore_errors=True)
    log.info("%s: dev macro-F1 %.3f; written to %s", config.name, metrics["dev"], output)
    return metrics


def model_card(config: TrainConfig, metrics: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    """The card of a trained model: what it is, how it was made, and its figures with their intervals."""
    rows = "\n".join(_card_row(name, s) for name, s in metrics["splits"].items() if s["pairs"])
    command = " ".join(["dyade-train", *record["overrides"]])
    library = "sklearn" if config.model.kind is ModelKind.tfidf else "transformers"
    return f"""---
language: fr
license: cc-by-4.0
library_name: {library}
pipeline_tag: text-classification
tags: [stance, news, international-relations]
---
# {config.name}, seed {config.seed}

Labels the stance of a quoted statement in French news toward one counterparty: conciliatory, neutral or threatening.
Made with `{command}` at commit {record["commit"]}.

| split | pairs | macro-F1 [95 %] | conciliatory | neutral | threatening | majority | ECE |
| --- | --- | --- | --- | --- | --- | --- | --- |
{rows}

Intervals are bootstrap percentiles over articles. Chosen on dev alone; temperature
{metrics["calibration"]["temperature"]}, abstention threshold {metrics["calibration"]["threshold"]} (precision
{config.precision} on dev).
Trained in {metrics["training"]["seconds"]:.0f} s on {metrics["training"]["pairs"]} pairs;
{metrics["training"].get("parameters", 0):,} parameters.
"""


def _card_row(name: str, scores: Mapping[str, Any]) -> str:
    low, high = scores["macro_f1_interval"]
    figures = [*scores["f1"].values(), scores["majority_macro_f1"], scores["ece"]]
    cells = [name, str(scores["pairs"]), f"{scores['macro_f1']:.3f} [{low:.3f}, {high:.3f}]"]
    return "| " + " | ".join([*cells, *(f"{value:.3f}" for value in figures)]) + " |"
