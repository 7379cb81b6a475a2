"""Scores against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dyade.records import Article, Kind, Label, Speaker, Stance, Statement
from dyade.scores import (
    Comparison,
    bootstrap,
    calibration_error,
    extraction_scores,
    f1_by_label,
    group_scores,
    kappa,
    macro_f1,
    match,
    risk_coverage,
    same_actor,
    stance_scores,
)

GOLD, MADE = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 1, 1, 2, 0])


def test_f1_kappa_and_their_mean() -> None:
    np.testing.assert_allclose(f1_by_label(GOLD, MADE), [0.5, 0.8, 2 / 3])
    assert macro_f1(GOLD, MADE) == pytest.approx((0.5 + 0.8 + 2 / 3) / 3)
    assert kappa(GOLD, MADE) == pytest.approx((4 / 6 - 1 / 3) / (1 - 1 / 3))


def test_calibration_error_is_the_mean_gap() -> None:
    sure = np.array([[0.95, 0.05, 0], [0.95, 0.05, 0]])
    assert calibration_error(np.array([0, 1]), sure) == pytest.approx(0.45)
    assert calibration_error(np.array([0, 0]), sure) == pytest.approx(0.05)


def test_risk_rises_as_less_sure_pairs_are_kept() -> None:
    p = np.array([[0.9, 0.1, 0], [0.8, 0.2, 0], [0.6, 0.4, 0]])
    assert [(round(x["coverage"], 2), x["risk"]) for x in risk_coverage(np.array([0, 0, 1]), p)] == [
        (0.33, 0), (0.67, 0), (1, pytest.approx(1 / 3)),
    ]  # fmt: skip


def test_the_interval_resamples_whole_articles() -> None:
    right = np.array([1, 1, 1, 1, 0, 0, 0, 0])
    wide = bootstrap(["a"] * 4 + ["b"] * 4, lambda i: float(right[i].mean()))
    narrow = bootstrap(list(range(8)), lambda i: float(right[i].mean()))
    assert wide == (0.0, 1.0)
    assert 0 < narrow[0] < narrow[1] < 1


def test_all_figures_of_labelling_come_together() -> None:
    p = np.eye(3)[MADE] * 0.9 + 0.1 / 3
    scores = stance_scores([list(Label)[k] for k in GOLD], p, list("aabbcc"))
    assert scores["macro_f1"] == pytest.approx(macro_f1(GOLD, MADE))
    assert np.array(scores["confusion"]).sum() == 6
    assert scores["macro_f1_interval"][0] <= scores["macro_f1"] <= scores["macro_f1_interval"][1]


def statement(start: int, end: int, side: str = "RUS", *stances: Stance) -> Statement:
    return Statement(start, end, "x" * (end - start), Kind.direct, Speaker("M", "M", side), stances)


def test_spans_match_one_to_one_best_first() -> None:
    gold, made = [statement(0, 10), statement(20, 30)], [statement(0, 8), statement(0, 10), statement(22, 40)]
    assert match(gold, made) == [(0, 1)]
    assert match(gold, made, least=0.3) == [(0, 1), (1, 2)]


@pytest.mark.parametrize(
    ("gold", "made", "same"),
    [
        (("RUS", "Moscou"), ("RUS", "le Kremlin"), True),
        (("USA+EU", "x"), ("EU", "y"), True),
        (("USA+EU", "les deux alliés"), ("EU+USA", "Les deux alliés"), True),
        (("USA+EU", "les deux alliés"), ("RUS", "Moscou"), False),
        (("RUS", "Moscou"), ("MOSCOU", "Moscou"), False),
        (("CGT_PORTS", "la CGT des ports"), ("CGT", "CGT"), True),
        (("NAVALNY", "Navalny"), ("RUS", "les juges"), False),
    ],
)
def test_actors_are_one_by_code_or_where_unlisted_by_name(
    gold: tuple[str, str], made: tuple[str, str], same: bool
) -> None:
    assert same_actor(*gold, *made) is same


def test_the_whole_way_needs_every_stage() -> None:
    threat = Stance("UKR", "Kiev", Label.threatening)
    gold = Article(
        "a", "x" * 50, statements=(statement(0, 10, "RUS", threat), statement(20, 40, "RUS", threat))
    )
    perfect = extraction_scores([Comparison(gold, gold)])
    assert perfect["dyad.f1"] == perfect["statement.f1@.8"] == 1
    other = replace(gold, statements=(statement(0, 10, "RUS", threat), statement(20, 40, "CHN", threat)))
    found = extraction_scores([Comparison(gold, other)])
    assert (found["speaker.side"], found["counterparty.f1"], found["dyad.f1"]) == (0.5, 1, 0.5)


def test_groups_count_what_is_found_by_gold_and_what_is_invented_by_its_own() -> None:
    threat, offer = Stance("UKR", "Kiev", Label.threatening), Stance("POL", "Varsovie", Label.conciliatory)
    gold = Article("a", "x" * 90, statements=(
        statement(0, 10, "RUS", threat), statement(20, 40, "RUS", threat, offer), statement(50, 60, "RUS"),
    ))  # fmt: skip
    made = replace(gold, statements=(
        statement(0, 10, "RUS", threat), statement(20, 38, "CHN", offer), statement(70, 80, "RUS", offer),
    ))  # fmt: skip
    found = group_scores([Comparison(gold, made)], [["que", "que", "bare"]], [["que", "bare", "bare"]])
    assert found["que"] == {
        "statements": 2, "predicted": 1, "recall": 1, "precision": 1, "side": 0.5,
        "counterparties": 3, "counterparty_f1": pytest.approx(0.8),
    }  # fmt: skip
    assert found["bare"] == {
        "statements": 1, "predicted": 2, "recall": 0, "precision": 0.5, "side": None,
        "counterparties": 0, "counterparty_f1": None,
    }  # fmt: skip
    assert list(found) == ["que", "bare"]


def test_one_group_has_the_figures_of_the_whole() -> None:
    threat, offer = Stance("UKR", "Kiev", Label.threatening), Stance("POL", "Varsovie", Label.conciliatory)
    gold = Article("a", "x" * 50, statements=(statement(0, 10, "RUS", threat), statement(20, 40)))
    made = replace(gold, statements=(statement(0, 10, "CHN", threat, offer), statement(30, 50)))
    whole = extraction_scores([Comparison(gold, made)])
    (one,) = group_scores([Comparison(gold, made)], [["x", "x"]], [["x", "x"]]).values()
    assert [one["recall"], one["precision"], one["side"], one["counterparty_f1"]] == [
        whole["statement.r@.5"], whole["statement.p@.5"], whole["speaker.side"], whole["counterparty.f1"],
    ]  # fmt: skip
