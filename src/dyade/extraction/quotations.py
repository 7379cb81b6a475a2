"""Stretches of text between quotation marks, turns of dialogue after a dash, and answers in an interview.

Nested marks belong to the outermost stretch. What is never closed ends with its paragraph; what was never
opened is passed over. Nothing is raised on any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARK = re.compile(r"[«»“”„\"‹›]|\n+")
_CLOSERS = {"«": "»", "“": "”", "„": "”“", "‹": "›", '"': '"'}
_SIGN = {opener: re.compile(f"[{opener}{closers}]") for opener, closers in _CLOSERS.items()}
_TURN = re.compile(r"^[ \t*]*(?:[—–-]|R[\s\u00a0\u202f]?[:.])[\s\u00a0\u202f]+(?=\S)", re.MULTILINE)
_QUESTION = re.compile(r"^[^\n«»“”\"—–]{3,300}\?[ \t*]*\n+(?=[^\s—–-])", re.MULTILINE)
_FIRST_PERSON = re.compile(r"\b(?:je|j['’]|nous|notre|nos|mon|ma|mes|moi)\b", re.IGNORECASE)
_LONGEST = 8_000
"""Characters after which a stretch that crosses paragraphs is taken for an unbalanced mark."""


class Quotation(NamedTuple):
    """The words inside the marks, and the marks themselves: `open <= start <= end <= close`."""

    start: int
    end: int
    open: int
    close: int
    turn: bool = False
    """A turn of dialogue, opened by a dash or « R : »."""
    rest: bool = False
    """What follows the cue that interrupts a quotation."""


def quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a text in order, white space trimmed."""
    found = [_trimmed(text, *span) for span in _marked(text)]
    kept = [q for q in found if q.start < q.end]
    covered = iter(kept)
    current = next(covered, None)
    for opened, begin in sorted([*(m.span() for m in _TURN.finditer(text)), *_answers(text)]):
        end = _line_end(text, begin)
        while current and current.close <= opened:
            current = next(covered, None)
        if current is None or current.open >= end:
            turn = _trimmed(text, opened, end, begin - opened, 0)
            if turn.start < turn.end:
                kept.append(turn._replace(turn=True))
    return sorted(kept)


def _answers(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs begin that answer a question without a dash: most of several speak as « je » or « nous »."""
    after = [m.end() for m in _QUESTION.finditer(text)]
    own = sum(_FIRST_PERSON.search(text, at, _line_end(text, at)) is not None for at in after)
    return [(at, at) for at in after] if own > 1 and 2 * own >= len(after) else []


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _trimmed(text: str, opened: int, closed: int, before: int = 1, after: int = 1) -> Quotation:
    """The quotation whose marks take `before` and `after` characters of `text[opened:closed]`."""
    start, end = opened + before, max(closed - after, opened + before)
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return Quotation(start, start + len(inner.strip()), opened, closed)


def _marked(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Outer spans in order: start, end, and how many characters the marks take at each side."""
    opener, opened, depth = "", 0, 0
    for mark in _MARK.finditer(text):
        sign, at = mark[0], mark.start()
        if sign[0] == "\n":
            if opener and not _continues(text, mark.end(), opener, opened):
                if opener != '"':
                    yield opened, at, 1, 0
                opener = ""
        elif not opener:
            if sign in _CLOSERS:
                opener, opened, depth = sign, at, 1
        elif sign in _CLOSERS[opener]:
            if at and text[at - 1] == "\n":
                continue  # a mark repeated at the head of a paragraph goes on with the quotation
            depth -= 1
            if not depth:
                yield opened, mark.end(), 1, 1
                opener = ""
        elif sign == opener and text[at - 1] != "\n":
            depth += 1
    if opener and opener != '"':
        yield opened, len(text), 1, 0


def _continues(text: str, at: int, opener: str, opened: int) -> bool:
    """Whether an open quotation goes on in the paragraph that begins at `at`."""
    if opener == '"' or at >= len(text):
        return False
    if text[at] == opener or text[at] in _CLOSERS[opener]:
        return True
    following = _SIGN[opener].search(text, at, opened + _LONGEST)
    return following is not None and following[0] in _CLOSERS[opener]
