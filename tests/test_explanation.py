"""Which entry fired, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_commands import run

from dyade.config import ActorsConfig, ExplainConfig
from dyade.explanation import explain
from dyade.sources import InputError


def test_each_mention_has_its_code_sort_file_and_reason() -> None:
    lines = explain(ExplainConfig(["À Paris,", "le Kremlin a réagi."])).splitlines()
    assert lines[0].split() == ["at", "words", "code", "sort", "file", "entry", "as", "why"]
    assert lines[2].split()[:3] == ["2", "Paris", "FRA"]
    assert " place " in lines[2]
    assert lines[3].split()[1:5] == ["Kremlin", "RUS", "seat", "states.csv"]
    assert len({line.index("why") for line in lines[:1]} | {lines[2].index("name in")}) == 1


def test_an_overlay_wins_and_is_named(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.csv"
    overlay.write_text("form,code\nle Kremlin,CHESS_CLUB\n", encoding="utf-8")
    found = explain(ExplainConfig(["le Kremlin a réagi"], actors=ActorsConfig(str(overlay))))
    assert "CHESS_CLUB" in found
    assert "mine.csv" in found
    assert "RUS" not in found


def test_a_text_without_actors_says_what_to_do() -> None:
    assert "actors.overlay=FILE" in explain(ExplainConfig(["rien du tout"]))


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(InputError, match="empty"):
        explain(ExplainConfig([" "]))


def test_the_command_takes_a_text_with_any_signs() -> None:
    done = run("actors", "« L'UE, l'OTAN [et] ${RIEN} {x}: a=b », dit Moscou")
    assert done.returncode == 0, done.stderr
    assert [line.split()[2] for line in done.stdout.splitlines()[2:]] == ["EU", "NATO", "RUS"]
