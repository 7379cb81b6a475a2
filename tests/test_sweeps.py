"""Sweeps and searches as a researcher starts them: stopped half-way, on several launchers, gone on with."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from test_configs import composed

from dyade.comparison.settings import differing, flat
from dyade.config import ConfigError, DataConfig, ModelConfig, ModelKind, SearchConfig, TrainConfig
from dyade.runs import plain
from dyade.search import search


def command(name: str, *arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "scripts" / f"{name}.py"), *arguments]


def on(data: dict[str, str]) -> list[str]:
    """The settings that train on a few articles."""
    files = [f"data.{split}={data[split]}" for split in ("train", "dev")]
    return ["data=files", *files, f"+data.test={data['test']}"]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done


def finished(folder: Path) -> dict[str, int]:
    """When each run was finished, by its path under runs/."""
    runs = folder / "runs"
    return {
        str(file.parent.relative_to(runs)): file.stat().st_mtime_ns
        for file in runs.rglob("metrics.json")
        if file.read_text(encoding="utf-8").endswith("\n")
    }


def test_a_sweep_killed_half_way_goes_on_where_it_was(small_data: dict[str, str], tmp_path: Path) -> None:
    arguments = command("train", "-m", "experiment=bow", "seed=1,2,3", *on(small_data))
    with (tmp_path / "log").open("w") as log:
        sweep = subprocess.Popen(arguments, cwd=tmp_path, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + 180
        while not (before := finished(tmp_path)) and sweep.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        os.killpg(sweep.pid, signal.SIGKILL)
        sweep.wait()
    assert 1 <= len(before) < 3, (tmp_path / "log").read_text()[-2000:]
    run(tmp_path, *arguments)
    after = finished(tmp_path)
    assert {Path(name).name.partition("-")[2] for name in after} == {"seed1", "seed2", "seed3"}
    assert len({Path(name).name.partition("-")[0] for name in after}) == 1
    assert {name: after[name] for name in before} == before
    shown = run(tmp_path, *command("compare", "runs/", "draws=200")).stdout
    assert re.search(r"^bow +3 ", shown, re.MULTILINE)


@pytest.mark.parametrize("launcher", ["joblib", "submitit_local"])
def test_a_sweep_runs_on_several_processes(launcher: str, small_data: dict[str, str], tmp_path: Path) -> None:
    plugin = f"hydra_{launcher.partition('_')[0]}_launcher"
    if importlib.util.find_spec(f"hydra_plugins.{plugin}") is None:
        pytest.skip(f"{plugin} is not installed (pip install 'dyade[sweep]')")
    jobs = {"joblib": "n_jobs=2", "submitit_local": "timeout_min=2"}[launcher]
    sweep = ["-m", "experiment=bow", "seed=1,2", f"hydra/launcher={launcher}", f"hydra.launcher.{jobs}"]
    run(tmp_path, *command("train", *sweep, *on(small_data)))
    assert {Path(name).name.partition("-")[2] for name in finished(tmp_path)} == {"seed1", "seed2"}
    record = json.loads(next((tmp_path / "runs").rglob("run.json")).read_text(encoding="utf-8"))
    assert "experiment=bow" in record["overrides"]


def test_the_learning_curve_sweeps_over_shares_by_itself(small_data: dict[str, str], tmp_path: Path) -> None:
    """One command, no list of shares on it; the comparison draws the curve."""
    run(tmp_path, *command("train", "-m", "experiment=learning_curve", "model=tfidf", *on(small_data)))
    assert len(finished(tmp_path)) == 6
    run(tmp_path, *command("compare", "runs/", "draws=200", "output=out"))
    (curve,) = json.loads((tmp_path / "out" / "comparison.json").read_text(encoding="utf-8"))["curves"]
    assert [point["share"] for point in curve["points"]] == [0.1, 0.2, 0.4, 0.6, 0.8, 1.0]
    pairs = [point["pairs"] for point in curve["points"]]
    assert pairs == sorted(set(pairs))


def test_a_search_goes_on_and_leaves_ordinary_runs(small_data: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("optuna")
    (tmp_path / "conf" / "search").mkdir(parents=True)
    shared = json.dumps(["experiment=bow", *on(small_data)])
    (tmp_path / "conf" / "search" / "small.yaml").write_text(
        f"# @package _global_\nname: small\ntrain: {shared}\n"
        "space:\n  model.c: {low: 0.1, high: 100.0, log: true}\n  class_weights: [true, false]\n",
        encoding="utf-8",
    )
    searching = command("search", "--config-dir", str(tmp_path / "conf"), "search=small")
    run(tmp_path, *searching, "trials=2")
    before = finished(tmp_path)
    shown = run(tmp_path, *searching, "trials=4").stdout
    after = finished(tmp_path)
    assert "4 trials, 1 seed each" in shown
    assert {name: after[name] for name in before} == before
    assert len(before) == 2 < len(after)
    best = max(
        json.loads((tmp_path / "runs" / name / "metrics.json").read_text(encoding="utf-8"))["dev"]
        for name in after
    )
    assert f"{best:.3f}" in shown.partition("best first\n")[2].splitlines()[2]
    changed = subprocess.run(
        [*searching, "seeds=[1,2]"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert changed.returncode == 2
    assert "began with another seeds; choose another name" in changed.stderr


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("named", {"model.mask": ["true", "false"]}),
        ("context1", {"model.before": ["0", "1"]}),
        ("context2", {"model.before": ["0", "2"], "model.after": ["0", "1"]}),
        ("no_pairs", {"data.passages": ["true", "false"]}),
        ("random_start", {"model.random_start": ["false", "true"]}),
        ("learning_curve", {}),
    ],
)
def test_an_experiment_changes_one_thing_of_the_default(name: str, settings: dict[str, list[str]]) -> None:
    configs = [flat(plain(composed(f"experiment={x}"))) for x in ("compact", name)]
    assert differing(configs) == settings


@pytest.mark.parametrize("file", sorted((ROOT / "conf" / "search").glob("*.yaml")), ids=lambda f: f.stem)
def test_a_shipped_search_names_settings_that_train_has(file: Path) -> None:
    found = SearchConfig(**yaml.safe_load(file.read_text(encoding="utf-8")))
    assert found.name == f"search_{file.stem}"
    for end in (0, -1):
        ends = {
            key: (values if isinstance(values, list) else [values["low"], values["high"]])[end]
            for key, values in found.space.items()
        }
        config = plain(composed(*found.train, *(f"{key}={json.dumps(x)}" for key, x in ends.items())))
        settings = flat(config)
        assert {key: json.loads(settings[key]) for key in ends} == ends


def test_a_search_without_optuna_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    config = SearchConfig(name="s", space={"model.c": [1, 2]})
    with pytest.raises(
        ConfigError, match=r"search needs optuna; install it with pip install 'dyade\[sweep\]'"
    ):
        search(config, lambda _: pytest.fail("nothing may be trained"), tmp_path)


def test_an_interrupted_trial_is_taken_up_again(small_data: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("optuna")
    asked: list[list[str]] = []
    fails = True

    def compose(overrides: list[str]) -> tuple[TrainConfig, Path]:
        asked.append(overrides)
        if fails and len(asked) == 3:
            raise KeyboardInterrupt
        c = float(dict(x.split("=") for x in overrides)["model.c"])
        model = ModelConfig(name="tfidf", kind=ModelKind.tfidf, c=c)
        data = DataConfig(name="small", **small_data)
        return TrainConfig(name="s", data=data, model=model), tmp_path / "-".join(overrides)

    config = SearchConfig(name="s", space={"model.c": {"low": 0.1, "high": 9.0}}, seeds=[1, 2], trials=2)
    with pytest.raises(KeyboardInterrupt):
        search(config, compose, tmp_path)
    fails = False
    shown = search(config, compose, tmp_path)
    assert "2 trials, 2 seeds each" in shown
    assert [x[-1] for x in asked] == ["seed=1", "seed=2", "seed=1", "seed=1", "seed=2"]
    assert asked[2] == asked[3]
    assert asked[0][:-1] != asked[3][:-1]


@pytest.mark.parametrize(
    "values",
    [
        {"low": 1},
        {"low": 2, "high": 1},
        {"low": 0, "high": 1, "log": True},
        {"low": 0, "high": 1, "stpe": 1},
        {"low": "a", "high": "b"},
        [1],
        3,
    ],
)
def test_a_range_that_cannot_be_searched_is_refused(values: object) -> None:
    with pytest.raises(ConfigError, match=r"space\.model\.c=.*must be"):
        SearchConfig(name="x", space={"model.c": values})
