"""Settings of `dyads`."""

from __future__ import annotations

from dataclasses import dataclass

from dyade.config.checks import need


@dataclass(frozen=True)
class DyadsConfig:
    """Settings of `dyads`."""

    input: str
    """predictions.jsonl or dyads.csv, as `predict` writes them."""
    output: str
    """The table, .csv or .parquet; the page of plots is written beside it, as .html."""
    period: str = "week"
    """day, week, month, quarter or year."""
    plots: int = 24
    """How many of the most frequent dyads are plotted."""

    def __post_init__(self) -> None:
        known = self.output.endswith((".csv", ".parquet"))
        need(known, "output", self.output, "must end in .csv or .parquet")
        need(self.plots >= 1, "plots", self.plots, "must be 1 or more")
