"""Where a name or noun stands in its phrase: the preposition before it, and the noun that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from dyade.extraction import grammar as g
from dyade.text import Token

DETERMINERS: Final = g.ARTICLES | frozenset(
    (
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "notre",
        "nos",
        "votre",
        "vos",
        "tout",
        "toute",
        "tous",
        "toutes",
        "aucun",
        "aucune",
    )
)
_DETERMINED: Final = DETERMINERS | g.DE_TO
_ROLES: Final = {
    "a": "to",
    "au": "to",
    "aux": "to",
    "aupres": "to",
    "avec": "with",
    "contre": "against",
    "envers": "toward",
    "vers": "in",
    "par": "by",
    "pour": "for",
    "en": "in",
    "dans": "in",
    "sur": "on",
    "chez": "in",
    "depuis": "in",
    "sous": "in",
    "entre": "between",
    "sans": "without",
    "que": "subject",
    "qu'": "subject",
    "si": "subject",
    "et": "and",
    "ou": "and",
    "ni": "and",
    ",": "comma",
    "(": "brackets",
    "comme": "as",
    "parmi": "among",
    "selon": "by",
    "devant": "before",
    "chaque": "object",
}
_LEFT: Final = 4
"""Words from an adjective back to the determiner of its noun."""
_RIGHT: Final = 8
"""Words of a noun's complement."""


class Place(NamedTuple):
    """A name's place: its role, and the noun of which it is the complement or adjective."""

    role: str
    head: str


def place_of(words: Sequence[Token], at: int, start: int, adjective: bool) -> Place:
    """The place of the word `at` in a span that begins at the character `start`."""
    head = ""
    back = at - 1
    if adjective:
        back = _head(words, at, start)
        head = words[back].key if back < at else ""
        back -= 1
    back = _determined(words, back)
    if back >= 0 and words[back].key in g.DE and not head:
        head = _noun_before(words, back, start)
    if back < 0 or words[back].start < start:
        return Place("first", head)
    word = words[back]
    if word.key == "a" and word.low == "a":
        return Place("object", head)
    if word.key in g.DE:
        return Place("of" if head else "from", head)
    if role := _ROLES.get(word.key):
        return Place(role, head)
    following = words[at + 1] if at + 1 < len(words) else None
    if word.text in '«»"“”;:' or word.text in ".?!":
        return Place("first", head)
    if following is not None and g.is_finite(following.key, following.low):
        return Place("subject", head)
    return Place(
        "object"
        if g.is_finite(word.key, word.low) or word.key.endswith(("er", "ir", "re", "ant"))
        else "other",
        head,
    )


def _determined(words: Sequence[Token], back: int) -> int:
    """The word before a phrase's determiner; a contracted one (« au », « du ») is its preposition itself."""
    while back >= 0 and words[back].key in DETERMINERS and words[back].key not in g.DE_TO:
        back -= 1
    return back


def _head(words: Sequence[Token], at: int, start: int) -> int:
    """The noun of an adjective: the word after the determiner before it; the word before it where none is."""
    for back in range(at - 1, max(-1, at - 1 - _LEFT), -1):
        key = words[back].key
        if words[back].start < start or key in g.STOPS or not key[:1].isalpha():
            return min(back + 1, at)
        if key in DETERMINERS or key in g.DE or key in g.TO or key in g.PREPOSITIONS:
            return min(back + 1, at)
    return max(0, at - 1)


def _noun_before(words: Sequence[Token], at: int, start: int) -> str:
    """The noun before « de », an adjective passed over where a determiner stands two words before."""
    if at < 1 or words[at - 1].start < start:
        return ""
    noun = at - 1
    if at >= 3 and words[at - 3].key in _DETERMINED and words[at - 2].start >= start:
        noun = at - 2
    return words[noun].key if words[noun].key.isalpha() else ""


def complement_end(words: Sequence[Token], at: int, end: int) -> int:
    """The last word of a noun's phrase: adjectives, and what « de » joins to it (« les médecins de Szeged »)."""
    last = at
    place = at + 1
    while place < min(end, at + _RIGHT):
        word = words[place]
        if word.key in g.DE and place + 1 < end and words[place + 1].key[:1].isalpha():
            last = place = place + 1
        elif not (word.capital and word.key[:1].isalpha()) and not (
            word.key in DETERMINERS and words[place - 1].key in g.DE
        ):
            break
        last = place
        place += 1
    while last > at and (words[last].key in DETERMINERS or words[last].key in g.DE):
        last -= 1
    return last
