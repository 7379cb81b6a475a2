"""Where a name stands: its preposition, its noun, and how far a noun's phrase goes."""

from __future__ import annotations

import pytest

from dyade.extraction.crowds import crowd
from dyade.extraction.noun_phrases import complement_end, place_of
from dyade.text import tokens

PLACES = [
    ("que la Suède répondra", "Suède", False, "subject", ""),
    ("à la Suède de répondre", "Suède", False, "to", ""),
    ("aux pêcheurs suédois de partir", "suédois", True, "to", "pecheurs"),
    ("avec la Suède", "Suède", False, "with", ""),
    ("contre le gouvernement suédois", "suédois", True, "against", "gouvernement"),
    ("le président de la Suède", "Suède", False, "of", "president"),
    ("Suède et Norvège", "Norvège", False, "and", ""),
    ("Suède, tiens parole", "Suède", False, "first", ""),
]


@pytest.mark.parametrize(("text", "name", "adjective", "role", "head"), PLACES)
def test_a_name_has_a_role_and_perhaps_a_noun(
    text: str, name: str, adjective: bool, role: str, head: str
) -> None:
    words = tokens(text)
    at = next(k for k, w in enumerate(words) if w.text == name)
    assert place_of(words, at, 0, adjective) == (role, head)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("médecins de Malmö ont signé", "médecins de Malmö"),
        ("filatures du Jutland seront", "filatures du Jutland"),
        ("pêcheurs rentreront", "pêcheurs"),
        ("habitants de la", "habitants"),
    ],
)
def test_a_nouns_phrase_goes_on_with_its_complement(text: str, phrase: str) -> None:
    words = tokens(text)
    last = complement_end(words, 0, len(words))
    assert text[: words[last].end] == phrase


@pytest.mark.parametrize(
    ("text", "at", "kind"),
    [
        ("les camionneurs", 1, "workers"),
        ("les auteurs", 1, "guilty"),
        ("ceux qui tirent", 0, "any"),
        ("ceux de demain", 0, None),
        ("les navigateurs", 1, "agent"),
        ("une table", 1, None),
    ],
)
def test_words_for_groups_of_people_are_known_by_list_or_ending(text: str, at: int, kind: str | None) -> None:
    assert crowd(tokens(text), at) == kind
