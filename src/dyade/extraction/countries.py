"""For which country an official speaks whose words do not say it: the place, the scene, the actor around."""

from __future__ import annotations

import re
from typing import NamedTuple

from dyade.actors import Mention
from dyade.extraction.drafts import Draft
from dyade.extraction.speakers import Cast, governs

_NEAR = 400
"""Characters before a statement in which the actor last named may be the official's."""
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


def country_of(cast: Cast, start: int, end: int, content: Content | None) -> str | None:
    """The country of the official whom `text[start:end]` calls by their office alone."""
    first, aimed = origin(start, content), content.aimed if content else frozenset()
    document = cast.document
    there = next(iter(document.mentions_in(end, end + 40)), None)
    if there and there.place and _THERE.fullmatch(document.text[end : there.start]):
        return there.code
    here = [m for m in document.mentions_in(max(0, start - _BESIDE), start) if m.place and first != start]
    if place := here[-1:] or _opening(cast, first):
        return place[0].code
    if (scene := cast.scene(first)) and scene not in aimed:
        return scene
    if found := opens(cast, start, content):
        return found
    near = [m.code for m in document.mentions_in(max(0, first - _NEAR), first) if governs(m)]
    spoken = {m.code for m in document.mentions_in(content.start, content.end)} if content else set()
    others = [c for c in near if c not in aimed | spoken] or [c for c in near if c not in aimed]
    return others[-1] if others else cast.country


def _opening(cast: Cast, at: int) -> list[Mention]:
    """The place that opens the sentence of a place in the text (« À Rome, … »)."""
    text = cast.document.text
    since = max(0, at - _NEAR)
    first = max((m.end() for m in _ENDS.finditer(text, since, at)), default=0 if since == 0 else at)
    places = cast.document.mentions_in(first, min(at, first + _BESIDE)) if first < at else []
    return [m for m in places if m.place and m.start - first < _OPENING]
