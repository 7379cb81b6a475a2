"""Words that denote several actors, or none, are decided on purpose."""

from __future__ import annotations

import pytest

from dyade.actors import find_mentions, load_lexicon

CASES = [
    ("La Géorgie a signé avec Bakou.", ["GEO", "AZE"]),
    ("Le sénateur élu en Géorgie a quitté Atlanta.", []),
    ("Le Niger et le Nigeria ont signé.", ["NER", "NGA"]),
    ("Les Nigériens et les Nigérians ont signé.", ["NER", "NGA"]),
    ("La République démocratique du Congo a signé.", ["COD"]),
    ("La RDC a signé avec le Congo-Brazzaville.", ["COD", "COG"]),
    ("Le Congo a signé à Brazzaville.", ["COG", "COG"]),
    ("La Corée du Nord et la Corée du Sud ont signé.", ["PRK", "KOR"]),
    ("Pyongyang et Séoul ont signé.", ["PRK", "KOR"]),
    ("Bruxelles a rejeté le budget de Rome.", ["EU", "ITA"]),
    ("Le gouvernement belge et Bruxelles ont signé.", ["BEL", "BEL"]),
    ("La Guinée-Bissau a signé.", ["GNB"]),
    ("France Dupuis a signé le contrat.", []),
    ("La France a signé le contrat.", ["FRA"]),
    ("Les pourparlers se tiennent à Genève.", []),
    ("Le Soudan du Sud et le Soudan ont signé.", ["SSD", "SDN"]),
    ("Le Kremlin, la Maison Blanche et Downing Street ont signé.", ["RUS", "USA", "GBR"]),
    ("L'OTAN et l'Union européenne ont signé.", ["NATO", "EU"]),
    ("Les Chabab, les houthistes et les Rohingyas ont signé.", ["SHEBAB", "HOUTHIS", "ROHINGYAS"]),
]


@pytest.mark.parametrize(("text", "codes"), CASES)
def test_the_article_decides_what_a_name_denotes(text: str, codes: list[str]) -> None:
    assert [m.code for m in find_mentions(text, load_lexicon())] == codes


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("La réunion se tient en Suède.", True),
        ("La Suède a signé.", False),
        ("Les routes de Suède sont sûres.", False),
    ],
)
def test_a_mention_tells_whether_it_only_says_where(text: str, place: bool) -> None:
    (mention,) = find_mentions(text, load_lexicon())
    assert mention.place is place


def test_every_mention_says_why_it_fired() -> None:
    mentions = find_mentions(
        "Le Kremlin, les Turcs et M. Chirac ont signé à Alger.", load_lexicon(), "2003-02-01"
    )
    assert [m.code for m in mentions] == ["RUS", "TUR", "FRA", "DZA"]
    assert all(m.why for m in mentions)
    assert "states.csv" in mentions[0].why


def test_a_leader_is_known_in_office_only() -> None:
    lexicon = load_lexicon()
    text = "M. Chirac a signé."
    assert [m.code for m in find_mentions(text, lexicon, "2003-02-01")] == ["FRA"]
    assert find_mentions(text, lexicon, "1950-02-01") == []


def test_a_full_name_makes_a_surname_plain() -> None:
    text = "Le président Jacques Chirac est là. Chirac a signé."
    assert [m.code for m in find_mentions(text, load_lexicon())] == ["FRA", "FRA"]


def test_a_surname_may_end_the_text() -> None:
    found = find_mentions("Le président Jacques Chirac est là. Place à M. Chirac", load_lexicon())
    assert [m.code for m in found] == ["FRA", "FRA"]


@pytest.mark.parametrize("text", ["", "\n", "’’’", "\u0301", "Ñ" * 9, "«" * 50])
def test_odd_texts_hold_no_mention(text: str) -> None:
    assert find_mentions(text, load_lexicon()) == []
