"""Whom a statement is about or addressed to."""

from __future__ import annotations

import pytest
from press import read

TARGETS = [
    ("Oslo a dit que la Suède devait répondre.", {"SWE"}),
    ("Oslo a dit que le gouvernement suédois devait répondre.", {"SWE"}),
    ("Oslo a dit que les Suédois devaient répondre.", {"SWE"}),
    ("Oslo a dit que Stockholm devait répondre.", {"SWE"}),
    ("Oslo a prévenu Stockholm que la patience avait des limites.", {"SWE"}),
    ("Oslo a demandé à Stockholm de répondre.", {"SWE"}),
    ("Oslo a dit que la Suède et le Danemark devaient répondre.", {"SWE", "DNK"}),
    ("Le ministre suédois Nils Berg est à Oslo. La Norvège a dit que M. Berg devait répondre.", {"SWE"}),
    ("Oslo a dit que la Norvège répondrait à la Suède.", {"SWE"}),
    ("Oslo a exhorté les pêcheurs à rentrer.", {"PECHEURS"}),
    (
        "La Suède et le Danemark se disputent. La Suède et le Danemark ont des îles. "
        "Oslo a invité les deux pays au calme.",
        {"SWE", "DNK"},
    ),
    ("La Suède a fermé le pont. Oslo a dénoncé un acte hostile.", {"SWE"}),
    ("Oslo a dit que rien ne pressait.", set()),
    ("Oslo a dit que les auteurs de l'attaque paieraient.", {"AUTEURS"}),
    ("Oslo a dit que quiconque approcherait serait arrêté.", {"QUICONQUE"}),
    ("Oslo a promis une prime aux mineurs et aux pêcheurs.", {"PECHEURS"}),
    ("L'Union européenne a voté. Oslo a dit que l'Union se trompait.", {"EU"}),
    ("L'Agence internationale de l'énergie atomique attend. Oslo a dit que l'Agence se trompait.", {"IAEA"}),
    ("Le Hezbollah a tiré. Oslo a dit que la milice le regretterait.", {"HEZBOLLAH"}),
    (
        "Le groupe Nordvik a fermé la mine. Un élu a protesté. Oslo a dit que le groupe devait payer.",
        {"NORDVIK"},
    ),
    ("La Suède compte ses morts. Le Hezbollah a revendiqué l'attentat.", {"SWE"}),
    ("Oslo a promis que ceux qui ont tiré seraient jugés.", {"CEUX_QUI"}),
    (
        "Le syndicat Rail Nord a déposé un préavis. Oslo a dit que les grévistes seraient remplacés.",
        {"GREVISTES"},
    ),
    (
        "Le groupe Nordvik vend du gaz. La Suède a averti Nordvik que son permis serait retiré.",
        {"NORDVIK"},
    ),
    (
        "La Suède et le Danemark négocient. Oslo a félicité Stockholm et Copenhague de leur accord.",
        {"SWE", "DNK"},
    ),
    ("Oslo a prévenu que tout armateur suédois perdrait sa licence.", {"SWE"}),
    ("Oslo a déclaré que les sociétés suédoises seraient exclues du marché.", {"SWE"}),
    (
        "À l'adresse de Stockholm, le ministre norvégien Ola Lund a promis « un geste avant l'été ».",
        {"SWE"},
    ),
    (
        "« La Suède est notre amie », a dit le ministre norvégien Ola Lund. « Nous l'aiderons », a-t-il ajouté.",
        {"SWE"},
    ),
    (
        "Le ministre suédois Nils Berg a menacé de fermer le détroit. « Nous n'avons peur de personne », "
        "a répondu la ministre norvégienne Kari Dahl.",
        {"SWE"},
    ),
    ("Le Danemark a expulsé deux diplomates norvégiens. Oslo a promis une réponse.", {"DNK"}),
    ("Reykjavik a remercié la Norvège, la Suède et le Danemark de leur aide.", {"NOR", "SWE", "DNK"}),
    ("Oslo a appelé l'ONU et l'Union africaine à agir.", {"UN", "AU"}),
    ("Oslo a salué l'ambassadeur de Suède au Danemark.", {"SWE"}),
    ("Oslo a remercié l'ambassadeur suédois auprès des Nations unies.", {"SWE"}),
    ("Oslo a dit que la marine resterait en Lettonie, et que la Suède le savait.", {"SWE"}),
]


@pytest.mark.parametrize(("text", "codes"), TARGETS)
def test_counterparties_are_named_described_or_plain(text: str, codes: set[str]) -> None:
    assert {s.counterparty for s in read(text)[-1].stances} == codes


@pytest.mark.parametrize(
    "text",
    [
        "Oslo a dit que les pourparlers de Vienne reprendraient.",
        "Oslo a dit que ses soldats resteraient en Lettonie.",
        "Oslo a dit que la Norvège attendrait.",
        "Oslo a dit que le bateau partirait à partir de Vienne.",
    ],
)
def test_places_events_and_the_own_side_are_none(text: str) -> None:
    assert not {s.counterparty for s in read(text)[-1].stances} & {"AUT", "LVA", "NOR"}


def test_a_town_after_a_preposition_is_no_person() -> None:
    text = "Oslo a dit que des militants campaient à Vallon-sur-Orne."
    assert not {s.counterparty for s in read(text)[-1].stances} & {"ORNE", "VALLON", "VALLON_SUR_ORNE"}


def test_a_lower_case_noun_is_no_paper() -> None:
    assert read("Oslo a dénoncé des crimes contre l'humanité.")[-1].stances == ()


def test_a_mention_is_in_the_text_and_no_code_stands_twice() -> None:
    text = "Rome a dit que Paris et les Français savaient, que la France le dirait."
    (statement,) = read(text)
    assert [x.counterparty for x in statement.stances] == ["FRA"]
    assert all(x.mention in text for x in statement.stances)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("« Ouvrez la frontière », a lancé le roi du Maroc à l'adresse du Togo.", "TGO"),
        ("« Ouvrez la frontière », a-t-elle dit à Oslo à l'intention des élus togolais.", "TGO"),
        ("« Ouvrez la frontière », a lancé au Togo le ministre marocain.", "TGO"),
        ("« Nous sommes prêts », a répondu Rabat au Togo.", "TGO"),
    ],
)
def test_an_incise_names_whom_one_speaks_to(text: str, code: str) -> None:
    assert code in {s.counterparty for s in read(text)[-1].stances}


def test_where_one_speaks_is_no_counterparty() -> None:
    assert not read("« Le port rouvrira », a dit à Lomé le ministre marocain.")[-1].stances


@pytest.mark.parametrize(
    "topic",
    [
        " à propos des soldats togolais",
        " au sujet du Togo",
        " en parlant du Togo",
        ", s'adressant aux Togolais",
    ],
)
def test_an_incise_names_of_whom_one_speaks(topic: str) -> None:
    (statement,) = read(f"« Ils doivent partir », a dit le secrétaire d'État marocain{topic}.")
    assert (statement.speaker.mention, [s.counterparty for s in statement.stances]) == (
        "le secrétaire d'État marocain",
        ["TGO"],
    )
