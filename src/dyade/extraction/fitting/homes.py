"""Fitting the weights of `homes`: for whom the officials of annotated articles speak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dyade.actors import Lexicon
from dyade.extraction.countries import Content
from dyade.extraction.document import Document
from dyade.extraction.fitting.regression import regression
from dyade.extraction.homes import Clues, Homes, likeliest
from dyade.extraction.pronouns import Voice
from dyade.extraction.speakers import Cast
from dyade.extraction.statements import find_statements
from dyade.extraction.voices import Voices
from dyade.records import Article, Statement
from dyade.scores import match

Question = tuple[Clues, str]
"""The clues of each actor for whom an official may speak, and the gold side."""


class _Asked(Homes):
    """Remembers the clues of those of whom it is asked."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.asked: list[Clues] = []

    def clues(self, start: int, end: int, content: Content | None, past: Sequence[Voice], name: str) -> Clues:
        found = super().clues(start, end, content, past, name)
        self.asked.append(found)
        return found


def questions(articles: Iterable[Article], lexicon: Lexicon) -> list[Question]:
    """The officials whose words do not say for whom they speak, of statements that extraction finds."""
    found: list[Question] = []
    for article in articles:
        document = Document(article.text, article.date, lexicon)
        cast = Cast(document)
        homes = _Asked(cast)
        voices = Voices(cast, homes)
        statements, asked = list[Statement](), list[list[Clues]]()
        for d in find_statements(document):
            homes.asked = []
            if (speaker := voices.of(d)) is not None:
                quote = article.text[d.start : d.end]
                statements.append(Statement(d.start, d.end, quote, d.kind, speaker))
                asked.append(homes.asked)
        for i, j in match(article.statements, statements):
            found += [(clues, article.statements[i].speaker.side) for clues in asked[j]]
    return found


def fit(found: Sequence[Question], strength: float, least_often: int) -> dict[str, float]:
    """The weight of each clue; see `regression` for the settings."""
    cases = [(c, code == side) for clues, side in found if side in clues for code, c in clues.items()]
    clues, right = [c for c, _ in cases], [r for _, r in cases]
    return regression(clues, right, [1.0] * len(cases), strength, least_often)[0]


def accuracy(found: Sequence[Question], weights: dict[str, float]) -> float:
    """The share of officials whose side is the one that weighs most."""
    return sum(likeliest(clues, weights) == side for clues, side in found) / len(found) if found else 0.0
