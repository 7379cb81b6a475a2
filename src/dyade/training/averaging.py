"""The mean of several checkpoints' weights."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from dyade.training.resuming import checkpoints

log = logging.getLogger(__name__)


def average(trainer: Any, count: int) -> None:
    """Replaces a Trainer's weights by the mean of the last kept checkpoints, where that is better on dev.

    Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization" (2018).
    """
    import torch
    from safetensors.torch import load_file

    found = [folder / "model.safetensors" for folder in checkpoints(Path(trainer.args.output_dir))]
    files = [file for file in found if file.exists()][-count:]
    if len(files) < 2:
        return
    best = {k: v.detach().cpu().clone() for k, v in trainer.model.state_dict().items()}
    before = trainer.evaluate()["eval_macro_f1"]
    states = [load_file(file) for file in files]
    mean = {k: torch.stack([s[k].float() for s in states]).mean(0) for k in states[0]}
    trainer.model.load_state_dict(mean, strict=False)
    after = trainer.evaluate()["eval_macro_f1"]
    log.info("averaging %d checkpoints: dev macro-F1 %.4f after %.4f", len(files), after, before)
    if after < before:
        trainer.model.load_state_dict(best)
