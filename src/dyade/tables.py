"""Plain tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def aligned(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows under their header, columns aligned, numbers to the right; nothing is cut or wrapped."""
    cells = [list(header), *([_cell(x) for x in row] for row in rows)]
    widths = [max(len(line[k]) for line in cells) for k in range(len(header))]
    right = [all(_is_number(line[k]) for line in cells[1:]) for k in range(len(header))]
    lines = [
        "  ".join(
            x.rjust(w) if r else x.ljust(w) for x, w, r in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in cells
    ]
    return "\n".join([lines[0], "  ".join("-" * w for w in widths), *lines[1:]])


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _is_number(cell: str) -> bool:
    return cell == "–" or cell.lstrip("-").replace(".", "", 1).isdigit()
