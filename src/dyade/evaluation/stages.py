"""The command: extract and label annotated texts anew, score every stage, write the figures and the errors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from dyade.actors import load_lexicon
from dyade.classifier import load_classifier
from dyade.config import EvaluateConfig
from dyade.evaluation.compared import by_construction, by_kind, compare
from dyade.evaluation.page import error_page
from dyade.files import write_json, write_text
from dyade.labelling import extractor, label
from dyade.pairs import pairs_of
from dyade.records import Statement
from dyade.scores import extraction_intervals, extraction_scores
from dyade.sources import InputError, read_records
from dyade.training import score


def evaluate(config: EvaluateConfig) -> dict[str, Any]:
    """Scores on `config.data`; writes metrics.json and errors.html into `config.output`.

    Raises:
        InputError: the data is missing or broken, or holds no labelled pair.
        ModelError: the model cannot be used.
    """
    gold = read_records(config.data)
    if not any(t.label for a in gold for s in a.statements for t in s.stances):
        raise InputError(f"{config.data}: holds no labelled stance to score against")
    classifier = load_classifier(
        Path(config.model), config.engine.classifier, config.engine.batch, config.engine.threads
    )
    overlay = config.actors.path
    labelled = [p for p in pairs_of(gold, classifier.settings.pairs, overlay) if p.label]
    given, _ = score(classifier, labelled)
    extract = extractor(config.extractor, overlay)
    bare = [replace(a, statements=tuple(_bare(s) for s in a.statements)) for a in gold]
    predicted = list(label([extract(a) for a in bare], classifier, None, overlay))
    lexicon = load_lexicon(overlay)
    found = [compare(g, p, lexicon) for g, p in zip(gold, predicted, strict=True)]
    pairs = [c.pair for c in found]
    metrics = {
        "data": config.data,
        "model": config.model,
        "extractor": config.extractor.name.value,
        "articles": len(gold),
        "stance_given_pair": given,
        "whole_way": extraction_scores(pairs),
        "whole_way_intervals": extraction_intervals(pairs),
        "by_kind": by_kind(found),
        "by_construction": by_construction(found),
    }
    output = Path(config.output)
    output.mkdir(parents=True, exist_ok=True)
    write_json(output / "metrics.json", metrics)
    write_text(output / "errors.html", error_page(found, config.worst, given))
    return metrics


def _bare(statement: Statement) -> Statement:
    return replace(
        statement, stances=tuple(replace(t, label=None, probabilities=None) for t in statement.stances)
    )
