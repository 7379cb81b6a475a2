"""Where noun phrases and a cue's subject lie to its left. Ranges of items are half open: [first, last)."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.items import Sentence

Range = tuple[int, int]
_TAILS = g.INVERTED | {"t", "on"}
_CLITICS = g.INVERTED | {"s'", "se"}
_JOINING = frozenset(("et", "mais", "puis", "selon"))
_RELATIVE_CLAUSE = 25
"""Items of a relative clause without a comma."""
_EXCEPTIONS = frozenset(("excepte", "exceptee", "exclu", "exclue", "compris", "comprise"))
"""Last words of « , Hongrie exceptée, »."""
_BOUNDS = g.MARKS | g.SUBORDINATORS | g.RELATIVE | {"et", "ni", "n'", "ne"}
"""Words that no simple noun phrase holds."""


def is_verb(s: Sentence, at: int) -> bool:
    """Whether a finite verb stands here, not part of a compound noun (« porte-parole »)."""
    return g.is_finite(s[at].key, s[at].low) and not (
        at + 1 < len(s) and s[at + 1].key == "-" and at + 2 < len(s) and s[at + 2].key not in _TAILS
    )


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
        return _antecedent(s, at - 1)
    if last.key == ",":
        comma = _comma_before(s, at - 1)
        if comma is None:
            found = _leftmost(s, at - 1, plural)
            return None if found and _is_object(s, found[0]) else found
        found = phrase_before(s, comma, plural)
        while comma and (found is None or _is_adjunct(s, found[0])):
            comma = next((k for k in range(comma - 1, 0, -1) if s[k].key in g.STOPS), 0)
            if s[comma].key != "," or (found is None and s[comma + 1].key not in g.PREPOSITIONS):
                break
            found = phrase_before(s, comma, plural)
        if found and found[0] and s[found[0] - 1].key in g.RELATIVE and comma < at - 1:
            return phrase_before(s, found[0], plural)  # a relative with an aside of its own
        return (found[0], at - 1) if found and _apposed(s, comma + 1, at - 1) else found
    if last.key in g.STOPS or last.key in ("et", "puis", "mais", "ou"):
        return None
    relative = _relative_before(s, at)
    return _leftmost(s, at, plural) if relative is None else _antecedent(s, relative)


def _is_adjunct(s: Sentence, at: int) -> bool:
    """Whether what stands after a comma says under what circumstances (« , accompagné du ministre, »)."""
    participle = s[at].low.endswith(("é", "ée", "és", "ées", "ant")) and not s[at].capital
    return at > 0 and s[at - 1].key == "," and participle


def _antecedent(s: Sentence, relative: int) -> Range | None:
    """The phrase that a relative pronoun goes on about."""
    before = relative
    while before and s[before - 1].key in (",", *g.PREPOSITIONS):
        before -= 1
    return _last_speaker(s, _leftmost(s, before, plural=True) or noun_before(s, before)) if before else None


def _relative_before(s: Sentence, at: int) -> int | None:
    """The pronoun of a relative clause that ends before item `at` without a comma (« ceux qui ont signé | disent »)."""
    for place in range(at - 1, max(0, at - _RELATIVE_CLAUSE), -1):
        item = s[place]
        if item.key in g.STOPS or item.key in _JOINING:
            return None
        if (item.key in g.RELATIVE and item.key != "qui") or item.key == "dont" or item.low == "où":
            return place if any(is_verb(s, k) for k in range(place + 2, at)) else None
        if item.key == "qui":
            verb = next((k for k in range(place + 1, at) if s[k].key not in g.CLITICS), at)
            return place if verb < at else None
        if item.key in g.QUE:
            relative = s[place - 1].key not in g.COMPOUND_QUE and _is_noun(s, place - 1)
            return place if relative and any(is_verb(s, k) for k in range(place + 2, at)) else None
        if item.key in g.SUBORDINATORS:
            return None
    return None


def _is_noun(s: Sentence, at: int) -> bool:
    """Whether a noun with its determiner right before it stands here, or a name."""
    return at > 0 and (s[at].capital or s[at - 1].key in g.ARTICLES) and not is_verb(s, at)


def noun_before(s: Sentence, end: int) -> Range | None:
    """The phrase that ends at `end`, from its last article on."""
    start = next((k for k in range(end - 1, max(-1, end - 8), -1) if s[k].key in g.ARTICLES), None)
    return (start, end) if start is not None else None


def _last_speaker(s: Sentence, phrase: Range | None) -> Range | None:
    """The part of a phrase that a relative goes on about: « les actes de l'armée, qui … »: the army."""
    if phrase is None or any(i.capital or i.key in FUNCTIONS for i in s[phrase[0] : phrase[0] + 3]):
        return phrase
    for at in range(phrase[1] - 1, phrase[0], -1):
        named = s[at].capital and s[at - 1].key in g.DE
        if named or (
            s[at].key in g.ARTICLES and any(i.capital or i.key in FUNCTIONS for i in s[at : phrase[1]])
        ):
            return at, phrase[1]
    return phrase


def _is_object(s: Sentence, at: int) -> bool:
    """Whether a phrase follows a participle and is its object (« Rome a reçu | les élus, a promis … »)."""
    return at > 1 and _is_participle(s, at - 1) and s[at - 2].key in g.HAVE


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
            item.key == "selon"
            or _is_verb(s, start - 1)
            or item.key in _BOUNDS
            or (item.key in g.AUXILIARIES and item.low != "à" and not item.capital)
        ):
            break
        start -= 1
    if joined and not s[start].capital and s[start].key not in g.SMALL:
        start = next((k + 1 for k in range(start, end - 1) if s[k].key == "et"), start)
    if start and start < end - 1 and _is_participle(s, start):
        start += 1 + (
            s[start].key in ("fait", "laisse") and s[start + 1].low.endswith(("er", "ir", "oir", "re"))
        )
    start = _after_adjuncts(s, start, end)
    return (start, end) if start < end else None


def _is_participle(s: Sentence, at: int) -> bool:
    """Whether a participle after its auxiliary stands here (« a indiqué | le ministre, qui »)."""
    auxiliary = s[at - 1].key in g.AUXILIARIES and s[at - 1].low != "à"
    return auxiliary and not s[at].capital and s[at].low.endswith(("é", "i", "u", "is", "it", "ert"))


def _is_verb(s: Sentence, at: int) -> bool:
    """Whether a word right after a pronoun or a clitic is a verb that ends the search to its left."""
    return not s[at].capital and at > 0 and s[at - 1].key in _CLITICS and g.is_finite(s[at].key, s[at].low)


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
            if opens and s[at - 1].key not in g.SMALL and not s[at - 1].capital:
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
        and not _is_adjunct(s, first)
        and s[end - 1].key not in _EXCEPTIONS
    )


def _plural(s: Sentence, cue: Cue) -> bool:
    finite = next((i.key for i in s[cue.first : cue.last + 1] if i.key not in g.CLITICS), "")
    return finite.endswith("nt") and finite != "dont"
