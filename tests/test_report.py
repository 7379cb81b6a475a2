"""The report: what it shows, and that nothing of the input can break it."""

from __future__ import annotations

from dataclasses import asdict, replace

from dyade.batch import Summary
from dyade.language import looks_french
from dyade.records import Article
from dyade.report import SHOWN, Report


def page(*articles: Article) -> str:
    report, summary = Report(), Summary()
    for article in articles:
        report.add(article)
        summary.add(article)
    return report.render(asdict(summary))


def test_statements_are_marked_in_their_text(article: Article) -> None:
    html = page(article)
    assert '<mark class="m-threatening"' in html
    assert "qu&#39;Athènes fermerait ses ports à Ankara</mark>" in html
    assert "menaçante" in html


def test_markup_in_an_article_stays_text(article: Article) -> None:
    html = page(replace(article, title="<script>alert(1)</script>", url="javascript:alert(1)"))
    assert "<script>alert" not in html
    assert "javascript:" not in html


def test_the_page_asks_for_nothing_from_outside(article: Article) -> None:
    html = page(article)
    assert "http" not in html.replace("http-equiv", "")
    assert "src=" not in html


def test_a_large_batch_shows_some_and_counts_all(article: Article) -> None:
    html = page(*[replace(article, id=str(n)) for n in range(SHOWN + 5)])
    assert html.count("<article>") == SHOWN
    assert "5 autres articles" in html


def test_french_is_told_from_other_languages() -> None:
    assert looks_french(
        "Le ministre a déclaré que la réunion se tiendrait à Paris dans les jours qui viennent."
    )
    assert not looks_french(
        "The minister said that the meeting would be held in Paris over the coming days, he added."
    )
    assert not looks_french(
        "El ministro dijo que la reunión se celebrará en París durante los próximos días, según fuentes."
    )
    assert looks_french("Non.")
