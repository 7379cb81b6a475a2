"""Where a cue's subject and its content lie in a sentence. Ranges of items are half open: [first, last)."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.document import Item, Sentence

Range = tuple[int, int]


def subject_before(s: Sentence, cue: Cue) -> Range | None:
    """The noun phrase or pronoun before the verbal group, its appositions included; None where there is none."""
    return phrase_before(s, cue.first, plural=_plural(s, cue))


def phrase_before(s: Sentence, at: int, plural: bool = False) -> Range | None:
    """The noun phrase that ends before item `at`, across an apposition or an aside between commas."""
    end = at
    while end and (s[end - 1].key in g.ADVERBS or s[end - 1].key in g.TIME or _adverb(s[end - 1])):
        end -= 1
    if not end:
        return None
    last = s[end - 1]
    if last.quotation and _quoted_subject(s, end):
        return _leftmost(s, end, plural)
    if last.quotation:
        return None
    if last.key in g.PRONOUNS:
        return end - 1, end
    if last.key in g.RELATIVE:
        before = end - 1
        while before and s[before - 1].key == ",":
            before -= 1
        return _leftmost(s, before, plural=True) if before else None
    if last.key == ",":
        comma = _comma_before(s, end - 1)
        if comma is None:
            return None
        found = phrase_before(s, comma, plural)
        return (found[0], end - 1) if found and _apposed(s, comma, end - 1) else found
    if last.key in g.STOPS:
        return None
    return _leftmost(s, end, plural)


def _quoted_subject(s: Sentence, end: int) -> bool:
    """Whether a quotation before the verb is a name inside the noun phrase (« le mouvement « X » exige »)."""
    quotation = s[end - 1].quotation
    return bool(
        quotation and quotation.end - quotation.start < 40 and end > 1 and s[end - 2].key not in g.STOPS
        and s[end - 2].key not in ("que", "qu'")
    )


def _leftmost(s: Sentence, end: int, plural: bool) -> Range | None:
    """The phrase that ends at `end`, from its determiner or first name on."""
    start, joined = end, False
    while start:
        key = s[start - 1].key
        if key == "et" and (plural or _inside_name(s, start - 1)):
            joined = True
        elif key == "," and joined and plural:
            pass
        elif key in g.STOPS - {"«»"} or key in g.SUBORDINATORS or key in g.BE_HAVE or key in ("et", "ni"):
            break
        elif key in g.RELATIVE:
            break
        start -= 1
    start = _after_adjuncts(s, start, end)
    return (start, end) if start < end else None


def _inside_name(s: Sentence, at: int) -> bool:
    """Whether « et » joins parts of one title (« des Affaires étrangères et de la Coopération »)."""
    return at + 1 < len(s) and s[at + 1].key in ("de", "du", "des", "d'") and at > 0 and not s[at - 1].quotation


def _after_adjuncts(s: Sentence, start: int, end: int) -> int:
    """`start` moved past adverbs, days and prepositional phrases that open the clause."""
    while start < end and (s[start].key in g.ADVERBS or s[start].key in g.TIME or _adverb(s[start]) or s[start].key.isdigit()):
        start += 1
    if start < end and s[start].key in g.PREPOSITIONS and s[start].key not in ("des", "du"):
        for at in range(start + 1, end):
            opens = s[at].key in g.ARTICLES or (s[at].capital and s[at - 1].key not in g.ARTICLES)
            if opens and s[at - 1].key not in g.PREPOSITIONS and s[at - 1].key not in g.ARTICLES and not s[at - 1].capital:
                return at
        return end
    return start


def _comma_before(s: Sentence, at: int) -> int | None:
    for place in range(at - 1, max(-1, at - 30), -1):
        if s[place].key == ",":
            return place
        if s[place].key in ";:.":
            return None
    return None


def _apposed(s: Sentence, comma: int, end: int) -> bool:
    """Whether the words between two commas name the subject again, as « , ministre russe, » does."""
    first = s[comma + 1] if comma + 1 < end else None
    return first is not None and first.key not in g.PREPOSITIONS and not _adverb(first) and first.key not in g.SUBORDINATORS and first.key not in g.RELATIVE


def _adverb(item: Item) -> bool:
    return item.key.endswith("ment") and len(item.key) > 7 and not item.capital and not item.key.endswith(("gouvernement", "parlement", "armement", "mouvement", "departement"))


def _plural(s: Sentence, cue: Cue) -> bool:
    finite = next((i.key for i in s[cue.first : cue.last + 1] if i.key not in ("ne", "n'", "se", "s'", "le", "les", "l'", "lui", "leur", "y", "en")), "")
    return finite.endswith(("nt", "ont")) and finite != "dont"


def subject_after(s: Sentence, at: int) -> Range | None:
    """The noun phrase of an inverted cue (« a déclaré jeudi le ministre russe, … »), from item `at` on."""
    while at < len(s) and (s[at].key in g.TIME or s[at].key in g.ADVERBS or _adverb(s[at]) or s[at].key.isdigit()):
        at += 1
    if at < len(s) and s[at].key in ("a", "dans", "de", "lors", "sur", "devant", "au") and not s[at].capital:
        skipped = _forum_end(s, at)
        at = skipped if skipped is not None else at
    if at >= len(s) or not (s[at].key in g.ARTICLES or s[at].capital or s[at].key in ("m", "mme")):
        return None
    end = at + 1
    while end < len(s) and not _closes_phrase(s, at, end):
        end += 1
    if end + 1 < len(s) and s[end].key == "," and _names(s, end + 1):
        close = next((k for k in range(end + 1, min(len(s), end + 20)) if s[k].key in g.STOPS), len(s))
        if close < len(s) or s[-1].key not in g.STOPS:
            end = close
    return at, end


def _forum_end(s: Sentence, at: int) -> int | None:
    """The item after « à la presse », « dans un communiqué », where a subject may still follow."""
    for place in range(at + 1, min(len(s), at + 5)):
        if s[place].key in g.FORUMS:
            return place + 1
        if s[place].key in g.STOPS or s[place].capital:
            return None
    return None


_OFFICES = frozenset("ambassadeur ambassadrice secretaire envoye envoyee representant representante commissaire emissaire delegue deleguee coordinateur coordinatrice ministre conseiller conseillere aupres".split())


def _closes_phrase(s: Sentence, start: int, at: int) -> bool:
    key = s[at].key
    if key == ".":
        return at + 1 >= len(s) or s[at - 1].key not in ("m", "mm", "dr", "j", "g") and len(s[at - 1].key) > 1
    if key in g.STOPS or key in g.SUBORDINATORS or key in g.RELATIVE or key in g.BE_HAVE - {"a"}:
        return True
    if key in ("a", "au", "aux", "aupres", "pour", "charge", "chargee"):
        return not any(i.key in _OFFICES for i in s[start:at])
    if key in ("et",):
        return at + 1 < len(s) and not (s[at + 1].key in g.ARTICLES or s[at + 1].capital or s[at + 1].key in ("de", "du", "des", "d'"))
    return key in g.PREPOSITIONS - {"de", "du", "des", "d'"} or key in g.TIME or s[at].quotation is not None


def _names(s: Sentence, at: int) -> bool:
    """Whether an apposition begins here: a name, or a function with or without its article."""
    from dyade.extraction.speakers import FUNCTIONS

    if s[at].key in g.PREPOSITIONS or s[at].key in g.ADVERBS:
        return False
    return s[at].capital or any(i.key in FUNCTIONS for i in s[at : at + 3])


def content_start(s: Sentence, cue: Cue, subject_end: int | None = None) -> int | None:
    """The item at which the content of a cue begins, to its right; None where the construction is not met."""
    may = cue.verb.constructions
    at = max(cue.last + 1, subject_end or 0)
    size = len(s)
    if "que" in may or "si" in may:
        openers = ("que", "qu'") if "que" in may else ()
        found = _ahead(s, at, openers + (("si", "s'") if "si" in may else ()))
        if found is not None:
            return found
    while at < size and (s[at].key in g.ADVERBS or s[at].key in g.TIME or _adverb(s[at]) or (s[at].key.isdigit() and s[at - 1].key in g.TIME)):
        at += 1
    if at < size and s[at].key in ("dans", "lors", "sur", "devant", "a", "au") and not s[at].quotation:
        forum = _forum_end(s, at)
        if forum is not None and forum < size and s[forum].key in (":", "«»", "de", "d'", "vouloir"):
            at = forum
    if at >= size:
        return None
    colon = at
    while colon < size and s[colon].key not in (":", ".", ";"):
        colon += 1
    if colon + 1 < size and s[colon].key == ":" and colon - at < 25 and s[colon + 1].quotation:
        if not any(i.quotation for i in s[at:colon]):
            return colon + 1
    item = s[at]
    if item.quotation:
        return at
    if item.key in ("de", "d'", "du", "des") and ({"de", "obj"} & may):
        return at if item.key in ("de", "d'") or "de" in may or "obj" in may else None
    if item.key in ("a", "au", "aux") and "à" in may:
        return at
    if item.key in ("pour", "contre", "sur") and item.key in may:
        return at
    if item.key in g.STOPS or item.key in g.PREPOSITIONS | g.SUBORDINATORS | g.RELATIVE or item.key in ("et", "ou", "par", "-"):
        return None
    return at if "obj" in may else None


def _ahead(s: Sentence, at: int, openers: tuple[str, ...]) -> int | None:
    """The clause opener after the cue, across an indirect object, a day, a forum; never across another clause."""
    for place in range(at, min(len(s), at + 22)):
        key = s[place].key
        if key in openers:
            if place and s[place - 1].key in ("alors", "tandis", "plus", "moins", "ainsi", "autre", "bien", "tant"):
                return None
            return place
        if key in (";", ":", ".", "mais") or s[place].quotation or key in g.RELATIVE or key in ("et",):
            return None
        if key == "," and place > at + 14:
            return None
    return None


def content_end(s: Sentence, start: int, cue: Cue, cues: list[Cue]) -> int:
    """The item after the content that begins at `start`: the sentence's end, or what ends it before."""
    end = len(s)
    while end > start and s[end - 1].key in (".", "!", "?", "…", ";", ":"):
        end -= 1
    opened_by_que = s[start].key in ("que", "qu'", "si")
    for place in range(start + 1, end):
        key = s[place].key
        if key == ";":
            return place
        following = next((c for c in cues if c.first >= place), None)
        if key == "," and _ends_content(s, place + 1, following):
            return place
        if key in ("et", "mais", "puis", "ou") and following and following is not cue:
            lead = following.first - place - 1
            if lead == 0 or (lead == 1 and s[place + 1].key in g.PRONOUNS):
                if not (opened_by_que and following.mode is Mode.infinitive):
                    return place - 1 if s[place - 1].key == "," else place
        if key in ("tandis", "alors") and place + 1 < end and s[place + 1].key in ("que", "qu'"):
            return place - 1 if s[place - 1].key == "," else place
        if key in ("en", "tout", "avant") and following and following.mode is Mode.gerund and following.head - place <= 2:
            return place - 1 if s[place - 1].key == "," else place
    return end


def _ends_content(s: Sentence, at: int, following: Cue | None) -> bool:
    """Whether the words after a comma leave the content."""
    if at >= len(s):
        return True
    key = s[at].key
    near = following is not None and following.first - at <= 1
    if near and following is not None:
        if following.mode is Mode.gerund or following.clitic:
            return True
        if following.first == at and following.mode is Mode.finite:
            return True
        if key in g.PRONOUNS or key in ("et", "mais", "puis"):
            return True
    if key in ("selon", "tandis", "lors"):
        return True
    if key in ("d'", "a") and at + 1 < len(s) and s[at + 1].key in ("apres", "en", "l'") and at + 2 < len(s):
        return s[at + 1].key == "apres" or s[at + 2].key in ("croire", "issue", "occasion")
    if key in ("dans", "sur", "devant", "au", "par"):
        return any(i.key in g.FORUMS for i in s[at + 1 : at + 4])
    return key == "alors" and at + 1 < len(s) and s[at + 1].key in ("que", "qu'")
