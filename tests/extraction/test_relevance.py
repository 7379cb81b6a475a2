"""Which candidates become counterparties, and that the shipped weights can be refitted."""

from __future__ import annotations

import pytest

from dyade.actors import load_lexicon
from dyade.extraction.candidates import Candidate
from dyade.extraction.fitting.counterparties import f1, fit
from dyade.extraction.fitting.reading import read
from dyade.extraction.relevance import Relevance, load_relevance
from dyade.records import Article, Kind, Label, Speaker, Stance, Statement

WEIGHTS = Relevance({"in": 2.0, "aside": -3.0}, bias=-1.0, least=0.5, kept=-1.5)


def candidate(code: str, *clues: str) -> Candidate:
    return Candidate(code, code.capitalize(), set(clues))


def test_a_score_is_the_sum_of_the_weights_of_known_clues() -> None:
    assert WEIGHTS.score(candidate("SWE", "in", "never seen")) == 1.0
    assert WEIGHTS.score(candidate("SWE")) == -1.0


def test_those_at_the_threshold_are_chosen_in_their_order() -> None:
    found = WEIGHTS.chosen([candidate("SWE", "in"), candidate("NOR"), candidate("DNK", "in")])
    assert [c.code for c in found] == ["SWE", "DNK"]


def test_whom_the_rules_found_a_lower_threshold_keeps() -> None:
    found = WEIGHTS.chosen([candidate("SWE", "ruled"), candidate("NOR"), candidate("DNK", "ruled", "aside")])
    assert [c.code for c in found] == ["SWE"]
    assert WEIGHTS.chosen([]) == []


def test_the_shipped_weights_prefer_the_named_to_the_far() -> None:
    weights = load_relevance()
    named = candidate("SWE", "in", "in:plain", "in:sort=name", "in:role=object", "ruled", "ruled:in", "state")
    far = candidate("NOR", "last=3", "named:last=3", "named:agree=1", "state")
    assert weights.score(named) > weights.least > weights.score(far)


def articles() -> list[Article]:
    """Passages in which whom the statement names is the counterparty, and who is named before is not."""
    pairs = [
        ("la Suède", "SWE", "Le Danemark"),
        ("la Finlande", "FIN", "La Pologne"),
        ("le Danemark", "DNK", "La Suède"),
    ]
    made = []
    for at, (name, code, before) in enumerate(pairs * 8):
        text = f"{before} a voté. Oslo a dit que {name} devait répondre."
        start = text.index("que")
        quote = text[start:-1]
        stance = Stance(code, name, Label.neutral)
        said = Statement(
            start, start + len(quote), quote, Kind.indirect, Speaker("Oslo", "Oslo", "NOR"), (stance,)
        )
        made.append(Article(f"a{at}", text, statements=(said,)))
    return made


def test_a_fit_learns_whom_the_articles_take_for_counterparties() -> None:
    pytest.importorskip("sklearn")
    prepared = [read(a, load_lexicon()) for a in articles()]
    assert all(a.gold for a in prepared)
    fitted = fit(prepared, prepared, strength=1.0, least_often=2, whole=1.0)
    assert f1(prepared, fitted) == 1.0
    assert f1(prepared, Relevance({}, 0.0, 1.0, 1.0)) == 0.0
