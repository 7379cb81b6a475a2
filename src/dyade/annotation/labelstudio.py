"""Articles as Label Studio tasks and back: the full JSON form, with regions, their notes and their relations.

Offsets: Label Studio counts code points today (its own editor tests, `data/ner/emoji`); older releases count
UTF-16 code units, so that every emoji moves what follows by one (HumanSignal/label-studio#1347). An export
converts into the one that is asked for; an import takes the one under which the words stored with every
region stand where they should, and refuses a task where neither does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any
from xml.sax.saxutils import quoteattr

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
from dyade.config import Units
from dyade.records import Article, from_record

_ENTRY = {Role.statement: "#d9e8fb", Role.speaker: "#fbe8c8", Role.counterparty: "#e9dcf7"}
"""The colour of each role."""


def to_units(text: str) -> Callable[[int], int]:
    """From an offset in code points to the same place in UTF-16 code units."""
    places = [0, *accumulate(1 + (ord(c) > 0xFFFF) for c in text)]
    return places.__getitem__


def from_units(text: str) -> Callable[[int], int]:
    """From an offset in UTF-16 code units to code points; fails within a character and beyond the text.

    Raises:
        AnnotationError: by the function that is returned.
    """
    places = {unit: point for point, unit in enumerate([0, *accumulate(1 + (ord(c) > 0xFFFF) for c in text)])}

    def convert(unit: int) -> int:
        if unit not in places:
            raise AnnotationError(f"offset {unit} lies within a character or beyond the text")
        return places[unit]

    return convert


def to_task(article: Article, units: Units = Units.codepoint) -> dict[str, Any]:
    """The task of one article; its annotation is one that an annotator can go on with."""
    convert = to_units(article.text) if units is Units.utf16 else int
    regions, arrows = to_graph(article)
    result: list[dict[str, Any]] = []
    for region in regions:
        span = {"start": convert(region.start), "end": convert(region.end)}
        words = article.text[region.start : region.end]
        result.append(
            _item(region.id, "role", "labels", {**span, "text": words, "labels": [region.role.value]})
        )
        for name, note in region.notes.items():
            value = {"text": words, "choices": [note]} if name in CHOICES else {"text": [note]}
            result.append(
                _item(region.id, name, "choices" if name in CHOICES else "textarea", {**span, **value})
            )
    for arrow in arrows:
        link = {"from_id": arrow.source, "to_id": arrow.target, "type": "relation", "direction": "right"}
        result.append({**link, "labels": [arrow.kind.value]})
    names = {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "date": article.date,
        "meta": dict(article.meta),
    }
    return {"data": {**names, "text": article.text}, "annotations": [{"result": result}]}


def _item(region: str, name: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": region, "from_name": name, "to_name": "text", "type": kind, "value": dict(value)}


def from_task(task: Any, annotator: str | None = None) -> Article:
    """The article that a task of a full JSON export holds.

    Args:
        annotator: whose annotation is meant (`completed_by`) where the task holds several.

    Raises:
        AnnotationError: the task is none of ours, several annotations stand in it, or one cannot be read.
        RecordError: its fields break the format.
    """
    data = task.get("data") if isinstance(task, Mapping) else None
    if not isinstance(data, Mapping):
        raise AnnotationError("no `data`; export the project from Label Studio as JSON (not JSON-MIN)")
    names = {name: data.get(name) for name in ("id", "title", "url", "date", "text")}
    article = from_record({**names, **(data.get("meta") or {})})
    result = _chosen(task.get("annotations") or [], annotator)
    regions = _regions(result, article.text)
    return from_graph(article, regions, [_arrow(x) for x in result if x.get("type") == "relation"])


def _chosen(annotations: Iterable[Mapping[str, Any]], annotator: str | None) -> list[Mapping[str, Any]]:
    """The result of the annotation that is meant; an article that nobody annotated has no statement."""
    done = [(_annotator(a), a["result"]) for a in annotations if not a.get("was_cancelled")]
    if annotator is not None:
        done = [(name, result) for name, result in done if name == annotator]
        if not done:
            raise AnnotationError(f"no annotation by {annotator}")
    if len(done) > 1:
        by = ", ".join(name or "?" for name, _ in done)
        raise AnnotationError(f"holds {len(done)} annotations (by {by}); choose one with annotator=…")
    return list(done[0][1]) if done else []


def _annotator(annotation: Mapping[str, Any]) -> str:
    by = annotation.get("completed_by")
    return str((by.get("email") or by.get("id")) if isinstance(by, Mapping) else by)


def _regions(result: Sequence[Mapping[str, Any]], text: str) -> list[Region]:
    notes: dict[str, dict[str, str]] = {}
    for item in result:
        if item.get("type") in ("choices", "textarea"):
            value = item["value"]
            said = value.get("choices") or value.get("text")
            notes.setdefault(item["id"], {})[item["from_name"]] = (
                " ".join(said) if isinstance(said, list) else str(said)
            )
    labels = [item for item in result if item.get("type") == "labels"]
    failed: AnnotationError | None = None
    for convert in (int, from_units(text)):
        try:
            return [_region(item, notes.get(item["id"], {}), text, convert) for item in labels]
        except AnnotationError as error:
            failed = failed or error
    raise failed or AnnotationError("no region could be read")


def _region(
    item: Mapping[str, Any], notes: Mapping[str, str], text: str, convert: Callable[[int], int]
) -> Region:
    value = item["value"]
    start, end = convert(value["start"]), convert(value["end"])
    if "text" not in value:
        raise AnnotationError(
            f'region {item["id"]} stores no words to check; export with saveTextResult="yes"'
        )
    check_surface(item["id"], text[start:end], value["text"])
    role = Role(value["labels"][0])
    return Region(item["id"], role, start, end, {k: v for k, v in notes.items() if k in FIELDS[role]})


def _arrow(item: Mapping[str, Any]) -> Arrow:
    named = item.get("labels") or []
    if len(named) != 1 or named[0] not in list(Link):
        ends = f"from {item['from_id']} to {item['to_id']}"
        raise AnnotationError(f"the relation {ends} needs one label, {' or '.join(Link)}, not {named}")
    source, target = item["from_id"], item["to_id"]
    if item.get("direction") == "left":
        source, target = target, source
    return Arrow(source, target, Link(named[0]))


def interface() -> str:
    """The labelling interface (XML) that the tasks need; paste it into the project's settings."""
    lines = [
        "<View>",
        "  <Relations>",
        *(f"    <Relation value={quoteattr(x)}/>" for x in Link),
        "  </Relations>",
    ]
    lines += ['  <Labels name="role" toName="text">']
    lines += [f'    <Label value="{role}" background="{_ENTRY[role]}"/>' for role in Role]
    lines += ["  </Labels>", '  <Text name="text" value="$text" saveTextResult="yes"/>']
    for role, fields in FIELDS.items():
        for name in fields:
            shared = (
                f'name="{name}" toName="text" perRegion="true" whenTagName="role" whenLabelValue="{role}"'
            )
            if name in CHOICES:
                lines += [f'  <Choices {shared} choice="single">']
                lines += [f'    <Choice value="{x}"/>' for x in CHOICES[name]] + ["  </Choices>"]
            else:
                lines += [f'  <TextArea {shared} placeholder="{name}" maxSubmissions="1" editable="true"/>']
    return "\n".join([*lines, "</View>", ""])
