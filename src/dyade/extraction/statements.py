"""Statements of a document: what each cue, each « selon », each quotation reports, with the place of its speaker.

The stages, sentence by sentence: cues and their content; sources (« selon X »); quotations that no cue
took. A quotation followed by a quoted sentence under the same cue is one statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dyade.extraction import grammar as g
from dyade.extraction.clauses import Range, content_end, content_start, phrase_before, subject_after, subject_before
from dyade.extraction.cues import Cue, Mode, find_cues
from dyade.extraction.document import Document, Item, Sentence
from dyade.extraction.quotations import Quotation
from dyade.extraction.speakers import FUNCTIONS
from dyade.records import Kind


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement whose speaker is still only a place in the text."""

    start: int
    end: int
    kind: Kind
    subject: tuple[int, int] | None
    """Span of the speaker's words; None where the last voice goes on."""
    address: tuple[int, int] | None = None
    """Span between cue and content, where the one addressed may stand."""
    cue: str | None = None
    construction: str = ""
    """How the statement is reported: incise, que, de, à, obj, colon, source, floating, fragment, turn."""
    sentence: int = 0


def find_statements(document: Document) -> list[Draft]:
    """The statements of a document in order of their start; none overlaps another."""
    drafts: list[Draft] = []
    for number, sentence in enumerate(document.sentences):
        drafts += [replace(d, sentence=number) for d in _Reader(document, sentence, drafts).read()]
    return _disjoint(_joined(document, drafts))


