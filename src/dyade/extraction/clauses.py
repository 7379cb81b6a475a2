"""Where noun phrases, a cue's subject and its content lie in a sentence. Ranges of items are half open: [first, last)."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.functions import FUNCTIONS
from dyade.extraction.items import Sentence

Range = tuple[int, int]


def subject_before(s: Sentence, cue: Cue) -> Range | None:
    """The noun phrase or pronoun before the verbal group, its appositions included; None where there is none."""
    return phrase_before(s, cue.first, plural=_plural(s, cue))


def phrase_before(s: Sentence, at: int, plural: bool = False) -> Range | None:
    """The noun phrase that ends before item `at`, across an apposition or an aside between commas."""
    if not at:
        return None
    last = s[at - 1]
    if last.quotation:
        return _leftmost(s, at, plural) if _names_something(s, at) else None
    if last.key in g.PRONOUNS:
        return at - 1, at
    if last.key in g.RELATIVE:
        before = at - 1
        while before and s[before - 1].key in (",", *g.PREPOSITIONS):
            before -= 1
        return _last_speaker(s, _leftmost(s, before, plural=True)) if before else None
    if last.key == ",":
        comma = _comma_before(s, at - 1)
        if comma is None:
            return _leftmost(s, at - 1, plural)
        found = phrase_before(s, comma, plural)
        return (found[0], at - 1) if found and _apposed(s, comma + 1, at - 1) else found
    if last.key in g.STOPS:
        return None
    return _leftmost(s, at, plural)


def _last_speaker(s: Sentence, phrase: Range | None) -> Range | None:
    """The end of a phrase that a relative clause says more of: « les actes de l'armée, qui … » is the army."""
    if phrase is None or any(i.capital or i.key in FUNCTIONS for i in s[phrase[0] : phrase[0] + 3]):
        return phrase
    for at in range(phrase[1] - 1, phrase[0], -1):
        if s[at].key in g.ARTICLES and any(i.capital or i.key in FUNCTIONS for i in s[at : phrase[1]]):
            return at, phrase[1]
    return phrase


def _names_something(s: Sentence, end: int) -> bool:
    """Whether a quotation before the verb is a name inside the noun phrase (« le mouvement « X » exige »)."""
    quotation = s[end - 1].quotation
    return bool(
        quotation and quotation.end - quotation.start < 40 and end > 1 and s[end - 2].key not in g.STOPS
        and s[end - 2].key not in g.QUE
    )


def _leftmost(s: Sentence, end: int, plural: bool) -> Range | None:
    """The phrase that ends at `end`, from its determiner or first name on."""
    start, joined = end, False
    while start:
        item = s[start - 1]
        if item.key == "et" and (plural or _inside_name(s, start - 1)):
            joined = True
        elif item.key == "," and joined and plural:
            pass
        elif item.key in g.STOPS - {"«»"} or item.key in g.SUBORDINATORS or item.key in g.RELATIVE:
            break
        elif item.key in ("et", "ni", "n'", "ne") or (item.key in g.AUXILIARIES and item.low != "à" and not item.capital):
            break
        start -= 1
    if joined and not s[start].capital and s[start].key not in g.ARTICLES | g.PREPOSITIONS:
        start = next((k + 1 for k in range(start, end - 1) if s[k].key == "et"), start)
    start = _after_adjuncts(s, start, end)
    return (start, end) if start < end else None


def _inside_name(s: Sentence, at: int) -> bool:
    """Whether « et » joins parts of one title (« des Affaires étrangères et de la Coopération »)."""
    return at + 1 < len(s) and s[at + 1].key in g.DE and at > 0 and not s[at - 1].quotation


