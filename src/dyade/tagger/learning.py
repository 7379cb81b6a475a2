"""Training of the tagger: fine-tune an encoder on annotated articles, choose its combination with the rules on dev.

    dyade-train-tagger output=runs/tagger

Choices are made on dev alone; the other splits are only scored, at the end.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dyade.actors import Lexicon, load_lexicon
from dyade.classifier import load_tokenizer
from dyade.config import ConfigError, TaggerConfig
from dyade.files import write_json
from dyade.records import Article
from dyade.tagger.choosing import choose, figures
from dyade.tagger.examples import IGNORED, Rows, collator, examples
from dyade.tagger.exporting import export_tagger
from dyade.tagger.labels import LABELS, LAYERS, TAGS
from dyade.tagger.network import TaggerSettings
from dyade.training.arguments import trainer_arguments
from dyade.training.data import read_splits
from dyade.training.journal import log_instead_of_printing

if TYPE_CHECKING:
    import torch

log = logging.getLogger(__name__)


def train_tagger(config: TaggerConfig) -> dict[str, Any]:
    """Trains a tagger into `config.output/model`, chooses its combination with the rules and scores all splits.

    Raises:
        ConfigError: a setting cannot work.
        InputError: a data file is missing or broken.
        ModelError: the encoder's tokeniser cannot be used.
    """
    splits = read_splits(config.data)
    if not all(any(a.statements for a in splits[name]) for name in ("train", "dev")):
        raise ConfigError("data: train and dev must both hold annotated statements")
    lexicon = load_lexicon(Path(config.overlay) if config.overlay else None)
    output = Path(config.output)
    folder = output / "model"
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    curve = _fit(config, splits["train"], splits["dev"], lexicon, folder)
    seconds = round(time.monotonic() - began, 1)
    TaggerSettings(config.length).write(folder)
    if config.export:
        export_tagger(folder)
    combination = choose(folder, splits["dev"], lexicon)
    TaggerSettings(config.length, combination).write(folder)
    scored = {name: figures(folder, found, lexicon) for name, found in splits.items() if name != "train"}
    metrics = {"seed": config.seed, "seconds": seconds, "curve": curve, "splits": scored}
    write_json(output / "metrics.json", metrics)
    return metrics


def _fit(
    config: TaggerConfig, train: Sequence[Article], dev: Sequence[Article], lexicon: Lexicon, folder: Path
) -> list[dict[str, float]]:
    """Fine-tunes the encoder with the Transformers `Trainer` into a plain Hugging Face folder; returns its curve."""
    try:
        from transformers import Trainer, set_seed
    except ImportError as error:
        raise ConfigError(
            f"dyade-train-tagger needs {error.name}; install it with pip install 'dyade[train]'"
        ) from None
    arguments = trainer_arguments(
        config,
        folder.parent / "checkpoints",
        save_only_model=True,
        save_total_limit=1,
        metric_for_best_model="f1",
        label_names=["labels"],
        remove_unused_columns=False,
    )
    set_seed(config.seed)
    tokenizer = load_tokenizer(config.encoder)
    backend = tokenizer.backend_tokenizer
    made = {
        name: list(examples(articles, backend, config.length, lexicon))
        for name, articles in (("train", train), ("dev", dev))
    }
    log.info("%d windows to train on, %d of dev", len(made["train"]), len(made["dev"]))
    model = _build_model(config)
    trainer = Trainer(
        model=model,
        args=arguments,
        train_dataset=Rows(made["train"], tokenizer, config.token_masking, config.seed),
        eval_dataset=Rows(made["dev"], tokenizer, 0.0, config.seed),
        data_collator=collator(tokenizer.pad_token_id or 0),
        compute_metrics=_tag_f1,
        compute_loss_func=_loss,
    )
    log_instead_of_printing(trainer)
    trainer.train()
    model.half().save_pretrained(folder)  # half the size; every figure is of these rounded weights
    tokenizer.save_pretrained(folder)
    shutil.rmtree(arguments.output_dir, ignore_errors=True)
    return [row for row in trainer.state.log_history if "eval_f1" in row]


def _build_model(config: TaggerConfig) -> Any:
    """The encoder with a head over the tags of all layers, in single precision."""
    import torch
    from transformers import AutoConfig, AutoModelForTokenClassification

    encoder = AutoConfig.from_pretrained(config.encoder)
    dropout = {
        f"{place}_dropout": config.dropout
        for place in ("classifier", "embedding", "attention", "mlp")
        if hasattr(encoder, f"{place}_dropout")
    }
    return AutoModelForTokenClassification.from_pretrained(
        config.encoder,
        dtype=torch.float32,
        num_labels=len(LABELS),
        id2label=dict(enumerate(LABELS)),
        label2id={label: n for n, label in enumerate(LABELS)},
        **dropout,
    )


def _loss(outputs: Any, labels: torch.Tensor, num_items_in_batch: Any = None) -> torch.Tensor:
    """Cross-entropy of each layer's tags, averaged over words and layers."""
    import torch

    logits = outputs["logits"].float()
    return torch.nn.functional.cross_entropy(
        logits.view(*logits.shape[:2], len(LAYERS), len(TAGS)).flatten(0, 2),
        labels.flatten(),
        ignore_index=IGNORED,
    )


def _tag_f1(result: Any) -> dict[str, float]:
    """F1 of the words inside spans by layer, and the mean over the layers, cues left out."""
    labels = np.asarray(result.label_ids)
    logits = np.asarray(result.predictions)
    found = logits.reshape(*logits.shape[:2], len(LAYERS), len(TAGS)).argmax(axis=3)
    scores = {}
    for n, layer in enumerate(LAYERS):
        gold, guess = labels[..., n], found[..., n]
        right = int(((gold == guess) & (gold > 0)).sum())
        total = int((gold > 0).sum()) + int(((guess > 0) & (gold != IGNORED)).sum())
        scores[f"f1_{layer}"] = 2 * right / total if total else 0.0
    return {**scores, "f1": float(np.mean([v for k, v in scores.items() if k != "f1_cue"]))}
