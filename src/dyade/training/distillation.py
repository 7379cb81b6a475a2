"""Several teachers in one student: Hinton et al., "Distilling the Knowledge in a Neural Network" (2015)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dyade.classifier import Probabilities, load_classifier, probabilities
from dyade.config import ConfigError, TrainConfig
from dyade.pairs import Pair, pairs_of
from dyade.records import Article, Label
from dyade.training.data import class_ids

log = logging.getLogger(__name__)


def targets(config: TrainConfig, articles: Sequence[Article], pairs: Sequence[Pair]) -> Probabilities | None:
    """What the student learns for each pair, *shape* (pairs, labels): the gold label and what the teachers say.

    The teachers' calibrated probabilities are averaged, each teacher reading pairs as it was trained to; a share
    `teaching` of a target is that mean, the rest the gold label. None without teachers.

    Raises:
        ConfigError: a bag of words is to have teachers.
        ModelError: a teacher's folder holds no model.
    """
    if not config.teachers:
        return None
    if config.model.path is None:
        raise ConfigError(
            "teachers: only an encoder can learn from others; a bag of words takes labels alone"
        )
    overlay = Path(config.overlay) if config.overlay else None
    said = np.zeros((len(pairs), len(Label)))
    for folder in config.teachers:
        log.info("asking %s", folder)
        teacher = load_classifier(Path(folder), "torch")
        seen = pairs_of(articles, teacher.settings.pairs, overlay)
        said += probabilities(teacher, [(p.text, p.text_pair) for p in seen])
    gold = np.eye(len(Label))[class_ids(pairs)]
    return config.teaching * said / len(config.teachers) + (1 - config.teaching) * gold
