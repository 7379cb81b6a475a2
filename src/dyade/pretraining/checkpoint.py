"""What a stopped run needs to go on exactly: weights, optimisers, progress, the curve so far."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

CHECKPOINT = "checkpoint.pt"


@dataclass
class Progress:
    """What a run has done so far."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0


@dataclass
class State:
    """All that changes from step to step, but for the weights."""

    progress: Progress = field(default_factory=Progress)
    curve: list[dict[str, float]] = field(default_factory=list)
    recent: list[float] = field(default_factory=list)
    """Losses since the last point of the curve."""


def save(work: Path, model: torch.nn.Module, optimizers: list[torch.optim.Optimizer], state: State) -> None:
    """Writes the checkpoint; a run killed meanwhile keeps the one before."""
    import torch

    stored = {
        "model": model.state_dict(),
        "optimizers": [optimizer.state_dict() for optimizer in optimizers],
        **asdict(state),
    }
    torch.save(stored, work / "checkpoint.tmp")
    (work / "checkpoint.tmp").replace(work / CHECKPOINT)


def resume(
    work: Path, model: torch.nn.Module, optimizers: list[torch.optim.Optimizer], device: torch.device
) -> State:
    """Puts a checkpoint's weights into model and optimisers; a fresh state where there is none."""
    import torch

    if not (work / CHECKPOINT).exists():
        return State()
    stored = torch.load(work / CHECKPOINT, map_location=device, weights_only=True)
    model.load_state_dict(stored["model"])
    for optimizer, saved in zip(optimizers, stored["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    return State(Progress(**stored["progress"]), stored["curve"], stored.get("recent", []))
