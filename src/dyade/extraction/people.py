"""The persons whom an article names, each with the side that the words around the name give."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dyade.actors import Mention
from dyade.extraction import grammar as g
from dyade.extraction.functions import FUNCTIONS
from dyade.text import Token, fold

_WORD = re.compile(r"\w+")
_NO_CODE = re.compile(r"[^A-Z0-9_]")
_NO_CODES = g.SMALL | g.TITLES | {"l", "d"}
_NO_NAMES = g.ADVERBS | g.PREPOSITIONS | g.SUBORDINATORS | g.PRONOUNS
"""Words with a capital that open a sentence and no name."""
_NO_PARTS = g.NOT_NAMES | g.ARTICLES | g.SUBORDINATORS | g.PRONOUNS
"""Words with a capital that are no part of a name."""
_DETERMINERS = g.ARTICLES | g.RANKS
_BEFORE = g.TITLES | {"le", "la", "l'"}
_FEMININE = re.compile(
    r"(?:^la|^une|^sa|^cette|^mme|^mlle|iere|ente|trice|cheffe|euse|nne|aise|oise|aine|ande)$"
)
_MASCULINE = re.compile(r"(?:^le|^un|^ce|^cet|^m|eur|ien|ais|ois|ain|and)$")


@dataclass(slots=True)
class Person:
    """Someone whom the article names."""

    name: str
    """First name and surname, as the article gives them."""
    side: str
    feminine: bool | None
    functions: set[str] = field(default_factory=set)
    at: int = 0
    """Offset of the first mention."""
    certain: bool = True
    """Whether words at the name gave the side; else it is a guess that a statement may better."""
    words: set[str] = field(default_factory=set)
    """All the words that introduce the name."""


def gender(words: list[str]) -> bool | None:
    """True for a feminine phrase, False for a masculine one, None where its words do not show it."""
    feminine = any(_FEMININE.search(w) for w in words)
    masculine = any(_MASCULINE.search(w) for w in words)
    return None if feminine == masculine else feminine


def code_of(name: str) -> str:
    """The code of an actor that no list holds: its name in capitals with underscores.

    A phrase that ends in a proper name (« le syndicat Solidarité Rail ») is called by that name alone.
    """
    words = _WORD.findall(name)
    proper = (
        [w for w in words[1:] if w[0].isupper()]
        if words and not (words[0][0].isupper() and fold(words[0]) not in g.ARTICLES)
        else []
    )
    kept = [key for key in map(fold, proper or words) if key not in _NO_CODES]
    code = _NO_CODE.sub("", "_".join(kept[:5]).upper())
    return code.strip("_") or "UNKNOWN"


def sent_to(text: str, start: int, mention: Mention) -> bool:
    """Whether the actor is only where the phrase's head is posted (« ambassadeur de France au Mali »)."""
    before = fold(text[start : mention.start]).split()
    if before and before[-1] in ("la", "l'", "le", "les"):
        before.pop()
    return bool(before) and before[-1] in g.ABROAD and len(before) > 1


def name_end(words: list[Token], at: int) -> int:
    """The item after a proper name of capitalised words that begins at `at`; `at` where there is none."""
    first = words[at]
    if (
        not first.capital
        or not first.text[0].isalpha()
        or first.key in g.ARTICLES
        or first.key in g.NOT_NAMES
    ):
        return at
    if at and words[at - 1].key in g.PORTFOLIO and words[at - 1].end >= first.start - 1:
        return at  # « l'Économie », « la Défense »: what an office is for
    if at and first.key in g.PLATFORMS and words[at - 1].key == "sur":
        return at  # « a écrit sur Telegram Ana Ruiz »
    end = at
    while end < len(words) and end - at < 7 and (step := _name_step(words, at, end)):
        end += step
    end = min(end, len(words))
    if first.key in _NO_NAMES and end > at:
        return at
    return at if end == at + 1 and len(first.key) < 3 else end


def _name_step(words: list[Token], at: int, end: int) -> int:
    """How many items from `end` on go on with the name that begins at `at`."""
    word, more = words[end], end + 1 < len(words)
    if word.capital and word.text[-1] not in "'’":
        return int(word.key not in _NO_PARTS)
    if end == at or not more:
        return 0
    if word.text == "-" and words[end + 1].start == word.end == words[end - 1].end + 1:
        return 2
    if (
        word.text == "."
        and len(words[end - 1].key) == 1
        and words[end - 1].capital
        and words[end + 1].capital
    ):
        return 1
    if word.key in g.PARTICLES and words[end + 1].text == "-" and end + 2 < len(words):
        return (
            3 if words[end + 2].capital and words[end + 2].start == word.end + 1 else 0
        )  # « Ali al-Bahadli »
    linked = word.key in g.PARTICLES and words[end + 1].capital and words[end + 1].key not in g.NOT_NAMES
    return int(linked and word.key not in ("de", "du", "la", "le"))


def phrase_left(words: list[Token], at: int) -> int:
    """Where the phrase that introduces a name begins: back to the determiner of its function."""
    place, found = at, at
    if place and words[place - 1].text == ",":
        place -= 1
    for back in range(place - 1, max(-1, place - 16), -1):
        key = words[back].key
        if words[back].text in ',;:.!?()«»"' and not (
            words[back].text == "." and words[back - 1].key in g.TITLES
        ):
            break
        if (
            key in g.SUBORDINATORS
            or key in g.RELATIVE
            or (key in g.BREAKS and words[back + 1].text != "-" and not (key == "pour" and place < at))
            or (key in g.AUXILIARIES and words[back].text.lower() != "à")
        ):
            break
        if key in FUNCTIONS:
            found = back
    if found < at:
        while found and words[found - 1].key in _DETERMINERS:
            found -= 1
    elif at >= 2 and words[at - 1].text == "." and words[at - 2].key in g.TITLES:
        found = at - 2
    elif at >= 1 and words[at - 1].key in _BEFORE:
        found = at - 1
    return found


def phrase_right(words: list[Token], end: int) -> int:
    """Where the apposition after a name ends (« , ministre malien de la Défense, »)."""
    if end >= len(words) or words[end].text not in ",(":
        return end
    for place in range(end + 1, min(len(words), end + 16)):
        word = words[place]
        if word.text in ',;:.!?()«»"' or (word.key in g.AUXILIARIES and word.text.lower() != "à"):
            return place if any(w.key in FUNCTIONS for w in words[end : min(place, end + 6)]) else end
    return end
