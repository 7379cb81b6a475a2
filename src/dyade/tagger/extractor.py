"""Extraction by the trained tagger, alone or with the rules': the same articles out as from the rules."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from dyade.actors import Lexicon
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft, Span, disjoint
from dyade.extraction.rules import told
from dyade.extraction.speakers import Cast
from dyade.extraction.statements import find_statements
from dyade.extraction.voices import Voices
from dyade.records import Article, Stance, Statement
from dyade.scores import iou
from dyade.tagger.decoding import drafts_of
from dyade.tagger.labels import LAYERS, Scores, Tagged, spans_of
from dyade.tagger.network import Combination, Network, load_network

_STATEMENT, _COUNTERPARTY = LAYERS.index("statement"), LAYERS.index("counterparty")


class TaggerExtractor:
    """Fills an article's statements by a tagger's folder and the rules."""

    def __init__(self, folder: Path, lexicon: Lexicon, threads: int = 1) -> None:
        self.network: Network = load_network(folder, threads)
        self.lexicon = lexicon
        self.combination = self.network.settings.combination

    def extract(self, article: Article) -> Article:
        """The article with the statements, speakers and counterparties found in its text."""
        return combined(self.read(article), self.combination)

    def read(self, article: Article) -> Reading:
        """What the tagger and the rules each find in an article."""
        document = Document(article.text, article.date, self.lexicon)
        return Reading(article, document, self.network.scores(article.text, document.tokens))


class Reading:
    """An article as the tagger and the rules read it; what both find is computed once for many combinations."""

    def __init__(self, article: Article, document: Document, scores: Scores) -> None:
        self.article, self.document, self.scores = article, document, scores
        self.starts = [w.start for w in document.tokens]
        self.spans = spans_of(document.tokens, scores)

    @cached_property
    def by_rules(self) -> list[Draft]:
        """The statements that the rules find."""
        return find_statements(self.document)

    @cached_property
    def by_tags(self) -> list[Draft]:
        """The statements that the tagger finds."""
        return drafts_of(self.document, self.spans)

    @cached_property
    def voices(self) -> Voices:
        """Who the article's words for actors are."""
        return Voices(Cast(self.document))

    def inside(self, start: int, end: int, layer: int) -> float:
        """The mean probability that the words of a span belong to a layer's spans."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return float(1 - self.scores[first:last, layer, 0].mean()) if first < last else 0.0


def combined(reading: Reading, combination: Combination) -> Article:
    """The article with what the tagger and the rules find together."""
    article = told(reading.article, reading.document, _drafts(reading, combination))
    statements = tuple(replace(s, stances=_stances(reading, s, combination)) for s in article.statements)
    return replace(article, statements=statements)


def _drafts(reading: Reading, combination: Combination) -> list[Draft]:
    """The rules' statements that the tagger does not doubt, and its own where they have none."""
    if not combination.rules:
        return reading.by_tags
    sure = [d for d in reading.by_rules if reading.inside(d.start, d.end, _STATEMENT) >= combination.keep]
    kept = [_with_subject(d, reading.by_tags) for d in sure] if combination.speakers else sure
    added = [
        d
        for d in reading.by_tags
        if reading.inside(d.start, d.end, _STATEMENT) >= combination.add
        and all(d.end <= other.start or other.end <= d.start for other in kept)
    ]
    return disjoint(sorted([*kept, *added], key=lambda d: (d.start, -d.end)))


def _with_subject(draft: Draft, tagged: Sequence[Draft]) -> Draft:
    """A rules' statement without words for its speaker, with those that the tagger has for the same statement."""
    if draft.subject is not None:
        return draft
    same = (t for t in tagged if iou(t, draft) > 0.5)
    return replace(draft, subject=next((t.subject for t in same), None))


def _stances(reading: Reading, statement: Statement, combination: Combination) -> tuple[Stance, ...]:
    """The counterparties that the rules find and the tagger does not doubt, and those that it finds besides."""
    own = {*statement.speaker.sides, statement.speaker.side}
    kept = [s for s in statement.stances if _sure(reading, statement, s, combination.target_keep)]
    codes = own | {s.counterparty for s in kept}
    for span in _within(reading.spans["counterparty"], (statement.start, statement.end)):
        if span.score < combination.target_add:
            continue
        code = _code(reading, (span.start, span.end))
        if code and not codes & {code, *code.split("+")}:
            codes.add(code)
            kept.append(Stance(code, reading.document.text[span.start : span.end]))
    return tuple(kept)


def _sure(reading: Reading, statement: Statement, stance: Stance, least: float) -> bool:
    """Whether the tagger finds a counterparty probable enough; one that the statement does not name is not doubted."""
    text, found = reading.document.text, []
    at = text.find(stance.mention, statement.start, statement.end)
    while at >= 0:
        found.append((at, at + len(stance.mention)))
        at = text.find(stance.mention, at + 1, statement.end)
    for mention in reading.document.mentions_in(statement.start, statement.end):
        if mention.code == stance.counterparty:
            found.append((mention.start, mention.end))
    return not found or max(reading.inside(a, b, _COUNTERPARTY) for a, b in found) >= least


def _within(spans: Sequence[Tagged], around: Span) -> list[Tagged]:
    return [s for s in spans if around[0] <= s.start and s.end <= around[1]]


def _code(reading: Reading, span: Span) -> str | None:
    """The actor that words stand for, by the lexicon and by the rules for speakers."""
    voice = reading.voices.voice(*span)
    return voice.speaker.side if voice else None
