"""Annotations survive the way to a tool and back: offsets, relations, notes, whatever the text holds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import save
from hypothesis import given
from hypothesis import strategies as st
from test_commands import run

from dyade.annotation.brat import from_standoff, to_standoff
from dyade.annotation.exchange import annotate
from dyade.annotation.graph import AnnotationError, plain
from dyade.annotation.labelstudio import from_task, interface, to_task
from dyade.config import AnnotateConfig, ConfigError, Tool, Units
from dyade.records import Article, Kind, Label, Speaker, Stance, Statement
from dyade.sources import read_records

TEXT = "🐱 Alerte 🐱\r\n« Nous aiderons Kiev 🇺🇦,\r\nmais Minsk paiera », a dit Paris.\r\nSelon Rome, rien."


def hard() -> Article:
    """Emoji and carriage returns before and in a statement, two counterparties, an open label."""
    start, end = TEXT.index("Nous"), TEXT.index(" », a dit")
    stances = (
        Stance("UKR", "Kiev", Label.conciliatory, why="aide | promise"),
        Stance("BLR", "Minsk", Label.threatening),
    )
    statements = (
        Statement(
            start, end, TEXT[start:end], Kind.direct, Speaker("Paris", "Paris | la France", "FRA"), stances
        ),
        Statement(
            len(TEXT) - 5,
            len(TEXT) - 1,
            "rien",
            Kind.indirect,
            Speaker("Rome", "Rome", "ITA"),
            (Stance("FRA", "Paris"),),
        ),
    )
    return Article(
        "a/1 é", TEXT, "Titre", "https://x.fr", "2022-02-03", statements, {"topic": "war", "group": 3}
    )


def carried(articles: list[Article], tool: Tool, folder: Path, **settings: Any) -> list[Article]:
    """The articles after an export and an import."""
    source, there, back = folder / "in.jsonl", folder / "tool", folder / "back.jsonl"
    save(articles, source)
    _, refused = annotate(AnnotateConfig(["export", str(source)], str(there), tool, **settings))
    assert not refused
    _, refused = annotate(AnnotateConfig(["import", str(there)], str(back), tool))
    assert not refused
    return read_records(back)


@pytest.mark.parametrize("units", list(Units))
def test_label_studio_gives_back_what_it_got(article: Article, tmp_path: Path, units: Units) -> None:
    articles = [article, hard(), Article("empty", "Rien à signaler.")]
    assert carried(articles, Tool.labelstudio, tmp_path, units=units) == articles


def test_brat_gives_back_what_it_got(article: Article, tmp_path: Path) -> None:
    articles = [hard(), replace(hard(), id="a/1_é", text=TEXT + " Fin."), article]
    assert carried(articles, Tool.brat, tmp_path) == articles


def test_the_markup_gives_back_what_it_got(article: Article, tmp_path: Path) -> None:
    unjudged = replace(hard(), text="Selon Rome, rien à Paris.", statements=(), meta={"topic": "war"})
    statement = Statement(
        12, 16, "rien", Kind.indirect, Speaker("Rome", "Rome", "ITA"), (Stance("FRA", "Paris"),)
    )
    articles = [article, replace(unjudged, id="b", statements=(statement,))]
    assert carried(articles, Tool.markup, tmp_path) == articles


def test_a_name_over_two_lines_is_refused_by_brat(article: Article, tmp_path: Path) -> None:
    first, _ = article.statements
    broken = replace(first, speaker=replace(first.speaker, name="Nikos\nVallas"))
    source = save([replace(article, statements=(broken,)), replace(article, id="b")], tmp_path / "in.jsonl")
    report, refused = annotate(AnnotateConfig(["export", str(source)], str(tmp_path / "out"), Tool.brat))
    assert report.startswith("1 articles")
    assert "holds a line break or a tab" in str(refused[0])
    with pytest.raises(AnnotationError, match="holds annotations already"):
        annotate(AnnotateConfig(["export", str(source)], str(tmp_path / "out"), Tool.brat))


def test_what_the_markup_cannot_hold_is_refused(tmp_path: Path) -> None:
    source = save([Article("a", "Une accolade } ici.")], tmp_path / "in.jsonl")
    report, refused = annotate(
        AnnotateConfig(["export", str(source)], str(tmp_path / "out.txt"), Tool.markup)
    )
    assert report.startswith("0 articles")
    assert [x.source for x in refused] == ["a"]


@given(
    st.text(st.sampled_from("aé 🐱🇺\n\r\té’«"), max_size=12),
    st.text(st.sampled_from("aé🐱\r\n 🇺"), max_size=12),
    st.sampled_from(Units),
)
def test_offsets_hold_in_any_text(before: str, inside: str, units: Units) -> None:
    text = f"{before}Moscou : il{inside}ira à Oslo"
    start = len(before) + 9
    stances = (Stance("NOR", "Oslo", Label.neutral),)
    statement = Statement(
        start, len(text), text[start:], Kind.indirect, Speaker("Moscou", "Moscou", "RUS"), stances
    )
    article = Article("a", text, statements=(statement,))
    assert from_task(to_task(article, units)) == article
    assert from_standoff(replace(article, statements=()), to_standoff(article)) == article


def test_a_models_figures_stay_behind(article: Article) -> None:
    first, second = article.statements
    judged = replace(
        first,
        stances=tuple(replace(t, probabilities=(0.1, 0.1, 0.8), uncertain=False) for t in first.stances),
    )
    predicted = replace(article, statements=(judged, second))
    assert from_task(to_task(predicted)) == plain(predicted) == article


def task(article: Article) -> dict[str, Any]:
    found = to_task(article)
    assert json.loads(json.dumps(found)) == found
    return found


def test_a_region_whose_words_moved_is_refused(article: Article) -> None:
    moved = task(article)
    moved["data"]["text"] = "X" + article.text
    with pytest.raises(AnnotationError, match="was the text changed"):
        from_task(moved)


def test_line_breaks_may_be_written_out_in_the_stored_words() -> None:
    found = task(hard())
    for item in found["annotations"][0]["result"]:
        if item["type"] == "labels":
            item["value"]["text"] = item["value"]["text"].replace("\r\n", "\\n\\n")
    assert from_task(found) == hard()


@pytest.mark.parametrize(
    ("drop", "message"),
    [
        (lambda x: x.get("labels") == ["SpokenBy"], "is linked to no statement"),
        (lambda x: x.get("from_name") == "side", "has no side"),
        (lambda x: x.get("from_name") == "kind", "has no kind"),
        (lambda x: x.get("value", {}).get("labels") == ["Speaker"], "there is no region"),
    ],
)
def test_an_incomplete_annotation_says_what_is_missing(article: Article, drop: Any, message: str) -> None:
    found = task(article)
    result = found["annotations"][0]["result"]
    found["annotations"][0]["result"] = [item for item in result if not drop(item)]
    with pytest.raises(AnnotationError, match=message):
        from_task(found)


def test_one_of_several_annotators_is_chosen(article: Article) -> None:
    found = task(article)
    (first,) = found["annotations"]
    empty = {"result": [], "completed_by": {"id": 2, "email": "b@x.fr"}}
    found["annotations"] = [{**first, "completed_by": 1}, empty, {"result": [], "was_cancelled": True}]
    with pytest.raises(AnnotationError, match=r"by 1, b@x\.fr"):
        from_task(found)
    assert from_task(found, "1") == article
    assert from_task(found, "b@x.fr").statements == ()


def test_the_interface_offers_every_role_and_choice() -> None:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(interface())
    assert [x.get("value") for x in root.iter("Label")] == ["Statement", "Speaker", "Counterparty"]
    assert {x.get("value") for x in root.iter("Choice")} == {*Kind, *Label}


def test_a_broken_standoff_line_is_named(article: Article) -> None:
    lines = to_standoff(article).replace("Kind T1 indirect", "Kind T1")
    with pytest.raises(AnnotationError, match=r"line \d+: "):
        from_standoff(replace(article, statements=()), lines)


def test_a_broken_task_is_refused_and_the_rest_is_carried(article: Article, tmp_path: Path) -> None:
    (tmp_path / "tasks.json").write_text(json.dumps([{"data": {}}, 7, to_task(article)]), encoding="utf-8")
    done = run("annotate", "import", str(tmp_path / "tasks.json"), f"output={tmp_path / 'out.jsonl'}")
    assert done.returncode == 1
    assert "task 1: id: must be a non-empty string" in done.stderr
    assert "task 2: no `data`" in done.stderr
    assert read_records(tmp_path / "out.jsonl") == [article]


@pytest.mark.parametrize(
    "arguments", [[], ["copy", "a"], ["export"], ["agreement", "a"], ["export", "a", "b"]]
)
def test_wrong_use_is_refused(arguments: list[str]) -> None:
    with pytest.raises(ConfigError, match="arguments="):
        AnnotateConfig(arguments, "out")
