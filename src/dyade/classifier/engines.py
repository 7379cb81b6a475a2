"""The classifiers: by ONNX Runtime, by torch, and the bag of words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dyade.classifier.sessions import open_session
from dyade.classifier.settings import ModelError, ModelSettings
from dyade.classifier.tokens import check_tokenizer, cut, load_tokenizer, padded
from dyade.records import Label

Probabilities = npt.NDArray[np.float64]
"""*Shape* (pairs, labels), rows sum to 1, columns in the order of `Label`."""


class Classifier(Protocol):
    """Anything that gives text pairs their label probabilities."""

    settings: ModelSettings
    truncated: int
    """How many inputs were longer than the model takes, so far."""

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Probabilities:
        """Uncalibrated scores, *shape* (pairs, labels)."""
        ...


class OnnxClassifier:
    """A transformer run by ONNX Runtime: no torch, no transformers."""

    def __init__(
        self, folder: Path, file: Path, settings: ModelSettings, batch: int = 32, threads: int = 0
    ) -> None:
        from tokenizers import Tokenizer

        self.session = open_session(file, threads)
        self.settings, self.batch, self.truncated = settings, batch, 0
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.pad = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("pad_token_id") or 0
        check_tokenizer(self.tokenizer, str(folder))

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Probabilities:
        """See `Classifier.logits`."""
        encoded = [cut(e.ids, self.settings.max_length) for e in self.tokenizer.encode_batch(list(pairs))]
        self.truncated += sum(was for _, was in encoded)
        ids = [i for i, _ in encoded]
        out = np.zeros((len(ids), len(Label)))
        order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
        for at in range(0, len(order), self.batch):
            rows = order[at : at + self.batch]
            block, mask = padded([ids[n] for n in rows], self.pad)
            out[rows] = self.session.run(["logits"], {"input_ids": block, "attention_mask": mask})[0]
        return out


class TorchClassifier:
    """A transformer run by torch, on the GPU where there is one."""

    def __init__(self, folder: Path, settings: ModelSettings, batch: int = 32) -> None:
        try:
            import torch
            from transformers import AutoModelForSequenceClassification
        except ImportError as error:
            raise ModelError(
                f"{folder}: engine torch needs {error.name}; install it with pip install 'dyade[train]'"
            ) from None
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer = load_tokenizer(folder)
        self.model = (
            AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32)
            .eval()
            .to(self.device)
        )
        self.settings, self.batch, self.truncated = settings, batch, 0

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Probabilities:
        """See `Classifier.logits`."""
        import torch

        texts, seconds = [a for a, _ in pairs], [b for _, b in pairs]
        encoded = self.tokenizer(texts, seconds, verbose=False)["input_ids"]
        kept = [cut(ids, self.settings.max_length) for ids in encoded]
        self.truncated += sum(was for _, was in kept)
        out = np.zeros((len(kept), len(Label)))
        order = sorted(range(len(kept)), key=lambda n: len(kept[n][0]))
        for at in range(0, len(order), self.batch):
            rows = order[at : at + self.batch]
            inputs = self.tokenizer.pad({"input_ids": [kept[n][0] for n in rows]}, return_tensors="pt").to(
                self.device
            )
            with torch.inference_mode():
                out[rows] = self.model(**inputs).logits.float().cpu().numpy()
        return out


class BagOfWordsClassifier:
    """TF-IDF of words and characters with logistic regression, the baseline of every result."""

    def __init__(self, folder: Path, settings: ModelSettings) -> None:
        try:
            import joblib
        except ImportError:
            raise ModelError(
                f"{folder}: model=tfidf needs scikit-learn; install it with pip install 'dyade[train]'"
            ) from None
        self.pipeline = joblib.load(folder / "bow.joblib")
        self.settings, self.truncated = settings, 0

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Probabilities:
        """See `Classifier.logits`; log-probabilities, which a temperature can scale alike."""
        found = self.pipeline.predict_proba([" ".join(pair) for pair in pairs])
        return np.asarray(np.log(found + 1e-12))
