"""Fitting the weights of `relevance`: whom the statements of annotated articles are about or addressed to.

The candidates are those that extraction itself finds, with the speakers that it finds; the counterparties of the
statements before are the gold ones in a first round, and in a second the fitted weights' own choices, as they will
be when the weights are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import product

from dyade.extraction.candidates import Candidate
from dyade.extraction.counterparties import Targets
from dyade.extraction.fitting.reading import Read
from dyade.extraction.fitting.regression import regression
from dyade.extraction.relevance import Relevance
from dyade.extraction.unnamed import Said
from dyade.records import Stance, Statement
from dyade.scores import same_actor

_LEAST = (-0.8, -0.5, -0.2, 0.1)
_KEPT = (-1.8, -1.2, -0.6)
"""Thresholds that are tried."""
_TIE = 0.004
"""F1 within which the higher threshold wins: the press has more statements toward no one than the seeds have."""
_NOTHING = Relevance({}, 0.0, 0.0, 0.0)

Row = tuple[list[Candidate], list[bool], Statement | None]
"""A statement's candidates, which of them are gold, and the gold statement, None for an invented one."""
Choice = Callable[[list[Candidate], list[bool]], list[Candidate]]


def rows(articles: Iterable[Read], choice: Choice) -> Iterator[Row]:
    """The candidates of every statement; `choice` says whom the statements after take for its counterparties."""
    for a in articles:
        targets = Targets(a.document, a.voices, [h.speaker for h in a.heard], _NOTHING)
        for at, heard in enumerate(a.heard):
            candidates = targets.candidates_of(heard.draft, heard.speaker)
            gold = a.gold.get(at)
            right = _right(candidates, gold.stances if gold else ())
            stances = tuple(Stance(c.code, c.mention) for c in choice(candidates, right))
            targets.past.append(Said(heard.speaker, stances))
            yield candidates, right, gold


def _right(candidates: Sequence[Candidate], gold: Iterable[Stance]) -> list[bool]:
    """Which candidates are gold: one for each gold stance, equal codes first."""
    right = [False] * len(candidates)
    for stance in gold:
        fits = [
            at
            for at, c in enumerate(candidates)
            if not right[at] and same_actor(stance.counterparty, stance.mention, c.code, c.mention)
        ]
        if fits:
            right[min(fits, key=lambda at: candidates[at].code != stance.counterparty)] = True
    return right


def f1(articles: Sequence[Read], relevance: Relevance) -> float:
    """F1 of the counterparties that some weights choose, missed and invented statements included."""
    hits = predicted = 0
    for candidates, right, _ in rows(articles, partial(_chosen, relevance)):
        chosen = {id(c) for c in relevance.chosen(candidates)}
        predicted += len(chosen)
        hits += sum(r and id(c) in chosen for c, r in zip(candidates, right, strict=True))
    gold = sum(len(s.stances) for a in articles for s in a.article.statements)
    return 2 * hits / (predicted + gold) if predicted + gold else 0.0


def fit(
    train: Sequence[Read], dev: Sequence[Read], strength: float, least_often: int, whole: float
) -> Relevance:
    """Weights fitted on `train`, thresholds chosen on `dev`.

    Args:
        strength: the inverse of L2 regularisation (scikit-learn's `C`).
        least_often: clues of fewer candidates get no weight.
        whole: how much a candidate of an article counts whose statements are four or more; others count once.
    """
    choice: Choice = _golden
    best = _NOTHING
    for _ in range(2):
        fitted = _weights(train, choice, strength, least_often, whole)
        tried = [Relevance(fitted.weights, fitted.bias, *pair) for pair in product(_LEAST, _KEPT)]
        scores = [f1(dev, r) for r in tried]
        close = [r for r, score in zip(tried, scores, strict=True) if score >= max(scores) - _TIE]
        best = max(close, key=lambda r: (r.least, r.kept))
        choice = partial(_chosen, best)
    return best


def _chosen(relevance: Relevance, candidates: list[Candidate], _: list[bool]) -> list[Candidate]:
    return relevance.chosen(candidates)


def _golden(candidates: list[Candidate], right: list[bool]) -> list[Candidate]:
    return [c for c, r in zip(candidates, right, strict=True) if r]


def _weights(
    train: Sequence[Read], choice: Choice, strength: float, least_often: int, whole: float
) -> Relevance:
    clues, right, weight = list[set[str]](), list[bool](), list[float]()
    for a in train:
        for candidates, gold, statement in rows([a], choice):
            if statement is not None:
                clues += [c.clues for c in candidates]
                right += gold
                weight += [whole if len(a.article.statements) > 3 else 1.0] * len(candidates)
    fitted, bias = regression(clues, right, weight, strength, least_often)
    return Relevance(fitted, bias, 0, 0)