class _Reader:
    """Reads one sentence: `taken` holds the ranges of items that a statement has used up."""

    def __init__(self, document: Document, sentence: Sentence, before: list[Draft]) -> None:
        self.document, self.text, self.s = document, document.text, sentence
        self.before = before
        self.cues = find_cues(sentence)
        self.taken: list[Range] = []
        self.subject: tuple[int, int] | None = None

    def read(self) -> Iterator[Draft]:
        sources = list(self._sources())
        for cue in self.cues:
            if self._is_taken(cue.head):
                continue
            draft = self._incise(cue) if self._is_incise(cue) else self._clause(cue)
            if draft:
                yield draft
        yield from (d for d in sources)
        for at, item in enumerate(self.s):
            if item.quotation and not self._is_taken(at):
                draft = self._quotation(at, item, item.quotation)
                if draft:
                    yield draft

    def _is_taken(self, at: int) -> bool:
        return any(first <= at < last for first, last in self.taken)

    def _span(self, items: Range) -> tuple[int, int]:
        return self.s[items[0]].start, self.s[items[1] - 1].end

    # -- cues -----------------------------------------------------------------------------------------------

    def _is_incise(self, cue: Cue) -> bool:
        """Whether the cue comments on words before it: « …», a dit X; …, affirme-t-il."""
        if cue.mode not in (Mode.finite, Mode.infinitive) or not cue.first:
            return False
        before = self.s[cue.first - 1]
        if before.key == "," and cue.first > 1 and self.s[cue.first - 2].quotation:
            before = self.s[cue.first - 2]
        elif not (before.key in (",", "—", "–", "?", "!", "…") or before.quotation):
            return False
        if cue.clitic:
            return True
        after = subject_after(self.s, cue.last + 1)
        if after is None or after[0] - cue.last > 6:
            return False
        if before.quotation and not _name_like(before.quotation):
            return True
        closing = self.s[after[1]].key if after[1] < len(self.s) else "."
        return closing in g.STOPS | g.PREPOSITIONS | g.TIME | {"et", "qui"} and cue.verb.constructions & {"que"} != set()

    def _incise(self, cue: Cue) -> Draft | None:
        s, end = self.s, cue.first
        while end and s[end - 1].key in (",", "—", "–"):
            end -= 1
        after = None if cue.clitic else subject_after(s, cue.last + 1)
        if cue.clitic:
            place = next(k for k in range(cue.first, cue.last + 1) if s[k].key == cue.clitic)
            after = (place, place + 1)
        start = max((last for _, last in self.taken), default=0)
        while start < end and s[start].key in (",", ".", ";", ":", "et", "mais", "—", "–", "»"):
            start += 1
        if start >= end or after is None:
            return self._carried(cue, after)
        subject = self._span(after)
        stop = max(after[1], cue.last + 1)
        self.taken.append((start, stop))
        content = self._direct_before(start, end)
        resumed = self._resumed(stop)
        if content:
            begin, finish = content
            if resumed and s[resumed[1] - 1].quotation:
                finish = s[resumed[1] - 1].quotation.end  # type: ignore[union-attr]
                self.taken.append(resumed)
            elif (more := content_start(s, cue, stop)) is not None and s[more].key in ("que", "qu'"):
                pass
            return Draft(begin, finish, Kind.direct, subject, None, cue.verb.lemma, "incise")
        while start < end and s[start].key in ("pour", "mais", "car", "or"):
            break
        begin, finish = self._span((start, end))
        if resumed and end - start < 5:
            finish = s[resumed[1] - 1].end
            self.taken.append(resumed)
        quoted = any(i.quotation and not _name_like(i.quotation) for i in s[start:end])
        return Draft(begin, finish, Kind.mixed if quoted else Kind.indirect, subject, None, cue.verb.lemma, "incise")

    def _direct_before(self, start: int, end: int) -> tuple[int, int] | None:
        """The content of an incise that comments on a quotation alone."""
        s = self.s
        while end > start and s[end - 1].key in ("!", "?", "…", "."):
            end -= 1
        last = s[end - 1].quotation if end > start else None
        if last is None:
            return None
        lead = s[start : end - 1]
        if not lead:
            return last.start, last.end
        if lead[-1].key == ":" or lead[-1].key in (".", ";"):
            return last.start, last.end
        first = lead[0].quotation
        if first and all(i.quotation or i.key in g.STOPS for i in lead):
            return first.start, last.end
        return None

    def _resumed(self, at: int) -> Range | None:
        """Where the words go on after an incise: to the sentence's end or the next cue's clause."""
        s = self.s
        if at >= len(s) or s[at].key != ",":
            if at < len(s) and s[at].quotation:
                return at, at + 1
            return None
        if at + 1 < len(s) and s[at + 1].quotation:
            following = next((c for c in self.cues if c.first > at + 1), None)
            if following and following.first - at <= 3 and self._is_incise(following):
                return None
            return at + 1, at + 2
        following = next((c.first for c in self.cues if c.first > at), None)
        if following is not None or at + 3 > len(s):
            return None
        if s[at + 1].key in g.PREPOSITIONS | g.SUBORDINATORS | g.RELATIVE | g.ADVERBS | g.TIME or s[at + 1].key in FUNCTIONS:
            return None
        end = len(s)
        while end > at + 1 and s[end - 1].key in g.STOPS - {"«»"}:
            end -= 1
        return at + 1, end

    def _carried(self, cue: Cue, after: Range | None) -> Draft | None:
        """An incise that opens its sentence comments on the statement before; it makes none."""
        return None

    def _clause(self, cue: Cue) -> Draft | None:
        s = self.s
        if cue.mode is Mode.passive:
            return self._passive(cue)
        subject = subject_before(s, cue)
        inverted = None
        if subject is None and not cue.clitic and cue.mode is Mode.finite and not self._coordinated(cue):
            inverted = subject_after(s, cue.last + 1)
        start = content_start(s, cue, inverted[1] if inverted else None)
        if start is None or self._is_taken(start):
            return None
        end = content_end(s, start, cue, self.cues)
        if end <= start:
            return None
        who = self._who(cue, subject or inverted)
        if who is None and not self.before and self.subject is None:
            return None
        self.subject = who or self.subject
        construction = self._construction(start)
        spoken = self._content(start, end, construction)
        if spoken is None:
            return None
        (begin, finish), kind = spoken
        self.taken.append((cue.first, end))
        address = (s[cue.last].end, s[start].start) if start > cue.last + 1 else None
        return Draft(begin, finish, kind, who or self.subject, address, cue.verb.lemma, construction)

    def _passive(self, cue: Cue) -> Draft | None:
        """« X est accusé par Y de …»: the speaker is the agent."""
        s, by = self.s, cue.last + 1
        if by >= len(s) or s[by].key != "par" or not cue.verb.constructions & {"de", "obj"}:
            return None
        agent = subject_after(s, by + 1)
        target = subject_before(s, cue)
        if agent is None or target is None:
            return None
        if agent[1] < len(s) and s[agent[1]].key in ("de", "d'"):
            end = content_end(s, agent[1], cue, self.cues)
            span = self._span((agent[1], end))
            self.taken.append((cue.first, end))
            return Draft(*span, Kind.indirect, self._span(agent), self._span(target), cue.verb.lemma, "de")
        span = self._span(target)
        self.taken.append((target[0], agent[1]))
        return Draft(*span, Kind.indirect, self._span(agent), None, cue.verb.lemma, "obj")

    def _coordinated(self, cue: Cue) -> bool:
        return cue.first > 0 and self.s[cue.first - 1].key in ("et", "puis", "ou") or (cue.first > 1 and self.s[cue.first - 1].key == ",")

    def _who(self, cue: Cue, subject: Range | None) -> tuple[int, int] | None:
        if cue.clitic:
            place = next(k for k in range(cue.first, cue.last + 1) if self.s[k].key == cue.clitic)
            return self._span((place, place + 1))
        if subject is not None and cue.mode is not Mode.gerund:
            return self._span(subject)
        if subject is not None and self.subject is None:
            return self._span(subject)
        return self.subject

    def _construction(self, start: int) -> str:
        key = self.s[start].key
        if key in ("que", "qu'"):
            return "que"
        if key in ("de", "d'", "du", "des"):
            return "de"
        if key in ("a", "au", "aux"):
            return "à"
        if start and self.s[start - 1].key == ":":
            return "colon"
        return "obj"

    def _content(self, start: int, end: int, construction: str) -> tuple[tuple[int, int], Kind] | None:
        """Span and kind of a content: a lone quotation is direct, one among other words mixed."""
        items = [i for i in self.s[start:end] if not (i.key in g.STOPS and not i.quotation)]
        inside = [i.quotation for i in items if i.quotation]
        if inside and len(items) == len(inside):
            return (inside[0].start, inside[-1].end), Kind.direct
        if construction == "colon" and inside:
            return (inside[0].start, inside[0].end), Kind.direct
        spoken = [q for q in inside if not _name_like(q)]
        return self._span((start, end)), Kind.mixed if spoken else Kind.indirect

    # -- sources --------------------------------------------------------------------------------------------

    def _sources(self) -> Iterator[Draft]:
        """« Selon X, …», « …, selon X », « pour X, «…» », « d'après X », « à en croire X »."""
        s = self.s
        for at, item in enumerate(s):
            size = _source_words(s, at)
            if not size or self._is_taken(at):
                continue
            who = subject_after(s, at + size)
            if who is None or who[0] != at + size:
                continue
            stop = who[1]
            if item.key == "pour" and not (at == 0 or s[at - 1].key in ("mais", ",")):
                continue
            named = self._is_named(who)
            if not named:
                continue
            opens = at == 0 or (at == 1 and s[0].key in ("mais", "et", "or", "car", "toujours"))
            if opens or s[at - 1].key in (":", ";"):
                if stop >= len(s) or s[stop].key != ",":
                    continue
                content = self._until_end(stop + 1)
            else:
                first = max((last for _, last in self.taken if last <= at), default=0)
                finish = at - 1 if s[at - 1].key == "," else at
                content = (first, finish) if finish - first > 2 or (finish > first and s[first].quotation) else None
                if content and any(c.first >= first and c.last < finish and not self._is_incise(c) for c in self.cues):
                    cue = next(c for c in self.cues if c.first >= first)
                    if subject_before(s, cue) is not None and content_start(s, cue) is not None:
                        continue
            if item.key == "pour" and content and not any(i.quotation for i in s[content[0] : content[1]]) and not self._is_person(who):
                continue
            if content is None or content[0] >= content[1]:
                continue
            spoken = self._content(*content, "source")
            if spoken is None:
                continue
            (begin, end), kind = spoken
            self.taken.append((min(content[0], at), max(content[1], stop)))
            self.subject = self._span(who)
            yield Draft(begin, end, kind, self.subject, None, item.key, "source")

    def _is_named(self, who: Range) -> bool:
        start, end = self._span(who)
        return bool(self.document.mentions_in(start, end)) or any(i.capital or i.key in FUNCTIONS or i.key in g.PRONOUNS for i in self.s[who[0] : who[1]])

    def _is_person(self, who: Range) -> bool:
        return any(i.capital or i.key in FUNCTIONS for i in self.s[who[0] : who[1]])

    def _until_end(self, start: int) -> Range:
        end = len(self.s)
        while end > start and self.s[end - 1].key in g.STOPS - {"«»"}:
            end -= 1
        return start, end

    # -- quotations that no cue took ------------------------------------------------------------------------

    def _quotation(self, at: int, item: Item, quotation: Quotation) -> Draft | None:
        s, words = self.s, self.text[quotation.start : quotation.end].split()
        if quotation.turn:
            return self._turn(quotation)
        alone = all(i.quotation or i.key in g.STOPS for i in s)
        if alone and len(words) >= 3:
            return Draft(quotation.start, quotation.end, Kind.direct, None, None, None, "floating")
        if at and s[at - 1].key == ":":
            subject = self._main_subject(at - 1)
            if len(words) >= 3 and (subject or self.before):
                return Draft(quotation.start, quotation.end, Kind.direct, subject, None, None, "colon")
            return None
        if len(words) < 4 or _name_like(quotation) or self._titled(at):
            return None
        subject = self._main_subject(at)
        if subject is None:
            return None
        return Draft(quotation.start, quotation.end, Kind.direct, subject, None, None, "fragment")

    def _main_subject(self, before: int) -> tuple[int, int] | None:
        """The nearest phrase before a quotation that can speak: it names an actor, a person or a function."""
        s, at = self.s, before
        for place in range(before - 1, -1, -1):
            if s[place].key in g.BE_HAVE or (s[place].key in g.PRONOUNS and place + 1 < before):
                found = phrase_before(s, place) if s[place].key in g.BE_HAVE else (place, place + 1)
                if found and (self._is_named(found)):
                    return self._span(found)
            at = place
        first = at
        end = first
        while end < before and s[end].key not in g.STOPS:
            end += 1
        span = self._span((first, end)) if end > first else None
        if span and self.document.mentions_in(*span) and not s[first].key in g.PREPOSITIONS:
            return self._span((first, subject_end(s, first, before)))
        return None

    def _titled(self, at: int) -> bool:
        return any(i.key in g.SPEECH_NOUNS for i in self.s[max(0, at - 2) : at])

    def _turn(self, quotation: Quotation) -> Draft | None:
        return Draft(quotation.start, quotation.end, Kind.direct, None, None, None, "turn") if self.before else None


