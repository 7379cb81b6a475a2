"""Who a pronoun is: « il », « elle », « ce dernier » go back to a voice, a person or an actor before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.extraction import grammar as g
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.people import code_of
from dyade.extraction.speakers import Cast
from dyade.records import Speaker
from dyade.text import fold

NEAR = 500
"""Characters before a pronoun in which its antecedent is looked for."""
LATTER = {
    "ce dernier": "il",
    "cette derniere": "elle",
    "ces derniers": "ils",
    "ces dernieres": "elles",
    "celui-ci": "il",
    "celle-ci": "elle",
    "ceux-ci": "ils",
    "celles-ci": "elles",
    "le meme": "il",
    "la meme": "elle",
    "l'interesse": "il",
    "l'interessee": "elle",
}
"""Phrases that point back as a pronoun does."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks at some place of the text, as far as the article tells."""

    speaker: Speaker
    feminine: bool | None = None
    plural: bool = False
    at: int = 0


def antecedent(cast: Cast, past: Sequence[Voice], mention: str, key: str, start: int) -> Voice:
    """The person or actor that a pronoun stands for: the nearest before it of its gender and number.

    « Ce dernier » and « celui-ci » may go back to a word that is no subject.

    Args:
        past: the voices heard before, in order.
        key: the folded pronoun or phrase.
        start: where the statement begins.
    """
    latter = key in LATTER
    key = LATTER.get(key, key)
    feminine = True if key.startswith("elle") else False if key.startswith("il") else None
    plural = key in ("ils", "elles")
    first = max(0, start - NEAR)
    heard = next((v for v in reversed(past) if v.at >= first and _fits(v, feminine, plural)), None)
    if heard and not latter:
        first = heard.at + 1
    named = [] if plural else cast.people_between(first, start)
    for at, _, person in reversed(named):
        if _may_be(person.feminine, feminine) and (latter or cast.heads(at)):
            return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
    for m in reversed(cast.document.mentions_in(first, start)):
        if _stands(cast, m, latter) and _agrees(cast, m, feminine, plural):
            name = cast.document.text[m.start : m.end]
            return Voice(Speaker(mention, name, m.code), feminine, plural, start)
    heard = heard or (past[-1] if past else None)
    if heard is None:
        side = cast.country_near(start) or code_of(mention)
        return Voice(Speaker(mention, mention, side), feminine, plural, start)
    return Voice(
        Speaker(mention, heard.speaker.name, heard.speaker.side), heard.feminine, heard.plural, start
    )


def _stands(cast: Cast, mention: Mention, latter: bool) -> bool:
    """Whether a pronoun may go back to a mention: a subject outside quotations, no place."""
    if mention.place or cast.quoted(mention.start):
        return False
    if mention.sort is Sort.adjective and not _titles(cast, mention):
        return False
    return latter or cast.heads(mention.start)


def _titles(cast: Cast, mention: Mention) -> bool:
    """Whether an adjective belongs to someone's office (« la ministre suédoise »)."""
    before = fold(cast.document.text[max(0, mention.start - 20) : mention.start]).split()
    return bool(before) and FUNCTIONS.get(before[-1]) == "office"


def _agrees(cast: Cast, mention: Mention, feminine: bool | None, plural: bool) -> bool:
    before = fold(cast.document.text[max(0, mention.start - 30) : mention.start]).split()
    if mention.sort is Sort.adjective:
        while before and before[-1] not in g.ARTICLES:
            before.pop()
    article = before[-1] if before else ""
    if (article == "les") != plural:
        return False
    return feminine is None or (article != "la" if feminine is False else article != "le")


def _may_be(known: bool | None, wanted: bool | None) -> bool:
    return known is None or wanted is None or known == wanted


def _fits(voice: Voice, feminine: bool | None, plural: bool) -> bool:
    return voice.plural == plural and _may_be(voice.feminine, feminine)
