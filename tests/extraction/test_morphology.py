"""The forms of cue verbs are derived from their infinitives."""

from __future__ import annotations

import pytest

from dyade.extraction.morphology import conjugate
from dyade.text import table


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("annoncer", "annonce annoncent annonçait annonça annoncèrent annoncera annoncerait"),
        ("exiger", "exige exigent exigeait exigea exigèrent exigera exigerait"),
        ("rappeler", "rappelle rappellent rappelait rappela rappelèrent rappellera"),
        ("rejeter", "rejette rejettent rejetait rejeta rejettera"),
        ("espérer", "espère espèrent espérait espéra espérera"),
        ("avertir", "avertit avertissent avertissait avertirent avertira"),
        ("promettre", "promet promettent promettait promit promettra"),
        ("prétendre", "prétend prétendent prétendait prétendit prétendra"),
        ("soutenir", "soutient soutiennent soutenait soutint soutiendra"),
        ("écrire", "écrit écrivent écrivait écrivit écrira"),
        ("envoyer", "envoie envoient envoyait envoya"),
    ],
)
def test_third_persons_are_spelt_as_french_spells_them(verb: str, forms: str) -> None:
    assert set(forms.split()) <= conjugate(verb).finite


@pytest.mark.parametrize(
    ("verb", "participle", "gerund"),
    [
        ("dire", "dit", "disant"),
        ("reconnaître", "reconnu", "reconnaissant"),
        ("exclure", "exclu", "excluant"),
        ("annoncer", "annoncé", "annonçant"),
        ("savoir", "su", "sachant"),
        ("admettre", "admis", "admettant"),
    ],
)
def test_participles(verb: str, participle: str, gerund: str) -> None:
    forms = conjugate(verb)
    assert participle in forms.participle
    assert forms.gerund == gerund


def test_a_verb_that_follows_no_rule_names_the_table_to_mend() -> None:
    with pytest.raises(ValueError, match=r"verbs\.csv"):
        conjugate("xoudre")


def test_the_cues_are_many_and_known_by_lemma_and_construction() -> None:
    cues = table("cues.csv")
    assert len({row["cue"] for row in cues}) == len(cues) >= 250
    assert all(row["constructions"].split() for row in cues)
