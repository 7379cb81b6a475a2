"""A fine-tuned transformer as ONNX, in single precision and in 8 bits, each checked against torch.

The dynamo exporter is the one that keeps shapes free; the older one is silently wrong on new lengths.
"""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dyade.classifier import ModelSettings, OnnxClassifier, TorchClassifier, softmax

log = logging.getLogger(__name__)

_PROBES = [
    ("<locuteur> a prévenu <énoncé> que <cible> paierait le prix </énoncé>.", "<indirect> <cible>"),
    (
        "<énoncé> Nous tendons la main à <cible> </énoncé>, a dit <locuteur>, au terme du sommet. " * 3,
        "<direct> <cible>",
    ),
]
_SMALL = 1024
"""Weights with fewer entries keep single precision."""
_LOOSE = 0.05
"""The largest difference of a probability that 8 bits may make."""


@dataclass(frozen=True)
class Parity:
    """Largest absolute difference from torch over the probes: of a logit, and of a probability in 8 bits."""

    logit: float
    int8_probability: float


def export(folder: Path) -> Parity:
    """Writes `model.onnx` and `model.int8.onnx` into a Hugging Face folder and checks both at two shapes.

    Raises:
        ArithmeticError: the exported model differs from torch; the files are removed.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    ids = torch.randint(5, 100, (2, 16))
    mask = torch.ones_like(ids)
    mask[1, 12:] = 0
    full, small = folder / "model.onnx", folder / "model.int8.onnx"
    batch, length = torch.export.Dim("batch", min=1, max=4096), torch.export.Dim("length", min=2, max=8192)
    shape = {0: batch, 1: length}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Logits(model),
            (ids, mask),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_shapes=(shape, shape),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
        quantize_dynamic(full, small, weight_type=QuantType.QInt8)
    _halve(full)
    settings = ModelSettings.read(folder)
    wanted = TorchClassifier(folder, settings).logits(_PROBES)
    parity = Parity(
        float(np.abs(OnnxClassifier(folder, full, settings).logits(_PROBES) - wanted).max()),
        float(
            np.abs(softmax(OnnxClassifier(folder, small, settings).logits(_PROBES)) - softmax(wanted)).max()
        ),
    )
    if parity.logit > 1e-3:
        full.unlink()
        small.unlink()
        raise ArithmeticError(
            f"{full}: differs from torch by {parity.logit:.2g} in a logit; use engine=torch"
        )
    if parity.int8_probability > _LOOSE:
        small.unlink()
        log.warning(
            "%s: 8 bits change a probability by %.3f, so it was not kept", small, parity.int8_probability
        )
    log.info("ONNX parity: %s", parity)
    return parity


def _Logits(model: object) -> object:  # noqa: N802 - reads as the module it makes
    """The model as a module of two tensors that returns its logits alone."""
    import torch

    class Logits(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            return self.model(input_ids=input_ids, attention_mask=attention_mask).logits  # type: ignore[no-any-return, operator]

    return Logits().eval()


def _halve(file: Path) -> None:
    """Stores the weights of an ONNX file in half precision, cast when it is loaded: half the size, computed in single.

    Nothing is lost where the weights came from half precision, as `training` saves them.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(file)
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) > _SMALL:
            name, weights = tensor.name, numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(weights, f"{name}.half"))
            casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)
    onnx.save(model, file)
