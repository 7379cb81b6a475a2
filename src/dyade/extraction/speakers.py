"""Who speaks: the side behind a name, a function, a capital or a pronoun, decided by the article itself.

« Le ministre russe des Affaires étrangères Sergueï Lavrov » makes every later « M. Lavrov », « le ministre »
and « il » speak for RUS; the dated list of leaders comes second.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.extraction import grammar as g
from dyade.extraction.document import Document
from dyade.records import Speaker
from dyade.text import Token, fold


@cache
def _functions() -> dict[str, str]:
    with (files("dyade") / "data" / "functions.csv").open(encoding="utf-8", newline="") as lines:
        return {fold(row["word"]).rpartition("-")[2]: row["kind"] for row in csv.DictReader(lines)}


FUNCTIONS = _functions()
_PARTICLES = frozenset("de du von van der den ben bin al el ould le la da dos di af".split())
_FEMININE = frozenset("la une presidente ministre-e chanceliere reine mme mlle cheffe directrice ambassadrice premiere elle elles".split())
_TITLES = frozenset("m mm mme mlle dr me mgr".split())
_AWAY = frozenset("a au aux en aupres contre avec sur chez dans pour vers envers face".split())
_BREAKS = frozenset("pour contre avec sur par dans vers et sans entre".split())
_PORTFOLIO = frozenset("l' la le les des du aux au".split())
_NOT_NAMES = frozenset("affaires etrangeres defense interieur exterieur commerce etat etats premier premiere nations unies europe".split())


@dataclass(slots=True)
class Person:
    """Someone whom the article names."""

    name: str
    surname: str
    side: str
    feminine: bool | None
    functions: set[str] = field(default_factory=set)
    at: int = 0
    """Offset of the first mention."""


@dataclass(slots=True)
class Voice:
    """Who speaks at some place of the text, as far as the article tells."""

    speaker: Speaker
    feminine: bool | None = None
    plural: bool = False


class Cast:
    """The persons and sides of one article, and how its words point to them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.people: dict[str, Person] = {}
        self.spans: list[tuple[int, int, Person]] = []
        self.states = Counter(m.code for m in document.mentions)
        self._find_people()

    def _find_people(self) -> None:
        words = self.document.tokens
        at = 0
        while at < len(words):
            end = _name_end(words, at)
            if end > at:
                self._meet(words, at, end)
                at = end
            else:
                at += 1

    def _meet(self, words: list[Token], at: int, end: int) -> None:
        """Notes a name: a known surname again, or a new person with the side that the words around give."""
        surname = words[end - 1].key
        known = self.people.get(surname)
        start, stop = words[at].start, words[end - 1].end
        titled = at >= 1 and (words[at - 1].key in _TITLES or (at >= 2 and words[at - 1].text == "." and words[at - 2].key in _TITLES))
        if known is None and end - at == 1 and not titled and not self._leader_at(start, stop):
            return
        if known is None:
            left, right = _phrase_left(words, at), _phrase_right(words, end)
            functions = {w.key for w in words[left:at] if w.key in FUNCTIONS} | {w.key for w in words[end:right] if w.key in FUNCTIONS}
            if not functions and end - at > 1 and self._is_actor(start, stop):
                return
            side = self._side(words, left, at) or self._side(words, end, right)
            side = side or self._leader_at(start, stop) or self._leader_at(words[end - 1].start, stop)
            if not side and any(FUNCTIONS[f] == "office" for f in functions):
                side = self._country_near(start)
            name = self.document.text[words[left].start if left < at else start : stop]
            side = side or code_of(self.document.text[start:stop])
            feminine = any(w.key in _FEMININE for w in words[left:at]) or (True if any(w.key.endswith(("iere", "ente", "trice", "cheffe")) for w in words[left:right]) else False)
            known = Person(name, self.document.text[start:stop], side, feminine if functions or titled else None, functions, start)
            self.people[surname] = known
        self.spans.append((start, stop, known))

    def _leader_at(self, start: int, stop: int) -> str | None:
        found = self.document.mentions_in(start, stop)
        return found[0].code if found and found[0].sort is Sort.person else None

    def _is_actor(self, start: int, stop: int) -> bool:
        found = self.document.mentions_in(start, stop)
        return bool(found) and found[0].sort is not Sort.person and found[0].start == start

    def _side(self, words: list[Token], first: int, last: int) -> str | None:
        """The side that a phrase around a function names: the first actor that is not where one is sent to."""
        if first >= last:
            return None
        if any(FUNCTIONS.get(w.key) == "own" for w in words[first:last]) and not any(
            FUNCTIONS.get(w.key) == "office" for w in words[first:last]
        ):
            named = [m for m in self._inside(words, first, last) if m.sort is Sort.name and m.entry.source == "organisations.csv"]
            return named[0].code if named else None
        return self.side_of_phrase(words[first].start, words[last - 1].end)

    def _inside(self, words: list[Token], first: int, last: int) -> list[Mention]:
        return self.document.mentions_in(words[first].start, words[last - 1].end)

    def side_of_phrase(self, start: int, end: int) -> str | None:
        """The side that the words of a phrase name, a joint one where « et » joins two actors."""
        found = self.document.mentions_in(start, end)
        if not found:
            return None
        text = self.document.text
        near = [m for m in found if not _sent_to(text, start, m)] or found
        first = near[0]
        joint = [first.code]
        for left, right in zip(near, near[1:], strict=False):
            between = fold(text[left.end : right.start]).split()
            if right.sort is not Sort.person and between and between[0] in ("et", ",") and set(between) <= {"et", ",", "la", "le", "les", "l'", "de", "d'", "du", "des"}:
                if right.code not in joint and "de" not in between[:1]:
                    joint.append(right.code)
            else:
                break
        return "+".join(joint)

    def _country_near(self, at: int) -> str | None:
        """The state last named before a place, else the one that the article names most."""
        before = [m for m in self.document.mentions_in(max(0, at - 400), at) if m.sort is not Sort.person]
        if before:
            return Counter(m.code for m in before[-3:]).most_common(1)[0][0]
        return self.states.most_common(1)[0][0] if self.states else None

    def person_in(self, start: int, end: int) -> Person | None:
        """The last person named inside a span."""
        inside = [p for a, b, p in self.spans if a >= start and b <= end]
        return inside[-1] if inside else None

    def voice(self, start: int, end: int, past: list[Voice]) -> Voice | None:
        """Who the phrase `text[start:end]` is, given the voices heard so far (the last one last)."""
        text = self.document.text
        mention = text[start:end].strip(" ,\u00a0\u202f")
        key = fold(mention)
        if key in g.PRONOUNS or key in ("ce dernier", "cette derniere", "celui-ci", "celle-ci", "ces derniers"):
            return self._antecedent(mention, key, start, past)
        person = self.person_in(start, end)
        words = re.findall(r"\w+'?", key)
        plural = words[:1] and words[0] in ("les", "des", "ces", "ses", "plusieurs", "certains", "deux", "nos")
        side = self.side_of_phrase(start, end)
        own = [w for w in words if FUNCTIONS.get(w) == "own"]
        offices = [w for w in words if FUNCTIONS.get(w) == "office"]
        if person and not (side and "+" in side):
            return Voice(Speaker(mention, person.name, person.side), person.feminine)
        if own and (not offices or words.index(own[0]) < words.index(offices[0])):
            named = [m for m in self.document.mentions_in(start, end) if m.entry.source == "organisations.csv" and m.sort in (Sort.name, Sort.demonym, Sort.adjective)]
            return Voice(Speaker(mention, mention, named[0].code if named else code_of(mention)), None, bool(plural))
        if side:
            return Voice(Speaker(mention, mention, side), _gender(words), bool(plural))
        if offices:
            same = [p for p in self.people.values() if set(offices) & p.functions and p.at < start]
            if same:
                return Voice(Speaker(mention, same[-1].name, same[-1].side), same[-1].feminine)
            country = self._country_near(start)
            return Voice(Speaker(mention, mention, country or code_of(mention)), _gender(words), bool(plural))
        return Voice(Speaker(mention, mention, code_of(mention)), _gender(words), bool(plural)) if mention else None

    def _antecedent(self, mention: str, key: str, start: int, past: list[Voice]) -> Voice | None:
        feminine = True if "elle" in key or "derniere" in key else False if key in ("il", "ils", "celui-ci", "ce dernier") else None
        plural = key in ("ils", "elles", "ces derniers")
        fits = [v for v in past if (feminine is None or v.feminine in (None, feminine)) and v.plural == plural]
        chosen = (fits or past)[-1:] if past else []
        people = [p for a, _, p in self.spans if start - 400 < a < start and (feminine is None or p.feminine in (None, feminine))]
        if people and not plural and (not chosen or (chosen[0].speaker.side != people[-1].side and not fits)):
            person = people[-1]
            return Voice(Speaker(mention, person.name, person.side), person.feminine)
        if chosen:
            speaker = chosen[0].speaker
            return Voice(Speaker(mention, speaker.name, speaker.side), chosen[0].feminine, chosen[0].plural)
        before = [m for m in self.document.mentions_in(max(0, start - 400), start) if not m.place]
        if before:
            return Voice(Speaker(mention, self.document.text[before[-1].start : before[-1].end], before[-1].code))
        return None


