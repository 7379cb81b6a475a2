"""Dyads: rows, and their time series."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, save

from dyade.batch import predict
from dyade.config import Extraction, ExtractorConfig, PredictConfig
from dyade.dyads import FIELDS, Period, dyads_of, first_day, series
from dyade.records import Article, Label
from dyade.series.table import read_dyads


def test_one_row_for_each_statement_and_counterparty(article: Article) -> None:
    assert [(d.source, d.target, d.label) for d in dyads_of(article)] == [
        ("GRC", "TUR", Label.threatening),
        ("GRC", "EGY", Label.conciliatory),
    ]


def test_joint_speakers_give_a_row_each(article: Article) -> None:
    statement = article.statements[0]
    joint = replace(statement, speaker=replace(statement.speaker, side="GRC+CYP"))
    rows = list(dyads_of(replace(article, statements=(joint,))))
    assert [d.source for d in rows] == ["GRC", "CYP"]


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("day", "2014-05-08"), ("week", "2014-05-05"), ("month", "2014-05-01"), ("quarter", "2014-04-01"), ("year", "2014-01-01"),
    ],
)  # fmt: skip
def test_a_period_begins_on_its_first_day(period: str, day: str) -> None:
    assert first_day("2014-05-08", Period(period)) == day


def test_a_series_counts_labels_and_their_balance(article: Article) -> None:
    later = replace(article, date="2014-05-03")
    steps = series(
        [d for a in (article, later, replace(article, date=None)) for d in dyads_of(a)], Period.week
    )
    assert [(s.period, s.target, s.threatening, s.balance) for s in steps] == [
        ("2014-04-28", "EGY", 0, 1.0),
        ("2014-04-28", "TUR", 2, -1.0),
    ]


@pytest.mark.parametrize("threshold", ["0.999", "0.001", None])
def test_a_threshold_adds_a_last_column_that_the_series_reads(
    article: Article, threshold: str | None, tmp_path: Path
) -> None:
    predict(
        PredictConfig(
            input=str(save([article], tmp_path / "a.jsonl")),
            output=str(tmp_path / "out"),
            model=str(ROOT / "models" / "compact"),
            threshold=threshold,
            extractor=ExtractorConfig(Extraction.given),
        )
    )
    with (tmp_path / "out" / "dyads.csv").open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    assert tuple(head) == (FIELDS if threshold is None else (*FIELDS, "uncertain"))
    assert {row[-1] for row in rows} == {"0.999": {"true"}, "0.001": {"false"}}.get(
        threshold or "", {row[FIELDS.index("end")] for row in rows}
    )
    read = list(read_dyads(str(tmp_path / "out" / "dyads.csv")))
    assert [d.uncertain for d in read] == [{"0.999": True, "0.001": False}.get(threshold or "")] * 2
    assert read == list(read_dyads(str(tmp_path / "out" / "predictions.jsonl")))
