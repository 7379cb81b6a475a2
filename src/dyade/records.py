"""The records that every stage takes and returns; they mirror the JSON of `seeds/guidelines.md` one to one.

One type serves gold annotation, extraction and prediction. All records are frozen: a stage takes an
`Article` and returns a new one. Offsets count Unicode code points: `text[start:end] == quote`, always.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

CODE = re.compile(r"[A-Z0-9_]+(?:\+[A-Z0-9_]+)*")
"""An actor code, or several joined by `+` (joint speakers)."""


class _Closed(StrEnum):
    """An enumeration that answers a bad value with the good ones."""

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise ValueError(f"{value!r} is not one of {', '.join(cls)}")


class Label(_Closed):
    """The stance toward one counterparty. The order of the members is the model's class ids."""

    conciliatory = "conciliatory"
    neutral = "neutral"
    threatening = "threatening"


class Kind(_Closed):
    """How a statement is reported: all in quotation marks, some words in them, or none."""

    direct = "direct"
    mixed = "mixed"
    indirect = "indirect"


class RecordError(ValueError):
    """A record breaks the format. The message names each field and the rule that it breaks."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: `field` is a path into the record, as in `statements[2].stances[0].label`."""

    field: str
    rule: str

    def __str__(self) -> str:
        return f"{self.field}: {self.rule}"


