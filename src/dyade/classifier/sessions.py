"""ONNX files in ONNX Runtime, refused where they do not fit the weights that they read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from dyade.classifier.settings import ModelError

WEIGHTS = "model.safetensors"
STAMP = "weights"
"""Where `model.onnx` notes the layout of the safetensors file that it reads its weights from."""


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
