"""Where the content of a cue begins in a sentence, to the cue's right."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue
from dyade.extraction.inversion import forum_end
from dyade.extraction.items import Sentence
from dyade.text import fold

_AMOUNTS = g.NUMBERS | g.COUNTS
_ABOUT = frozenset(("entre", "environ", "quelque", "pres", "plus", "moins"))
"""Words that open an amount."""
_RELATIVE_AND = g.RELATIVE | {"et"}
_RESUMES = g.DE_TO | {":", "«»", ","}
"""What may follow a forum between a cue and its content."""


def content_start(s: Sentence, cue: Cue, after: int, following: Cue | None) -> int | None:
    """The item at which a cue's content begins, from `after` on; None where its construction is not met."""
    may, size, at = cue.verb.constructions, len(s), after
    limit = following.first if following else size
    if "que" in may and (verb := infinitive(s, at)) and s[verb].key in g.PERFECT:
        return at
    openers = {*(g.QUE if "que" in may else ()), *(("si", "s'") if "si" in may else ())}
    if openers and (found := _opener(s, at, limit, openers)) is not None:
        if s[at].quotation and found == at + 1:
            return at  # « juge « inadmissible » que »
        if s[at].key in g.DE and found - at < 8:
            return at  # « exige de Rome qu'elle parte »
        named = _object(s, at) and not s[at].capital
        if not (named and found > at and not addresses(cue)):
            return found
    if at < size and s[at].key == "," and _aside_end(s, at) is not None:
        at = _aside_end(s, at) or at
    if at < size and s[at].key == "aupres" and "à" in may:
        at = next((k for k in range(at + 1, min(at + 8, size - 1)) if _opens_infinitive(s, k)), at)
    if at < size and s[at].key in g.TO and s[at].low != "a" and "dat" in may and not _to_forum(s, at):
        return at
    if at < size and s[at].key in g.GOVERNING:
        forum = forum_end(s, at)
        if forum is not None and any(i.key in g.FORUMS for i in s[at:forum]) and s[forum].key in _RESUMES:
            at = forum
    colon = next(
        (k for k in range(at, min(limit, at + 25)) if s[k].key in (":", ".", ";") or s[k].quotation), size
    )
    if (
        colon + 1 < size
        and s[colon].key == ":"
        and not (
            colon > at + 1
            and not s[colon + 1].quotation
            and s[colon - 1].key not in ("mot", "mots", "phrase", "phrases")
            and {"obj", "de"} & may
            and _object(s, at)
        )
    ):
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
    if "inf" in may and infinitive(s, at):
        return at
    if "obj" in may and _object(s, at):
        return at
    if "words" in may and any(i.key in g.SPEECH_NOUNS for i in s[at + 1 : at + 4]):
        return at
    if "term" in may and (until := _until(s, at)) is not None:
        return until
    if "term" in may and (item.key.isdigit() or item.key in _AMOUNTS):
        return at if any(i.key in g.SPANS for i in s[at + 1 : at + 4]) else None
    if "quoted" in may:
        return _quoted(s, at, limit)
    if (
        "adj" in may
        and item.key not in g.STOPS
        and item.key not in g.PREPOSITIONS
        and item.key not in g.SUBORDINATORS
    ):
        return at
    return None


def _opens_infinitive(s: Sentence, at: int) -> bool:
    return s[at].low in ("à", "de", "d'") and infinitive(s, at + 1) is not None


def _until(s: Sentence, at: int) -> int | None:
    """Where a term begins (« a donné à Rome jusqu'à lundi », « deux jours »)."""
    for place in range(at, min(at + 6, len(s))):
        if s[place].key in g.STOPS:
            return None
        if s[place].key == "jusqu'" or (
            s[at].key in g.TO
            and s[place].key in _AMOUNTS
            and any(i.key in g.SPANS for i in s[place + 1 : place + 4])
        ):
            return place
    return None


def addresses(cue: Cue) -> bool:
    """Whether a cue's direct object is the one spoken to (« avertir Rome que »)."""
    return fold(cue.verb.lemma.partition(" ")[0]) in g.ADDRESSED


def _quoted(s: Sentence, at: int, limit: int) -> int | None:
    """The quotation near after a verb that reports by it alone (« y voit une « menace » »), its article included."""
    for place in range(at, min(limit, at + 9)):
        if s[place].quotation:
            return place - 1 if place > at and s[place - 1].key in g.ARTICLES else place
        if s[place].key in g.STOPS or s[place].key in g.QUE or g.is_finite(s[place].key, s[place].low):
            return None
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
        or item.key in g.NUMBERS
        or (item.key in _ABOUT and any(i.key.isdigit() or i.key in _AMOUNTS for i in s[at + 1 : at + 4]))
        or item.key
        in ("pardon", "justice", "reparation", "vengeance", "ce", "celui", "celle", "ceux", "celles")
    )


def infinitive(s: Sentence, at: int) -> int | None:
    """The item of the infinitive that begins here, after its negation and pronouns (« ne pas vouloir »)."""
    while at < len(s) and (s[at].key in g.CLITICS or s[at].key in ("pas", "rien")):
        at += 1
    if at >= len(s) or s[at].capital or len(s[at].key) < 4:
        return None
    if s[at].key in g.NOT_INFINITIVES and s[at - 1].key not in ("pas", "ne"):
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
    aside, first = False, limit
    for place in range(at, min(len(s), at + 32)):
        key, before = s[place].key, s[place - 1].key if place else ""
        if key in (";", ":", ".", "mais") or _bars(s, place, openers) or (place >= limit and not aside):
            return None
        if key in openers and aside and place > first:
            return None
        if key in ("de", "d'") and infinitive(s, place + 1):
            return None
        if place == limit and aside:
            limit = len(s)
        if key == ",":
            aside = not aside
        elif key in openers and before not in g.COMPOUND_QUE:
            return place
        elif not aside and (
            key in openers or key in _RELATIVE_AND or (key in g.AUXILIARIES and s[place].low != "à")
        ):
            return None
    return None


def _bars(s: Sentence, at: int, openers: set[str]) -> bool:
    """Whether a quotation ends the search for an opener; one right before it is part of an object."""
    return s[at].quotation is not None and not (at + 1 < len(s) and s[at + 1].key in openers)
