"""Settings of `benchmark`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from dyade.config.checks import need


class Contender(StrEnum):
    """What the benchmark measures."""

    onnx = "onnx"
    int8 = "int8"
    torch = "torch"
    pipeline = "pipeline"
    """The plain Transformers pipeline over the same extraction."""


@dataclass(frozen=True)
class BenchmarkConfig:
    """Settings of `benchmark`."""

    model: str = "models/compact"
    """A model folder."""
    input: str = "seeds/articles"
    """Articles, as for `predict`; repeated until there are enough."""
    articles: int = 200
    """How many articles are run."""
    contenders: list[Contender] = field(default_factory=lambda: list(Contender))
    batch: int = 32
    """Pairs computed together."""
    threads: int = 0
    """Processor threads of the classifier; 0 takes all."""
    output: str | None = None
    """Where the figures go, as JSON."""

    def __post_init__(self) -> None:
        for key in ("articles", "batch"):
            need(getattr(self, key) >= 1, key, getattr(self, key), "must be 1 or more")
        need(self.threads >= 0, "threads", self.threads, "must be 0 (all) or more")
