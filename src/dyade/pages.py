"""Self-contained HTML pages from the templates of `dyade/data`; whatever an article holds stays text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any


def render(template: str, filters: Mapping[str, Callable[..., Any]] | None = None, **values: Any) -> str:
    """The page that a template (a file name in `dyade/data`) makes of the values, with further filters if given."""
    from jinja2 import Environment, FunctionLoader

    environment = Environment(
        loader=FunctionLoader(_source), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= filters or {}
    return environment.get_template(template).render(**values)


def _source(template: str) -> str:
    return (files("dyade") / "data" / template).read_text(encoding="utf-8")
