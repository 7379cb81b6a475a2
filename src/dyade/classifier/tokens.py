"""Tokenisers that read French rightly, and token ids as model inputs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from dyade.classifier.settings import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import PreTrainedTokenizerBase

GUARD = "« L’UE », a dit M. Lavrov à l’Élysée, n’exclut pas d’aider l'Ukraine…"
"""A sentence that every French tokeniser must read well: elisions, narrow spaces, guillemets, an ellipsis."""


def load_tokenizer(folder: Path | str) -> PreTrainedTokenizerBase:
    """The tokeniser of a model, from its `tokenizer.json` where the folder (or the hub) has one, and checked.

    `AutoTokenizer` splits the CamemBERT-2 tokeniser into characters under Transformers 5 without a word
    (huggingface/transformers#45701); the file itself is read rightly.

    Raises:
        ModelError: the tokeniser cannot read French.
    """
    from transformers import AutoTokenizer, PreTrainedTokenizerFast

    try:
        tokenizer: PreTrainedTokenizerBase = PreTrainedTokenizerFast.from_pretrained(folder)
    except (OSError, ValueError):
        tokenizer = AutoTokenizer.from_pretrained(folder)
    if tokenizer.pad_token is None:  # as in older CamemBERT and XLM-R folders, whose class knows it
        tokenizer.add_special_tokens({**AutoTokenizer.from_pretrained(folder).special_tokens_map})
    if not tokenizer.is_fast:
        raise ModelError(
            f"{folder}: the tokeniser has no tokenizer.json, so no offsets; choose another backbone"
        )
    check_tokenizer(tokenizer.backend_tokenizer, str(folder))
    return tokenizer


def check_tokenizer(tokenizer: Tokenizer, name: str) -> None:
    """Refuses a tokeniser that breaks French words apart, loses characters, or misplaces them.

    Raises:
        ModelError: which of the three, on one fixed sentence.
    """
    encoded = tokenizer.encode(GUARD, add_special_tokens=False)
    letters = sum(not c.isspace() for c in GUARD)
    if len(encoded.tokens) > 0.8 * letters:
        raise ModelError(
            f"{name}: {len(encoded.tokens)} tokens for {letters} characters; its tokenizer.json is read wrongly"
        )
    covered = {at for start, end in encoded.offsets for at in range(start, end)}
    lost = [c for at, c in enumerate(GUARD) if at not in covered and not c.isspace()]
    if lost:
        raise ModelError(f"{name}: the tokeniser loses {' '.join(lost)} of a French sentence")
    unknown = {tokenizer.token_to_id(token) for token in ("<unk>", "[UNK]")} - {None}
    if unknown & set(encoded.ids):
        raise ModelError(f"{name}: the tokeniser does not know all characters of a French sentence")


def cut(ids: list[int], longest: int) -> tuple[list[int], bool]:
    """Ids cut from the left of the window, so that statement end and kind stay; whether anything was cut."""
    if len(ids) <= longest:
        return ids, False
    return [ids[0], *ids[len(ids) - longest + 1 :]], True


def padded(rows: Sequence[Sequence[int]], pad: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Rows of token ids as one block and its mask, *shape* (rows, longest) both."""
    width = max(map(len, rows))
    block, mask = (
        np.full((len(rows), width), pad, dtype=np.int64),
        np.zeros((len(rows), width), dtype=np.int64),
    )
    for n, row in enumerate(rows):
        block[n, : len(row)], mask[n, : len(row)] = row, 1
    return block, mask
