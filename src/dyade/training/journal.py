"""What a Trainer tells while it goes: its bar on a terminal, lines in the log elsewhere."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transformers import Trainer

log = logging.getLogger(__name__)


def log_instead_of_printing(trainer: Trainer) -> None:
    """Gives the lines that a Trainer without a bar prints to the log, so that a pipe and `train.log` hold the same."""
    from transformers import PrinterCallback, TrainerCallback

    class Lines(TrainerCallback):
        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **other: Any) -> None:
            if state.is_world_process_zero and logs:
                log.info("step %d of %d: %s", state.global_step, state.max_steps, _line(logs))

    if trainer.pop_callback(PrinterCallback):
        trainer.add_callback(Lines())


def without_clock(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the Trainer's log without what the clock says."""
    return {k: v for k, v in row.items() if k != "seconds" and not k.endswith(("_runtime", "_per_second"))}


def _line(logs: dict[str, Any]) -> str:
    figures = {k: v for k, v in without_clock(logs).items() if k != "total_flos"}
    return ", ".join(f"{k} {v:.4g}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items())
