"""Batches of masked sequences, each a function of the seed and the step alone.

So a resumed run sees what an unbroken one sees, and two processes see together what one would see. The masking
rate after Wettig et al., "Should You Mask 15 %?" (2023).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from dyade.config import PretrainConfig

IGNORED = -100
"""The label of a token that is not to be predicted."""

Ids = npt.NDArray[np.int64]


class Batches:
    """The corpus as sequences of one length, shuffled anew each epoch.

    Raises:
        ValueError: the training text does not fill one batch.
    """

    def __init__(
        self,
        config: PretrainConfig,
        train: npt.NDArray[np.uint16],
        valid: npt.NDArray[np.uint16],
        mask_id: int,
        separator: int,
        vocabulary: int,
    ) -> None:
        self.config = config
        self.train, self.valid = _rows(train, config.length), _rows(valid, config.length)
        self.mask_id, self.separator, self.vocabulary = mask_id, separator, vocabulary
        self.per_epoch = len(self.train) // config.batch
        if self.per_epoch == 0:
            raise ValueError(
                f"{len(self.train)} sequences do not fill one batch of {config.batch}; lower `batch`"
            )

    def step(self, number: int) -> tuple[Ids, Ids]:
        """Inputs and labels of a step, each of *shape* (batch, length)."""
        epoch, place = divmod(number, self.per_epoch)
        order = np.random.default_rng((self.config.seed, epoch)).permutation(len(self.train))
        chosen = order[place * self.config.batch : (place + 1) * self.config.batch]
        return self._masked(self.train[np.sort(chosen)], self.config.seed + 1 + number)

    def validation(self, most: int = 64) -> Iterator[tuple[Ids, Ids]]:
        """At most so many batches of the held-out documents, masked the same way each time."""
        size = min(self.config.batch, 64)
        for number, start in enumerate(range(0, len(self.valid), size)[:most]):
            yield self._masked(self.valid[start : start + size], number)

    def _masked(self, rows: npt.NDArray[np.uint16], seed: int) -> tuple[Ids, Ids]:
        rng = np.random.default_rng(seed)
        ids = rows.astype(np.int64)
        chosen = (rng.random(ids.shape) < self.config.masking) & (ids != self.separator)
        labels = np.where(chosen, ids, IGNORED)
        how = rng.random(ids.shape)  # of the chosen, 80 % masked, 10 % replaced, 10 % left
        ids = np.where(chosen & (how < 0.8), self.mask_id, ids)
        ids = np.where(chosen & (how >= 0.9), rng.integers(0, self.vocabulary, ids.shape), ids)
        return ids, labels


def _rows(ids: npt.NDArray[np.uint16], length: int) -> npt.NDArray[np.uint16]:
    """The tokens as full sequences, *shape* (sequences, length)."""
    return ids[: len(ids) // length * length].reshape(-1, length)
