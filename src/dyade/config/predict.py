"""Settings of `predict`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from dyade.config.checks import need
from dyade.config.shared import ActorsConfig, EngineConfig, ExtractorConfig


class TableFormat(StrEnum):
    """How prediction records are written."""

    jsonl = "jsonl"
    parquet = "parquet"


@dataclass(frozen=True)
class ColumnsConfig:
    """Names of the columns of CSV and Parquet inputs, and of the fields of plain JSONL records."""

    text: str = "text"
    id: str = "id"
    title: str = "title"
    date: str = "date"
    url: str = "url"


@dataclass(frozen=True)
class PredictConfig:
    """Settings of `predict`."""

    input: str
    """A file, a folder or a glob of .txt, .html, .jsonl, .csv, .parquet; `-` reads standard input."""
    output: str
    """The folder to write into."""
    model: str = "models/compact"
    """A model folder."""
    format: TableFormat = TableFormat.jsonl
    threshold: str | None = None
    """`auto` (the model's own) or a probability: labels below it are marked uncertain."""
    longest: int = 2_000_000
    """Characters beyond which a text is no article; it is rejected with that reason."""
    columns: ColumnsConfig = field(default_factory=ColumnsConfig)
    extractor: ExtractorConfig = field(default_factory=ExtractorConfig)
    engine: EngineConfig = field(default_factory=EngineConfig)
    actors: ActorsConfig = field(default_factory=ActorsConfig)

    def __post_init__(self) -> None:
        need(self.longest > 0, "longest", self.longest, "must be positive")
        if self.threshold not in (None, "auto"):
            try:
                fits = 0 < float(str(self.threshold)) < 1
            except ValueError:
                fits = False
            need(fits, "threshold", self.threshold, "must be auto or a number between 0 and 1")
