"""How the text introduces a statement, one construction after the other; marked words are the statement."""

from __future__ import annotations

import pytest

from dyade.actors import load_lexicon
from dyade.constructions import Construction, construction
from dyade.extraction.document import Document
from dyade.records import Kind, Speaker, Statement

SENTENCES = {
    "turn": [
        ("La maire de Brest, Anne Kervella, répond.\nQue craignez-vous ?\n— [Le port de Cork nous prendra nos lignes.]", "direct"),
    ],
    "paragraphs": [
        ("L'ambassadeur a publié une lettre. « [Nous avons attendu.\n« Nous n'attendrons plus.] »", "direct"),
    ],
    "source": [
        ("Selon le ministère danois, [la frontière restera fermée].", "indirect"),
        ("[Les convois ont été arrêtés à l'aube], d'après un diplomate suédois.", "indirect"),
        ("Pour Ottawa, « [le compte n'y est pas] ».", "direct"),
    ],
    "inside": [
        ("[Lima, a assuré la ministre péruvienne, ne lâchera pas ses pêcheurs].", "indirect"),
        ("« [Nous partirons », a prévenu le général, « mais pas les mains vides] ».", "direct"),
    ],
    "before": [
        ("Le ministre tchèque a lancé : « [Prague ne paiera pas] ».", "direct"),
        ("Le porte-parole a été bref : [rien ne sera signé cette année].", "indirect"),
        ("Le chancelier juge « [indigne d'un allié] » le retrait d'Oslo.", "direct"),
    ],
    "after": [
        ("« [Les sanctions seront levées] », a promis le président chilien.", "direct"),
        ("[La trêve ne tiendra pas], craint-il.", "indirect"),
        ("[Si Dakar cède, tout est perdu], a averti l'opposant.", "indirect"),
    ],
    "clause": [
        ("Le roi a rappelé [que le détroit appartenait à tous].", "indirect"),
        ("La ministre a demandé [si Riga comptait payer].", "indirect"),
        ("Hanoï affirme que « [la pêche reprendra] ».", "direct"),
    ],
    "infinitive": [
        ("Le Kenya a promis [de rouvrir son marché aux éleveurs somaliens].", "indirect"),
        ("Tunis a demandé [à l'Algérie de financer la route].", "indirect"),
        ("Le Pérou a accusé [Ottawa d'avoir menti].", "indirect"),
        ("Madrid dit [regretter le départ de l'ambassadeur].", "indirect"),
    ],
    "nominal": [
        ("Bogota a dénoncé [l'arrestation de trois pêcheurs].", "indirect"),
        ("Quito a salué [la volonté de conclure avant l'été].", "indirect"),
        ("Le député a accusé [Vienne de trahison].", "indirect"),
    ],
    "passive": [("[L'accord] a été rejeté par la Finlande.", "indirect")],
    "floating": [("Le préfet se tait. « [Personne ne nous a consultés.] »", "direct")],
    "other": [("[Le blé ukrainien gâche la récolte.] Voilà ce que l'on entend à Varsovie.", "indirect")],
}  # fmt: skip


def marked(text: str, kind: str) -> tuple[Document, Statement]:
    """The document of a text and the statement between its square brackets."""
    start, end = text.index("["), text.index("]") - 1
    text = text.replace("[", "").replace("]", "")
    speaker = Speaker("x", "x", "X")
    return Document(text, None, load_lexicon()), Statement(start, end, text[start:end], Kind(kind), speaker)


@pytest.mark.parametrize(
    ("expected", "text", "kind"),
    [(way, text, kind) for way, sentences in SENTENCES.items() for text, kind in sentences],
)
def test_the_words_around_a_statement_tell_how_it_is_introduced(expected: str, text: str, kind: str) -> None:
    assert construction(*marked(text, kind)) is Construction(expected)


def test_every_construction_is_shown_above() -> None:
    assert set(SENTENCES) == set(Construction)


@pytest.mark.parametrize(("start", "end"), [(0, 1), (4, 5), (0, 22), (21, 22)])
def test_a_span_that_fits_no_word_is_no_error(start: int, end: int) -> None:
    document, found = marked("[«]   ! Le roi a ri.  ?", "indirect")
    assert len(document.text) == 21
    end = min(end, 21)
    span = Statement(start, end, document.text[start:end], Kind.direct, found.speaker)
    assert construction(document, span) in set(Construction)
