"""What makes a run that was stopped and resumed the same as one that was not, bit for bit on one machine's CPU.

Checkpoints restore weights, optimiser, schedule, the random state of the dropout and the patience of early
stopping. Here is what they lack.
"""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dyade.training.data import NoisyTokens

if TYPE_CHECKING:
    from transformers import TrainerCallback


def checkpoints(folder: Path) -> list[Path]:
    """The whole checkpoints in a folder, the oldest first; one whose writing was broken off is passed over."""
    whole = [file.parent for file in folder.glob("checkpoint-*/trainer_state.json")]
    return sorted(whole, key=lambda p: int(p.name.partition("-")[2]))


def last_checkpoint(folder: Path) -> str | None:
    """The checkpoint from which training can go on, if there is one.

    The Trainer takes a step more from a checkpoint at which training stopped within an epoch or for want of
    patience; there, the one before it is taken.
    """
    found = [folder for folder in checkpoints(folder) if _goes_on(folder)]
    return str(found[-1]) if found else None


def forget_after(folder: Path, start: str | None) -> None:
    """Removes the checkpoints that the way from `start` will pass again, and those whose writing was broken off."""
    kept = checkpoints(folder)
    kept = kept[: kept.index(Path(start)) + 1] if start else []
    for found in folder.glob("checkpoint-*"):
        if found not in kept:
            shutil.rmtree(found)


def _goes_on(checkpoint: Path) -> bool:
    state = json.loads((checkpoint / "trainer_state.json").read_text(encoding="utf-8"))
    if not state["stateful_callbacks"]["TrainerControl"]["args"]["should_training_stop"]:
        return True
    return bool(state["global_step"] >= state["max_steps"] and state["epoch"] % 1 == 0)


def exact_resume(seed: int, data: Any) -> TrainerCallback:
    """Ties the order of the data and the masked tokens to seed and epoch, and the training loss to the checkpoints."""
    import torch
    from transformers import TrainerCallback

    class ExactResume(TrainerCallback):
        began = 0.0
        earlier = 0.0

        def on_train_begin(self, args: Any, state: Any, control: Any, **other: Any) -> None:
            self.began = time.monotonic()
            self.earlier = max((row.get("seconds", 0.0) for row in state.log_history), default=0.0)

        def on_epoch_begin(self, args: Any, state: Any, control: Any, **other: Any) -> None:
            epoch = int(state.epoch or 0)
            batches = other["train_dataloader"].batch_sampler
            sampler = getattr(batches, "batch_sampler", batches).sampler
            sampler.generator = torch.Generator().manual_seed(1_000_003 * seed + epoch)
            if isinstance(data, NoisyTokens):
                data.epoch = epoch

        def on_step_end(self, args: Any, state: Any, control: Any, **other: Any) -> None:
            control.should_log |= control.should_save  # the loss since the last line is in no checkpoint

        def on_epoch_end(self, args: Any, state: Any, control: Any, **other: Any) -> None:
            control.should_log |= control.should_save

        def on_log(self, args: Any, state: Any, control: Any, **other: Any) -> None:
            state.log_history[-1]["seconds"] = self.earlier + time.monotonic() - self.began

    return ExactResume()
