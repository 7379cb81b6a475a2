"""How the tagger and the rules are combined: chosen on dev, one setting after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

from dyade.actors import Lexicon
from dyade.extraction.rules import extract
from dyade.records import Article
from dyade.scores import Comparison, extraction_scores
from dyade.tagger.extractor import TaggerExtractor, combined
from dyade.tagger.network import NEVER, Combination

_GRID: tuple[dict[str, tuple[Any, ...]], ...] = (
    {"add": (NEVER, 0.98, 0.96, 0.94, 0.92, 0.9, 0.85, 0.8, 0.7), "keep": (0.0, 0.1, 0.2, 0.3, 0.4)},
    {"speakers": (False, True)},
    {"target_add": (NEVER, 0.95, 0.9, 0.8, 0.7, 0.6), "target_keep": (0.0, 0.05, 0.1, 0.2)},
)
"""The values to try: settings that depend on each other together, one group after the other."""
_WEIGHTS = {
    "statement.f1@.5": 1.0,
    "statement.f1@.8": 0.5,
    "statement.f1_cov@.3": 0.5,
    "speaker.side": 0.5,
    "counterparty.f1": 1.0,
}
"""What a combination is chosen by."""
_PRECISE = "statement.p@.5"
"""What may not fall below the rules' own: a statement that nobody made is worse than one that was missed."""


def choose(folder: Path, dev: Sequence[Article], lexicon: Lexicon) -> Combination:
    """The combination with the best figures on dev whose statements are there no less precise than the rules'."""
    tagger = TaggerExtractor(folder, lexicon)
    readings = [tagger.read(article) for article in dev]

    def scores(combination: Combination) -> dict[str, float]:
        return _scores(dev, (combined(r, combination) for r in readings))

    best = Combination()
    found = scores(best)
    least, value = found[_PRECISE], _value(found)
    for group in _GRID:
        before = best
        for values in product(*group.values()):
            tried = replace(before, **dict(zip(group, values, strict=True)))
            found = scores(tried)
            if _value(found) > value and found[_PRECISE] >= least:
                best, value = tried, _value(found)
    return best


def _value(found: dict[str, float]) -> float:
    return sum(weight * found[key] for key, weight in _WEIGHTS.items())


def _scores(gold: Sequence[Article], predicted: Iterable[Article]) -> dict[str, float]:
    return extraction_scores([Comparison(g, p) for g, p in zip(gold, predicted, strict=True)])


def figures(folder: Path, gold: Sequence[Article], lexicon: Lexicon) -> dict[str, dict[str, float]]:
    """The extraction figures of the rules, of the tagger alone, and of both as they were chosen."""
    tagger = TaggerExtractor(folder, lexicon)
    readings = [tagger.read(article) for article in gold]
    alone = replace(Combination(), rules=False)
    return {
        "rules": _scores(gold, (extract(article, lexicon) for article in gold)),
        "tagger": _scores(gold, (combined(r, alone) for r in readings)),
        "both": _scores(gold, (combined(r, tagger.combination) for r in readings)),
    }
