"""Statements that a cue governs: a clause, an infinitive, a noun; the subject of a passive with an agent."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.acts import is_act
from dyade.extraction.clauses import content_start, infinitive
from dyade.extraction.cues import Cue, Mode, absolute, is_reduced
from dyade.extraction.drafts import Draft, Span
from dyade.extraction.ends import content_end, main_clause, opens_below
from dyade.extraction.incises import may_speak
from dyade.extraction.inversion import subject_after
from dyade.extraction.items import Sentence
from dyade.extraction.loose import main_subject
from dyade.extraction.phrases import Range, subject_before
from dyade.extraction.reading import Reading

_QUE_DONT = g.QUE | {"dont"}
_JUDGING = frozenset(
    ("juger", "qualifier", "estimer", "considérer", "décrire", "trouver", "accuser", "dénoncer")
)
"""Verbs whose passive tells what its agent calls something."""
_PREDICATE = 14
"""Items from a passive to its agent."""


def reported(reading: Reading, cue: Cue, number: int) -> Draft | None:
    """What a cue reports to its right; a passive's subject is what its agent says."""
    s = reading.s
    if cue.mode is Mode.passive:
        return _passive(reading, cue)
    after = cue.last + 1
    if cue.negated and after < len(s) and s[after].key == "moins":
        after += 1  # « n'en demande pas moins » affirms
    elif cue.negated != ("denied" in cue.verb.constructions) and "both" not in cue.verb.constructions:
        return None
    if cue.negated and after < len(s) and s[after].key == "pas":
        after += 1  # « n'exclut pas de … », where « pas de » is no adverb
    subject = subject_before(s, cue) if cue.clitic is None else (cue.clitic, cue.clitic + 1)
    if subject is not None and s[subject[1] - 1].key in ("je", "j'", "nous", "vous"):
        return None  # the author's own voice
    following = reading.cues[number + 1] if number + 1 < len(reading.cues) else None
    start = content_start(s, cue, after, following)
    if start is None and subject is None and not _coordinated(reading, cue) and cue.mode is Mode.finite:
        subject = subject_after(s, after)
        if subject is not None and may_speak(s, subject):
            start = content_start(s, cue, subject[1], following)
    if start is None or start >= len(s) or reading.taken[start]:
        return None
    if (
        subject is not None
        and _says_more(reading, subject[0])
        and not (s[start].quotation or s[start].key in g.QUE or infinitive(s, start) or _asks(s, cue, start))
    ):
        return None
    if is_act(reading, cue, start):
        return None
    relative = bool(cue.first and s[cue.first - 1].key in g.RELATIVE)
    end = content_end(s, start, cue, reading.cues, relative)
    if opens_below(s, cue):
        end = main_clause(s, start, end, reading.cues)
    elif _opens(s, cue):
        end = main_clause(s, start, end, reading.cues)
        subject = _main(s, end + 1) if end + 1 < len(s) and s[end].key == "," else subject
    who = _who(reading, cue, subject)
    if end <= start or (who is None and not reading.spoken):
        return None
    reading.subject = who or reading.subject
    reading.take(cue.first, end)
    address = (s[cue.last].end, s[start].start) if start > cue.last + 1 else None
    return reading.draft((start, end), reading.subject, cue, _construction(reading, start), address)


def _opens(s: Sentence, cue: Cue) -> bool:
    """Whether a participle opens its sentence (« Tout en saluant l'accord, Cuba … »)."""
    return cue.mode is Mode.gerund and all(i.key in ("tout", "en") for i in s[: cue.first])


def _main(s: Sentence, at: int) -> Range | None:
    """The subject with which the main clause begins at `at`."""
    return (at, at + 1) if s[at].key in g.PRONOUNS else subject_after(s, at)


