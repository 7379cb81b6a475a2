"""A fine-tuned transformer as ONNX, in single precision and in 8 bits, each checked against torch.

    dyade-export model=models/compact

The dynamo exporter is the one that keeps shapes free; the older one is silently wrong on new lengths.
"""

from __future__ import annotations

import importlib.util
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dyade.classifier import (
    WEIGHTS,
    ModelError,
    ModelSettings,
    OnnxClassifier,
    Probabilities,
    TorchClassifier,
    softmax,
)

log = logging.getLogger(__name__)

_PROBES = [
    ("<locuteur> a prévenu <énoncé> que <cible> paierait le prix </énoncé>.", "<indirect> <cible>"),
    (
        "<énoncé> Nous tendons la main à <cible> </énoncé>, a dit <locuteur>, au terme du sommet. " * 3,
        "<direct> <cible>",
    ),
]
_NEEDED = ("torch", "transformers", "onnx", "onnxscript")
_CLOSE = 1e-4
"""The largest difference of a probability that single precision may make."""
_LOOSE = 0.05
"""The largest difference of a probability that 8 bits may make."""


@dataclass(frozen=True)
class Parity:
    """Largest absolute differences from torch over the probes."""

    logit: float
    int8_probability: float
    probability: float = 0.0
    int8_kept: bool = True
    """Whether the 8-bit file was close enough to be kept."""


def export(folder: Path) -> Parity:
    """Writes `model.onnx` and `model.int8.onnx` into a Hugging Face folder and checks both at two shapes.

    `model.onnx` reads its weights from the folder's `model.safetensors` where it can (see `sharing`).

    Raises:
        ModelError: there is nothing to export, a package is missing, or the exported model differs from torch
            (its files are then removed).
    """
    settings = _checked(folder)
    from dyade.export.graph import quantize, trace
    from dyade.export.sharing import halve, share_weights

    full, small = folder / "model.onnx", folder / "model.int8.onnx"
    with _quiet():
        trace(folder, full)
        quantize(full, small)
    if not share_weights(full, folder / WEIGHTS):
        log.info("%s: holds its weights itself; it uses them in another form than %s", full, WEIGHTS)
        halve(full)
    wanted = TorchClassifier(folder, settings).logits(_PROBES)
    parity = _parity(folder, settings, wanted)
    if parity.probability > _CLOSE:
        full.unlink()
        small.unlink()
        raise ModelError(
            f"{full}: differs from torch by {parity.probability:.2g} in a probability; use engine=torch"
        )
    if not parity.int8_kept:
        small.unlink()
    return parity


def _checked(folder: Path) -> ModelSettings:
    """The settings of a folder that can be exported."""
    if not folder.is_dir():
        raise ModelError(f"{folder}: not a folder; give a model folder such as models/compact")
    settings = ModelSettings.read(folder)
    if (folder / "bow.joblib").exists():
        raise ModelError(f"{folder}: a bag of words, which is used as it is; only transformers are exported")
    if not (folder / WEIGHTS).exists() and not (folder / f"{WEIGHTS}.index.json").exists():
        raise ModelError(f"{folder}: {WEIGHTS} is missing; copy the whole model folder, or train it again")
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise ModelError(f"export needs {', '.join(missing)}; install with pip install 'dyade[train]'")
    return settings


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps back the hundreds of lines that the exporters log."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def written(folder: Path, parity: Parity) -> str:
    """What an export did, a line a file, for a terminal."""
    limit = f"largest difference of a probability from torch on {len(_PROBES)} probes"
    full, small = folder / "model.onnx", folder / "model.int8.onnx"
    rounded = f"{small}: {limit} {parity.int8_probability:.1g}"
    return "\n".join(
        [
            f"{full}: {full.stat().st_size / 1e6:.1f} MB, {limit} {parity.probability:.1g}",
            f"{rounded}, {small.stat().st_size / 1e6:.1f} MB"
            if parity.int8_kept
            else f"{rounded}, above {_LOOSE}, so it was not kept; use engine=onnx",
        ]
    )


def _parity(folder: Path, settings: ModelSettings, wanted: Probabilities) -> Parity:
    full, small = (
        OnnxClassifier(folder, folder / name, settings).logits(_PROBES)
        for name in ("model.onnx", "model.int8.onnx")
    )
    rounded = float(np.abs(softmax(small) - softmax(wanted)).max())
    return Parity(
        float(np.abs(full - wanted).max()),
        rounded,
        float(np.abs(softmax(full) - softmax(wanted)).max()),
        rounded <= _LOOSE,
    )
