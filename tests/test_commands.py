"""The commands from outside: exit statuses, messages, the files that they leave."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT


def run(name: str, *arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / f"{name}.py"), *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_misspelt_setting_fails_fast_with_the_close_match() -> None:
    before = os.times()
    done = run("predict", "input=seeds/articles", "output=/dev/null", "engnie=onnx")
    after = os.times()
    assert done.returncode == 2
    assert done.stderr.strip() == "error: no setting 'engnie'; did you mean 'engine'?"
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert used < 2  # seconds of a processor, whatever else the machine does


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["engine=onx"], "Could not find 'engine/onx'"),
        (["engine.batch=many"], "could not be converted to Integer"),
        (["engine.batch=0"], "engine.batch=0: must be 1 or more"),
        (["+engine.foo=1"], "no setting 'engine.foo'"),
        (["threshold=2"], "threshold='2': must be auto or a number between 0 and 1"),
        (["model=nowhere"], "nowhere: no model here"),
        (["input=nowhere"], "nowhere: no such file"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = run("predict", "input=seeds/articles", f"output={tmp_path}", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") <= 2


def test_a_missing_setting_is_named() -> None:
    done = run("predict", "output=x")
    assert done.returncode == 2
    assert "give a value for input" in done.stderr


def test_a_typo_in_an_experiment_file_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    text = "# @package _global_\nname: mine\nmodel:\n  max_lenght: 64\n"
    (tmp_path / "experiment" / "mine.yaml").write_text(text, encoding="utf-8")
    done = run("train", "--config-dir", str(tmp_path), "experiment=mine", cwd=ROOT)
    assert done.returncode == 2
    assert done.stderr.strip() == (
        "error: experiment/mine.yaml: no setting 'model.max_lenght'; did you mean 'model.max_length'?"
    )


def test_an_unknown_trainer_argument_is_named(tmp_path: Path) -> None:
    done = run("train", "experiment=compact", "+trainer.learning_rat=1", f"hydra.run.dir={tmp_path}")
    assert done.returncode == 2
    assert "learning_rat" in done.stderr


def test_the_seed_article_gives_its_dyads(tmp_path: Path) -> None:
    done = run("predict", "input=seeds/articles", f"output={tmp_path}")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "dyads.csv").open(encoding="utf-8") as lines:
        dyads = {(row["source"], row["target"]) for row in csv.DictReader(lines)}
    assert {("RUS", "EU"), ("GBR", "RUS")} <= dyads
    for name in ("predictions.jsonl", "report.html", "manifest.json", "rejected.jsonl"):
        assert (tmp_path / name).exists()
    assert "http-equiv" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_bad_input_is_reported_and_the_rest_processed(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    (inputs / "vide.txt").write_bytes(b"")
    (inputs / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (inputs / "long.txt").write_text(
        "Le ministre a déclaré que la paix viendrait et que " * 20_000, encoding="utf-8"
    )
    (inputs / "huge.txt").write_text("La France salue Rome. " * 230_000, encoding="utf-8")
    (inputs / "english.txt").write_text(
        "The minister said that all would be well and that nobody should worry.", encoding="utf-8"
    )
    lines = [json.dumps({"id": str(n), "text": "Paris a remercié Rome de son aide."}) for n in range(15)]
    lines[11] = '{"id": "12", "text": "coupé'
    (inputs / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (inputs / "t.csv").write_text("id,corps\n1,x\n", encoding="utf-8")
    done = run("predict", f"input={inputs}", f"output={tmp_path / 'out'}")
    assert done.returncode == 1
    rejected = [
        json.loads(x) for x in (tmp_path / "out" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    found = {Path(r["source"]).name: (r["place"], r["reason"]) for r in rejected}
    assert set(found) == {"vide.txt", "image.txt", "english", "huge", "a.jsonl", "t.csv"}
    assert found["huge"][1] == (
        "5,059,999 characters are no article (longest=2,000,000); split the text, or raise longest"
    )
    reason = "is not JSON (Unterminated string starting at column 22); mend or delete the line"
    assert found["a.jsonl"] == ("line 12", reason)
    written = (tmp_path / "out" / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(written) == 15


def test_given_statements_are_only_labelled(tmp_path: Path) -> None:
    done = run(
        "predict",
        "input=seeds/test.jsonl",
        f"output={tmp_path}",
        "extractor=given",
        "engine=int8",
        "threshold=auto",
    )
    assert done.returncode == 0, done.stderr
    gold = [json.loads(x) for x in (ROOT / "seeds" / "test.jsonl").read_text(encoding="utf-8").splitlines()]
    made = [json.loads(x) for x in (tmp_path / "predictions.jsonl").read_text(encoding="utf-8").splitlines()]
    for before, after in zip(gold, made, strict=True):
        assert [s["quote"] for s in before["statements"]] == [s["quote"] for s in after["statements"]]
        for statement in after["statements"]:
            for stance in statement["stances"]:
                assert abs(sum(stance["probabilities"].values()) - 1) < 0.001
                assert stance["label"] == max(stance["probabilities"], key=stance["probabilities"].get)


def test_parquet_parts_hold_the_same_articles(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    done = run("predict", "input=seeds/articles", f"output={tmp_path}", "format=parquet")
    assert done.returncode == 0, done.stderr
    table = pq.read_table(tmp_path / "predictions")
    assert table.column("id").to_pylist() == ["lavrov-truss"]
    assert json.loads(table.column("statements")[0].as_py())


def test_evaluate_prints_every_stage(tmp_path: Path) -> None:
    done = run("evaluate", "data=seeds/dev.jsonl", f"output={tmp_path}")
    assert done.returncode == 0, done.stderr
    for name in ("macro-F1", "statement.f1@.5", "speaker.side", "counterparty.f1", "dyad.f1", "direct"):
        assert name in done.stdout
    assert "Manquées" in (tmp_path / "errors.html").read_text(encoding="utf-8")
