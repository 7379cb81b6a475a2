"""Where the content of a cue lies in a sentence, to the cue's right. Ranges are half open: [first, last)."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.items import Sentence
from dyade.extraction.phrases import forum_end, subject_before

_RESUMES = g.DE | g.TO | {":", "«»", ","}
"""What may follow a forum between a cue and its content."""


def content_start(s: Sentence, cue: Cue, after: int, following: Cue | None) -> int | None:
    """The item at which a cue's content begins, from `after` on; None where its construction is not met."""
    may, size, at = cue.verb.constructions, len(s), after
    limit = following.first if following else size
    openers = {*(g.QUE if "que" in may else ()), *(("si", "s'") if "si" in may else ())}
    if openers and (found := _opener(s, at, limit, openers)) is not None:
        return found
    if at < size and s[at].key == "," and _aside_end(s, at) is not None:
        at = _aside_end(s, at) or at
    if at < size and s[at].key in g.TO and s[at].low != "a" and "dat" in may and not _to_forum(s, at):
        return at
    if at < size and s[at].key in g.PREPOSITIONS - g.DE:
        forum = forum_end(s, at)
        if forum is not None and any(i.key in g.FORUMS for i in s[at:forum]) and s[forum].key in _RESUMES:
            at = forum
    colon = next(
        (k for k in range(at, min(limit, at + 25)) if s[k].key in (":", ".", ";") or s[k].quotation), size
    )
    if colon + 1 < size and s[colon].key == ":":
        return colon + 1
    if at >= size:
        return None
    item = s[at]
    if item.quotation:
        return at
    if item.key in g.TO and item.low != "a" and {"à", "dat"} & may:
        return at
    if (item.key in ("de", "d'") and {"de", "obj"} & may) or (
        item.key in ("du", "des") and {"de", "obj"} & may
    ):
        return at
    if item.key in ("pour", "contre", "sur", "en", "comme", "aupres") and item.key in may:
        return at
    if "inf" in may and (verb := infinitive(s, at)):
        return verb - 1 if verb > at else at
    if "obj" in may and _object(s, at):
        return at
    if (
        "adj" in may
        and item.key not in g.STOPS
        and item.key not in g.PREPOSITIONS
        and item.key not in g.SUBORDINATORS
    ):
        return at
    return None


def _to_forum(s: Sentence, at: int) -> bool:
    """Whether « à » opens where something is said (« à la presse ») rather than to whom."""
    return any(i.key in g.FORUMS for i in s[at + 1 : at + 3])


def _object(s: Sentence, at: int) -> bool:
    """Whether a direct object can begin here."""
    item = s[at]
    return (
        item.key in g.ARTICLES
        or item.capital
        or item.key.isdigit()
        or item.key in ("ce", "celui", "celle", "ceux", "celles")
    )


def infinitive(s: Sentence, at: int) -> int | None:
    """The item of the infinitive that begins here, after its negation and pronouns (« ne pas vouloir »)."""
    while at < len(s) and (s[at].key in g.CLITICS or s[at].key == "pas"):
        at += 1
    if at >= len(s) or s[at].capital or len(s[at].key) < 4 or s[at].key in g.NOT_INFINITIVES:
        return None
    if s[at - 1].key in ("le", "la", "l'", "les", "leur") and s[at].low.endswith(("ier", "ère")):
        return None
    return at if s[at].low.endswith(("er", "ir", "oir", "re")) else None


def _aside_end(s: Sentence, at: int) -> int | None:
    """The item after an aside between two commas that opens at the comma `at`."""
    close = next((k for k in range(at + 1, min(len(s), at + 25)) if s[k].key in (",", ".", ";", ":")), None)
    return close + 1 if close is not None and s[close].key == "," else None


def _opener(s: Sentence, at: int, limit: int, openers: set[str]) -> int | None:
    """The clause opener after the cue, across an indirect object or an aside, never across a clause."""
    aside = False
    for place in range(at, min(len(s), at + 32)):
        key, before = s[place].key, s[place - 1].key if place else ""
        if key in (";", ":", ".", "mais") or _bars(s, place, openers) or (place >= limit and not aside):
            return None
        if place == limit and aside:
            limit = len(s)
        if key == ",":
            aside = not aside
        elif key in openers and before not in g.COMPOUND_QUE:
            return place
        elif not aside and (
            key in openers | g.RELATIVE | {"et"} or (key in g.AUXILIARIES and s[place].low != "à")
        ):
            return None
    return None