def _after_adjuncts(s: Sentence, start: int, end: int) -> int:
    """`start` moved past the prepositional phrases that open the clause."""
    while start < end and s[start].key.isdigit():
        start += 1
    if start < end and s[start].key in g.PREPOSITIONS and s[start].key not in ("des", "du"):
        for at in range(start + 1, end):
            opens = s[at].key in g.ARTICLES or (s[at].capital and s[at - 1].key not in g.ARTICLES)
            if opens and s[at - 1].key not in g.PREPOSITIONS | g.ARTICLES and not s[at - 1].capital:
                return at
        return end
    return start


def _comma_before(s: Sentence, at: int) -> int | None:
    """The comma that opens the aside which ends at the comma `at`; a relative clause may hold commas."""
    first = None
    for place in range(at - 1, max(-1, at - 45), -1):
        if s[place].key in (";", ":", "."):
            break
        if s[place].key == ",":
            first = place if first is None else first
            if s[place + 1].key in g.RELATIVE or s[place + 1].key in ("dont", "ou"):
                return place
    return first


def _apposed(s: Sentence, first: int, end: int) -> bool:
    """Whether the words between two commas name the subject again, as « , ministre russe, » does."""
    if first >= end:
        return False
    key = s[first].key
    return key not in g.PREPOSITIONS and key not in g.SUBORDINATORS and key not in g.RELATIVE and not s[first].quotation


def _plural(s: Sentence, cue: Cue) -> bool:
    finite = next((i.key for i in s[cue.first : cue.last + 1] if i.key not in g.CLITICS), "")
    return finite.endswith("nt") and finite != "dont"


def subject_after(s: Sentence, at: int) -> Range | None:
    """The noun phrase of an inverted cue (« a déclaré le ministre russe, … »), from item `at` on."""
    if at < len(s) and s[at].key in g.PREPOSITIONS and not s[at].capital:
        skipped = _forum_end(s, at)
        at = skipped if skipped is not None else at
    if at >= len(s) or not (s[at].key in g.ARTICLES or s[at].capital or s[at].key in g.TITLES):
        return None
    end = at + 1
    while end < len(s) and not _closes_phrase(s, at, end):
        end += 1
    if end + 1 < len(s) and s[end].key == "," and _names(s, end + 1):
        close = next((k for k in range(end + 1, min(len(s), end + 20)) if s[k].key in g.STOPS), len(s))
        verbal = any(g.is_finite(i.key, i.low) for i in s[end + 1 : close])
        if not verbal and (close < len(s) or s[-1].key not in g.STOPS):
            end = close
    return at, end


def _forum_end(s: Sentence, at: int) -> int | None:
    """The item after « à la presse », « dans un communiqué », « à Genève », where a subject may still follow."""
    place = at + 1
    if place < len(s) and s[place].capital:
        while place < len(s) and (s[place].capital or s[place].key == "-"):
            place += 1
    else:
        while place < len(s) and place < at + 7 and s[place].key not in g.FORUMS:
            if s[place].key in g.STOPS or (place > at + 2 and s[place].key in g.ARTICLES):
                break
            place += 1
        place += place < len(s) and s[place].key in g.FORUMS
    if place >= len(s):
        return None
    goes_on = s[place].capital or s[place].key in g.ARTICLES or s[place].key in (":", "«»", "de", "d'", ",")
    return place if goes_on else None


_OFFICES = frozenset(
    """ambassadeur ambassadrice secretaire envoye envoyee representant representante commissaire emissaire delegue
    deleguee coordinateur coordinatrice ministre conseiller conseillere aupres charge chargee attache attachee""".split()
)


def _closes_phrase(s: Sentence, start: int, at: int) -> bool:
    key = s[at].key
    if key == ".":
        return at + 1 >= len(s) or len(s[at - 1].key) > 1
    if s[at].quotation:
        return s[at - 1].key not in g.ARTICLES
    if key in g.STOPS or key in g.SUBORDINATORS or key in g.RELATIVE:
        return True
    if key in ("a", "au", "aux", "aupres", "pour", "charge", "chargee", "en", "pres"):
        return not any(i.key in _OFFICES for i in s[start:at])
    if key in g.AUXILIARIES:
        return True
    if key == "et":
        return at + 1 < len(s) and not (
            s[at + 1].key in g.ARTICLES or s[at + 1].capital or s[at + 1].key in g.DE
        )
    return key in g.PREPOSITIONS - g.DE


