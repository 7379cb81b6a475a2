"""Refitting both tables of weights, one after the other: the counterparties' clues begin with the speakers."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dyade.actors import Lexicon
from dyade.extraction.fitting import counterparties, homes
from dyade.extraction.homes import read_homes
from dyade.extraction.relevance import BIAS, KEPT, LEAST
from dyade.records import Article

STRENGTH, LEAST_OFTEN, WHOLE = 0.1, 25, 2.0
"""Regularisation, the fewest cases of a clue, and what a candidate of a whole article counts beside a passage's."""


def refit(
    train: Sequence[Article],
    dev: Sequence[Article],
    tests: Mapping[str, Sequence[Article]],
    lexicon: Lexicon,
    folder: Path,
) -> Iterator[str]:
    """Writes `homes.csv` and `relevance.csv` fitted on `train`; a line for each test that tells what they reach.

    Args:
        dev: articles on which the counterparties' thresholds are chosen.
        folder: where the two files go; the first is read from the package when the second is fitted.
    """
    weights = homes.fit(homes.questions(train, lexicon), STRENGTH, LEAST_OFTEN)
    _write(folder / "homes.csv", weights)
    for name, articles in tests.items():
        asked = homes.questions(articles, lexicon)
        yield f"{name}  sides of {len(asked)} officials: accuracy {homes.accuracy(asked, weights):.3f}"
    read_homes.cache_clear()
    training, choosing = ([counterparties.read(a, lexicon) for a in split] for split in (train, dev))
    found = counterparties.fit(training, choosing, STRENGTH, LEAST_OFTEN, WHOLE)
    settings = {BIAS: found.bias, LEAST: found.least, KEPT: found.kept}
    _write(folder / "relevance.csv", settings | dict(sorted(found.weights.items())))
    for name, articles in tests.items():
        score = counterparties.f1([counterparties.read(a, lexicon) for a in articles], found)
        yield f"{name}  counterparties F1 {score:.3f}"


def _write(path: Path, weights: Mapping[str, float]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("clue", "weight"), *((clue, f"{weight:.3f}") for clue, weight in weights.items())])
