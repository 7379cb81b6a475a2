"""Items: the words, marks and whole quotations that a sentence is made of, adverbs left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from dyade.extraction import grammar as g
from dyade.extraction.quotations import Quotation
from dyade.text import Token


class Item(NamedTuple):
    """A word or a mark of punctuation, the fields of its `Token` first, or a whole quotation."""

    start: int
    end: int
    text: str
    key: str
    """The folded form, as dictionaries know it; «» for a quotation."""
    low: str
    """The lower-case form with its accents, which tell « déclare » from « déclaré »."""
    capital: bool
    quotation: Quotation | None = None
    after: int | None = None
    """Where the adverbs end that follow the item and were left out; None where there are none."""

    @property
    def tail(self) -> int:
        """The end of the item and of the adverbs that follow it."""
        return self.end if self.after is None else self.after


_item = partial(tuple.__new__, Item)
"""The item of a tuple of its fields, faster than by their names."""
_PLAIN = (None, None)
"""The fields of a word beside its token's."""

_key = attrgetter("key")

Sentence = list[Item]
_DASHES = frozenset(("—", "–"))


def item(token: Token) -> Item:
    """The item of a word or mark."""
    return _item(token + _PLAIN)


def whole(quotation: Quotation) -> Item:
    """The item of a quotation."""
    return Item(quotation.open, quotation.close, "«»", "«»", "«»", False, quotation)


def without_asides(items: Sentence) -> Sentence:
    """The items without what two dashes set apart (« Oslo – qui préside – a dit »), unless it is quoted."""
    dashes = [k for k, i in enumerate(items) if i.key in _DASHES]
    if len(dashes) != 2 or not 0 < dashes[0] < dashes[1] - 1 < len(items) - 2:
        return items
    first, last = dashes
    if any(i.quotation for i in items[first:last]):
        return items
    return [*items[:first], *items[last + 1 :]]


def without_adverbs(items: Sentence) -> Sentence:
    """The items without adverbials; the tail of the item before each covers it."""
    heads, pairs = g.adverbial_heads(), g.adverbials()
    kept: Sentence = []
    done = 0
    keys = [*map(_key, items), ""]
    for at in [k for k, key in enumerate(keys) if key in heads or key.endswith("ment")]:
        if at < done or (heads.get(keys[at]) and (keys[at], keys[at + 1]) not in pairs):
            continue
        kept += items[done:at]
        size = _adverbial(items, at, kept)
        if not size:
            kept.append(items[at])
            done = at + 1
            continue
        end = at + size
        aside = (not kept or kept[-1].key == ",") and end < len(items) and items[end].key == ","
        if aside and kept and len(kept) > 1 and kept[-2].quotation is None and kept[0].key not in g.SOURCES:
            kept.pop()
        if kept and not aside:
            kept[-1] = _item((*kept[-1][:-1], items[end - 1].end))
        done = end + 1 if aside and (not kept or kept[-1].quotation is None) else end
    return kept + items[done:]


def _adverbial(items: Sentence, at: int, kept: Sentence) -> int:
    """How many items from `at` on are an adverb, an adverbial or a day; 0 where they are none."""
    key = items[at].key
    if items[at].quotation:
        return 0
    before = kept[-1].key if kept else ""
    if key == "en" and at + 1 < len(items) and items[at + 1].key in g.MONTHS:
        return 2 + (at + 2 < len(items) and items[at + 2].key.isdigit() and len(items[at + 2].key) == 4)
    if key in g.COUNTS and (size := _span_of_time(items, at)):
        return size
    if key in g.DAYS:
        return 0 if before in g.ARTICLES or before in g.PREPOSITIONS else _day(items, at)
    if before in g.ARTICLES or (key == "pas" and not kept):
        return 0
    if (
        key in ("lui", "elle", "eux", "elles")
        and before == ","
        and at + 1 < len(items)
        and items[at + 1].key == ","
    ):
        return 1
    following = items[at + 1].key if at + 1 < len(items) else ""
    for phrase in g.adverbials().get((key, following), ()):
        if tuple(i.key for i in items[at : at + len(phrase)]) == phrase:
            follower = items[at + len(phrase)].key if at + len(phrase) < len(items) else ""
            conjunction = follower in g.QUE and phrase[-1] in g.CONJOINED
            preposition = phrase[-1] in g.GOVERNED and (
                follower in ("de", "d'") or (phrase[-1] in ("apres", "avant") and follower in g.ARTICLES)
            )
            return 0 if conjunction or preposition else len(phrase)
    if not g.is_adverb(key, items[at].low) or (items[at].capital and kept and before not in g.STOPS):
        return 0
    governs = following in g.QUE or (following in ("de", "d'") and key in g.QUANTIFIERS)
    return 0 if governs or following == "-" or before == "-" else 1


def _span_of_time(items: Sequence[Item], at: int) -> int:
    """The length of « deux jours plus tôt », « quelques mois auparavant »."""
    keys = [i.key for i in items[at + 1 : at + 4]]
    if not keys or keys[0] not in g.SPANS:
        return 0
    if keys[1:2] == ["auparavant"]:
        return 3
    return 4 if keys[1:] in (["plus", "tot"], ["plus", "tard"]) else 0


def _day(items: Sequence[Item], at: int) -> int:
    """The length of « mardi », « mardi 3 mai 2022 », « mardi soir »."""
    end = at + 1
    while end < len(items) and end - at < 5:
        key = items[end].key
        if not (
            key in g.DAY_PARTS or key in g.MONTHS or (key.isdigit() and len(key) in (1, 2, 4)) or key == "1er"
        ):
            break
        end += 1
    return end - at
