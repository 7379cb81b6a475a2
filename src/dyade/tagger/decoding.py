"""Tags as drafts of statements: spans put to the marks and clauses of the text, each with its speaker's words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft, Span, disjoint
from dyade.extraction.quotations import Quotation
from dyade.records import Kind
from dyade.tagger.labels import Tagged

_LOOSE = 0.34
"""Share of a quotation that a span may miss at an end and still be put to its marks."""
_REACH = 300
"""Characters between a statement and its speaker."""
_BREAK = 100
"""Characters that the end of a sentence counts for in the distance to a speaker."""
_EDGE = ' \t\n\r\u00a0\u202f\u2009,;:—–-«»“”„"‹›'
"""What no span begins or ends with."""
_BESIDE = 60
"""Characters between a statement and its cue or source."""
_SOURCE = re.compile(r"\b(?:selon|d['’]après|suivant|pour|source|à en croire)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def drafts_of(document: Document, spans: dict[str, list[Tagged]]) -> list[Draft]:
    """The statements that the tags hold, in order, none overlapping another."""
    cues = [(s.start, s.end) for s in spans["cue"]]
    put = (put_to_marks(document, s.start, s.end) for s in spans["statement"])
    places = [p for p in put if p and _is_told(document, p, cues)]
    speakers = [(s.start, s.end) for s in spans["speaker"]]
    drafts = [
        Draft(start, end, kind_of(document, start, end), subject, construction="tagged")
        for start, end in places
        for subject in [_speaker(document, (start, end), speakers, cues)]
    ]
    return disjoint(sorted(drafts, key=lambda d: (d.start, -d.end)))


def _is_told(document: Document, span: Span, cues: Sequence[Span]) -> bool:
    """Whether marks, a cue beside it or a source carry a span of words, without which nothing is a statement."""
    start, end = span
    text = document.text
    if len(_WORD.findall(text, start, end)) < 2:  # a lone « que »
        return bool(document.quotations_in(start, end))
    beside = any(start - _BESIDE <= b and a <= end + _BESIDE for a, b in cues)
    near = f"{text[max(0, start - _BESIDE) : start]} {text[end : end + _BESIDE]}"
    return beside or bool(document.quotations_in(start, end)) or _SOURCE.search(near) is not None


def put_to_marks(document: Document, start: int, end: int) -> Span | None:
    """A span with its ends at the marks of the quotations that it nearly fills; None where nothing is left.

    The marks stay outside where the whole is quoted, and belong to a span that goes on without them.
    """
    text = document.text
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    if start >= end:
        return None
    first, last = _around(document, start), _around(document, end - 1)
    if first and start - first.start >= _slack(first):
        first = None  # it begins amid the quotation
    if last and last.end - end >= _slack(last):
        last = None
    if first:
        start = first.start if last or first.turn or end <= first.close else first.open
    if last:
        end = last.end if first or last.turn or last.start <= start else last.close
    elif text[end - 1] == "." and end - start > 1:
        end -= 1
    return start, end


def _slack(quotation: Quotation) -> float:
    return max(_LOOSE * (quotation.end - quotation.start), 1)


def _around(document: Document, at: int) -> Quotation | None:
    """The quotation that holds the character at a place."""
    return next((q for q in document.quotations_in(at, at + 1) if q.start <= at < q.end), None)


def kind_of(document: Document, start: int, end: int) -> Kind:
    """Direct between the marks of one quotation or of two that a cue parts, mixed around some, else indirect."""
    touched = document.quotations_in(start, end)
    if any(q.start <= start and end <= q.end for q in touched):
        return Kind.direct
    if len(touched) > 1 and touched[0].start == start and touched[-1].end == end:
        return Kind.direct
    return Kind.indirect if all(map(document.is_name, touched)) else Kind.mixed


def _speaker(document: Document, around: Span, speakers: Sequence[Span], cues: Sequence[Span]) -> Span | None:
    """The speaker's words nearest a statement, those with a cue between them and it first; None where none is near."""
    start, end = around
    near = [s for s in speakers if start - _REACH < s[1] and s[0] < end + _REACH]
    outside = [s for s in near if s[1] <= start or s[0] >= end]

    def distance(speaker: Span) -> int:
        left, right = (speaker[1], start) if speaker[1] <= start else (end, speaker[0])
        between = document.text[left:right]
        breaks = between.count("\n") + sum(between.count(mark) for mark in (". ", "? ", "! "))
        told = any(min(left, speaker[0]) - 30 <= a and b <= max(right, speaker[1]) + 30 for a, b in cues)
        return len(between) + _BREAK * breaks + (0 if told else _BREAK // 2)

    if outside:
        return min(outside, key=distance)
    return near[0] if near else None
