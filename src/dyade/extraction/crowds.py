"""Words for groups of people known to no list of actors: « les mineurs », « les auteurs », « tout armateur »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dyade.extraction.functions import FUNCTIONS
from dyade.text import Token, table

_KINDS: Final = {word: row["kind"] for row in table("crowds.csv") for word in row["words"].split()}
_AGENTS: Final = re.compile(r"(?:eurs|istes|iens|iers|ards|aires|ants|ois|ais|euses|ateurs)$")
"""Endings of plural nouns, many of which name people."""
_PARTICIPLE: Final = re.compile(r"(?:ée?s?|[iu]s)$")
_BEFORE: Final = frozenset(("les", "aux", "des", "ces", "nos", "ses", "leurs", "tous"))


_NAMED: Final = frozenset(_KINDS) | {word for word, kind in FUNCTIONS.items() if kind in ("own", "group")}


def crowds(words: Sequence[Token], first: int, last: int) -> list[tuple[int, str]]:
    """The words of a span that name groups of people, each with the kind."""
    may_be = [
        at for at, word in enumerate(words[first:last], first) if word.key in _NAMED or word.key[-1:] == "s"
    ]
    return [(at, kind) for at in may_be if (kind := crowd(words, at))]


def crowd(words: Sequence[Token], at: int) -> str | None:
    """The kind of group that a word names; None where it is none."""
    word = words[at]
    if kind := _KINDS.get(word.key):
        return kind if kind != "any" or _goes_on(words, at) else None
    function = FUNCTIONS.get(word.key)
    if function in ("own", "group"):
        return function
    if (
        len(word.key) > 6
        and at
        and word.key[-1] == "s"
        and words[at - 1].key in _BEFORE
        and _AGENTS.search(word.key)
    ):
        return "agent"
    return None


def _goes_on(words: Sequence[Token], at: int) -> bool:
    """Whether « ceux », « celui » begin a phrase of their own (« ceux qui ont tiré »), as « quiconque » does."""
    following = words[at + 1].low if at + 1 < len(words) else ""
    return (
        words[at].key == "quiconque"
        or following in ("qui", "ayant", "dont")
        or bool(_PARTICIPLE.search(following))
    )
