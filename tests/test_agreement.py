"""The agreement of two annotations: figures by hand, and every difference listed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import save

from dyade.annotation.agreement import agreement, table
from dyade.annotation.exchange import annotate
from dyade.config import AnnotateConfig
from dyade.records import Article, Kind, Label, Speaker
from dyade.sources import InputError


def test_the_same_annotation_agrees_wholly(article: Article) -> None:
    found = agreement([article], [article])
    assert (found.span_f1_exact, found.span_f1, found.speaker_side, found.counterparty_f1) == (1, 1, 1, 1)
    assert found.label_kappa == 1
    assert found.disagreements == ()


def test_each_difference_is_counted_and_listed(article: Article) -> None:
    first, second = article.statements
    (stance,) = first.stances
    other = replace(
        first,
        start=first.start + 4,
        quote=first.quote[4:],
        kind=Kind.mixed,
        speaker=Speaker("Ankara", "Ankara", "TUR"),
        stances=(replace(stance, label=Label.neutral), replace(stance, counterparty="EGY", mention="Caire")),
    )
    found = agreement([article], [replace(article, statements=(other,))])
    assert (found.statements, found.matched, found.pairs) == ((2, 1), 1, 1)
    assert (found.span_f1_exact, found.kind, found.speaker_side) == (0, 0, 0)
    assert found.span_f1 == pytest.approx(2 / 3)
    assert found.counterparty_f1 == pytest.approx(2 / 4)
    assert found.confusion == ((0, 0, 0), (0, 0, 0), (0, 1, 0))
    assert [(d.what, d.first, d.second) for d in found.disagreements] == [
        ("statement", "annotated", ""),
        ("span", f"{first.start}–{first.end}", f"{other.start}–{other.end}"),
        ("kind", "indirect", "mixed"),
        ("speaker", "GRC (le ministre grec Nikos Vallas)", "TUR (Ankara)"),
        ("label", "TUR threatening", "TUR neutral"),
        ("counterparty", "", "EGY neutral" if stance.label is Label.neutral else "EGY threatening"),
    ]
    assert found.disagreements[0].quote == second.quote


def test_kappa_is_what_is_left_above_chance(article: Article) -> None:
    first, second = article.statements
    labels = [("a", Label.threatening), ("b", Label.conciliatory), ("c", Label.neutral), ("d", Label.neutral)]
    one, two = [], []
    for name, label in labels:
        stance = replace(first.stances[0], label=label)
        one.append(
            replace(
                article, id=name, statements=(replace(first, stances=(stance,)), replace(second, stances=()))
            )
        )
        given = Label.neutral if name == "b" else label
        two.append(
            replace(
                one[-1],
                statements=(replace(first, stances=(replace(stance, label=given),)), one[-1].statements[1]),
            )
        )
    # agreement 3/4; chance 1/4·1/4 + 1/4·0 + 2/4·3/4 = 7/16
    assert agreement(one, two).label_kappa == pytest.approx((3 / 4 - 7 / 16) / (1 - 7 / 16))


def test_articles_of_one_side_alone_are_reported(article: Article) -> None:
    found = agreement([article, replace(article, id="b")], [article])
    assert found.only_one == ("b",)
    assert "1 articles stand in just one" in table(found)


def test_different_texts_are_refused(article: Article) -> None:
    with pytest.raises(InputError, match="its text differs"):
        agreement([article], [replace(article, text=article.text + " Fin.")])
    with pytest.raises(InputError, match="share no article id"):
        agreement([article], [replace(article, id="b")])


def test_the_command_writes_all_and_prints_some(article: Article, tmp_path: Path) -> None:
    first, second = (
        save([article], tmp_path / "a.jsonl"),
        save([replace(article, statements=())], tmp_path / "b.jsonl"),
    )
    output = tmp_path / "agreement.json"
    report, refused = annotate(AnnotateConfig(["agreement", str(first), str(second)], str(output)))
    assert not refused
    assert "spans, F1 exact" in report
    assert len(json.loads(output.read_text(encoding="utf-8"))["disagreements"]) == 2
