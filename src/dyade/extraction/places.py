"""Mentions that only say where something happens, and so are nobody's counterparty."""

from __future__ import annotations

import re

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.text import fold

_WHERE = frozenset(["en", "dans", "depuis", "pres", "autour", "hors"])
"""Prepositions after which a name is only a place; « à Moscou » is more often to whom than where."""
_EVENTS = re.compile(
    r"(?:accords?|sommet|reunion|conference|traite|pourparlers|visite|rencontre|ambassade|negociations|"
    r"entretiens|partir|originaires?|provenance|aeroport|ville|region|banlieue|port|gare|route|bataille|"
    r"environs|est|ouest|nord|sud) (?:de|d'|a)$"
)


def is_aside(text: str, mention: Mention) -> bool:
    """Whether the words are only a place or an event, as in « les pourparlers de Vienne »."""
    before = fold(text[max(0, mention.start - 24) : mention.start]).rstrip()
    words = before.split()
    if words and words[-1] in ("la", "le", "les", "l'"):
        words.pop()
    if mention.place and words and words[-1] in _WHERE:
        return True
    town = mention.sort is Sort.capital or mention.entry.source == "ambiguous.csv"
    return town and bool(_EVENTS.search(before))
