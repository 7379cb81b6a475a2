"""Settings of `compare`."""

from __future__ import annotations

from dataclasses import dataclass

from dyade.config.checks import need


@dataclass(frozen=True)
class CompareConfig:
    """Settings of `compare`."""

    runs: list[str]
    """Run folders, folders that hold some, and globs; on the command line, plain arguments."""
    output: str = "outputs/compare"
    """The folder to write into."""
    baseline: str | None = None
    """The experiment to test the others against, by name; the bag of words, else the first, where unset."""
    split: str | None = None
    """The split to compare on; `test` where unset, and `dev` where not every run scored that."""
    draws: int = 10_000
    """Draws of the bootstrap and of the randomisation."""
    disagreements: int = 10
    """How many statements the page shows for each comparison."""
    seed: int = 0

    def __post_init__(self) -> None:
        need(bool(self.runs), "runs", self.runs, "name at least one run folder, as in dyade-compare runs/")
        need(self.draws >= 100, "draws", self.draws, "must be 100 or more")
        need(self.disagreements >= 0, "disagreements", self.disagreements, "must be 0 or more")
