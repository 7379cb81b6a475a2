"""Records: reading, writing, and what is refused."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from dyade.records import Article, Kind, Label, RecordError, from_record, to_record


def test_a_record_survives_reading_and_writing(article: Article) -> None:
    assert from_record(to_record(article)) == article


def test_other_fields_are_kept(article: Article) -> None:
    record = {**to_record(article), "outlet": "Le Progrès"}
    assert to_record(from_record(record))["outlet"] == "Le Progrès"


def test_labels_are_the_class_ids_in_order() -> None:
    assert list(Label) == ["conciliatory", "neutral", "threatening"]


def test_a_bad_member_lists_the_good_ones() -> None:
    with pytest.raises(ValueError, match="direct, mixed, indirect"):
        Kind("quoted")


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["text"], "", "text: must be a non-empty string"),
        (["date"], "2 mai 2014", "date: must be YYYY-MM-DD"),
        (["statements", 0, "kind"], "said", r"statements\[0\].kind: must be one of direct, mixed, indirect"),
        (["statements", 1, "start"], 3, r"statements\[1\].quote: must be text\[3:"),
        (["statements", 0, "end"], 10_000, r"statements\[0\].start: must hold 0 <= start < end"),
        (
            ["statements", 0, "speaker", "side"],
            "Grèce",
            r"statements\[0\].speaker.side: must be an actor code",
        ),
        (["statements", 0, "speaker", "mention"], "M. Vallas", "does not occur in the text"),
        (
            ["statements", 0, "stances", 0, "label"],
            "hostile",
            r"stances\[0\].label: must be one of conciliatory",
        ),
        (["statements", 0, "stances", 0, "counterparty"], "GRC", "GRC is the speaker's own side"),
        (["statements", 0, "stances", 0, "mention"], "Izmir", "'Izmir' does not occur in the text"),
        (["statements"], {}, "statements: must be a list"),
    ],
)
def test_each_broken_rule_is_named(article: Article, path: list[Any], value: Any, message: str) -> None:
    record = copy.deepcopy(to_record(article))
    target: Any = record
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(RecordError, match=message):
        from_record(record)


def test_all_faults_are_reported_at_once(article: Article) -> None:
    record = {**to_record(article), "date": "hier", "id": ""}
    with pytest.raises(RecordError, match=r"id: .*date: "):
        from_record(record)
