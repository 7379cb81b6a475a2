"""Reported speech without a quotation of its own: clauses, infinitives, nouns, sources, incises."""

from __future__ import annotations

import pytest
from press import said

CLAUSES = [
    ("Lisbonne a annoncé que la flotte rentrerait au port.", "que la flotte rentrerait au port", "PRT"),
    (
        "La ministre danoise a, en outre, rappelé que le traité restait ouvert.",
        "que le traité restait ouvert",
        "DNK",
    ),
    (
        "Le président péruvien a déclaré, ce que nul n'attendait, qu'il rencontrerait Quito.",
        "qu'il rencontrerait Quito",
        "PER",
    ),
    ("Oslo n'a pas dit si ses navires partiraient.", None, "NOR"),
    ("Oslo a demandé si les navires partiraient.", "si les navires partiraient", "NOR"),
    ("Le gouvernement letton affirme avoir fermé sa frontière.", "avoir fermé sa frontière", "LVA"),
    ("Vienne dit vouloir reprendre les pourparlers.", "vouloir reprendre les pourparlers", "AUT"),
    (
        "Ottawa a prévenu Paris que les droits de douane doubleraient.",
        "que les droits de douane doubleraient",
        "CAN",
    ),
    ("Hanoï a menacé de rappeler son ambassadeur.", "de rappeler son ambassadeur", "VNM"),
    ("Hanoï menace Manille de représailles.", "Manille de représailles", "VNM"),
    ("Le Caire a salué la décision de Tunis.", "la décision de Tunis", "EGY"),
    ("Le Caire a appelé à la retenue.", "à la retenue", "EGY"),
    ("Le Brésil a demandé à la Bolivie de rouvrir le pont.", "à la Bolivie de rouvrir le pont", "BRA"),
    ("Le Brésil a exhorté ses voisins à rouvrir le pont.", "ses voisins à rouvrir le pont", "BRA"),
    ("Rome accuse Tripoli d'avoir menti.", "Tripoli d'avoir menti", "ITA"),
    ("Rome a qualifié la proposition d'« inacceptable ».", "la proposition d'« inacceptable »", "ITA"),
    ("L'Islande s'est félicitée de l'accord.", "de l'accord", "ISL"),
    ("Budapest met en garde contre un nouveau blocus.", "contre un nouveau blocus", "HUN"),
    ("Le ministre malien a tenu à remercier l'Algérie.", "l'Algérie", "MLI"),
    ("Le ministre kényan se dit prêt à rencontrer Kampala.", "prêt à rencontrer Kampala", "KEN"),
]


@pytest.mark.parametrize(("text", "quote", "side"), CLAUSES)
def test_what_a_cue_governs_is_the_statement(text: str, quote: str | None, side: str) -> None:
    assert said(text) == ([(quote, side)] if quote else [])


SOURCES = [
    (
        "Selon Bogota, la frontière restera fermée tout l'été.",
        "la frontière restera fermée tout l'été",
        "COL",
    ),
    (
        "La frontière restera fermée tout l'été, selon Bogota.",
        "La frontière restera fermée tout l'été",
        "COL",
    ),
    ("D'après le ministre irlandais, le texte sera signé lundi.", "le texte sera signé lundi", "IRL"),
    (
        "Pour le président polonais, « rien n'est joué dans cette affaire ».",
        "rien n'est joué dans cette affaire",
        "POL",
    ),
    ("À en croire Bakou, les travaux avancent vite.", "les travaux avancent vite", "AZE"),
    ("Aux yeux de Séoul, cette lettre ne vaut rien.", "cette lettre ne vaut rien", "KOR"),
    ("Les navires partiront demain, a annoncé le ministre grec.", "Les navires partiront demain", "GRC"),
    ("Les navires partiront demain, affirme-t-on à Athènes.", "Les navires partiront demain", "GRC"),
    (
        "La Norvège, a précisé le ministre norvégien, ne vendra pas son gaz.",
        "La Norvège, a précisé le ministre norvégien, ne vendra pas son gaz",
        "NOR",
    ),
]


@pytest.mark.parametrize(("text", "quote", "side"), SOURCES)
def test_sources_and_incises_report_the_words_around_them(text: str, quote: str, side: str) -> None:
    assert [q for q, _ in said(text)] == [quote]


CHAINS = [
    (
        "Tokyo a dit que la porte restait ouverte, ajoutant que rien ne pressait.",
        ["que la porte restait ouverte", "que rien ne pressait"],
    ),
    ("Sofia a remercié Athènes et promis de lui livrer du gaz.", ["Athènes", "de lui livrer du gaz"]),
    ("Sofia a dénoncé le raid, avant d'exiger des excuses.", ["le raid", "des excuses"]),
    ("Sofia estime que le texte est mauvais et demande un délai.", ["que le texte est mauvais", "un délai"]),
    ("Rabat a dénoncé le raid tandis que Tunis appelait au calme.", ["le raid", "au calme"]),
]


@pytest.mark.parametrize(("text", "quotes"), CHAINS)
def test_each_cue_with_content_of_its_own_makes_a_statement(text: str, quotes: list[str]) -> None:
    assert [q for q, _ in said(text)] == quotes


def test_the_agent_of_a_passive_is_the_speaker() -> None:
    assert said("L'accord a été rejeté par le parlement suédois.") == [("L'accord", "SWE")]
    assert said("Oslo est accusée par Moscou de tricher.")[0] == ("de tricher", "RUS")


@pytest.mark.parametrize(
    "text",
    [
        "La pluie est tombée sur Lima toute la nuit.",
        "Le général commande les forces du nord.",
        "L'accord a été rejeté.",
        "Oslo n'a rien annoncé.",
        "La demande de visas a doublé en Espagne.",
    ],
)
def test_acts_and_nouns_are_no_statements(text: str) -> None:
    assert said(text) == []


def test_the_conditional_of_hearsay_is_a_statement_of_the_one_named() -> None:
    assert said("Le roi du Maroc aurait promis de recevoir Madrid.") == [("de recevoir Madrid", "MAR")]
