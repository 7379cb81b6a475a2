"""Statements of a document: what each cue, « selon » and quotation reports, with the place of its speaker.

The stages, sentence by sentence: sources (« selon X »); cues and their content; quotations that no cue took.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dyade.extraction import grammar as g
from dyade.extraction.clauses import content_end, content_start, infinitive
from dyade.extraction.cues import Cue, Mode, find_cues
from dyade.extraction.document import Document
from dyade.extraction.drafts import Draft, Span, disjoint, joined, questions
from dyade.extraction.incises import inverted, is_complete, may_speak, name_like
from dyade.extraction.items import Sentence
from dyade.extraction.phrases import Range, phrase_before, subject_after, subject_before
from dyade.extraction.quotations import Quotation
from dyade.extraction.sources import find_sources
from dyade.records import Kind

_PARTICIPLES = ("é", "és", "ée", "i", "is", "u", "us", "it")


def find_statements(document: Document) -> list[Draft]:
    """The statements of a document in order of their start; none overlaps another."""
    drafts: list[Draft] = []
    for number, sentence in enumerate(document.sentences):
        drafts += [replace(d, sentence=number) for d in _Reader(document, sentence, bool(drafts)).read()]
    asked = questions(document)
    drafts = [d for d in drafts if d.construction != "turn" or d.start not in asked]
    return disjoint(joined(document, sorted(drafts, key=lambda d: (d.start, -d.end))))


class _Reader:
    """Reads one sentence: `taken` marks the items that a statement has used up."""

    def __init__(self, document: Document, sentence: Sentence, spoken: bool) -> None:
        self.document, self.s = document, sentence
        self.spoken = spoken
        """Whether some voice was heard before."""
        self.cues = find_cues(sentence)
        self.taken = [False] * len(sentence)
        self.subject: Span | None = None

    def read(self) -> Iterator[Draft]:
        yield from self._sources()
        for cue in self.cues:
            subject = None if self.taken[cue.head] else inverted(self.s, cue)
            if subject and (draft := self._incise(cue, subject)):
                yield draft
        for number, cue in enumerate(self.cues):
            if not self.taken[cue.head] and (draft := self._clause(cue, number)):
                yield draft
        for at, item in enumerate(self.s):
            if item.quotation and not self.taken[at] and (draft := self._quotation(at, item.quotation)):
                yield draft

    def _is_name(self, quotation: Quotation) -> bool:
        """Whether quotation marks stand around a mere name (« Notre Heure »)."""
        words = self.document.text[quotation.start : quotation.end].split()
        return len(words) <= 3 and words[0][0].isupper()

    def _take(self, first: int, last: int) -> None:
        self.taken[first:last] = [True] * (last - first)

    def _span(self, items: Range) -> Span:
        return self.s[items[0]].start, self.s[items[1] - 1].end

    def _draft(
        self,
        items: Range,
        subject: Span | None,
        cue: Cue | None,
        construction: str,
        address: Span | None = None,
    ) -> Draft:
        """The statement on a range of items: a lone quotation is direct, one among other words mixed."""
        s = self.s
        words = [i for i in s[slice(*items)] if i.key not in g.STOPS or i.quotation]
        quoted = [i.quotation for i in words if i.quotation]
        lemma = cue.verb.lemma if cue else None
        if quoted and len(words) == len(quoted):
            return Draft(quoted[0].start, quoted[-1].end, Kind.direct, subject, address, lemma, construction)
        kind = (
            Kind.mixed
            if any(i.quotation and not self._is_name(i.quotation) for i in words)
            else Kind.indirect
        )
        start = s[items[0]].start
        return Draft(start, max(start + 1, s[items[1] - 1].tail), kind, subject, address, lemma, construction)

    def _incise(self, cue: Cue, subject: Range) -> Draft | None:
        """The words around a cue that comments on them."""
        s, end, stop = self.s, cue.first, max(cue.last + 1, subject[1])
        while end and s[end - 1].key in (",", "—", "–"):
            end -= 1
        start = end
        while start and not self.taken[start - 1] and s[start - 1].key not in (".", ";"):
            start -= 1
        lead = next((k for k in range(end - 1, start - 1, -1) if s[k].key == ":"), None)
        if lead is not None and ((lead + 1 < end and s[lead + 1].quotation) or not s[start].quotation):
            start = lead + 1
        while start < end and (
            (s[start].key in g.STOPS and not s[start].quotation)
            or (s[start].key in ("et", "mais") and start + 1 < end)
        ):
            start += 1
        if start >= end:
            return None
        resumed = self._resumed(stop, (start, end))
        self._take(start, max(stop, resumed))
        self.subject = self._span(subject)
        return (
            self._draft((start, end), self.subject, cue, "incise")
            if resumed == stop
            else self._around((start, end), (stop, resumed), cue)
        )

    def _around(self, before: Range, after: Range, cue: Cue) -> Draft:
        """The statement on both sides of its incise."""
        s = self.s
        kind = self._draft(before, self.subject, cue, "incise").kind
        first, last = s[before[0]], s[after[1] - 1]
        if kind is Kind.direct and last.quotation and first.quotation:
            return Draft(
                first.quotation.start, last.quotation.end, kind, self.subject, None, cue.verb.lemma, "incise"
            )
        if any(i.quotation and not self._is_name(i.quotation) for i in s[after[0] : after[1]]):
            kind = Kind.mixed
        return Draft(first.start, last.tail, kind, self.subject, None, cue.verb.lemma, "incise")

    def _resumed(self, at: int, content: Range) -> int:
        """The item after the words that go on after an incise; `at` where none do."""
        s = self.s
        if at >= len(s) or at + 1 >= len(s):
            return at
        if s[at].quotation and s[content[1] - 1].quotation:
            return at + 1
        if s[at].key in (",", ";") and (rest := s[at + 1].quotation) and rest.rest:
            return at + 2
        if s[at].key != ",":
            return at
        following = next((c for c in self.cues if c.first > at), None)
        end = len(s)
        while end > at + 1 and s[end - 1].key in g.STOPS - {"«»"}:
            end -= 1
        if s[at + 1].quotation and s[content[1] - 1].quotation:
            if following and following.first - at <= 3 and inverted(s, following):
                return at
            return at + 2
        complete = is_complete(s, content) or any(i.quotation for i in s[slice(*content)])
        ends = following is not None and (
            following.first == at + 1 or following.mode is Mode.gerund or s[at + 1].key == "et"
        )
        if complete and ends:
            return at
        goes_on = s[at + 1].key in ("mais", "car", "tant", "si", "sinon", "parce", "puisque") or not complete
        return end if goes_on and end > at + 1 else at

    def _clause(self, cue: Cue, number: int) -> Draft | None:
        """What a cue reports to its right; a passive's subject is what its agent says."""
        s = self.s
        if cue.mode is Mode.passive:
            return self._passive(cue)
        if cue.negated and cue.verb.lemma not in ("exclure", "cacher"):
            return None
        subject = subject_before(s, cue) if cue.clitic is None else (cue.clitic, cue.clitic + 1)
        following = self.cues[number + 1] if number + 1 < len(self.cues) else None
        after = cue.last + 1
        start = content_start(s, cue, after, following)
        if start is None and subject is None and not self._coordinated(cue) and cue.mode is Mode.finite:
            subject = subject_after(s, after)
            if subject is not None and may_speak(s, subject):
                start = content_start(s, cue, subject[1], following)
        if start is None or start >= len(s) or self.taken[start]:
            return None
        if (
            subject is not None
            and self._says_more(subject[0])
            and not (s[start].quotation or s[start].key in g.QUE)
        ):
            return None
        relative = bool(cue.first and s[cue.first - 1].key in g.RELATIVE)
        end = content_end(s, start, cue, self.cues, relative)
        who = self._who(cue, subject)
        if end <= start or (who is None and not self.spoken):
            return None
        self.subject = who or self.subject
        self._take(cue.first, end)
        address = (s[cue.last].end, s[start].start) if start > cue.last + 1 else None
        return self._draft((start, end), self.subject, cue, self._construction(start), address)

    def _says_more(self, at: int) -> bool:
        """Whether a subject stands after a relative « que » or « dont » (« l'accord que Rome demande »)."""
        s = self.s
        if not at or s[at - 1].key not in g.QUE | {"dont"}:
            return False
        return at < 2 or s[at - 2].key not in g.COMPOUND_QUE

    def _passive(self, cue: Cue) -> Draft | None:
        """« X est accusé par Y de …»: the speaker is the agent. A passive without an agent is not found."""
        s, by = self.s, cue.last + 1
        if by >= len(s) or s[by].key != "par" or not cue.verb.constructions & {"de", "obj"}:
            return None
        agent, target = subject_after(s, by + 1), subject_before(s, cue)
        if agent is None or target is None:
            return None
        of = next((k for k in range(*agent) if s[k].key in ("de", "d'") and infinitive(s, k + 1)), agent[1])
        agent = agent[0], of
        self.subject = self._span(agent)
        if agent[1] < len(s) and s[agent[1]].key in ("de", "d'"):
            end = content_end(s, agent[1], cue, self.cues, False)
            self._take(cue.first, end)
            return self._draft((agent[1], end), self.subject, cue, "de", self._span(target))
        self._take(target[0], agent[1])
        return self._draft(target, self.subject, cue, "passive")

    def _coordinated(self, cue: Cue) -> bool:
        return cue.first > 0 and self.s[cue.first - 1].key in ("et", "puis", "ou", "mais", ",")

    def _who(self, cue: Cue, subject: Range | None) -> Span | None:
        if cue.mode is Mode.gerund and self.subject is None and cue.first:
            return self._main_subject(cue.first) or (self._span(subject) if subject else None)
        if subject is not None and cue.mode is not Mode.gerund:
            return self._span(subject)
        return self.subject or (
            self._main_subject(cue.first) if cue.first and self._coordinated(cue) else None
        )

    def _construction(self, start: int) -> str:
        key = self.s[start].key
        if start and self.s[start - 1].key == ":":
            return "colon"
        if key in g.QUE:
            return "que"
        return "de" if key in g.DE else "à" if key in g.TO else "obj"

    def _sources(self) -> Iterator[Draft]:
        for source in find_sources(self.document, self.s, self.cues):
            first, last = min(source.content[0], source.at), max(source.content[1], source.who[1])
            if any(self.taken[first:last]):
                continue
            self._take(first, last)
            self.subject = self._span(source.who)
            yield replace(self._draft(source.content, self.subject, None, "source"), cue=source.word)

    def _quotation(self, at: int, quotation: Quotation) -> Draft | None:
        """A quotation that no cue took: floating, after a colon, a turn, or a fragment in a sentence."""
        s, words = self.s, self.document.text[quotation.start : quotation.end].split()
        if quotation.rest:
            return self._loose(quotation, None, "rest")
        if quotation.turn:
            return self._loose(quotation, None, "turn")
        if all(i.quotation or i.key in g.STOPS for i in s):
            return self._loose(quotation, None, "floating") if len(words) >= 3 else None
        verb = self._main_verb(at)
        subject = self._subject_of(verb, at)
        if s[at - 1].key == ":":
            return (
                self._loose(quotation, subject, "colon")
                if len(words) >= 3 and (subject or self.spoken)
                else None
            )
        if (
            len(words) < 4
            or name_like(s[at])
            or subject is None
            or any(i.key in g.MEDIA for i in s[max(0, at - 2) : at])
        ):
            return None
        start = next((k + 1 for k in range(at - 1, 0, -1) if s[k].key == ":"), verb + 1 if verb else at)
        if start >= at or any(self.taken[start:at]):
            return self._loose(quotation, subject, "fragment")
        end = next((k for k in range(at + 1, len(s)) if s[k].key in g.STOPS or self.taken[k]), len(s))
        self._take(start, end)
        return self._draft((start, end), subject, None, "fragment")

    def _loose(self, quotation: Quotation, subject: Span | None, construction: str) -> Draft:
        return Draft(quotation.start, quotation.end, Kind.direct, subject, None, None, construction)

    def _main_verb(self, before: int) -> int | None:
        """The last word of the sentence's first verbal group that has a subject, before item `before`."""
        s = self.s
        for place in range(1, before):
            if g.is_finite(s[place].key, s[place].low) and not self._is_noun(place):
                last = place
                while (
                    last + 1 < before
                    and s[place].key in g.HAVE | g.BE
                    and s[last + 1].low.endswith(_PARTICIPLES)
                ):
                    last += 1
                return last
        return None

    def _is_noun(self, at: int) -> bool:
        """Whether a form that may be a verb is a noun here (« la porte », « le porte-parole »)."""
        s = self.s
        if s[at].key in g.AUXILIARIES:
            return False
        return s[at - 1].key in g.PREPOSITIONS | g.ARTICLES or (at + 1 < len(s) and s[at + 1].key == "-")

    def _subject_of(self, verb: int | None, before: int) -> Span | None:
        """The phrase before a verbal group, or before an item where no verb is known, if it can speak."""
        s = self.s
        first = (
            before
            if verb is None
            else next(
                k for k in range(1, verb + 1) if g.is_finite(s[k].key, s[k].low) and not self._is_noun(k)
            )
        )
        while first > 1 and (s[first - 1].key in g.CLITICS or s[first - 1].key == ":"):
            first -= 1
        found = phrase_before(s, first, plural=True)
        return self._span(found) if found and may_speak(s, found) else None

    def _main_subject(self, before: int) -> Span | None:
        return self._subject_of(self._main_verb(before), before)
