"""Articles from files: text, HTML, JSONL, CSV, Parquet, folders, globs and standard input, as a stream.

Whatever cannot be read comes out as a `Rejection` with its reason, in its place; nothing is skipped in silence
and nothing is kept, so memory does not grow with the number of articles.
"""

from __future__ import annotations

import csv
import glob
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from dyade.config import ColumnsConfig
from dyade.records import Article, RecordError, from_record

SUFFIXES = {".txt", ".html", ".htm", ".jsonl", ".csv", ".parquet"}

_BLANK = b"\xef\xbb\xbf \t\r\n"
"""A byte-order mark and white space."""


class InputError(ValueError):
    """There is nothing to read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that could not be processed."""

    source: str
    """The file."""
    place: str
    """The line, row or record within it; empty for the whole file."""
    reason: str
    """What is wrong and what to do."""

    def __str__(self) -> str:
        return f"{self.source}{': ' + self.place if self.place else ''}: {self.reason}"


def find_files(pattern: str) -> list[Path]:
    """The files that a path, a folder or a glob means, sorted.

    Raises:
        InputError: there is no such file, or a folder holds none of the known kinds.
    """
    path = Path(pattern)
    if path.is_dir():
        found = [p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file()]
        if not found:
            raise InputError(
                f"{pattern}: no article here; expected files ending in {', '.join(sorted(SUFFIXES))}"
            )
    elif path.is_file():
        found = [path]
    else:
        found = [Path(p) for p in glob.glob(pattern, recursive=True) if os.path.isfile(p)]
        if not found:
            raise InputError(
                f"{pattern}: no such file, folder or glob; check the path (relative to {Path.cwd().name}/)"
            )
    return sorted(found)


def read_articles(pattern: str, columns: ColumnsConfig = ColumnsConfig()) -> Iterator[Article | Rejection]:  # noqa: B008 - frozen
    """The articles of an input, one by one, with a `Rejection` for each that cannot be read.

    Args:
        pattern: a file, a folder, a glob, or `-` for standard input (JSONL where the first character is a
            brace, else one article of plain text).

    Raises:
        InputError: see `find_files`.
    """
    yield from _distinct(
        _from_stdin(columns) if pattern == "-" else _from_files(find_files(pattern), columns)
    )


def _distinct(articles: Iterator[Article | Rejection]) -> Iterator[Article | Rejection]:
    """Refuses a second article of one id, which every later table would mix up with the first."""
    seen: set[str] = set()
    for article in articles:
        if isinstance(article, Article):
            if article.id in seen:
                yield Rejection(
                    article.id, "", "its id stands twice in the input; give each article its own id"
                )
                continue
            seen.add(article.id)
        yield article


def _from_files(files: Iterable[Path], columns: ColumnsConfig) -> Iterator[Article | Rejection]:
    readers = {
        ".txt": _text,
        ".html": _html,
        ".htm": _html,
        ".jsonl": _jsonl,
        ".csv": _csv,
        ".parquet": _parquet,
    }
    for file in files:
        reader = readers.get(file.suffix.lower())
        if reader is None:
            yield Rejection(str(file), "", f"unknown kind of file; expected {', '.join(sorted(SUFFIXES))}")
            continue
        try:
            yield from reader(file, columns)
        except OSError as error:
            yield Rejection(str(file), "", f"cannot be read: {error.strerror or error}")


def _from_stdin(columns: ColumnsConfig) -> Iterator[Article | Rejection]:
    stream = sys.stdin.buffer
    begun: list[bytes] = []
    for line in stream:
        begun.append(line)
        if line.strip(_BLANK):
            break
    if begun and begun[-1].lstrip(_BLANK).startswith(b"{"):
        yield from _lines(chain(begun, stream), "-", columns)
    else:
        yield _plain(b"".join(begun) + stream.read(), "-", "stdin")


def _decode(raw: bytes) -> str:
    """UTF-8 text, with or without a byte-order mark, its line ends made plain.

    Raises:
        ValueError: the bytes are no UTF-8 text; the message says where and what to do.
    """
    if b"\0" in raw[:4096]:
        raise ValueError("holds binary data, not text; convert it to UTF-8 text first")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(raw: bytes, source: str, name: str) -> Article | Rejection:
    """An article of plain text; a first line that ends without punctuation is its headline."""
    try:
        text = _decode(raw)
    except ValueError as error:
        return Rejection(source, "", str(error))
    if not text.strip():
        return Rejection(source, "", "is empty; give it the text of an article")
    headline, _, body = text.strip().partition("\n")
    if body.strip() and len(headline) < 250 and headline.rstrip()[-1] not in '.!?…»”":;,':
        return Article(id=name, text=body.strip(), title=headline.strip())
    return Article(id=name, text=text.strip())


def _text(file: Path, columns: ColumnsConfig) -> Iterator[Article | Rejection]:
    yield _plain(file.read_bytes(), str(file), file.stem)


