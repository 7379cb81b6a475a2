"""Refitting both tables of weights, one after the other: the counterparties' clues begin with the speakers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dyade.actors import Lexicon
from dyade.extraction.fitting import counterparties, homes
from dyade.extraction.fitting.reading import Read, read
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
    weights = homes.fit(homes.questions(_read(train, lexicon)), STRENGTH, LEAST_OFTEN)
    _write(folder / "homes.csv", weights)
    for name, articles in tests.items():
        asked = homes.questions(_read(articles, lexicon))
        yield f"{name}  sides of {len(asked)} officials: accuracy {homes.accuracy(asked, weights):.3f}"
    read_homes.cache_clear()
    found = counterparties.fit(_read(train, lexicon), _read(dev, lexicon), STRENGTH, LEAST_OFTEN, WHOLE)
    settings = {BIAS: found.bias, LEAST: found.least, KEPT: found.kept}
    _write(folder / "relevance.csv", settings | dict(sorted(found.weights.items())))
    for name, articles in tests.items():
        yield f"{name}  counterparties F1 {counterparties.f1(_read(articles, lexicon), found):.3f}"


def _read(articles: Iterable[Article], lexicon: Lexicon) -> list[Read]:
    return [read(a, lexicon) for a in articles]


def _write(path: Path, weights: Mapping[str, float]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("clue", "weight"), *((clue, f"{weight:.3f}") for clue, weight in weights.items())])
