"""Settings of `train-tagger`: the data, the encoder, and how it is trained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dyade.config.checks import need
from dyade.config.train import DataConfig


@dataclass(frozen=True)
class TaggerConfig:
    """Settings of `train-tagger`."""

    data: DataConfig
    output: str
    """The folder to write into: the tagger in `model/`, its figures in `metrics.json`."""
    encoder: str = "models/compact-encoder"
    """A folder or a hub id of an encoder with a fast tokeniser."""
    trainer: dict[str, Any] = field(default_factory=dict)
    """Passed to transformers.TrainingArguments as it stands."""
    length: int = 512
    """The most tokens of a window."""
    dropout: float = 0.1
    """Share of activations dropped in training, in every layer of a ModernBERT encoder."""
    token_masking: float = 0.1
    """Share of the input tokens that training replaces by the mask token, anew each epoch."""
    export: bool = True
    """Write model.onnx at the end."""
    overlay: str | None = None
    """A user's actors (see `predict`)."""
    seed: int = 1

    def __post_init__(self) -> None:
        need(self.length >= 32, "length", self.length, "must be 32 or more")
        for key in ("dropout", "token_masking"):
            need(0 <= getattr(self, key) < 1, key, getattr(self, key), "must be 0 or more and below 1")
