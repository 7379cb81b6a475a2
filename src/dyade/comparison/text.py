"""A comparison as text: for the terminal, as Markdown, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from dyade.comparison.figures import SPEEDS, Outcome, Spread, Verdict
from dyade.records import Label
from dyade.significance import LEVEL, POWER, Estimate
from dyade.tables import aligned

if TYPE_CHECKING:
    from dyade.comparison import Comparison


WIDEST = 4
"""The most experiments that stand side by side on a terminal; the files hold every table in any case."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table under a title."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def conclusions(found: Comparison) -> list[str]:
    """What can be concluded, and what cannot, one sentence or two an item."""
    said = [_verdict(outcome, found.baseline) for outcome in found.outcomes]
    if not said:
        said.append(f"{found.baseline} is the only experiment here: there is nothing to test it against.")
    if len(said) > 1:
        said.append("Only the baseline was tested against the others; name another with baseline=…")
    best = max(found.experiments, key=lambda e: e.dev.mean)
    said.append(
        f"By dev alone the choice falls on {best.name}; {found.split} is for reporting, not for choosing."
    )
    said.append("Figures by label and by slice are described, not tested.")
    return said


def _verdict(outcome: Outcome, baseline: str) -> str:
    d = outcome.difference
    p = f"p = {rounded_p(d.p_bootstrap)} and {rounded_p(d.p_randomisation)}"
    figures = f"{d.value:+.3f} [{d.low:+.3f}, {d.high:+.3f}], {p}"
    scope = (
        "on other articles like these and with other seeds the same is to be expected, not on other kinds of text"
        if outcome.seeds_known
        else "this holds for these very models, since one has a single seed; the settings need several"
    )
    missed = (
        f"a true difference of {d.detectable:.3f} is found {POWER:.0%} of the time, a smaller one less often"
    )
    against = f"{outcome.name} against {baseline}"
    match outcome.verdict:
        case Verdict.better | Verdict.worse:
            return f"{outcome.name} is {outcome.verdict} than {baseline} ({figures}): {scope}."
        case Verdict.mixed:
            return f"{against}: the two tests do not agree ({figures}); take it as undecided."
        case _:
            return f"{against}: no difference shown ({figures}). That is no proof of equality: {missed}."


def rounded_p(value: float) -> str:
    """Three digits; never rounded up to the level that it is below."""
    if value < 0.001:
        return "<0.001"
    return f"{LEVEL - 0.001 if value < LEVEL <= round(value, 3) else value:.3f}"


def _mean(found: Spread | Estimate, digits: int = 3) -> str:
    """`mean ± sd`."""
    value = found.value if isinstance(found, Estimate) else found.mean
    return f"{value:.{digits}f}" + ("" if found.sd is None else f" ± {found.sd:.{digits}f}")


def _range(found: Estimate) -> str:
    return f"[{found.low:.3f}, {found.high:.3f}]"


def results(found: Comparison) -> Table:
    """Macro-F1 of every experiment."""
    header = ("experiment", "seeds", "macro-F1", "95 %", "kappa", "ECE", "dev")
    rows = [
        (
            e.name,
            str(len(e.seeds)),
            _mean(e.macro_f1),
            _range(e.macro_f1),
            _mean(e.kappa),
            _mean(e.ece),
            _mean(e.dev),
        )
        for e in found.experiments
    ]
    size = found.sizes["all"]
    groups = f" in {size.units} groups of near twins" if found.grouped else ""
    title = f"Stance on {found.split}: {size.pairs} pairs of {size.articles} articles{groups}"
    return Table(title, header, rows)


def tests(found: Comparison) -> Table:
    """The differences from the baseline."""
    header = (
        "experiment",
        "difference",
        "95 %",
        "p bootstrap",
        "p randomisation",
        "smallest detectable",
        "verdict",
    )
    rows = []
    for outcome in found.outcomes:
        d = outcome.difference
        interval = f"[{d.low:+.3f}, {d.high:+.3f}]"
        p = (rounded_p(d.p_bootstrap), rounded_p(d.p_randomisation))
        rows.append(
            (outcome.name, f"{d.value:+.3f}", interval, *p, f"{d.detectable:.3f}", outcome.verdict.value)
        )
    return Table(f"Against {found.baseline}, p after Holm", header, rows)


def settings(found: Comparison) -> Table:
    """Only the settings that differ."""
    rows = [(key, *values) for key, values in found.settings.items()]
    return Table("Settings that differ", ("setting", *(e.name for e in found.experiments)), rows)


def by_label(found: Comparison) -> Table:
    """F1 of each label."""
    rows = [
        (label.value, *(f"{_mean(e.f1[label])} {_range(e.f1[label])}" for e in found.experiments))
        for label in Label
    ]
    return Table("F1 by label", ("label", *(e.name for e in found.experiments)), rows)


