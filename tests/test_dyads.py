"""Dyads: rows, and their time series."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dyade.dyads import Period, dyads_of, first_day, series
from dyade.records import Article, Label


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
