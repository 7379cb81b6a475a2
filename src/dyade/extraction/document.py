"""A text prepared for extraction: sentences of items, where each quotation counts as one item.

Rules then read « X a dit : «…» » as five items, however long the quotation is. Left out: words in brackets,
adverbs and adverbials (« en outre », « de son côté ») and days (« mardi 3 mai »).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from dyade.actors import Lexicon, Mention
from dyade.actors.mentions import mentions_of
from dyade.extraction.datelines import datelines
from dyade.extraction.interrupted import pieces
from dyade.extraction.items import Item, Sentence, item, whole, without_adverbs, without_asides
from dyade.extraction.places import is_aside
from dyade.extraction.quotations import Quotation, quotations
from dyade.text import Token, tokens

_ABBREVIATIONS = {
    "m",
    "mm",
    "dr",
    "me",
    "mgr",
    "st",
    "ste",
    "no",
    "art",
    "cf",
    "env",
    "p",
    "al",
    "av",
    "lt",
    "col",
    "gen",
}
_ENDS = {".", "!", "?", "…"}
_OPENERS = {"—", "–", "-"}
_BRACKETS = {"(": 1, "[": 1, ")": -1, "]": -1}
_PREFIXES = frozenset(("sous", "contre", "avant", "apres", "sans", "entre"))
"""Prepositions that are none before a hyphen (« sous-secrétaire »)."""
_NAME = 3
"""Words of a quotation that may be a mere name."""
_LONGEST = 250
"""Items after which a sentence without a full stop is cut, so that reading takes linear time."""


@dataclass(frozen=True)
class Document:
    """A text and what the first reading finds in it."""

    text: str
    date: str | None
    lexicon: Lexicon

    @cached_property
    def tokens(self) -> list[Token]:
        return tokens(self.text)

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The quotations in order, one that a cue interrupts (« A, dit-il, B ») in pieces."""
        found = []
        for quotation in quotations(self.text):
            first = bisect_left(self.token_starts, quotation.start)
            last = bisect_left(self.token_starts, quotation.end)
            found += pieces(quotation, self.tokens[first:last])
        return found

    @cached_property
    def _quotation_closes(self) -> list[int]:
        return [q.close for q in self.quotations]

    def quotations_in(self, start: int, end: int) -> list[Quotation]:
        """The quotations that share characters with a span."""
        first = bisect_right(self._quotation_closes, start)
        return list(takewhile(lambda q: q.open < end, islice(self.quotations, first, None)))

    def is_name(self, quotation: Quotation) -> bool:
        """Whether quotation marks stand around a mere name (« Notre Heure »)."""
        words = self.text[quotation.start : quotation.end].split()
        return len(words) <= _NAME and words[0][0].isupper()

    @cached_property
    def token_starts(self) -> list[int]:
        """The offset of each token."""
        return [t.start for t in self.tokens]

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """The tokens that begin inside a span."""
        first = bisect_left(self.token_starts, start)
        return self.tokens[first : bisect_left(self.token_starts, end, first)]

    @cached_property
    def capitals(self) -> list[int]:
        """The tokens with a capital, as indices."""
        return [at for at, token in enumerate(self.tokens) if token.capital]

    @cached_property
    def quotation_opens(self) -> list[int]:
        """Where each quotation opens, its mark included."""
        return [q.open for q in self.quotations]

    @cached_property
    def mentions(self) -> list[Mention]:
        return list(mentions_of(self.text, self.tokens, self.lexicon, self.date))

    @cached_property
    def _mention_starts(self) -> list[int]:
        return [m.start for m in self.mentions]

    @cached_property
    def _mention_ends(self) -> list[int]:
        return [m.end for m in self.mentions]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie inside a span; none overlaps another, so that their ends are in order too."""
        first = bisect_left(self._mention_starts, start)
        return self.mentions[first : bisect_right(self._mention_ends, end, first)]

    @cached_property
    def _targets(self) -> list[Mention]:
        return [m for m in self.mentions if not is_aside(self.text, m)]

    @cached_property
    def _target_starts(self) -> list[int]:
        return [m.start for m in self._targets]

    @cached_property
    def _target_ends(self) -> list[int]:
        return [m.end for m in self._targets]

    def targets_in(self, start: int, end: int) -> list[Mention]:
        """The mentions inside a span that are no mere places."""
        first = bisect_left(self._target_starts, start)
        return self._targets[first : bisect_right(self._target_ends, end, first)]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The text's sentences; a quotation is never cut, a line break always ends one."""
        done: list[Sentence] = []
        current: Sentence = []
        depth, previous_end, newline = 0, 0, -1
        closed = False  # whether the last item may end a sentence
        past_the_end, text = len(self.text) + 1, self.text
        pending = iter([*self.quotations, Quotation(past_the_end, past_the_end, past_the_end, past_the_end)])
        quotation = next(pending)
        lines = iter([*datelines(text), (past_the_end, past_the_end)])
        line = next(lines)
        for token in self.tokens:
            start, key = token.start, token.key
            if start >= line[0]:
                if start >= line[1]:
                    line = next(lines)
                if start >= line[0]:
                    continue
            if start >= quotation.close:
                quotation = next(pending)
            if start > newline:
                gap = start > previous_end and "\n" in text[previous_end:start]
                newline = text.find("\n", start) % past_the_end
                announced = start >= quotation.open and current and current[-1].key == ":"
                if gap and current and start <= quotation.open and not announced:
                    done.append(current)
                    current, depth, closed = [], 0, False
            previous_end = token.end
            if start >= quotation.open:
                if not current or current[-1].quotation is not quotation:
                    if _ended(current, text):
                        done.append(current)
                        current = []
                    current.append(whole(quotation))
                    closed = True
                previous_end = quotation.close
                newline = text.find("\n", previous_end) % past_the_end
                continue
            if len(current) >= _LONGEST or (
                closed and (token.capital or key in _OPENERS or key.isdigit()) and _ended(current, text)
            ):
                done.append(current)
                current, depth, closed = [], 0, False
            if key in _BRACKETS:
                depth = max(0, depth + _BRACKETS[key])
            elif not depth and not (key == "." and current and _is_no_end(current[-1], token, text)):
                prefix = key in _PREFIXES and text[token.end : token.end + 1] == "-"
                current.append(item(token._replace(key=f"{key}-") if prefix else token))
                closed = key in _ENDS
        return [s for s in (without_adverbs(without_asides(s)) for s in [*done, current]) if s]


def _ended(items: Sentence, text: str) -> bool:
    """Whether the last item can end a sentence, were the next to open one."""
    if not items:
        return False
    last = items[-1]
    if last.quotation:
        return text[last.quotation.end - 1] in ".!?…" and len(text[last.start : last.end].split()) > 3
    return last.key in _ENDS


def _is_no_end(before: Item, dot: Token, text: str) -> bool:
    """Whether a full stop belongs to an abbreviation (« M. »), an initial or a number (« 1.500 »): no item then."""
    if before.end != dot.start:
        return False
    if before.key.isdigit():
        return text[dot.end : dot.end + 1].isdigit()
    return before.key in _ABBREVIATIONS or (len(before.key) == 1 and before.capital and before.key.isalpha())
