"""Settings of `evaluate`."""

from __future__ import annotations

from dataclasses import dataclass, field

from dyade.config.shared import ActorsConfig, EngineConfig, ExtractorConfig


@dataclass(frozen=True)
class EvaluateConfig:
    """Settings of `evaluate`."""

    data: str
    """Annotated records, JSONL."""
    output: str
    model: str = "models/compact"
    extractor: ExtractorConfig = field(default_factory=ExtractorConfig)
    engine: EngineConfig = field(default_factory=EngineConfig)
    actors: ActorsConfig = field(default_factory=ActorsConfig)
    worst: int = 20
    """How many of the worst articles the error page shows."""
