"""Carries records to a tool's files and back; what cannot be carried is refused, with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from dyade.annotation.agreement import agreement, table
from dyade.annotation.brat import read_folder, to_standoff, write_folder
from dyade.annotation.graph import AnnotationError, plain
from dyade.annotation.labelstudio import from_task, interface, to_task
from dyade.annotation.markup import read_markup, write_markup
from dyade.config import AnnotateConfig, Tool, Units
from dyade.records import Article, to_record
from dyade.sources import InputError, Rejection, read_articles, read_records, write_jsonl


@dataclass
class Exchange:
    """What was carried, and what was not."""

    written: int = 0
    rejected: list[Rejection] = field(default_factory=list)

    def keep(self, items: Iterable[Article | Rejection]) -> Iterator[Article]:
        """The articles; the rejections are put aside."""
        for item in items:
            if isinstance(item, Rejection):
                self.rejected.append(item)
            else:
                yield item


def export_records(source: str, output: Path, config: AnnotateConfig) -> Exchange:
    """Writes the records of a file in a tool's form. A model's probabilities are left out.

    Label Studio: OUTPUT (JSON tasks) and the labelling interface beside it (.xml); brat: the folder OUTPUT.

    Raises:
        InputError: there is no input.
    """
    done = Exchange()
    articles = done.keep(_carried(done.keep(read_articles(source)), config.tool))
    output.parent.mkdir(parents=True, exist_ok=True)
    match config.tool:
        case Tool.brat:
            done.written = write_folder(articles, output)
        case Tool.labelstudio:
            done.written = _write_tasks(articles, output, config.units)
        case Tool.markup:
            blocks = [write_markup(article) for article in articles]
            output.write_bytes("\n".join(blocks).encode())
            done.written = len(blocks)
    return done


def _carried(articles: Iterable[Article], tool: Tool) -> Iterator[Article | Rejection]:
    for article in map(plain, articles):
        reason = _refusal(article, tool)
        yield Rejection(article.id, "", reason) if reason else article


def _refusal(article: Article, tool: Tool) -> str | None:
    """Why a tool's form cannot hold an article; None where it can."""
    if tool is Tool.markup and [found for _, found in read_markup(write_markup(article))] != [article]:
        return "the mark-up cannot hold it: a brace or a bar in its text, or a field that is no plain string"
    if tool is Tool.brat:
        try:
            to_standoff(article)
        except AnnotationError as error:
            return str(error)
    return None


def _write_tasks(articles: Iterable[Article], output: Path, units: Units) -> int:
    count = 0
    with output.open("w", encoding="utf-8") as out:
        out.write("[")
        for count, article in enumerate(articles, 1):
            out.write(",\n" if count > 1 else "\n")
            json.dump(to_task(article, units), out, ensure_ascii=False)
        out.write("\n]\n")
    output.with_suffix(".xml").write_text(interface(), encoding="utf-8")
    return count


def import_records(source: str, output: Path, config: AnnotateConfig) -> Exchange:
    """Writes the records that a tool's files hold as JSONL.

    Raises:
        InputError: there is no such file or folder, or it is not in the tool's form.
    """
    if not Path(source).exists():
        raise InputError(
            f"{source}: no such {'folder' if config.tool is Tool.brat else 'file'}; check the path"
        )
    done = Exchange()
    output.parent.mkdir(parents=True, exist_ok=True)
    done.written = write_jsonl(map(to_record, done.keep(_read(source, config))), output)
    return done


def _read(source: str, config: AnnotateConfig) -> Iterator[Article | Rejection]:
    match config.tool:
        case Tool.brat:
            for file, item in read_folder(Path(source)):
                yield item if isinstance(item, Article) else Rejection(file, "", str(item))
        case Tool.labelstudio:
            yield from _read_tasks(Path(source), config.annotator)
        case Tool.markup:
            for line, found in read_markup(Path(source).read_bytes().decode()):
                yield (
                    found
                    if isinstance(found, Article)
                    else Rejection(source, f"article of line {line}", str(found))
                )


def _read_tasks(file: Path, annotator: str | None) -> Iterator[Article | Rejection]:
    try:
        tasks = json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError(
            f"{file}: line {error.lineno}: is not JSON ({error.msg}); export the project as JSON"
        ) from None
    if not isinstance(tasks, list):
        raise InputError(f"{file}: holds no list of tasks; export the project from Label Studio as JSON")
    for number, task in enumerate(tasks, 1):
        try:
            yield from_task(task, annotator)
        except ValueError as error:
            yield Rejection(str(file), f"task {number}", str(error))
        except (KeyError, TypeError, AttributeError) as error:
            yield Rejection(str(file), f"task {number}", f"is not in Label Studio's form ({error!r})")


def annotate(config: AnnotateConfig) -> tuple[str, list[Rejection]]:
    """Does what the `annotate` command is asked; returns what to print, and what was refused.

    Raises:
        InputError: an input is missing or cannot be read.
    """
    action, *files = config.arguments
    if action == "agreement":
        found = agreement(*map(read_records, files))
        if config.output:
            text = json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n"
            Path(config.output).write_text(text, encoding="utf-8")
        return table(found), []
    carry = export_records if action == "export" else import_records
    done = carry(files[0], Path(config.output or ""), config)
    return f"{done.written} articles written to {config.output}; {len(done.rejected)} refused", done.rejected
