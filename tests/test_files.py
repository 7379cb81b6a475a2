"""Files are written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dyade.files import write_json


def test_a_value_that_cannot_be_written_leaves_what_stood_there(tmp_path: Path) -> None:
    file = tmp_path / "metrics.json"
    write_json(file, {"dev": 0.8})
    with pytest.raises(TypeError):
        write_json(file, {"dev": object()})
    assert json.loads(file.read_text(encoding="utf-8")) == {"dev": 0.8}


def test_a_write_that_is_broken_off_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(self: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_json(tmp_path / "metrics.json", {"dev": 0.8})
    assert not (tmp_path / "metrics.json").exists()
