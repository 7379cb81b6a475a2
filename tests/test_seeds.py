"""The seed corpus keeps its promises: the counts of its card, no repetition, no name that gives a label away."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

from dyade.actors import load_lexicon
from dyade.corpus import count, group_of, repeated_runs, repeated_sentences
from dyade.pairs import PairSettings, pairs_of
from dyade.records import Article, Label
from dyade.scores import macro_f1
from dyade.sources import read_records
from dyade.validation import validate

SPLITS = ("train", "dev", "test", "test_unseen")
UNSEEN = frozenset(
    "MNG URY ISL BWA NPL OMN SVN PRY FJI BTN LVA MUS CRI LAO SWZ KGZ VUT SUR OPEC ARABLEAGUE".split()  # noqa: SIM905
)
GREAT = ("RUS", "USA", "CHN", "FRA", "ISR")


@cache
def read(split: str) -> list[Article]:
    return read_records(ROOT / "seeds" / f"{split}.jsonl")


def whole() -> list[Article]:
    return [a for split in SPLITS for a in read(split)]


def actors(article: Article) -> set[str]:
    statements = article.statements
    return {side for s in statements for side in s.speaker.sides} | {
        t.counterparty for s in statements for t in s.stances
    }


@pytest.mark.parametrize("split", [*SPLITS, "contrast"])
def test_every_record_is_valid(split: str) -> None:
    assert list(validate([str(ROOT / "seeds" / f"{split}.jsonl")], load_lexicon(None))) == []


def test_the_corpus_is_as_large_and_balanced_as_its_card_says() -> None:
    everything = count(whole())
    articles = count([a for a in whole() if "group" not in a.meta])
    assert articles.articles >= 900
    assert articles.pairs >= 3000
    assert everything.pairs - articles.pairs >= 5000
    assert all(0.28 <= n / everything.pairs <= 0.40 for n in everything.labels.values())
    assert all(n / everything.statements >= 0.2 for n in everything.kinds.values())
    assert everything.states >= 150
    assert everything.others >= 60
    assert everything.top_counterparty[1] <= 0.05
    assert everything.mixed_label_statements >= 500
    assert everything.word_forms >= 15_000
    assert everything.cue_lemmas >= 80
    assert articles.without_statement >= 0.05 * articles.articles


def test_the_card_tells_the_counts_and_checksums() -> None:
    card = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
    for split in (*SPLITS, "contrast"):
        counted = count(read(split))
        assert f"| `{split}.jsonl` | {counted.articles} | {counted.statements} | {counted.pairs} |" in card
        digest = hashlib.sha256((ROOT / "seeds" / f"{split}.jsonl").read_bytes()).hexdigest()
        assert f"`{split}` {digest[:16]}" in card


def test_nothing_is_said_twice() -> None:
    assert list(repeated_sentences([*whole(), *read("contrast")])) == []


def test_no_run_of_words_makes_a_template() -> None:
    assert repeated_runs(whole()) == {}


def test_passages_are_for_training_alone_and_splits_share_nothing() -> None:
    for split in ("dev", "test", "test_unseen"):
        assert not [a.id for a in read(split) if "group" in a.meta]
    ids = [a.id for split in (*SPLITS, "contrast") for a in read(split)]
    assert len(ids) == len(set(ids))


def test_unseen_actors_are_unseen() -> None:
    assert not [a.id for a in read("train") if actors(a) & UNSEEN]
    assert all(actors(a) <= UNSEEN for a in read("test_unseen"))


def test_the_most_covered_states_take_every_stance_on_both_ends() -> None:
    for state in GREAT:
        pairs = [(s, t) for a in whole() for s in a.statements for t in s.stances]
        spoken = {t.label for s, t in pairs if state in s.speaker.sides}
        heard = {t.label for _, t in pairs if t.counterparty == state}
        assert spoken == heard == set(Label)


def test_the_names_alone_tell_nothing() -> None:
    """A model that sees only speaker and counterparty stays within chance of a coin with three sides."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    rows: list[dict[str, Any]] = []
    labels, groups = [], []
    for article in whole():
        for statement in article.statements:
            for stance in statement.stances:
                rows.append({"source": statement.speaker.side, "target": stance.counterparty})
                labels.append(list(Label).index(stance.label))  # type: ignore[arg-type]
                groups.append(group_of(article))
    model = make_pipeline(DictVectorizer(), LogisticRegression(max_iter=300))
    guessed = cross_val_predict(model, rows, labels, groups=groups, cv=GroupKFold(5))
    assert macro_f1(np.array(labels), guessed) < 0.40


def test_a_bag_of_words_does_not_solve_it() -> None:
    """The labels hang on more than the words; the full baseline of `model=tfidf` stands in the README."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import SGDClassifier
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    articles = whole()
    pairs = list(pairs_of(articles, PairSettings(before=0)))  # best for it
    group = {a.id: group_of(a) for a in articles}
    labels = [list(Label).index(p.label) for p in pairs]  # type: ignore[arg-type]
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        SGDClassifier(loss="log_loss", alpha=1e-5, random_state=0),
    )
    guessed = cross_val_predict(
        model, [p.text for p in pairs], labels, groups=[group[p.article] for p in pairs], cv=GroupKFold(3)
    )
    assert 0.40 < macro_f1(np.array(labels), guessed) <= 0.75


def test_contrast_pairs_differ_in_a_label_and_name_their_case() -> None:
    groups: dict[str, list[Article]] = {}
    for article in read("contrast"):
        assert article.meta["case"]
        groups.setdefault(group_of(article), []).append(article)
    assert len(groups) >= 200
    for name, pair in groups.items():
        found = [{t.counterparty: t.label for s in a.statements for t in s.stances} for a in pair]
        shared = found[0].keys() & found[1].keys()
        assert len(pair) == 2, name
        assert any(found[0][code] is not found[1][code] for code in shared), name
