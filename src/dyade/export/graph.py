"""From a Transformers model to ONNX files: traced in single precision, then rounded to 8 bits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from onnx import ModelProto


def trace(folder: Path, file: Path) -> None:
    """Writes the classifier in a folder as ONNX, with free batch and length, its weights within."""
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    trace_model(model, file)


def trace_model(model: torch.nn.Module, file: Path) -> None:
    """Writes a Transformers model whose outputs have `logits` as ONNX, as `trace` does."""
    import torch

    ids = torch.randint(5, 100, (2, 16))
    mask = torch.ones_like(ids)
    mask[1, 12:] = 0
    shape = {0: torch.export.Dim("batch", min=1, max=4096), 1: torch.export.Dim("length", min=2, max=8192)}
    torch.onnx.export(
        _logits_of(model),
        (ids, mask),
        str(file),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_shapes=(shape, shape),
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    _rewrite(file)


def quantize(full: Path, small: Path) -> None:
    """Writes an ONNX file's 8-bit form."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(full, small, weight_type=QuantType.QInt8)
    _rewrite(small)


def _logits_of(model: torch.nn.Module) -> torch.nn.Module:
    """The model as a module of two tensors that returns its logits alone."""
    import torch

    class Logits(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.model(input_ids=input_ids, attention_mask=attention_mask).logits
            return found

    return Logits().eval()


def _rewrite(file: Path) -> None:
    """Leaves out what the exporter tells of the Python code, most of the graph's size and full of local paths."""
    import onnx

    model: ModelProto = onnx.load(file)
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for part in (*model.graph.input, *model.graph.output, *model.graph.value_info, *model.graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""
    del model.graph.metadata_props[:]
    onnx.save(model, file)
