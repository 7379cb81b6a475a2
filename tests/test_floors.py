"""The house's rule: imports only go down, and `import dyade` is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from conftest import ROOT

FLOORS = [
    {"records", "config", "files", "tables", "text", "versions"},
    {
        "actors",
        "annotation",
        "constructions",
        "corpus",
        "dependencies",
        "dyads",
        "explanation",
        "extraction",
        "language",
        "pages",
        "pairs",
        "scores",
        "significance",
        "sources",
        "validation",
    },
    {"classifier", "export"},
    {
        "batch",
        "benchmark",
        "cluster",
        "compose",
        "comparison",
        "evaluation",
        "labelling",
        "pretraining",
        "report",
        "runs",
        "search",
        "tagger",
        "training",
        "series",
    },
]
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}
PACKAGE = ROOT / "src" / "dyade"


def imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_imports_only_go_down() -> None:
    for file in PACKAGE.rglob("*.py"):
        room = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room in ("__init__", "data"):
            continue
        for module in imports(file):
            parts = module.split(".")
            if parts[0] == "dyade" and len(parts) > 1 and parts[1] != room:
                assert FLOOR[parts[1]] <= FLOOR[room], f"{file.name} on floor {FLOOR[room]} imports {module}"


def test_only_compose_and_the_scripts_import_hydra() -> None:
    for file in PACKAGE.rglob("*.py"):
        if file.stem != "compose":
            assert not {m for m in imports(file) if m.split(".")[0] in ("hydra", "omegaconf")}, file


def test_the_library_loads_neither_torch_nor_hydra() -> None:
    modules = "dyade, dyade.batch, dyade.classifier, dyade.export, dyade.extraction.rules, dyade.evaluation, dyade.training"
    code = f"import sys, {modules}; sys.exit(bool({{'torch', 'hydra', 'transformers'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_scripts_are_short() -> None:
    for file in (ROOT / "scripts").glob("*.py"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 40, file
