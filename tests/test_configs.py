"""Every shipped configuration composes into its dataclass, and every trainer group binds."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra

from dyade.compose import parse, store
from dyade.config import ModelKind, TrainConfig
from dyade.training import trainer_arguments

EXPERIMENTS = sorted(p.stem for p in (ROOT / "conf" / "experiment").glob("*.yaml"))
MODELS = sorted(p.stem for p in (ROOT / "conf" / "model").glob("*.yaml"))


def composed(*overrides: str) -> TrainConfig:
    GlobalHydra.instance().clear()
    store("train", TrainConfig)
    with initialize_config_dir(str(ROOT / "conf"), version_base="1.3"):
        return parse(TrainConfig, compose("train", list(overrides)))


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_an_experiment_composes_and_bears_its_files_name(name: str, tmp_path: Path) -> None:
    config = composed(f"experiment={name}")
    assert config.name == name
    if config.model.kind is ModelKind.transformer:
        trainer_arguments(config, tmp_path)
    header = (ROOT / "conf" / "experiment" / f"{name}.yaml").read_text(encoding="utf-8")
    assert f"experiment={name}" in header


def test_the_wheel_holds_every_package() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "packages"
    ]
    found = {".".join(f.relative_to(ROOT / "src").parent.parts) for f in (ROOT / "src").rglob("__init__.py")}
    assert sorted(listed) == sorted(found | {"dyade.scripts", "dyade.conf"})


def test_every_command_is_installed() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    names = {name.removeprefix("dyade-").replace("-", "_") for name in scripts}
    assert scripts == {f"dyade-{name.replace('_', '-')}": f"dyade.scripts.{name}:main" for name in names}
    assert {f.stem for f in (ROOT / "conf").glob("*.yaml")} <= names
    assert names <= {f.stem for f in (ROOT / "scripts").glob("*.py")}


@pytest.mark.parametrize("name", MODELS)
def test_a_model_names_itself_and_its_encoder(name: str) -> None:
    model = composed(f"model={name}").model
    assert model.name == name
    assert (model.path is None) == (model.kind is ModelKind.tfidf)