def code_of(name: str) -> str:
    """The code of an actor that no list holds: its own name in capitals, with underscores."""
    words = [w for w in re.findall(r"[a-z0-9]+", fold(name)) if w not in g.ARTICLES and w not in ("l", "d", "de", "m", "mme")]
    return "_".join(words[:6]).upper() or "UNKNOWN"


def _gender(words: list[str]) -> bool | None:
    if not words:
        return None
    return True if words[0] in ("la", "une", "sa", "cette") or words[0] in _FEMININE else False if words[0] in ("le", "un", "son", "ce") else None


def _sent_to(text: str, start: int, mention: Mention) -> bool:
    """Whether the actor is only where the phrase's head is posted (« ambassadeur de France au Mali »)."""
    before = fold(text[start : mention.start]).split()
    if before and before[-1] in ("la", "l'", "le", "les"):
        before.pop()
    return bool(before) and before[-1] in _AWAY and len(before) > 1


def _name_end(words: list[Token], at: int) -> int:
    """The item after a proper name of capitalised words that begins at `at`; `at` where there is none."""
    if not words[at].capital or not words[at].text[0].isalpha() or words[at].key in g.ARTICLES or words[at].key in _NOT_NAMES:
        return at
    if at and words[at - 1].key in _PORTFOLIO and words[at - 1].end >= words[at].start - 1:
        return at  # « l'Économie », « la Défense »: what an office is for
    end = at
    while end < len(words) and end - at < 7:
        word = words[end]
        if word.capital and word.text[-1] not in "'’" and word.key not in _NOT_NAMES and word.key not in g.ARTICLES | g.SUBORDINATORS | g.PRONOUNS:
            end += 1
        elif word.text == "-" and end + 1 < len(words) and end > at and words[end + 1].start == word.end == words[end - 1].end + 1:
            end += 2
        elif word.key in _PARTICLES and end > at and end + 1 < len(words) and words[end + 1].capital and words[end + 1].key not in _NOT_NAMES and word.key not in ("de", "du", "la", "le"):
            end += 1
        elif word.text == "." and end > at and len(words[end - 1].key) == 1 and words[end - 1].capital and end + 1 < len(words) and words[end + 1].capital:
            end += 1
        else:
            break
    end = min(end, len(words))
    if end == at + 1 and (len(words[at].key) < 3 or words[at].key in g.ADVERBS | g.PREPOSITIONS | g.SUBORDINATORS | g.PRONOUNS):
        return at
    return end


