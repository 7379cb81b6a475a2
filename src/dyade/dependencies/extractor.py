"""Extraction by dependencies: an article's statements from its parsed paragraphs and its quotation marks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dyade.actors import Lexicon
from dyade.dependencies.pipeline import load_pipeline, parsed
from dyade.dependencies.reported import Reported, reported
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft, Span, disjoint, joined, questions
from dyade.extraction.quotations import Quotation
from dyade.extraction.rules import told
from dyade.records import Article, Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc

_GAP = 4
"""Characters between a quotation and the verb of its incise, or the colon and the quotation."""
_AHEAD = 80
"""Characters between a verb and the quotation that it announces."""
_SENTENCE = 5
"""Words from which a quotation that nothing announces is a sentence of the last voice."""


class SpacyExtractor:
    """Fills an article's statements by a spaCy pipeline, loaded once."""

    def __init__(self, model: str | None, lexicon: Lexicon) -> None:
        self.pipeline = load_pipeline(model)
        self.lexicon = lexicon

    def extract(self, article: Article) -> Article:
        """The article with the statements, speakers and counterparties found in its text."""
        return read(article, self.lexicon, parsed(self.pipeline, article.text))


def read(article: Article, lexicon: Lexicon, paragraphs: Iterable[tuple[int, Doc]]) -> Article:
    """The article with the statements of its parsed paragraphs, each given with its place in the text."""
    document = Document(article.text, article.date, lexicon)
    found = [r for offset, doc in paragraphs for r in reported(doc, offset)]
    return told(article, document, drafts_of(document, found))


def drafts_of(document: Document, found: Sequence[Reported]) -> list[Draft]:
    """What is reported and what stands between marks as drafts in order, none overlapping another."""
    marks = _Marks(document)
    drafts = [d for r in found if not marks.hold(r.verb[0]) and (d := _draft(document, marks, r))]
    drafts = disjoint(sorted(drafts, key=lambda d: (d.start, d.start - d.end)))
    taken = [(d.start, d.end) for d in drafts]
    loose = [
        Draft(q.start, q.end, Kind.direct, None, construction=_loose(q))
        for q in document.quotations
        if all(q.end <= start or end <= q.start for start, end in taken)
        and (q.turn or (any(start < q.start for start, _ in taken) and (q.rest or _is_sentence(document, q))))
    ]
    heads = [sentence[0].start for sentence in document.sentences]
    told_in = [replace(d, sentence=bisect_right(heads, d.start)) for d in (*drafts, *loose)]
    asked = questions(document)
    return disjoint(
        joined(document, sorted((d for d in told_in if d.start not in asked), key=lambda d: d.start))
    )


def _loose(quotation: Quotation) -> str:
    """The construction of a quotation that no cue took."""
    return "turn" if quotation.turn else "rest" if quotation.rest else "floating"


class _Marks:
    """The quotations of a document by place."""

    def __init__(self, document: Document) -> None:
        self.document, self.all = document, document.quotations
        self.opens = [q.open for q in self.all]

    def hold(self, at: int) -> Quotation | None:
        """The quotation around a place; a turn of dialogue counts as none, for it may hold its own cue."""
        number = bisect_right(self.opens, at) - 1
        quotation = self.all[number] if number >= 0 else None
        return quotation if quotation and at < quotation.close and not quotation.turn else None

    def before(self, at: int) -> Quotation | None:
        """The quotation that a comma at most parts from the words after it."""
        number = bisect_right(self.opens, at) - 1
        quotation = self.all[number] if number >= 0 else None
        near = quotation and 0 <= at - quotation.close <= _GAP and not quotation.turn
        gap = self.document.text[quotation.close : at].strip() if quotation and near else "-"
        return quotation if gap in ("", ",") else None

    def after(self, at: int) -> Quotation | None:
        """The quotation that a colon announces, or that follows at once."""
        number = bisect_right(self.opens, at - 1)
        quotation = self.all[number] if number < len(self.all) else None
        if quotation is None or quotation.open - at > _AHEAD:
            return None
        between = self.document.text[at : quotation.open]
        announced = between.rstrip().endswith(":") or len(between.strip()) <= 1
        return quotation if announced and "\n" not in between.strip("\n") and ". " not in between else None


def _draft(document: Document, marks: _Marks, said: Reported) -> Draft | None:
    """The draft of a cue with its content: a quotation beside it, else its clause with the marks it touches."""
    if said.construction == "negated":
        return None
    beside = marks.before(said.verb[0])
    if beside is None and said.content is None:
        reach = max(said.verb[1], said.subject[1] if said.subject and said.subject[0] > said.verb[0] else 0)
        beside = marks.after(reach)
    clause = said.content if said.construction == "incise" else None
    if beside is not None and not (
        clause and clause[0] < beside.open and document.text[beside.start].islower()
    ):
        return Draft(beside.start, beside.end, Kind.direct, said.subject, None, said.lemma, "incise")
    if said.content is None or (said.subject is None and said.construction != "incise"):
        return None
    start, end = _to_marks(document, said.content)
    kind = _kind(document, (start, end))
    if said.subject and start < said.subject[1] and said.subject[0] < end and said.construction == "obj":
        return None
    return Draft(start, end, kind, said.subject, None, said.lemma, said.construction)


def _to_marks(document: Document, span: Span) -> Span:
    """A span widened over the quotations that it cuts."""
    start, end = span
    for quotation in document.quotations_in(start, end):
        inside = quotation.open <= start and end <= quotation.close
        start = (
            min(start, quotation.start if inside else max(quotation.open, 0)) if not quotation.turn else start
        )
        if not quotation.turn and end < quotation.close:
            end = quotation.end if inside else quotation.close
    return start, end


def _kind(document: Document, span: Span) -> Kind:
    start, end = span
    touched = [q for q in document.quotations_in(start, end) if not q.turn]
    if any(q.start <= start and end <= q.end for q in touched):
        return Kind.direct
    return Kind.indirect if all(map(document.is_name, touched)) else Kind.mixed


def _is_sentence(document: Document, quotation: Quotation) -> bool:
    """Whether a quotation that no verb announces is a sentence of its own."""
    text = document.text[quotation.start : quotation.end]
    return len(text.split()) >= _SENTENCE and text[0].isupper() and text[-1] in ".!?…"
