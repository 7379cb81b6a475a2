"""Dyads: the flat rows (source → target) of labelled articles, and their time series."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum

from dyade.records import Article, Dyad, Label

FIELDS = tuple(f.name for f in fields(Dyad) if f.name != "uncertain")
"""The columns of a table of dyads; `uncertain` follows them where a threshold was set."""


class Period(StrEnum):
    """The length of one step of a time series."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


@dataclass(frozen=True, slots=True)
class Step:
    """How one source spoke of one target in one period."""

    period: str
    """The period's first day, ISO."""
    source: str
    target: str
    conciliatory: int
    neutral: int
    threatening: int
    balance: float
    """(conciliatory − threatening) / all, from −1 to 1."""


def dyads_of(article: Article) -> Iterator[Dyad]:
    """One row for each (statement, counterparty) of an article; joint speakers give a row each."""
    for statement in article.statements:
        for source in statement.speaker.sides:
            for stance in statement.stances:
                p = stance.probabilities or (None, None, None)
                yield Dyad(
                    article.id,
                    article.date,
                    statement.speaker.name,
                    source,
                    stance.counterparty,
                    stance.label,
                    p[0],
                    p[1],
                    p[2],
                    statement.kind,
                    statement.quote,
                    statement.start,
                    statement.end,
                    stance.uncertain,
                )


def columns(threshold: bool) -> tuple[str, ...]:
    """The columns of a table of dyads.

    Args:
        threshold: whether a threshold was set, below which a label counts as uncertain.
    """
    return (*FIELDS, "uncertain") if threshold else FIELDS


def cells(dyad: Dyad, names: Iterable[str]) -> list[object]:
    """A dyad's row in some columns; yes and no are written as in JSON."""
    values = (getattr(dyad, name) for name in names)
    return [str(value).lower() if isinstance(value, bool) else value for value in values]


def series(dyads: Iterable[Dyad], period: Period) -> list[Step]:
    """The counts of each label by period, source and target, in that order; undated rows are left out."""
    counts: dict[tuple[str, str, str], Counter[Label]] = {}
    for dyad in dyads:
        if dyad.date and dyad.label:
            key = (first_day(dyad.date, period), dyad.source, dyad.target)
            counts.setdefault(key, Counter())[dyad.label] += 1
    return [
        Step(*key, c[Label.conciliatory], c[Label.neutral], c[Label.threatening], _balance(c))
        for key, c in sorted(counts.items())
    ]


def _balance(counts: Counter[Label]) -> float:
    return (counts[Label.conciliatory] - counts[Label.threatening]) / counts.total()


def first_day(date: str, period: Period) -> str:
    """The first day of the period that an ISO date lies in; weeks begin on Monday."""
    day = datetime.date.fromisoformat(date)
    match period:
        case Period.day:
            pass
        case Period.week:
            day -= datetime.timedelta(days=day.weekday())
        case Period.month:
            day = day.replace(day=1)
        case Period.quarter:
            day = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Period.year:
            day = day.replace(month=1, day=1)
    return day.isoformat()
