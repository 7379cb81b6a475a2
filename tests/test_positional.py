"""Plain arguments reach a setting as they were typed, whatever Hydra's grammar makes of their characters."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from hypothesis import given
from hypothesis import strategies as st
from omegaconf import OmegaConf

from dyade.compose import parse, positional
from dyade.config import ValidateConfig


def arguments(*given: str) -> list[str]:
    """What Hydra finds on the command line."""
    seen: list[Any] = []
    before, sys.argv = sys.argv, ["dyade-validate", *given]
    try:
        positional("files")(lambda: seen.extend(sys.argv[1:]))()
    finally:
        sys.argv = before
    return seen


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map("x".__add__), min_size=1))
def test_any_text_arrives_unchanged(files: list[str]) -> None:
    plain = [f"./{name}" for name in files]  # a name that looks like key=value is a setting
    (override,) = OverridesParser.create().parse_overrides(arguments(*plain))
    assert parse(ValidateConfig, OmegaConf.create({"files": override.value()})).files == plain


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (
            ["a.jsonl", "b c.jsonl", "actors.overlay=x.csv"],
            ["files=['a.jsonl','b c.jsonl']", "actors.overlay=x.csv"],
        ),
        (["actors.overlay=x.csv", "a.jsonl"], ["files=['a.jsonl']", "actors.overlay=x.csv"]),
        (["a.jsonl", "--cfg", "job"], ["files=['a.jsonl']", "--cfg", "job"]),
        (["files=[a]"], ["files=[a]"]),
        (["-"], ["files=['-']"]),
        ([], []),
    ],
)
def test_settings_and_flags_stay_as_they_are(given: list[str], found: list[str]) -> None:
    assert arguments(*given) == found