@dataclass(frozen=True, slots=True)
class Stance:
    """The stance toward one counterparty; `label` is None while it is not judged yet."""

    counterparty: str
    """The actor code, as in RUS, EU, NAVALNY."""
    mention: str
    """The words of the text that denote the counterparty."""
    label: Label | None = None
    probabilities: tuple[float, ...] | None = None
    """One calibrated probability for each label, in the order of `Label`; they sum to 1."""
    uncertain: bool | None = None
    """True where the top probability is below the abstention threshold; None where none was asked for."""
    why: str | None = None
    """The annotator's reason, in a few words."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the words nearest the statement, the fullest name, and the side spoken for."""

    mention: str
    name: str
    side: str
    """The actor code of the side; joint speakers are joined by `+`."""

    @property
    def sides(self) -> tuple[str, ...]:
        """The codes of a joint side, one each."""
        return tuple(self.side.split("+"))


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of speech that the article attributes to a speaker; the span covers its content."""

    start: int
    end: int
    quote: str
    kind: Kind
    speaker: Speaker
    stances: tuple[Stance, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article with what is known about it. `meta` keeps the record's other fields as they came."""

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    date: str | None = None
    """ISO 8601 day, `YYYY-MM-DD`."""
    statements: tuple[Statement, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dyad:
    """One flat row: the source's stance toward the target, with its evidence."""

    article: str
    date: str | None
    speaker: str
    source: str
    target: str
    label: Label | None
    conciliatory: float | None
    neutral: float | None
    threatening: float | None
    kind: Kind
    quote: str
    start: int
    end: int
    uncertain: bool | None = None
    """As the stance's; a table has this column only where a threshold was set."""


def to_record(article: Article) -> dict[str, Any]:
    """The article as a JSON object, the inverse of `from_record`."""
    return {
        "id": article.id,
        "url": article.url,
        "date": article.date,
        "title": article.title,
        "text": article.text,
        "statements": [_statement_record(s) for s in article.statements],
        **article.meta,
    }


def _statement_record(statement: Statement) -> dict[str, Any]:
    speaker = statement.speaker
    return {
        "kind": statement.kind.value,
        "quote": statement.quote,
        "start": statement.start,
        "end": statement.end,
        "speaker": {"mention": speaker.mention, "name": speaker.name, "side": speaker.side},
        "stances": [_stance_record(s) for s in statement.stances],
    }


def _stance_record(stance: Stance) -> dict[str, Any]:
    record: dict[str, Any] = {"counterparty": stance.counterparty, "mention": stance.mention}
    record["label"] = stance.label.value if stance.label else None
    if stance.probabilities is not None:
        record["probabilities"] = dict(zip(Label, stance.probabilities, strict=True))
    if stance.uncertain is not None:
        record["uncertain"] = stance.uncertain
    if stance.why is not None:
        record["why"] = stance.why
    return record


def from_record(record: Any) -> Article:
    """The article that a JSON object holds.

    Raises:
        RecordError: the object breaks the format; the message lists every fault.
    """
    found = list(faults(record))
    if found:
        raise RecordError("; ".join(map(str, found)))
    known = {"id", "url", "date", "title", "text", "statements"}
    return Article(
        id=record["id"],
        text=record["text"],
        title=record.get("title"),
        url=record.get("url"),
        date=record.get("date"),
        statements=tuple(map(_statement, record.get("statements") or ())),
        meta={key: value for key, value in record.items() if key not in known},
    )


def _statement(record: Mapping[str, Any]) -> Statement:
    speaker = record["speaker"]
    return Statement(
        start=record["start"],
        end=record["end"],
        quote=record["quote"],
        kind=Kind(record["kind"]),
        speaker=Speaker(speaker["mention"], speaker["name"], speaker["side"]),
        stances=tuple(map(_stance, record.get("stances") or ())),
    )


def _stance(record: Mapping[str, Any]) -> Stance:
    label, probabilities = record.get("label"), record.get("probabilities")
    return Stance(
        counterparty=record["counterparty"],
        mention=record["mention"],
        label=Label(label) if label else None,
        probabilities=tuple(float(probabilities[x]) for x in Label) if probabilities else None,
        uncertain=record.get("uncertain"),
        why=record.get("why"),
    )


def faults(record: Any) -> Iterator[Fault]:
    """Every rule of the format that a JSON object breaks, in the object's order."""
    if not isinstance(record, Mapping):
        yield Fault("record", f"must be a JSON object, not {type(record).__name__}")
        return
    for name in ("id", "text"):
        if not isinstance(record.get(name), str) or not record[name].strip():
            yield Fault(name, "must be a non-empty string")
    for name in ("title", "url", "date"):
        if not isinstance(record.get(name), str | None):
            yield Fault(name, "must be a string or null")
    date = record.get("date")
    if isinstance(date, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        yield Fault("date", f"must be YYYY-MM-DD or null, not {date!r}")
    statements = record.get("statements")
    if not isinstance(statements, list | None):
        yield Fault("statements", "must be a list")
        return
    text = record.get("text")
    for i, statement in enumerate(statements or ()):
        yield from _statement_faults(statement, text if isinstance(text, str) else "", f"statements[{i}]")


def _statement_faults(record: Any, text: str, at: str) -> Iterator[Fault]:
    if not isinstance(record, Mapping):
        yield Fault(at, "must be a JSON object")
        return
    if record.get("kind") not in list(Kind):
        yield Fault(f"{at}.kind", f"must be one of {', '.join(Kind)}, not {record.get('kind')!r}")
    start, end, quote = record.get("start"), record.get("end"), record.get("quote")
    if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
        yield Fault(f"{at}.start", f"must hold 0 <= start < end <= {len(text)}, not {start!r}, {end!r}")
    elif text[start:end] != quote:
        yield Fault(f"{at}.quote", f"must be text[{start}:{end}], which is {_short(text[start:end])}")
    speaker = record.get("speaker")
    if not isinstance(speaker, Mapping):
        yield Fault(f"{at}.speaker", "must be an object with mention, name and side")
        speaker = {}
    else:
        yield from _text_faults(speaker, ("mention", "name"), f"{at}.speaker")
        yield from _code_faults(speaker.get("side"), f"{at}.speaker.side")
        yield from _mention_faults(speaker.get("mention"), text, f"{at}.speaker.mention")
    stances = record.get("stances")
    if not isinstance(stances, list | None):
        yield Fault(f"{at}.stances", "must be a list")
        return
    seen: set[str] = set()
    for j, stance in enumerate(stances or ()):
        where = f"{at}.stances[{j}]"
        yield from _stance_faults(stance, text, where)
        code = stance.get("counterparty") if isinstance(stance, Mapping) else None
        if not isinstance(code, str):
            continue
        if code in seen:
            yield Fault(f"{where}.counterparty", f"{code} stands twice in one statement; keep one stance")
        if code == speaker.get("side"):
            yield Fault(f"{where}.counterparty", f"{code} is the speaker's own side")
        seen.add(code)


def _stance_faults(record: Any, text: str, at: str) -> Iterator[Fault]:
    if not isinstance(record, Mapping):
        yield Fault(at, "must be a JSON object")
        return
    yield from _code_faults(record.get("counterparty"), f"{at}.counterparty")
    yield from _text_faults(record, ("mention",), at)
    yield from _mention_faults(record.get("mention"), text, f"{at}.mention")
    if record.get("label") not in (None, *Label):
        yield Fault(f"{at}.label", f"must be one of {', '.join(Label)} or null, not {record['label']!r}")
    probabilities = record.get("probabilities")
    if probabilities is not None and not (
        isinstance(probabilities, Mapping)
        and set(probabilities) == set(Label)
        and all(isinstance(p, int | float) and 0 <= p <= 1 for p in probabilities.values())
    ):
        yield Fault(f"{at}.probabilities", f"must give each of {', '.join(Label)} a number from 0 to 1")


def _text_faults(record: Mapping[str, Any], names: tuple[str, ...], at: str) -> Iterator[Fault]:
    for name in names:
        if not isinstance(record.get(name), str) or not record[name].strip():
            yield Fault(f"{at}.{name}", "must be a non-empty string")


def _code_faults(code: Any, at: str) -> Iterator[Fault]:
    if not isinstance(code, str) or not CODE.fullmatch(code):
        yield Fault(at, f"must be an actor code such as RUS, EU or NAVALNY, not {code!r}")


def _mention_faults(mention: Any, text: str, at: str) -> Iterator[Fault]:
    if isinstance(mention, str) and mention and mention not in text:
        yield Fault(at, f"{_short(mention)} does not occur in the text")


def _short(text: str, most: int = 60) -> str:
    return repr(text if len(text) <= most else text[: most - 1] + "…")
