"""A comparison as text: for the terminal, as Markdown, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from dyade.comparison.figures import Outcome, Spread, Verdict
from dyade.records import Label
from dyade.significance import POWER, Estimate
from dyade.tables import aligned

if TYPE_CHECKING:
    from dyade.comparison import Comparison


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
    p = f"p = {_p(d.p_bootstrap)} and {_p(d.p_randomisation)}"
    figures = f"{d.value:+.3f} [{d.low:+.3f}, {d.high:+.3f}], {p}"
    scope = (
        "on other articles like these and with other seeds the same is to be expected"
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


def _p(value: float) -> str:
    return f"{value:.3f}" if value >= 0.001 else "<0.001"


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
    pairs, articles = found.sizes["all"]
    return Table(f"Stance on {found.split}: {pairs} pairs of {articles} articles", header, rows)


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
        p = (_p(d.p_bootstrap), _p(d.p_randomisation))
        rows.append(
            (outcome.name, f"{d.value:+.3f}", interval, *p, f"{d.detectable:.3f}", outcome.verdict.value)
        )
    return Table(f"Against {found.baseline}, p after Holm", header, rows)


def settings(found: Comparison) -> Table:
    """Only the settings that differ."""
    rows = [(key, *values) for key, values in found.settings.items()]
    return Table("Settings that differ", ("setting", *(e.name for e in found.experiments)), rows)


def tables(found: Comparison) -> Iterator[Table]:
    """Every table, in reading order; those without rows left out."""
    names = [e.name for e in found.experiments]
    by_label = [
        (label.value, *(f"{_mean(e.f1[label])} {_range(e.f1[label])}" for e in found.experiments))
        for label in Label
    ]
    by_slice = [
        (
            name,
            str(size[0]),
            str(size[1]),
            *(f"{_mean(e.slices[name])} {_range(e.slices[name])}" for e in found.experiments),
        )
        for name, size in found.sizes.items()
        if name != "all"
    ]
    cost = [
        (
            e.name,
            _mean(e.seconds, 1),
            "–" if e.parameters is None else f"{e.parameters:,}",
            "–" if e.articles_per_second is None else _mean(e.articles_per_second, 1),
        )
        for e in found.experiments
    ]
    every = (
        results(found),
        tests(found),
        settings(found),
        Table("F1 by label", ("label", *names), by_label),
        Table(
            "Macro-F1 by slice (a label that a slice lacks counts 0)",
            ("slice", "pairs", "articles", *names),
            by_slice,
        ),
        Table("Cost", ("experiment", "seconds of training", "parameters", "articles a second"), cost),
    )
    yield from (table for table in every if table.rows)


def terminal(found: Comparison) -> str:
    """The main tables, the conclusions and the notes."""
    shown = [table for table in (results(found), tests(found), settings(found)) if table.rows]
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
    parts.append(
        "Mean ± standard deviation over seeds; intervals over articles and seeds (bootstrap by article). "
        "Tests: paired bootstrap and approximate randomisation by article, widened for seeds, p after Holm. "
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
        if e.articles_per_second:
            spreads["articles_per_second"] = e.articles_per_second
        for name, y in spreads.items():
            writer.writerow((*start, "all", name, y.mean, y.sd, None, None))
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
