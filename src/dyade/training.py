"""Training: fine-tune a French encoder, or fit the bag of words, choose on dev, calibrate, score.

    dyade-train experiment=compact seed=1
    torchrun --nproc-per-node 2 scripts/train.py experiment=compact hydra.run.dir=runs/compact/both

Choices are made on dev alone; the other splits are only scored, at the end.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dyade.classifier import (
    Classifier,
    ModelSettings,
    Probabilities,
    load_classifier,
    load_tokenizer,
    probabilities,
    softmax,
)
from dyade.config import ConfigError, DataConfig, ModelConfig, ModelKind, TrainConfig
from dyade.pairs import Pair, PairSettings, pairs_of
from dyade.records import Article, Label
from dyade.scores import f1_by_label, macro_f1, stance_scores
from dyade.sources import read_records, write_jsonl

if TYPE_CHECKING:
    import datasets
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase, Trainer

log = logging.getLogger(__name__)


def train(config: TrainConfig, output: Path) -> dict[str, Any]:
    """Trains one classifier into `output/model` and scores it; returns the metrics.

    Raises:
        ConfigError: a setting cannot work (an unknown trainer argument, a model without its packages).
        InputError: a data file is missing or broken.
    """
    splits = read_splits(config.data)
    settings = ModelSettings(
        pairs=PairSettings(config.model.mask, config.model.before, config.model.after),
        max_length=config.model.max_length,
    )
    overlay = Path(config.overlay) if config.overlay else None
    pairs = {name: list(pairs_of(articles, settings.pairs, overlay)) for name, articles in splits.items()}
    for name, made in pairs.items():
        log.info("%s: %d articles, %d pairs", name, len(splits[name]), len(made))
        if any(p.label is None for p in made):
            raise ConfigError(
                f"data.{name}: {sum(p.label is None for p in made)} stances have no label; annotate them first"
            )
    if not pairs["train"] or not pairs["dev"]:
        raise ConfigError("data: train and dev must both hold labelled pairs")
    folder = output / "model"
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    fit = fit_bag_of_words if config.model.kind is ModelKind.tfidf else fine_tune
    details = fit(config, pairs["train"], pairs["dev"], settings, folder)
    seconds = time.monotonic() - began
    classifier = load_classifier(folder, "torch")
    settings = calibrate(classifier, pairs["dev"], config.precision)
    settings.write(folder)
    if config.export and config.model.kind is ModelKind.transformer:
        from dyade.export import export

        details["parity"] = asdict(export(folder))
    classifier.settings = settings
    scored = {name: score(classifier, made) for name, made in pairs.items() if name != "train"}
    predictions = [row for name, (_, p) in scored.items() for row in prediction_rows(name, pairs[name], p)]
    write_jsonl(predictions, output / "predictions.jsonl")
    metrics = {
        "name": config.name,
        "seed": config.seed,
        "dev": scored["dev"][0]["macro_f1"],
        "splits": {name: scores for name, (scores, _) in scored.items()},
        "calibration": {"temperature": settings.temperature, "threshold": settings.threshold},
        "training": {"seconds": round(seconds, 1), "pairs": len(pairs["train"]), **details},
    }
    return metrics


def read_splits(data: DataConfig) -> dict[str, list[Article]]:
    """The records of each split by name: train, dev, then the tests."""
    splits = {name: read_records(path) for name, path in data.files.items()}
    if not data.passages:
        splits["train"] = [a for a in splits["train"] if "group" not in a.meta]
    if data.share < 1:
        order = np.random.default_rng(0).permutation(len(splits["train"]))
        kept = sorted(order[: max(1, round(data.share * len(order)))])
        splits["train"] = [splits["train"][k] for k in kept]
    return splits


def calibrate(classifier: Classifier, dev: Sequence[Pair], precision: float) -> ModelSettings:
    """The classifier's settings with the temperature, and the confidence for a wanted precision, fitted on dev."""
    logits = classifier.logits([(p.text, p.text_pair) for p in dev])
    gold = class_ids(dev)
    temperature = fit_temperature(logits, gold)
    scaled = softmax(logits / temperature)
    return replace(
        classifier.settings, temperature=temperature, threshold=fit_threshold(scaled, gold, precision)
    )