def _bars(s: Sentence, at: int, openers: set[str]) -> bool:
    """Whether a quotation ends the search for an opener; one right before it is part of an object."""
    return s[at].quotation is not None and not (at + 1 < len(s) and s[at + 1].key in openers)


def content_end(s: Sentence, start: int, cue: Cue, cues: list[Cue], relative: bool) -> int:
    """The item after the content that begins at `start`: the sentence's end, or what ends it before.

    Args:
        relative: the cue stands in a relative clause, which the main verb after a comma ends.
    """
    end = len(s)
    while end > start and s[end - 1].key in (".", "!", "?", "…", ";", ":"):
        end -= 1
    clause = s[start].key in g.QUE or s[start].key in ("si", "s'")
    past = any(i.key in ("a", "ont") for i in s[cue.first : cue.last + 1])
    ahead = [c for c in cues if c.first > start]
    for place in range(start + 1, end):
        while ahead and ahead[0].first < place:
            ahead.pop(0)
        following = ahead[0] if ahead else None
        key = s[place].key
        if key == ";" or (key == "." and place + 1 < end):
            return place
        if (
            key == ","
            and _leaves(s, place + 1, following, relative)
            and not (clause and _unfinished(s, start, place))
        ):
            return place
        comma = place - 1 if s[place - 1].key == "," else place
        if key in ("et", "mais", "puis", "ou") and _coordinated(s, place, following, clause, past):
            return comma
        if key in ("tandis", "alors") and place + 1 < end and s[place + 1].key in g.QUE:
            return comma
        gerund = following is not None and following.mode is Mode.gerund and following.first - place <= 2
        if gerund and key in ("en", "avant", "apres"):
            return comma - 1 if s[comma - 1].key == "tout" else comma
    return end


def _unfinished(s: Sentence, start: int, at: int) -> bool:
    """Whether a clause still lacks its verb at a comma before it (« que Rome, émue, a cédé »)."""
    verbs = any(g.is_finite(i.key, i.low) for i in s[start + 1 : at])
    if at + 1 >= len(s):
        return False
    item = s[at + 1]
    return not verbs and (g.is_finite(item.key, item.low) or item.key in g.CLITICS)


def _coordinated(s: Sentence, at: int, following: Cue | None, clause: bool, past: bool) -> bool:
    """Whether the conjunction at `at` goes on with the main clause rather than with the content."""
    if (
        following is not None
        and following.mode is not Mode.gerund
        and not (clause and following.mode is Mode.infinitive)
    ):
        lead = following.first - at - 1
        if lead == 0 or (lead == 1 and s[at + 1].key in g.PRONOUNS):
            return True
        compound = any(i.key in g.HAVE for i in s[following.first : following.head])
        if compound and 0 < lead < 24 and (found := subject_before(s, following)) and found[0] == at + 1:
            return True
    if at + 1 >= len(s):
        return False
    item = s[at + 1]
    finite = (item.key in g.AUXILIARIES and item.low != "à") or (
        item.key in g.CLITICS and at + 2 < len(s) and s[at + 2].key in g.AUXILIARIES and s[at + 2].low != "à"
    )
    if clause:
        return finite and past and item.key in ("a", "ont")
    return finite or (g.is_finite(item.key, item.low) and not item.capital)


def _leaves(s: Sentence, at: int, following: Cue | None, relative: bool) -> bool:
    """Whether the words after a comma leave the content."""
    if at >= len(s):
        return True
    key = s[at].key
    if following is not None and following.first - at <= 2:
        near = following.first - at <= 1
        if near and (following.mode is Mode.gerund or following.clitic is not None):
            return True
        if following.first == at and following.mode is Mode.finite:
            return True
        if (
            following.first - at == 2
            and s[at + 1].key in g.PRONOUNS
            and (key in g.RELATIVE or key in ("dont", "auquel"))
        ):
            return True
        if following.first == at + 1 and (
            key in g.PRONOUNS or key in ("et", "mais", "puis", "avant", "tout", "en")
        ):
            return True
    if relative and (
        key in g.AUXILIARIES or (key in g.CLITICS and at + 1 < len(s) and s[at + 1].key in g.AUXILIARIES)
    ):
        return s[at].low != "à"
    if key in ("selon", "tandis", "lors", "suite", "comme"):
        return True
    if key in ("d'", "a") and at + 2 < len(s):
        return s[at + 1].key == "apres" or s[at + 2].key in ("croire", "issue", "occasion")
    if key in ("dans", "sur", "devant", "au", "par"):
        return any(i.key in g.FORUMS for i in s[at + 1 : at + 4])
    return key == "alors" and at + 1 < len(s) and s[at + 1].key in g.QUE
