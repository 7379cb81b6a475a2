"""The `trainer` group as `TrainingArguments`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from dyade.config import ConfigError, TaggerConfig, TrainConfig


def trainer_arguments(config: TrainConfig | TaggerConfig, output: Path, **own: Any) -> Any:
    """`TrainingArguments` from the `trainer` group: its own constructor is the judge of names and types.

    Args:
        own: what the kind of training wants unless the group says otherwise.
    """
    import torch
    from transformers import TrainingArguments

    common = {
        "use_cpu": not torch.cuda.is_available(),  # without it, bf16 is refused on a CPU
        "output_dir": str(output),
        "seed": config.seed,
        "data_seed": config.seed,
        "eval_strategy": "epoch",
        "save_strategy": "epoch",
        "load_best_model_at_end": True,
        "greater_is_better": True,
        "report_to": "none",
        "disable_tqdm": not sys.stderr.isatty(),
    }
    try:
        return TrainingArguments(**{**common, **own, **config.trainer})
    except TypeError as error:
        raise ConfigError(
            f"trainer: {str(error).partition('() ')[2] or error}; see transformers.TrainingArguments"
        ) from None
    except ValueError as error:
        raise ConfigError(f"trainer: {error}") from None
