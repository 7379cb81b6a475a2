"""Scores of every stage: statements, speakers, counterparties, stance, and the whole way.

The definitions are those of the project's benchmark: spans match one to one, best overlap first; intervals are
bootstrap percentiles over articles, since pairs of one article are not independent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dyade.records import CODE, Article, Label, Stance, Statement
from dyade.text import fold

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


# -- Stance, given the pair -------------------------------------------------------------------------------


def f1_by_label(gold: Ints, predicted: Ints) -> Floats:
    """F1 of each label, *shape* (labels,); 0 where a label is neither given nor predicted."""
    scores = np.zeros(len(Label))
    for k in range(len(Label)):
        hits = np.sum((gold == k) & (predicted == k))
        total = np.sum(gold == k) + np.sum(predicted == k)
        scores[k] = 2 * hits / total if total else 0.0
    return scores


def macro_f1(gold: Ints, predicted: Ints) -> float:
    """The mean F1 over the three labels."""
    return float(f1_by_label(gold, predicted).mean())


def kappa(gold: Ints, predicted: Ints) -> float:
    """Cohen's kappa of two labellings; 0 where chance alone explains everything."""
    if not len(gold):
        return 0.0
    agree = float(np.mean(gold == predicted))
    shares = [(np.mean(gold == k), np.mean(predicted == k)) for k in range(len(Label))]
    chance = float(sum(a * b for a, b in shares))
    return (agree - chance) / (1 - chance) if chance < 1 else 0.0


def calibration_error(gold: Ints, probabilities: Floats, bins: int = 10) -> float:
    """Expected calibration error: the mean gap of confidence and accuracy over bins of equal width.

    Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning" (2015).
    """
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == gold
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(float(confidence[place == b].mean() - right[place == b].mean())) * float(np.mean(place == b))
        for b in range(bins)
        if np.any(place == b)
    ]
    return float(sum(gaps))


def reliability(gold: Ints, probabilities: Floats, bins: int = 10) -> list[dict[str, float]]:
    """For each bin that is not empty: mean confidence, accuracy, and number of pairs."""
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == gold
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        {
            "confidence": float(confidence[place == b].mean()),
            "accuracy": float(right[place == b].mean()),
            "pairs": int(np.sum(place == b)),
        }
        for b in range(bins)
        if np.any(place == b)
    ]


def risk_coverage(gold: Ints, probabilities: Floats) -> list[dict[str, float]]:
    """The share of pairs kept at each confidence, and the error rate among them, most confident first."""
    confidence = probabilities.max(axis=1)
    order = np.argsort(-confidence, kind="stable")
    wrong = (probabilities.argmax(axis=1) != gold)[order]
    risk = np.cumsum(wrong) / np.arange(1, len(wrong) + 1)
    steps = np.unique(np.linspace(0, len(wrong) - 1, min(len(wrong), 101)).astype(int))
    return [
        {
            "coverage": float((n + 1) / len(wrong)),
            "risk": float(risk[n]),
            "confidence": float(confidence[order[n]]),
        }
        for n in steps
    ]


