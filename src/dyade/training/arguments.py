"""The `trainer` group as `TrainingArguments`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dyade.config import ConfigError, TrainConfig


def trainer_arguments(config: TrainConfig, output: Path, kind: type[Any]) -> Any:
    """`TrainingArguments` from the `trainer` group: its own constructor is the judge of names and types."""
    import torch

    common = {
        "use_cpu": not torch.cuda.is_available(),  # without it, bf16 is refused on a CPU
        "output_dir": str(output),
        "seed": config.seed,
        "data_seed": config.seed,
        "eval_strategy": "epoch",
        "save_strategy": "epoch",
        "load_best_model_at_end": True,
        "metric_for_best_model": "macro_f1",
        "greater_is_better": True,
        "save_total_limit": max(2, config.swa),
        "restore_callback_states_from_checkpoint": True,  # how long early stopping has waited
        "report_to": "none",
    }
    try:
        return kind(**{**common, **config.trainer})
    except TypeError as error:
        raise ConfigError(
            f"trainer: {str(error).partition('() ')[2] or error}; see transformers.TrainingArguments"
        ) from None
    except ValueError as error:
        raise ConfigError(f"trainer: {error}") from None
