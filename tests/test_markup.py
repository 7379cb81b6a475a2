"""The inline mark-up: offsets, errors with their line, and the way back."""

from __future__ import annotations

from conftest import MARKED

from dyade.annotation.markup import MarkupError, read_markup, write_markup
from dyade.records import Article


def test_spans_are_computed_and_trimmed(article: Article) -> None:
    first, second = article.statements
    assert article.text[first.start : first.end] == first.quote == "qu'Athènes fermerait ses ports à Ankara"
    assert second.quote == "Nous tendons la main au Caire"
    assert article.meta == {"topic": "trade"}


def test_what_is_written_reads_back_the_same(article: Article) -> None:
    assert [a for _, a in read_markup(write_markup(article))] == [article]


def test_an_error_names_its_line_and_spares_the_rest() -> None:
    broken = "= un | 2001-01-01\nRome a {1|répondu\n--\n1 direct | Rome | Rome | ITA\n\n"
    (line, error), (_, good) = read_markup(broken + MARKED)
    assert line == 1
    assert isinstance(error, MarkupError)
    assert "not closed" in str(error)
    assert isinstance(good, Article)


def test_a_mention_that_the_text_lacks_is_refused() -> None:
    ((_, error),) = read_markup(MARKED.replace("| Ankara |", "| Smyrne |"))
    assert "'Smyrne' does not occur in the text" in str(error)
