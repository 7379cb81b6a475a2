"""What is built is what works: the wheel alone, in an empty environment, away from the checkout."""

from __future__ import annotations

import csv
import subprocess
import sys
import venv
from pathlib import Path

from conftest import ROOT


def test_the_wheel_predicts_in_an_empty_environment(tmp_path: Path) -> None:
    pip = ["-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([sys.executable, *pip, "wheel", str(ROOT), "--no-deps", "-w", str(tmp_path)], check=True)
    (wheel,) = tmp_path.glob("dyade-*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = str(tmp_path / "env" / "bin" / "python")
    subprocess.run([python, *pip, "install", "-c", str(ROOT / "constraints.txt"), str(wheel)], check=True)
    command = [
        str(tmp_path / "env" / "bin" / "dyade-predict"),
        f"input={ROOT / 'seeds' / 'articles'}",
        "output=out",
    ]
    subprocess.run([*command, f"model={ROOT / 'models' / 'compact'}"], cwd=tmp_path, check=True)
    with (tmp_path / "out" / "dyads.csv").open(encoding="utf-8") as lines:
        assert ("GBR", "RUS") in {(row["source"], row["target"]) for row in csv.DictReader(lines)}
