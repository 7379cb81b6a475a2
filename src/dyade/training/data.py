"""The splits of a corpus as pairs, and as the datasets that the Trainer reads."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dyade.classifier import cut
from dyade.config import ConfigError, DataConfig
from dyade.pairs import Pair, PairSettings, pairs_of
from dyade.records import Article, Label
from dyade.scores import Ints
from dyade.sources import read_records

if TYPE_CHECKING:
    import datasets
    from transformers import PreTrainedTokenizerBase

log = logging.getLogger(__name__)


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


def labelled_pairs(
    splits: Mapping[str, Sequence[Article]], settings: PairSettings, overlay: Path | None
) -> dict[str, list[Pair]]:
    """The pairs of each split.

    Raises:
        ConfigError: a stance has no label, or train or dev holds no pair.
    """
    pairs = {name: list(pairs_of(articles, settings, overlay)) for name, articles in splits.items()}
    for name, made in pairs.items():
        log.info("%s: %d articles, %d pairs", name, len(splits[name]), len(made))
        bare = sum(p.label is None for p in made)
        if bare:
            raise ConfigError(f"data.{name}: {bare} stances have no label; annotate them first")
    if not pairs["train"] or not pairs["dev"]:
        raise ConfigError("data: train and dev must both hold labelled pairs")
    return pairs


def class_ids(pairs: Sequence[Pair]) -> Ints:
    """The class id of each pair's label, *shape* (pairs,)."""
    order = {label: n for n, label in enumerate(Label)}
    return np.array([order[p.label] for p in pairs if p.label], dtype=np.int64)


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


def encoded(pairs: Sequence[Pair], tokenizer: PreTrainedTokenizerBase, longest: int) -> datasets.Dataset:
    """The pairs as token ids, cut to `longest` as the classifiers cut them."""

    def encode(rows: dict[str, Any]) -> dict[str, Any]:
        found = tokenizer(rows["text"], rows["text_pair"], verbose=False)["input_ids"]
        ids = [cut(row, longest)[0] for row in found]
        return {"input_ids": ids, "attention_mask": [[1] * len(row) for row in ids]}

    return to_dataset(pairs).map(encode, batched=True, remove_columns=["text", "text_pair"])


def masked(
    ids: Sequence[int], share: float, mask: int, kept: Sequence[int], rng: np.random.Generator
) -> list[int]:
    """The token ids with the mask in the place of a share of them, `kept` (the special tokens) spared."""
    found = np.array(ids)
    found[(rng.random(len(found)) < share) & ~np.isin(found, kept)] = mask
    return found.tolist()  # type: ignore[no-any-return]


class NoisyTokens:
    """A dataset in which a share of the ordinary tokens of each input is masked, other ones each epoch.

    Which ones depends on the seed, the epoch and the row alone: not on what was read before, so that a resumed run
    and every number of processes see the same inputs.
    """

    def __init__(
        self, data: datasets.Dataset, tokenizer: PreTrainedTokenizerBase, share: float, seed: int
    ) -> None:
        self.data, self.share, self.seed = data, share, seed
        self.kept = list(tokenizer.all_special_ids)
        self.mask: Any = tokenizer.mask_token_id
        self.epoch = 0

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, row: int) -> dict[str, Any]:
        found = dict(self.data[int(row)])
        rng = np.random.default_rng((self.seed, self.epoch, int(row)))
        return {**found, "input_ids": masked(found["input_ids"], self.share, self.mask, self.kept, rng)}
