"""A sentence while it is read for statements: which of its words one has used up, and who was heard last."""

from __future__ import annotations

from operator import attrgetter

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue, find_cues
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft, Span
from dyade.extraction.items import Sentence
from dyade.extraction.phrases import Range
from dyade.records import Kind

_quotation = attrgetter("quotation")


class Reading:
    """One sentence: `taken` marks the items that a statement has used up."""

    def __init__(self, document: Document, sentence: Sentence, spoken: bool) -> None:
        self.document, self.s = document, sentence
        self.spoken = spoken
        """Whether some voice was heard before."""
        self.cues = find_cues(sentence)
        self.quoted = bool(document.quotations) and any(map(_quotation, sentence))
        """Whether the sentence holds a quotation."""
        self.taken = [False] * len(sentence)
        self.subject: Span | None = None

    def take(self, first: int, last: int) -> None:
        self.taken[first:last] = [True] * (last - first)

    def span(self, items: Range) -> Span:
        return self.s[items[0]].start, self.s[items[1] - 1].end

    def draft(
        self,
        items: Range,
        subject: Span | None,
        cue: Cue | None,
        construction: str,
        address: Span | None = None,
    ) -> Draft:
        """The statement on a range of items: a lone quotation is direct, one among other words mixed."""
        s = self.s
        while items[0] + 1 < items[1] and s[items[0]].key in g.STOPS and not s[items[0]].quotation:
            items = items[0] + 1, items[1]
        words = [i for i in s[slice(*items)] if i.key not in g.STOPS or i.quotation]
        quoted = [i.quotation for i in words if i.quotation]
        lemma = cue.verb.lemma if cue else None
        if quoted and len(words) == len(quoted):
            return Draft(quoted[0].start, quoted[-1].end, Kind.direct, subject, address, lemma, construction)
        kind = (
            Kind.mixed
            if any(i.quotation and not self.document.is_name(i.quotation) for i in words)
            else Kind.indirect
        )
        start = s[items[0]].start
        return Draft(start, max(start + 1, s[items[1] - 1].tail), kind, subject, address, lemma, construction)
