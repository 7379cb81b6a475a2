"""Quotation marks and turns of dialogue."""

from __future__ import annotations

import pytest
from press import read, said

from dyade.records import Kind

MARKS = [
    "« {} », a déclaré le ministre turc de la Défense.",
    "«{}», a déclaré le ministre turc de la Défense.",
    "«\u00a0{}\u00a0», a déclaré le ministre turc de la Défense.",
    "«\u202f{}\u202f», a déclaré le ministre turc de la Défense.",
    "“{}”, a déclaré le ministre turc de la Défense.",
    '"{}", a déclaré le ministre turc de la Défense.',
    "‹ {} ›, a déclaré le ministre turc de la Défense.",
    "Le ministre turc de la Défense a déclaré : « {} »",
    "Le ministre turc de la Défense : « {} »",
    "Selon le ministre turc de la Défense, « {} ».",
    "« {} », affirme le ministre turc de la Défense, Hakan Demirel.",
    "« {} » a déclaré à la presse le ministre turc de la Défense.",
    "« {} », a déclaré à la radio locale le ministre turc de la Défense.",
    "« {} », a répondu depuis l'île de Bornholm, au Danemark, le ministre turc de la Défense.",
    "« {} », lâche, amer, un conseiller turc.",
]


@pytest.mark.parametrize("frame", MARKS)
def test_a_quotation_is_found_whatever_its_marks_and_its_cue(frame: str) -> None:
    words = "Nos soldats resteront à la frontière aussi longtemps qu'il le faudra"
    assert said(frame.format(words)) == [(words, "TUR")]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "« Nous partirons », a dit Berne, « mais nous reviendrons au printemps ».",
            "Nous partirons », a dit Berne, « mais nous reviendrons au printemps",
        ),
        (
            "« Nous partirons ce soir, a prévenu le ministre suisse, mais nous reviendrons. »",
            "Nous partirons ce soir, a prévenu le ministre suisse, mais nous reviendrons.",
        ),
        ("« La porte n'est pas fermée, assure-t-on à Berne. »", None),
    ],
)
def test_a_quotation_that_its_cue_interrupts_is_one_statement(text: str, quote: str | None) -> None:
    found = [q for q, _ in said(text)]
    assert len(found) == 1
    assert quote is None or found == [quote]


def test_marks_opened_again_at_each_paragraph_go_on_with_the_quotation() -> None:
    text = "Le président chilien a déclaré : « Nous avons attendu.\n« Nous n'attendrons plus. »"
    assert said(text) == [("Nous avons attendu.\n« Nous n'attendrons plus.", "CHL")]


def test_nested_marks_belong_to_the_outer_quotation() -> None:
    text = "« Le mot “guerre” ne figure pas dans notre lettre », a répondu Athènes."
    assert said(text) == [("Le mot “guerre” ne figure pas dans notre lettre", "GRC")]


def test_a_quoted_sentence_after_a_statement_keeps_its_speaker() -> None:
    text = "« Nous voulons la paix », a dit le président kényan. « Nos voisins la veulent aussi. »"
    assert [side for _, side in said(text)] == ["KEN"] * len(said(text))


@pytest.mark.parametrize(
    "text",
    [
        "Le film « Les Routes du Nord » sort mercredi à Oslo.",
        "L'opération « Vent du désert » se poursuit au Mali.",
        "Les « gilets orange » ont défilé à Rome.",
        "Surnommé « le Faucon », il vit à Madrid.",
        "Le traité suédois prévoit trois étapes.\n- Un premier vote au printemps.\n- Une paix au sommet.",
    ],
)
def test_titles_and_nicknames_are_no_statements(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text", ["« Nous partirons, a dit Oslo", "Nous partirons », a dit Oslo.", "« « « »", '"', "»«»«"]
)
def test_unbalanced_marks_never_raise(text: str) -> None:
    read(text)


def test_the_turns_of_an_interview_are_those_of_the_person_met_first() -> None:
    text = (
        "L'ambassadeur du Japon, Kenji Morita, nous a reçus.\n\nQue ferez-vous cet hiver ?\n\n"
        "— Nous négocierons avec Séoul jusqu'au bout.\n\n— Et si Séoul refuse ?\n\n"
        "— Nous attendrons le printemps."
    )
    assert said(text)[-2:] == [
        ("Nous négocierons avec Séoul jusqu'au bout.", "JPN"),
        ("Nous attendrons le printemps.", "JPN"),
    ]


def test_a_post_is_quoted_like_speech() -> None:
    text = "Le président colombien a écrit sur X : « Merci au peuple chilien pour son aide. »"
    assert said(text) == [("Merci au peuple chilien pour son aide.", "COL")]


