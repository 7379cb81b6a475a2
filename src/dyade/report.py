"""The report of a batch: one self-contained page that shows who takes which stance toward whom, with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dyade.dyads import dyads_of
from dyade.pages import render
from dyade.records import Article, Label, Statement

SHOWN = 300
"""Articles shown in full; the counts cover all."""
NAMES = {Label.conciliatory: "conciliante", Label.neutral: "neutre", Label.threatening: "menaçante"}


class Report:
    """Gathers what the page shows while articles stream by."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self.total = 0
        self.dyads: Counter[tuple[str, str, Label]] = Counter()

    def add(self, article: Article) -> None:
        """Takes in one labelled article."""
        self.total += 1
        if len(self.articles) < SHOWN:
            self.articles.append(article)
        self.dyads.update((d.source, d.target, d.label) for d in dyads_of(article) if d.label)

    def render(self, summary: dict[str, Any]) -> str:
        """The page as HTML."""
        return render(
            "report.html.j2",
            summary=summary,
            labels=NAMES,
            table=self._table(),
            articles=[self._shown(a) for a in self.articles],
            hidden=self.total - len(self.articles),
        )

    def _table(self) -> list[dict[str, Any]]:
        """The dyads by how often they occur, with the count of each label."""
        pairs = Counter[tuple[str, str]]()
        for (source, target, _), n in self.dyads.items():
            pairs[source, target] += n
        return [
            {"source": s, "target": t, "total": n, "counts": {x: self.dyads[s, t, x] for x in Label}}
            for (s, t), n in pairs.most_common(200)
        ]

    def _shown(self, article: Article) -> dict[str, Any]:
        return {
            "id": article.id,
            "title": article.title or article.id,
            "url": article.url,
            "date": article.date,
            "parts": list(_parts(article)),
            "statements": article.statements,
        }


def _parts(article: Article) -> Iterator[tuple[str, Statement | None, str]]:
    """The text cut into plain stretches and statements: the words, the statement, and its strongest label."""
    last = 0
    for statement in sorted(article.statements, key=lambda s: s.start):
        if statement.start < last:
            continue
        yield article.text[last : statement.start], None, ""
        yield statement.quote, statement, _strongest(statement)
        last = statement.end
    yield article.text[last:], None, ""


def _strongest(statement: Statement) -> str:
    """The label that colours a statement: a threat before good will before neutrality."""
    labels = {stance.label for stance in statement.stances}
    return next(
        (x.value for x in (Label.threatening, Label.conciliatory, Label.neutral) if x in labels), "none"
    )