def by_slice(found: Comparison) -> Table:
    """Macro-F1 of each slice."""
    rows = [
        (
            name,
            str(size.pairs),
            str(size.articles),
            *(f"{_mean(e.slices[name])} {_range(e.slices[name])}" for e in found.experiments),
        )
        for name, size in found.sizes.items()
        if name != "all"
    ]
    header = ("slice", "pairs", "articles", *(e.name for e in found.experiments))
    return Table("Macro-F1 by slice (a label that a slice lacks counts 0)", header, rows)


def curves(found: Comparison) -> Table:
    """The points of every learning curve."""
    rows = [
        (curve.name, f"{p.share:.0%}", f"{p.pairs:,.0f}", _mean(p.macro_f1), _range(p.macro_f1))
        for curve in found.curves
        for p in curve.points
    ]
    return Table("Learning curve", ("curve", "share", "training pairs", "macro-F1", "95 %"), rows)


def cost(found: Comparison) -> Table:
    """What training took, and how fast the model is."""
    speeds = [key for key in SPEEDS if any(key in e.speeds for e in found.experiments)]
    rows = [
        (
            e.name,
            _mean(e.seconds, 1),
            "–" if e.parameters is None else f"{e.parameters:,}",
            f"{e.training_pairs:,.0f}",
            *(_mean(e.speeds[key], 1) if key in e.speeds else "–" for key in speeds),
        )
        for e in found.experiments
    ]
    shown = (key.replace("_per_", " scored a ") for key in speeds)
    return Table("Cost", ("experiment", "seconds of training", "parameters", "training pairs", *shown), rows)


_TABLES = (results, tests, settings, by_label, by_slice, curves, cost)
"""In reading order."""


def tables(found: Comparison) -> Iterator[Table]:
    """Every table, in reading order; those without rows left out."""
    yield from (table for make in _TABLES if (table := make(found)).rows)


def terminal(found: Comparison) -> str:
    """The tables that a terminal is wide enough for, the conclusions and the notes."""
    narrow = len(found.experiments) <= WIDEST
    shown = tables(found) if narrow else (t for t in (results(found), tests(found)) if t.rows)
    parts = [f"{table.title}\n{aligned(table.header, table.rows)}" for table in shown]
    return "\n\n".join(
        [*parts, "\n".join([*conclusions(found), *(f"note: {note.english}" for note in found.notes)])]
    )


def markdown(found: Comparison) -> str:
    """The whole comparison as a Markdown page."""
    parts = ["# Comparison of experiments", "\n".join(f"- {x}" for x in conclusions(found))]
    for table in tables(found):
        lines = [table.header, ["---"] * len(table.header), *table.rows]
        parts += [
            f"## {table.title}",
            "\n".join("| " + " | ".join(x.replace("|", "\\|") for x in row) + " |" for row in lines),
        ]
    unit = "group of near twins" if found.grouped else "article"
    parts.append(
        f"Mean ± standard deviation over seeds; 95 % intervals over other articles and seeds (bootstrap by {unit}). "
        f"Tests: paired bootstrap and approximate randomisation by {unit}, widened for seeds, p after Holm. "
        f"Data: `{found.data}`, sha256 `{found.sha256}`."
    )
    parts += [f"Note: {note.english}." for note in found.notes]
    return "\n\n".join(parts) + "\n"


def to_csv(found: Comparison) -> str:
    """One figure a line, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("experiment", "config_hash", "split", "slice", "figure", "mean", "sd", "low", "high"))
    for e in found.experiments:
        start = (e.name, e.config_hash, found.split)
        estimates = {
            ("all", "macro_f1"): e.macro_f1,
            **{("all", f"f1_{label}"): x for label, x in e.f1.items()},
        }
        estimates |= {(name, "macro_f1"): x for name, x in e.slices.items()}
        for key, x in estimates.items():
            writer.writerow((*start, *key, x.value, x.sd, x.low, x.high))
        spreads = {"kappa": e.kappa, "ece": e.ece, "dev_macro_f1": e.dev, "training_seconds": e.seconds}
        spreads |= e.speeds
        for name, y in spreads.items():
            writer.writerow((*start, "all", name, y.mean, y.sd, None, None))
        for name, value in (("parameters", e.parameters), ("training_pairs", e.training_pairs)):
            writer.writerow((*start, "all", name, value, None, None, None))
        for outcome in (x for x in found.outcomes if x.name == e.name):
            d = outcome.difference
            writer.writerow((*start, "all", "difference", d.value, None, d.low, d.high))
            for name in ("p_bootstrap", "p_randomisation", "detectable"):
                writer.writerow((*start, "all", name, getattr(d, name), None, None, None))
    return out.getvalue()


def to_json(found: Comparison) -> str:
    """Everything, curves and disagreements included."""
    return (
        json.dumps({"conclusions": conclusions(found), **asdict(found)}, ensure_ascii=False, indent=1) + "\n"
    )
