"""The command that scores every stage: its table, and the page of errors."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

from dyade.actors import load_lexicon
from dyade.config import EvaluateConfig
from dyade.constructions import Construction
from dyade.evaluation import error_page, evaluate, table
from dyade.evaluation.compared import by_construction, compare
from dyade.evaluation.errors import AROUND, Error, misread, pieces
from dyade.evaluation.page import CONSTRUCTIONS, ERRORS
from dyade.records import Article, Kind, Label, Speaker, Stance, Statement
from dyade.scores import extraction_scores, stance_scores

TEXT = (
    "Le ministre estonien a promis que Tallinn rouvrirait le pont de Narva.\n"
    "« Nous attendons un geste de Vilnius », a dit le maire.\n"
    "Le général finlandais a dénoncé la manœuvre de Minsk."
)


def said(words: str, side: str, *stances: Stance, kind: Kind = Kind.indirect) -> Statement:
    start = TEXT.index(words)
    return Statement(start, start + len(words), words, kind, Speaker("x", f"x de {side}", side), stances)


GOLD = Article("g", TEXT, title="Le <pont>", statements=(
    said("que Tallinn rouvrirait le pont de Narva", "EST", Stance("RUS", "Narva", Label.conciliatory)),
    said("Nous attendons un geste de Vilnius", "EST", Stance("LTU", "Vilnius", Label.neutral), kind=Kind.direct),
    said("la manœuvre de Minsk", "FIN", Stance("BLR", "Minsk", Label.threatening)),
))  # fmt: skip


def errors(*statements: Statement) -> list[set[Error]]:
    found = misread(compare(GOLD, replace(GOLD, statements=statements), load_lexicon()))
    return [set(p.errors) for p in found.places]


def test_an_article_read_well_has_no_error() -> None:
    assert errors(*GOLD.statements) == []


def test_each_error_is_told_at_its_place() -> None:
    promise, wish, protest = GOLD.statements
    stance = promise.stances[0]
    assert errors(wish, protest) == [{Error.missed}]
    assert errors(promise, wish, said("Le général", "FIN"), protest) == [{Error.invented}]
    assert errors(replace(promise, stances=(replace(stance, label=Label.neutral),)), wish, protest) == [
        {Error.label}
    ]
    assert errors(replace(promise, stances=()), wish, protest) == [{Error.counterparty}]
    extra = replace(promise, stances=(stance, Stance("LVA", "Riga", Label.neutral)))
    assert errors(extra, wish, protest) == [{Error.counterparty}]
    other = replace(promise, speaker=Speaker("y", "y", "LVA"))
    assert errors(other, wish, replace(protest, kind=Kind.mixed)) == [{Error.side}, {Error.kind}]
    cut = said("que Tallinn rouvrirait le", "EST", stance)
    assert errors(cut, wish, protest) == [{Error.bounds}]
    far = said("que Tallinn", "EST", stance)
    assert errors(far, wish, protest) == [{Error.missed, Error.invented}]


def test_a_place_shows_both_annotations_and_what_only_one_marks() -> None:
    promise, wish, protest = GOLD.statements
    made = replace(GOLD, statements=(said("Tallinn rouvrirait le", "EST", *promise.stances), wish, protest))
    (place,) = misread(compare(GOLD, made, load_lexicon())).places
    assert [(p.text, p.mark) for p in place.gold.pieces] == [
        ("Le ministre estonien a promis ", ""),
        ("que ", "only"),
        ("Tallinn rouvrirait le", "both"),
        (" pont de Narva", "only"),
        (".", ""),
    ]
    assert [(p.text, p.mark) for p in place.predicted.pieces] == [
        ("Le ministre estonien a promis que ", ""),
        ("Tallinn rouvrirait le", "both"),
        (" pont de Narva.", ""),
    ]
    assert place.constructions == {Construction.clause}
    assert place.cut == (False, False)


def test_the_pieces_of_a_text_make_it_up_again() -> None:
    long = "mot " * 80 + TEXT.replace("\n", " ")
    shift = len("mot " * 80)
    moved = [replace(s, start=s.start + shift, end=s.end + shift) for s in GOLD.statements]
    whole = pieces(long, 0, len(long), moved, moved[:1])
    assert "".join(p.text for p in whole) == long
    assert [p.mark for p in whole] == ["", "both", "", "only", "", "only", ""]
    article = Article("l", long, statements=tuple(moved))
    first = misread(compare(article, replace(article, statements=()), load_lexicon())).places[0]
    assert first.cut == (True, True)
    assert len(first.gold.pieces[0].text) <= AROUND
    assert first.gold.pieces[0].text.startswith("mot ")


def curves() -> dict[str, object]:
    return stance_scores(
        [Label.neutral, Label.threatening], np.array([[0.1, 0.8, 0.1], [0.5, 0.2, 0.3]]), ["a", "b"]
    )


def test_the_page_filters_by_error_and_by_construction() -> None:
    promise, _, protest = GOLD.statements
    wrong = replace(promise, stances=(replace(promise.stances[0], label=Label.threatening),))
    found = compare(GOLD, replace(GOLD, statements=(wrong, protest)), load_lexicon())
    html = error_page([found], 5, curves())
    assert 'class="place e-any c-any e-label c-clause"' in html
    assert 'class="place e-any c-any e-missed c-after"' in html
    ids = set(re.findall(r'<input type="radio" name="[ec]" id="([\w-]+)"', html))
    assert ids == {"e-any", "e-missed", "e-label", "c-any", "c-clause", "c-after"}
    assert set(re.findall(r'<label for="([\w-]+)"', html)) == ids
    hidden = re.findall(r"body:has\(#e-(\w+):checked\):has\(#c-(\w+):checked\)", html)
    assert len(hidden) == len(set(hidden)) == 3 * 3 - 1
    assert 'mark class="gold only">Nous attendons' in html
    assert '<span class="wrong">conciliante</span>' in html
    assert '<span class="wrong">menaçante</span>' in html
    assert "Le &lt;pont&gt;" in html
    assert not re.search(r"(src|href)=|https?:|<script|@import|url\(|None", html)


def test_every_error_and_construction_has_a_french_name() -> None:
    assert (set(ERRORS), set(CONSTRUCTIONS)) == (set(Error), set(Construction))


def test_the_worst_articles_come_first_and_are_counted() -> None:
    lexicon = load_lexicon()
    bad = replace(GOLD, id="bad", title="Pire")
    fine = replace(GOLD, id="fine", title="Bien")
    found = [
        compare(GOLD, replace(GOLD, statements=GOLD.statements[:2]), lexicon),
        compare(bad, replace(bad, statements=()), lexicon),
        compare(fine, fine, lexicon),
    ]
    html = error_page(found, 1, curves())
    assert re.findall(r"<h2>(.*?)</h2>", html) == ["Pire"]
    assert "1 autre a aussi des erreurs" in html
    assert re.findall(r"<h2>(.*?)</h2>", error_page(found, 9, curves())) == ["Pire", "Le &lt;pont&gt;"]
    assert "Aucune erreur" in error_page(found[2:], 9, curves())


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], Path]:
    """Metrics and folder of the default model on a few seed articles."""
    folder = tmp_path_factory.mktemp("evaluated")
    lines = (ROOT / "seeds" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:4]
    data = folder / "few.jsonl"
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")
    model = str(ROOT / "models" / "compact")
    return evaluate(EvaluateConfig(data=str(data), output=str(folder), model=model)), folder


def test_groups_of_a_real_run_add_up(scored: tuple[dict[str, object], Path]) -> None:
    written = json.loads((scored[1] / "metrics.json").read_text(encoding="utf-8"))
    lines = (scored[1] / "few.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [s for line in lines for s in json.loads(line)["statements"]]
    whole = written["whole_way"]
    for name in ("by_kind", "by_construction"):
        groups = written[name].values()
        assert sum(g["statements"] for g in groups) == len(gold)
        assert sum(g["counterparties"] for g in groups) == sum(len(s["stances"]) for s in gold)
        hits = sum(g["statements"] * g["recall"] for g in groups if g["statements"])
        assert hits / len(gold) == pytest.approx(whole["statement.r@.5"])
        made = sum(g["predicted"] for g in groups)
        right = sum(g["predicted"] * g["precision"] for g in groups if g["predicted"])
        assert right / made == pytest.approx(whole["statement.p@.5"])


def test_the_table_prints_every_figure(scored: tuple[dict[str, object], Path]) -> None:
    metrics, _ = scored
    lines = table(metrics).splitlines()
    named = {line.split("  ")[2].strip() for line in lines if line.startswith("    ")}
    assert {*extraction_scores([])} <= named
    assert {"macro-F1", "F1 threatening", "accuracy", "kappa", "majority's macro-F1", "ECE"} <= named
    for name in ("by_kind", "by_construction"):
        assert set(metrics[name]) <= named  # type: ignore[call-overload]


def test_the_table_puts_dashes_where_nothing_can_be_told(scored: tuple[dict[str, object], Path]) -> None:
    made = replace(GOLD, statements=GOLD.statements[1:2])
    found = compare(replace(GOLD, statements=GOLD.statements[:1]), made, load_lexicon())
    lines = table({**scored[0], "by_construction": by_construction([found])}).splitlines()
    after = next(line for line in lines if line.startswith("    after"))
    assert after.split() == ["after", "0", "1", "–", "0.000", "–", "–"]
    clause = next(line for line in lines if line.startswith("    clause"))
    assert clause.split() == ["clause", "1", "0", "0.000", "–", "–", "–"]
