"""What a model folder stores beside its weights: how pairs are made, cut and calibrated."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dyade.files import write_json
from dyade.pairs import PairSettings


class ModelError(ValueError):
    """A model folder cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class ModelSettings:
    """What a model folder stores beside its weights."""

    pairs: PairSettings = field(default_factory=PairSettings)
    temperature: float = 1.0
    """Divides the logits; fitted on dev (Guo et al., "On Calibration of Modern Neural Networks", 2017)."""
    threshold: float | None = None
    """The confidence below which a label is uncertain, chosen on dev for a wanted precision."""
    max_length: int = 256
    """The most tokens of an input."""

    @classmethod
    def read(cls, folder: Path) -> ModelSettings:
        """The settings in a model folder.

        Raises:
            ModelError: there is no `config.json`, or it holds no `dyade` object.
        """
        file = folder / "config.json"
        if not file.is_file():
            raise ModelError(
                f"{folder}: no model here (config.json is missing); give a folder such as models/compact"
            )
        stored = json.loads(file.read_text(encoding="utf-8")).get("dyade")
        if stored is None:
            raise ModelError(f"{file}: no `dyade` settings; train a stance model with dyade-train first")
        return cls(**{**stored, "pairs": PairSettings(**stored["pairs"])})

    def write(self, folder: Path, **other: Any) -> None:
        """Puts the settings into the folder's `config.json`, beside what it holds."""
        file = folder / "config.json"
        config = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        config |= {**other, "dyade": asdict(self)}
        write_json(file, config, indent=2)
