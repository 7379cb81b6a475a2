"""Settings of `validate`."""

from __future__ import annotations

from dataclasses import dataclass, field

from dyade.config.shared import ActorsConfig


@dataclass(frozen=True)
class ValidateConfig:
    """Settings of `validate`."""

    files: list[str]
    """Files, folders or globs of annotated records, JSONL."""
    actors: ActorsConfig = field(default_factory=ActorsConfig)
