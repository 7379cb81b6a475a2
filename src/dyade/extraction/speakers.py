"""Who speaks: the side behind a name, a function, a capital or a pronoun, decided by the article itself.

« Le ministre russe des Affaires étrangères Sergueï Lavrov » makes every later « M. Lavrov », « le ministre »
and « il » speak for RUS; the dated list of leaders comes second.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass

from dyade.actors import Mention
from dyade.actors.lexicon import Sort
from dyade.extraction import grammar as g
from dyade.extraction.document import Document
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.people import Person, code_of, gender, name_end, phrase_left, phrase_right, sent_to
from dyade.records import Speaker
from dyade.text import Token, fold

_NEAR = 500
"""Characters before a pronoun in which its antecedent is looked for."""
_PLURAL = frozenset("les des ces ses leurs nos plusieurs certains deux trois".split())
_POSSESSIVE = frozenset("son sa ses leur leurs".split())
_JOINTS = frozenset("et , la le les l' de d' du des".split())
_LATTER = {"ce dernier": "il", "cette derniere": "elle", "celui-ci": "il", "celle-ci": "elle", "ces derniers": "ils",
           "le meme": "il", "la meme": "elle", "l'interesse": "il",
           "l'interessee": "elle", "ceux-ci": "ils", "celles-ci": "elles", "ces dernieres": "elles"}


@dataclass(slots=True)
class Voice:
    """Who speaks at some place of the text, as far as the article tells."""

    speaker: Speaker
    feminine: bool | None = None
    plural: bool = False
    at: int = 0


class Cast:
    """The persons and sides of one article, and how its words point to them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.people: dict[str, Person] = {}
        """The persons by their folded surname."""
        self.spans: list[tuple[int, int, Person]] = []
        states = Counter(m.code for m in document.mentions if m.sort is not Sort.person)
        self.country = states.most_common(1)[0][0] if states else None
        """The actor that the article names most."""
        self._find_people()
        self._starts = [start for start, _, _ in self.spans]

    # -- persons ----------------------------------------------------------------------------------------------

    def _find_people(self) -> None:
        words, at = self.document.tokens, 0
        while at < len(words):
            end = name_end(words, at)
            if end > at:
                self._meet(words, at, end)
            at = max(end, at + 1)

    def _meet(self, words: list[Token], at: int, end: int) -> None:
        """Notes a name: a known surname again, or a new person with the side that the words around give."""
        start, stop = words[at].start, words[end - 1].end
        surname = words[end - 1].key
        known = self.people.get(surname)
        if known is None:
            first = self.document.mentions_in(start, stop)
            if end - at > 1 and first and first[0].start == start and first[0].end < stop and first[0].sort in (Sort.demonym, Sort.adjective):
                at = next((k for k in range(at, end) if words[k].start >= first[0].end), at)
                start = words[at].start
            known = self._person(words, at, end)
            if known is None:
                return
            self.people[surname] = known
        self.spans.append((start, stop, known))

    def _person(self, words: list[Token], at: int, end: int) -> Person | None:
        """A person not met before; None where the name is an actor's or shows no sign of a person."""
        text, start, stop = self.document.text, words[at].start, words[end - 1].end
        titled = at > 0 and (words[at - 1].key in g.TITLES or (at > 1 and words[at - 1].text == "." and words[at - 2].key in g.TITLES))
        leader = self._leader_at(start, stop) or self._leader_at(words[end - 1].start, stop)
        left, right = phrase_left(words, at), phrase_right(words, end)
        around = [*words[left:at], *words[end:right]]
        functions = {w.key for w in around if w.key in FUNCTIONS}
        demonym = [m for m in self.document.mentions_in(words[max(0, at - 1)].start, start) if m.sort in (Sort.demonym, Sort.adjective)]
        if end - at == 1 and not (titled or leader or self._introduced(words, at)):
            return None
        if any(m.start < start < m.end for m in self.document.mentions_in(max(0, start - 40), stop + 40)):
            return None
        if not functions and not leader and not titled and self._is_actor(start, stop):
            return None
        side = self._side(words, left, at) or self._side(words, end, right) or (demonym[0].code if demonym else None) or leader
        kinds = {FUNCTIONS[f] for f in functions}
        name = text[start:stop]
        certain = side is not None or "office" not in kinds
        if side is None:
            side = (self.country_near(start) if "office" in kinds else None) or code_of(name)
        shown = gender([w.key for w in words[left:at] if w.key in g.ARTICLES | g.TITLES] or [w.key for w in around])
        return Person(name, side, shown, functions, start, certain)

    def _introduced(self, words: list[Token], at: int) -> bool:
        """Whether a function stands right before a lone surname, an adjective at most between them."""
        if at and words[at - 1].key in FUNCTIONS:
            return True
        adjective = at > 1 and not words[at - 1].capital and words[at - 1].key not in g.PREPOSITIONS | g.ARTICLES
        return adjective and words[at - 2].key in FUNCTIONS

    def _leader_at(self, start: int, stop: int) -> str | None:
        found = self.document.mentions_in(start, stop)
        return found[0].code if found and found[0].sort is Sort.person else None

    def _is_actor(self, start: int, stop: int) -> bool:
        found = self.document.mentions_in(start, stop)
        return bool(found) and found[0].sort is not Sort.person and found[0].start == start

    def _side(self, words: list[Token], first: int, last: int) -> str | None:
        """The side that a phrase around a function names; one who speaks for themselves has an organisation's at most."""
        if first >= last:
            return None
        start, end = words[first].start, words[last - 1].end
        kinds = [FUNCTIONS[w.key] for w in words[first:last] if w.key in FUNCTIONS]
        if kinds and kinds[0] == "own":
            return self._group(start, end)
        return self.side_of_phrase(start, end)

    def _group(self, start: int, end: int) -> str | None:
        """The organisation that a phrase names, for those who do not speak for their state."""
        named = [m for m in self.document.mentions_in(start, end) if m.entry.source == "organisations.csv"]
        return named[0].code if named else None

    def side_of_phrase(self, start: int, end: int) -> str | None:
        """The side that the words of a phrase name, a joint one where « et » joins two actors."""
        found, text = self.document.mentions_in(start, end), self.document.text
        if not found:
            return None
        near = [m for m in found if not sent_to(text, start, m)] or found
        near = [m for m in near if m.entry.source == "organisations.csv" and _heads(text, start, m)] or near
        joint = [near[0].code]
        for left, right in zip(near, near[1:], strict=False):
            between = fold(text[left.end : right.start]).split()
            if right.sort is Sort.person or not between or between[0] not in ("et", ",") or not set(between) <= _JOINTS:
                break
            if right.code not in joint and right.sort is not Sort.adjective:
                joint.append(right.code)
        return "+".join(joint)

    def country_near(self, at: int) -> str | None:
        """The actor that leads the paragraph before a place, else the side last named, else the article's."""
        near = [m for m in self.document.mentions_in(max(0, at - 400), at) if m.sort is not Sort.person]
        return self._scene(at) or (near[-1].code if near else self.country)

    def _scene(self, at: int) -> str | None:
        """The actor that opens the paragraph (« À Rome, … ») or leads its sentence before a place."""
        paragraph = self.document.text.rfind("\n", 0, at) + 1
        before = [m for m in self.document.mentions_in(paragraph, at) if self._leads(m.start) and not self._quoted(m.start)]
        before = [m for m in before if m.sort is not Sort.person and (not m.place or m.start - paragraph < 12)]
        return before[-1].code if before else None

    def _quoted(self, at: int) -> bool:
        """Whether a place lies between quotation marks."""
        quotations = self.document.quotations
        found = bisect_right(quotations, at, key=lambda q: q.open) - 1
        return found >= 0 and at < quotations[found].close

    def people_between(self, start: int, end: int) -> list[tuple[int, int, Person]]:
        """The mentions of persons inside a span."""
        found = self.spans[bisect_left(self._starts, start) : bisect_right(self._starts, end)]
        return [x for x in found if x[1] <= end]

    def office_in(self, start: int, end: int) -> tuple[str, str] | None:
        """The side and the words of an office that a span names without its country (« le gouvernement »)."""
        tokens = self.document.tokens
        first = bisect_left(tokens, start, key=lambda t: t.start)
        for at in range(first, len(tokens) - 1):
            word, following = tokens[at], tokens[at + 1]
            if following.end > end:
                return None
            if word.key in ("le", "la", "l'", "au", "du", "les") and FUNCTIONS.get(following.key) == "office":
                phrase = self.document.text[word.start : following.end]
                voice = self._official(phrase, [following.key], word.start, None, word.key == "les", None)
                return voice.speaker.side, phrase
        return None

    # -- voices -----------------------------------------------------------------------------------------------

    def voice(self, start: int, end: int, past: list[Voice], content: tuple[int, int] | None = None) -> Voice | None:
        """Who the phrase `text[start:end]` is.

        Args:
            past: the voices heard so far, the last one last.
            content: span of what is said, whose first words may tell an official's country.
        """
        mention = self.document.text[start:end].strip(" ,\u00a0\u202f")
        key = fold(mention)
        if not mention:
            return None
        key = key.partition(",")[0]
        if key in g.PRONOUNS or key in _LATTER or key in g.RELATIVE:
            return self._antecedent(mention, _LATTER.get(key, key), min(start, content[0]) if content else start, past)
        words = re.findall(r"\w+'?", key)
        plural = words[0] in _PLURAL if words else False
        side = self.side_of_phrase(start, end)
        people = self.people_between(start, end)
        kinds = [FUNCTIONS[w] for w in words if w in FUNCTIONS]
        if people and not (side and "+" in side):
            person = people[-1][2] if len({id(p) for _, _, p in people}) == 1 else people[0][2]
            self._settle(person, start, words, past, content)
            return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
        shown = gender(words[:1] if words and words[0] in g.ARTICLES - {"l'", "les", "des"} else words)
        if kinds and kinds[0] == "own":
            group = self._group(start, end) or self._known_group(words, start)
            return Voice(Speaker(mention, mention, group or code_of(mention)), shown, plural, start)
        if side:
            return Voice(Speaker(mention, mention, side), shown, plural, start)
        if words and words[0] in _POSSESSIVE and kinds and (owner := self._owner(start, past)):
            return Voice(Speaker(mention, mention, owner), shown, plural, start)
        if kinds:
            return self._official(mention, words, start, shown, plural, content)
        return Voice(Speaker(mention, mention, code_of(mention)), shown, plural, start)

    def _settle(self, person: Person, start: int, words: list[str], past: list[Voice], content: tuple[int, int] | None) -> None:
        """Betters the guessed side of a person by the statement in which they first speak."""
        if person.certain:
            return
        owner = self._owner(start, past) if words and words[0] in _POSSESSIVE else None
        person.side = owner or self._country_of(start, content) or person.side
        person.certain = True

    def _country_of(self, at: int, content: tuple[int, int] | None) -> str | None:
        """The country of an official: who leads the paragraph, or whom the words said before begin with."""
        origin = min(at, content[0]) if content else at
        if (scene := self._scene(origin)) is not None:
            return scene
        first = self.document.mentions_in(origin, origin + 60) if origin < at and not self._quoted(origin) else []
        if first and first[0].start - origin < 5 and not first[0].place:
            return first[0].code
        inside = [m for m in self.document.mentions_in(max(0, at - 30), at) if m.place and origin != at]
        return inside[-1].code if inside else None

    def _official(self, mention: str, words: list[str], start: int, shown: bool | None, plural: bool, content: tuple[int, int] | None) -> Voice:
        """« Le ministre », « le porte-parole »: the person met with that function, else the country of the place."""
        offices = {w for w in words if FUNCTIONS.get(w) == "office"}
        same = [p for p in self.people.values() if offices & p.functions and p.at < start]
        fits = [p for p in same if shown is None or p.feminine in (None, shown)]
        if (fits or same) and not plural:
            person = max(fits or same, key=lambda p: p.at)
            return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
        country = self._country_of(start, content) or self.country_near(start)
        return Voice(Speaker(mention, mention, country or code_of(mention)), shown, plural, start)

    def _known_group(self, words: list[str], start: int) -> str | None:
        """The organisation named shortly before, where a phrase says only what it is (« le groupe », « l'ONG »)."""
        if len(words) > 2:
            return None
        near = [m for m in self.document.mentions_in(max(0, start - _NEAR), start) if m.entry.source == "organisations.csv"]
        return near[-1].code if near else None

    def _owner(self, start: int, past: list[Voice]) -> str | None:
        """Whose « son porte-parole » is: the last voice's, or the actor that opened the sentence before."""
        return past[-1].speaker.side if past and start - past[-1].at < _NEAR else None

    def _antecedent(self, mention: str, key: str, start: int, past: list[Voice]) -> Voice | None:
        """The person or actor that a pronoun stands for: the nearest before it of its gender and number."""
        feminine = True if key.startswith("elle") else False if key.startswith("il") else None
        plural = key in ("ils", "elles")
        best: Voice | None = None
        for voice in reversed(past):
            if start - voice.at < _NEAR and voice.plural == plural and (feminine is None or voice.feminine in (None, feminine)):
                best = voice
                break
        if not plural:
            for at, stop, person in reversed(self.people_between(max(0, start - _NEAR), start)):
                if best and at <= best.at:
                    break
                if (feminine is None or person.feminine in (None, feminine)) and self._leads(at):
                    return Voice(Speaker(mention, person.name, person.side), person.feminine, False, start)
        for m in reversed(self.document.mentions_in(max(0, start - _NEAR), start)):
            if best and m.start <= best.at:
                break
            if not m.place and m.sort is not Sort.adjective and self._leads(m.start) and not self._quoted(m.start) and self._agrees(m, feminine, plural):
                return Voice(Speaker(mention, self.document.text[m.start : m.end], m.code), feminine, plural, start)
        best = best or (past[-1] if past else None)
        if best is None:
            return None
        return Voice(Speaker(mention, best.speaker.name, best.speaker.side), best.feminine, best.plural, start)

    def _leads(self, at: int) -> bool:
        """Whether words stand near the head of their sentence, where subjects stand."""
        text = self.document.text
        head = max(text.rfind(mark, 0, at) for mark in (". ", "\n", "» ", "; "))
        return at - head < 60

    def _agrees(self, mention: Mention, feminine: bool | None, plural: bool) -> bool:
        before = fold(self.document.text[max(0, mention.start - 4) : mention.start]).split()
        article = before[-1] if before else ""
        if (article == "les") != plural:
            return False
        return feminine is None or (article != "la" if feminine is False else article != "le")


def _heads(text: str, start: int, mention: Mention) -> bool:
    """Whether an organisation's own name stands at the head of a phrase (« l'armée turque » does not)."""
    return mention.sort is Sort.name and mention.start - start < 4
