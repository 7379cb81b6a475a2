"""Mentions that only say where something happens, and so are nobody's counterparty."""

from __future__ import annotations

import re

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.text import fold

_TITLE = 70
"""Characters before a name that may be of a title."""
_TO = frozenset(["au", "aux", "en", "a", "du", "des", "de", "la", "l'"])
_WHERE = frozenset(["en", "dans", "depuis", "pres", "autour", "hors"])
"""Prepositions after which a name is only a place; « à Moscou » is more often to whom than where."""
_EVENTS = re.compile(
    r"(?:accords?|sommet|reunion|conference|traite|pourparlers|visite|rencontre|ambassade|negociations|"
    r"entretiens|partir|originaires?|provenance|aeroport|ville|region|banlieue|port|gare|route|bataille|"
    r"environs|est|ouest|nord|sud) (?:de|d'|a)$"
)
_POSTED = re.compile(
    r"\b(?:ambassad(?:eur|rice)s?|consuls?|emissaires?|envoyee?s?|charge(?:e|s|es)? d'affaires|attachee?s?|"
    r"representante?s?|correspondante?s?)(?: (?:permanente?|specia(?:le?|ux)|militaire|generale?))?"
    r"(?: (?:de |du |des )?(?:l'|la |d')?[\w-]+){0,2} (?:au|aux|en|a|aupres (?:du|des|de|de la|de l'))$"
)
"""A diplomat's title up to where they are posted, which is part of it."""


def is_aside(text: str, mention: Mention) -> bool:
    """Whether the words are only a place or an event, as in « les pourparlers de Vienne »."""
    before = fold(text[max(0, mention.start - 24) : mention.start]).rstrip()
    words = before.split()
    if (
        words
        and words[-1] in _TO
        and _POSTED.search(fold(text[max(0, mention.start - _TITLE) : mention.start]).rstrip())
    ):
        return True
    if words and words[-1] in ("la", "le", "les", "l'"):
        words.pop()
    if mention.place and words and words[-1] in _WHERE:
        return True
    town = mention.sort is Sort.capital or mention.entry.source == "ambiguous.csv"
    return town and bool(_EVENTS.search(before))
