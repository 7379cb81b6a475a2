"""Settings of `search`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dyade.config.checks import need


@dataclass(frozen=True)
class SearchConfig:
    """Settings of `search`."""

    name: str
    """The search's name; its runs lie in runs/NAME/, its journal is runs/NAME/search.log."""
    space: dict[str, Any]
    """By the dotted key of a setting of `train`: `{low, high}` with `log` or `step`, or a list of values."""
    train: list[str] = field(default_factory=list)
    """What every trial shares, as on the command line of `train`: `[experiment=bow,data=files,…]`."""
    trials: int = 20
    """How many there are in the end, those of earlier sittings among them."""
    seeds: list[int] = field(default_factory=lambda: [1])
    """Training seeds of each trial; it is judged by their mean."""
    sampler_seed: int = 0

    def __post_init__(self) -> None:
        need(self.trials >= 1, "trials", self.trials, "must be 1 or more")
        need(bool(self.seeds), "seeds", self.seeds, "name at least one seed")
        need(bool(self.space), "space", self.space, "name at least one setting of train with its range")
        for key, values in self.space.items():
            need(
                _fits(values), f"space.{key}", values, "must be {low, high[, log | step]} or a list of values"
            )


def _fits(values: Any) -> bool:
    if isinstance(values, list):
        return len(values) > 1 and not any(isinstance(v, list | Mapping) for v in values)
    if not isinstance(values, Mapping) or not {"low", "high"} <= values.keys() <= {
        "low",
        "high",
        "log",
        "step",
    }:
        return False
    bounds = [values["low"], values["high"]]
    if not all(isinstance(x, int | float) and not isinstance(x, bool) for x in bounds):
        return False
    log = bool(values.get("log"))
    return bool(bounds[0] < bounds[1] and not (log and (bounds[0] <= 0 or "step" in values)))
