"""The shipped dictionary is whole, and a user's overlay wins over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dyade.actors import find_mentions, load_lexicon
from dyade.actors.lexicon import Sort, rows
from dyade.records import CODE

BODIES = [
    *(
        "EU",
        "NATO",
        "UN",
        "AU",
        "ECOWAS",
        "AES",
        "G7",
        "G20",
        "BRICS",
        "ASEAN",
        "ARABLEAGUE",
        "OPEC",
        "IAEA",
        "ICC",
    ),
    *("WTO", "IMF", "OSCE", "WEST", "EUROPE", "HAMAS", "HEZBOLLAH", "HOUTHIS", "TALIBAN", "M23", "POLISARIO"),
    *("WAGNER", "ISIS"),
]


def test_every_state_has_a_name_an_adjective_and_a_capital() -> None:
    states = rows("states.csv")
    assert len(states) >= 195
    doubtful = {code for row in rows("ambiguous.csv") for code in row["codes"].split(";")}
    without = [(r["code"], c) for r in states for c in ("name", "adjectives", "capitals") if not r[c].strip()]
    named_alike = {
        "SMR",
        "DJI",
        "KWT",
        "SGP",
        "ATG",
        "STP",
    }  # the capital is called as the state or a part of it
    assert [x for x in without if x[0] not in doubtful | named_alike] == []
    assert all(len(r["code"]) == 3 and r["code"].isupper() for r in states)


def test_a_state_stands_once_and_its_name_denotes_it() -> None:
    lexicon = load_lexicon()
    codes = [r["code"] for r in rows("states.csv")]
    assert len(codes) == len(set(codes))
    wrong = []
    for row in rows("states.csv"):
        found = find_mentions(f"Voici {row['name']}.", lexicon)
        if [m.code for m in found] != [row["code"]]:
            wrong.append((row["name"], [m.code for m in found]))
    assert [w for w in wrong if not w[0].startswith(("Congo", "République"))] == []


def test_the_organisations_of_the_guideline_are_known() -> None:
    codes = load_lexicon().codes
    assert [b for b in BODIES if b not in codes] == []
    assert len({r["code"] for r in rows("organisations.csv")}) >= 80


def test_every_code_is_well_formed() -> None:
    assert [c for c in load_lexicon().codes if not CODE.fullmatch(c)] == []


def test_a_people_is_told_from_its_adjective_by_the_capital() -> None:
    found = find_mentions("Les Français et un port français.", load_lexicon())
    assert [m.code for m in found] == ["FRA", "FRA"]


def overlay(path: Path, text: str) -> Path:
    file = path / "my_actors.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_overlay_adds_replaces_and_deletes(tmp_path: Path) -> None:
    file = overlay(tmp_path, "form,code,sort\nFront Boréal,BOREAL,name\nMoscou,KREMLIN,capital\nOslo,-,\n")
    found = find_mentions("Le Front Boréal, Moscou et Oslo ont signé.", load_lexicon(file))
    assert [m.code for m in found] == ["BOREAL", "KREMLIN"]
    assert found[0].entry.source == "my_actors.csv"
    assert found[1].sort is Sort.capital


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,code\nA,B\n", "columns `form` and `code`"),
        ("form,code,sort\nA,B,town\n", "line 2: `sort` must be one of"),
    ],
)
def test_a_wrong_overlay_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"my_actors\.csv") as raised:
        load_lexicon(overlay(tmp_path, text))
    assert message in str(raised.value)
