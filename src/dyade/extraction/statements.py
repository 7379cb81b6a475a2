"""Statements of a document: what each cue, « selon » and quotation reports, with the place of its speaker.

The stages, sentence by sentence: sources (« selon X »); cues and their content; quotations that no cue took.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dyade.extraction.commented import commented
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft, Span, disjoint, joined, questions
from dyade.extraction.incises import inverted
from dyade.extraction.loose import loose, main_subject
from dyade.extraction.reading import Reading
from dyade.extraction.reported import reported
from dyade.extraction.sources import find_sources


def find_statements(document: Document) -> list[Draft]:
    """The statements of a document in order of their start; none overlaps another."""
    drafts: list[Draft] = []
    narrated: Span | None = None
    for number, sentence in enumerate(document.sentences):
        reading = Reading(document, sentence, bool(drafts))
        found = [replace(d, sentence=number) for d in _read(reading)]
        if found and narrated and "\n" not in document.text[narrated[0] : found[0].start]:
            found[0] = _told(found[0], narrated)
        drafts += found
        narrated = None if found else main_subject(reading, len(sentence))
    asked = questions(document)
    drafts = [d for d in drafts if d.construction != "turn" or d.start not in asked]
    return disjoint(joined(document, sorted(drafts, key=lambda d: (d.start, -d.end))))


def _told(draft: Draft, narrated: Span) -> Draft:
    """The draft with whom the sentence before it tells of; a quotation on its own is theirs (« Il a souri. « … » »)."""
    alone = draft.construction == "floating" and draft.subject is None
    return replace(draft, subject=narrated) if alone else replace(draft, told=narrated)


def _read(reading: Reading) -> Iterator[Draft]:
    yield from _sources(reading)
    for cue in reading.cues:
        subject = None if reading.taken[cue.head] else inverted(reading.s, cue)
        if subject and (draft := commented(reading, cue, subject)):
            yield draft
    for number, cue in enumerate(reading.cues):
        if not reading.taken[cue.head] and (draft := reported(reading, cue, number)):
            yield draft
    for at, item in enumerate(reading.s) if reading.quoted else ():
        if item.quotation and not reading.taken[at] and (draft := loose(reading, at, item.quotation)):
            yield draft


def _sources(reading: Reading) -> Iterator[Draft]:
    for source in find_sources(reading.document, reading.s, reading.cues):
        first, last = min(source.content[0], source.at), max(source.content[1], source.who[1])
        if any(reading.taken[first:last]):
            continue
        reading.take(first, last)
        reading.subject = reading.span(source.who)
        yield replace(reading.draft(source.content, reading.subject, None, "source"), cue=source.word)
