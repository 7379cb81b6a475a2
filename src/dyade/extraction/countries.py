"""What tells for whom an official speaks: the place where they speak, and the actors whom their words begin with
or aim at."""

from __future__ import annotations

import re
from typing import NamedTuple

from dyade.extraction.drafts import Draft
from dyade.extraction.speakers import Cast

_NEAR = 400
"""Characters before a place in the text in which its sentence begins."""
_AFTER = 40
"""Characters after an official in which the place stands where they speak."""
_HEAD = 20
"""Characters of a cue's object in which the one addressed stands."""
_BESIDE = 30
"""Characters before an official in which the place stands where they speak (« a dit à Rome le ministre »)."""
_OPENING = 6
"""Characters of a preposition that opens a sentence."""
_ENDS = re.compile(r"[.?!»]\s|\n")
_THERE = re.compile(r",? à ")


class Content(NamedTuple):
    """The span of what is said, and the actors whom its cue aims at: no one's own country."""

    start: int
    end: int
    aimed: frozenset[str] = frozenset()


def content_of(cast: Cast, draft: Draft) -> Content:
    """The content of a draft; the cue's object is what « accuse », « remercie », « demande à » aim at."""
    at, end = draft.address or (draft.start, draft.end)
    if draft.address is None and draft.construction not in ("obj", "à", "de"):
        return Content(draft.start, draft.end)
    mentions = [m for m in cast.document.mentions_in(at, end)[:1] if m.start - at < _HEAD]
    return Content(draft.start, draft.end, frozenset(m.code for m in mentions))


def origin(at: int, content: Content | None) -> int:
    """Where a statement begins, be its speaker named before or after it."""
    return min(at, content.start) if content else at


def opens(cast: Cast, at: int, content: Content | None) -> str | None:
    """The actor with which words begin that are said before their speaker is named (« La Suède …, dit X »)."""
    first = origin(at, content)
    if first == at or cast.quoted(first):
        return None
    named = cast.document.mentions_in(first, first + 60)
    return named[0].code if named and named[0].start - first < 5 and not named[0].place else None


def place_beside(cast: Cast, start: int, end: int, first: int) -> str | None:
    """The place where an official speaks, named after their words or before (« a dit à Rome le ministre »)."""
    document = cast.document
    there = next(iter(document.mentions_in(end, end + _AFTER)), None)
    if there and there.place and _THERE.fullmatch(document.text[end : there.start]):
        return there.code
    here = document.mentions_in(max(0, start - _BESIDE), start) if first != start else []
    return next((m.code for m in reversed(here) if m.place), None)


def opening_place(cast: Cast, at: int) -> str | None:
    """The actor whose place opens the sentence of a place in the text (« À Rome, … »)."""
    text = cast.document.text
    since = max(0, at - _NEAR)
    first = max((m.end() for m in _ENDS.finditer(text, since, at)), default=0 if since == 0 else at)
    places = cast.document.mentions_in(first, min(at, first + _BESIDE)) if first < at else []
    return next((m.code for m in places if m.place and m.start - first < _OPENING), None)
