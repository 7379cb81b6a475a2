"""The target that a statement leaves unnamed: whom the talk around it is plainly with.

Each of several clues names one actor; the target is the one on whom at least three of them agree. A claim of
an attack is aimed at the state most named around it; facts from a source are aimed at nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dyade.actors import Mention
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft
from dyade.records import Speaker, Stance

AROUND = 3000
"""Characters around a statement whose actors are weighed."""
_CLOSE = 300
"""Characters around it whose actors are weighed once more."""
_NEAR = 400
"""Characters from a statement within which the actor most named must stand."""
_CLAIM = "revendiquer"
"""The cue whose speaker claims an attack: its target is the state whose people were attacked."""
_AGREE = 3
"""Clues that must agree."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement that came before: who spoke, and toward whom."""

    speaker: Speaker
    stances: tuple[Stance, ...]


def unnamed(
    document: Document, draft: Draft, own: set[str], others: Sequence[Mention], past: Sequence[Said]
) -> Stance | None:
    """The stance toward the actor on whom the clues agree; None where they do not.

    Args:
        own: the codes of the speaker's side.
        others: the mentions around the statement of actors beside that side.
        past: the statements before, in order.
    """
    if draft.construction in ("source", "fragment"):
        return None
    if draft.cue == _CLAIM and (victim := _most([m for m in others if m.code in document.lexicon.states])):
        return _shown(document, draft, victim, others, past)
    actors = [m for m in others if m.entry.kind != "media" and not m.place]
    near = [m for m in actors if abs(m.start - draft.start) < _CLOSE]
    paragraph = document.text.rfind("\n", 0, draft.start) + 1
    before = [m for m in actors if paragraph <= m.start < draft.start]
    clues = (
        _nearest(others, draft),
        _most(near),
        before[-1].code if before else None,
        _addressed(past, own),
        _partner(past, own),
        past[-1].speaker.side if past and past[-1].speaker.side not in own else None,
    )
    votes = [code for code in clues if code]
    code = max(votes, key=votes.count, default="")
    return _shown(document, draft, code, others, past) if votes.count(code) >= _AGREE else None


def _shown(
    document: Document, draft: Draft, code: str, others: Sequence[Mention], past: Sequence[Said]
) -> Stance | None:
    """The target with the nearest words of the text that denote it."""
    same = [m for m in others if m.code == code]
    if same:
        near = min(same, key=lambda m: abs(m.start - draft.start))
        return Stance(code, document.text[near.start : near.end])
    for said in reversed(past):
        if said.speaker.side == code:
            return Stance(code, said.speaker.mention)
        if found := next((s for s in said.stances if s.counterparty == code), None):
            return found
    return None


def _most(mentions: Sequence[Mention]) -> str | None:
    counts: dict[str, int] = {}
    for m in mentions:
        counts[m.code] = counts.get(m.code, 0) + 1
    return max(counts, key=counts.__getitem__, default=None)


def _nearest(others: Sequence[Mention], draft: Draft) -> str | None:
    """The actor to whom at least half of some mentions go, if one of them stands near."""
    code = _most(others)
    same = [m for m in others if m.code == code]
    plain = 2 * len(same) >= len(others) and any(abs(m.start - draft.start) < _NEAR for m in same)
    return code if plain else None


def _addressed(past: Sequence[Said], own: set[str]) -> str | None:
    """The first target of the last statement of the same side."""
    same = [s for s in past if s.speaker.side in own]
    return same[-1].stances[0].counterparty if same and same[-1].stances else None


def _partner(past: Sequence[Said], own: set[str]) -> str | None:
    """With whom the side has talked most: its targets, and those whose target it was."""
    counts: Counter[str] = Counter()
    for said in past:
        targets = [s.counterparty for s in said.stances]
        if said.speaker.side in own:
            counts.update(targets)
        elif own & set(targets):
            counts[said.speaker.side] += 1
    return counts.most_common(1)[0][0] if counts else None
