"""Whom a statement is about or addressed to: the actors it names, describes or plainly addresses."""

from __future__ import annotations

import re
from collections import Counter

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.extraction import grammar as g
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.people import Person, code_of
from dyade.extraction.voices import Voices
from dyade.records import Speaker, Stance
from dyade.text import tokens

_CLOSERS = g.STOPS | g.ARTICLES | g.PREPOSITIONS | g.SUBORDINATORS | g.RELATIVE
_BOTH = re.compile(
    r"\b(?:(?:les|aux|des|nos) deux (?:pays|parties|capitales|voisins|camps|bords|gouvernements|[EÉ]tats|"
    r"peuples|délégations|belligérants|rives|armées|présidents|partenaires|alliés)|"
    r"l'un (?:et|ni|ou|comme) (?:de )?l'autre)\b"
)
_AROUND = 3000
"""Characters around a statement whose actors are weighed for a target left unnamed."""
_SENTENCE = 60
"""Characters that a statement's cue and speaker take before it."""
_NEAR = 400
"""Characters from a statement within which that target must be named."""


def counterparties(document: Document, voices: Voices, draft: Draft, speaker: Speaker) -> tuple[Stance, ...]:
    """The counterparties of a statement, one for each actor code, in the order of their first mention.

    Where it names none: the pair or the office that it describes, the group that its cue addresses, else the
    other actor most named around it.
    """
    own = {*speaker.sides, speaker.side}
    found: dict[str, str] = {}
    for start, end in filter(None, (draft.address, (draft.start, draft.end))):
        for mention in document.targets_in(start, end):
            if mention.code not in own:
                found.setdefault(mention.code, document.text[mention.start : mention.end])
        for a, b, person in voices.cast.people_between(start, end):
            if person.side not in own and person.name != speaker.name and _is_person(person):
                found.setdefault(person.side, document.text[a:b])
    others = _others(document, draft, own)
    if both := _BOTH.search(document.text, draft.start, draft.end):
        ranked = [code for code, _ in Counter(m.code for m in others).most_common(2)]
        for code in () if found else ranked[: 1 if _is_party(document, draft, own) else 2]:
            found[code] = both[0]
    if not found and (office := voices.office_in(draft.start, draft.end)) and office[0] not in own:
        found[office[0]] = office[1]
    if not found and (group := _group(document, draft)):
        found[code_of(group)] = group
    if not found and (other := _nearest(others, draft)):
        found[other.code] = document.text[other.start : other.end]
    return tuple(Stance(code, mention) for code, mention in found.items() if code not in own)


def _is_party(document: Document, draft: Draft, own: set[str]) -> bool:
    """Whether the speaker's side is named before the sentence, and so may be one of « les deux pays »."""
    before = document.mentions_in(max(0, draft.start - _AROUND), max(0, draft.start - 2 * _SENTENCE))
    return any(m.code in own for m in before)


def _is_person(person: Person) -> bool:
    """Whether something shows that a name is a person's: a function, a title, the leaders' list."""
    return (
        bool(person.functions)
        or person.feminine is not None
        or person.side != code_of(person.name.split()[-1])
    )


def _group(document: Document, draft: Draft) -> str | None:
    """The group or person that a cue's object names (« exhorte les mineurs à … »), known to no list."""
    if draft.construction not in ("obj", "à", "de"):
        return None
    words = tokens(document.text[draft.start : min(draft.end, draft.start + 80)])
    first = next((k for k, w in enumerate(words) if w.key not in g.ARTICLES | g.PREPOSITIONS), len(words))
    last = next((k for k in range(first, len(words)) if words[k].key in _CLOSERS), len(words))
    last = min(last, first + 4)
    if first >= last or not (FUNCTIONS.get(words[first].key) in ("own", "group") or words[first].capital):
        return None
    start, end = draft.start + words[first].start, draft.start + words[last - 1].end
    return None if document.mentions_in(start, end) else document.text[start:end]


def _others(document: Document, draft: Draft, own: set[str]) -> list[Mention]:
    """The mentions around a statement of actors beside the speaker's own side."""
    around = document.targets_in(max(0, draft.start - _AROUND), draft.end + _AROUND)
    return [m for m in around if m.code not in own and m.sort is not Sort.person]


def _nearest(others: list[Mention], draft: Draft) -> Mention | None:
    """The nearest mention of the actor to whom at least half of some mentions go, if it stands near."""
    counts = Counter(m.code for m in others)
    code, count = counts.most_common(1)[0] if counts else ("", 0)
    near = min((m for m in others if m.code == code), key=lambda m: abs(m.start - draft.start), default=None)
    plain = near is not None and 2 * count >= len(others) and abs(near.start - draft.start) < _NEAR
    return near if plain else None
