"""Where noun phrases and a cue's subject lie in a sentence. Ranges of items are half open: [first, last)."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.items import Sentence

Range = tuple[int, int]
_BOUNDS = (g.STOPS - {"«»"}) | g.SUBORDINATORS | g.RELATIVE | {"et", "ni", "n'", "ne"}
"""Words that no simple noun phrase holds."""


def subject_before(s: Sentence, cue: Cue) -> Range | None:
    """The noun phrase or pronoun before the verbal group, appositions included; None where there is none."""
    return phrase_before(s, cue.first, plural=_plural(s, cue))


def phrase_before(s: Sentence, at: int, plural: bool = False) -> Range | None:
    """The noun phrase that ends before item `at`, across an apposition or an aside between commas."""
    if not at:
        return None
    last = s[at - 1]
    if last.quotation:
        return _leftmost(s, at, plural) if _names_something(s, at) else None
    if last.key in g.PRONOUNS:
        return at - 1, at
    if last.key in g.RELATIVE:
        before = at - 1
        while before and s[before - 1].key in (",", *g.PREPOSITIONS):
            before -= 1
        return _last_speaker(s, _leftmost(s, before, plural=True) or _noun(s, before)) if before else None
    if last.key == ",":
        comma = _comma_before(s, at - 1)
        if comma is None:
            return _leftmost(s, at - 1, plural)
        found = phrase_before(s, comma, plural)
        return (found[0], at - 1) if found and _apposed(s, comma + 1, at - 1) else found
    if last.key in g.STOPS or last.key in ("et", "puis", "mais", "ou"):
        return None
    return _leftmost(s, at, plural)


def _noun(s: Sentence, end: int) -> Range | None:
    """The phrase that ends at `end`, from its last article on."""
    start = next((k for k in range(end - 1, max(-1, end - 8), -1) if s[k].key in g.ARTICLES), None)
    return (start, end) if start is not None else None


def _last_speaker(s: Sentence, phrase: Range | None) -> Range | None:
    """The part of a phrase that a relative goes on about: « les actes de l'armée, qui … »: the army."""
    if phrase is None or any(i.capital or i.key in FUNCTIONS for i in s[phrase[0] : phrase[0] + 3]):
        return phrase
    for at in range(phrase[1] - 1, phrase[0], -1):
        if s[at].key in g.ARTICLES and any(i.capital or i.key in FUNCTIONS for i in s[at : phrase[1]]):
            return at, phrase[1]
    return phrase


def _names_something(s: Sentence, end: int) -> bool:
    """Whether a quotation before the verb is a name inside the noun phrase (« le mouvement « X » exige »)."""
    quotation = s[end - 1].quotation
    return bool(
        quotation
        and quotation.end - quotation.start < 40
        and end > 1
        and s[end - 2].key not in g.STOPS
        and s[end - 2].key not in g.QUE
    )


def _leftmost(s: Sentence, end: int, plural: bool) -> Range | None:
    """The phrase that ends at `end`, from its determiner or first name on."""
    start, joined = end, False
    while start:
        item = s[start - 1]
        if item.key == "et" and (plural or _inside_name(s, start - 1)):
            joined = True
        elif item.key == "," and joined and plural:
            pass
        elif (
            _is_verb(s, start - 1)
            or item.key in _BOUNDS
            or (item.key in g.AUXILIARIES and item.low != "à" and not item.capital)
        ):
            break
        start -= 1
    if joined and not s[start].capital and s[start].key not in g.ARTICLES | g.PREPOSITIONS:
        start = next((k + 1 for k in range(start, end - 1) if s[k].key == "et"), start)
    start = _after_adjuncts(s, start, end)
    return (start, end) if start < end else None


def _is_verb(s: Sentence, at: int) -> bool:
    """Whether a word right after a pronoun or a clitic is a verb that ends the search to its left."""
    return (
        not s[at].capital
        and at > 0
        and s[at - 1].key in g.INVERTED | {"s'", "se"}
        and g.is_finite(s[at].key, s[at].low)
    )


def _inside_name(s: Sentence, at: int) -> bool:
    """Whether « et » joins parts of one title (« des Affaires étrangères et de la Coopération »)."""
    return at + 1 < len(s) and s[at + 1].key in g.DE and at > 0 and not s[at - 1].quotation


