"""A comparison as one self-contained page, its plots drawn as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from dyade.comparison.text import rounded_p
from dyade.pages import render
from dyade.records import Kind
from dyade.report import NAMES

if TYPE_CHECKING:
    from dyade.comparison import Comparison

COLOURS = ("#3b6ea8", "#c2711d", "#7a4fa3", "#2a8c82", "#a83a5b", "#6b7a1f", "#5f6b7a", "#8a5a44")
"""One an experiment, in their order; none is a label's."""
GUTTER = 200
"""Pixels for the experiments' names, left of the intervals."""
FEWEST = 0.05
"""The share of pairs from which risk is drawn: below it, a handful of pairs decides."""
SLICES = {
    Kind.direct.value: "discours direct",
    Kind.mixed.value: "discours mixte",
    Kind.indirect.value: "discours indirect",
    "1 counterparty": "une partie visée",
    "2 counterparties": "deux parties visées",
    "3 or more": "trois parties ou plus",
    "seen actors": "acteurs déjà vus",
    "unseen actors": "acteurs jamais vus",
}
SPEEDS = {
    "articles_per_second": "Articles jugés par seconde",
    "pairs_per_second": "Paires jugées par seconde",
}


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a value."""
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 2)

    def ticks(self) -> list[float]:
        """Four to ten round values."""
        step = 10 ** math.floor(math.log10((self.high - self.low) / 2))
        step = next(step * k for k in (0.5, 1, 2, 5) if (self.high - self.low) / (step * k) <= 8)
        return [
            round(k * step, 10)
            for k in range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)
        ]

    def points(self, other: Axis, values: Sequence[tuple[float, float]]) -> str:
        """A polyline's points: this axis across, the other one up."""
        return " ".join(f"{self.at(x)},{other.at(y)}" for x, y in values)


def around(values: Sequence[float], start: float, end: float, margin: float = 0.08) -> Axis:
    """An axis that holds the values with a margin at both ends."""
    low, high = min(values), max(values)
    edge = margin * (high - low or 1)
    return Axis(low - edge, high + edge, start, end)


def risk_axis(curves: Sequence[Sequence[Mapping[str, float]]], start: float, end: float) -> Axis:
    """The upright axis of risk–coverage curves, from 0 to a little above the highest risk that is drawn."""
    risks = [step["risk"] for curve in curves for step in curve if step["coverage"] >= FEWEST]
    return Axis(0, max(0.1, max(risks, default=0)) * 1.05, start, end)


def french(value: float | None, digits: int = 3, sign: bool = False) -> str:
    """A number with a decimal comma and a true minus sign."""
    if value is None:
        return "–"
    return f"{value:{'+' if sign else ''}.{digits}f}".replace(".", ",").replace("-", "−")


def p_value(value: float) -> str:
    """A p value in French."""
    shown = rounded_p(value).replace(".", ",")
    return f"p < {shown[1:]}" if shown[0] == "<" else f"p = {shown}"


def short(name: str) -> str:
    """A name that fits the gutter: its beginning, and the end that tells it from others."""
    return name if len(name) <= 24 else f"{name[:7]}…{name[-16:]}"


def page(found: Comparison) -> str:
    """The page as HTML."""
    bounds = [x for e in found.experiments for x in (e.macro_f1.low, e.macro_f1.high, *e.by_seed)]
    shifts = [
        x
        for o in found.outcomes
        for x in (o.difference.low, o.difference.high, -o.difference.detectable, o.difference.detectable)
    ]
    colours = dict(zip((e.name for e in found.experiments), cycle(COLOURS), strict=False))
    points = [p for curve in found.curves for p in curve.points]
    heights = [x for p in points for x in (p.macro_f1.low, p.macro_f1.high)]
    return render(
        "compare.html.j2",
        {"fr": french, "p": p_value, "short": short},
        found=found,
        labels=NAMES,
        slices=SLICES,
        colours=colours,
        reliable=[(e.name, colours[e.name], e.reliability) for e in found.experiments],
        risky=[(e.name, colours[e.name], e.risk_coverage) for e in found.experiments],
        curve_colours=dict(zip((c.name for c in found.curves), cycle(COLOURS), strict=False)),
        speeds={key: SPEEDS[key] for key in SPEEDS if any(key in e.speeds for e in found.experiments)},
        runs=sum(len(e.seeds) for e in found.experiments),
        chosen=max(found.experiments, key=lambda e: e.dev.mean).name,
        scores=around(bounds, GUTTER, 740),
        shifts=around([*shifts, 0.0], GUTTER, 740),
        share=Axis(0, 1, 48, 400),
        share_up=Axis(0, 1, 300, 16),
        fewest=FEWEST,
        risk_up=risk_axis([e.risk_coverage for e in found.experiments], 300, 16),
        amount=Axis(0, 1.04 * max((p.pairs for p in points), default=1), 56, 740),
        amount_up=around(heights or [0.0, 1.0], 260, 16),
    )
