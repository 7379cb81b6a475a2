"""Scores of a model and an extractor on annotated records, stage by stage and end to end.

dyade-evaluate data=seeds/test.jsonl output=out/
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from dyade.batch import extractor, label
from dyade.classifier import load_classifier
from dyade.comparison.page import COLOURS, FEWEST, Axis, french, risk_axis
from dyade.config import EvaluateConfig
from dyade.pages import render
from dyade.pairs import pairs_of
from dyade.records import Kind, Statement
from dyade.scores import Comparison, extraction_intervals, extraction_scores, match, match_stances, same_actor
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
    pairs = [Comparison(g, p) for g, p in zip(gold, predicted, strict=True)]
    metrics = {
        "data": config.data,
        "model": config.model,
        "extractor": config.extractor.name.value,
        "articles": len(gold),
        "stance_given_pair": given,
        "whole_way": extraction_scores(pairs),
        "whole_way_intervals": extraction_intervals(pairs),
        "statement_recall_by_kind": recall_by_kind(pairs),
    }
    output = Path(config.output)
    output.mkdir(parents=True, exist_ok=True)
    (output / "metrics.json").write_text(
        json.dumps(metrics, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (output / "errors.html").write_text(error_page(pairs, config.worst, given), encoding="utf-8")
    return metrics


def _bare(statement: Statement) -> Statement:
    return replace(
        statement, stances=tuple(replace(t, label=None, probabilities=None) for t in statement.stances)
    )


def recall_by_kind(pairs: list[Comparison]) -> dict[str, float]:
    """The share of each kind's gold statements that are found at IoU .5."""
    gold, found = Counter[Kind](), Counter[Kind]()
    for pair in pairs:
        gold.update(s.kind for s in pair.gold.statements)
        found.update(
            pair.gold.statements[i].kind for i, _ in match(pair.gold.statements, pair.predicted.statements)
        )
    return {kind.value: found[kind] / gold[kind] for kind in Kind if gold[kind]}


def table(metrics: dict[str, Any]) -> str:
    """The figures as lines of a terminal, each with its 95 % interval where there is one."""
    given, whole, spans = metrics["stance_given_pair"], metrics["whole_way"], metrics["whole_way_intervals"]
    low, high = given["macro_f1_interval"]
    lines = [
        f"{metrics['data']}: {metrics['articles']} articles, {given['pairs']} labelled pairs",
        f"  stance, given the pair   macro-F1 {given['macro_f1']:.3f} [{low:.3f}, {high:.3f}]  (majority "
        f"{given['majority_macro_f1']:.3f}; ECE {given['ece']:.3f})",
        "  " + "  ".join(f"{name} {value:.3f}" for name, value in given["f1"].items()),
        f"  the whole way, extractor={metrics['extractor']}",
    ]
    for name, value in whole.items():
        interval = "  [{:.3f}, {:.3f}]".format(*spans[name]) if name in spans else ""
        lines.append(f"    {name:22s} {value:.3f}{interval}")
    recall = "  ".join(f"{kind} {value:.3f}" for kind, value in metrics["statement_recall_by_kind"].items())
    return "\n".join([*lines, f"    statements found       {recall}"])


def error_page(pairs: list[Comparison], worst: int, given: dict[str, Any]) -> str:
    """The worst articles as a page: missed and invented statements, wrong sides and counterparties.

    Args:
        given: the figures of the stance given the pair, whose reliability and risk–coverage curves open the page.
    """
    shown = sorted((_errors(p) for p in pairs), key=lambda e: -e["count"])[:worst]
    return render(
        "errors.html.j2",
        {"fr": french},
        articles=[e for e in shown if e["count"]],
        given=given,
        reliable=[("", COLOURS[0], given["reliability"])],
        risky=[("", COLOURS[0], given["risk_coverage"])],
        share=Axis(0, 1, 48, 400),
        share_up=Axis(0, 1, 300, 16),
        fewest=FEWEST,
        risk_up=risk_axis([given["risk_coverage"]], 300, 16),
    )


def _errors(pair: Comparison) -> dict[str, Any]:
    gold, predicted = pair.gold.statements, pair.predicted.statements
    matched = match(gold, predicted)
    missed = [s for n, s in enumerate(gold) if n not in {i for i, _ in matched}]
    invented = [s for n, s in enumerate(predicted) if n not in {j for _, j in matched}]
    wrong = []
    for i, j in matched:
        g, p = gold[i], predicted[j]
        side = same_actor(g.speaker.side, g.speaker.name, p.speaker.side, p.speaker.name)
        same = match_stances(g.stances, p.stances)
        labels = [(a, b) for a, b in same if a.label is not b.label]
        lacking = [t for t in g.stances if t not in [a for a, _ in same]]
        extra = [t for t in p.stances if t not in [b for _, b in same]]
        if not side or labels or lacking or extra:
            wrong.append(
                {
                    "gold": g,
                    "predicted": p,
                    "side": side,
                    "labels": labels,
                    "lacking": lacking,
                    "extra": extra,
                }
            )
    count = 2 * (len(missed) + len(invented)) + len(wrong)
    return {"article": pair.gold, "missed": missed, "invented": invented, "wrong": wrong, "count": count}
