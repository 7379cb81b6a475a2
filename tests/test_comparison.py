"""Run folders built here, compared: figures, refusals, notes, and the four outputs."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from dyade.comparison import ComparisonError, compare, compared
from dyade.comparison.figures import Verdict, verdict
from dyade.comparison.page import Axis
from dyade.config import CompareConfig, ConfigError
from dyade.records import Kind, Label
from dyade.significance import Difference
from dyade.sources import read_records, write_jsonl

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
LABELS = list(Label)
SEEN, UNSEEN = "RUS", "MALI"
MENTIONS = {SEEN: "Moscou", UNSEEN: "Bamako"}


def write_data(path: Path, articles: int, prefix: str = "a", twins: bool = False) -> Path:
    """Articles of one to three statements, on one counterparty or on two, the second unseen in training."""
    rng = np.random.default_rng(len(prefix) + articles)
    records = []
    for n in range(articles):
        text, statements = "", []
        for k in range(int(rng.integers(1, 4))):
            quote = f"Moscou et Bamako devront répondre, dit la déclaration {k}"
            start, text = len(text), f"{text}{quote}. "
            codes = [SEEN] if (n + k) % 2 else [SEEN, UNSEEN]
            labels = rng.choice(LABELS, len(codes))
            statements.append(
                {
                    "kind": list(Kind)[k].value, "quote": quote, "start": start, "end": start + len(quote),
                    "speaker": {"mention": "déclaration", "name": "Paris", "side": "FRA"},
                    "stances": [
                        {"counterparty": code, "mention": MENTIONS[code], "label": str(label)}
                        for code, label in zip(codes, labels, strict=True)
                    ],
                }
            )  # fmt: skip
        group = {"group": f"g{n // 2}"} if twins else {}
        records.append({"id": f"{prefix}{n:03}", "text": text, "statements": statements, **group})
    write_jsonl(records, path)
    return path


def write_train(path: Path) -> Path:
    """One article that knows only one of the two counterparties."""
    quote = "Moscou devra répondre"
    stance = {"counterparty": SEEN, "mention": "Moscou", "label": "neutral"}
    speaker = {"mention": "Moscou", "name": "Paris", "side": "FRA"}
    statement = {
        "kind": "direct",
        "quote": quote,
        "start": 0,
        "end": 21,
        "speaker": speaker,
        "stances": [stance],
    }
    write_jsonl([{"id": "t", "text": quote, "statements": [statement]}], path)
    return path


def write_run(
    root: Path, name: str, seed: int, data: Path, train: Path, skill: float, **settings: Any
) -> Path:
    """A finished run that gets about the share `skill` of the pairs right."""
    folder = root / name / f"{_hash(name, settings)}-seed{seed}"
    folder.mkdir(parents=True)
    kind = "tfidf" if name == "bow" else "transformer"
    share = settings.pop("share", 1.0)
    config = {
        "name": name,
        "data": {"train": str(train), "share": share},
        "model": {"kind": kind, "mask": True, **settings},
        "seed": seed,
    }
    rng = np.random.default_rng([seed, len(name)])
    rows = []
    for article in read_records(data):
        for i, statement in enumerate(article.statements):
            for j, stance in enumerate(statement.stances):
                right = rng.random() < skill
                sure = rng.uniform(0.4, 0.95)
                place = LABELS.index(stance.label or Label.neutral) + (
                    0 if right else int(rng.integers(1, 3))
                )
                p = np.full(3, (1 - sure) / 2)
                p[place % 3] = sure
                rows.append(
                    {
                        "split": "test", "article": article.id, "statement": i, "stance": j,
                        "gold": stance.label, "probabilities": p.round(6).tolist(),
                    }
                )  # fmt: skip
    write_jsonl(rows, folder / "predictions.jsonl")
    digest = {"test": data, "train": train, "dev": data}
    record = {
        "commit": "0" * 40,
        "config_hash": _hash(name, {**settings, "share": share} if share < 1 else settings),
        "data": {
            s: {"path": str(p), "sha256": hashlib.sha256(p.read_bytes()).hexdigest()}
            for s, p in digest.items()
        },
    }
    training = {"seconds": 10.0 * seed, "pairs": round(100 * share), "parameters": 1_000_000}
    metrics = {
        "name": name,
        "seed": seed,
        "dev": skill,
        "splits": {"test": {}, "dev": {}},
        "training": training,
    }
    (folder / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    (folder / "metrics.json").write_text(json.dumps(metrics), encoding="utf-8")
    return folder


def _hash(name: str, settings: dict[str, Any]) -> str:
    return hashlib.sha256(f"{name}{settings}".encode()).hexdigest()[:8]


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Three seeds each of a weak bag of words and of a strong compact model."""
    data, train = write_data(tmp_path / "test.jsonl", 40), write_train(tmp_path / "train.jsonl")
    for seed in (1, 2, 3):
        write_run(tmp_path / "runs", "compact", seed, data, train, 0.85)
        write_run(tmp_path / "runs", "bow", seed, data, train, 0.55, c=4.0)
    return tmp_path / "runs"


