"""What stands before a paragraph's first sentence: where and when it was written (« MOSCOU, 5 mai (AFP) — »,
« 15 h 30 | »). It belongs to no statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DATE = (
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|mars|avril|mai|juin|juillet|août|"
    r"septembre|octobre|novembre|décembre|(?:janv|févr|fév|avr|juil|sept|oct|nov|déc)\b\.?"
)
_WORD = rf"(?:[A-ZÀ-Ý][\w'’.-]*|\d{{1,2}}/\d{{1,2}}|\d{{1,4}}(?:er)?|{_DATE}|le|la|de|du|des|sur|en)"
_DATELINE = re.compile(
    rf"""^(?:
        {_WORD}(?:,?[ ]{_WORD}|,?[ ](?:[—–-][ ])?\([^)\n]{{2,40}}\)){{0,7}},?[ ]?[.:]?\s[—–=-]\s(?=[A-ZÀ-Ý«“"])
        |[A-ZÀ-Ý]{{4,}}(?:[ -][A-ZÀ-Ý]{{2,}}){{0,2}}[ ](?=(?:Le|La|Les|L['’]|Un|Une|Des|En|Au)\b)
        |[*_]*\d{{1,2}}[^\S\n]?[h:H][^\S\n]?(?:\d{{2}})?[^\S\n]?[|.:*_—–/-]+[^\S\n]?(?=\S)
    )""",
    re.MULTILINE | re.VERBOSE,
)


def datelines(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a text's datelines, in order."""
    return (found.span() for found in _DATELINE.finditer(text))
