"""A model folder's ONNX files: the weights stand in it once, both engines read them, faults are named."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

from dyade.classifier import (
    WEIGHTS,
    ModelError,
    ModelSettings,
    OnnxClassifier,
    load_classifier,
    probabilities,
)
from dyade.export import Parity, export, written
from dyade.export.sharing import share_weights, stored_tensors
from dyade.records import Label

PAIRS = [
    ("<énoncé> Nous aiderons <cible> </énoncé>, a dit <locuteur>.", "<direct> <cible>"),
    ("Rome attend. <locuteur> a juré <énoncé> de punir <cible> </énoncé> dès lundi.", "<indirect> <cible>"),
]


@pytest.fixture(scope="module")
def plain(tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random stance model in half precision, no two of its tensors alike, not exported."""
    import torch
    from transformers import AutoTokenizer, ModernBertForSequenceClassification

    torch.manual_seed(1)
    model = ModernBertForSequenceClassification.from_pretrained(
        tiny_encoder, num_labels=len(Label), dtype=torch.float32
    )
    with torch.no_grad():
        for weights in model.parameters():
            weights += 0.1 * torch.randn_like(weights)
    folder = tmp_path_factory.mktemp("plain")
    model.half().save_pretrained(folder)  # type: ignore[no-untyped-call]
    AutoTokenizer.from_pretrained(tiny_encoder).save_pretrained(folder)
    ModelSettings().write(folder)
    return folder


@pytest.fixture(scope="module")
def exported(plain: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Parity]:
    folder = shutil.copytree(plain, tmp_path_factory.mktemp("exported") / "model")
    return folder, export(folder)


@pytest.fixture
def folder(exported: tuple[Path, Parity], tmp_path: Path) -> Path:
    """A copy of the exported folder to spoil."""
    return Path(shutil.copytree(exported[0], tmp_path / "copy"))


def test_the_weights_stand_in_the_folder_once(exported: tuple[Path, Parity]) -> None:
    import onnx

    folder, parity = exported
    assert parity.probability < 1e-4
    assert (folder / "model.onnx").stat().st_size < (folder / WEIGHTS).stat().st_size / 2
    assert f"{folder / 'model.int8.onnx'}: largest" in written(folder, parity)
    graph = onnx.load(folder / "model.onnx", load_external_data=False).graph
    pointed = {x.value for t in graph.initializer for x in t.external_data if x.key == "offset"}
    assert {str(t.offset) for t in stored_tensors(folder / WEIGHTS)} == pointed
    assert str(ROOT) not in (folder / "model.onnx").read_bytes().decode("latin-1")


def test_a_copied_folder_gives_the_probabilities_of_torch(folder: Path) -> None:
    classifier = load_classifier(folder, "onnx")
    assert isinstance(classifier, OnnxClassifier)
    wanted = probabilities(load_classifier(folder, "torch"), PAIRS)
    np.testing.assert_allclose(probabilities(classifier, PAIRS), wanted, atol=1e-4)
    assert np.ptp(wanted, axis=1).min() > 0.05


def test_new_weights_reach_both_engines(folder: Path) -> None:
    from safetensors.numpy import load_file, save_file

    before = probabilities(load_classifier(folder, "onnx"), PAIRS)
    weights = load_file(folder / WEIGHTS)
    weights["model.layers.1.mlp.Wo.weight"] = -weights["model.layers.1.mlp.Wo.weight"]
    weights["head.norm.weight"] = -weights["head.norm.weight"]
    save_file(weights, folder / WEIGHTS, {"format": "pt"})
    after = probabilities(load_classifier(folder, "onnx"), PAIRS)
    assert np.abs(after - before).max() > 0.05
    np.testing.assert_allclose(after, probabilities(load_classifier(folder, "torch"), PAIRS), atol=1e-4)


def test_an_onnx_file_alone_names_the_missing_weights(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    with pytest.raises(
        ModelError, match=r"model\.onnx: its weights lie in model\.safetensors, which is missing"
    ):
        load_classifier(folder, "onnx")
    assert probabilities(load_classifier(folder, "int8"), PAIRS).shape == (2, 3)


def test_weights_of_another_layout_are_refused(folder: Path) -> None:
    from safetensors.numpy import load_file, save_file

    save_file({**load_file(folder / WEIGHTS), "a": np.zeros(3, np.float16)}, folder / WEIGHTS)
    with pytest.raises(
        ModelError, match=r"was made for another model\.safetensors; write it anew with dyade-export"
    ):
        load_classifier(folder, "onnx")


def test_a_broken_onnx_file_is_named(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelError, match=r"model\.onnx: cannot be loaded; write it anew with dyade-export"):
        load_classifier(folder, "onnx")


def test_weights_that_the_graph_does_not_all_use_stay_in_the_onnx_file(folder: Path) -> None:
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    rows = np.arange(6, dtype=np.float32).reshape(2, 3)
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["x", "w"], ["y"])],
        "toy",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 3])],
        [numpy_helper.from_array(rows, "w")],
    )
    file = folder / "toy.onnx"
    onnx.save(helper.make_model(graph), file)
    before = file.read_bytes()
    assert not share_weights(file, folder / WEIGHTS)
    assert not share_weights(file, folder / "nowhere.safetensors")
    assert file.read_bytes() == before


def test_what_cannot_be_exported_is_named(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere: not a folder"):
        export(tmp_path / "nowhere")
    with pytest.raises(ModelError, match="no model here"):
        export(tmp_path)
    (tmp_path / "config.json").write_text(
        (plain / "config.json").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(ModelError, match=r"model\.safetensors is missing"):
        export(tmp_path)
    (tmp_path / "bow.joblib").write_bytes(b"")
    with pytest.raises(ModelError, match="a bag of words"):
        export(tmp_path)


def test_without_torch_the_command_says_what_to_install(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelError, match=r"export needs torch, .*pip install 'dyade\[train\]'"):
        export(plain)


def test_the_command_ends_with_2_and_one_line(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "modernbert"}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "export.py"), f"model={tmp_path}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {tmp_path}/config.json: no `dyade` settings")
    assert done.stderr.count("\n") == 1
