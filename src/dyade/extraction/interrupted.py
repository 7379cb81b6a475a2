"""Quotations that their cue interrupts: « Nous partirons, a prévenu le ministre, mais nous reviendrons. »"""

from __future__ import annotations

from collections.abc import Sequence

from dyade.extraction.cues import find_cues
from dyade.extraction.incises import inverted
from dyade.extraction.items import item, without_adverbs
from dyade.extraction.quotations import Quotation
from dyade.text import Token

_MARKS = frozenset((",", "!", "?", "…", "»", "—", "–"))
"""What may stand before a cue inside a quotation."""
_LONGEST = 1_000
"""Words beyond which a quotation is taken for an unbalanced mark and not searched."""


def pieces(quotation: Quotation, words: Sequence[Token]) -> list[Quotation]:
    """The quotation without the cues inside it, in order; itself where there is none.

    A cue without an inverted subject (« A, il l'a dit, B ») is not found.
    """
    if not 5 <= len(words) <= _LONGEST or not any(t.key in _MARKS for t in words[1:-2]):
        return [quotation]
    items = without_adverbs([item(t) for t in words])
    found: list[Quotation] = []
    start, opened = quotation.start, quotation.open
    for cue in find_cues(items):
        subject = inverted(items, cue, quoted=True)
        if subject is None or items[cue.first - 1].key not in _MARKS:
            continue
        mark = items[cue.first - 1]
        end = mark.start if mark.key not in ("!", "?", "…") else mark.end
        if end <= start:
            continue
        found.append(quotation._replace(start=start, end=end, open=opened, close=end, rest=bool(found)))
        after = max(cue.last + 1, subject[1])
        while after < len(items) and items[after].key in (",", ".", ";", ":", "«"):
            after += 1
        if after >= len(items):
            return found
        start = opened = items[after].start
    return [*found, quotation._replace(start=start, open=opened, rest=bool(found))]
