"""The card of a trained model, the `README.md` of its folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dyade.config import ModelKind, TrainConfig


def model_card(config: TrainConfig, metrics: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    """The card of a trained model: what it is, how it was made, and its figures with their intervals."""
    rows = "\n".join(_card_row(name, s) for name, s in metrics["splits"].items() if s["pairs"])
    command = " ".join(["dyade-train", *record["overrides"]])
    library = "sklearn" if config.model.kind is ModelKind.tfidf else "transformers"
    return f"""---
language: fr
license: cc-by-4.0
library_name: {library}
pipeline_tag: text-classification
tags: [stance, news, international-relations]
---
# {config.name}, seed {config.seed}

Labels the stance of a quoted statement in French news toward one counterparty: conciliatory, neutral or threatening.
Made with `{command}` at commit {record["commit"]}.

| split | pairs | macro-F1 [95 %] | conciliatory | neutral | threatening | majority | ECE |
| --- | --- | --- | --- | --- | --- | --- | --- |
{rows}

Intervals are bootstrap percentiles over articles. Chosen on dev alone; temperature
{metrics["calibration"]["temperature"]}, abstention threshold {metrics["calibration"]["threshold"]} (precision
{config.precision} on dev).
Trained in {metrics["training"]["seconds"]:.0f} s on {metrics["training"]["pairs"]} pairs;
{metrics["training"].get("parameters", 0):,} parameters.
"""


def _card_row(name: str, scores: Mapping[str, Any]) -> str:
    low, high = scores["macro_f1_interval"]
    figures = [*scores["f1"].values(), scores["majority_macro_f1"], scores["ece"]]
    cells = [name, str(scores["pairs"]), f"{scores['macro_f1']:.3f} [{low:.3f}, {high:.3f}]"]
    return "| " + " | ".join([*cells, *(f"{value:.3f}" for value in figures)]) + " |"
