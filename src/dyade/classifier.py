"""Stance classifiers behind one signature: text pairs in, calibrated probabilities out.

A model folder holds `config.json`, whose `dyade` object says how pairs are made and calibrated, and one of
`model.onnx` / `model.int8.onnx`, Hugging Face weights, or `bow.joblib`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from dyade.pairs import PairSettings
from dyade.records import Label

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerBase

Probabilities = npt.NDArray[np.float64]
"""*Shape* (pairs, labels), rows sum to 1, columns in the order of `Label`."""

GUARD = "« L’UE », a dit M. Lavrov à l’Élysée, n’exclut pas d’aider l'Ukraine…"
"""A sentence that every French tokeniser must read well: elisions, narrow spaces, guillemets, an ellipsis."""

WEIGHTS = "model.safetensors"
STAMP = "weights"
"""Where `model.onnx` notes the layout of the safetensors file that it reads its weights from."""


class ModelError(ValueError):
    """A model folder cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class ModelSettings:
    """What a model folder stores beside its weights."""

    pairs: PairSettings = field(default_factory=PairSettings)
    temperature: float = 1.0
    """Divides the logits; fitted on dev (Guo et al., "On Calibration of Modern Neural Networks", 2017)."""
    threshold: float | None = None
    """The confidence below which a label is uncertain, chosen on dev for a wanted precision."""
    max_length: int = 256
    """The most tokens of an input."""

    @classmethod
    def read(cls, folder: Path) -> ModelSettings:
        """The settings in a model folder.

        Raises:
            ModelError: there is no `config.json`, or it holds no `dyade` object.
        """
        file = folder / "config.json"
        if not file.is_file():
            raise ModelError(
                f"{folder}: no model here (config.json is missing); give a folder such as models/compact"
            )
        stored = json.loads(file.read_text(encoding="utf-8")).get("dyade")
        if stored is None:
            raise ModelError(f"{file}: no `dyade` settings; train a stance model with dyade-train first")
        return cls(**{**stored, "pairs": PairSettings(**stored["pairs"])})

    def write(self, folder: Path, **other: Any) -> None:
        """Puts the settings into the folder's `config.json`, beside what it holds."""
        file = folder / "config.json"
        config = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        config |= {**other, "dyade": asdict(self)}
        file.write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


class Classifier(Protocol):
    """Anything that gives text pairs their label probabilities."""

    settings: ModelSettings
    truncated: int
    """How many inputs were longer than the model takes, so far."""

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Probabilities:
        """Uncalibrated scores, *shape* (pairs, labels)."""
        ...


def probabilities(classifier: Classifier, pairs: Sequence[tuple[str, str]]) -> Probabilities:
    """Calibrated probabilities of each label for each pair, *shape* (pairs, labels)."""
    if not pairs:
        return np.zeros((0, len(Label)))
    return softmax(classifier.logits(pairs) / classifier.settings.temperature)


def softmax(logits: Probabilities) -> Probabilities:
    """Row-wise, in double precision."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


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
        self.truncated += sum(cut for _, cut in encoded)
        ids = [i for i, _ in encoded]
        out = np.zeros((len(ids), len(Label)))
        order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
        for at in range(0, len(order), self.batch):
            rows = order[at : at + self.batch]
            width = max(len(ids[n]) for n in rows)
            block = np.full((len(rows), width), self.pad, dtype=np.int64)
            mask = np.zeros((len(rows), width), dtype=np.int64)
            for k, n in enumerate(rows):
                block[k, : len(ids[n])], mask[k, : len(ids[n])] = ids[n], 1
            out[rows] = self.session.run(["logits"], {"input_ids": block, "attention_mask": mask})[0]
        return out


def open_session(file: Path, threads: int = 0) -> Any:
    """An ONNX file in ONNX Runtime, on the processor.

    Raises:
        ModelError: the file, or the weights beside it that it reads, cannot be used.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    weights = file.with_name(WEIGHTS)
    try:
        session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's errors share no other base
        if WEIGHTS in str(error) and not weights.exists():
            why = f"its weights lie in {WEIGHTS}, which is missing beside it; copy the whole model folder"
        else:
            why = f"cannot be loaded; write it anew with dyade-export model={file.parent} ({error})"
        raise ModelError(f"{file}: {why}") from None
    stamp = session.get_modelmeta().custom_metadata_map.get(STAMP)
    if stamp and stamp != weights_stamp(weights):
        raise ModelError(
            f"{file}: was made for another {WEIGHTS}; write it anew with dyade-export model={file.parent}"
        )
    return session


def weights_stamp(file: Path) -> str:
    """SHA-256 of a safetensors file's header: which tensors lie where."""
    with file.open("rb") as data:
        size = data.read(8)
        return hashlib.sha256(size + data.read(int.from_bytes(size, "little"))).hexdigest()


def cut(ids: list[int], longest: int) -> tuple[list[int], bool]:
    """Ids cut from the left of the window, so that statement end and kind stay; whether anything was cut."""
    if len(ids) <= longest:
        return ids, False
    return [ids[0], *ids[len(ids) - longest + 1 :]], True


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
        from transformers.utils import logging as transformers_logging

        if not sys.stderr.isatty():
            transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
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


def load_tokenizer(folder: Path | str) -> PreTrainedTokenizerBase:
    """The tokeniser of a model, from its `tokenizer.json` where the folder (or the hub) has one, and checked.

    `AutoTokenizer` splits the CamemBERT-2 tokeniser into characters under Transformers 5 without a word
    (huggingface/transformers#45701); the file itself is read rightly.

    Raises:
        ModelError: the tokeniser cannot read French.
    """
    from transformers import AutoTokenizer, PreTrainedTokenizerFast

    try:
        tokenizer: PreTrainedTokenizerBase = PreTrainedTokenizerFast.from_pretrained(folder)
    except (OSError, ValueError):
        tokenizer = AutoTokenizer.from_pretrained(folder)
    if tokenizer.pad_token is None:  # as in older CamemBERT and XLM-R folders, whose class knows it
        tokenizer.add_special_tokens({**AutoTokenizer.from_pretrained(folder).special_tokens_map})
    if not tokenizer.is_fast:
        raise ModelError(
            f"{folder}: the tokeniser has no tokenizer.json, so no offsets; choose another backbone"
        )
    check_tokenizer(tokenizer.backend_tokenizer, str(folder))
    return tokenizer


def check_tokenizer(tokenizer: Tokenizer, name: str) -> None:
    """Refuses a tokeniser that breaks French words apart, loses characters, or misplaces them.

    Raises:
        ModelError: which of the three, on one fixed sentence.
    """
    encoded = tokenizer.encode(GUARD, add_special_tokens=False)
    letters = sum(not c.isspace() for c in GUARD)
    if len(encoded.tokens) > 0.8 * letters:
        raise ModelError(
            f"{name}: {len(encoded.tokens)} tokens for {letters} characters; its tokenizer.json is read wrongly"
        )
    covered = {at for start, end in encoded.offsets for at in range(start, end)}
    lost = [c for at, c in enumerate(GUARD) if at not in covered and not c.isspace()]
    if lost:
        raise ModelError(f"{name}: the tokeniser loses {' '.join(lost)} of a French sentence")
    unknown = {tokenizer.token_to_id(token) for token in ("<unk>", "[UNK]")} - {None}
    if unknown & set(encoded.ids):
        raise ModelError(f"{name}: the tokeniser does not know all characters of a French sentence")
