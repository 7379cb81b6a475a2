"""The time series of dyads: records or dyad rows in, one row for each period, source and target out.

    dyade-dyads input=out/predictions.jsonl output=weekly.csv period=week

Rows are read as a stream; what is kept grows with the number of (period, source, target) only. Periods
without a statement get no row, and counts are not corrected for how much was published.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from dyade.config import ConfigError, DyadsConfig
from dyade.dyads import FIELDS, Period, Step, dyads_of, first_day, series
from dyade.records import Dyad, Kind, Label
from dyade.series.plot import page
from dyade.sources import InputError, Rejection, read_articles

COLUMNS = tuple(f.name for f in fields(Step))


@dataclass
class Series:
    """The steps of a time series and how many rows they hold and leave out."""

    steps: list[Step]
    rows: int = 0
    undated: int = 0
    unjudged: int = 0


def write_series(config: DyadsConfig) -> Series:
    """Counts the dyads of `config.input` by period; writes the table and the page of plots.

    Raises:
        ConfigError: no such period.
        InputError: the input cannot be read; the message names file, line and what is wrong.
    """
    if config.period not in list(Period):
        raise ConfigError(f"period={config.period!r}: must be one of {', '.join(Period)}")
    found = count(read_dyads(config.input), Period(config.period))
    table = Path(config.output)
    table.parent.mkdir(parents=True, exist_ok=True)
    _write(found.steps, table)
    html = page(found.steps, Period(config.period), config.plots, left_out=found.undated + found.unjudged)
    table.with_suffix(".html").write_text(html, encoding="utf-8")
    return found


def count(dyads: Iterator[Dyad], period: Period) -> Series:
    """The steps of a stream of dyads; rows without a date or a label are counted and left out."""
    found = Series([])

    def usable() -> Iterator[Dyad]:
        for dyad in dyads:
            found.rows += 1
            if not dyad.date:
                found.undated += 1
            elif not dyad.label:
                found.unjudged += 1
            else:
                yield dyad

    found.steps = series(usable(), period)
    return found


def read_dyads(path: str) -> Iterator[Dyad]:
    """The dyads of a file, one by one: rows of a `dyads.csv`, or those of each article of anything else.

    Raises:
        InputError: the input is missing, or a row or a record is broken.
    """
    if Path(path).suffix.lower() == ".csv":
        yield from _rows(Path(path))
        return
    for article in read_articles(path):
        if isinstance(article, Rejection):
            raise InputError(str(article))
        for dyad in dyads_of(article):
            _check_date(dyad.date, f"{path}: article {article.id}")
            yield dyad


def _rows(file: Path) -> Iterator[Dyad]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        if missing := [name for name in FIELDS if name not in (table.fieldnames or ())]:
            raise InputError(
                f"{file}: lacks the columns {', '.join(missing)}; give a dyads.csv that predict wrote"
            )
        for row in table:
            place = f"{file}: line {table.line_num}"
            _check_date(row["date"], place)
            try:
                yield _dyad(row)
            except (TypeError, ValueError) as error:
                raise InputError(f"{place}: {error}") from None


def _dyad(row: Mapping[str, str]) -> Dyad:
    conciliatory, neutral, threatening = (_number(row[label]) for label in Label)
    return Dyad(
        row["article"],
        row["date"] or None,
        row["speaker"],
        row["source"],
        row["target"],
        Label(row["label"]) if row["label"] else None,
        conciliatory,
        neutral,
        threatening,
        Kind(row["kind"]),
        row["quote"],
        int(row["start"]),
        int(row["end"]),
        {"true": True, "false": False}.get(row.get("uncertain") or ""),
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _check_date(date: str | None, place: str) -> None:
    """Refuses a date that has the right form and is no day, such as 2022-02-30."""
    try:
        if date:
            first_day(date, Period.day)
    except ValueError as error:
        raise InputError(f"{place}: date {date!r} is no day of the calendar ({error})") from None


def _write(steps: list[Step], path: Path) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(map(astuple, steps))
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = [pa.date32(), pa.string(), pa.string(), pa.int64(), pa.int64(), pa.int64(), pa.float64()]
    columns = list(zip(*map(astuple, steps), strict=True)) or [()] * len(COLUMNS)
    first, *rest = (pa.array(list(c)) for c in columns)
    arrays = [
        first.cast(pa.string()).cast(types[0]),
        *(a.cast(t) for a, t in zip(rest, types[1:], strict=True)),
    ]
    pq.write_table(pa.Table.from_arrays(arrays, names=list(COLUMNS)), path)
