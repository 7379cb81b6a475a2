"""What a run tells while it goes: the bar on a terminal, lines in the log, TensorBoard."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Never

from dyade.config import PretrainConfig
from dyade.pretraining.checkpoint import Progress

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter
    from tqdm.std import tqdm

log = logging.getLogger(__name__)


class Journal:
    """Kept by the first process; the others' says nothing."""

    def __init__(self, config: PretrainConfig, work: Path, done: Progress, quiet: bool) -> None:
        self.quiet, self.tokens = quiet, config.batch * config.length
        self.bar = _bar(config.steps and config.steps * self.tokens, done.tokens, quiet)
        self.board = None if quiet or not config.tensorboard else _board(work / "tensorboard")
        if done.step and not quiet:
            log.info("resumed at step %d", done.step)

    def step(self) -> None:
        """Moves the bar by one step."""
        self.bar.update(self.tokens)

    def note(self, point: dict[str, float], share: float, progress: Progress) -> None:
        """One point of the curve."""
        if self.quiet:
            return
        speed = progress.tokens / max(progress.seconds, 1e-9)
        log.info("%s, %.0f tokens/s, %.0f %% of the budget", point, speed, 100 * share)
        if self.board:
            for name in point.keys() - {"step", "tokens"}:
                self.board.add_scalar(name, point[name], progress.step)
            self.board.flush()

    def close(self, validation: float, progress: Progress) -> None:
        """The last line."""
        self.bar.close()
        if self.board:
            self.board.close()
        if not self.quiet:
            log.info("validation loss %.4f after %d tokens", validation, progress.tokens)


def _bar(total: int | None, initial: int, quiet: bool) -> tqdm[Never]:
    from tqdm.auto import tqdm

    return tqdm(total=total, initial=initial, unit="tok", unit_scale=True, disable=True if quiet else None)


def _board(folder: Path) -> SummaryWriter:
    from torch.utils.tensorboard import SummaryWriter

    return SummaryWriter(folder)
