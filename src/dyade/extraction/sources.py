"""Sources named by a preposition: « Selon X, …», « …, d'après X », « pour X, «…» », « à en croire X »."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dyade.extraction import grammar as g
from dyade.extraction.clauses import content_start
from dyade.extraction.cues import Cue
from dyade.extraction.document import Document
from dyade.extraction.incises import inverted, may_speak
from dyade.extraction.items import Sentence
from dyade.extraction.phrases import Range, subject_after, subject_before

_PHRASES = (
    ("selon",),
    ("pour",),
    ("d'", "apres"),
    ("a", "en", "croire"),
    ("aux", "yeux", "de"),
    ("aux", "yeux", "du"),
    ("aux", "yeux", "des"),
    ("de", "l'", "avis", "de"),
    ("de", "l'", "avis", "du"),
    ("de", "source"),
    ("dixit",),
)


_FIRST = frozenset(phrase[0] for phrase in _PHRASES)


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
    for at, item in enumerate(s):
        if item.key not in _FIRST:
            continue
        phrase = next((p for p in _PHRASES if tuple(i.key for i in s[at : at + len(p)]) == p), None)
        who = _who(s, at + len(phrase)) if phrase else None
        if phrase is None or who is None or who[0] != at + len(phrase) or not _named(document, s, who):
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
        if comma is None or any(g.is_finite(i.key, i.low) for i in s[who[1] : comma]):
            return None
        end = len(s)
        while end > who[1] and s[end - 1].key in g.STOPS - {"«»"}:
            end -= 1
        end = next((k for k in range(who[1], end) if s[k].key == ";"), end)
        return comma + 1, end
    end = at - 1 if s[at - 1].key == "," else at
    first = next((k + 1 for k in range(end - 1, after - 1, -1) if s[k].key in (";", ".")), after)
    if end - first <= 2 and not (end > first and s[first].quotation):
        return None
    inside = [c for c in cues if first <= c.first < end and inverted(s, c) is None]
    reported = any(subject_before(s, c) and content_start(s, c, c.last + 1, None) is not None for c in inside)
    return None if reported else (first, end)


def _named(document: Document, s: Sentence, who: Range) -> bool:
    return bool(document.mentions_in(s[who[0]].start, s[who[1] - 1].end)) or may_speak(s, who)
