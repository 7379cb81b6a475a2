"""Extraction by rules: `extract(article, lexicon)` fills an article's statements, their labels left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dyade.actors import Lexicon
from dyade.extraction.counterparties import Targets
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft
from dyade.extraction.speakers import Cast
from dyade.extraction.statements import find_statements
from dyade.extraction.voices import Voices
from dyade.records import Article, Statement


def extract(article: Article, lexicon: Lexicon) -> Article:
    """The article with the statements, speakers and counterparties that the rules find in its text.

    Never raises on any text; what an article held before is replaced.
    """
    document = Document(article.text, article.date, lexicon)
    return told(article, document, find_statements(document))


def told(article: Article, document: Document, drafts: Sequence[Draft]) -> Article:
    """The article with the statements of drafts in order, each with its speaker and counterparties."""
    voices = Voices(Cast(document))
    heard = [(draft, voices.of(draft)) for draft in drafts]
    targets = Targets(document, voices, [speaker for _, speaker in heard if speaker is not None])
    statements = []
    for draft, speaker in heard:
        if speaker is not None:
            stances = targets.of(draft, speaker)
            quote = article.text[draft.start : draft.end]
            statements.append(Statement(draft.start, draft.end, quote, draft.kind, speaker, stances))
    return replace(article, statements=tuple(statements))
