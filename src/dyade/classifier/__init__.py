"""Stance classifiers behind one signature: text pairs in, calibrated probabilities out.

A model folder holds `config.json`, whose `dyade` object says how pairs are made and calibrated, and one of
`model.onnx` / `model.int8.onnx`, Hugging Face weights, or `bow.joblib`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dyade.classifier.engines import (
    BagOfWordsClassifier,
    Classifier,
    OnnxClassifier,
    Probabilities,
    TorchClassifier,
)
from dyade.classifier.sessions import STAMP, WEIGHTS, open_session, weights_stamp
from dyade.classifier.settings import ModelError, ModelSettings
from dyade.classifier.tokens import GUARD, check_tokenizer, cut, load_tokenizer, padded
from dyade.records import Label

__all__ = [
    "GUARD",
    "STAMP",
    "WEIGHTS",
    "BagOfWordsClassifier",
    "Classifier",
    "ModelError",
    "ModelSettings",
    "OnnxClassifier",
    "Probabilities",
    "TorchClassifier",
    "check_tokenizer",
    "cut",
    "load_classifier",
    "load_tokenizer",
    "open_session",
    "padded",
    "probabilities",
    "softmax",
    "weights_stamp",
]


def load_classifier(folder: Path, engine: str = "onnx", batch: int = 32, threads: int = 0) -> Classifier:
    """The classifier in a model folder.

    Args:
        engine: `onnx` (falls back to torch where the folder has no ONNX file), `int8` or `torch`.
        batch: pairs computed together.
        threads: processor threads; 0 takes all.

    Raises:
        ModelError: the folder holds no usable model, or a needed package is missing.
    """
    settings = ModelSettings.read(folder)
    if (folder / "bow.joblib").exists():
        return BagOfWordsClassifier(folder, settings)
    if engine in ("onnx", "int8"):
        file = folder / ("model.int8.onnx" if engine == "int8" else "model.onnx")
        if file.exists():
            return OnnxClassifier(folder, file, settings, batch, threads)
        if engine == "int8":
            raise ModelError(f"{file}: missing; write it with dyade-export model={folder}")
    return TorchClassifier(folder, settings, batch)


def probabilities(classifier: Classifier, pairs: Sequence[tuple[str, str]]) -> Probabilities:
    """Calibrated probabilities of each label for each pair, *shape* (pairs, labels)."""
    if not pairs:
        return np.zeros((0, len(Label)))
    return softmax(classifier.logits(pairs) / classifier.settings.temperature)


def softmax(logits: Probabilities) -> Probabilities:
    """Over the last axis, in the precision of the logits."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))
