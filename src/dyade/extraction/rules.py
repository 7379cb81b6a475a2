"""Extraction by rules: `extract(article, lexicon)` fills an article's statements, their labels left open."""

from __future__ import annotations

from dataclasses import replace

from dyade.actors import Lexicon
from dyade.extraction.counterparties import counterparties
from dyade.extraction.document import Document
from dyade.extraction.speakers import Cast, Voice
from dyade.extraction.statements import Draft, find_statements
from dyade.records import Article, Statement


def extract(article: Article, lexicon: Lexicon) -> Article:
    """The article with the statements, speakers and counterparties that the rules find in its text.

    Never raises on any text; what an article held before is replaced.
    """
    document = Document(article.text, article.date, lexicon)
    cast = Cast(document)
    voices: list[Voice] = []
    statements = []
    for draft in find_statements(document):
        voice = _voice(draft, cast, voices)
        if voice is None:
            continue
        voices = [*voices[-5:], voice]
        stances = counterparties(document, cast, draft, voice.speaker)
        quote = article.text[draft.start : draft.end]
        statements.append(Statement(draft.start, draft.end, quote, draft.kind, voice.speaker, stances))
    return replace(article, statements=tuple(statements))


def _voice(draft: Draft, cast: Cast, voices: list[Voice]) -> Voice | None:
    if draft.subject is not None:
        return cast.voice(*draft.subject, voices, (draft.start, draft.end))
    return voices[-1] if voices else None
