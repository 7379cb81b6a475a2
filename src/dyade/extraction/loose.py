"""Quotations that no cue took: floating, after a colon, a turn of dialogue, a fragment in a sentence."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.drafts import Draft, Span
from dyade.extraction.ends import content_end
from dyade.extraction.incises import may_speak, name_like
from dyade.extraction.phrases import phrase_before
from dyade.extraction.quotations import Quotation
from dyade.extraction.reading import Reading
from dyade.extraction.signatures import is_read, signature
from dyade.extraction.verbs import forms
from dyade.records import Kind

_SHORT = 4
"""Words of a quotation that may be a mere cue."""
_PARTICIPLES = ("é", "és", "ée", "i", "is", "u", "us", "it")


def loose(reading: Reading, at: int, quotation: Quotation) -> Draft | None:
    """A quotation that no cue took: floating, after a colon, a turn, or a fragment in a sentence."""
    s, words = reading.s, reading.document.text[quotation.start : quotation.end].split()
    if quotation.rest:
        return _loose(reading, quotation, None, "rest")
    if quotation.turn:
        return _loose(reading, quotation, None, "turn")
    signed = signature(reading, at, quotation)
    if all(i.quotation or i.key in g.STOPS for i in s) or (not at and (signed or is_read(s))):
        return _loose(reading, quotation, signed, "floating") if len(words) >= 3 else None
    if (cue := _quoted_cue(reading, at, quotation)) and (draft := _calls(reading, at, cue)):
        return draft
    verb = _main_verb(reading, at)
    subject = signed or _subject_of(reading, verb, at)
    if s[at - 1].key == ":":
        return (
            _loose(reading, quotation, subject, "colon")
            if len(words) >= 3 and (subject or reading.spoken)
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
    if start >= at or any(reading.taken[start:at]):
        return _loose(reading, quotation, subject, "fragment")
    end = next((k for k in range(at + 1, len(s)) if s[k].key in g.STOPS or reading.taken[k]), len(s))
    reading.take(start, end)
    return reading.draft((start, end), subject, None, "fragment")


def _quoted_cue(reading: Reading, at: int, quotation: Quotation) -> Cue | None:
    """The cue that a short quotation holds (« Rome « condamne fermement » le raid », « a « condamné » le raid »)."""
    tokens = reading.document.tokens_in(quotation.start, quotation.end)
    if not at or len(tokens) > _SHORT or reading.s[at - 1].key in g.SMALL - g.HAVE:
        return None
    role = "participle" if reading.s[at - 1].key in g.HAVE else "finite"
    verbs = [verb for t in tokens for r, verb in forms().get(t.low, ()) if r == role and not verb.tail]
    plain = [verb for verb in verbs if not verb.reflexive]
    return Cue(at, at, at, plain[0], Mode.finite, None) if plain else None


def _calls(reading: Reading, at: int, cue: Cue) -> Draft | None:
    """The statement that begins with its own cue in quotation marks."""
    s = reading.s
    end = content_end(s, at, cue, reading.cues, False)
    found = phrase_before(s, at - (s[at - 1].key in g.HAVE), plural=True)
    if found is None or not may_speak(s, found) or end <= at + 1:
        return None
    reading.take(at, end)
    reading.subject = reading.span(found)
    return reading.draft((at, end), reading.subject, cue, "quoted")


def _loose(reading: Reading, quotation: Quotation, subject: Span | None, construction: str) -> Draft:
    return Draft(quotation.start, quotation.end, Kind.direct, subject, None, None, construction)


def _main_verb(reading: Reading, before: int) -> int | None:
    """The last word of the sentence's first verbal group that has a subject, before item `before`."""
    s = reading.s
    for place in range(1, before):
        if g.is_finite(s[place].key, s[place].low) and not _is_noun(reading, place):
            last = place
            while last + 1 < before and s[place].key in g.HAVE_BE and s[last + 1].low.endswith(_PARTICIPLES):
                last += 1
            return last
    return None


def _is_noun(reading: Reading, at: int) -> bool:
    """Whether a form that may be a verb is a noun here (« la porte », « le porte-parole »)."""
    s = reading.s
    if s[at].key in g.AUXILIARIES:
        return False
    return s[at - 1].key in g.SMALL or (at + 1 < len(s) and s[at + 1].key == "-")


def _subject_of(reading: Reading, verb: int | None, before: int) -> Span | None:
    """The phrase before a verbal group, or before an item where no verb is known, if it can speak."""
    s = reading.s
    first = (
        before
        if verb is None
        else next(
            k for k in range(1, verb + 1) if g.is_finite(s[k].key, s[k].low) and not _is_noun(reading, k)
        )
    )
    while first > 1 and (s[first - 1].key in g.CLITICS or s[first - 1].key == ":"):
        first -= 1
    found = phrase_before(s, first, plural=True)
    return reading.span(found) if found and may_speak(s, found) else None


def main_subject(reading: Reading, before: int) -> Span | None:
    return _subject_of(reading, _main_verb(reading, before), before)
