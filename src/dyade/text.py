"""Words of a raw text, and the forms under which dictionaries look them up."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import partial
from importlib.resources import files
from typing import NamedTuple

_PLAIN = {
    **{code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x180)},
    ord("’"): "'",
    ord("œ"): "oe",
    ord("æ"): "ae",
}
"""Plain letters for those of European languages, which spares most words the Unicode decomposition."""
_FIRST_ACCENT = "\u0300"
"""The first combining character of Unicode."""
_WORD = re.compile(r"\w+['’]?|[^\w\s]")
_NEAR = 5_000
"""Characters to each side that are searched before the rest of a long text."""


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


_token = partial(tuple.__new__, Token)
"""The token of a tuple of its fields, faster than by their names."""


def fold(word: str) -> str:
    """Lower case, no accents, straight apostrophes: the form under which dictionaries are searched."""
    word = word.lower()
    if word.isascii():
        return word
    word = word.translate(_PLAIN)
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    return "".join([c for c in decomposed if c < _FIRST_ACCENT or not unicodedata.combining(c)])


def tokens(text: str) -> list[Token]:
    """The words and marks of a text in their order; a hyphen is a mark of its own.

    >>> [t.text for t in tokens("L’Équateur n'a-t-il pas répondu ?")]
    ['L’', 'Équateur', "n'", 'a', '-', 't', '-', 'il', 'pas', 'répondu', '?']
    """
    return [_token(m.span() + _FORMS[m[0]]) for m in _WORD.finditer(text)]


class _Forms(dict[str, tuple[str, str, str, bool]]):
    """The forms of the words met last: an article repeats most of its words, and a dictionary answers fastest."""

    def __missing__(self, word: str) -> tuple[str, str, str, bool]:
        if len(self) >= _MOST:
            self.clear()
        forms = self[word] = (word, fold(word), word.lower(), word[0].isupper())
        return forms


_MOST = 1 << 16
_FORMS = _Forms()


def nearest(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    """Where `words` stand nearest to [start, end), as whole words if they can; None where they do not stand."""
    inner = re.escape(words)
    whole = rf"(?<!\w){inner}" + (r"(?!\w)" if words[-1:].isalnum() else "")
    for pattern in map(re.compile, (whole, inner) if words else ()):
        low, high = max(0, start - _NEAR), min(len(text), end + _NEAR)
        near = [m.span() for m in pattern.finditer(text, low, high) if m.end() < high]
        if places := near or [m.span() for m in pattern.finditer(text)]:
            return min(places, key=lambda p: max(start - p[1], p[0] - end, 0))
    return None


def table(name: str) -> list[dict[str, str]]:
    """The rows of a shipped dictionary, `dyade/data/NAME`."""
    text = (files("dyade") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
