"""An article's annotation as annotation tools hold it: regions of the text, and links from one to another.

Each statement is a region linked to a region of its own for its speaker and one for each counterparty. A tool
may merge them: one speaker's region may serve several statements.

Probabilities and the uncertain mark are left out: they are a model's, and an annotator's label replaces them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dyade.records import Article, Kind, Label, Speaker, Stance, Statement, faults, to_record
from dyade.text import nearest


class AnnotationError(ValueError):
    """An annotation cannot be carried over; the message names the region and what is missing."""


class Role(StrEnum):
    """What a region is."""

    statement = "Statement"
    speaker = "Speaker"
    counterparty = "Counterparty"


class Link(StrEnum):
    """What a link from a statement says."""

    speaker = "SpokenBy"
    counterparty = "Toward"


FIELDS: Mapping[Role, tuple[str, ...]] = {
    Role.statement: ("kind",),
    Role.speaker: ("side", "name"),
    Role.counterparty: ("code", "stance", "why"),
}
"""What is noted on a region of each role; `stance` and `why` may be missing."""
CHOICES: Mapping[str, tuple[str, ...]] = {"kind": tuple(Kind), "stance": tuple(Label)}
"""The fields with a closed set of values."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the text with its notes; offsets count code points."""

    id: str
    role: Role
    start: int
    end: int
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link from a statement's region to another, both by id."""

    source: str
    target: str
    kind: Link


def plain(article: Article) -> Article:
    """The article without a model's figures: what an annotation tool carries and gives back."""
    bare = tuple(
        replace(s, stances=tuple(replace(t, probabilities=None, uncertain=None) for t in s.stances))
        for s in article.statements
    )
    return replace(article, statements=bare)


def to_graph(article: Article) -> tuple[list[Region], list[Arrow]]:
    """The regions and links of an article, each statement followed by its speaker and its counterparties."""
    regions: list[Region] = []
    arrows: list[Arrow] = []

    def add(role: Role, span: tuple[int, int], **notes: str | None) -> str:
        kept = {key: value for key, value in notes.items() if value is not None}
        regions.append(Region(f"T{len(regions) + 1}", role, *span, kept))
        return regions[-1].id

    for s in article.statements:
        speaker = s.speaker
        here = add(Role.statement, (s.start, s.end), kind=s.kind.value)
        there = add(
            Role.speaker, place(article.text, speaker.mention, s), side=speaker.side, name=speaker.name
        )
        arrows.append(Arrow(here, there, Link.speaker))
        for t in s.stances:
            label = t.label.value if t.label else None
            there = add(
                Role.counterparty,
                place(article.text, t.mention, s),
                code=t.counterparty,
                stance=label,
                why=t.why,
            )
            arrows.append(Arrow(here, there, Link.counterparty))
    return regions, arrows


def place(text: str, words: str, statement: Statement) -> tuple[int, int]:
    """Where the words stand nearest the statement, whole words first.

    Raises:
        AnnotationError: the words do not stand in the text.
    """
    if found := nearest(text, words, statement.start, statement.end):
        return found
    raise AnnotationError(f"the mention {words!r} does not occur in the text")


def from_graph(article: Article, regions: Sequence[Region], arrows: Sequence[Arrow]) -> Article:
    """The article with the statements that regions and links describe, in the order of the text.

    Raises:
        AnnotationError: a link or a note is missing, a region stands alone, or the record breaks the format.
    """
    by_id = {region.id: region for region in regions}
    linked: dict[str, list[tuple[Link, Region]]] = {}
    for arrow in arrows:
        for end in (arrow.source, arrow.target):
            if end not in by_id:
                raise AnnotationError(
                    f"a link {arrow.kind} from {arrow.source} to {arrow.target}: there is no region {end}"
                )
        linked.setdefault(arrow.source, []).append((arrow.kind, by_id[arrow.target]))
    used = {target.id for targets in linked.values() for _, target in targets}
    for region in regions:
        if region.role is not Role.statement and region.id not in used:
            raise AnnotationError(
                f"{_named(region, article.text)} is linked to no statement; link or delete it"
            )
    statements = [
        _statement(region, linked.get(region.id, ()), article.text)
        for region in regions
        if region.role is Role.statement
    ]
    whole = replace(article, statements=tuple(sorted(statements, key=lambda s: (s.start, s.end))))
    if broken := "; ".join(map(str, faults(to_record(whole)))):
        raise AnnotationError(broken)
    return whole


def _statement(region: Region, targets: Iterable[tuple[Link, Region]], text: str) -> Statement:
    speakers, stances = [], []
    for link, target in targets:
        words = text[target.start : target.end]
        if link is Link.speaker:
            side = _note(target, "side", text)
            speakers.append(Speaker(words, target.notes.get("name") or words, side))
        else:
            label = target.notes.get("stance")
            code = _note(target, "code", text)
            stances.append(Stance(code, words, Label(label) if label else None, why=target.notes.get("why")))
    if len(speakers) != 1:
        raise AnnotationError(
            f"{_named(region, text)} has {len(speakers)} links {Link.speaker} to a speaker; it needs just one"
        )
    kind = Kind(_note(region, "kind", text))
    return Statement(
        region.start, region.end, text[region.start : region.end], kind, speakers[0], tuple(stances)
    )


def _note(region: Region, name: str, text: str) -> str:
    if not region.notes.get(name):
        raise AnnotationError(f"{_named(region, text)} has no {name}; note it on the region")
    return region.notes[name]


def _named(region: Region, text: str) -> str:
    words = text[region.start : region.end]
    return f"{region.role} {region.id} « {words if len(words) <= 40 else words[:39] + '…'} »"


def check_surface(region_id: str, found: str, surface: str) -> None:
    """Refuses a region whose stored words are not those of the text at its offsets.

    Tools write a line break within the words as a space or as `\\n`, so white space is not compared.

    Raises:
        AnnotationError: the words differ.
    """
    if squeezed(found) != squeezed(surface):
        raise AnnotationError(
            f"region {region_id} stores {surface!r}, but the text has {found!r} there; was the text changed?"
        )


def squeezed(words: str) -> str:
    """The words without white space and written-out line breaks."""
    return "".join(words.replace("\\n", "\n").replace("\\r", "\r").split())
