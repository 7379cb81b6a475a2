"""Whom a statement is about or addressed to: the actors it names, describes or plainly addresses."""

from __future__ import annotations

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.extraction.document import Document
from dyade.extraction.speakers import Cast
from dyade.extraction.statements import Draft
from dyade.records import Speaker, Stance
from dyade.text import fold


def counterparties(document: Document, cast: Cast, draft: Draft, speaker: Speaker) -> tuple[Stance, ...]:
    """The counterparties of a statement, one for each actor code, in the order of their first mention."""
    own = set(speaker.sides) | {speaker.side}
    found: dict[str, str] = {}
    for start, end in filter(None, (draft.address, (draft.start, draft.end))):
        for mention in document.mentions_in(start, end):
            if mention.code not in own and not _aside(document, mention):
                found.setdefault(mention.code, document.text[mention.start : mention.end])
        for a, b, person in cast.spans:
            if a >= start and b <= end and person.side not in own and person.name != speaker.name:
                found.setdefault(person.side, document.text[a:b])
    return tuple(Stance(code, mention) for code, mention in found.items())


def _aside(document: Document, mention: Mention) -> bool:
    """Whether the words are only a place, or the posting in a title (« ambassadeur de France au Mali »)."""
    if mention.place:
        return True
    if mention.sort is Sort.capital:
        before = fold(document.text[max(0, mention.start - 12) : mention.start]).split()
        return bool(before) and before[-1] in ("a", "de", "pour") and "accord" in before
    return False
