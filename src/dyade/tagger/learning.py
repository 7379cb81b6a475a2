"""Training of the tagger: fine-tune an encoder on annotated articles, choose its combination with the rules on dev.

    dyade-train-tagger output=runs/tagger

Choices are made on dev alone; the other splits are only scored, at the end.
"""

from __future__ import annotations

import json
import logging
import shutil
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dyade.actors import Lexicon, load_lexicon
from dyade.classifier import WEIGHTS, load_tokenizer
from dyade.config import ConfigError, TaggerConfig
from dyade.extraction.document import Document
from dyade.records import Article
from dyade.tagger.choosing import choose, figures
from dyade.tagger.labels import LABELS, LAYERS, TAGS, annotated, tags_of
from dyade.tagger.network import TaggerSettings, padded
from dyade.tagger.windows import windows
from dyade.training.data import read_splits

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

log = logging.getLogger(__name__)

_IGNORED = -100
"""The tag of a token that is no word's first piece."""


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its tags; `labels` has a row of layers for each token."""

    input_ids: list[int]
    labels: list[list[int]]


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
    (output / "metrics.json").write_text(
        json.dumps(metrics, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return metrics


def examples(
    articles: Sequence[Article], tokenizer: Tokenizer, length: int, lexicon: Lexicon
) -> Iterator[Example]:
    """The windows of annotated articles with the tags of their words."""
    for article in articles:
        document = Document(article.text, article.date, lexicon)
        tags = tags_of(document.tokens, annotated(article, document))
        for window in windows(article.text, document.tokens, tokenizer, length):
            labels = [[_IGNORED] * len(LAYERS) for _ in window.ids]
            for word, place in zip(window.words, window.places, strict=True):
                if labels[place][0] == _IGNORED:
                    labels[place] = tags[word].tolist()
            yield Example(window.ids, labels)


def _fit(
    config: TaggerConfig, train: Sequence[Article], dev: Sequence[Article], lexicon: Lexicon, folder: Path
) -> list[dict[str, float]]:
    """Fine-tunes the encoder with the Transformers `Trainer` into a plain Hugging Face folder; returns its curve."""
    try:
        import torch
        from transformers import AutoConfig, AutoModelForTokenClassification, Trainer, set_seed
    except ImportError as error:
        raise ConfigError(
            f"dyade-train-tagger needs {error.name}; install it with pip install 'dyade[train]'"
        ) from None
    arguments = trainer_arguments(config, folder.parent / "checkpoints")
    set_seed(config.seed)
    tokenizer = load_tokenizer(config.encoder)
    backend = tokenizer.backend_tokenizer
    made = {
        name: list(examples(articles, backend, config.length, lexicon))
        for name, articles in (("train", train), ("dev", dev))
    }
    log.info("%d windows to train on, %d of dev", len(made["train"]), len(made["dev"]))
    encoder = AutoConfig.from_pretrained(config.encoder)
    dropout = {
        f"{place}_dropout": config.dropout
        for place in ("classifier", "embedding", "attention", "mlp")
        if hasattr(encoder, f"{place}_dropout")
    }
    model = AutoModelForTokenClassification.from_pretrained(
        config.encoder,
        dtype=torch.float32,
        num_labels=len(LABELS),
        id2label=dict(enumerate(LABELS)),
        label2id={label: n for n, label in enumerate(LABELS)},
        **dropout,
    )
    trainer = Trainer(
        model=model,
        args=arguments,
        train_dataset=_Rows(made["train"], tokenizer, config.token_masking, config.seed),
        eval_dataset=_Rows(made["dev"], tokenizer, 0.0, config.seed),
        data_collator=_collator(tokenizer.pad_token_id or 0),
        compute_metrics=_tag_f1,
        compute_loss_func=_loss,
    )
    trainer.train()
    model.half().save_pretrained(folder)  # half the size; every figure is of these rounded weights
    tokenizer.save_pretrained(folder)
    shutil.rmtree(arguments.output_dir, ignore_errors=True)
    return [row for row in trainer.state.log_history if "eval_f1" in row]


def trainer_arguments(config: TaggerConfig, output: Path) -> Any:
    """`TrainingArguments` from `config.trainer`: its own constructor is the judge of names and types."""
    import torch
    from transformers import TrainingArguments

    common = {
        "use_cpu": not torch.cuda.is_available(),  # without it, bf16 is refused on a CPU
        "output_dir": str(output),
        "seed": config.seed,
        "data_seed": config.seed,
        "eval_strategy": "epoch",
        "save_strategy": "epoch",
        "save_only_model": True,
        "save_total_limit": 1,
        "load_best_model_at_end": True,
        "metric_for_best_model": "f1",
        "greater_is_better": True,
        "label_names": ["labels"],
        "remove_unused_columns": False,
        "report_to": "none",
    }
    try:
        return TrainingArguments(**{**common, **config.trainer})
    except (TypeError, ValueError) as error:
        raise ConfigError(f"trainer: {error}; see transformers.TrainingArguments") from None


class _Rows:
    """Examples as a dataset for torch; a share of the ordinary tokens masked anew at each reading."""

    def __init__(self, made: Sequence[Example], tokenizer: Any, masking: float, seed: int) -> None:
        self.made, self.masking, self.mask = made, masking, tokenizer.mask_token_id
        self.kept = list(tokenizer.all_special_ids)
        self.rng = np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self.made)

    def __getitem__(self, at: int) -> dict[str, Any]:
        ids = np.array(self.made[at].input_ids)
        if self.masking:
            ids[(self.rng.random(len(ids)) < self.masking) & ~np.isin(ids, self.kept)] = self.mask
        return {"input_ids": ids.tolist(), "labels": self.made[at].labels}


def _collator(pad: int) -> Any:
    """Examples as one batch; *shape* of `labels` (windows, length, layers)."""
    import torch

    def collate(rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        ids, mask = padded([r["input_ids"] for r in rows], pad)
        labels = np.full((*ids.shape, len(LAYERS)), _IGNORED, dtype=np.int64)
        for n, row in enumerate(rows):
            labels[n, : len(row["labels"])] = row["labels"]
        found = {"input_ids": ids, "attention_mask": mask, "labels": labels}
        return {name: torch.from_numpy(block) for name, block in found.items()}

    return collate


def _loss(outputs: Any, labels: torch.Tensor, num_items_in_batch: Any = None) -> torch.Tensor:
    """Cross-entropy of each layer's tags, averaged over words and layers."""
    import torch

    logits = outputs["logits"].float()
    return torch.nn.functional.cross_entropy(
        logits.view(*logits.shape[:2], len(LAYERS), len(TAGS)).flatten(0, 2),
        labels.flatten(),
        ignore_index=_IGNORED,
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
        total = int((gold > 0).sum()) + int(((guess > 0) & (gold != _IGNORED)).sum())
        scores[f"f1_{layer}"] = 2 * right / total if total else 0.0
    return {**scores, "f1": float(np.mean([v for k, v in scores.items() if k != "f1_cue"]))}


def export_tagger(folder: Path) -> float:
    """Writes the folder's `model.onnx`; returns its largest difference from torch in a logit, at another shape.

    Raises:
        ArithmeticError: the exported model differs from torch; the file is removed.
    """
    import torch
    from transformers import AutoModelForTokenClassification

    from dyade.export.graph import trace_model
    from dyade.export.sharing import halve, share_weights
    from dyade.tagger.network import load_network, onnx_run

    model = AutoModelForTokenClassification.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    file = folder / "model.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        trace_model(model, file)
    if not share_weights(file, folder / WEIGHTS):
        halve(file)
    network = load_network(folder)
    ids, mask = padded([list(range(5, 42)), list(range(50, 60)), list(range(60, 83))], network.pad)
    with torch.inference_mode():
        wanted = model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)).logits.numpy()
    difference = float(np.abs(onnx_run(file)(ids, mask) - wanted)[mask == 1].max())
    if difference > 1e-2:
        file.unlink()
        raise ArithmeticError(f"{file}: differs from torch by {difference:.2g} in a logit; it was removed")
    return difference
