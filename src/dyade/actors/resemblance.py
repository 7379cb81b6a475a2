"""How much a name looks like the names of a state's leaders: the letters « -escu » and « Ben » tell of somewhere.

Letter groups of the dated leaders' list, as in Cavnar and Trenkle, "N-Gram-Based Text Categorization" (1994). It
settles for whom « le ministre, Radu Ionescu, » speaks where an article names several states; it says nothing of
where a person comes from.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache, lru_cache

from dyade.actors.lexicon import rows
from dyade.text import fold

_WORD = re.compile(r"\w+")
_PRIOR = 60.0
"""Letter groups that all names together count for beside those of one state."""
_UNSEEN = 20_000
"""Letter groups that might occur."""
_NONE = ""
"""Stands for the groups that no leader's name of an actor has."""


def resemblance(name: str, code: str) -> float:
    """The log-odds, divided by the root of their number, that a name's letter groups are those of `code`'s leaders.

    0 where the list has no leader of that actor.
    """
    known = _weights().get(code)
    if known is None:
        return 0.0
    groups = _groups(name)
    return sum([known.get(group, known[_NONE]) for group in groups]) / math.sqrt(len(groups) or 1)


@lru_cache(maxsize=4096)
def _groups(name: str) -> list[str]:
    """Each word's groups of three letters, its two ends marked, and its endings again."""
    found: list[str] = []
    for word in _WORD.findall(fold(name)):
        marked = f"^{word}$"
        found += [marked[k : k + 3] for k in range(len(marked) - 2)]
        found += [f"{marked[-3:]}!", f"{marked[-4:]}!"]
    return found


@cache
def _weights() -> dict[str, dict[str, float]]:
    """The log-odds of each group of each actor's leaders, and of a group that none of them has."""
    counts: dict[str, Counter[str]] = {}
    for row in rows("leaders.csv"):
        counts.setdefault(row["code"], Counter()).update(_groups(row["name"]))
    common = Counter[str]()
    for found in counts.values():
        common.update(found)
    total = common.total() + _UNSEEN
    weights: dict[str, dict[str, float]] = {}
    for code, own in counts.items():
        all_own = own.total() + _PRIOR
        weights[code] = {_NONE: math.log(_PRIOR / all_own)}
        for group, times in own.items():
            weights[code][group] = math.log((times * total / (common[group] + 1) + _PRIOR) / all_own)
    return weights
