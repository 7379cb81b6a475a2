"""An inline mark-up for writing annotated articles by hand; a script, never the hand, computes offsets.

    = greve-ports | 2014-05-02 | topic=trade
    # The title, or no such line
    Le ministre grec Nikos Vallas a prévenu qu'{1|Athènes fermerait ses ports à Ankara}.
    --
    1 indirect | Le ministre grec Nikos Vallas | Nikos Vallas, ministre grec | GRC
    TUR threatening | Ankara | announces closed ports

`{1|…}` marks the content of statement 1. Below `--` each statement has a line `number kind | speaker's
mention | fullest name | side`, and under it a line `CODE label | mention | why` for each counterparty, with
`?` for a label that is not judged yet. Of the `key=value` fields of the head line, `url` is the article's
address; the others are kept as its `meta`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dyade.records import Article, Kind, Label, Speaker, Stance, Statement, faults, to_record

_HEAD = re.compile(r"^= ", re.MULTILINE)
_BRACE = re.compile(r"\{(\d+)\||\}")
_STATEMENT = re.compile(r"(\d+)\s+(\w+)\s*\|(.*)")
_STANCE = re.compile(r"([A-Z0-9_]+)\s+(\w+|\?)\s*\|(.*)")


class MarkupError(ValueError):
    """The mark-up cannot be read; the message names the line."""


@dataclass
class _Draft:
    """A statement while its lines are being read."""

    kind: Kind
    speaker: Speaker
    stances: list[Stance] = field(default_factory=list)


def read_markup(source: str) -> Iterator[tuple[int, Article | MarkupError]]:
    """Each article of a mark-up file with the line of its head; what cannot be read comes as its error."""
    starts = [m.start() for m in _HEAD.finditer(source)]
    for start, end in zip(starts, [*starts[1:], len(source)], strict=True):
        line = source.count("\n", 0, start) + 1
        try:
            yield line, _article(source[start:end].rstrip().split("\n"), line)
        except MarkupError as error:
            yield line, error
        except ValueError as error:
            yield line, MarkupError(f"line {line}: {error}")


def _article(lines: list[str], first: int) -> Article:
    name, *fields = [x.strip() for x in lines[0][2:].split("|")]
    date = next((f for f in fields if re.fullmatch(r"\d{4}-\d{2}-\d{2}", f)), None)
    meta = dict(f.split("=", 1) for f in fields if "=" in f)
    body = lines[1 : lines.index("--")] if "--" in lines else lines[1:]
    notes = lines[len(body) + 2 :]
    title = None
    if body and body[0].startswith("# "):
        title, body = body[0][2:].strip(), body[1:]
    text, spans = _spans("\n".join(body).strip(), first)
    drafts = _drafts(notes, first + len(lines) - len(notes))
    if set(drafts) != set(spans):
        odd = sorted(set(drafts) ^ set(spans))
        raise MarkupError(f"line {first}: statements {odd} lack either their span or their line below --")
    statements = tuple(
        Statement(*spans[n], text[slice(*spans[n])], d.kind, d.speaker, tuple(d.stances))
        for n, d in sorted(drafts.items(), key=lambda item: spans[item[0]])
    )
    article = Article(name, text, title, meta.pop("url", None), date, statements, meta)
    broken = "; ".join(map(str, faults(to_record(article))))
    if broken:
        raise MarkupError(f"line {first}: {name}: {broken}")
    return article


def _spans(marked: str, first: int) -> tuple[str, dict[int, tuple[int, int]]]:
    """The text without its braces, and the span of each numbered pair of braces."""
    parts: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    opened: list[tuple[int, int]] = []
    length = last = 0
    for brace in _BRACE.finditer(marked):
        parts.append(marked[last : brace.start()])
        length, last = length + len(parts[-1]), brace.end()
        if brace[1]:
            opened.append((int(brace[1]), length))
        elif opened:
            number, start = opened.pop()
            content = "".join(parts)[start:]
            start += len(content) - len(content.lstrip())
            spans[number] = (start, length - (len(content) - len(content.rstrip())))
        else:
            raise MarkupError(f"line {first}: a closing brace without its opening {{n|")
    if opened:
        raise MarkupError(f"line {first}: statement {opened[0][0]} is not closed by }}")
    return "".join([*parts, marked[last:]]), spans


def _drafts(notes: list[str], first: int) -> dict[int, _Draft]:
    drafts: dict[int, _Draft] = {}
    current: _Draft | None = None
    for number, line in enumerate(notes, first):
        if not line.strip():
            continue
        try:
            if match := _STATEMENT.fullmatch(line.strip()):
                mention, name, side = (x.strip() for x in match[3].split("|"))
                current = _Draft(Kind(match[2]), Speaker(mention, name or mention, side))
                drafts[int(match[1])] = current
            elif current and (match := _STANCE.fullmatch(line.strip())):
                mention, _, why = (x.strip() for x in match[3].partition("|"))
                label = None if match[2] == "?" else Label(match[2])
                stance = Stance(match[1], mention, label, why=why or None)
                current.stances.append(stance)
            else:
                raise ValueError("neither `n kind | mention | name | SIDE` nor `CODE label | mention | why`")
        except ValueError as error:
            raise MarkupError(f"line {number}: {line.strip()[:60]!r}: {error}") from None
    return drafts


def write_markup(article: Article) -> str:
    """The article in mark-up, so that `read_markup` gives it back (a `|` or brace in its text aside)."""
    fields = {**({"url": article.url} if article.url else {}), **article.meta}
    head = [article.id, article.date or "", *(f"{k}={v}" for k, v in fields.items())]
    edges = [(s.start, 1, -s.end, f"{{{n}|") for n, s in enumerate(article.statements, 1)]
    edges += [(s.end, 0, -s.start, "}") for s in article.statements]
    text, last, parts = article.text, 0, []
    for at, _, _, mark in sorted(edges):
        parts += [text[last:at], mark]
        last = at
    lines = ["= " + " | ".join(filter(None, head))]
    lines += [f"# {article.title}"] if article.title else []
    lines += ["".join([*parts, text[last:]]), "--"]
    for n, s in enumerate(article.statements, 1):
        lines.append(f"{n} {s.kind} | {s.speaker.mention} | {s.speaker.name} | {s.speaker.side}")
        lines += [f"{t.counterparty} {t.label or '?'} | {t.mention} | {t.why or ''}" for t in s.stances]
    return "\n".join(lines) + "\n"
