"""A trained tagger as ONNX, checked against torch."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np

from dyade.classifier import WEIGHTS, ModelError, padded
from dyade.tagger.network import load_network, onnx_run

_CLOSE = 1e-2
"""The largest difference of a logit that single precision may make."""


def export_tagger(folder: Path) -> float:
    """Writes the folder's `model.onnx`; returns its largest difference from torch in a logit, at another shape.

    Raises:
        ModelError: the exported model differs from torch; the file is removed.
    """
    import torch
    from transformers import AutoModelForTokenClassification

    from dyade.export.graph import trace_model
    from dyade.export.sharing import halve, share_weights

    model = AutoModelForTokenClassification.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    file = folder / "model.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        trace_model(model, file)
    if not share_weights(file, folder / WEIGHTS):
        halve(file)
    network = load_network(folder)
    ids, mask = padded([list(range(5, 42)), list(range(50, 60)), list(range(60, 83))], network.pad)
    with torch.inference_mode():
        wanted = model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).logits.numpy()
    difference = float(np.abs(onnx_run(file)(ids, mask) - wanted)[mask == 1].max())
    if difference > _CLOSE:
        file.unlink()
        raise ModelError(
            f"{file}: differs from torch by {difference:.2g} in a logit, so it was removed; train with export=false"
        )
    return difference