def _html(file: Path, columns: ColumnsConfig) -> Iterator[Article | Rejection]:
    """Body, title, date and address as trafilatura finds them."""
    import trafilatura

    raw = file.read_bytes()
    if not raw.strip():
        yield Rejection(str(file), "", "is empty; save the page again")
        return
    page = trafilatura.bare_extraction(raw, with_metadata=True, include_comments=False, include_tables=False)
    if page is None or isinstance(page, dict) or not page.text:
        yield Rejection(str(file), "", "no article body found in the page; save its text as .txt instead")
        return
    yield Article(file.stem, page.text, page.title or None, page.url or None, page.date or None)


def _jsonl(file: Path, columns: ColumnsConfig) -> Iterator[Article | Rejection]:
    with file.open("rb") as lines:
        yield from _lines(lines, str(file), columns)


def _lines(lines: Iterable[bytes], source: str, columns: ColumnsConfig) -> Iterator[Article | Rejection]:
    stem, found = Path(source).stem, False
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        found = True
        place = f"line {number}"
        try:
            record = json.loads(_decode(raw).strip())
        except json.JSONDecodeError as error:
            fault = error.msg.removesuffix(" at")
            yield Rejection(
                source, place, f"is not JSON ({fault} at column {error.colno}); mend or delete the line"
            )
        except ValueError as error:
            yield Rejection(source, place, str(error))
        else:
            yield _record(record, source, place, columns, f"{stem}-{number}")
    if not found:
        yield Rejection(source, "", "is empty; expected one JSON object a line")


def _csv(file: Path, columns: ColumnsConfig) -> Iterator[Article | Rejection]:
    csv.field_size_limit(1 << 30)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            head = lines.read(4096)
            lines.seek(0)
            if "\0" in head:
                raise ValueError("holds binary data, not text; save the table as UTF-8 CSV")
            first = head.partition("\n")[0]
            delimiter = max(",;\t", key=first.count)
            table = csv.DictReader(lines, delimiter=delimiter)
            if columns.text not in (table.fieldnames or ()):
                raise ValueError(_no_column(columns.text, list(table.fieldnames or ())))
            for row in table:
                yield _row(row, str(file), f"line {table.line_num}", columns, f"{file.stem}-{table.line_num}")
    except UnicodeDecodeError as error:
        yield Rejection(str(file), "", f"byte {error.start} is not UTF-8; save the table as UTF-8")
    except (ValueError, csv.Error) as error:
        yield Rejection(str(file), "", str(error))


def _no_column(wanted: str, found: list[str]) -> str:
    return (
        f"has no column {wanted!r} (its columns: {', '.join(found) or 'none'}); name it with columns.text=…"
    )


def _parquet(file: Path, columns: ColumnsConfig) -> Iterator[Article | Rejection]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(file)
    except (pa.ArrowInvalid, OSError) as error:
        yield Rejection(str(file), "", f"is not a Parquet file ({str(error).splitlines()[0]})")
        return
    with table:
        if columns.text not in table.schema_arrow.names:
            yield Rejection(str(file), "", _no_column(columns.text, table.schema_arrow.names))
            return
        number = 0
        for batch in table.iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                yield _row(row, str(file), f"row {number}", columns, f"{file.stem}-{number}")


def _row(
    row: Mapping[str, Any], source: str, place: str, columns: ColumnsConfig, name: str
) -> Article | Rejection:
    """An article from a table's row; columns that are no field of an article are kept as its `meta`."""
    record = {k: v for k, v in row.items() if k is not None and v not in (None, "")}
    date = record.get(columns.date)
    if date is not None:
        record[columns.date] = str(date)[:10]
    return _record(record, source, place, columns, name)


def _record(record: Any, source: str, place: str, columns: ColumnsConfig, name: str) -> Article | Rejection:
    if isinstance(record, dict):
        names = {
            columns.id: "id",
            columns.text: "text",
            columns.title: "title",
            columns.date: "date",
            columns.url: "url",
        }
        record = {names.get(key, key): value for key, value in record.items()}
        record["id"] = str(record.get("id") or name)
    try:
        return from_record(record)
    except RecordError as error:
        return Rejection(source, place, str(error))


def read_records(path: str | Path) -> list[Article]:
    """All articles of an annotated JSONL file.

    Raises:
        InputError: the file is missing or any record is broken; the message lists the first ten faults.
    """
    articles: list[Article] = []
    broken: list[str] = []
    for item in read_articles(str(path)):
        if isinstance(item, Article):
            articles.append(item)
        else:
            broken.append(str(item))
    if broken:
        raise InputError(
            "\n".join(broken[:10]) + (f"\n… and {len(broken) - 10} more" if len(broken) > 10 else "")
        )
    return articles


def write_jsonl(records: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Writes one JSON object a line; returns how many."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    return count
