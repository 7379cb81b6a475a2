"""Where the subject lies that follows its cue (« a déclaré le ministre »). Ranges are half open: [first, last)."""

from __future__ import annotations

from collections.abc import Callable

from dyade.extraction import grammar as g
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.items import Sentence
from dyade.extraction.phrases import Range, is_verb

_TOPICS = frozenset(("sujet", "propos", "adresse", "attention", "intention", "egard", "endroit"))
"""Nouns of « au sujet de », « à l'adresse de » and their like."""


def subject_after(s: Sentence, at: int) -> Range | None:
    """The noun phrase of an inverted cue (« a déclaré le ministre russe, … »), from item `at` on."""
    if at < len(s) and s[at].key in g.PREPOSITIONS and not s[at].capital:
        skipped = forum_end(s, at)
        at = skipped if skipped is not None else at
    at = _past_aside(s, at)
    if at >= len(s) or not (s[at].key in g.ARTICLES or s[at].capital or s[at].key in g.TITLES):
        return None
    end = at + 1
    while end < len(s) and not _closes_phrase(s, at, end):
        end += 1
    if end + 1 < len(s) and s[end].key == "," and _names(s, end + 1):
        close = next((k for k in range(end + 1, min(len(s), end + 20)) if s[k].key in g.STOPS), len(s))
        verbal = any(is_verb(s, k) for k in range(end + 1, close))
        if not (verbal or s[end + 1].low.endswith("ant")) and (close < len(s) or s[-1].key not in g.STOPS):
            end = close
    return at, end


def _past_aside(s: Sentence, at: int) -> int:
    """The item after an adjective or two between commas (« a lancé, énigmatique, la ministre »); else `at`."""
    if at >= len(s) or s[at].key != ",":
        return at
    close = next((k for k in range(at + 1, min(at + 5, len(s))) if s[k].key in g.STOPS), at)
    plain = all(i.key not in g.SMALL and not i.capital for i in s[at + 1 : close])
    return close + 1 if close > at + 1 and s[close].key == "," and plain else at


def subject_far(s: Sentence, at: int, speaks: Callable[[Sentence, Range], bool]) -> Range | None:
    """The inverted subject beyond what says where, how and to whom (« a dit à la radio locale un élu »).

    Args:
        speaks: whether the head of a noun phrase can speak.
    """
    governed = False
    for place in range(at, min(len(s), at + 18)):
        item = s[place]
        if (
            item.quotation
            or item.key in (".", ";", ":")
            or item.key in g.RELATIVE
            or item.key in g.SUBORDINATORS
        ):
            return None
        if item.key in g.PREPOSITIONS and item.low != "a" and not item.capital:
            governed = True
            continue
        if not (item.key in g.ARTICLES or item.capital or item.key in g.TITLES) or item.key in g.DE:
            governed = governed and item.key in ("tout", "toute", "sa", "son")
            continue
        found = (
            None if governed or (item.capital and place and s[place - 1].capital) else subject_after(s, place)
        )
        if found and speaks(s, found):
            return found
        governed = item.key in g.ARTICLES and governed
    return None


def forum_end(s: Sentence, at: int) -> int | None:
    """The item after « à la presse », « dans un communiqué », « à Genève », where a subject may be."""
    place = at + 1
    if place < len(s) and s[place].capital:
        place += 1
        platform = s[at + 1].key in g.PLATFORMS  # « sur Telegram Igor Bely »
        while place < len(s) and not platform and (s[place].capital or s[place].key == "-"):
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
    if key in g.TO and any(i.key in _TOPICS for i in s[at + 1 : at + 3]):
        return True
    if key == "en" and at + 1 < len(s) and s[at + 1].low.endswith("ant"):
        return True
    if key in ("a", "au", "aux", "aupres", "pour", "charge", "chargee", "en", "pres"):
        return not any(i.key in g.POSTED for i in s[start:at])
    if key in g.AUXILIARIES:
        return True
    if key == "et":
        return at + 1 < len(s) and not (
            s[at + 1].key in g.ARTICLES or s[at + 1].capital or s[at + 1].key in g.DE
        )
    return key in g.GOVERNING


def _names(s: Sentence, at: int) -> bool:
    """Whether an apposition begins here: a name, or a function with or without its article."""
    if s[at].key in g.PREPOSITIONS or s[at].key in g.SUBORDINATORS or s[at].key in g.RELATIVE:
        return False
    return s[at].capital or any(i.key in FUNCTIONS for i in s[at : at + 3])