def _names(s: Sentence, at: int) -> bool:
    """Whether an apposition begins here: a name, or a function with or without its article."""
    if s[at].key in g.PREPOSITIONS or s[at].key in g.SUBORDINATORS or s[at].key in g.RELATIVE:
        return False
    return s[at].capital or any(i.key in FUNCTIONS for i in s[at : at + 3])


def content_start(s: Sentence, cue: Cue, after: int, following: Cue | None) -> int | None:
    """The item at which the content of a cue begins, from item `after` on; None where the construction is not met."""
    may, size, at = cue.verb.constructions, len(s), after
    limit = following.first if following else size
    openers = {*(g.QUE if "que" in may else ()), *(("si", "s'") if "si" in may else ())}
    if openers and (found := _opener(s, at, limit, openers)) is not None:
        return found
    if at < size and s[at].key == "," and _aside_end(s, at) is not None:
        at = _aside_end(s, at) or at
    if at < size and s[at].key in g.TO and s[at].low != "a" and "dat" in may and not _to_forum(s, at):
        return at
    if at < size and s[at].key in g.PREPOSITIONS and not s[at].quotation:
        forum = _forum_end(s, at)
        if forum is not None and forum < size and (s[forum].key in (":", "«»", ",") or s[forum].key in ("de", "d'")):
            at = forum
    colon = next((k for k in range(at, min(limit, at + 25)) if s[k].key in (":", ".", ";") or s[k].quotation), size)
    if colon + 1 < size and s[colon].key == ":":
        return colon + 1
    if at >= size:
        return None
    item = s[at]
    if item.quotation:
        return at
    if item.key in g.TO and item.low != "a" and {"à", "dat"} & may:
        return at
    if item.key in ("de", "d'") and {"de", "obj"} & may or (item.key in ("du", "des") and {"de", "obj"} & may):
        return at
    if item.key in ("pour", "contre", "sur", "en", "comme", "aupres") and item.key in may:
        return at
    if "inf" in may and (infinitive := _infinitive(s, at)):
        return infinitive - 1 if infinitive > at else at
    if "obj" in may and _object(s, at):
        return at
    if "adj" in may and item.key not in g.STOPS and item.key not in g.PREPOSITIONS and item.key not in g.SUBORDINATORS:
        return at
    return None


def _to_forum(s: Sentence, at: int) -> bool:
    """Whether « à » opens where something is said (« à la presse ») rather than to whom."""
    return any(i.key in g.FORUMS for i in s[at + 1 : at + 3])


def _object(s: Sentence, at: int) -> bool:
    """Whether a direct object can begin here."""
    item = s[at]
    return item.key in g.ARTICLES or item.capital or item.key.isdigit() or item.key in ("ce", "celui", "celle", "ceux", "celles")


def _infinitive(s: Sentence, at: int) -> int | None:
    """The item of the infinitive that begins here, after its negation and pronouns (« ne pas vouloir »)."""
    while at < len(s) and (s[at].key in g.CLITICS or s[at].key == "pas"):
        at += 1
    if at >= len(s) or s[at].capital or len(s[at].key) < 4:
        return None
    if s[at - 1].key in ("le", "la", "l'", "les", "leur") and s[at].low.endswith(("ier", "ère")):
        return None
    return at if s[at].low.endswith(("er", "ir", "oir", "re")) and s[at].key not in g.PREPOSITIONS | g.ARTICLES | {"notre", "votre", "autre", "guere", "frere", "lettre", "guerre", "centre"} else None


