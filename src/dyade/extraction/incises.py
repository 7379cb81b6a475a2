"""Cues that comment on words around them: « …, a déclaré jeudi le ministre ; …, affirme-t-il. »"""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.inversion import subject_after, subject_far
from dyade.extraction.items import Item, Sentence
from dyade.extraction.phrases import Range, is_verb

_CLOSING = g.STOPS | g.PREPOSITIONS | {"et", "qui"}
_NEW_CLAUSES = (g.RELATIVE | g.SUBORDINATORS | {"et", "puis", "mais", "selon", "tandis", "alors"}) - {
    "si",
    "que",
    "qu'",
}
_SUBORDINATES = g.RELATIVES | {"que", "qu'", "si", "s'"}
_INDEFINITE = {"un", "une", "des"}
_ONE_OF = {"un", "une", "plusieurs", "certains", "certaines", "deux", "trois"}
_SPEAKING = g.PRONOUNS - {"lui", "nous", "vous"}
SHORT = 22
"""Characters below which a quotation may be a mere name or term."""


def name_like(item: Item) -> bool:
    """Whether a quotation is short enough to be a mere name or term."""
    return item.quotation is not None and item.quotation.end - item.quotation.start < SHORT


def inverted(s: Sentence, cue: Cue, quoted: bool = False) -> Range | None:
    """The subject after a cue that comments on the words before it; None where it does not.

    An object after the verb (« Paris, surpris, a dénoncé l'accord ») is told from a subject by its words.

    Args:
        quoted: the sentence is the inside of a quotation.
    """
    if cue.mode not in (Mode.finite, Mode.infinitive) or not cue.first:
        return None
    before = s[cue.first - 1]
    if before.key not in (",", "—", "–", "?", "!", "…", "»") and not before.quotation:
        return None
    if cue.clitic is not None:
        return cue.clitic, cue.clitic + 1
    speech = (
        before if before.quotation else s[cue.first - 2] if before.key == "," and cue.first > 1 else before
    )
    after = subject_after(s, cue.last + 1)
    if speech.quotation and not name_like(speech) and (after is None or not may_speak(s, after)):
        after = subject_far(s, cue.last + 1, may_speak) or after
    if after is None:
        return None
    released = (
        cue.mode is Mode.finite
        and "que" in cue.verb.constructions
        and s[after[0]].key in g.ARTICLES
        and s[after[0] + 1].key in g.RELEASES
    )
    if not (released or may_speak(s, after)) and (
        (name_like(speech) if speech.quotation else not _stands_alone(s, cue, after))
        or "que" not in cue.verb.constructions
        or not cue.verb.lemma
    ):
        return None
    if speech.quotation:
        bare = name_like(speech) and not cue.verb.lemma  # « Le « Norge » a quitté Riga »
        return None if bare or _in_relative(s, cue.first - 1) else after
    closing = s[after[1]].key if after[1] < len(s) else "."
    comments = bool(cue.verb.constructions & {"que", "incise"})
    if closing not in (_CLOSING if comments else g.STOPS):
        return None
    if quoted:
        return after
    goes_on = (
        after[1] + 1 < len(s)
        and closing == ","
        and "que" in cue.verb.constructions
        and (opens_with_verb(s, after[1] + 1) or s[after[1] + 1].quotation is not None)
    )
    verbless = comments and before.key == "," and _is_bare(s, cue.first - 1)
    return after if goes_on or verbless or is_complete(s, (0, cue.first - 1)) else None


def _stands_alone(s: Sentence, cue: Cue, after: Range) -> bool:
    """Whether a whole sentence stands before a cue and nothing after its subject, so that this is no object."""
    closing = s[after[1]].key if after[1] < len(s) else "."
    return (
        closing in (".", "!", "?", "…", ";")
        and s[after[0]].key in g.ARTICLES - _INDEFINITE
        and s[cue.first - 1].key == ","
        and is_complete(s, (0, cue.first - 1))
    )


def _is_bare(s: Sentence, end: int) -> bool:
    """Whether the words before a comma are one piece, so that no aside stands between subject and verb."""
    start = next((k + 1 for k in range(end - 1, -1, -1) if s[k].key in (".", ";", ":")), 0)
    return (
        end - start > 2 and s[start].key not in g.PREPOSITIONS and not any(i.key == "," for i in s[start:end])
    )


def _in_relative(s: Sentence, comma: int) -> bool:
    """Whether a quotation before a comma belongs to a relative clause (« Rome, qui craint « X », accuse »)."""
    first = next((k for k in range(comma - 1, -1, -1) if s[k].key == ","), -1) + 1
    if not any(i.key in g.RELATIVES for i in s[first:comma]):
        return False
    return s[first].key in g.RELATIVES or not is_complete(s, (first, comma))


def opens_with_verb(s: Sentence, at: int) -> bool:
    """Whether a clause's own verb stands here (« Paris, assure le ministre, ne cédera pas »)."""
    return g.is_finite(s[at].key, s[at].low) or s[at].key in ("ne", "n'", "se", "s'")


def goes_on(s: Sentence, at: int) -> bool:
    """Whether the words after an incise complete its clause: no clause, cue or reporter's aside begins here."""
    key = s[at].key
    if key in _NEW_CLAUSES:
        return False
    end = next((k for k in range(at, len(s)) if s[k].key in (";", ":", ".", "!", "?", "…")), len(s))
    if (
        end - at < 2
        or s[at].low.endswith("ant")
        or any(i.low.endswith("ant") and s[k].key == "en" for k, i in enumerate(s[at + 1 : end], at))
    ):
        return False
    stop = next((k for k in range(at, end) if s[k].key in _SUBORDINATES), end)
    verb = next((k for k in range(at, end) if s[k].key not in g.CLITICS), at)
    return not any(is_verb(s, k) for k in range(verb + 1, stop))


def is_complete(s: Sentence, clause: Range) -> bool:
    """Whether some words hold a main verb: more finite verbs than relatives and conjunctions that take one."""
    verbs, open_clauses, at = 0, 0, clause[0]
    while at < clause[1]:
        key = s[at].key
        if (
            (key in g.RELATIVE and at > clause[0])
            or key in ("dont", "que", "qu'", "lorsque", "si", "quand", "s'")
            or s[at].low == "où"
        ):
            open_clauses += 1
        elif key in ("ne", "n'") or is_verb(s, at):
            verbs += 1
            at += 1  # a participle or the verb itself follows
        at += 1
    return verbs > open_clauses


def may_speak(s: Sentence, phrase: Range) -> bool:
    """Whether the head of a noun phrase can denote a speaker: a name, a function, a pronoun."""
    first, last = phrase
    if s[first].key in _ONE_OF and first + 2 < last and s[first + 1].key in g.DE:
        first += 1  # « un de ses négociateurs »
    end = next((k for k in range(first + 1, last) if s[k].key in g.PREPOSITIONS), last)
    return any(i.capital or i.key in FUNCTIONS or i.key in _SPEAKING for i in s[first:end])
