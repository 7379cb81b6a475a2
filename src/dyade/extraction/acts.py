"""Cues that name an act where words like theirs name speech: a sentence passed, a refusal to speak."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.clauses import infinitive
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.items import Sentence
from dyade.extraction.reading import Reading

_NEAR = 8
"""Items of a content in which its quotation may stand."""


def is_act(reading: Reading, cue: Cue, start: int) -> bool:
    """Whether a cue whose content would begin at item `start` reports an act and no statement."""
    s = reading.s
    return (
        _is_bare_refusal(s, cue, start)
        or _is_sentence(s, cue, start)
        or _recognises(reading, cue, start)
        or _is_called(reading, cue, start)
        or _is_purpose(s, cue, start)
        or _is_topic(s, cue)
    )


def _is_bare_refusal(s: Sentence, cue: Cue, start: int) -> bool:
    """« a refusé de répondre », « a requis l'anonymat » say nothing."""
    if cue.verb.lemma not in ("refuser", "décliner", "se refuser", "requérir", "demander"):
        return False
    if any(i.key in ("commentaire", "commentaires", "anonymat") for i in s[start : start + 3]):
        return True
    found = infinitive(s, start + 1)
    return found is not None and s[found].key in g.SILENT


def _is_sentence(s: Sentence, cue: Cue, start: int) -> bool:
    """Whether a court sentences somebody (« a condamné l'État à verser »), an act and no statement."""
    if cue.verb.lemma != "condamner" or s[start].key in g.DE:
        return False
    for at in range(start + 1, min(len(s) - 1, start + 14)):
        if s[at].quotation or s[at].key in g.STOPS:
            return False
        if s[at].low == "à" and (
            infinitive(s, at + 1) or s[at + 1].key.isdigit() or s[at + 1].key in g.PENALTIES
        ):
            return True
    return False


def _recognises(reading: Reading, cue: Cue, start: int) -> bool:
    """Whether a state recognises another (« a reconnu le Monténégro »), an act and no statement."""
    s = reading.s
    if cue.verb.lemma != "reconnaître" or s[start].quotation:
        return False
    last = start if s[start].capital else min(start + 1, len(s) - 1)
    return bool(reading.document.mentions_in(s[start].start, s[last].end))


def _is_called(reading: Reading, cue: Cue, start: int) -> bool:
    """Whether « dit » only gives a second name (« le comité, dit « Groupe de Vienne », »)."""
    s = reading.s
    quotation = s[start].quotation
    closes = start + 1 < len(s) and s[start + 1].key == ","
    return (
        cue.verb.lemma == "dire" and closes and quotation is not None and reading.document.is_name(quotation)
    )


def _is_purpose(s: Sentence, cue: Cue, start: int) -> bool:
    """Whether « pour » tells what one marched or went on strike for, in no words of one's own."""
    said = s[start].key in g.QUE or any(i.quotation for i in s[start : start + _NEAR])
    return cue.mode is Mode.gerund and s[cue.first].key == "pour" and not said


def _is_topic(s: Sentence, cue: Cue) -> bool:
    """Whether « en parlant de » only says of whom one spoke."""
    first = cue.first if s[cue.first].key == "en" else cue.first - 1
    topic = cue.verb.lemma == "parler" and cue.mode is Mode.gerund and first > 0 and s[first].key == "en"
    return topic and not any(i.quotation for i in s[cue.last :])
