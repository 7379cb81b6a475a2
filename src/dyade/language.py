"""Whether a text is French, from the share of French function words among its words."""

from __future__ import annotations

import re

_FRENCH = frozenset(
    """le la les l' un une des du de d' et est sont a au aux en dans par pour sur avec que qui qu' ne n' pas se s'
    ce c' il elle ils elles son sa ses leur plus mais ou où été selon cette ces nous vous je j' y""".split()
)
_WORDS = re.compile(r"[^\W\d_]+['’]?")


def looks_french(text: str, words: int = 400) -> bool:
    """False where, of the first `words` words, fewer than one in eight is a common French function word.

    Texts of fewer than eight words pass: they are too short to tell.
    """
    found = [m[0].lower().replace("’", "'") for _, m in zip(range(words), _WORDS.finditer(text), strict=False)]
    return len(found) < 8 or sum(w in _FRENCH for w in found) / len(found) >= 0.125
