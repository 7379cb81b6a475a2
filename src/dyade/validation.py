"""Checks annotated records: the format, and the rules that make a corpus fit to learn from and to score with.

    dyade-validate seeds/*.jsonl

What is not checked: whether a span, a side or a label is the right one; a second annotation and its agreement
with the first show that (`dyade-annotate agreement`).
"""

from __future__ import annotations

import datetime
import difflib
import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from dyade.actors import Lexicon
from dyade.actors.lexicon import Sort
from dyade.records import CODE, Fault, Label, faults
from dyade.scores import BODIES
from dyade.sources import InputError, find_files
from dyade.text import fold, tokens

FIELDS: Mapping[str, frozenset[str]] = {
    "statement": frozenset({"kind", "quote", "start", "end", "speaker", "stances"}),
    "speaker": frozenset({"mention", "name", "side"}),
    "stance": frozenset({"counterparty", "mention", "label", "probabilities", "uncertain", "why"}),
}
"""The fields of each object of a record. An article may hold others, which are kept as its `meta`."""

_ARTICLE = ("id", "url", "date", "title", "text", "statements")
_MARKS = {"«": "»", "“": "”", '"': '"'}


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule and where it stands."""

    file: str
    line: int
    fault: Fault

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.fault}"


def validate(patterns: Iterable[str], lexicon: Lexicon) -> Iterator[Finding]:
    """Every fault of the records that files, folders or globs name, file by file and line by line.

    Raises:
        InputError: a pattern names no JSONL file.
    """
    corpus = _Corpus(lexicon)
    for pattern in patterns:
        files = [file for file in find_files(pattern) if file.suffix.lower() == ".jsonl"]
        if not files:
            raise InputError(f"{pattern}: holds no annotated records; expected a file ending in .jsonl")
        for file in files:
            for number, record in _lines(file):
                found = [record] if isinstance(record, Fault) else corpus.check(record, f"{file}:{number}")
                yield from (Finding(str(file), number, fault) for fault in found)


def _lines(file: Path) -> Iterator[tuple[int, Any]]:
    """Each line's number with its JSON value, or with the fault that hides it."""
    number = 0
    with file.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            try:
                yield number, json.loads(raw.decode("utf-8-sig"))
            except UnicodeDecodeError as error:
                yield number, Fault("record", f"byte {error.start} is not UTF-8; save the file as UTF-8")
            except json.JSONDecodeError as error:
                yield number, Fault("record", f"is not JSON ({error.msg} at column {error.colno})")
    if not number:
        yield 1, Fault("record", "the file is empty; expected one JSON object a line")


@dataclass
class _Corpus:
    """The rules that look beyond one field; remembers what must not stand twice."""

    lexicon: Lexicon
    ids: dict[str, str] = field(default_factory=dict)
    """Where each id stood first."""
    texts: dict[int, str] = field(default_factory=dict)
    """Where each text (by its hash) stood first."""

    def __post_init__(self) -> None:
        self.codes = self.lexicon.codes | BODIES

    def check(self, record: Any, place: str) -> Iterator[Fault]:
        """Every fault of one record."""
        yield from faults(record)
        if not isinstance(record, Mapping):
            return
        yield from self._repeated(record, place)
        yield from _article_faults(record)
        statements = [
            (f"statements[{i}]", s)
            for i, s in enumerate(_list(record, "statements"))
            if isinstance(s, Mapping)
        ]
        yield from _overlaps(statements)
        words = {t.text for t in tokens(str(record.get("text")))}
        for at, statement in statements:
            yield from _statement_faults(statement, at)
            speaker = statement.get("speaker")
            if isinstance(speaker, Mapping):
                yield from _unknown_fields(speaker, "speaker", f"{at}.speaker")
                yield from self._code_faults(speaker.get("side"), words, f"{at}.speaker.side")
            for j, stance in enumerate(_list(statement, "stances")):
                if isinstance(stance, Mapping):
                    yield from _stance_faults(stance, f"{at}.stances[{j}]")
                    yield from self._code_faults(
                        stance.get("counterparty"), words, f"{at}.stances[{j}].counterparty"
                    )

    def _repeated(self, record: Mapping[str, Any], place: str) -> Iterator[Fault]:
        name, text = record.get("id"), record.get("text")
        if isinstance(name, str) and (first := self.ids.setdefault(name, place)) != place:
            yield Fault("id", f"{name!r} stands twice, first in {first}; give each article its own id")
        if isinstance(text, str) and (first := self.texts.setdefault(hash(text), place)) != place:
            yield Fault("text", f"is the same as in {first}; keep one of the two")

    def _code_faults(self, codes: Any, words: Collection[str], at: str) -> Iterator[Fault]:
        """Codes that no list gives and that are no actor's own name as the guideline writes it."""
        if not isinstance(codes, str) or not CODE.fullmatch(codes):
            return
        parts = codes.split("+")
        if len(set(parts)) < len(parts):
            yield Fault(at, f"{codes} joins an actor to itself")
        if len(parts) > 1 and at.endswith("counterparty"):
            yield Fault(at, f"{codes} joins several actors; write a stance toward each")
        for code in parts:
            if code in self.codes:
                continue
            if known := self._code_of(code):
                yield Fault(at, f"{code} is the actor {known}; use its code")
            elif code.strip("_") != code or "__" in code or code.isdigit():
                yield Fault(at, f"{code} is no own name; write capitals joined by single underscores")
            elif len(code) == 3 and code.isalpha() and code not in words:
                yield Fault(at, f"{code} is no state and no acronym of the text; write the actor's own name")

    def _code_of(self, code: str) -> str | None:
        """The code of the state or body whose name was written as a code (OTAN, ETATS_UNIS).

        Others are let be: a company or a group may stand for itself where the dictionary knows its parent.
        """
        words = tuple(fold(part) for part in code.split("_"))
        spellings = (words, tuple(x for word in words for x in (word, "-"))[:-1])
        entries = [e for spelling in spellings for e in self.lexicon.by_words.get(spelling, ())]
        listed = (
            e.code for e in entries if e.sort is Sort.name and (e.source == "states.csv" or e.code in BODIES)
        )
        return next(listed, None)