def folder_of(runs: Path, name: str, seed: int) -> Path:
    """The folder of a run by its experiment's name."""
    (found,) = (runs / name).glob(f"*-seed{seed}")
    return found


def config(*paths: Path | str, **settings: Any) -> CompareConfig:
    """A small comparison."""
    return CompareConfig(runs=[str(p) for p in paths], **{"draws": 1000, **settings})


def test_a_comparison_of_two_experiments(runs: Path) -> None:
    found = compared(config(runs))
    bow, compact = found.experiments
    assert (found.split, found.baseline, bow.name, compact.name) == ("test", "bow", "bow", "compact")
    assert bow.seeds == compact.seeds == [1, 2, 3]
    assert compact.macro_f1.value == pytest.approx(np.mean(compact.by_seed))
    assert compact.macro_f1.sd == pytest.approx(np.std(compact.by_seed, ddof=1))
    assert compact.macro_f1.low < compact.macro_f1.value < compact.macro_f1.high
    (outcome,) = found.outcomes
    assert (outcome.name, outcome.verdict, outcome.seeds_known) == ("compact", Verdict.better, True)
    assert outcome.difference.value == pytest.approx(compact.macro_f1.value - bow.macro_f1.value)
    assert np.sum(compact.confusion) == found.sizes["all"][0]
    assert compact.seconds.mean == 20
    assert compact.dev.mean == 0.85


def test_slices_come_from_the_data_file(runs: Path) -> None:
    found = compared(config(runs))
    pairs, articles, units = found.sizes["all"]
    assert (articles, units, found.grouped) == (40, 40, False)
    assert sum(found.sizes[kind][0] for kind in Kind) == pairs
    assert found.sizes["1 counterparty"][0] + found.sizes["2 counterparties"][0] == pairs
    assert found.sizes["seen actors"][0] + found.sizes["unseen actors"][0] == pairs
    assert found.sizes["unseen actors"][0] * 2 == found.sizes["2 counterparties"][0]
    assert set(found.experiments[0].slices) == set(found.sizes) - {"all"}
    assert found.notes == []


def test_only_the_settings_that_differ(runs: Path) -> None:
    settings = compared(config(runs)).settings
    assert settings == {"model.c": ["4.0", "–"], "model.kind": ["tfidf", "transformer"]}


