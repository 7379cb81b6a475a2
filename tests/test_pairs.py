"""Text pairs: what a model sees of a statement and its target."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dyade.annotation.markup import read_markup
from dyade.pairs import PairSettings, pairs_of, text_pair
from dyade.records import Article, Kind, Speaker, Stance, Statement


def test_names_give_way_to_roles(article: Article) -> None:
    statement = article.statements[0]
    text, second = text_pair(article, statement, statement.stances[0])
    assert text == "<locuteur> a prévenu <énoncé> que <locuteur> fermerait ses ports à <cible> </énoncé>."
    assert second == "<indirect> <cible>"


def test_names_stay_where_masking_is_off(article: Article) -> None:
    statement = article.statements[0]
    text, second = text_pair(article, statement, statement.stances[0], PairSettings(mask=False))
    assert "<énoncé> qu'Athènes fermerait ses ports à Ankara </énoncé>" in text
    assert second == "<indirect> Ankara"


def test_swapping_the_names_of_two_actors_changes_nothing() -> None:
    marked = (
        "= x\nLe ministre grec a averti que {1|ANK paierait, mais que BEY serait épargnée}.\n--\n"
        "1 indirect | Le ministre grec | Le ministre grec | GRC\nXXX threatening | ANK |\nYYY neutral | BEY |\n"
    )
    seen = []
    for a, b in (("TUR Ankara", "LBN Beyrouth"), ("LBN Beyrouth", "TUR Ankara"), ("RUS Moscou", "CHN Pékin")):
        (code, name), (other, second) = a.split(), b.split()
        text = marked.replace("ANK", name).replace("BEY", second).replace("XXX", code).replace("YYY", other)
        ((_, made),) = read_markup(text)
        assert isinstance(made, Article)
        seen.append([(p.text, p.text_pair) for p in pairs_of([made], PairSettings())])
    assert seen[0] == seen[1] == seen[2]


def test_a_far_target_comes_with_its_own_sentence() -> None:
    filler = " ".join(f"La séance numéro {n} fut longue." for n in range(30))
    marked = (
        f"= x\nL'entreprise Kaldor a fermé son usine. {filler} Le maire a promis {{1|des poursuites}}.\n--\n"
        "1 indirect | Le maire | Le maire | MAIRE\nKALDOR threatening | Kaldor |\n"
    )
    ((_, made),) = read_markup(marked)
    assert isinstance(made, Article)
    text, _ = text_pair(made, made.statements[0], made.statements[0].stances[0])
    assert "<cible> a fermé son usine." in text
    assert "<énoncé> des poursuites </énoncé>" in text
    assert "numéro 12" not in text


def test_a_statement_is_never_cut() -> None:
    long = " ".join(f"nous n'oublierons pas le jour {n}" for n in range(400))
    marked = f"= x\nRome a dit : « {{1|{long}, Athènes}} ».\n--\n1 direct | Rome | Rome | ITA\nGRC neutral | Athènes |\n"
    ((_, made),) = read_markup(marked)
    assert isinstance(made, Article)
    text, _ = text_pair(made, made.statements[0], made.statements[0].stances[0])
    assert "jour 0 " in text
    assert "jour 399, <cible> </énoncé>" in text


@pytest.mark.parametrize("before", [0, 1])
def test_context_is_counted_in_sentences(article: Article, before: int) -> None:
    statement = replace(article.statements[1])
    text, _ = text_pair(article, statement, statement.stances[0], PairSettings(before=before))
    assert ("fermerait" in text) == bool(before)


def test_pairs_come_in_the_order_of_the_articles(article: Article) -> None:
    pairs = list(pairs_of([article, replace(article, id="b")], PairSettings()))
    assert [(p.article, p.statement, p.stance) for p in pairs] == [
        ("ports", 0, 0), ("ports", 1, 0), ("b", 0, 0), ("b", 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Oslo dit que la Tanzanie aidera le voisin de la Tanzanie.",
            "Oslo dit que le Rwanda aidera le voisin du Rwanda.",
            "Oslo dit que l'Iran aidera le voisin de l’Iran.",
        ),
        ("Oslo dit que Berne ira à la Tanzanie.", "Oslo dit qu'Alger ira au Rwanda."),
    ],
)
def test_nothing_that_a_name_alone_decides_stays_beside_its_role(texts: tuple[str, ...]) -> None:
    speaker, stance = Speaker("Oslo", "Oslo", "NOR"), Stance("ZAF", "Pretoria")
    seen = set()
    for text in texts:
        statement = Statement(9, len(text) - 1, text[9:-1], Kind.indirect, speaker)
        seen.add(text_pair(Article("a", text), statement, stance)[0])
    assert len(seen) == 1
