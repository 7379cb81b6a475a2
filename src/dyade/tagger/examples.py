"""Annotated articles as what the tagger learns from: windows with their tags, and batches of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dyade.actors import Lexicon
from dyade.classifier import padded
from dyade.extraction.document import Document
from dyade.records import Article
from dyade.tagger.labels import LAYERS, annotated, tags_of
from dyade.tagger.windows import windows
from dyade.training.data import masked

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

IGNORED = -100
"""The tag of a token that is no word's first piece."""


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its tags; `labels` has a row of layers for each token."""

    input_ids: list[int]
    labels: list[list[int]]


def examples(
    articles: Sequence[Article], tokenizer: Tokenizer, length: int, lexicon: Lexicon
) -> Iterator[Example]:
    """The windows of annotated articles with the tags of their words."""
    for article in articles:
        document = Document(article.text, article.date, lexicon)
        tags = tags_of(document.tokens, annotated(article, document))
        for window in windows(article.text, document.tokens, tokenizer, length):
            labels = [[IGNORED] * len(LAYERS) for _ in window.ids]
            for word, place in zip(window.words, window.places, strict=True):
                if labels[place][0] == IGNORED:
                    labels[place] = tags[word].tolist()
            yield Example(window.ids, labels)


class Rows:
    """Examples as a dataset for torch; a share of the ordinary tokens masked anew at each reading."""

    def __init__(self, made: Sequence[Example], tokenizer: Any, masking: float, seed: int) -> None:
        self.made, self.masking, self.mask = made, masking, tokenizer.mask_token_id
        self.kept = list(tokenizer.all_special_ids)
        self.rng = np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self.made)

    def __getitem__(self, at: int) -> dict[str, Any]:
        ids = self.made[at].input_ids
        if self.masking:
            ids = masked(ids, self.masking, self.mask, self.kept, self.rng)
        return {"input_ids": ids, "labels": self.made[at].labels}


def collator(pad: int) -> Any:
    """Examples as one batch; *shape* of `labels` (windows, length, layers)."""
    import torch

    def collate(rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
        ids, mask = padded([r["input_ids"] for r in rows], pad)
        labels = np.full((*ids.shape, len(LAYERS)), IGNORED, dtype=np.int64)
        for n, row in enumerate(rows):
            labels[n, : len(row["labels"])] = row["labels"]
        found = {"input_ids": ids, "attention_mask": mask, "labels": labels}
        return {name: torch.from_numpy(block) for name, block in found.items()}

    return collate