def fit_temperature(logits: Probabilities, gold: np.ndarray[Any, np.dtype[np.int64]]) -> float:
    """The temperature with the least log-loss (Guo et al. 2017), between .05 and 20."""
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        scaled = softmax(logits / np.exp(log_temperature))
        return float(-np.log(scaled[np.arange(len(gold)), gold] + 1e-12).mean())

    found = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded")
    return round(float(np.exp(found.x)), 4)


def fit_threshold(
    scaled: Probabilities, gold: np.ndarray[Any, np.dtype[np.int64]], precision: float
) -> float:
    """The lowest confidence above which the labels are right with the wanted precision; 1 where none is."""
    confidence, right = scaled.max(axis=1), scaled.argmax(axis=1) == gold
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= precision
    last = np.flatnonzero(reached)
    return round(float(confidence[order[last[-1]]]), 4) if len(last) else 1.0


def class_ids(pairs: Sequence[Pair]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The class id of each pair's label, *shape* (pairs,)."""
    order = {label: n for n, label in enumerate(Label)}
    return np.array([order[p.label] for p in pairs if p.label], dtype=np.int64)


def score(classifier: Classifier, pairs: Sequence[Pair]) -> tuple[dict[str, Any], Probabilities]:
    """The stance figures of a classifier on labelled pairs, and its probabilities."""
    p = probabilities(classifier, [(x.text, x.text_pair) for x in pairs])
    return stance_scores([x.label for x in pairs if x.label], p, [x.article for x in pairs]), p


def prediction_rows(split: str, pairs: Sequence[Pair], p: Probabilities) -> list[dict[str, Any]]:
    """One JSON object a pair: where it is from, its gold label, and the probabilities."""
    return [
        {
            "split": split,
            "article": x.article,
            "statement": x.statement,
            "stance": x.stance,
            "gold": x.label,
            "probabilities": [round(float(v), 6) for v in row],
        }
        for x, row in zip(pairs, p, strict=True)
    ]


# -- The bag of words -------------------------------------------------------------------------------------


def fit_bag_of_words(
    config: TrainConfig,
    train_pairs: Sequence[Pair],
    dev: Sequence[Pair],
    settings: ModelSettings,
    folder: Path,
) -> dict[str, Any]:
    """TF-IDF of words and characters, logistic regression; writes `bow.joblib`."""
    try:
        import joblib
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union
    except ImportError:
        raise ConfigError(
            "model=tfidf needs scikit-learn; install it with pip install 'dyade[train]'"
        ) from None

    words = TfidfVectorizer(
        ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"<?/?\w+>?|[?!«»]"
    )
    characters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True, max_features=200_000
    )
    weights = "balanced" if config.class_weights else None
    model = LogisticRegression(
        C=config.model.c, max_iter=2000, class_weight=weights, random_state=config.seed
    )
    pipeline = make_pipeline(make_union(words, characters), model)
    pipeline.fit([f"{p.text} {p.text_pair}" for p in train_pairs], class_ids(train_pairs))
    joblib.dump(pipeline, folder / "bow.joblib", compress=3)
    settings.write(folder, model_type="dyade-tfidf", id2label=dict(enumerate(Label)))
    return {"parameters": int(model.coef_.size)}


# -- The transformer --------------------------------------------------------------------------------------


def to_dataset(pairs: Sequence[Pair]) -> datasets.Dataset:
    """The pairs as a `datasets.Dataset` with the columns text, text_pair and label (a `ClassLabel`)."""
    from datasets import ClassLabel, Dataset, Features, Value

    features = Features(
        {"text": Value("string"), "text_pair": Value("string"), "label": ClassLabel(names=list(Label))}
    )
    rows = {
        "text": [p.text for p in pairs],
        "text_pair": [p.text_pair for p in pairs],
        "label": class_ids(pairs),
    }
    return Dataset.from_dict(rows, features=features)