def _list(record: Mapping[str, Any], name: str) -> list[Any]:
    value = record.get(name)
    return value if isinstance(value, list) else []


def _article_faults(record: Mapping[str, Any]) -> Iterator[Fault]:
    date = record.get("date")
    if isinstance(date, str) and len(date) == 10:
        try:
            datetime.date.fromisoformat(date)
        except ValueError as error:
            yield Fault("date", f"{date} is no day of the calendar ({error})")
    for name in record.keys() - set(_ARTICLE):
        if near := difflib.get_close_matches(name, _ARTICLE, n=1, cutoff=0.8):
            yield Fault(name, f"unknown field; did you mean {near[0]!r}?")


def _unknown_fields(record: Mapping[str, Any], kind: str, at: str) -> Iterator[Fault]:
    for name in sorted(record.keys() - FIELDS[kind]):
        yield Fault(f"{at}.{name}", f"unknown field; a {kind} holds {', '.join(sorted(FIELDS[kind]))}")


def _overlaps(statements: list[tuple[str, Mapping[str, Any]]]) -> Iterator[Fault]:
    """Statements that share characters: of speech inside a quotation only the outer one is annotated."""
    spans = sorted(
        (s["start"], s["end"], at)
        for at, s in statements
        if type(s.get("start")) is int and type(s.get("end")) is int
    )
    for (start, end, first), (second_start, second_end, second) in pairwise(spans):
        if second_start < end:
            rule = f"[{second_start}:{second_end}] overlaps {first} [{start}:{end}]; keep the outer statement"
            yield Fault(f"{second}.start", rule)


def _statement_faults(statement: Mapping[str, Any], at: str) -> Iterator[Fault]:
    yield from _unknown_fields(statement, "statement", at)
    quote = statement.get("quote")
    if not isinstance(quote, str) or not quote.strip():
        return
    if quote != quote.strip():
        yield Fault(f"{at}.quote", "begins or ends with white space; leave it outside the span")
    whole = quote.strip()
    own = whole[-1] == _MARKS.get(whole[0]) and sum(c in (whole[0], whole[-1]) for c in whole) == 2
    if own and statement.get("kind") == "direct":
        rule = f"holds its own marks {whole[0]} {whole[-1]}; the span covers the words between them"
        yield Fault(f"{at}.quote", rule)


def _stance_faults(stance: Mapping[str, Any], at: str) -> Iterator[Fault]:
    yield from _unknown_fields(stance, "stance", at)
    probabilities = stance.get("probabilities")
    if not isinstance(probabilities, Mapping) or set(probabilities) != set(Label):
        return
    values = [p for p in probabilities.values() if isinstance(p, int | float)]
    if len(values) == len(Label) and not math.isclose(sum(values), 1, abs_tol=0.01):
        yield Fault(f"{at}.probabilities", f"must sum to 1, not {sum(values):.3f}")
