"""Words for those who speak: offices that speak for their state, and groups that speak for themselves."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import Final

from dyade.text import fold


def _read() -> dict[str, str]:
    with (files("dyade") / "data" / "functions.csv").open(encoding="utf-8", newline="") as lines:
        table = {fold(row["word"]).rpartition("-")[2]: row["kind"] for row in csv.DictReader(lines)}
    plurals = {word + "s": kind for word, kind in table.items() if word[-1] not in "sx"}
    return plurals | table


FUNCTIONS: Final = _read()
"""The kind of each word, folded: `office` (speaks for its state) or `own` (for itself)."""
