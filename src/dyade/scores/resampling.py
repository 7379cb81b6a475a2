"""Intervals by the bootstrap over groups of items that are not independent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from dyade.scores.arrays import Ints


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
