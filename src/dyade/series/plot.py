"""The page of a time series: each dyad's counts of stances by period, and their balance, as plain SVG."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dyade.dyads import Period, Step, first_day
from dyade.pages import render
from dyade.records import Label
from dyade.report import NAMES

WIDTH, HEIGHT, BALANCE, GAP = 560.0, 110.0, 56.0, 14.0
"""Of a plot in its own units: the whole width, the two panels' heights, and the space between them."""
PERIODS = {
    Period.day: "jour",
    Period.week: "semaine",
    Period.month: "mois",
    Period.quarter: "trimestre",
    Period.year: "année",
}
_LONGEST = {Period.day: 1, Period.week: 7, Period.month: 31, Period.quarter: 93, Period.year: 366}
"""Days from the first day of a period into the next one, whichever it is."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One label's share of a period's column, in plot units from the upper left corner."""

    x: float
    y: float
    width: float
    height: float
    label: Label
    hint: str


@dataclass(frozen=True, slots=True)
class Plot:
    """One dyad's plot."""

    source: str
    target: str
    total: int
    counts: Mapping[Label, int]
    balance: float
    highest: int
    """The count at the upper end of the scale."""
    bars: Sequence[Bar]
    line: Sequence[tuple[float, float, str]]
    """The points of the balance, each with its hint."""


def page(steps: Sequence[Step], period: Period, most: int, left_out: int = 0) -> str:
    """The most frequent dyads plotted on one time axis, as a self-contained HTML page.

    Args:
        most: how many dyads are plotted; the table holds all.
        left_out: rows without date or label, which the page mentions.
    """
    dyads = _by_dyad(steps)
    axis = periods(min(s.period for s in steps), max(s.period for s in steps), period) if steps else []
    shown = sorted(dyads, key=lambda d: -sum(map(_total, dyads[d])))[:most]
    return render(
        "timeseries.html.j2",
        plots=[_plot(dyads[d], axis) for d in shown],
        hidden=len(dyads) - len(shown),
        total=sum(map(_total, steps)),
        labels=NAMES,
        axis=axis,
        period=PERIODS[period],
        left_out=left_out,
        sums=_sums(steps),
        dyads=len(dyads),
        width=WIDTH,
        height=HEIGHT,
        top=HEIGHT + GAP,
        balance=BALANCE,
    )


def periods(first: str, last: str, period: Period) -> list[str]:
    """The first day of every period from one to another, ISO, the empty ones too."""
    found = [first]
    while found[-1] < last:
        beyond = datetime.date.fromisoformat(found[-1]) + datetime.timedelta(days=_LONGEST[period])
        found.append(first_day(beyond.isoformat(), period))
    return found


def _by_dyad(steps: Sequence[Step]) -> dict[tuple[str, str], list[Step]]:
    dyads: dict[tuple[str, str], list[Step]] = {}
    for step in steps:
        dyads.setdefault((step.source, step.target), []).append(step)
    return dyads


def _total(step: Step) -> int:
    return step.conciliatory + step.neutral + step.threatening


def _sums(steps: Sequence[Step]) -> dict[Label, int]:
    return {x: sum(getattr(s, x) for s in steps) for x in Label}


def _plot(steps: Sequence[Step], axis: Sequence[str]) -> Plot:
    place = {day: n for n, day in enumerate(axis)}
    slot = WIDTH / len(axis)
    highest = max(map(_total, steps))
    counts = _sums(steps)
    total = sum(counts.values())
    line = [
        (
            round(slot * (place[s.period] + 0.5), 1),
            round(BALANCE * (1 - s.balance) / 2, 1),
            f"{s.period} : {s.balance:+.2f}",
        )
        for s in steps
    ]
    bars = [bar for s in steps for bar in _bars(s, slot * place[s.period], slot, HEIGHT / highest)]
    balance = (counts[Label.conciliatory] - counts[Label.threatening]) / total
    return Plot(steps[0].source, steps[0].target, total, counts, balance, highest, bars, line)


def _bars(step: Step, x: float, slot: float, unit: float) -> Iterator[Bar]:
    """A period's column: threats at the bottom, good will on top."""
    counts = Counter({label: getattr(step, label) for label in Label})
    hint = f"{step.period} : " + ", ".join(f"{counts[label]} {NAMES[label]}" for label in Label)
    width = min(max(slot * 0.86, 0.6), 22.0)
    base = HEIGHT
    for label in reversed(Label):
        if counts[label]:
            base -= counts[label] * unit
            left = x + (slot - width) / 2
            yield Bar(
                round(left, 2), round(base, 2), round(width, 2), round(counts[label] * unit, 2), label, hint
            )
