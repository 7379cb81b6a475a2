"""How far two annotations of the same texts agree, and where they do not.

Neither annotation counts as the truth: F1 is the same both ways. Speakers, counterparties and labels are
compared on statements that match (IoU ≥ .5); labels only where both see the same counterparty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dyade.records import Article, Label, Stance, Statement
from dyade.scores import (
    Comparison,
    bootstrap,
    extraction_scores,
    iou,
    kappa,
    match,
    match_stances,
    same_actor,
)
from dyade.sources import InputError
from dyade.tables import aligned


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where the annotations differ; an empty side says nothing there."""

    article: str
    start: int
    end: int
    what: str
    """statement, span, kind, speaker, counterparty or label."""
    first: str
    second: str
    quote: str


@dataclass(frozen=True)
class Agreement:
    """The figures of two annotations."""

    articles: int
    only_one: tuple[str, ...]
    """Articles that just one of the two holds; they are left out."""
    statements: tuple[int, int]
    matched: int
    """Statements that match at IoU ≥ .5."""
    span_f1_exact: float
    span_f1: float
    """At IoU ≥ .5."""
    kind: float
    """Share of matched statements with the same kind."""
    speaker_mention: float
    speaker_side: float
    counterparty_f1: float
    pairs: int
    """Counterparties that both see and label."""
    label_kappa: float
    label_kappa_interval: tuple[float, float]
    """95 %, over articles."""
    confusion: tuple[tuple[int, ...], ...]
    """Pairs by the first annotation's label (rows) and the second's, in the order of `Label`."""
    disagreements: tuple[Disagreement, ...]


def agreement(first: Sequence[Article], second: Sequence[Article]) -> Agreement:
    """Compares two annotations of the same texts, article by article.

    Raises:
        InputError: they share no article, or an article's text differs.
    """
    pairs = _paired(first, second)
    left, right = ({a.id for a in side} for side in (first, second))
    rows = [(c.gold.id, a, b) for c in pairs for a, b in _labels(c)]
    y = np.array([list(Label).index(a) for _, a, _ in rows], dtype=np.int64)
    z = np.array([list(Label).index(b) for _, _, b in rows], dtype=np.int64)
    confusion = np.zeros((len(Label), len(Label)), dtype=int)
    np.add.at(confusion, (y, z), 1)
    scores = extraction_scores(pairs)
    counts = [sum(len(getattr(c, side).statements) for c in pairs) for side in ("gold", "predicted")]
    exact = sum(len(match(c.gold.statements, c.predicted.statements, least=1.0)) for c in pairs)
    return Agreement(
        articles=len(pairs),
        only_one=tuple(sorted(left ^ right)),
        statements=(counts[0], counts[1]),
        matched=sum(len(match(c.gold.statements, c.predicted.statements)) for c in pairs),
        span_f1_exact=2 * exact / sum(counts) if sum(counts) else 0.0,
        span_f1=scores["statement.f1@.5"],
        kind=scores["kind.accuracy"],
        speaker_mention=scores["speaker.mention"],
        speaker_side=scores["speaker.side"],
        counterparty_f1=scores["counterparty.f1"],
        pairs=len(rows),
        label_kappa=kappa(y, z),
        label_kappa_interval=bootstrap([name for name, _, _ in rows], lambda i: kappa(y[i], z[i])),
        confusion=tuple(tuple(map(int, row)) for row in confusion),
        disagreements=tuple(d for c in pairs for d in _disagreements(c)),
    )


def _paired(first: Sequence[Article], second: Sequence[Article]) -> list[Comparison]:
    others = {article.id: article for article in second}
    pairs = [Comparison(a, others[a.id]) for a in first if a.id in others]
    if not pairs:
        raise InputError("the two annotations share no article id; annotate the same records twice")
    for pair in pairs:
        if pair.gold.text != pair.predicted.text:
            raise InputError(
                f"article {pair.gold.id}: its text differs between the two annotations; annotate one text"
            )
    return pairs


def _matched(pair: Comparison) -> Iterator[tuple[Statement, Statement]]:
    for i, j in sorted(match(pair.gold.statements, pair.predicted.statements)):
        yield pair.gold.statements[i], pair.predicted.statements[j]


def _labels(pair: Comparison) -> Iterator[tuple[Label, Label]]:
    for a, b in _matched(pair):
        for stance, other in match_stances(a.stances, b.stances):
            if stance.label and other.label:
                yield stance.label, other.label


def _disagreements(pair: Comparison) -> Iterator[Disagreement]:
    """Every difference of an article: statements of one side alone first, then the matched ones in order."""
    both = list(_matched(pair))
    for n, side in enumerate((pair.gold, pair.predicted)):
        seen = [matched[n] for matched in both]
        for s in side.statements:
            if s not in seen:
                whose = ("annotated", "") if n == 0 else ("", "annotated")
                yield Disagreement(pair.gold.id, s.start, s.end, "statement", *whose, s.quote)
    for a, b in both:
        for what, one, other in _differences(a, b):
            yield Disagreement(pair.gold.id, a.start, a.end, what, one, other, a.quote)


def _differences(a: Statement, b: Statement) -> Iterator[tuple[str, str, str]]:
    if iou(a, b) < 1:
        yield "span", f"{a.start}–{a.end}", f"{b.start}–{b.end}"
    if a.kind is not b.kind:
        yield "kind", a.kind, b.kind
    if not same_actor(a.speaker.side, a.speaker.name, b.speaker.side, b.speaker.name):
        yield "speaker", f"{a.speaker.side} ({a.speaker.name})", f"{b.speaker.side} ({b.speaker.name})"
    same = match_stances(a.stances, b.stances)
    for stance, other in same:
        if stance.label is not other.label:
            yield "label", _labelled(stance), _labelled(other)
    for stance in a.stances:
        if all(stance is not x for x, _ in same):
            yield "counterparty", _labelled(stance), ""
    for stance in b.stances:
        if all(stance is not x for _, x in same):
            yield "counterparty", "", _labelled(stance)


def _labelled(stance: Stance) -> str:
    return f"{stance.counterparty} {stance.label or 'not judged'}"


def table(found: Agreement, most: int = 20) -> str:
    """The figures, the confusion table, and the first disagreements, for a terminal."""
    low, high = found.label_kappa_interval
    figures = [
        ("articles", found.articles),
        ("statements, first and second", f"{found.statements[0]} and {found.statements[1]}"),
        ("spans, F1 exact", found.span_f1_exact),
        ("spans, F1 at IoU ≥ .5", found.span_f1),
        ("kind, share alike", found.kind),
        ("speaker's words, share alike", found.speaker_mention),
        ("speaker's side, share alike", found.speaker_side),
        ("counterparties, F1", found.counterparty_f1),
        ("labels, pairs", found.pairs),
        ("labels, kappa", f"{found.label_kappa:.3f} [{low:.3f}, {high:.3f}]"),
    ]
    confusion = [(label, *row) for label, row in zip(Label, found.confusion, strict=True)]
    listed = [
        (d.article, f"{d.start}–{d.end}", d.what, d.first, d.second) for d in found.disagreements[:most]
    ]
    parts = [aligned(("agreement", "figure"), figures), aligned(("first \\ second", *Label), confusion)]
    if listed:
        parts.append(aligned(("article", "at", "differs in", "first", "second"), listed))
    hidden = len(found.disagreements) - len(listed)
    notes = [f"… and {hidden} more; output=FILE.json holds all"] if hidden else []
    notes += (
        [f"{len(found.only_one)} articles stand in just one of the two and were left out"]
        if found.only_one
        else []
    )
    return "\n".join(["\n\n".join(parts), *notes])
