"""What a classifier says of labelled pairs, and how good that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dyade.classifier import Classifier, Probabilities, softmax
from dyade.pairs import Pair
from dyade.records import Label
from dyade.scores import stance_scores


def logits_of(classifier: Classifier, pairs: Sequence[Pair]) -> Probabilities:
    """Uncalibrated scores of the pairs, *shape* (pairs, labels)."""
    if not pairs:
        return np.zeros((0, len(Label)))
    return classifier.logits([(x.text, x.text_pair) for x in pairs])


def score(classifier: Classifier, pairs: Sequence[Pair]) -> tuple[dict[str, Any], Probabilities]:
    """The stance figures of a classifier on labelled pairs, and its probabilities."""
    p = softmax(logits_of(classifier, pairs) / classifier.settings.temperature)
    return stance_scores([x.label for x in pairs if x.label], p, [x.article for x in pairs]), p


def prediction_rows(split: str, pairs: Sequence[Pair], p: Probabilities) -> list[dict[str, Any]]:
    """One JSON object a pair: where it is from, its gold label, and the probabilities."""
    return [
        {
            "split": split,
            "article": x.article,
            "statement": x.statement,
            "stance": x.stance,
            "gold": x.label,
            "probabilities": [round(float(v), 6) for v in row],
        }
        for x, row in zip(pairs, p, strict=True)
    ]
