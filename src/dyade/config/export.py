"""Settings of `export`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ExportConfig:
    """Settings of `export`."""

    model: str
    """A model folder of `train`; the ONNX files are written into it."""
