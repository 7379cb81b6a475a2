"""The words of a text as model inputs: windows of whole sentences, each with the sentences before it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dyade.text import Token

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_CONTEXT = 4
"""A window's share of context from before: one part in so many."""


@dataclass(frozen=True, slots=True)
class Window:
    """One model input: token ids with the special tokens, and which of them stand for which words."""

    ids: list[int]
    words: list[int]
    """The words that this window scores; those before them are context."""
    places: list[int]
    """For each of them, the place in `ids` of its first piece."""


def windows(text: str, words: Sequence[Token], tokenizer: Tokenizer, length: int) -> list[Window]:
    """The windows of a text, each word scored in exactly one of them.

    Args:
        length: the most tokens of a window, special tokens included; a longer sentence is cut.
    """
    if not words:
        return []
    encoded = tokenizer.encode(text, add_special_tokens=False)
    ends = [end for _, end in encoded.offsets]
    first = [min(bisect_right(ends, w.start), len(ends) - 1) for w in words]
    opens, closes = special_tokens(tokenizer)
    room = length - 2
    heads = [*_heads(text, words), len(words)]
    found: list[Window] = []
    at = 0
    while at < len(words):
        begin = _context(first, heads, at, room // _CONTEXT) if at else 0
        stop = bisect_right(first, first[begin] + room - 1)  # the first word whose first piece has no room
        whole = heads[bisect_right(heads, stop) - 1]
        stop = max(whole if whole > at else stop, at + 1)
        last = first[stop] if stop < len(words) else len(encoded.ids)
        ids = encoded.ids[first[begin] : min(last, first[begin] + room)]
        places = [first[n] - first[begin] + 1 for n in range(at, stop)]
        found.append(Window([opens, *ids, closes], list(range(at, stop)), places))
        at = stop
    return found


def special_tokens(tokenizer: Tokenizer) -> tuple[int, int]:
    """The ids that open and close an input, as the tokeniser's own template puts them."""
    ids = tokenizer.encode("").ids
    return ids[0], ids[-1]


def _heads(text: str, words: Sequence[Token]) -> list[int]:
    """The words that open a sentence or a paragraph."""
    heads = [0]
    for at in range(1, len(words)):
        before, word = words[at - 1], words[at]
        if "\n" in text[before.end : word.start] or (before.text in ".!?…" and word.capital):
            heads.append(at)
    return heads


def _context(first: Sequence[int], heads: Sequence[int], at: int, most: int) -> int:
    """The earliest head of a sentence before a word within so many pieces; the word itself where none is."""
    begin = at
    for head in reversed(heads[: bisect_right(heads, at)]):
        if first[at] - first[head] > most:
            break
        begin = head
    return begin
