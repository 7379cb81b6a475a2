"""Cues that comment on words around them: « …, a déclaré jeudi le ministre ; …, affirme-t-il. »"""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.items import Item, Sentence
from dyade.extraction.phrases import Range, subject_after

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
    after = subject_after(s, cue.last + 1)
    if after is None:
        return None
    speech = (
        before if before.quotation else s[cue.first - 2] if before.key == "," and cue.first > 1 else before
    )
    if not may_speak(s, after) and (
        not speech.quotation or name_like(speech) or "que" not in cue.verb.constructions
    ):
        return None
    if speech.quotation:
        return after
    closing = s[after[1]].key if after[1] < len(s) else "."
    if closing not in g.STOPS | g.PREPOSITIONS | {"et", "qui"}:
        return None
    if quoted:
        return after
    goes_on = (
        after[1] + 1 < len(s)
        and closing == ","
        and "que" in cue.verb.constructions
        and _verbal(s, after[1] + 1)
    )
    return after if goes_on or is_complete(s, (0, cue.first - 1)) else None


def _verbal(s: Sentence, at: int) -> bool:
    """Whether a clause's own verb stands here (« Paris, assure le ministre, ne cédera pas »)."""
    return g.is_finite(s[at].key, s[at].low) or s[at].key in ("ne", "n'", "se", "s'")


def is_complete(s: Sentence, clause: Range) -> bool:
    """Whether some words hold a finite verb outside their asides (« Rome, qui refuse » holds none)."""
    aside = False
    for at in range(*clause):
        item = s[at]
        if item.key == ",":
            opens = s[at + 1].key if at + 1 < len(s) else ""
            aside = not aside and (opens in g.RELATIVE or opens in g.PREPOSITIONS or opens in ("dont", "ou"))
        elif not aside and (item.key in ("ne", "n'") or g.is_finite(item.key, item.low)):
            return True
    return False


def may_speak(s: Sentence, phrase: Range) -> bool:
    """Whether the head of a noun phrase can denote a speaker: a name, a function, a pronoun."""
    first, last = phrase
    end = next(
        (k for k in range(first + 1, last) if s[k].key in g.PREPOSITIONS and s[k].key not in g.ARTICLES), last
    )
    return any(
        i.capital or i.key in FUNCTIONS or i.key in g.PRONOUNS - {"lui", "nous", "vous"} for i in s[first:end]
    )
