"""The validator: every fault with its file, line, field and rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import save
from test_commands import run

from dyade.actors import load_lexicon
from dyade.records import Article, to_record
from dyade.sources import InputError
from dyade.validation import validate


def findings(path: Path) -> list[str]:
    return [str(x) for x in validate([str(path)], load_lexicon())]


def written(record: dict[str, Any], path: Path) -> Path:
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return path


def test_clean_records_have_no_fault(article: Article, tmp_path: Path) -> None:
    assert findings(save([article], tmp_path / "a.jsonl")) == []


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("side", "GRÈCE", "statements[0].speaker.side: must be an actor code"),
        ("side", "GRC+GRC", "statements[0].speaker.side: GRC+GRC joins an actor to itself"),
        ("side", "ETATS_UNIS", "statements[0].speaker.side: ETATS_UNIS is the actor USA"),
        ("side", "GRK", "statements[0].speaker.side: GRK is no state"),
        ("side", "VALLAS_", "statements[0].speaker.side: VALLAS_ is no own name"),
        ("mention", "Tsipras", "statements[0].speaker.mention: 'Tsipras' does not occur"),
        ("nom", "Vallas", "statements[0].speaker.nom: unknown field; a speaker holds mention, name, side"),
    ],
)
def test_a_faulty_speaker_is_named(
    article: Article, tmp_path: Path, field: str, value: str, message: str
) -> None:
    record = to_record(article)
    record["statements"][0]["speaker"][field] = value
    path = written(record, tmp_path / "a.jsonl")
    assert any(x.startswith(f"{path}:1: {message}") for x in findings(path))


@pytest.mark.parametrize(
    ("stance", "message"),
    [
        ({"counterparty": "TUR+EGY"}, "stances[0].counterparty: TUR+EGY joins several actors"),
        ({"counterparty": "OTAN"}, "stances[0].counterparty: OTAN is the actor NATO"),
        ({"label": "hostile"}, "stances[0].label: must be one of conciliatory, neutral, threatening"),
        ({"lable": "neutral"}, "stances[0].lable: unknown field"),
        (
            {"probabilities": {"conciliatory": 0.5, "neutral": 0.5, "threatening": 0.5}},
            "stances[0].probabilities: must sum to 1, not 1.500",
        ),
    ],
)
def test_a_faulty_stance_is_named(
    article: Article, tmp_path: Path, stance: dict[str, Any], message: str
) -> None:
    record = to_record(article)
    record["statements"][0]["stances"][0] |= stance
    path = written(record, tmp_path / "a.jsonl")
    assert any(f"{path}:1: statements[0].{message}" in x for x in findings(path))


def test_an_own_name_and_an_acronym_of_the_text_are_codes(article: Article, tmp_path: Path) -> None:
    record = to_record(article) | {"text": article.text + " La CGT et Navalny l'ont su."}
    record["statements"][0]["stances"][0]["counterparty"] = "CGT"
    record["statements"][1]["stances"][0]["counterparty"] = "NAVALNY"
    assert findings(written(record, tmp_path / "a.jsonl")) == []


def test_a_record_faces_all_its_rules_at_once(article: Article, tmp_path: Path) -> None:
    record = to_record(article) | {"date": "2022-02-30", "statments": []}
    record["statements"][1]["start"] = record["statements"][0]["end"] - 2
    record["statements"][1]["quote"] = article.text[
        record["statements"][1]["start"] : record["statements"][1]["end"]
    ]
    found = "\n".join(findings(written(record, tmp_path / "a.jsonl")))
    assert "date: 2022-02-30 is no day of the calendar" in found
    assert "statments: unknown field; did you mean 'statements'?" in found
    assert "statements[1].start" in found
    assert "overlaps statements[0]" in found


def test_a_direct_quotation_leaves_its_marks_outside(tmp_path: Path) -> None:
    text = "« Partez », a dit Paris."
    speaker = {"mention": "Paris", "name": "Paris", "side": "FRA"}
    statement = {
        "kind": "direct",
        "quote": text[:10],
        "start": 0,
        "end": 10,
        "speaker": speaker,
        "stances": [],
    }
    path = written({"id": "a", "text": text, "statements": [statement]}, tmp_path / "a.jsonl")
    assert findings(path) == [
        f"{path}:1: statements[0].quote: holds its own marks « »; the span covers the words between them"
    ]


def test_ids_and_texts_stand_once_over_all_files(article: Article, tmp_path: Path) -> None:
    first, second = save([article], tmp_path / "a.jsonl"), save([article], tmp_path / "b.jsonl")
    found = [str(x) for x in validate([str(tmp_path)], load_lexicon())]
    assert found == [
        f"{second}:1: id: 'ports' stands twice, first in {first}:1; give each article its own id",
        f"{second}:1: text: is the same as in {first}:1; keep one of the two",
    ]


def test_broken_lines_are_faults_and_the_rest_is_checked(article: Article, tmp_path: Path) -> None:
    path = save([article], tmp_path / "a.jsonl")
    path.write_bytes(b'{"id": \n\xff\xfe\n[1]\n' + path.read_bytes())
    lines = [x.removeprefix(f"{path}:") for x in findings(path)]
    assert lines[0].startswith("1: record: is not JSON")
    assert lines[1].startswith("2: record: byte 0 is not UTF-8")
    assert lines[2] == "3: record: must be a JSON object, not list"
    assert len(lines) == 3


def test_files_that_hold_no_records_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bonjour.", encoding="utf-8")
    with pytest.raises(InputError, match=r"expected a file ending in \.jsonl"):
        list(validate([str(tmp_path)], load_lexicon()))


def test_the_command_ends_with_1_for_faults_and_2_for_wrong_use(article: Article, tmp_path: Path) -> None:
    path = save([article, article], tmp_path / "it's a file.jsonl")
    done = run("validate", str(path))
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith(f"{path}:2: id: ")
    assert run("validate").returncode == 2
