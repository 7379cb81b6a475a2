"""Files written whole or not at all: a command that is killed meanwhile leaves what stood there before."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


def write_text(path: Path, text: str) -> None:
    """Writes UTF-8 text under another name and then puts it in its place."""
    begun = path.with_name(f"{path.name}.part")
    begun.write_text(text, encoding="utf-8")
    begun.replace(path)


def write_json(path: Path, value: Any, indent: int = 1) -> None:
    """Writes a JSON file."""
    write_text(path, json.dumps(value, indent=indent, ensure_ascii=False) + "\n")


def sha256(path: Path) -> str:
    """The checksum of a file's contents."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
