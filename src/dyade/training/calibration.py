"""Calibration on dev: a temperature, and the confidence that a wanted precision takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dyade.classifier import ModelSettings, Probabilities, softmax
from dyade.scores import Ints


def calibrate(settings: ModelSettings, logits: Probabilities, gold: Ints, precision: float) -> ModelSettings:
    """The settings with temperature and threshold fitted to the dev logits, *shape* (pairs, labels)."""
    temperature = fit_temperature(logits, gold)
    threshold = fit_threshold(softmax(logits / temperature), gold, precision)
    return replace(settings, temperature=temperature, threshold=threshold)


def fit_temperature(logits: Probabilities, gold: Ints) -> float:
    """The temperature with the least log-loss (Guo et al. 2017), between .05 and 20."""
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        scaled = softmax(logits / np.exp(log_temperature))
        return float(-np.log(scaled[np.arange(len(gold)), gold] + 1e-12).mean())

    found = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded")
    return round(float(np.exp(found.x)), 4)


def fit_threshold(scaled: Probabilities, gold: Ints, precision: float) -> float:
    """The lowest confidence above which the labels are right with the wanted precision; 1 where none is."""
    confidence, right = scaled.max(axis=1), scaled.argmax(axis=1) == gold
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= precision
    last = np.flatnonzero(reached)
    return round(float(confidence[order[last[-1]]]), 4) if len(last) else 1.0
