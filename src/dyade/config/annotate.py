"""Settings of `annotate`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dyade.config.checks import need


class Tool(StrEnum):
    """The forms in which annotations travel."""

    labelstudio = "labelstudio"
    brat = "brat"
    markup = "markup"
    """dyade's own mark-up, for writing articles in a text editor."""


class Units(StrEnum):
    """What Label Studio counts offsets in."""

    codepoint = "codepoint"
    utf16 = "utf16"
    """Older releases (HumanSignal/label-studio#1347)."""


@dataclass(frozen=True)
class AnnotateConfig:
    """Settings of `annotate`."""

    arguments: list[str]
    """`export`, `import` or `agreement`, then the files: one, or the two annotations to compare."""
    output: str | None = None
    """What to write: tasks (.json), a brat folder, mark-up, records (.jsonl), the agreement (.json)."""
    tool: Tool = Tool.labelstudio
    units: Units = Units.codepoint
    """What an export for Label Studio counts in; an import finds it out by itself."""
    annotator: str | None = None
    """Whose annotation an import takes where Label Studio holds several (`completed_by`)."""

    def __post_init__(self) -> None:
        action, *files = self.arguments or [""]
        rule = "must begin with export, import or agreement"
        need(action in ("export", "import", "agreement"), "arguments", action, rule)
        wanted = 2 if action == "agreement" else 1
        need(len(files) == wanted, "arguments", files, f"{action} takes {wanted} file{'s' * (wanted > 1)}")
        need(action == "agreement" or bool(self.output), "output", self.output, f"{action} needs output=…")
