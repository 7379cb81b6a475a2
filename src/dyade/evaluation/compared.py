"""An article's gold and predicted statements, each with how the text introduces it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dyade.actors import Lexicon
from dyade.constructions import Construction, construction
from dyade.extraction.document import Document
from dyade.records import Article
from dyade.scores import Comparison, group_scores
from dyade.scores.groups import Figures


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with the construction of each gold and each predicted statement, in their order."""

    pair: Comparison
    gold: tuple[Construction, ...]
    predicted: tuple[Construction, ...]


def compare(gold: Article, predicted: Article, lexicon: Lexicon) -> Compared:
    """The comparison of two annotations of one text."""
    document = Document(gold.text, gold.date, lexicon)
    return Compared(
        Comparison(gold, predicted),
        tuple(construction(document, s) for s in gold.statements),
        tuple(construction(document, s) for s in predicted.statements),
    )


def by_kind(found: Sequence[Compared]) -> dict[str, Figures]:
    """The figures of each kind of quote."""
    pairs = [c.pair for c in found]
    return group_scores(
        pairs,
        [[s.kind.value for s in p.gold.statements] for p in pairs],
        [[s.kind.value for s in p.predicted.statements] for p in pairs],
    )


def by_construction(found: Sequence[Compared]) -> dict[str, Figures]:
    """The figures of each construction."""
    return group_scores([c.pair for c in found], [c.gold for c in found], [c.predicted for c in found])
