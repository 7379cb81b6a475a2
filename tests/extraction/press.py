"""What the tests of constructions share: the rules run on a text of a few sentences."""

from __future__ import annotations

from dyade.actors import load_lexicon
from dyade.extraction.rules import extract
from dyade.records import Article, Statement


def read(text: str, date: str | None = None) -> tuple[Statement, ...]:
    """The statements that the rules find in a text."""
    statements = extract(Article("test", text, date=date), load_lexicon()).statements
    assert all(text[s.start : s.end] == s.quote for s in statements)
    return statements


def said(text: str) -> list[tuple[str, str]]:
    """Each statement's words and its speaker's side."""
    return [(s.quote, s.speaker.side) for s in read(text)]