def test_near_twins_are_resampled_together(tmp_path: Path) -> None:
    """Twins that err alike are half as many independent observations: the interval must widen."""
    train = write_train(tmp_path / "train.jsonl")
    widths = []
    for twins in (False, True):
        data = write_data(tmp_path / f"{twins}.jsonl", 60, twins=twins)
        folder = write_run(tmp_path / str(twins), "compact", 1, data, train, 0.7)
        rows = [
            json.loads(x) for x in (folder / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for row in rows:  # whole groups of two are right or wrong
            right = int(row["article"][1:]) // 2 % 3 > 0
            place = (LABELS.index(row["gold"]) + (0 if right else 1)) % 3
            row["probabilities"] = np.roll([0.8, 0.1, 0.1], place).tolist()
        write_jsonl(rows, folder / "predictions.jsonl")
        found = compared(config(tmp_path / str(twins)))
        assert found.sizes["all"][1:] == (60, 30 if twins else 60)
        assert found.grouped is twins
        (only,) = found.experiments
        widths.append(only.macro_f1.high - only.macro_f1.low)
    assert widths[1] > 1.2 * widths[0]
    compare(config(tmp_path / "True", output=str(tmp_path / "out")))
    assert "in 30 groups of near twins" in (tmp_path / "out" / "comparison.md").read_text(encoding="utf-8")
    assert "bootstrap par groupe" in (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")


def test_a_learning_curve_is_drawn_where_only_the_share_of_data_differs(runs: Path, tmp_path: Path) -> None:
    data, train = tmp_path / "test.jsonl", tmp_path / "train.jsonl"
    assert compared(config(runs)).curves == []
    for share, skill in ((0.1, 0.5), (0.5, 0.7), (1.0, 0.8)):
        write_run(tmp_path / "curve", "learning_curve", 1, data, train, skill, share=share)
    found = compared(config(tmp_path / "curve", output=str(tmp_path / "out")))
    names = [f"learning_curve data.share={share}" for share in (0.1, 0.5, 1.0)]
    assert [e.name for e in found.experiments] == names
    (curve,) = found.curves
    assert (curve.name, [p.pairs for p in curve.points]) == ("learning_curve", [10, 50, 100])
    assert [p.experiment for p in curve.points] == names
    assert [p.macro_f1 for p in curve.points] == [e.macro_f1 for e in found.experiments]
    compare(config(tmp_path / "curve", output=str(tmp_path / "out")))
    html = (tmp_path / "out" / "compare.html").read_text(encoding="utf-8")
    assert "Courbe d’apprentissage" in html
    assert "| learning_curve | 10% | 10 |" in (tmp_path / "out" / "comparison.md").read_text(encoding="utf-8")


def test_the_same_settings_on_other_training_data_are_another_experiment(runs: Path, tmp_path: Path) -> None:
    other = write_data(tmp_path / "more.jsonl", 3, "t")
    write_run(tmp_path / "late", "compact", 1, tmp_path / "test.jsonl", other, 0.8)
    found = compared(config(runs, tmp_path / "late"))
    assert sorted(len(e.seeds) for e in found.experiments) == [1, 3, 3]
    assert "data.train sha256" in found.settings
    assert not any("repeats" in note.english for note in found.notes)


def test_runs_of_several_commits_get_a_note(runs: Path) -> None:
    file = folder_of(runs, "bow", 1) / "run.json"
    file.write_text(file.read_text(encoding="utf-8").replace("0" * 40, "f" * 40), encoding="utf-8")
    (note,) = compared(config(runs)).notes
    assert "made at 2 commits (000000000, fffffffff)" in note.english


def test_speed_is_shown_where_every_run_recorded_it(runs: Path, tmp_path: Path) -> None:
    for seed in (1, 2, 3):
        file = folder_of(runs, "bow", seed) / "metrics.json"
        metrics = json.loads(file.read_text(encoding="utf-8"))
        metrics["training"]["pairs_per_second"] = 100.0 * seed
        file.write_text(json.dumps(metrics), encoding="utf-8")
    bow, compact = compared(config(runs)).experiments
    assert (bow.speeds["pairs_per_second"].mean, compact.speeds) == (200, {})
    compare(config(runs, output=str(tmp_path / "out")))
    assert "pairs scored a second" in (tmp_path / "out" / "comparison.md").read_text(encoding="utf-8")


def test_disagreements_are_sorted_and_quoted(runs: Path) -> None:
    (rows,) = compared(config(runs, disagreements=5)).disagreements.values()
    assert len(rows) == 5
    assert [x.distance for x in rows] == sorted((x.distance for x in rows), reverse=True)
    assert all(x.fact and x.fact.quote.startswith("Moscou") for x in rows)


def test_the_same_comparison_twice_is_the_same(runs: Path) -> None:
    assert compared(config(runs)) == compared(config(f"{runs}/*/*"))


def test_a_baseline_by_name_and_an_unknown_one(runs: Path) -> None:
    (outcome,) = compared(config(runs, baseline="compact")).outcomes
    assert (outcome.name, outcome.verdict) == ("bow", Verdict.worse)
    with pytest.raises(
        ComparisonError, match="baseline=large: no such experiment here; choose bow or compact"
    ):
        compared(config(runs, baseline="large"))


def test_runs_on_different_data_are_refused_in_one_line(runs: Path, tmp_path: Path) -> None:
    other = write_data(tmp_path / "other.jsonl", 41)
    write_run(runs, "late", 1, other, tmp_path / "train.jsonl", 0.9)
    with pytest.raises(
        ComparisonError, match=r"^not comparable: .*test\.jsonl.*late.*other\.jsonl.*differ"
    ) as refused:
        compared(config(runs))
    assert "\n" not in str(refused.value)


def test_other_gold_labels_are_refused(runs: Path) -> None:
    file = folder_of(runs, "bow", 1) / "predictions.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    write_jsonl(rows[1:], file)
    with pytest.raises(ComparisonError, match="hold other pairs or labels"):
        compared(config(runs))


def test_without_the_data_file_the_slices_are_missing_and_a_note_says_so(runs: Path, tmp_path: Path) -> None:
    (tmp_path / "test.jsonl").unlink()
    found = compared(config(runs))
    assert list(found.sizes) == ["all"]
    assert found.outcomes[0].verdict is Verdict.better
    assert "test.jsonl is gone" in found.notes[0].english


def test_without_the_training_file_only_unseen_actors_are_missing(runs: Path, tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text("{}\n", encoding="utf-8")
    found = compared(config(runs))
    assert "direct" in found.sizes
    assert "unseen actors" not in found.sizes
    assert "train.jsonl has changed since the runs" in found.notes[0].english


def test_unfinished_and_repeated_runs_are_left_out_with_a_note(runs: Path, tmp_path: Path) -> None:
    (folder_of(runs, "bow", 3) / "metrics.json").unlink()
    write_run(runs / "again", "compact", 2, tmp_path / "test.jsonl", tmp_path / "train.jsonl", 0.85)
    found = compared(config(runs))
    assert [len(e.seeds) for e in found.experiments] == [2, 3]
    assert sorted(re.sub(r"\S*/runs/|[0-9a-f]{8}-", "", note.english) for note in found.notes) == [
        "bow/seed3 is not finished and was left out",
        "compact/seed2 repeats the settings and seed of again/compact/seed2 and was left out",
    ]


def test_two_experiments_of_one_name_are_told_apart(runs: Path, tmp_path: Path) -> None:
    data, train = tmp_path / "test.jsonl", tmp_path / "train.jsonl"
    write_run(tmp_path / "more", "compact", 1, data, train, 0.8, mask=False)
    found = compared(config(runs, tmp_path / "more"))
    assert len({e.name for e in found.experiments}) == 3
    assert all(o.name.startswith("compact ") for o in found.outcomes)
    assert [o.seeds_known for o in found.outcomes].count(False) == 1


@pytest.mark.parametrize(
    ("paths", "settings", "message"),
    [
        (["nowhere"], {}, "nowhere: no run folder here"),
        (["."], {}, "no run folder here"),
        ([], {"split": "press"}, "split=press: .* did not score it; all scored dev, test"),
    ],
)
def test_what_cannot_be_compared_says_why(
    runs: Path, monkeypatch: pytest.MonkeyPatch, paths: Sequence[str], settings: dict[str, Any], message: str
) -> None:
    (runs.parent / "empty").mkdir()
    monkeypatch.chdir(runs.parent / "empty")
    with pytest.raises(ComparisonError, match=message):
        compared(config(*(paths or [str(runs)]), **settings))


def test_a_broken_run_folder_is_named(runs: Path) -> None:
    (folder_of(runs, "bow", 2) / "run.json").write_text("{", encoding="utf-8")
    with pytest.raises(ComparisonError, match=r"bow/[0-9a-f]{8}-seed2: is no whole run folder"):
        compared(config(runs))


def test_settings_are_checked() -> None:
    with pytest.raises(ConfigError, match="draws=5"):
        CompareConfig(runs=["runs"], draws=5)
    with pytest.raises(ConfigError, match="name at least one run folder"):
        CompareConfig(runs=[])


def test_the_two_tests_must_agree() -> None:
    found = Difference(0.1, 0.01, 0.2, 0.01, 0.02, 0.1)
    assert verdict(found) is Verdict.better
    assert verdict(replace(found, value=-0.1)) is Verdict.worse
    assert verdict(replace(found, p_bootstrap=0.06)) is Verdict.mixed
    assert verdict(replace(found, p_bootstrap=0.06, p_randomisation=0.07)) is Verdict.undecided


def test_the_outputs(runs: Path, tmp_path: Path) -> None:
    shown = compare(config(runs, output=str(tmp_path / "out")))
    assert "compact is better than bow" in shown
    assert "Settings that differ" in shown
    out = {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir()}
    assert sorted(out) == ["compare.html", "comparison.csv", "comparison.json", "comparison.md"]
    assert "## Macro-F1 by slice" in out["comparison.md"]
    rows = list(csv.DictReader(io.StringIO(out["comparison.csv"])))
    stored = json.loads(out["comparison.json"])
    (f1,) = (
        r["mean"]
        for r in rows
        if (r["experiment"], r["slice"], r["figure"]) == ("compact", "all", "macro_f1")
    )
    assert float(f1) == stored["experiments"][1]["macro_f1"]["value"]
    assert stored["outcomes"][0]["verdict"] == "better"
    assert any("by dev alone" in x.lower() for x in stored["conclusions"])


def test_the_page_holds_its_plots_and_fetches_nothing(runs: Path, tmp_path: Path) -> None:
    compare(config(runs, output=str(tmp_path)))
    html = (tmp_path / "compare.html").read_text(encoding="utf-8")
    assert html.count("<svg") == 4
    assert html.count("<polyline") == 4
    assert 'fait <b class="better">mieux</b> que bow' in html
    assert not re.search(r"(src|href)=|https?:|<script|@import|url\(|nan|None", html)
    assert "default-src 'none'" in html


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path")
def test_a_browser_draws_the_page_without_an_error_or_a_request(runs: Path, tmp_path: Path) -> None:
    """The page's own policy forbids every request, and the browser's console tells of each that was tried."""
    for share in (0.5, 1.0):
        write_run(
            runs, "curve", 1, tmp_path / "test.jsonl", tmp_path / "train.jsonl", 0.5 + share / 4, share=share
        )
    out = tmp_path / "out"
    compare(config(runs, output=str(out)))
    html = (out / "compare.html").read_text(encoding="utf-8")
    plots = ("Macro-F1 de chaque", "Écart de chaque", "Macro-F1 selon", "Fiabilité des", "Risque selon")
    assert all(f'aria-label="{plot}' in html for plot in plots)
    assert html.count("<caption>") == 4  # a confusion matrix an experiment
    shot = out / "page.png"
    assert console(out / "compare.html", shot) == []
    assert shot.stat().st_size > 50_000
    broken = out / "broken.html"
    broken.write_text(
        html.replace("</main>", '<img src="https://example.org/x.png"></main>'), encoding="utf-8"
    )
    (line,) = console(broken, shot)
    assert "https://example.org/x.png" in line


def console(page: Path, shot: Path) -> list[str]:
    """What a headless browser writes to its console about a page, whose picture it saves."""
    assert CHROMIUM
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--enable-logging=stderr"]
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [
                CHROMIUM, *options, f"--user-data-dir={profile}", "--window-size=1100,4000",
                f"--screenshot={shot}", page.as_uri(),
            ],
            capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
    return [line for line in done.stderr.splitlines() if ":CONSOLE" in line]


def test_one_experiment_alone_is_shown_without_tests(runs: Path, tmp_path: Path) -> None:
    shown = compare(config(runs / "bow", output=str(tmp_path)))
    assert "bow is the only experiment here" in shown
    assert "Against" not in shown
    assert (tmp_path / "compare.html").read_text(encoding="utf-8").count("<svg") == 3


def test_ticks_are_round_and_inside() -> None:
    assert Axis(0.62, 0.87, 0, 100).ticks() == [0.65, 0.7, 0.75, 0.8, 0.85]
    assert Axis(0, 1, 48, 400).at(0.5) == 224
    assert all(2 <= len(Axis(-w / 3, w, 0, 1).ticks()) <= 10 for w in np.geomspace(0.001, 10, 50))


def test_the_command_takes_plain_paths(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = tmp_path / "d'été, [2] é"
    runs.rename(odd)
    from dyade.scripts.compare import main

    monkeypatch.setattr(
        sys,
        "argv",
        ["compare", str(odd / "bow"), str(odd / "compact"), f"output={tmp_path / 'out'}", "draws=200"],
    )
    main()
    assert "compact is better than bow" in capsys.readouterr().out
