"""How the text introduces a statement: by a cue before, after or inside it, by a conjunction, by a source, by nothing.

Gold and predicted statements are read alike, from the words around the span and not from the rule that found it, so
that scores can be told apart by construction for any extractor.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum

from dyade.extraction import grammar as g
from dyade.extraction.clauses import infinitive
from dyade.extraction.cues import Cue, Mode, find_cues
from dyade.extraction.document import Document
from dyade.extraction.incises import inverted, may_speak
from dyade.extraction.inversion import subject_after
from dyade.extraction.items import Sentence
from dyade.extraction.sources import find_sources
from dyade.records import Kind, Statement

_SI = frozenset({"si", "s'"})
_BEFORE_INFINITIVE = frozenset({"de", "d'", "a", "pour"})
_LONG = 8
"""Words that an actor between a cue and its infinitive may take."""
_MARKS = g.STOPS | {"?", "!", "…", "-"}


class Construction(StrEnum):
    """How a statement is introduced."""

    turn = "turn"
    """A turn of an interview or a dialogue."""
    paragraphs = "paragraphs"
    """Marks that stay open over several paragraphs."""
    source = "source"
    """« Selon X, …», « …, d'après X », « pour X, «…» »."""
    inside = "inside"
    """« A, a dit X, B »: the cue interrupts the statement."""
    before = "before"
    """« X a dit : «…» », whatever else follows a colon, and any whole quotation after its cue."""
    after = "after"
    """« «…», a dit X », « …, affirme-t-il »."""
    clause = "clause"
    """« X a dit que …», « X a demandé si …»."""
    infinitive = "infinitive"
    """« X a promis de partir », « X dit vouloir partir »."""
    nominal = "nominal"
    """« X a dénoncé l'accord », « X a accusé Y de trahison »."""
    passive = "passive"
    """« L'accord est rejeté par X »: the subject of a passive with its agent."""
    floating = "floating"
    """A quotation in a sentence without a cue."""
    other = "other"


def construction(document: Document, statement: Statement) -> Construction:
    """How a statement of a document's text is introduced; of several ways the nearest words tell which."""
    start, end, text = statement.start, statement.end, document.text
    if any(q.turn and q.start < end and start < q.end for q in document.quotations):
        return Construction.turn
    if "\n" in text[start:end].strip():
        return Construction.paragraphs
    sentence = _sentence(document, start)
    if not sentence:
        return Construction.other
    first = bisect_right(sentence, start, key=lambda i: i.end)
    last = bisect_left(sentence, end, key=lambda i: i.start)
    if first >= last:
        return Construction.other
    cues = find_cues(sentence)
    if any(abs(found.content[0] - first) <= 1 for found in find_sources(document, sentence, cues)):
        return Construction.source
    opened = {i.key for i in sentence[max(0, first - 1) : first + 1]} & (g.QUE | _SI)
    if opened and _governed(cues, first):
        return Construction.clause
    if any(first < c.first and c.last < last and inverted(sentence, c) for c in cues):
        return Construction.inside
    return _around(document, statement, sentence, (first, last), cues)


def _around(
    document: Document, statement: Statement, s: Sentence, span: tuple[int, int], cues: list[Cue]
) -> Construction:
    """The construction of a statement that no cue interrupts and no conjunction opens."""
    first, last = span
    quoted = statement.kind is Kind.direct or (s[first].quotation is not None and last - first == 1)
    colon = first > 0 and s[first - 1].key == ":"
    if quoted and colon:
        return Construction.before
    ending = _sentence(document, statement.end - 1)
    after = cues if ending is s else find_cues(ending)
    close = bisect_left(ending, statement.end, key=lambda i: i.start)
    if any(0 <= c.first - close <= 2 and _comments(ending, c, close) for c in after):
        return Construction.after
    if any(
        c.mode is Mode.passive
        and c.first == close
        and c.last + 1 < len(ending)
        and ending[c.last + 1].key == "par"
        for c in after
    ):
        return Construction.passive
    cue = _governed(cues, first)
    if colon or (quoted and cue):
        return Construction.before
    if cue is None:
        return Construction.floating if quoted else Construction.other
    return Construction.infinitive if _opens_with_infinitive(document, s, span) else Construction.nominal


def _opens_with_infinitive(document: Document, s: Sentence, span: tuple[int, int]) -> bool:
    """Whether an infinitive opens the statement, or follows an actor who does (« accuse [Rome de mentir] »)."""
    first, last = span
    if infinitive(s, first + 1 if s[first].key in _BEFORE_INFINITIVE else first) is not None:
        return True
    at = next((k for k in range(first + 1, min(last, first + _LONG)) if s[k].key in _BEFORE_INFINITIVE), last)
    if at >= last or infinitive(s, at + 1) is None:
        return False
    actors = document.mentions_in(s[first].start, s[at - 1].end)
    return any(m.start <= s[min(first + 2, at - 1)].start for m in actors)


def _governed(cues: list[Cue], first: int) -> Cue | None:
    """The nearest cue before an item that may introduce what begins there."""
    return next((c for c in reversed(cues) if c.last < first), None)


def _comments(s: Sentence, cue: Cue, since: int) -> bool:
    """Whether a cue comments on the statement that ends before item `since`: its subject follows it."""
    if cue.mode not in (Mode.finite, Mode.infinitive) or not all(
        i.key in _MARKS for i in s[since : cue.first]
    ):
        return False
    subject = subject_after(s, cue.last + 1)
    return cue.clitic is not None or (subject is not None and may_speak(s, subject))


def _sentence(document: Document, at: int) -> Sentence:
    """The sentence that a place of the text lies in; an empty one before the first."""
    found = bisect_right(document.sentences, at, key=lambda s: s[0].start) - 1
    return document.sentences[found] if found >= 0 else []
