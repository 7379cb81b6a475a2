"""Annotated spans as tags of words and back: a layer each for statements, speakers, cues and counterparties.

Spans of different layers may nest (a speaker inside a mixed statement); those of one layer never do. Cues are
not annotated: they are the rules' cues next to an annotated statement.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dyade.extraction.cues import find_cues
from dyade.extraction.document import Document
from dyade.extraction.drafts import Span
from dyade.records import Article, Statement
from dyade.text import Token

LAYERS = ("statement", "speaker", "cue", "counterparty")
TAGS = ("O", "B", "I")
LABELS = tuple(f"{layer}-{tag}" for layer in LAYERS for tag in TAGS)
"""The outputs of the network in their order."""

Tags = npt.NDArray[np.int64]
"""*Shape* (words, layers): 0 outside, 1 first word of a span, 2 further word."""
Scores = npt.NDArray[np.float64]
"""Probabilities of the tags, *shape* (words, layers, tags)."""

_FAR = 400
"""Characters from a statement within which its speaker and its counterparties are looked for."""
_BESIDE = 60
"""Characters between a statement and its cue."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A span that the tags of one layer hold."""

    start: int
    end: int
    score: float
    """Mean probability over its words that they belong to such a span."""


def tags_of(words: Sequence[Token], spans: dict[str, list[Span]]) -> Tags:
    """The tags of words for the spans of each layer; where two of a layer overlap, the longer one wins."""
    tags = np.zeros((len(words), len(LAYERS)), dtype=np.int64)
    starts, ends = [w.start for w in words], [w.end for w in words]
    for column, layer in enumerate(LAYERS):
        for start, end in sorted(spans.get(layer, ()), key=lambda s: s[0] - s[1]):
            first, last = bisect_right(ends, start), bisect_left(starts, end)
            if first < last and not tags[first:last, column].any():
                tags[first, column] = 1
                tags[first + 1 : last, column] = 2
    return tags


def spans_of(words: Sequence[Token], scores: Scores) -> dict[str, list[Tagged]]:
    """The most probable spans of each layer, in order."""
    return {layer: list(_spans(words, scores[:, n])) for n, layer in enumerate(LAYERS)}


def _spans(words: Sequence[Token], scores: npt.NDArray[np.float64]) -> Iterable[Tagged]:
    path = _viterbi(scores)
    inside = 1 - scores[:, 0]
    at = 0
    while at < len(path):
        end = at + 1
        if path[at]:
            while end < len(path) and path[end] == 2:
                end += 1
            yield Tagged(words[at].start, words[end - 1].end, float(inside[at:end].mean()))
        at = end


def _viterbi(scores: npt.NDArray[np.float64]) -> list[int]:
    """The most probable row of tags in which no I follows an O, *shape* of scores (words, tags)."""
    logs = np.log(scores + 1e-9)
    best, back = np.array([0.0, 0.0, -np.inf]), []
    for row in logs:
        into = np.array([best.max(), best.max(), max(best[1], best[2])])
        other = int(best.argmax())
        back.append((other, other, 1 if best[1] > best[2] else 2))
        best = into + row
    path, tag = [], int(best.argmax())
    for came in reversed(back):
        path.append(tag)
        tag = came[tag]
    return path[::-1]


def annotated(article: Article, document: Document) -> dict[str, list[Span]]:
    """The spans of each layer that an annotated article holds.

    A speaker is tagged where it stands nearest the statement; a counterparty wherever the statement names it.
    """
    found: dict[str, list[Span]] = {layer: [] for layer in LAYERS}
    told = sorted(article.statements, key=lambda s: s.start)
    for statement in told:
        around = (statement.start, statement.end)
        found["statement"].append(around)
        if place := _nearest(article.text, statement.speaker.mention, around):
            found["speaker"].append(place)
        found["counterparty"] += _counterparties(document, statement)
    found["cue"] = list(_cues(document, told))
    return {layer: sorted(set(spans)) for layer, spans in found.items()}


def _nearest(text: str, mention: str, around: Span) -> Span | None:
    """The place of a mention outside a span and nearest it, else inside it."""
    start, end = around
    places = _places(text, mention, max(0, start - _FAR), min(len(text), end + _FAR))
    outside = [p for p in places if p[1] <= start or p[0] >= end]
    return min(outside or places, key=lambda p: max(start - p[1], p[0] - end), default=None)


def _places(text: str, mention: str, start: int, end: int) -> list[Span]:
    """Where a mention stands inside a span as whole words."""
    found = []
    at = text.find(mention, start, end)
    while at >= 0:
        after = at + len(mention)
        cut = (at > 0 and text[at - 1].isalnum() and text[at].isalnum()) or (
            after < len(text) and text[after].isalnum() and text[after - 1].isalnum()
        )
        if not cut:
            found.append((at, after))
        at = text.find(mention, at + 1, end)
    return found


def _counterparties(document: Document, statement: Statement) -> list[Span]:
    """Where a statement names its counterparties: by the annotated words, and by others that the lexicon knows."""
    start, end = statement.start, statement.end
    found: list[Span] = []
    for stance in statement.stances:
        inside = _places(document.text, stance.mention, start, end)
        near = None if inside else _nearest(document.text, stance.mention, (start, end))
        found += inside or ([near] if near else [])
    codes = {stance.counterparty for stance in statement.stances}
    for mention in document.mentions_in(start, end):
        if mention.code in codes and all(mention.end <= a or b <= mention.start for a, b in found):
            found.append((mention.start, mention.end))
    return found


def _cues(document: Document, told: Sequence[Statement]) -> Iterable[Span]:
    """The rules' cues that stand outside all statements and next to one."""
    starts = [s.start for s in told]
    for sentence in document.sentences:
        for cue in find_cues(sentence):
            start, end = sentence[cue.first].start, sentence[cue.last].end
            at = bisect_right(starts, start)
            before = told[at - 1] if at else None
            after = told[at] if at < len(told) else None
            if before and start < before.end:
                continue
            if (before and start - before.end <= _BESIDE) or (after and 0 <= after.start - end <= _BESIDE):
                yield start, end
