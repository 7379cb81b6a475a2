"""Definite phrases that stand for an organisation named elsewhere: « l'Union », « le collectif », « l'ONG »."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from operator import attrgetter
from typing import Final, NamedTuple

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.extraction import grammar as g
from dyade.extraction.document import Document
from dyade.extraction.people import code_of, name_end
from dyade.text import Token, fold

_DEFINITE: Final = frozenset(("le", "la", "l'", "les", "au", "aux", "du", "ce", "cet", "cette", "ces"))
_FIGHTERS: Final = frozenset(("armed_group",))
_MEMBERS: Final = frozenset(("party", "union", "substate"))
_CIVIL: Final = frozenset(("other",))
_TRADE: Final = frozenset(("company",))
_PRESS: Final = frozenset(("media",))
_BODIES: Final = frozenset(("organisation", "bloc"))

_KINDS: Final = {
    "groupe": _FIGHTERS | _TRADE | _CIVIL,
    "mouvement": _FIGHTERS | _MEMBERS,
    "milice": _FIGHTERS,
    "guerilla": _FIGHTERS,
    "rebellion": _FIGHTERS,
    "rebelles": _FIGHTERS,
    "insurges": _FIGHTERS,
    "separatistes": _FIGHTERS | frozenset(("substate",)),
    "organisation": _CIVIL | _FIGHTERS | _BODIES,
    "bloc": _BODIES,
    "alliance": frozenset(("bloc",)),
    "ong": _CIVIL,
    "association": _CIVIL,
    "fondation": _CIVIL,
    "observatoire": _CIVIL,
    "federation": _CIVIL | frozenset(("union",)),
    "parti": frozenset(("party",)),
    "coalition": frozenset(("party", "bloc")),
    "front": _FIGHTERS | _MEMBERS,
    "syndicat": frozenset(("union",)),
    "confederation": frozenset(("union",)),
    "entreprise": _TRADE,
    "compagnie": _TRADE,
    "firme": _TRADE,
    "constructeur": _TRADE,
    "geant": _TRADE,
    "chaine": _PRESS,
    "quotidien": _PRESS,
    "journal": _PRESS,
    "agence": _PRESS | frozenset(("organisation",)),
}
"""The kinds of organisation that a noun can stand for."""


_MENTIONS: Final = 500
"""Mentions of organisations before a phrase among which it finds its own; all would take quadratic time."""
_WORDS: Final = 5_000
"""Words before a phrase among which its own introduction is looked for."""
_start = attrgetter("start")


class Group(NamedTuple):
    """The organisation that a phrase stands for."""

    code: str
    name: str


class Groups:
    """The organisations of one article, and the definite phrases that stand for them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._starts = document.token_starts
        words = document.tokens
        self._definite = [at for at, word in enumerate(words) if word.key in _DEFINITE]
        """The words after which such a phrase may begin, for all statements alike."""
        self._codes = {m.code for m in document.mentions}
        self._named = [m for m in document.mentions if m.entry.kind and m.sort is not Sort.adjective]
        self._named_starts = [m.start for m in self._named]
        self._by_head: dict[str, list[Mention]] = {}
        """The mentions of organisations by their first word."""
        for m in self._named:
            self._by_head.setdefault(fold(self._text(m)).split()[0], []).append(m)

    def at(self, start: int, end: int) -> Group | None:
        """The organisation that the definite phrase at the head of a span stands for."""
        words = self.document.tokens[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        if len(words) < 2 or words[0].key not in _DEFINITE:
            return None
        return self._meant(words[1], words[2] if len(words) > 2 else None)

    def within(self, start: int, end: int) -> tuple[Group, tuple[int, int]] | None:
        """The first such phrase inside a span, with its place."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        words = self.document.tokens
        for at in self._definite[bisect_left(self._definite, first) : bisect_left(self._definite, last - 1)]:
            after = words[at + 2] if at + 2 < len(words) else None
            if found := self._meant(words[at + 1], after):
                return found, (words[at].start, words[at + 1].end)
        return None

    def _meant(self, head: Token, after: Token | None) -> Group | None:
        """What the noun after a definite article stands for; None where a name or a complement says it."""
        headed = head.capital and not head.text.isupper()
        if not headed and head.key not in _KINDS:
            return None
        if after is not None and (after.key in g.DE or after.capital):
            return None
        if self.document.mentions_in(head.start, head.end):
            return None
        if headed:
            return self._headed(head)
        return self._own(head) or self._last(_KINDS[head.key], head.start)

    def _headed(self, head: Token) -> Group | None:
        """« l'Union », « la Cour »: the organisation named in the article whose name begins with that word."""
        same = self._by_head.get(head.key, [])
        at = bisect_left(same, head.start, key=_start)
        after = [m for m in same[at : at + 2] if m.start != head.start]
        if found := same[max(0, at - 1) : at] or after[:1]:
            return Group(found[0].code, self._text(found[0]))
        codes = self.document.lexicon.heads.get(head.key, frozenset()) & self._codes
        return Group(next(iter(codes)), head.text) if len(codes) == 1 else None

    def _last(self, kinds: frozenset[str], before: int) -> Group | None:
        """The organisation of some kinds most named before a place, the last of several."""
        last = bisect_left(self._named_starts, before)
        named = [m for m in reversed(self._named[max(0, last - _MENTIONS) : last]) if m.entry.kind in kinds]
        if not named:
            return None
        code = Counter(m.code for m in named).most_common(1)[0][0]
        return Group(code, self._text(next(m for m in named if m.code == code)))

    def _own(self, head: Token) -> Group | None:
        """The group that the article introduced by the same noun and a proper name (« le groupe Norvik »)."""
        words = self.document.tokens
        last = bisect_left(self._starts, head.start)
        for at in range(last - 1, max(-1, last - 1 - _WORDS), -1):
            if words[at].key != head.key:
                continue
            for name in range(at + 1, min(at + 4, len(words) - 1)):
                end = name_end(words, name) if words[name].capital else name
                if end > name:
                    text = self.document.text[words[name].start : words[end - 1].end]
                    listed = self.document.mentions_in(words[name].start, words[end - 1].end)
                    if not listed or listed[0].entry.kind:
                        return Group(listed[0].code if listed else code_of(text), text)
                if words[name].key in g.STOPS:
                    break
        return None

    def _text(self, mention: Mention) -> str:
        return self.document.text[mention.start : mention.end]
