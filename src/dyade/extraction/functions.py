"""Words for those who speak: offices that speak for their state, and groups that speak for themselves."""

from __future__ import annotations

from typing import Final

from dyade.text import fold, table


def _read() -> dict[str, str]:
    kinds = {fold(row["word"]).rpartition("-")[2]: row["kind"] for row in table("functions.csv")}
    plurals = {word + "s": kind for word, kind in kinds.items() if word[-1] not in "sx"}
    return plurals | kinds


FUNCTIONS: Final = _read()
"""The kind of each word, folded: `office` (for a state or body), `group` and `own` (for themselves)."""
