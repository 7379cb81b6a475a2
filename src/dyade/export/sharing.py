"""One copy of the weights for torch and ONNX: `model.onnx` points into the folder's `model.safetensors`.

A safetensors file is a header and then raw tensors, so ONNX can name each as external data (file, offset,
length). A matrix that the graph needs transposed, or half-precision weights that it computes with in single, get a
node of their own, which ONNX Runtime computes once, when it loads the file.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from dyade.classifier import STAMP, weights_stamp

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

_TYPES: dict[str, np.dtype[Any]] = {"F16": np.dtype("<f2"), "F32": np.dtype("<f4")}
_SMALL = 1024
"""Weights with fewer entries keep single precision where the file holds them itself."""


@dataclass(frozen=True)
class Stored:
    """A tensor within a safetensors file."""

    name: str
    offset: int
    """Its first byte, counted from the beginning of the file."""
    values: npt.NDArray[Any]


def stored_tensors(file: Path) -> list[Stored]:
    """The tensors of a safetensors file; none where one has another type than half or single precision."""
    data = np.memmap(file, dtype=np.uint8, mode="r")
    (size,) = struct.unpack("<Q", bytes(data[:8]))
    header = json.loads(bytes(data[8 : 8 + size]))
    header.pop("__metadata__", None)
    if any(entry["dtype"] not in _TYPES for entry in header.values()):
        return []
    found = []
    for name, entry in header.items():
        start, end = (8 + size + at for at in entry["data_offsets"])
        values = data[start:end].view(_TYPES[entry["dtype"]]).reshape(entry["shape"])
        found.append(Stored(name, start, values))
    return found


def share_weights(file: Path, weights: Path) -> bool:
    """Lets an ONNX file read all weights from a safetensors file beside it.

    All or none: so torch and ONNX never come to use weights of different ages.

    Returns:
        Whether it does now; if not, nothing was changed.
    """
    import onnx

    if not weights.is_file():
        return False
    tensors = stored_tensors(weights)
    by_values: dict[bytes, list[tuple[Stored, bool]]] = {}
    for tensor in tensors:
        single = tensor.values.astype(np.float32)
        by_values.setdefault(single.tobytes(), []).append((tensor, False))
        if single.ndim == 2:
            by_values.setdefault(single.T.tobytes(), []).append((tensor, True))
    model = onnx.load(file)
    nodes: list[NodeProto] = []
    used: set[str] = set()
    for initializer in model.graph.initializer:
        if found := _match(initializer, by_values):
            nodes += _point(initializer, *found, weights.name)
            used.add(found[0].name)
    if not tensors or used != {tensor.name for tensor in tensors}:
        return False
    for node in reversed(nodes):
        model.graph.node.insert(0, node)
    model.metadata_props.add(key=STAMP, value=weights_stamp(weights))
    onnx.save(model, file)
    return True


def _match(
    initializer: TensorProto, by_values: dict[bytes, list[tuple[Stored, bool]]]
) -> tuple[Stored, bool] | None:
    """The stored tensor of an initializer's values (the one of its name, where several have them)."""
    from onnx import TensorProto, numpy_helper

    if initializer.data_type != TensorProto.FLOAT:
        return None
    shape = tuple(initializer.dims)
    same = [
        (tensor, turned)
        for tensor, turned in by_values.get(numpy_helper.to_array(initializer).tobytes(), [])
        if (tensor.values.shape[::-1] if turned else tensor.values.shape) == shape
    ]
    named = [pair for pair in same if initializer.name.endswith(pair[0].name)]
    if named or len(same) == 1:
        return (named or same)[0]
    return None


def _point(initializer: TensorProto, tensor: Stored, turned: bool, location: str) -> list[NodeProto]:
    """Makes an initializer external; returns the nodes that give its former values under its former name."""
    from onnx import TensorProto, helper

    name, half = initializer.name, tensor.values.dtype == _TYPES["F16"]
    initializer.Clear()
    initializer.dims.extend(tensor.values.shape)
    initializer.data_type = TensorProto.FLOAT16 if half else TensorProto.FLOAT
    initializer.data_location = TensorProto.EXTERNAL
    for key, value in (("location", location), ("offset", tensor.offset), ("length", tensor.values.nbytes)):
        initializer.external_data.add(key=key, value=str(value))
    steps: list[tuple[str, dict[str, Any]]] = []
    if turned:
        steps.append(("Transpose", {"perm": [1, 0]}))
    if half:
        steps.append(("Cast", {"to": TensorProto.FLOAT}))
    names = [*(f"{name}.{kind.lower()}" for kind, _ in steps), name]
    initializer.name = names[0]
    return [
        helper.make_node(kind, [before], [after], **attributes)
        for (kind, attributes), (before, after) in zip(steps, pairwise(names), strict=True)
    ]


def halve(file: Path) -> None:
    """Stores the large weights of an ONNX file in half precision where that loses nothing.

    They are cast when the file is loaded: half the size, computed in single.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(file)
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) > _SMALL:
            values = numpy_helper.to_array(tensor)
            with np.errstate(over="ignore"):
                half = values.astype(np.float16)
            if np.array_equal(half.astype(np.float32), values):
                name = tensor.name
                tensor.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
                casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        model.graph.node.insert(0, cast)
    onnx.save(model, file)