def fine_tune(
    config: TrainConfig,
    train_pairs: Sequence[Pair],
    dev: Sequence[Pair],
    settings: ModelSettings,
    folder: Path,
) -> dict[str, Any]:
    """Fine-tunes an encoder with the Transformers `Trainer`; writes a plain Hugging Face folder."""
    try:
        import torch
        from transformers import (
            DataCollatorWithPadding,
            EarlyStoppingCallback,
            Trainer,
            TrainingArguments,
            set_seed,
        )
    except ImportError as error:
        raise ConfigError(
            f"model={config.model.name} needs {error.name}; install it with pip install 'dyade[train]'"
        ) from None

    arguments = trainer_arguments(config, folder.parent / "checkpoints", TrainingArguments)
    set_seed(config.seed)
    tokenizer = encoder_tokenizer(config.model)
    model = build_model(config.model, tokenizer)
    tokenizer.model_max_length = settings.max_length

    def encode(rows: dict[str, Any]) -> dict[str, Any]:
        return dict(
            tokenizer(
                rows["text"], rows["text_pair"], truncation="only_first", max_length=settings.max_length
            )
        )

    columns = ["text", "text_pair"]
    data = {
        name: to_dataset(p).map(encode, batched=True, remove_columns=columns)
        for name, p in (("train", train_pairs), ("dev", dev))
    }
    if config.token_masking:
        data["train"] = data["train"].with_transform(
            _token_masking(tokenizer, config.token_masking, config.seed)
        )
    weights = None
    if config.class_weights:
        counts = np.bincount(class_ids(train_pairs), minlength=len(Label))
        weights = torch.tensor(counts.sum() / (len(Label) * np.maximum(counts, 1)), dtype=torch.float32)

    def loss(outputs: Any, labels: torch.Tensor, num_items_in_batch: Any = None) -> torch.Tensor:
        return torch.nn.functional.cross_entropy(
            outputs["logits"],
            labels,
            label_smoothing=config.label_smoothing,
            weight=None if weights is None else weights.to(labels.device),
        )

    def compute_metrics(result: Any) -> dict[str, float]:
        predicted = result.predictions.argmax(axis=-1)
        f1 = f1_by_label(result.label_ids, predicted)
        return {
            "macro_f1": macro_f1(result.label_ids, predicted),
            **{f"f1_{x}": float(v) for x, v in zip(Label, f1, strict=True)},
        }

    trainer = Trainer(
        model=model,
        args=arguments,
        train_dataset=data["train"],
        eval_dataset=data["dev"],
        processing_class=tokenizer,
        data_collator=DataCollatorWithPadding(tokenizer),
        compute_metrics=compute_metrics,
        compute_loss_func=loss,
        callbacks=[EarlyStoppingCallback(config.patience)] if config.patience is not None else [],
        optimizers=(_optimizer(model, arguments, config.model), None),
    )
    trainer.train(
        resume_from_checkpoint=_last_checkpoint(Path(arguments.output_dir)) if config.resume else None
    )
    if config.swa:
        _average(trainer, config.swa)
    _save(trainer, config, settings, folder)
    return {
        "parameters": sum(p.numel() for p in trainer.model.parameters()),
        "epochs": trainer.state.epoch,
        "curve": [row for row in trainer.state.log_history if "eval_macro_f1" in row or "loss" in row],
    }


def _token_masking(
    tokenizer: PreTrainedTokenizerBase, share: float, seed: int
) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A transform that masks a share of the ordinary tokens of each input, differently at each reading."""
    rng = np.random.default_rng(seed)
    kept = list(tokenizer.all_special_ids)

    def mask(rows: dict[str, Any]) -> dict[str, Any]:
        noisy = []
        for ids in rows["input_ids"]:
            row = np.array(ids)
            row[(rng.random(len(row)) < share) & ~np.isin(row, kept)] = tokenizer.mask_token_id
            noisy.append(row.tolist())
        return {**rows, "input_ids": noisy}

    return mask


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


def encoder_tokenizer(model: ModelConfig) -> PreTrainedTokenizerBase:
    """The encoder's tokeniser with the role markers as whole tokens."""
    from dyade.pairs import MARKERS

    if model.path is None:
        raise ConfigError("model.path: name a folder or a hub id of an encoder")
    tokenizer = load_tokenizer(model.path)
    missing = [m for m in MARKERS if m not in tokenizer.get_vocab()]
    if missing:
        tokenizer.add_special_tokens(
            {"additional_special_tokens": missing}, replace_extra_special_tokens=False
        )
    return tokenizer


