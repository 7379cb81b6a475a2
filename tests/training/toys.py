"""Settings of a training of a few steps, and its metrics without what the clock says."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from dyade.config import DataConfig, ModelConfig, ModelKind, TrainConfig
from dyade.pairs import pairs_of
from dyade.sources import read_records

SMOKE = {
    "max_steps": 4, "eval_strategy": "steps", "save_strategy": "steps", "eval_steps": 2, "save_steps": 2,
    "per_device_train_batch_size": 8, "learning_rate": 1e-3, "disable_tqdm": True,
}  # fmt: skip


def config_for(
    data: dict[str, str], encoder: Path | None, trainer: dict[str, Any] | None = None, **other: Any
) -> TrainConfig:
    """A run of four steps; a bag of words without an encoder."""
    model = (
        ModelConfig(name="tfidf", kind=ModelKind.tfidf)
        if encoder is None
        else ModelConfig(name="tiny", path=str(encoder), max_length=128, **other.pop("model", {}))
    )
    found = DataConfig(name="toy", **data)
    return TrainConfig(name="toy", data=found, model=model, trainer={**SMOKE, **(trainer or {})}, **other)


def inputs(data: dict[str, str], classifier: Any) -> list[tuple[str, str]]:
    """The test split as the classifier reads it."""
    return [(p.text, p.text_pair) for p in pairs_of(read_records(data["test"]), classifier.settings.pairs)]


def timeless(metrics: dict[str, Any]) -> dict[str, Any]:
    """Metrics without the figures that differ from one run to the next for the clock alone."""
    kept = copy.deepcopy(metrics)
    for name in ("seconds", "articles_per_second", "pairs_per_second"):
        assert kept["training"].pop(name) > 0
    return kept


def losses(metrics: dict[str, Any]) -> list[float]:
    """The training losses of the curve."""
    return [row["loss"] for row in metrics["training"]["curve"] if "loss" in row]
