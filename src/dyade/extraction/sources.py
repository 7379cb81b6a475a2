"""Sources named by a preposition: « Selon X, …», « …, d'après X », « pour X, «…» », « à en croire X »."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dyade.extraction import grammar as g
from dyade.extraction.clauses import content_start
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.document import Document
from dyade.extraction.incises import goes_on, inverted, may_speak
from dyade.extraction.inversion import subject_after
from dyade.extraction.items import Sentence
from dyade.extraction.phrases import Range, noun_before, phrase_before, subject_before

_PHRASES: tuple[tuple[str, ...], ...] = (
    ("selon",),
    ("pour",),
    ("d'", "apres"),
    ("a", "en", "croire"),
    ("a", "entendre"),
    ("aux", "dires", "de"),
    ("aux", "dires", "du"),
    ("aux", "dires", "des"),
    ("aux", "yeux", "de"),
    ("aux", "yeux", "du"),
    ("aux", "yeux", "des"),
    ("de", "l'", "avis", "de"),
    ("de", "l'", "avis", "du"),
    ("de", "source"),
    ("dixit",),
)


_BY_FIRST = {first: [p for p in _PHRASES if p[0] == first] for first in {p[0] for p in _PHRASES}}

_SECOND = {
    first: frozenset(p[1] for p in phrases)
    for first, phrases in _BY_FIRST.items()
    if len(min(phrases, key=len)) > 1
}
"""The words that may follow a first word which is no source by itself: nearly all « de » go on otherwise."""
_LINKS = g.PREPOSITIONS | g.SUBORDINATORS
_ASIDES = frozenset(("citant", "qui", "dont", "où"))
"""Words that open an aside about a source."""
_LONG = 10
"""Items that may stand between a source and the comma after it."""


class Source(NamedTuple):
    """A source and what it is the source of, as items."""

    at: int
    word: str
    who: Range
    content: Range


def find_sources(document: Document, s: Sentence, cues: list[Cue]) -> Iterator[Source]:
    """The sources of a sentence. « pour » names one only where a person or a quotation shows that it does."""
    after = 0
    for at in [k for k, item in enumerate(s) if item.key in _BY_FIRST]:
        second = _SECOND.get(s[at].key)
        if second and (at + 1 >= len(s) or s[at + 1].key not in second):
            continue
        if (found := _relative(s, at)) is not None:
            after = max(after, found.content[1])
            yield found
            continue
        phrase = next((p for p in _BY_FIRST[s[at].key] if _begins(s, at, p)), None)
        who = _who(s, at + len(phrase)) if phrase else None
        if (
            phrase is None
            or who is None
            or who[0] != at + len(phrase)
            or not _named(document, s, who, phrase[0])
        ):
            continue
        content = _content(s, at, who, cues, after)
        if content is None or content[0] >= content[1]:
            continue
        if phrase == ("pour",) and not (at == 0 or s[at - 1].key in ("mais", ",", "et")):
            continue
        if phrase == ("pour",) and not (any(i.quotation for i in s[slice(*content)]) or may_speak(s, who)):
            continue
        after = max(content[1], who[1])
        yield Source(at, phrase[0], who, content)


def _begins(s: Sentence, at: int, phrase: tuple[str, ...]) -> bool:
    """Whether a phrase whose first word stands at `at` stands there whole."""
    size = len(phrase)
    if size == 1:
        return True
    if at + size > len(s) or s[at + 1].key != phrase[1]:
        return False
    return all(s[at + k].key == phrase[k] for k in range(2, size))


def _relative(s: Sentence, at: int) -> Source | None:
    """« le ministre, pour qui «…» »: the source is the noun before."""
    if (
        at < 2
        or at + 2 >= len(s)
        or s[at].key not in ("pour", "selon")
        or (s[at].key == "pour" and s[at + 1].key != "qui")
        or s[at + 1].key not in g.RELATIVE
    ):
        return None
    who = phrase_before(s, at + 2) if s[at - 1].key == "," else noun_before(s, at)
    end = next((k for k in range(at + 2, len(s)) if s[k].key in (";", ".", ":", "!", "?", "…")), len(s))
    if who is None or end - at < 3:
        return None
    if s[at - 1].key != "," and not any(i.key in g.TEXTS for i in s[who[0] : who[1]]):
        return None  # « la thèse selon laquelle »
    return Source(at, s[at].key, who, (at + 2, end))


def _who(s: Sentence, at: int) -> Range | None:
    if at < len(s) and s[at].key in ("lui", "elle", "eux", "elles"):
        return at, at + 1
    return subject_after(s, at)


def _content(s: Sentence, at: int, who: Range, cues: list[Cue], after: int) -> Range | None:
    """What a source is the source of: the words after it where it opens the sentence, else those before."""
    opens = (
        at == 0
        or s[at - 1].key in (":", ";", ".")
        or all(i.key in ("mais", "et", "or", "car", ",") for i in s[:at])
    )
    if opens:
        comma = next((k for k in range(who[1], min(len(s), who[1] + _LONG)) if s[k].key == ","), None)
        if comma is not None and comma + 1 < len(s) and s[comma + 1].low in _ASIDES:
            comma = next((k for k in range(comma + 1, len(s)) if s[k].key == ","), None)
        if comma is None or any(g.is_finite(i.key, i.low) for i in s[who[1] : comma]):
            return None
        end = len(s)
        while end > who[1] and s[end - 1].key in g.MARKS:
            end -= 1
        end = next((k for k in range(who[1], end) if s[k].key == ";"), end)
        return comma + 1, end
    end = at - 1 if s[at - 1].key == "," else at
    if s[at - 1].key == "," and who[1] + 1 < len(s) and s[who[1]].key == "," and goes_on(s, who[1] + 1):
        whole = _around(s, end, after)
        return None if _reported(s, cues, whole) else whole
    first = next((k + 1 for k in range(end - 1, after - 1, -1) if s[k].key in (";", ".")), after)
    bare = first == 0 and end == 1 and s[0].capital and s[0].key not in _LINKS
    if s[end - 1].quotation and end == at and end - 2 > first and s[end - 2].key == ",":
        first = end - 1  # « …, « un texte flou » selon Rome »
    if end - first <= 2 and not (end > first and s[first].quotation) and not bare:
        return None
    return None if _reported(s, cues, (first, end)) else (first, end)


def _reported(s: Sentence, cues: list[Cue], content: Range) -> bool:
    """Whether a cue of its own reports what stands in a range."""
    inside = [
        c
        for c in cues
        if content[0] <= c.first < content[1] and c.mode is not Mode.passive and inverted(s, c) is None
    ]
    return any(subject_before(s, c) and content_start(s, c, c.last + 1, None) is not None for c in inside)


def _around(s: Sentence, end: int, after: int) -> Range:
    """The clause on both sides of its source (« Paris prépare, selon un diplomate, une réponse »)."""
    first = next((k + 1 for k in range(end - 1, after - 1, -1) if s[k].key in (";", ".", ":")), after)
    last = next((k for k in range(end, len(s)) if s[k].key in (";", ".", ":", "!", "?", "…")), len(s))
    return first, last


def _named(document: Document, s: Sentence, who: Range, word: str) -> bool:
    if s[who[0]].key in ("lui", "elle", "eux", "elles"):
        return True
    apart = who[0] < 3 or s[who[0] - 2 - (word == "d'")].key == ","
    if word in ("selon", "d'") and s[who[0]].key in g.ARTICLES and who[1] - who[0] > 1 and apart:
        return not any(i.key in g.NO_SOURCES for i in s[who[0] + 1 : who[0] + 3])
    return bool(document.mentions_in(s[who[0]].start, s[who[1] - 1].end)) or may_speak(s, who)
