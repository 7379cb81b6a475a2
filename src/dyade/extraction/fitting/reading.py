"""What extraction finds in an annotated article, matched to the annotation: the cases on which weights are fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dyade.actors import Lexicon
from dyade.extraction.countries import Content
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft
from dyade.extraction.homes import Clues, Homes
from dyade.extraction.pronouns import Voice
from dyade.extraction.speakers import Cast
from dyade.extraction.statements import find_statements
from dyade.extraction.voices import Voices
from dyade.records import Article, Speaker, Statement
from dyade.scores import match


@dataclass(frozen=True)
class Heard:
    """A statement that extraction finds."""

    draft: Draft
    speaker: Speaker
    officials: tuple[Clues, ...]
    """The clues of each actor for whom an official may speak whose words do not say it."""


@dataclass(frozen=True)
class Read:
    """An article with the statements and speakers that extraction finds in it."""

    article: Article
    document: Document
    voices: Voices
    heard: tuple[Heard, ...]
    gold: dict[int, Statement]
    """The gold statement of each that extraction found, where there is one."""


class _Asked(Homes):
    """Remembers the clues of those of whom it is asked."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.asked: list[Clues] = []

    def clues(self, start: int, end: int, content: Content | None, past: Sequence[Voice], name: str) -> Clues:
        found = super().clues(start, end, content, past, name)
        self.asked.append(found)
        return found


def read(article: Article, lexicon: Lexicon) -> Read:
    """The first half of extraction, matched to the article's own annotation."""
    document = Document(article.text, article.date, lexicon)
    cast = Cast(document)
    homes = _Asked(cast)
    voices = Voices(cast, homes)
    heard = list[Heard]()
    for draft in find_statements(document):
        homes.asked = []
        if (speaker := voices.of(draft)) is not None:
            heard.append(Heard(draft, speaker, tuple(homes.asked)))
    found = [_statement(article.text, h) for h in heard]
    gold = {j: article.statements[i] for i, j in match(article.statements, found)}
    return Read(article, document, voices, tuple(heard), gold)


def _statement(text: str, heard: Heard) -> Statement:
    d = heard.draft
    return Statement(d.start, d.end, text[d.start : d.end], d.kind, heard.speaker)
