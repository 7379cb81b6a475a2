"""How much a name looks like the names of a state's leaders: the letters « -escu » and « Ben » tell of somewhere.

Letter groups of the dated leaders' list, as in Cavnar and Trenkle, "N-Gram-Based Text Categorization" (1994). It
settles for whom « le ministre, Radu Ionescu, » speaks where an article names several states; it says nothing of
where a person comes from.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache

from dyade.actors.lexicon import rows
from dyade.text import fold

_WORD = re.compile(r"\w+")
_PRIOR = 60.0
"""Letter groups that all names together count for beside those of one state."""
_UNSEEN = 20_000
"""Letter groups that might occur."""


def resemblance(name: str, code: str) -> float:
    """The log-odds, divided by the root of their number, that a name's letter groups are those of `code`'s leaders.

    0 where the list has no leader of that actor.
    """
    counts, totals, common, total = _table()
    if code not in counts:
        return 0.0
    groups, own, sum_ = _groups(name), counts[code], 0.0
    for group in groups:
        anywhere = (common[group] + 1) / (total + _UNSEEN)
        sum_ += math.log((own[group] / anywhere + _PRIOR) / (totals[code] + _PRIOR))
    return sum_ / math.sqrt(len(groups) or 1)


def _groups(name: str) -> list[str]:
    """Each word's groups of three letters, its two ends marked, and its endings again."""
    found: list[str] = []
    for word in _WORD.findall(fold(name)):
        marked = f"^{word}$"
        found += [marked[k : k + 3] for k in range(len(marked) - 2)]
        found += [f"{marked[-3:]}!", f"{marked[-4:]}!"]
    return found


@cache
def _table() -> tuple[dict[str, Counter[str]], dict[str, int], Counter[str], int]:
    """The groups of each actor's leaders and how many they are, those of all, and how many those are."""
    counts: dict[str, Counter[str]] = {}
    for row in rows("leaders.csv"):
        counts.setdefault(row["code"], Counter()).update(_groups(row["name"]))
    common = Counter[str]()
    for found in counts.values():
        common.update(found)
    return counts, {code: found.total() for code, found in counts.items()}, common, common.total()
