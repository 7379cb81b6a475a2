"""Words of a raw text, and the forms under which dictionaries look them up."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

_WORD = re.compile(r"\w+['’]?|[^\w\s]")


class Token(NamedTuple):
    """A word (an elided one with its apostrophe) or one mark of punctuation."""

    start: int
    end: int
    text: str
    key: str
    """The folded form: lower case, no accents, a straight apostrophe."""
    low: str
    """The lower-case form with its accents."""
    capital: bool


def fold(word: str) -> str:
    """Lower case, no accents, straight apostrophes: the form under which dictionaries are searched."""
    word = word.replace("’", "'").lower()
    if word.isascii():
        return word
    word = word.replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def tokens(text: str) -> list[Token]:
    """The words and marks of a text in their order; a hyphen is a mark of its own.

    >>> [t.text for t in tokens("L’Équateur n'a-t-il pas répondu ?")]
    ['L’', 'Équateur', "n'", 'a', '-', 't', '-', 'il', 'pas', 'répondu', '?']
    """
    return [Token(m.start(), m.end(), *_forms(m[0])) for m in _WORD.finditer(text)]


@lru_cache(maxsize=1 << 16)
def _forms(word: str) -> tuple[str, str, str, bool]:
    return word, fold(word), word.lower(), word[0].isupper()


def nearest(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    """Where `words` stand nearest to [start, end), as whole words if they can; None where they do not stand."""
    inner = re.escape(words)
    whole = rf"(?<!\w){inner}" + (r"(?!\w)" if words[-1:].isalnum() else "")
    for pattern in (whole, inner) if words else ():
        if places := [m.span() for m in re.finditer(pattern, text)]:
            return min(places, key=lambda p: max(start - p[1], p[0] - end, 0))
    return None


def table(name: str) -> list[dict[str, str]]:
    """The rows of a shipped dictionary, `dyade/data/NAME`."""
    text = (files("dyade") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
