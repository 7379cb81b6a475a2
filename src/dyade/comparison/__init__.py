"""Experiments side by side: figures with intervals, tests against a baseline, and what they allow to say.

dyade-compare runs/ baseline=bow output=out/
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from dyade.comparison.curves import Curve, learning_curves
from dyade.comparison.disagreement import Disagreement, disagreements
from dyade.comparison.facts import read_facts, units
from dyade.comparison.figures import (
    Figures,
    Outcome,
    Size,
    against_baseline,
    choose_baseline,
    measure,
)
from dyade.comparison.folders import ComparisonError, Note, choose_split, find_runs, read_scored, same_data
from dyade.comparison.settings import differing
from dyade.config import CompareConfig

__all__ = ["Comparison", "ComparisonError", "compare", "compared"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the outputs show."""

    split: str
    data: str
    sha256: str
    baseline: str
    experiments: list[Figures]
    outcomes: list[Outcome]
    settings: dict[str, list[str]]
    """The settings that differ: one value an experiment, in their order."""
    sizes: dict[str, Size]
    """Of each slice; `all` for the split."""
    curves: list[Curve]
    disagreements: dict[str, list[Disagreement]]
    """With the baseline, by experiment."""
    notes: list[Note]

    @property
    def grouped(self) -> bool:
        """Whether groups of near twins were resampled, not single articles."""
        size = self.sizes["all"]
        return size.units < size.articles


def compare(config: CompareConfig) -> str:
    """Compares runs and writes comparison.md, .csv, .json and compare.html; returns the terminal's text.

    Raises:
        ComparisonError: the runs cannot be compared.
    """
    from dyade.comparison.page import page
    from dyade.comparison.text import markdown, terminal, to_csv, to_json

    found = compared(config)
    output = Path(config.output)
    output.mkdir(parents=True, exist_ok=True)
    contents = {
        "comparison.md": markdown(found),
        "comparison.csv": to_csv(found),
        "comparison.json": to_json(found),
        "compare.html": page(found),
    }
    for name, content in contents.items():
        (output / name).write_text(content, encoding="utf-8")
    return f"{terminal(found)}\n\nwritten to {output}: {', '.join(contents)}"


def compared(config: CompareConfig) -> Comparison:
    """The comparison that a configuration asks for.

    Raises:
        ComparisonError: see `compare`.
    """
    runs, notes = find_runs(config.runs)
    split = choose_split(runs, config.split)
    same_data(runs, split)
    scored = read_scored(runs, split)
    facts, missing = read_facts(runs, split, scored.keys)
    scored = replace(scored, units=units(facts, scored.keys))
    baseline = choose_baseline(scored.experiments, config.baseline)
    figures, sizes = measure(scored, facts, config)
    path, digest = runs[0].data(split)
    return Comparison(
        split=split,
        data=str(path),
        sha256=digest,
        baseline=baseline.name,
        experiments=figures,
        outcomes=against_baseline(scored, baseline, config),
        settings=differing([e.runs[0].settings for e in scored.experiments]),
        sizes=sizes,
        curves=learning_curves(scored.experiments, figures),
        disagreements={
            e.name: disagreements(scored, e, baseline, facts, config.disagreements)
            for e in scored.experiments
            if e is not baseline
        },
        notes=notes + missing,
    )
