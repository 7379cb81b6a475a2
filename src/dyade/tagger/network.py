"""The trained tagger: words in, probabilities of their tags out, by ONNX Runtime or torch.

A folder holds a plain Hugging Face token classifier (`config.json` with a `dyade_tagger` object, weights,
`tokenizer.json`) and `model.onnx`, which needs no torch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dyade.classifier import ModelError, check_tokenizer, open_session, padded, softmax
from dyade.files import write_json
from dyade.tagger.labels import LAYERS, TAGS, Scores
from dyade.tagger.windows import Window, windows
from dyade.text import Token

Run = Callable[[npt.NDArray[np.int64], npt.NDArray[np.int64]], npt.NDArray[np.float32]]
"""Token ids and mask, *shape* (windows, length), to logits, *shape* (windows, length, labels)."""

_BATCH = 8
"""Windows computed together."""


NEVER = 1.1
"""A least probability that nothing reaches."""


@dataclass(frozen=True)
class Combination:
    """How the tagger and the rules share the work; probabilities, chosen on dev. As it stands, the rules alone."""

    rules: bool = True
    """Statements of the rules are taken where `keep` lets them; otherwise the tagger's alone."""
    keep: float = 0.0
    """The least mean probability of a rules' statement."""
    add: float = NEVER
    """The least mean probability of a tagger's statement where the rules have none."""
    speakers: bool = False
    """A rules' statement without words for its speaker takes the tagger's."""
    target_keep: float = 0.0
    """The least probability of a counterparty that the rules find by its name."""
    target_add: float = NEVER
    """The least probability of a counterparty that the rules did not find."""


@dataclass(frozen=True)
class TaggerSettings:
    """What a tagger's folder stores beside its weights."""

    length: int = 512
    """The most tokens of a window."""
    combination: Combination = field(default_factory=Combination)

    @classmethod
    def read(cls, folder: Path) -> TaggerSettings:
        """The settings in a tagger's folder.

        Raises:
            ModelError: there is no `config.json`, or it is no tagger's.
        """
        file = folder / "config.json"
        if not file.is_file():
            raise ModelError(
                f"{folder}: no tagger here (config.json is missing); train one with dyade-train-tagger"
            )
        stored = json.loads(file.read_text(encoding="utf-8")).get("dyade_tagger")
        if stored is None:
            raise ModelError(
                f"{folder}: a model, but no tagger (its config.json has no `dyade_tagger`); train one with "
                "dyade-train-tagger"
            )
        return cls(stored["length"], Combination(**stored["combination"]))

    def write(self, folder: Path) -> None:
        """Puts the settings into the folder's `config.json`, beside what it holds."""
        file = folder / "config.json"
        config = json.loads(file.read_text(encoding="utf-8"))
        config["dyade_tagger"] = asdict(self)
        write_json(file, config, indent=2)


class Network:
    """A tagger's network with its tokeniser."""

    def __init__(self, folder: Path, run: Run) -> None:
        from tokenizers import Tokenizer

        self.run = run
        self.settings = TaggerSettings.read(folder)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.pad = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("pad_token_id") or 0
        check_tokenizer(self.tokenizer, str(folder))

    def scores(self, text: str, words: Sequence[Token]) -> Scores:
        """The probabilities of each word's tags; *shape* (words, layers, tags)."""
        found = np.zeros((len(words), len(LAYERS), len(TAGS)))
        made = windows(text, words, self.tokenizer, self.settings.length)
        for at in range(0, len(made), _BATCH):
            part = made[at : at + _BATCH]
            for window, row in zip(part, self.run(*padded([w.ids for w in part], self.pad)), strict=True):
                found[window.words] = _probabilities(row, window)
        return found


def _probabilities(logits: npt.NDArray[np.float32], window: Window) -> Scores:
    """Softmax over the tags of each layer at the words of a window."""
    raw = logits[window.places].astype(np.float64)
    return softmax(raw.reshape(len(window.places), len(LAYERS), len(TAGS)))


def load_network(folder: Path, threads: int = 1) -> Network:
    """The tagger in a folder: its ONNX file, else its weights by torch.

    Raises:
        ModelError: the folder holds no tagger, or torch is needed and missing.
    """
    TaggerSettings.read(folder)
    file = folder / "model.onnx"
    return Network(folder, onnx_run(file, threads) if file.is_file() else _torch(folder))


def onnx_run(file: Path, threads: int = 1) -> Run:
    """A tagger's ONNX file."""
    session = open_session(file, threads)

    def run(ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        found: Any = session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]
        return np.asarray(found, dtype=np.float32)

    return run


def _torch(folder: Path) -> Run:
    try:
        import torch
        from transformers import AutoModelForTokenClassification
    except ImportError as error:
        raise ModelError(
            f"{folder}: has no model.onnx, and its weights need {error.name}; install it with "
            "pip install 'dyade[train]'"
        ) from None
    model = AutoModelForTokenClassification.from_pretrained(folder, dtype=torch.float32).eval()

    def run(ids: npt.NDArray[np.int64], mask: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        with torch.inference_mode():
            logits = model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).logits
        return np.asarray(logits.float().numpy())

    return run
