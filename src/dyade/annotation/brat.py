"""Articles as brat standoff and back: NAME.txt, NAME.ann, and NAME.json for what brat has no place for.

A statement over several lines is a discontinuous region, since no brat region may hold a line break. Notes
with closed values are attributes; free ones are the annotator's note: `side | name`, `code | why`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from dyade.annotation.graph import (
    CHOICES,
    FIELDS,
    AnnotationError,
    Arrow,
    Link,
    Region,
    Role,
    check_surface,
    from_graph,
    to_graph,
)
from dyade.records import Article, RecordError, from_record, to_record

_PIECE = re.compile(r"[^\r\n]+")
_BAR = " | "


def configuration() -> str:
    """brat's `annotation.conf` for these annotations."""
    lines = ["[entities]", *Role, "[relations]"]
    lines += [f"{link}\tArg1:{Role.statement}, Arg2:{Role[link.name]}" for link in Link]
    lines += ["<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>", "[attributes]"]
    for role, fields in FIELDS.items():
        lines += [
            f"{name.capitalize()}\tArg:{role}, Value:{'|'.join(CHOICES[name])}"
            for name in fields
            if name in CHOICES
        ]
    return "\n".join([*lines, "[events]", ""])


def to_standoff(article: Article) -> str:
    """The lines of an article's `.ann` file.

    Raises:
        AnnotationError: a name or a reason holds a line break or a tab, which brat's notes cannot.
    """
    regions, arrows = to_graph(article)
    lines: list[str] = []
    attributes = 0
    for region in regions:
        pieces = [m.span() for m in _PIECE.finditer(article.text, region.start, region.end)]
        if not pieces or (pieces[0][0], pieces[-1][1]) != (region.start, region.end):
            raise AnnotationError(
                f"{region.role} {region.id} begins or ends with a line break; leave it outside the span"
            )
        spans = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(article.text[start:end] for start, end in pieces)
        lines.append(f"{region.id}\t{region.role} {spans}\t{words}")
        for name in (x for x in FIELDS[region.role] if x in CHOICES and x in region.notes):
            attributes += 1
            lines.append(f"A{attributes}\t{name.capitalize()} {region.id} {region.notes[name]}")
        if free := [region.notes[x] for x in FIELDS[region.role] if x not in CHOICES and x in region.notes]:
            note = _BAR.join(free)
            if re.search(r"[\t\r\n]", note):
                raise AnnotationError(
                    f"{region.role} {region.id}: its note holds a line break or a tab; delete it first"
                )
            lines.append(f"#{region.id[1:]}\tAnnotatorNotes {region.id}\t{note}")
    lines += [f"R{n}\t{a.kind} Arg1:{a.source} Arg2:{a.target}" for n, a in enumerate(arrows, 1)]
    return "".join(line + "\n" for line in lines)


def from_standoff(article: Article, lines: str) -> Article:
    """The article with the statements of its `.ann` file.

    Raises:
        AnnotationError: a line cannot be read, or the annotation is not complete.
    """
    spans: dict[str, tuple[Role, int, int]] = {}
    notes: dict[str, dict[str, str]] = {}
    free: dict[str, str] = {}
    arrows: list[Arrow] = []
    for number, line in enumerate(lines.split("\n"), 1):
        try:
            match line.rstrip("\r").split("\t", 2):
                case [name, head, words] if name.startswith("T"):
                    role, _, offsets = head.partition(" ")
                    pieces = [tuple(map(int, piece.split())) for piece in offsets.split(";")]
                    check_surface(name, " ".join(article.text[start:end] for start, end in pieces), words)
                    spans[name] = Role(role), pieces[0][0], pieces[-1][1]
                case [name, head, *_] if name.startswith("A"):
                    field, target, value = head.split()
                    notes.setdefault(target, {})[field.lower()] = value
                case [name, head, *_] if name.startswith("R"):
                    kind, first, second = head.split()
                    arrows.append(Arrow(first.partition(":")[2], second.partition(":")[2], Link(kind)))
                case [name, head, note] if name.startswith("#"):
                    free[head.split()[1]] = note
                case [""]:
                    pass
                case _:
                    raise AnnotationError("is no line that these annotations have")
        except (ValueError, IndexError) as error:
            raise AnnotationError(f"line {number}: {error}") from None
    regions = [
        Region(name, role, start, end, notes.get(name, {}) | _free(role, free.get(name)))
        for name, (role, start, end) in spans.items()
    ]
    return from_graph(article, regions, arrows)


def _free(role: Role, note: str | None) -> dict[str, str]:
    """The free fields of an annotator's note."""
    if note is None:
        return {}
    names = [x for x in FIELDS[role] if x not in CHOICES]
    return dict(zip(names, note.split(_BAR, len(names) - 1), strict=False))


def write_folder(articles: Iterable[Article], folder: Path) -> int:
    """Writes the three files of each article, numbered, and `annotation.conf`; returns how many articles.

    Raises:
        AnnotationError: the folder holds annotations already, which would be lost or mixed up.
    """
    if any(folder.glob("*.ann")):
        raise AnnotationError(f"{folder}: holds annotations already; import them, or choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(configuration(), encoding="utf-8")
    count = 0
    for count, article in enumerate(articles, 1):
        name = f"{count:05d}-" + re.sub(r"[^\w-]+", "_", article.id)[:100]
        record = {k: v for k, v in to_record(article).items() if k not in ("text", "statements")}
        kept = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        for suffix, content in ((".txt", article.text), (".ann", to_standoff(article)), (".json", kept)):
            (folder / (name + suffix)).write_bytes(content.encode())  # bytes, so that no line end changes
    return count


def read_folder(folder: Path) -> Iterator[tuple[str, Article | AnnotationError]]:
    """Each article of a brat folder by its file, sorted; what cannot be read comes as its error."""
    for file in sorted(folder.glob("*.ann")):
        try:
            record = {"id": file.stem, "text": file.with_suffix(".txt").read_bytes().decode()}
            kept = file.with_suffix(".json")
            record |= json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
            article = replace(from_record(record), statements=())
            yield str(file), from_standoff(article, file.read_bytes().decode())
        except AnnotationError as error:
            yield str(file), error
        except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecordError) as error:
            yield str(file), AnnotationError(str(error))
