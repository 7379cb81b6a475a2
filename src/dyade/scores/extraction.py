"""Figures of what is found in texts: statements, speakers, counterparties and dyads, over all articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dyade.records import Article
from dyade.scores.matching import coverage, iou, match, match_stances, plain, same_speaker


@dataclass(frozen=True, slots=True)
class Comparison:
    """An article's gold and predicted records."""

    gold: Article
    predicted: Article


def extraction_scores(pairs: Sequence[Comparison]) -> dict[str, float]:
    """Statement F1 at several overlaps, speaker, counterparty and dyad figures, over all articles."""
    return _ratios(sum(map(_counts, pairs), Counter()))


def extraction_intervals(pairs: Sequence[Comparison], draws: int = 300) -> dict[str, tuple[float, float]]:
    """95 % bootstrap intervals over articles of the main figures."""
    counts = [_counts(p) for p in pairs]
    rng = np.random.default_rng(0)
    samples = [
        _ratios(sum((counts[k] for k in rng.integers(0, len(counts), len(counts))), Counter()))
        for _ in range(draws)
    ]
    spans = {}
    for key in ("statement.f1@.5", "speaker.side", "counterparty.f1", "dyad.f1"):
        low, high = np.percentile([s[key] for s in samples], [2.5, 97.5])
        spans[key] = float(low), float(high)
    return spans


def _counts(pair: Comparison) -> Counter[str]:
    gold, predicted = pair.gold.statements, pair.predicted.statements
    c = Counter({"gold": len(gold), "predicted": len(predicted)})
    for name, measure in (("iou", iou), ("cov", coverage)):
        for least in (0.3, 0.5, 0.8):
            c[f"{name}{least}"] = len(match(gold, predicted, measure, least))
    c["gold_cp"] = sum(len(s.stances) for s in gold)
    c["predicted_cp"] = sum(len(s.stances) for s in predicted)
    for i, j in match(gold, predicted):
        g, p = gold[i], predicted[j]
        side = same_speaker(g.speaker, p.speaker)
        a, b = plain(g.speaker.mention), plain(p.speaker.mention)
        c.update(
            {
                "matched": 1,
                "side": int(side),
                "mention": int(bool(a and b and (a in b or b in a))),
                "kind": int(g.kind is p.kind),
            }
        )
        for stance, other in match_stances(g.stances, p.stances):
            c["cp"] += 1
            c["dyad"] += side and stance.label is other.label
    return c


def f1_of(hits: int, predicted: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where there is nothing to count."""
    p, r = hits / predicted if predicted else 0.0, hits / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def _ratios(c: Counter[str]) -> dict[str, float]:
    out = {
        f"statement.f1@{str(t)[1:]}": f1_of(c[f"iou{t}"], c["predicted"], c["gold"])[2] for t in (0.5, 0.8)
    }
    out |= {
        f"statement.f1_cov@{str(t)[1:]}": f1_of(c[f"cov{t}"], c["predicted"], c["gold"])[2]
        for t in (0.3, 0.8)
    }
    p, r, _ = f1_of(c["iou0.5"], c["predicted"], c["gold"])
    n = c["matched"] or 1
    out |= {"statement.p@.5": p, "statement.r@.5": r, "kind.accuracy": c["kind"] / n}
    out |= {"speaker.side": c["side"] / n, "speaker.mention": c["mention"] / n}
    for stage, hits in (("counterparty", c["cp"]), ("dyad", c["dyad"])):
        out |= dict(
            zip(
                (f"{stage}.p", f"{stage}.r", f"{stage}.f1"),
                f1_of(hits, c["predicted_cp"], c["gold_cp"]),
                strict=True,
            )
        )
    return out
