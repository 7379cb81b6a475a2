"""Fine-tuning with the Transformers `Trainer`."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dyade.classifier import ModelSettings, Probabilities
from dyade.config import ConfigError, TrainConfig
from dyade.files import write_text
from dyade.pairs import Pair
from dyade.records import Label
from dyade.scores import f1_by_label, macro_f1
from dyade.training.arguments import trainer_arguments
from dyade.training.averaging import average
from dyade.training.data import NoisyTokens, class_ids, encoded
from dyade.training.encoder import build_model, encoder_tokenizer, merged
from dyade.training.journal import log_instead_of_printing, without_clock
from dyade.training.optimizer import build_optimizer
from dyade.training.resuming import exact_resume, forget_after, last_checkpoint

if TYPE_CHECKING:
    import torch
    from transformers import Trainer, TrainerCallback


def fine_tune(
    config: TrainConfig,
    train_pairs: Sequence[Pair],
    dev: Sequence[Pair],
    settings: ModelSettings,
    folder: Path,
    soft: Probabilities | None = None,
) -> dict[str, Any]:
    """Fine-tunes an encoder; writes a plain Hugging Face folder.

    Args:
        soft: what is learnt for each training pair in the place of its label, *shape* (pairs, labels).
    """
    try:
        import torch
        from transformers import set_seed
    except ImportError as error:
        raise ConfigError(
            f"model={config.model.name} needs {error.name}; install it with pip install 'dyade[train]'"
        ) from None

    set_seed(config.seed)
    details = _fine_tuned(config, train_pairs, dev, settings, folder, soft)
    if torch.distributed.is_initialized():
        gc.collect()  # a group whose last owner is the freed trainer may wait for ever as it ends
        torch.distributed.destroy_process_group()
    return details


def _fine_tuned(
    config: TrainConfig,
    train_pairs: Sequence[Pair],
    dev: Sequence[Pair],
    settings: ModelSettings,
    folder: Path,
    soft: Probabilities | None,
) -> dict[str, Any]:
    """What `fine_tune` does in its own process; the trainer is free when it returns."""
    arguments = trainer_arguments(
        config,
        folder.parent / "checkpoints",
        metric_for_best_model="macro_f1",
        save_total_limit=max(2, config.swa),
        restore_callback_states_from_checkpoint=True,  # how long early stopping has waited
    )
    tries = Path(arguments.output_dir)
    start = last_checkpoint(tries) if config.resume else None
    if arguments.should_save:
        forget_after(tries, start)
    trainer = _trainer(config, arguments, train_pairs, dev, settings.max_length, soft)
    trained = sum(p.numel() for p in trainer.model.parameters() if p.requires_grad)
    trainer.train(resume_from_checkpoint=start)
    if config.swa:
        average(trainer, config.swa)
    state, plain = trainer.state, merged(trainer.model)
    if trainer.is_world_process_zero():
        _save(plain, trainer, settings, folder)
    return {
        "dev": state.best_metric,
        "parameters": sum(p.numel() for p in plain.parameters()),
        "trained_parameters": trained,
        "epochs": state.epoch,
        "earlier_seconds": _earlier(trainer),
        "curve": [without_clock(row) for row in state.log_history if "eval_macro_f1" in row or "loss" in row],
    }


def _trainer(
    config: TrainConfig,
    arguments: Any,
    train_pairs: Sequence[Pair],
    dev: Sequence[Pair],
    longest: int,
    soft: Probabilities | None,
) -> Any:
    """The Trainer of the encoder before its first step."""
    from transformers import DataCollatorWithPadding, Trainer

    tokenizer = encoder_tokenizer(config.model)
    model = build_model(config.model, tokenizer)
    tokenizer.model_max_length = longest
    data: Any = encoded(train_pairs, tokenizer, longest)
    if soft is not None:
        data = data.remove_columns("label").add_column("label", soft.astype(np.float32).tolist())
    if config.token_masking:
        data = NoisyTokens(data, tokenizer, config.token_masking, config.seed)
    callbacks = _callbacks(config, arguments)
    try:
        trainer = Trainer(
            model=model,
            args=arguments,
            train_dataset=data,
            eval_dataset=encoded(dev, tokenizer, longest),
            processing_class=tokenizer,
            data_collator=DataCollatorWithPadding(tokenizer),
            compute_metrics=_dev_scores,
            compute_loss_func=_loss(config, class_ids(train_pairs)),
            callbacks=[*callbacks, exact_resume(config.seed, data)],
            optimizers=(build_optimizer(model, arguments, config.model), None),
        )
    except RuntimeError as error:  # a tracker that is not installed; the message says what to install
        raise ConfigError(f"trainer.report_to: {error}") from None
    log_instead_of_printing(trainer)
    return trainer


def _loss(config: TrainConfig, ids: np.ndarray[Any, Any]) -> Callable[..., torch.Tensor]:
    """Cross-entropy over all pairs of an optimiser's step, in however many batches and processes they come; the
    labels are class ids or probabilities."""
    import torch

    weights = None
    if config.class_weights:
        counts = np.bincount(ids, minlength=len(Label))
        weights = torch.tensor(counts.sum() / (len(Label) * np.maximum(counts, 1)), dtype=torch.float32)

    def loss(outputs: Any, labels: torch.Tensor, num_items_in_batch: Any = None) -> torch.Tensor:
        total = torch.nn.functional.cross_entropy(
            outputs["logits"],
            labels,
            label_smoothing=config.label_smoothing,
            weight=None if weights is None else weights.to(labels.device),
            reduction="sum",
        )
        # The Trainer counts the numbers of the labels, of which a soft one has three.
        return total / (len(labels) if num_items_in_batch is None else num_items_in_batch / labels[0].numel())

    return loss


def _dev_scores(result: Any) -> dict[str, float]:
    predicted = result.predictions.argmax(axis=-1)
    f1 = f1_by_label(result.label_ids, predicted)
    return {
        "macro_f1": macro_f1(result.label_ids, predicted),
        **{f"f1_{x}": float(v) for x, v in zip(Label, f1, strict=True)},
    }


def _callbacks(config: TrainConfig, arguments: Any) -> list[TrainerCallback]:
    from transformers import EarlyStoppingCallback

    made: list[TrainerCallback] = []
    if config.patience is not None:
        made.append(EarlyStoppingCallback(config.patience))
    if "tensorboard" in arguments.report_to and arguments.should_save:
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:
            raise ConfigError(
                "trainer.report_to=tensorboard needs tensorboard; install it with pip install 'dyade[train]'"
            ) from None
        from transformers import integrations

        # the Trainer's own would write among the checkpoints, which do not stay
        arguments.report_to = [x for x in arguments.report_to if x != "tensorboard"]
        board: Any = integrations
        run = Path(arguments.output_dir).parent
        made.append(board.TensorBoardCallback(SummaryWriter(str(run / "tensorboard"))))
    return made


def _earlier(trainer: Trainer) -> float:
    """Seconds of training before this sitting."""
    found = (getattr(c, "earlier", None) for c in trainer.callback_handler.callbacks)
    return next((seconds for seconds in found if seconds is not None), 0.0)


def _save(model: Any, trainer: Any, settings: ModelSettings, folder: Path) -> None:
    model.half().save_pretrained(folder)  # half the size; every figure is of these rounded weights
    trainer.processing_class.save_pretrained(folder)
    settings.write(folder)
    write_text(folder / "training_args.json", trainer.args.to_json_string() + "\n")
