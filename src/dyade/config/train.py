"""Settings of `train`: the data, the model, and how it is trained."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dyade.config.checks import need


class ModelKind(StrEnum):
    """The two kinds of trainable classifier."""

    transformer = "transformer"
    tfidf = "tfidf"


@dataclass(frozen=True)
class DataConfig:
    """Annotated records by split."""

    name: str
    train: str
    dev: str
    test: str | None = None
    tests: dict[str, str] = field(default_factory=dict)
    """Further splits to score, by name: `+data.tests.NAME=FILE`."""
    share: float = 1.0
    """Share of the training articles to use, for learning curves."""
    passages: bool = True
    """Keep the short passages of the training set (records with a `group`)."""

    def __post_init__(self) -> None:
        need(0 < self.share <= 1, "data.share", self.share, "must be above 0 and at most 1")

    @property
    def files(self) -> dict[str, str]:
        """The file of each split by its name: train, dev, then those that are only scored."""
        scored = {"test": self.test, **self.tests} if self.test else self.tests
        return {"train": self.train, "dev": self.dev, **scored}


@dataclass(frozen=True)
class ModelConfig:
    """The classifier to train and what it sees."""

    name: str
    kind: ModelKind = ModelKind.transformer
    path: str | None = None
    """A folder or a hub id of an encoder; a small random one where unset."""
    random_start: bool = False
    """Take the encoder's shape and tokeniser alone and start from random weights."""
    max_length: int = 256
    """The most tokens of an input."""
    mask: bool = True
    """Replace actors by their roles."""
    before: int = 1
    """Sentences of context before the statement's own."""
    after: int = 0
    """Sentences of context after it."""
    pooling: str = "mean"
    """What the head of a ModernBERT encoder reads: the mean of all tokens, or the first (`cls`)."""
    dropout: float = 0.1
    """Share of activations dropped in training: in the head, and in every layer of a ModernBERT encoder."""
    freeze: int = 0
    """How many of the lowest layers (the embeddings first) are kept as they are."""
    layer_decay: float = 1.0
    """Factor of the learning rate from each layer to the one below it."""
    lora: int | None = None
    """Rank of LoRA adapters (needs peft); all weights are trained where unset."""
    c: float = 1.0
    """Inverse strength of the bag of words' regularisation."""

    def __post_init__(self) -> None:
        need(self.max_length >= 16, "model.max_length", self.max_length, "must be 16 or more")
        need(self.pooling in ("mean", "cls"), "model.pooling", self.pooling, "must be mean or cls")
        need(
            self.before >= 0 and self.after >= 0,
            "model.before/after",
            (self.before, self.after),
            "must be 0 or more",
        )
        need(0 <= self.dropout < 1, "model.dropout", self.dropout, "must be 0 or more and below 1")
        need(self.freeze >= 0, "model.freeze", self.freeze, "must be 0 or more")
        need(self.c > 0, "model.c", self.c, "must be above 0")
        need(
            0 < self.layer_decay <= 1, "model.layer_decay", self.layer_decay, "must be above 0 and at most 1"
        )


@dataclass(frozen=True)
class TrainConfig:
    """Settings of `train`."""

    name: str
    """The experiment's name; runs lie in runs/NAME/."""
    data: DataConfig
    model: ModelConfig
    trainer: dict[str, Any] = field(default_factory=dict)
    """Passed to transformers.TrainingArguments as it stands."""
    class_weights: bool = False
    """Weigh the loss by the inverse frequency of the labels."""
    label_smoothing: float = 0.0
    """Share of each gold label's weight that is spread over all three."""
    token_masking: float = 0.0
    """Share of the input tokens that training replaces by the mask token, anew each epoch: keeps a small encoder from
    learning articles by heart."""
    teachers: list[str] = field(default_factory=list)
    """Model folders whose probabilities an encoder learns beside the labels, all of the same weight."""
    teaching: float = 0.7
    """The teachers' share of what is learnt; the rest is the gold labels'."""
    patience: int | None = 3
    """Evaluations without a better dev macro-F1 before training stops; None never stops early."""
    swa: int = 0
    """Average the weights of the best so many epochs."""
    precision: float = 0.9
    """The precision that the abstention threshold is chosen for, on dev."""
    export: bool = True
    """Write ONNX files at the end."""
    resume: bool = False
    """Go on from the last checkpoint of the run folder."""
    overlay: str | None = None
    """A user's actors (see `predict`)."""
    seed: int = 1

    def __post_init__(self) -> None:
        need(0 < self.precision < 1, "precision", self.precision, "must be between 0 and 1")
        need(0 <= self.teaching <= 1, "teaching", self.teaching, "must be from 0 to 1")
        for key in ("label_smoothing", "token_masking"):
            need(0 <= getattr(self, key) < 1, key, getattr(self, key), "must be 0 or more and below 1")
        need(
            self.patience is None or self.patience >= 1,
            "patience",
            self.patience,
            "must be 1 or more, or null",
        )
        need(self.swa >= 0, "swa", self.swa, "must be 0 (never) or more")