def bootstrap(
    groups: Sequence[Any], measure: Callable[[Ints], float], draws: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """A 95 % percentile interval of `measure` over resampled groups.

    Args:
        groups: the group (article) of each item.
        measure: from the chosen items' indices to a figure.
    """
    _, of = np.unique(np.asarray(groups), return_inverse=True)
    members = [np.flatnonzero(of == k) for k in range(of.max() + 1)] if len(of) else []
    if not members:
        return 0.0, 0.0
    rng = np.random.default_rng(seed)
    values = [
        measure(np.concatenate([members[k] for k in rng.integers(0, len(members), len(members))]))
        for _ in range(draws)
    ]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def stance_scores(gold: Sequence[Label], probabilities: Floats, articles: Sequence[str]) -> dict[str, Any]:
    """All figures of labelling given pairs: macro-F1 with its interval, F1 each, kappa, calibration, confusion."""
    y, p = np.array([list(Label).index(x) for x in gold], dtype=np.int64), probabilities.argmax(axis=1)
    if not len(y):
        return {"pairs": 0}
    top = int(np.bincount(y, minlength=len(Label)).argmax())
    confusion = np.zeros((len(Label), len(Label)), dtype=int)
    np.add.at(confusion, (y, p), 1)
    return {
        "pairs": len(y),
        "articles": len(set(articles)),
        "macro_f1": macro_f1(y, p),
        "macro_f1_interval": bootstrap(articles, lambda i: macro_f1(y[i], p[i])),
        "f1": dict(zip(Label, map(float, f1_by_label(y, p)), strict=True)),
        "accuracy": float(np.mean(y == p)),
        "kappa": kappa(y, p),
        "majority_macro_f1": macro_f1(y, np.full_like(y, top)),
        "ece": calibration_error(y, probabilities),
        "confusion": confusion.tolist(),
        "reliability": reliability(y, probabilities),
        "risk_coverage": risk_coverage(y, probabilities),
    }


# -- Extraction and the whole way -------------------------------------------------------------------------


def overlap(a: Statement, b: Statement) -> int:
    """Characters that two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def iou(gold: Statement, predicted: Statement) -> float:
    """Intersection over union of two spans, in characters."""
    shared = overlap(gold, predicted)
    return shared / (gold.end - gold.start + predicted.end - predicted.start - shared)


def coverage(gold: Statement, predicted: Statement) -> float:
    """The share of the gold span that is covered: the lenient rule of Radar de Parité."""
    return overlap(gold, predicted) / (gold.end - gold.start)


def match(
    gold: Sequence[Statement],
    predicted: Sequence[Statement],
    measure: Callable[[Statement, Statement], float] = iou,
    least: float = 0.5,
) -> list[tuple[int, int]]:
    """One-to-one pairs of indices, greedy by the measure, each at or above `least`."""
    ranked = sorted(
        ((measure(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(predicted)), reverse=True
    )
    left, right, pairs = set[int](), set[int](), []
    for value, i, j in ranked:
        if value >= least and i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs


def _standard(code: str) -> bool:
    return bool(CODE.fullmatch(code)) and ((len(code) == 3 and code.isalpha()) or code in BODIES)


BODIES = frozenset(
    """EU NATO UN AU ECOWAS AES G7 G20 BRICS ASEAN ARABLEAGUE OPEC IAEA ICC WTO IMF OSCE WEST EUROPE HAMAS
    HEZBOLLAH HOUTHIS TALIBAN M23 POLISARIO WAGNER ISIS""".split()  # noqa: SIM905 - a list of 26 reads worse
)
"""The codes of the guideline that are not ISO: only these and states must be met to the letter."""


def same_actor(gold_code: str, gold_name: str, code: str, name: str) -> bool:
    """Whether two actors are one: equal codes (one of a joint side's), or, where no list gives the code, equal names
    or one name inside the other."""
    if code in (gold_code, *gold_code.split("+")):
        return True
    if all(map(_standard, gold_code.split("+"))):
        return False
    a, b = _plain(gold_name), _plain(name)
    return _plain(gold_code) == _plain(code) or bool(a and b and (a in b or b in a))


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in fold(name)).split())


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
        side = same_actor(g.speaker.side, g.speaker.name, p.speaker.side, p.speaker.name or p.speaker.mention)
        a, b = _plain(g.speaker.mention), _plain(p.speaker.mention)
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


def match_stances(gold: Iterable[Stance], predicted: Iterable[Stance]) -> list[tuple[Stance, Stance]]:
    """The stances of two statements that mean the same counterparty, one to one."""
    left, pairs = list(predicted), []
    for stance in gold:
        for other in left:
            if same_actor(stance.counterparty, stance.mention, other.counterparty, other.mention):
                pairs.append((stance, other))
                left.remove(other)
                break
    return pairs


def _f1(hits: int, predicted: int, gold: int) -> tuple[float, float, float]:
    p, r = hits / predicted if predicted else 0.0, hits / gold if gold else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def _ratios(c: Counter[str]) -> dict[str, float]:
    out = {f"statement.f1@{str(t)[1:]}": _f1(c[f"iou{t}"], c["predicted"], c["gold"])[2] for t in (0.5, 0.8)}
    out |= {
        f"statement.f1_cov@{str(t)[1:]}": _f1(c[f"cov{t}"], c["predicted"], c["gold"])[2] for t in (0.3, 0.8)
    }
    p, r, _ = _f1(c["iou0.5"], c["predicted"], c["gold"])
    n = c["matched"] or 1
    out |= {"statement.p@.5": p, "statement.r@.5": r, "kind.accuracy": c["kind"] / n}
    out |= {"speaker.side": c["side"] / n, "speaker.mention": c["mention"] / n}
    for stage, hits in (("counterparty", c["cp"]), ("dyad", c["dyad"])):
        out |= dict(
            zip(
                (f"{stage}.p", f"{stage}.r", f"{stage}.f1"),
                _f1(hits, c["predicted_cp"], c["gold_cp"]),
                strict=True,
            )
        )
    return out
