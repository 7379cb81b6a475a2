"""Figures of extraction group by group: by kind of quote, by construction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dyade.scores.extraction import Comparison
from dyade.scores.matching import match, match_stances, same_speaker

Groups = Sequence[Sequence[str]]
"""For each article, the group of each of its statements."""
Figures = dict[str, int | float | None]


def group_scores(pairs: Sequence[Comparison], gold: Groups, predicted: Groups) -> dict[str, Figures]:
    """The figures of each group, most frequent first: statements, recall and precision at IoU .5, the right sides.

    What is to be found counts in the group of the gold statement, what is found wrongly in the group that the
    predicted statement shows by itself. A share of nothing is None.
    """
    totals: dict[str, Counter[str]] = {}

    def add(group: str, **counts: int) -> None:
        totals.setdefault(group, Counter()).update(counts)

    for pair, gold_groups, groups in zip(pairs, gold, predicted, strict=True):
        for s, group in zip(pair.gold.statements, gold_groups, strict=True):
            add(group, gold=1, gold_cp=len(s.stances))
        for s, group in zip(pair.predicted.statements, groups, strict=True):
            add(group, predicted=1, predicted_cp=len(s.stances))
        for i, j in match(pair.gold.statements, pair.predicted.statements):
            g, p = pair.gold.statements[i], pair.predicted.statements[j]
            same = len(match_stances(g.stances, p.stances))
            add(gold_groups[i], found=1, side=int(same_speaker(g.speaker, p.speaker)), found_cp=same)
            add(groups[j], right=1, right_cp=same)
    ranked = sorted(totals.items(), key=lambda x: (-x[1]["gold"], -x[1]["predicted"], x[0]))
    return {group: _figures(c) for group, c in ranked}


def _figures(c: Counter[str]) -> Figures:
    p, r = _share(c["right_cp"], c["predicted_cp"]), _share(c["found_cp"], c["gold_cp"])
    return {
        "statements": c["gold"],
        "predicted": c["predicted"],
        "recall": _share(c["found"], c["gold"]),
        "precision": _share(c["right"], c["predicted"]),
        "side": _share(c["side"], c["found"]),
        "counterparties": c["gold_cp"],
        "counterparty_f1": None if p is None or r is None else 2 * p * r / (p + r) if p + r else 0.0,
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