def _after_adjuncts(s: Sentence, start: int, end: int) -> int:
    """`start` moved past the prepositional phrases that open the clause."""
    while start < end and s[start].key.isdigit():
        start += 1
    if start < end and s[start].key in g.PREPOSITIONS and s[start].key not in ("des", "du"):
        for at in range(start + 1, end):
            opens = s[at].key in g.ARTICLES or (s[at].capital and s[at - 1].key not in g.ARTICLES)
            if opens and s[at - 1].key not in g.PREPOSITIONS | g.ARTICLES and not s[at - 1].capital:
                return at
        return end
    return start


def _comma_before(s: Sentence, at: int) -> int | None:
    """The comma that opens the aside which ends at the comma `at`; a relative clause may hold commas."""
    first = None
    for place in range(at - 1, max(-1, at - 45), -1):
        if s[place].key in (";", ":", "."):
            break
        if s[place].key == ",":
            first = place if first is None else first
            if s[place + 1].key in g.RELATIVE or s[place + 1].key in ("dont", "ou"):
                return place
    return first


def _apposed(s: Sentence, first: int, end: int) -> bool:
    """Whether the words between two commas name the subject again, as « , ministre russe, » does."""
    if first >= end:
        return False
    key = s[first].key
    return (
        key not in g.PREPOSITIONS
        and key not in g.SUBORDINATORS
        and key not in g.RELATIVE
        and not s[first].quotation
    )


def _plural(s: Sentence, cue: Cue) -> bool:
    finite = next((i.key for i in s[cue.first : cue.last + 1] if i.key not in g.CLITICS), "")
    return finite.endswith("nt") and finite != "dont"


def subject_after(s: Sentence, at: int) -> Range | None:
    """The noun phrase of an inverted cue (« a déclaré le ministre russe, … »), from item `at` on."""
    if at < len(s) and s[at].key in g.PREPOSITIONS and not s[at].capital:
        skipped = forum_end(s, at)
        at = skipped if skipped is not None else at
    if at >= len(s) or not (s[at].key in g.ARTICLES or s[at].capital or s[at].key in g.TITLES):
        return None
    end = at + 1
    while end < len(s) and not _closes_phrase(s, at, end):
        end += 1
    if end + 1 < len(s) and s[end].key == "," and _names(s, end + 1):
        close = next((k for k in range(end + 1, min(len(s), end + 20)) if s[k].key in g.STOPS), len(s))
        verbal = any(g.is_finite(i.key, i.low) for i in s[end + 1 : close])
        if not verbal and (close < len(s) or s[-1].key not in g.STOPS):
            end = close
    return at, end


def forum_end(s: Sentence, at: int) -> int | None:
    """The item after « à la presse », « dans un communiqué », « à Genève », where a subject may be."""
    place = at + 1
    if place < len(s) and s[place].capital:
        while place < len(s) and (s[place].capital or s[place].key == "-"):
            place += 1
    else:
        while place < len(s) and place < at + 7 and s[place].key not in g.FORUMS:
            if s[place].key in g.STOPS or (place > at + 2 and s[place].key in g.ARTICLES):
                break
            place += 1
        place += place < len(s) and s[place].key in g.FORUMS
    if place >= len(s):
        return None
    goes_on = (
        s[place].capital
        or s[place].key in g.ARTICLES
        or s[place].key in (":", "«»", "de", "d'", ",", "a", "au")
    )
    return place if goes_on else None


def _closes_phrase(s: Sentence, start: int, at: int) -> bool:
    key = s[at].key
    if key == ".":
        return at + 1 >= len(s) or len(s[at - 1].key) > 1
    if s[at].quotation:
        return s[at - 1].key not in g.ARTICLES
    if key in g.STOPS or key in g.SUBORDINATORS or key in g.RELATIVE:
        return True
    if key in ("a", "au", "aux", "aupres", "pour", "charge", "chargee", "en", "pres"):
        return not any(i.key in g.POSTED for i in s[start:at])
    if key in g.AUXILIARIES:
        return True
    if key == "et":
        return at + 1 < len(s) and not (
            s[at + 1].key in g.ARTICLES or s[at + 1].capital or s[at + 1].key in g.DE
        )
    return key in g.PREPOSITIONS - g.DE


def _names(s: Sentence, at: int) -> bool:
    """Whether an apposition begins here: a name, or a function with or without its article."""
    if s[at].key in g.PREPOSITIONS or s[at].key in g.SUBORDINATORS or s[at].key in g.RELATIVE:
        return False
    return s[at].capital or any(i.key in FUNCTIONS for i in s[at : at + 3])