def build_model(model: ModelConfig, tokenizer: PreTrainedTokenizerBase) -> PreTrainedModel:
    """The encoder with a classification head over the three labels, in single precision."""
    import torch
    from transformers import AutoConfig, AutoModelForSequenceClassification

    labels = list(Label)
    extra: dict[str, Any] = {}
    encoder = AutoConfig.from_pretrained(model.path)
    if hasattr(encoder, "classifier_pooling"):
        extra["classifier_pooling"] = model.pooling
        places = ("classifier", "embedding", "attention", "mlp")
        extra |= {f"{place}_dropout": model.dropout for place in places}
    built: PreTrainedModel = AutoModelForSequenceClassification.from_pretrained(
        model.path,
        dtype=torch.float32,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={x: n for n, x in enumerate(labels)},
        attn_implementation="eager",
        **extra,
    )
    if len(tokenizer) > built.get_input_embeddings().num_embeddings:
        built.resize_token_embeddings(len(tokenizer))
    _freeze(built, model.freeze)
    return _with_lora(built, model.lora) if model.lora else built


def _layers(model: PreTrainedModel) -> list[torch.nn.Module]:
    """The embeddings and then each layer of an encoder, from the lowest up."""
    base = model.base_model
    stack = getattr(base, "layers", None) or getattr(getattr(base, "encoder", None), "layer", None)
    if stack is None:
        stack = getattr(getattr(base, "transformer", None), "layer", [])
    return [base.embeddings, *stack]


def _freeze(model: PreTrainedModel, count: int) -> None:
    for layer in _layers(model)[:count]:
        layer.requires_grad_(False)


def _with_lora(model: PreTrainedModel, rank: int) -> PreTrainedModel:
    try:
        from peft import LoraConfig, TaskType, get_peft_model
    except ImportError:
        raise ConfigError("model.lora needs peft; install it with pip install 'dyade[lora]'") from None
    adapted = get_peft_model(
        model,
        LoraConfig(task_type=TaskType.SEQ_CLS, r=rank, lora_alpha=2 * rank, target_modules="all-linear"),
    )
    return adapted  # type: ignore[no-any-return]


def _optimizer(model: PreTrainedModel, arguments: Any, settings: ModelConfig) -> torch.optim.Optimizer:
    """AdamW whose rate falls by a factor from each layer to the one below; biases and norms do not decay."""
    import torch

    layers = _layers(model)
    depth = {id(p): n for n, layer in enumerate(layers) for p in layer.parameters()}
    groups: dict[tuple[int, bool], list[torch.nn.Parameter]] = {}
    for parameter in model.parameters():
        if parameter.requires_grad:
            key = depth.get(id(parameter), len(layers)), parameter.ndim > 1
            groups.setdefault(key, []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "lr": arguments.learning_rate * settings.layer_decay ** (len(layers) - at),
                "weight_decay": arguments.weight_decay if decays else 0.0,
            }
            for (at, decays), parameters in sorted(groups.items(), key=lambda item: item[0])
        ],
        betas=(arguments.adam_beta1, arguments.adam_beta2),
        eps=arguments.adam_epsilon,
    )


def _last_checkpoint(folder: Path) -> str | None:
    found = sorted(folder.glob("checkpoint-*"), key=lambda p: int(p.name.partition("-")[2]))
    return str(found[-1]) if found else None


def _average(trainer: Trainer, count: int) -> None:
    """Replaces the weights by the mean of the kept checkpoints (Izmailov et al., "Averaging Weights Leads to Wider
    Optima", 2018), where that is better on dev."""
    import torch
    from safetensors.torch import load_file

    files = sorted(Path(trainer.args.output_dir).glob("checkpoint-*/model.safetensors"))[-count:]
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


def _save(trainer: Trainer, config: TrainConfig, settings: ModelSettings, folder: Path) -> None:
    import shutil

    model = trainer.model.merge_and_unload() if config.model.lora else trainer.model
    if trainer.is_world_process_zero():
        model.half().save_pretrained(folder)  # half the size; every figure is of these rounded weights
        trainer.processing_class.save_pretrained(folder)
        settings.write(folder)
        if not config.resume and Path(trainer.args.output_dir).exists():
            shutil.rmtree(trainer.args.output_dir)
        (folder / "training_args.json").write_text(
            json.dumps(trainer.args.to_dict(), indent=1, default=str) + "\n", encoding="utf-8"
        )
