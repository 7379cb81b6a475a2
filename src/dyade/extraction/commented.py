"""Statements around a cue that comments on them: « A, a dit X » and « A, a dit X, B »."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dyade.actors.lexicon import Sort
from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.drafts import Draft, Span
from dyade.extraction.incises import goes_on, inverted, is_complete, opens_with_verb
from dyade.extraction.phrases import Range
from dyade.extraction.reading import Reading
from dyade.records import Kind

_TOWARD: Final = frozenset(
    ("adresse", "attention", "intention", "endroit", "direction", "propos", "sujet", "egard", "parlant")
)
"""Words before the « de » of « à l'adresse de », « au sujet de » and their like."""
_AIMING: Final = frozenset(("adressant", "visant"))
"""Participles that name whom one means (« …, a dit le roi, s'adressant aux Russes »)."""
_FORUM: Final = 10
"""Items in which an incise may say where one speaks."""
_ANSWERS: Final = frozenset(
    ("répondre", "répliquer", "rétorquer", "riposter", "lancer", "rappeler", "promettre", "demander")
)


def commented(reading: Reading, cue: Cue, subject: Range) -> Draft | None:
    """The words around a cue that comments on them."""
    s, end, stop = reading.s, cue.first, max(cue.last + 1, subject[1])
    while end and s[end - 1].key in (",", "—", "–"):
        end -= 1
    start = end
    while start and not reading.taken[start - 1] and s[start - 1].key not in (".", ";"):
        start -= 1
    lead = next((k for k in range(end - 1, start - 1, -1) if s[k].key == ":"), None)
    if lead is not None and ((lead + 1 < end and s[lead + 1].quotation) or not s[start].quotation):
        start = lead + 1
    while start < end and (
        (s[start].key in g.STOPS and not s[start].quotation)
        or (s[start].key in ("et", "mais") and start + 1 < end)
    ):
        start += 1
    if start >= end:
        return None
    resumed = _resumed(reading, stop, (start, end), cue)
    reading.take(start, max(stop, resumed))
    reading.subject = reading.span(subject)
    draft = (
        reading.draft((start, end), reading.subject, cue, "incise")
        if resumed == stop
        else _around(reading, (start, end), (stop, resumed), cue)
    )
    return replace(draft, address=_address(reading, cue, subject))


def _address(reading: Reading, cue: Cue, subject: Range) -> Span | None:
    """Whom an incise names as the one spoken to (« a lancé la ministre à l'adresse de Rome »)."""
    s, first = reading.s, cue.last + 1
    last = next((k for k in range(max(first, subject[1]), len(s)) if s[k].key in g.STOPS), len(s))
    for at in range(first, last - 1):
        if s[at].key in g.DE and s[at - 1].key in _TOWARD:
            return reading.span((at + 1, last))
    for at in (first, subject[1]):
        if at < last - 1 and s[at].key in g.TO and s[at].low != "a" and _is_told(reading, cue, at, subject):
            return reading.span((at + 1, subject[0] if at < subject[0] else last))
    verb = next((k for k in range(last + 1, min(last + 3, len(s) - 1)) if s[k].key in _AIMING), None)
    if verb is None or s[last].key != ",":
        return None
    return reading.span((verb + 1, next((k for k in range(verb + 1, len(s)) if s[k].key in g.STOPS), len(s))))


def _is_told(reading: Reading, cue: Cue, at: int, subject: Range) -> bool:
    """Whether « à » at `at` opens to whom one speaks, not where: an answer's always does, a town's else never."""
    s = reading.s
    if any(i.key in g.FORUMS for i in s[at + 1 : at + 4]):
        return False
    if cue.verb.lemma in _ANSWERS:
        return True
    named = reading.document.mentions_in(s[at + 1].start, s[min(at + 4, len(s) - 1)].end)
    return at < subject[0] and bool(named) and named[0].sort is not Sort.capital


def _around(reading: Reading, before: Range, after: Range, cue: Cue) -> Draft:
    """The statement on both sides of its incise."""
    s = reading.s
    kind = reading.draft(before, reading.subject, cue, "incise").kind
    first, last = s[before[0]], s[after[1] - 1]
    if kind is Kind.direct and last.quotation and first.quotation:
        return Draft(
            first.quotation.start, last.quotation.end, kind, reading.subject, None, cue.verb.lemma, "incise"
        )
    if any(i.quotation and not reading.document.is_name(i.quotation) for i in s[after[0] : after[1]]):
        kind = Kind.mixed
    return Draft(first.start, last.tail, kind, reading.subject, None, cue.verb.lemma, "incise")


def _resumed(reading: Reading, at: int, content: Range, cue: Cue) -> int:
    """The item after the words that go on after an incise; `at` where none do."""
    s = reading.s
    if at >= len(s) or at + 1 >= len(s):
        return at
    if s[at].quotation and s[content[1] - 1].quotation:
        return at + 1
    if s[at + 1].key in g.RELATIVES:
        return at
    if s[at].key in (",", ";") and (rest := s[at + 1].quotation) and rest.rest:
        return at + 2
    if s[at].key in g.PREPOSITIONS and s[content[1] - 1].quotation:  # « A, a-t-il dit devant les élus, B »
        comma = next((k for k in range(at, min(at + _FORUM, len(s) - 1)) if s[k].key in g.STOPS), at)
        at = comma if s[comma].key == "," and s[comma + 1].quotation else at
    if s[at].key != ",":
        return at
    following = next((c for c in reading.cues if c.first > at), None)
    end = len(s)
    while end > at + 1 and s[end - 1].key in g.MARKS:
        end -= 1
    if s[at + 1].quotation and s[content[1] - 1].quotation:
        if following and following.first - at <= 3 and inverted(s, following):
            return at
        return at + 2
    if s[at + 1].quotation and not following and not s[content[0]].quotation:
        return end
    complete = is_complete(s, content) or any(i.quotation for i in s[slice(*content)])
    ends = following is not None and (
        following.first == at + 1 or following.mode is Mode.gerund or s[at + 1].key == "et"
    )
    if complete and ends:
        return at
    linked = s[at + 1].key in ("mais", "car", "tant", "si", "sinon", "parce", "puisque") or not complete
    if (
        complete
        and s[at + 1].key == "et"
        and following is None
        and at + 2 < len(s)
        and opens_with_verb(s, at + 2)
    ):
        return end
    adds = following is None and cue.clitic is not None and not s[content[0]].quotation and goes_on(s, at + 1)
    return end if (linked or adds) and end > at + 1 else at
