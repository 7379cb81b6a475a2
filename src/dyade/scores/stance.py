"""Labels given to known pairs: F1, kappa, calibration, risk against coverage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dyade.records import Label
from dyade.scores.arrays import Floats, Ints
from dyade.scores.resampling import bootstrap


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
