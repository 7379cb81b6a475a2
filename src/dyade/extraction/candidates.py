"""The actors whom a statement may be about or addressed to, each with clues for and against it.

Clues are readable names (« in:role=to », « bare:top=1 »), which `relevance` weighs. Candidates are whom the rules
name, the actors and persons named in the statement or around it, groups of people, names that no list holds, and
the actors most named in the article or of the talk before. A clue that lies outside the statement counts under
« named » where the statement names someone else, and under « bare » where it names no one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from dyade.actors.lexicon import Sort
from dyade.extraction import grammar as g
from dyade.extraction.crowds import crowds
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.namings import MAYBE, MET, UNKNOWN, Naming, Namings
from dyade.extraction.noun_phrases import DETERMINERS, complement_end, place_of
from dyade.extraction.people import code_of
from dyade.extraction.unnamed import Said
from dyade.extraction.voices import Voices
from dyade.records import Speaker

_SENTENCE: Final = 250
"""Characters of the sentence around a statement that are looked at on either side."""
_ENDS: Final = re.compile(r"[.?!…]»?\s|\n")
_RANKS: Final = 4
"""Ranks by frequency and by distance that are told apart."""
_RECENT: Final = 3
"""Statements before a statement whose speakers and targets are clues."""
_BACK: Final = 40
"""Namings before a sentence among which the last actors are looked for."""
_LEAD: Final = (150, 400)
"""The least and the most characters of an article's first paragraph."""
_LONGEST: Final = 4_000
"""Characters of a statement in which actors are looked for."""
_FEW: Final = 4
"""Actors named in a statement that are told apart."""
RULED: Final = "ruled"
"""The clue of those whom the rules found."""
_VOTES: Final = frozenset(
    ("top", "last", "paragraph", "spoke", "spoke:tome", "target:same", "target:other", "before", "after")
)
"""Clues outside the statement of which several may speak for one actor."""
_FAR: Final = _VOTES | frozenset(("rank", "share", "others", "lead", "lead:both", "near:quoted", "ruled:out"))
"""All clues that lie outside the statement."""
_INSIDE: Final = ("in", "addr")
_KNOWN: Final = frozenset(f"{where}:sort={sort}" for where in _INSIDE for sort in (*map(str, Sort), MET))
"""Clues of an actor whom the statement names and a list or the article knows."""


@cache
def _far_name(clue: str) -> str:
    """The name of a clue that lies outside the statement, without its value; "" for all others."""
    name = clue.partition("=")[0]
    return name if name in _FAR else ""


@dataclass(slots=True)
class Candidate:
    """An actor that may be a counterparty."""

    code: str
    mention: str
    """The words of the text that denote it."""
    clues: set[str] = field(default_factory=set)