def subject_end(s: Sentence, first: int, before: int) -> int:
    """The item after the phrase that opens a sentence."""
    found = subject_after(s, first)
    return min(found[1], before) if found else min(first + 1, before)


def _source_words(s: Sentence, at: int) -> int:
    """How many items « selon », « d'après », « à en croire », « de l'avis de », « pour » take here; 0 if none."""
    key = s[at].key
    if key in ("selon", "pour"):
        return 1
    following = [i.key for i in s[at + 1 : at + 4]]
    if key == "d'" and following[:1] == ["apres"]:
        return 2
    if key == "a" and following[:2] == ["en", "croire"]:
        return 3
    if key == "aux" and following[:2] == ["yeux", "de"]:
        return 3
    if key == "de" and following[:3] == ["l'", "avis", "de"]:
        return 4
    return 0


def _name_like(quotation: Quotation) -> bool:
    """Whether a quotation is short enough to be a mere name or term."""
    return quotation.end - quotation.start < 22


def _joined(document: Document, drafts: list[Draft]) -> list[Draft]:
    """Floating quoted sentences made one with the statement before, where they share its cue and paragraph."""
    done: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.start, -d.end)):
        last = done[-1] if done else None
        if (
            draft.construction == "floating" and last and last.kind is Kind.direct
            and draft.sentence - last.sentence == 1 and last.construction in ("incise", "colon", "floating", "obj")
            and "\n" not in document.text[last.end : draft.start]
        ):
            done[-1] = replace(last, end=draft.end, sentence=draft.sentence)
        else:
            done.append(draft)
    return done


def _disjoint(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for draft in drafts:
        if not kept or draft.start >= kept[-1].end:
            kept.append(draft)
    return kept
