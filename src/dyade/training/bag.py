"""The bag of words: the baseline beside every result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dyade.classifier import ModelSettings
from dyade.config import ConfigError, TrainConfig
from dyade.pairs import Pair
from dyade.records import Label
from dyade.training.data import class_ids


def fit_bag_of_words(
    config: TrainConfig,
    train_pairs: Sequence[Pair],
    settings: ModelSettings,
    folder: Path,
) -> dict[str, Any]:
    """TF-IDF of words and characters, logistic regression; writes `bow.joblib`."""
    try:
        import joblib
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union
    except ImportError:
        raise ConfigError(
            "model=tfidf needs scikit-learn; install it with pip install 'dyade[train]'"
        ) from None

    words = TfidfVectorizer(
        ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"<?/?\w+>?|[?!«»]"
    )
    characters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True, max_features=200_000
    )
    weights = "balanced" if config.class_weights else None
    model = LogisticRegression(
        C=config.model.c, max_iter=2000, class_weight=weights, random_state=config.seed
    )
    pipeline = make_pipeline(make_union(words, characters), model)
    pipeline.fit([f"{p.text} {p.text_pair}" for p in train_pairs], class_ids(train_pairs))
    joblib.dump(pipeline, folder / "bow.joblib", compress=3)
    settings.write(folder, model_type="dyade-tfidf", id2label=dict(enumerate(Label)))
    return {"parameters": int(model.coef_.size)}