class Candidates:
    """The candidates of an article's statements."""

    def __init__(self, document: Document, voices: Voices) -> None:
        self.document, self.voices = document, voices
        self._words = document.tokens
        self._word_starts = document.token_starts
        self._namings = Namings(document, voices.cast)
        self._kinds = {m.code: m.entry.kind for m in document.mentions if m.entry.kind}
        known = [n.code for n in self._namings.all if n.sure]
        self._counts = Counter(known)
        self._total = len(known)
        self._order = [code for code, _ in self._counts.most_common()]
        self._nouns = Counter([w.key for w in self._words if not w.capital])
        paragraph = document.text.find("\n") % (len(document.text) + 1)
        self._salience: dict[frozenset[str], list[tuple[str, frozenset[str]]]] = {}
        """The clues of the most named, by the side that speaks: its statements share them."""
        self._lead = {n.code for n in self._namings.all if n.start < min(max(paragraph, _LEAD[0]), _LEAD[1])}

    def of(
        self, draft: Draft, speaker: Speaker, past: Sequence[Said], ruled: Mapping[str, str], pair: bool
    ) -> list[Candidate]:
        """The candidates of a statement, in the order in which they are met.

        Args:
            past: the statements before, in order.
            ruled: the codes that the rules found, with their words.
            pair: whether the statement speaks of « les deux pays » or the like.
        """
        own = {*speaker.sides, speaker.side}
        found: dict[str, Candidate] = {}
        end = min(draft.end, draft.start + _LONGEST)
        self._inside(found, draft, end, own)
        named = sum([not _KNOWN.isdisjoint(c.clues) for c in found.values()])
        self._ruled(found, draft, ruled)
        self._crowds(found, draft, end, own)
        first, last = self._sentence(draft)
        self._around(found, draft, (first, last), own)
        self._salient(found, draft, own)
        self._recent(found, draft, first, own)
        self._talk(found, draft, own, past)
        marks = [*(["pair"] if pair else []), "named" if named else "bare"]
        crowded = any("people" in c.clues for c in found.values())
        home = speaker.side not in self.document.lexicon.states
        for candidate in found.values():
            self._join(candidate, draft, marks, named, crowded)
            if home and candidate.code == self.voices.cast.country:
                candidate.clues.add("home")
        return list(found.values())

    # -- In the statement -----------------------------------------------------------------------------------

    def _inside(self, found: dict[str, Candidate], draft: Draft, end: int, own: set[str]) -> None:
        """The actors named in the statement, and in the words between its cue and itself; no mere places."""
        for where, start, stop in self._spans(draft, end):
            for n in self._namings.between(start, stop):
                if n.code not in own and not (n.aside and n.code not in self._counts):
                    self._note(found, n, where, start)

    def _note(self, found: dict[str, Candidate], n: Naming, where: str, start: int) -> None:
        clues = self._far(found, n.code, start, self.document.text[n.start : n.end])
        at = self._index(n.start)
        place = place_of(self._words, at, start, n.sort == Sort.adjective)
        if where in clues:
            clues.add(f"{where}:again")
        if n.aside:
            clues |= {where, f"{where}:aside", f"aside:role={place.role}"}
            return
        clues |= {where, f"{where}:plain", f"{where}:sort={n.sort}", f"{where}:role={place.role}"}
        clues.add(f"{where}:{n.sort}:{place.role}")
        if place.head:
            clues.add(f"{where}:of={FUNCTIONS.get(place.head, 'thing')}")
        if n.sort == UNKNOWN:
            clues |= self._looks(n, at)

    def _looks(self, n: Naming, at: int) -> set[str]:
        """What tells the unlisted name of an organisation from a town's, a ship's or a law's."""
        text, before = self.document.text[n.start : n.end], self._words[at - 1].key if at else ""
        looks = {"unknown:several" if " " in text else "unknown:single"}
        if text.isupper():
            looks.add("unknown:acronym")
        if FUNCTIONS.get(before) == "group":
            looks.add("unknown:group")
        small = before in g.ARTICLES or before in g.PREPOSITIONS
        return looks | {f"unknown:before={before if small else 'other'}"}

    def _crowds(self, found: dict[str, Candidate], draft: Draft, end: int, own: set[str]) -> None:
        """The groups of people of whom the statement speaks (« les mineurs », « tout cartel », « ceux qui … »)."""
        for where, start, stop in self._spans(draft, end):
            first, last = self._index(start), self._index(stop)
            for at, kind in crowds(self._words, first, last):
                if at == first or not self._words[at].capital:
                    self._crowd(found, at, kind, (first, last), where, own)

    def _crowd(
        self,
        found: dict[str, Candidate],
        at: int,
        kind: str,
        within: tuple[int, int],
        where: str,
        own: set[str],
    ) -> None:
        """One group of people, with what its phrase shows."""
        words, text = self._words, self.document.text
        determined = at > within[0] and words[at - 1].key in DETERMINERS
        first, last = at - determined, complement_end(words, at, within[1])
        phrase = text[words[first].start : words[at].end]
        code = code_of(phrase)
        meant = next((c for c in found.values() if RULED in c.clues and phrase in c.mention), None)
        if code in own or (meant is None and code in found) or (meant and "people" not in meant.clues):
            return
        role = place_of(words, at, words[within[0]].start, False).role
        number = "many" if words[at].key.endswith(("s", "x")) else "one"
        clues = {"people", f"people:{where}", f"people:{kind}:{number}", f"people:role={role}"}
        clues.add(f"people:det={words[first].key if determined else 'none'}")
        if self._namings.between(words[at].start, words[last].end):
            clues.add("people:named")
        elif last > at:
            clues.add("people:told")
        if self._nouns[words[at].key] > 1:
            clues.add("people:again")
        if meant is None:
            found[code] = Candidate(code, text[words[first].start : words[last].end], clues)
        else:
            meant.clues |= clues

    def _ruled(self, found: dict[str, Candidate], draft: Draft, ruled: Mapping[str, str]) -> None:
        """What the rules found; their words count where no other words in the statement name the actor."""
        for code, mention in ruled.items():
            candidate = found.setdefault(code, Candidate(code, mention))
            inside = mention in self.document.text[draft.start : draft.end]
            candidate.clues |= {RULED, "ruled:in" if inside else "ruled:out"}
            if code not in self._counts and code == code_of(mention):
                candidate.clues |= {"people", "people:ruled"}

    # -- Around the statement ---------------------------------------------------------------------------------

    def _around(
        self, found: dict[str, Candidate], draft: Draft, sentence: tuple[int, int], own: set[str]
    ) -> None:
        """The actors named in the rest of the sentence, its speaker's phrase apart."""
        subject = draft.subject or (0, 0)
        for name, start, stop in (("before", sentence[0], draft.start), ("after", draft.end, sentence[1])):
            for n in self._namings.between(start, stop):
                if n.code in own or n.sort == MAYBE or (n.aside and n.code not in self._counts):
                    continue
                where = f"{name}:subject" if subject[0] <= n.start < subject[1] else name
                role = place_of(self._words, self._index(n.start), start, n.sort == Sort.adjective).role
                clues = self._far(found, n.code, draft.start)
                clues |= {where, f"{where}:role={role}"}
                if n.sort == UNKNOWN:
                    clues.add(f"{where}:unknown")
                if n.aside:
                    clues.add(f"{where}:aside")

    def _salient(self, found: dict[str, Candidate], draft: Draft, own: set[str]) -> None:
        """The actors most named in the article."""
        side = frozenset(own)
        if side not in self._salience:
            self._salience[side] = list(self._most_named(side))
        for code, clues in self._salience[side]:
            candidate = self._far(found, code, draft.start)
            candidate |= clues

    def _most_named(self, own: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
        mine = next((rank for rank, code in enumerate(self._order[:_RANKS], 1) if code in own), _RANKS)
        others = [c for c in self._order[: _RANKS + len(own)] if c not in own]
        total = self._total - sum(self._counts[c] for c in own) or 1
        for rank, code in enumerate(others[:_RANKS], 1):
            if self._counts[code] == 1 and rank > 1:
                continue
            clues = {f"top={rank}", f"rank={rank}:{mine}", f"share={10 * self._counts[code] // total}"}
            clues.add(f"others={min(len(others), _RANKS)}")
            if code in self._lead:
                clues |= {"lead", "lead:both"} if own & self._lead else {"lead"}
            yield code, frozenset(clues)

    def _recent(self, found: dict[str, Candidate], draft: Draft, first: int, own: set[str]) -> None:
        """The actors last named before the sentence."""
        paragraph = self.document.text.rfind("\n", 0, first) + 1
        seen: dict[str, Naming] = {}
        for n in reversed(self._namings.last(first, _BACK)):
            if n.sure and n.code not in own:
                seen.setdefault(n.code, n)
            if len(seen) == _RANKS:
                break
        for rank, (code, n) in enumerate(seen.items(), 1):
            clues = self._far(found, code, draft.start)
            clues.add(f"last={rank}")
            if self.voices.cast.quoted(n.start):
                clues.add("near:quoted")
            if n.start >= paragraph:
                clues.add("paragraph")

    def _talk(self, found: dict[str, Candidate], draft: Draft, own: set[str], past: Sequence[Said]) -> None:
        """The sides that spoke before, and their targets."""
        for back, said in enumerate(reversed(past[-_RECENT:]), 1):
            side = said.speaker.side
            if side not in own:
                clues = self._far(found, side, draft.start, said.speaker.mention)
                clues.add(f"spoke={back}")
                if own & {s.counterparty for s in said.stances}:
                    clues.add(f"spoke:tome={back}")
            who = "same" if side in own else "other"
            for stance in said.stances:
                if stance.counterparty not in own:
                    clues = self._far(found, stance.counterparty, draft.start, stance.mention)
                    clues.add(f"target:{who}={back}")

    def _far(
        self, found: dict[str, Candidate], code: str, start: int, mention: str | None = None
    ) -> set[str]:
        """The clues of an actor that the statement need not name."""
        candidate = found.get(code)
        if candidate is None:
            candidate = found[code] = Candidate(code, mention or self._namings.nearest(code, start))
        return candidate.clues

    # -- All clues of one candidate together -----------------------------------------------------------------

    def _join(
        self, candidate: Candidate, draft: Draft, marks: Sequence[str], named: int, crowded: bool
    ) -> None:
        """Joins the clues of an actor to what is told of the statement as a whole."""
        clues, situation = candidate.clues, marks[-1]
        if "in:plain" in clues or "addr:plain" in clues:
            clues |= {f"plain:{draft.construction}", f"plain:named={min(named, _FEW)}"}
        elif "people" in clues:
            clues.add(f"people:named={min(named, _FEW)}")
        else:
            far = {clue: name for clue in clues if (name := _far_name(clue))}
            for mark in marks:
                clues.update([f"{mark}:{clue}" for clue in far])
            clues.add(f"{situation}:agree={len(_VOTES.intersection(far.values()))}")
            clues.add(f"{situation}:{draft.construction}")
            if crowded:
                clues.add(f"{situation}:people")
        state = candidate.code in self.document.lexicon.states
        clues.add("state" if state else f"kind={self._kinds.get(candidate.code, 'none')}")

    # -- Places ---------------------------------------------------------------------------------------------

    @staticmethod
    def _spans(draft: Draft, end: int) -> list[tuple[str, int, int]]:
        """The words between cue and statement, and the statement."""
        inside = ("in", draft.start, end)
        return [("addr", *draft.address), inside] if draft.address else [inside]

    def _index(self, at: int) -> int:
        return bisect_left(self._word_starts, at)

    def _sentence(self, draft: Draft) -> tuple[int, int]:
        """Where the sentence around a statement begins and ends, as far as is looked."""
        text = self.document.text
        since, until = max(0, draft.start - _SENTENCE), min(len(text), draft.end + _SENTENCE)
        first = max([m.end() for m in _ENDS.finditer(text, since, draft.start)], default=since)
        end = _ENDS.search(text, max(draft.end - 1, 0), until)
        return min(first, draft.start), max(draft.end, end.start() if end else until)
