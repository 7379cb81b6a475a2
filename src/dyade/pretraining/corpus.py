"""The raw text: read once, cut into tokens, packed end to end into sequences of one length."""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

HELD_OUT = 200
"""One document in so many is kept for validation."""


def documents(path: Path, skip: Sequence[str] = ()) -> Iterator[str]:
    """The documents of a text file (plain or `.xz`), one a line; U+2029 inside a line is a line break.

    A line may open with its source and a tab; the sources named in `skip` are left out.
    """
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            source, tab, text = line.rstrip("\n").partition("\t")
            if source not in skip:
                yield (text if tab else source).replace("\u2029", "\n")


def pack(
    texts: Iterable[str], tokenizer: PreTrainedTokenizerFast, unheld: Iterable[str] = ()
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    """All token ids, documents end to end with a separator between: training and validation.

    Of `texts`, one document in 200 is kept for validation; of `unheld`, none.

    Raises:
        ValueError: no text, or the vocabulary has more than 65,536 entries.
    """
    if len(tokenizer) > 1 << 16:
        raise ValueError(f"a vocabulary of {len(tokenizer)} does not fit 16 bits; choose a smaller one")
    parts: dict[bool, list[npt.NDArray[np.uint16]]] = {False: [], True: []}
    for number, ids in enumerate(_encoded(texts, tokenizer)):
        parts[number % HELD_OUT == 0].append(ids)
    parts[False].extend(_encoded(unheld, tokenizer))
    if not parts[False]:
        raise ValueError("no text to train on; two documents at least are needed")
    return np.concatenate(parts[False]), np.concatenate(parts[True])


def _encoded(texts: Iterable[str], tokenizer: PreTrainedTokenizerFast) -> Iterator[npt.NDArray[np.uint16]]:
    """The token ids of each document, with a separator behind them."""
    remaining = iter(texts)
    while chunk := list(islice(remaining, 256)):
        for ids in tokenizer(chunk, add_special_tokens=False, verbose=False)["input_ids"]:
            yield np.array([*ids, tokenizer.sep_token_id], dtype=np.uint16)