def _aside_end(s: Sentence, at: int) -> int | None:
    """The item after an aside between two commas that opens at the comma `at`."""
    close = next((k for k in range(at + 1, min(len(s), at + 25)) if s[k].key in (",", ".", ";", ":")), None)
    return close + 1 if close is not None and s[close].key == "," else None


def _opener(s: Sentence, at: int, limit: int, openers: set[str]) -> int | None:
    """The clause opener after the cue, across an indirect object, a forum, an aside; never across another clause."""
    depth = 0
    for place in range(at, min(len(s), at + 32)):
        key = s[place].key
        if place >= limit or key in (";", ":", ".", "mais") or _bars(s, place, openers):
            return None
        if key == ",":
            depth = 1 - depth if place > at or depth == 0 else depth
        if key in openers:
            before = s[place - 1].key if place else ""
            return None if before in ("alors", "tandis", "plus", "moins", "ainsi", "autre", "bien", "tant", "ce", "tel", "telle") else place
        if not depth and (key in g.RELATIVE or key == "et" or (key in g.AUXILIARIES and s[place].low != "à")):
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
        if key == "," and _leaves(s, place + 1, following, relative) and not (clause and _unfinished(s, start, place)):
            return place
        comma = place - 1 if s[place - 1].key == "," else place
        if key in ("et", "mais", "puis", "ou") and _coordinated(s, place, following, clause, past):
            return comma
        if key in ("tandis", "alors") and place + 1 < end and s[place + 1].key in g.QUE:
            return comma
        if following and following.mode is Mode.gerund and key in ("en", "avant", "apres"):
            if following.first - place <= 2:
                return comma - 1 if s[comma - 1].key == "tout" else comma
    return end


def _unfinished(s: Sentence, start: int, at: int) -> bool:
    """Whether a clause still lacks its verb at a comma that its verb may follow (« que Rome, émue, a cédé »)."""
    verbs = any(g.is_finite(i.key, i.low) for i in s[start + 1 : at])
    item = s[at + 1]
    return not verbs and (g.is_finite(item.key, item.low) or item.key in g.CLITICS)


def _coordinated(s: Sentence, at: int, following: Cue | None, clause: bool, past: bool) -> bool:
    """Whether the conjunction at `at` goes on with the main clause rather than with the content."""
    if following is not None and following.mode is not Mode.gerund and not (clause and following.mode is Mode.infinitive):
        lead = following.first - at - 1
        if lead == 0 or (lead == 1 and s[at + 1].key in g.PRONOUNS):
            return True
        compound = any(i.key in g.HAVE for i in s[following.first : following.head])
        if compound and 0 < lead < 24 and (found := subject_before(s, following)) and found[0] == at + 1:
            return True
    if at + 1 >= len(s):
        return False
    item = s[at + 1]
    finite = item.key in g.AUXILIARIES and item.low != "à" or (item.key in g.CLITICS and at + 2 < len(s) and s[at + 2].key in g.AUXILIARIES and s[at + 2].low != "à")
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
        if following.first - at == 2 and s[at + 1].key in g.PRONOUNS and (key in g.RELATIVE or key in ("dont", "auquel")):
            return True
        if following.first == at + 1 and (key in g.PRONOUNS or key in ("et", "mais", "puis", "avant", "tout", "en")):
            return True
    if relative and (key in g.AUXILIARIES or (key in g.CLITICS and at + 1 < len(s) and s[at + 1].key in g.AUXILIARIES)):
        return s[at].low != "à"
    if key in ("selon", "tandis", "lors", "suite", "comme"):
        return True
    if key in ("d'", "a") and at + 2 < len(s):
        return s[at + 1].key == "apres" or s[at + 2].key in ("croire", "issue", "occasion")
    if key in ("dans", "sur", "devant", "au", "par"):
        return any(i.key in g.FORUMS for i in s[at + 1 : at + 4])
    return key == "alors" and at + 1 < len(s) and s[at + 1].key in g.QUE
