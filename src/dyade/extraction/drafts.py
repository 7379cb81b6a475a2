"""Drafts: statements whose speaker is still only a place in the text, and what is done to them together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dyade.extraction.document import Document
from dyade.records import Kind

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement whose speaker is still only a place in the text."""

    start: int
    end: int
    kind: Kind
    subject: Span | None
    """Span of the speaker's words; None where the last voice goes on."""
    address: Span | None = None
    """Span between cue and content, where the one addressed may stand."""
    cue: str | None = None
    construction: str = ""
    """How it is reported: incise, que, de, à, obj, colon, source, passive, floating, fragment, rest, turn."""
    sentence: int = 0
    told: Span | None = None
    """Of whom the sentence before tells where it reports nothing (« Le maire a reçu les élus. Il a promis … »)."""


def questions(document: Document) -> set[int]:
    """Where the turns start that answer nothing: an interviewer's, every other in a dialogue, a list's points."""
    text = document.text
    turns = [q for q in document.quotations if q.turn]
    dialogue = any(text[q.end - 1] == "?" for q in turns)
    found: set[int] = set()
    if not dialogue and all(text[q.open : q.start].strip() in ("-", "*") for q in turns):
        return {q.start for q in turns}  # the points of a list
    for turn, before in zip(turns, [None, *turns], strict=False):
        follows = before is not None and not text[before.close : turn.open].strip()
        answered = follows and before is not None and before.start not in found
        if text[turn.end - 1] == "?" or (dialogue and answered):
            found.add(turn.start)
    return found


def joined(document: Document, drafts: list[Draft]) -> list[Draft]:
    """Floating quoted sentences made one with the statement before, in its paragraph and under its cue."""
    done: list[Draft] = []
    for draft in drafts:
        last = done[-1] if done else None
        follows = (
            draft.construction == "floating"
            and draft.subject is None
            and last is not None
            and last.kind is Kind.direct
            and draft.sentence - last.sentence == 1
            and last.construction in ("colon", "floating", "obj", "incise")
            and "\n" not in document.text[last.end : draft.start]
        )
        if last is not None and (follows or draft.construction == "rest"):
            done[-1] = replace(last, end=draft.end, sentence=draft.sentence)
        else:
            done.append(draft)
    return done


def disjoint(drafts: list[Draft]) -> list[Draft]:
    """The drafts without those that begin inside the one before."""
    kept: list[Draft] = []
    for draft in drafts:
        if not kept or draft.start >= kept[-1].end:
            kept.append(draft)
    return kept
