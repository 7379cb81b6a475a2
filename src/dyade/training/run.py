"""One training run from the settings to the metrics, in the order in which it happens."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dyade.classifier import ModelSettings, load_classifier, softmax
from dyade.config import ConfigError, ModelKind, TrainConfig
from dyade.pairs import Pair, PairSettings
from dyade.records import Article
from dyade.scores import stance_scores
from dyade.sources import write_jsonl
from dyade.training.bag import fit_bag_of_words
from dyade.training.calibration import calibrate
from dyade.training.data import class_ids, labelled_pairs, read_splits
from dyade.training.distillation import targets
from dyade.training.finetune import fine_tune
from dyade.training.scoring import logits_of, prediction_rows


def leads() -> bool:
    """Whether this is the process that writes: the only one, or the first of those that torchrun started."""
    return int(os.environ.get("RANK", "0")) == 0


def train(config: TrainConfig, output: Path) -> dict[str, Any]:
    """Trains one classifier into `output/model` and scores it; returns the metrics.

    Under torchrun all processes train together; the first alone scores, writes and returns them, the others return
    the dev macro-F1.

    Raises:
        ConfigError: a setting cannot work (an unknown trainer argument, a model without its packages).
        InputError: a data file is missing or broken.
    """
    splits = read_splits(config.data)
    settings = ModelSettings(
        pairs=PairSettings(config.model.mask, config.model.before, config.model.after),
        max_length=config.model.max_length,
    )
    pairs = labelled_pairs(splits, settings.pairs, Path(config.overlay) if config.overlay else None)
    folder = output / "model"
    if leads():
        folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    soft = targets(config, splits["train"], pairs["train"])
    if config.model.kind is ModelKind.transformer:
        details = fine_tune(config, pairs["train"], pairs["dev"], settings, folder, soft)
    elif leads():
        details = fit_bag_of_words(config, pairs["train"], settings, folder)
    else:
        raise ConfigError("model=tfidf trains in one process; start it without torchrun")
    if not leads():
        return {"dev": details["dev"]}
    details["seconds"] = round(time.monotonic() - began + details.pop("earlier_seconds", 0.0), 1)
    details["pairs"] = len(pairs["train"])
    return _judged(config, splits, pairs, details, output)


def _judged(
    config: TrainConfig,
    splits: Mapping[str, Sequence[Article]],
    pairs: Mapping[str, Sequence[Pair]],
    details: dict[str, Any],
    output: Path,
) -> dict[str, Any]:
    """Calibrates, exports and scores the model of a run folder; the metrics, with the details of its training."""
    folder = output / "model"
    classifier = load_classifier(folder, "torch")
    began = time.monotonic()
    logits = {name: logits_of(classifier, made) for name, made in pairs.items() if name != "train"}
    scoring = time.monotonic() - began
    settings = calibrate(classifier.settings, logits["dev"], class_ids(pairs["dev"]), config.precision)
    settings.write(folder)
    if config.export and config.model.kind is ModelKind.transformer:
        from dyade.export import export

        details["parity"] = asdict(export(folder))
    scaled = {name: softmax(found / settings.temperature) for name, found in logits.items()}
    scored = {
        name: stance_scores([x.label for x in pairs[name] if x.label], p, [x.article for x in pairs[name]])
        for name, p in scaled.items()
    }
    predictions = [row for name, p in scaled.items() for row in prediction_rows(name, pairs[name], p)]
    write_jsonl(predictions, output / "predictions.jsonl")
    return {
        "name": config.name,
        "seed": config.seed,
        "dev": scored["dev"]["macro_f1"],
        "splits": scored,
        "calibration": {"temperature": settings.temperature, "threshold": settings.threshold},
        "training": {
            **details,
            "articles_per_second": round(sum(len(splits[name]) for name in logits) / scoring, 1),
            "pairs_per_second": round(sum(map(len, logits.values())) / scoring, 1),
        },
    }
