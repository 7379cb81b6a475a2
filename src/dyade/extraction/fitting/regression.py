"""A logistic regression over sets of clues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np


def regression(
    clues: Sequence[Collection[str]],
    right: Sequence[bool],
    weight: Sequence[float],
    strength: float,
    least_often: int,
) -> tuple[dict[str, float], float]:
    """The weight of each clue, and the bias.

    Args:
        clues: those of each case.
        right: whether each case is one.
        weight: how much each case counts.
        strength: the inverse of L2 regularisation (scikit-learn's `C`).
        least_often: clues of fewer cases get no weight.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    often = Counter(c for x in clues for c in x)
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{c: 1.0 for c in sorted(x) if often[c] >= least_often} for x in clues])
    matrix.indices, matrix.indptr = (x.astype(np.int32) for x in (matrix.indices, matrix.indptr))
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=300, random_state=0)
    model.fit(matrix, right, sample_weight=weight)
    names = map(str, vectors.get_feature_names_out())
    return dict(zip(names, map(float, model.coef_[0]), strict=True)), float(model.intercept_[0])
