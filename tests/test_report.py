"""The report: what it shows, and that nothing of the input can break it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from conftest import ROOT, save

from dyade.batch import Summary, predict
from dyade.classifier import load_classifier
from dyade.config import Extraction, ExtractorConfig, PredictConfig
from dyade.evaluation import error_page
from dyade.labelling import label
from dyade.language import looks_french
from dyade.records import Article, Label
from dyade.report import SHOWN, Report
from dyade.scores import stance_scores
from dyade.sources import read_records


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


def test_a_label_below_the_threshold_is_marked_and_stays_visible(article: Article) -> None:
    classifier = load_classifier(ROOT / "models" / "compact", "onnx")
    (judged,) = label([article], classifier)
    sure = sorted(max(t.probabilities or ()) for s in judged.statements for t in s.stances)
    assert len(set(sure)) == 2
    assert "incertaine" not in page(judged)
    (marked,) = label([article], classifier, sum(sure) / 2)
    stances = [t for s in marked.statements for t in s.stances]
    assert sorted((max(t.probabilities or ()), t.uncertain) for t in stances) == [
        (sure[0], True),
        (sure[1], False),
    ]
    assert [t.label for t in stances] == [t.label for s in judged.statements for t in s.stances]
    html = page(marked)
    assert html.count('<span class="uncertain">incertaine</span>') == 1
    assert "<b>1</b>incertaines" in html


def test_the_automatic_threshold_is_the_models_own(article: Article, tmp_path: Path) -> None:
    file = save([article], tmp_path / "a.jsonl")
    model = str(ROOT / "models" / "compact")
    config = PredictConfig(
        input=str(file), output=str(tmp_path / "out"), model=model, threshold="auto",
        extractor=ExtractorConfig(Extraction.given),
    )  # fmt: skip
    predict(config)
    (made,) = read_records(tmp_path / "out" / "predictions.jsonl")
    least = json.loads((ROOT / "models" / "compact" / "config.json").read_text(encoding="utf-8"))["dyade"]
    stances = [t for s in made.statements for t in s.stances]
    assert [t.uncertain for t in stances] == [
        max(t.probabilities or ()) < least["threshold"] for t in stances
    ]


def test_the_error_page_opens_with_the_curves_of_confidence() -> None:
    gold = [Label.neutral, Label.threatening, Label.neutral, Label.conciliatory]
    probabilities = np.array([[0.1, 0.8, 0.1], [0.3, 0.2, 0.5], [0.2, 0.2, 0.6], [0.9, 0.05, 0.05]])
    html = error_page([], 5, stance_scores(gold, probabilities, list("abcd")))
    assert html.count("<svg") == html.count("<polyline") == 2
    assert "sur 4 paires annotées" in html
    assert not re.search(r"(src|href)=|https?:|<script|@import|url\(|None", html)


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
