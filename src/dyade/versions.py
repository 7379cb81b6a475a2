"""The versions that a result was computed with."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

_PREDICTING = (
    "dyade", "numpy", "onnxruntime", "tokenizers", "hydra-core", "torch", "transformers", "scikit-learn",
)  # fmt: skip


def versions(*further: str) -> dict[str, str]:
    """The versions of Python, of this package, of what it computes with and of further packages, where installed."""
    found = {"python": platform.python_version()}
    for name in (*_PREDICTING, *further):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
