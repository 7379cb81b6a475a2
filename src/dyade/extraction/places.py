"""Mentions that only say where something happens, and so are nobody's counterparty."""

from __future__ import annotations

import re

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.text import fold

_TITLE = 70
"""Characters before a name that may be of a title."""
_EVENT = 24
"""Characters before a name that may be of an event."""
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
_POSTS = ("ambassad", "consul", "emissaire", "envoye", "charge", "attache", "representant", "correspondant")
"""What it must hold, looked for first: it matches seldom."""


def is_aside(text: str, mention: Mention) -> bool:
    """Whether the words are only a place or an event, as in « les pourparlers de Vienne »."""
    before = fold(text[max(0, mention.start - _TITLE) : mention.start]).rstrip()
    words = before.split()
    if words and words[-1] in _TO and any(post in before for post in _POSTS) and _POSTED.search(before):
        return True
    if words and words[-1] in ("la", "le", "les", "l'"):
        words.pop()
    if mention.place and words and words[-1] in _WHERE:
        return True
    town = mention.sort is Sort.capital or mention.entry.source == "ambiguous.csv"
    return town and bool(_EVENTS.search(before, max(0, len(before) - _EVENT)))