def test_quoted_words_after_a_verb_of_sight_are_a_statement() -> None:
    assert said("Le Premier ministre malaisien y voit « une prise d'otages ».") == [
        ("une prise d'otages", "MYS")
    ]
    assert said("Le Premier ministre malaisien y voit un bon présage.") == []


def test_kinds_tell_whole_quotations_from_quoted_words() -> None:
    text = "Oslo juge l'accord « très utile ». « Nous le signerons demain », a ajouté Oslo. Oslo dit que tout va."
    assert [s.kind for s in read(text)] == [Kind.mixed, Kind.direct, Kind.indirect]


def test_answers_without_a_dash_are_turns_where_most_speak_in_the_first_person() -> None:
    text = (
        "Lena Fors, ministre suédoise de la Pêche, nous a reçus à Stockholm.\n\n"
        "Que demandez-vous ?\nNous demandons que le quota soit rendu à nos bateaux.\n\n"
        "Et si l'on vous le refuse ?\nJe ne veux pas l'imaginer. La saison est courte.\n\n"
        "Le port rouvre mardi."
    )
    assert said(text) == [
        ("Nous demandons que le quota soit rendu à nos bateaux.", "SWE"),
        ("Je ne veux pas l'imaginer. La saison est courte.", "SWE"),
    ]


def test_questions_as_headings_over_the_journalists_own_words_are_no_interview() -> None:
    text = (
        "Qui pêche dans ces eaux ?\nSurtout des chalutiers suédois, venus de Malmö.\n\n"
        "Que dit la loi ?\nElle fixe un quota depuis 1998."
    )
    assert said(text) == []


@pytest.mark.parametrize(
    "dateline",
    [
        "OSLO — ",
        "OSLO, 5 mai 2011 – ",
        "Oslo, mardi (AFP) - ",
        "OSLO. — ",
        "15 h 30 | ",
        "**7 h 45.** ",
        "16h20 // ",
        "OSLO, 5 juil (AFP) - ",
        "OSLO 05/07 (AFP) = ",
        "Oslo, le 5 mai 2011 - (AFP) - ",
    ],
)
def test_a_dateline_belongs_to_no_statement(dateline: str) -> None:
    text = f"{dateline}Le port sera fermé dès lundi, a annoncé le ministre suédois de la Pêche."
    assert said(text) == [("Le port sera fermé dès lundi", "SWE")]


def test_a_subject_before_a_dash_is_no_dateline() -> None:
    assert said("Oslo – qui préside la séance – a dit que le port fermerait.") == [
        ("que le port fermerait", "NOR")
    ]


WORDS = "Nous rouvrirons quand le coupable aura été jugé"


@pytest.mark.parametrize(
    ("text", "side"),
    [
        (f"Le port est fermé. « {WORDS} » (Ana Petrova, ministre bulgare des Transports).", "BGR"),
        (f"« {WORDS} ». La phrase est d'Ana Petrova, ministre bulgare des Transports.", "BGR"),
        (f"« {WORDS} » : le ministre bulgare des Transports ne mâche pas ses mots.", "BGR"),
        (f"« {WORDS} », lit-on dans un communiqué du gouvernement bulgare.", "BGR"),
        (f"Le ministre bulgare des Transports n'a pas tardé à réagir. « {WORDS}. »", "BGR"),
        (f"« {WORDS} », réagit le ministre bulgare des Transports.", "BGR"),
    ],
)
def test_the_author_of_a_quotation_may_be_named_beside_it(text: str, side: str) -> None:
    assert [(quote.rstrip("."), who) for quote, who in said(text)] == [(WORDS, side)]


def test_a_mere_name_in_brackets_signs_nothing() -> None:
    assert not read("Le navire « Belle Étoile » (Compagnie du Nord) a quitté Riga.")


def test_a_sentence_told_of_somebody_does_not_reach_into_the_next_paragraph() -> None:
    text = f"Le ministre grec a dénoncé le texte. Le ministre turc a souri.\n« {WORDS}. »"
    assert said(text)[-1] == (f"{WORDS}.", "GRC")


def test_an_incise_may_say_where_it_was_said_between_two_quotations() -> None:
    text = "« Il faut choisir », a-t-elle dit devant des élus à Rome, « entre la paix et la guerre »."
    assert [s.quote for s in read(text)] == [text[2:-3]]


def test_a_quotation_before_its_source_is_the_statement_alone() -> None:
    text = "Oslo a voté contre la motion, « un texte bancal » selon l'ambassadeur cubain."
    assert [s.quote for s in read(text)] == ["un texte bancal"]


def test_a_declaration_may_follow_its_colon_in_a_paragraph_of_its_own() -> None:
    text = (
        "La Jordanie et l'Irak ont publié la déclaration suivante :\n\n« Nous nous félicitons de l'accord. »"
    )
    assert [s.quote for s in read(text)] == ["Nous nous félicitons de l'accord."]
