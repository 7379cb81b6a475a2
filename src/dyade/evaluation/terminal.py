"""The figures as lines of a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_COLUMNS = {
    "statements": "gold",
    "predicted": "found",
    "recall": "recall@.5",
    "precision": "prec.@.5",
    "side": "side",
    "counterparty_f1": "counterp. F1",
}


def table(metrics: Mapping[str, Any]) -> str:
    """The figures as lines of a terminal, each with its 95 % interval where there is one."""
    given, whole, spans = metrics["stance_given_pair"], metrics["whole_way"], metrics["whole_way_intervals"]
    lines = [
        f"{metrics['data']}: {metrics['articles']} articles, {given['pairs']} labelled pairs",
        "  stance, given the pair",
        _line("macro-F1", given["macro_f1"], given["macro_f1_interval"]),
        *(_line(f"F1 {name}", value) for name, value in given["f1"].items()),
        _line("accuracy", given["accuracy"]),
        _line("kappa", given["kappa"]),
        _line("majority's macro-F1", given["majority_macro_f1"]),
        _line("ECE", given["ece"]),
        f"  the whole way, extractor={metrics['extractor']}",
        *(_line(name, value, spans.get(name)) for name, value in whole.items()),
        *_groups("by kind of quote", metrics["by_kind"]),
        *_groups("by construction", metrics["by_construction"]),
    ]
    return "\n".join(lines)


def _line(name: str, value: float, interval: tuple[float, float] | None = None) -> str:
    shown = "  [{:.3f}, {:.3f}]".format(*interval) if interval else ""
    return f"    {name:22s} {value:.3f}{shown}"


def _groups(title: str, groups: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A heading and a line a group; a share of nothing is a dash."""
    rows = [f"  {title:24s} " + "  ".join(_COLUMNS.values())]
    for name, figures in groups.items():
        cells = [
            f"{'–' if figures[key] is None else _number(figures[key]):>{len(head)}s}"
            for key, head in _COLUMNS.items()
        ]
        rows.append(f"    {name:22s} " + "  ".join(cells))
    return rows


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"
