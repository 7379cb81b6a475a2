"""The time series of dyads: what it counts, what it leaves out, and the page."""

from __future__ import annotations

import csv
from dataclasses import astuple, replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import save
from test_commands import run

from dyade.config import ConfigError, DyadsConfig
from dyade.dyads import FIELDS, Period, dyads_of
from dyade.records import Article, Dyad
from dyade.series.plot import periods
from dyade.series.table import write_series
from dyade.sources import InputError


def rows(article: Article, path: Path, *dates: str) -> Path:
    """A dyads.csv with the article's dyads on each date."""
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(FIELDS)
        table.writerows(astuple(replace(d, date=date)) for date in dates for d in dyads_of(article))
    return path


def test_records_and_rows_give_the_same_series(article: Article, tmp_path: Path) -> None:
    from_rows, from_records = tmp_path / "a.csv", tmp_path / "b.csv"
    write_series(DyadsConfig(str(rows(article, tmp_path / "dyads.csv", "2014-05-02")), str(from_rows)))
    write_series(DyadsConfig(str(save([article], tmp_path / "predictions.jsonl")), str(from_records)))
    assert from_rows.read_text(encoding="utf-8") == from_records.read_text(encoding="utf-8")
    assert from_rows.read_text(encoding="utf-8").splitlines() == [
        "period,source,target,conciliatory,neutral,threatening,balance",
        "2014-04-28,GRC,EGY,1,0,0,1.0",
        "2014-04-28,GRC,TUR,0,0,1,-1.0",
    ]


def test_what_has_no_date_or_no_label_is_counted_and_left_out(article: Article, tmp_path: Path) -> None:
    first, second = article.statements
    unjudged = replace(first, stances=tuple(replace(t, label=None) for t in first.stances))
    articles = [replace(article, date=None), replace(article, id="b", statements=(unjudged, second))]
    found = write_series(DyadsConfig(str(save(articles, tmp_path / "a.jsonl")), str(tmp_path / "out.csv")))
    assert (found.rows, found.undated, found.unjudged, len(found.steps)) == (4, 2, 1, 1)
    assert "<b>3</b>sans date" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_parquet_holds_days_and_counts(article: Article, tmp_path: Path) -> None:
    source = rows(article, tmp_path / "dyads.csv", "2014-05-02", "2014-05-09")
    write_series(DyadsConfig(str(source), str(tmp_path / "a.parquet"), "month"))
    table = pq.read_table(tmp_path / "a.parquet")
    assert str(table.schema.field("period").type) == "date32[day]"
    assert table.column("threatening").to_pylist() == [0, 2]


def test_an_empty_series_still_writes_both_files(tmp_path: Path, article: Article) -> None:
    source = rows(article, tmp_path / "dyads.csv")
    write_series(DyadsConfig(str(source), str(tmp_path / "a.parquet")))
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 0
    assert "Aucune position" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_the_page_plots_the_most_frequent_and_asks_for_nothing_from_outside(
    article: Article, tmp_path: Path
) -> None:
    source = rows(article, tmp_path / "dyads.csv", "2014-05-02", "2014-07-11")
    write_series(DyadsConfig(str(source), str(tmp_path / "a.csv"), plots=1))
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page.count("<figure>") == 1
    assert page.count("<rect") == 2
    assert "1 dyades moins fréquentes" in page
    assert "http" not in page


@pytest.mark.parametrize("period", list(Period))
def test_periods_follow_each_other_without_a_gap(period: Period) -> None:
    axis = periods("2023-01-01" if period is not Period.week else "2023-01-02", "2025-12-31", period)
    assert axis == sorted(set(axis))
    assert (
        len(axis)
        in {
            Period.day: [1096],
            Period.week: [158],
            Period.month: [37],
            Period.quarter: [13],
            Period.year: [4],
        }[period]
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("article,date\na,2014-05-02\n", "lacks the columns speaker"),
        (
            ",".join(FIELDS) + "\na,2014-02-30,x,GRC,TUR,neutral,,,,direct,q,0,1\n",
            "line 2: date '2014-02-30' is no day",
        ),
        (
            ",".join(FIELDS) + "\na,2014-02-03,x,GRC,TUR,angry,,,,direct,q,0,1\n",
            "line 2: 'angry' is not one of",
        ),
    ],
)
def test_broken_rows_are_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "dyads.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        write_series(DyadsConfig(str(tmp_path / "dyads.csv"), str(tmp_path / "out.csv")))


def test_a_wrong_period_or_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="must be one of day, week"):
        write_series(DyadsConfig("x.csv", "a.csv", "fortnight"))
    with pytest.raises(ConfigError, match=r"must end in \.csv or \.parquet"):
        DyadsConfig("x.csv", "a.xlsx")


def test_the_command_says_what_it_wrote(article: Article, tmp_path: Path) -> None:
    source = rows(article, tmp_path / "dyads.csv", "2014-05-02")
    done = run("dyads", f"input={source}", f"output={tmp_path / 'out.csv'}")
    assert done.returncode == 0, done.stderr
    assert "2 dyads, 2 rows by week" in done.stdout
    assert isinstance(next(dyads_of(article)), Dyad)