def _phrase_left(words: list[Token], at: int) -> int:
    """Where the phrase that introduces a name begins: back to the determiner of its function."""
    place, found = at, at
    if place and words[place - 1].text == ",":
        place -= 1
    for back in range(place - 1, max(-1, place - 16), -1):
        key = words[back].key
        if words[back].text in ",;:.!?()«»\"" and not (words[back].text == "." and words[back - 1].key in _TITLES):
            break
        if key in g.BE_HAVE or key in g.SUBORDINATORS or key in g.RELATIVE or key in _BREAKS:
            break
        if key in FUNCTIONS:
            found = back
    if found < at:
        while found and words[found - 1].key in g.ARTICLES | {"premier", "vice", "-", "porte", "haut", "haute", "ancien", "ancienne", "ex", "nouveau", "nouvelle"}:
            found -= 1
    elif at >= 2 and words[at - 1].text == "." and words[at - 2].key in _TITLES:
        found = at - 2
    elif at >= 1 and words[at - 1].key in _TITLES:
        found = at - 1
    return found


def _phrase_right(words: list[Token], end: int) -> int:
    """Where the apposition after a name ends (« , ministre malien de la Défense, »)."""
    if end >= len(words) or words[end].text not in ",(":
        return end
    for place in range(end + 1, min(len(words), end + 16)):
        if words[place].text in ",;:.!?()«»\"" or words[place].key in g.BE_HAVE:
            return place if any(w.key in FUNCTIONS for w in words[end : min(place, end + 6)]) else end
    return end