def _asks(s: Sentence, cue: Cue, start: int) -> bool:
    """Whether a cue in a relative clause has content of its own (« Kiev, qu'il accuse d'avoir menti », « un accord
    qu'elle qualifie de « piège » »)."""
    if s[start].key not in ("de", "d'") or start + 1 >= len(s):
        return False
    return s[start + 1].quotation is not None or (
        "obj" in cue.verb.constructions and infinitive(s, start + 1) is not None
    )


def _says_more(reading: Reading, at: int) -> bool:
    """Whether a subject stands after a relative « que » or « dont » (« l'accord que Rome demande »)."""
    s = reading.s
    if not at or s[at - 1].key not in _QUE_DONT:
        return False
    return at < 2 or s[at - 2].key not in g.COMPOUND_QUE


def _passive(reading: Reading, cue: Cue) -> Draft | None:
    """« X est accusé par Y de …», « jugé « Z » par Y »: the speaker is the agent, without whom none is found."""
    s, after = reading.s, cue.last + 1
    by = next(
        (k for k in range(after, min(len(s), after + _PREDICATE)) if s[k].key in ("par", *g.MARKS)), None
    )
    if by is None or s[by].key != "par" or not cue.verb.constructions & {"de", "obj"}:
        return None
    agent = subject_after(s, by + 1)
    if agent is None or not may_speak(s, agent):
        return None
    if by > after:
        return _judged(reading, cue, (after, by), agent)
    target = subject_before(s, cue)
    if target is not None and target[0] and s[target[0] - 1].key == "dont":
        return None
    of = next((k for k in range(*agent) if s[k].key in ("de", "d'") and _says(s, k + 1)), agent[1])
    agent = agent[0], of
    if of < len(s) and s[of].key in ("de", "d'") and _says(s, of + 1):
        reading.subject = reading.span(agent)
        end = content_end(s, of, cue, reading.cues, True)
        if not cue.first:  # « Accusé par Rome de mentir, Paris … »
            end = next((k for k in range(of, end) if s[k].key == ","), end)
            target = subject_after(s, end + 1)
        reading.take(cue.first, end)
        address = reading.span(target) if target else None
        return reading.draft((of, end), reading.subject, cue, "de", address)
    if target is None or is_reduced(s, cue.head):
        return None
    reading.subject = reading.span(agent)
    reading.take(target[0], agent[1])
    return reading.draft(target, reading.subject, cue, "passive")


def _says(s: Sentence, at: int) -> bool:
    """Whether what someone is accused of begins here."""
    return at < len(s) and (s[at].quotation is not None or infinitive(s, at) is not None)


def _judged(reading: Reading, cue: Cue, predicate: Range, agent: Range) -> Draft | None:
    """What an agent calls something (« jugé « absurde » par Rome »), where it is quoted."""
    if cue.verb.lemma not in _JUDGING or not any(i.quotation for i in reading.s[slice(*predicate)]):
        return None
    reading.subject = reading.span(agent)
    reading.take(cue.first, agent[1])
    return reading.draft(predicate, reading.subject, cue, _construction(reading, predicate[0]))


def _coordinated(reading: Reading, cue: Cue) -> bool:
    return cue.first > 0 and reading.s[cue.first - 1].key in ("et", "puis", "ou", "mais", ",")


def _who(reading: Reading, cue: Cue, subject: Range | None) -> Span | None:
    alone = _opens(reading.s, cue) or absolute(reading.s, cue.first, cue.head)
    if subject is not None and cue.mode is Mode.gerund and alone:
        return reading.span(subject)
    if cue.mode is Mode.gerund and reading.subject is None and cue.first:
        return main_subject(reading, cue.first) or (reading.span(subject) if subject else None)
    if subject is not None and cue.mode is not Mode.gerund:
        return reading.span(subject)
    return reading.subject or (
        main_subject(reading, cue.first) if cue.first and _coordinated(reading, cue) else None
    )


def _construction(reading: Reading, start: int) -> str:
    key = reading.s[start].key
    if start and reading.s[start - 1].key == ":":
        return "colon"
    if key in g.QUE:
        return "que"
    return "de" if key in g.DE else "à" if key in g.TO else "obj"
