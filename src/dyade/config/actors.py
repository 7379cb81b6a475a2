"""Settings of `actors`."""

from __future__ import annotations

from dataclasses import dataclass, field

from dyade.config.shared import ActorsConfig


@dataclass(frozen=True)
class ExplainConfig:
    """Settings of `actors`."""

    text: list[str]
    """The text; its parts are joined by spaces, so that it needs no quotation marks."""
    date: str | None = None
    """The text's day (ISO), which decides between leaders of one surname."""
    actors: ActorsConfig = field(default_factory=ActorsConfig)
