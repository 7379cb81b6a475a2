"""Cues: the verbs that report speech, found in a sentence with their whole verbal group."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dyade.extraction import grammar as g
from dyade.extraction.items import Sentence
from dyade.extraction.verbs import Verb, forms


class Mode(StrEnum):
    """How the cue stands in its sentence."""

    finite = "finite"
    gerund = "gerund"
    infinitive = "infinitive"
    passive = "passive"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a sentence; the verbal group is `sentence[first:last + 1]`."""

    first: int
    last: int
    head: int
    verb: Verb
    mode: Mode
    clitic: int | None
    """The item of the subject that an inverted cue carries (« a-t-il dit »)."""
    negated: bool = False


def find_cues(sentence: Sentence) -> list[Cue]:
    """The cues of a sentence in order, none inside another."""
    known = forms()
    found: list[Cue] = []
    after, before = 0, ""
    for at, item in enumerate(sentence):
        perfect, before = before in _PERFECT, item.key
        roles = known.get(item.low)
        if (roles is None and not perfect) or at < after:
            continue
        cue = _unknown(sentence, at) if roles is None else _known(sentence, at, roles, found)
        if cue:
            found.append(cue)
            after = cue.last + 1
    return found


def _known(s: Sentence, at: int, roles: tuple[tuple[str, Verb], ...], found: list[Cue]) -> Cue | None:
    """The cue whose form stands at `at`, in the first of its roles that the words around it allow."""
    for role, verb in roles:
        if verb.tail and not _has_tail(s, at + 1, verb.tail):
            continue
        if cue := _ROLES[role](s, at, verb, found):
            return cue
    return None


def _has_tail(s: Sentence, at: int, tail: tuple[str, ...]) -> bool:
    """Whether the words of a verbal phrase follow its verb, an inverted pronoun between (« met-il en garde »)."""
    if at < len(s) and s[at].key == "-":
        at = next((k + 1 for k in range(at, min(len(s), at + 5)) if s[k].key in g.INVERTED), at)
    return tuple([i.key for i in s[at : at + len(tail)]]) == tail


_NO_NOUNS = g.SMALL | g.STOPS | {"et", "mais", "tout"}
_ANY = Verb("", False, (), frozenset({"que"}))
_REDUCED = frozenset(("accuser", "qualifier", "juger", "soupçonner"))
"""Verbs whose participle alone may report (« accusé par Rome d'avoir menti »)."""
_ASIDE = 10
"""Items of an aside between an auxiliary and its participle."""
_OBJECTS = frozenset(("l'", "le", "la", "les"))
_PERFECT = frozenset(("a", "ont", "avait", "est", "aurait"))
"""Auxiliaries before a participle that is no cue's."""


def _unknown(s: Sentence, at: int) -> Cue | None:
    """A participle that is no cue's, after « a » and a quotation or a comma: « …», a lu le ministre."""
    if at < 2 or s[at].capital:
        return None
    first = at - 2 if at > 2 and s[at - 2].key in ("s'", "se") else at - 1
    reflexive = first == at - 2
    before = s[first - 1]
    if not s[at].low.endswith(("é", "i", "u", "it", "is")) or (s[at - 1].key == "est") != reflexive:
        return None
    follows = at + 1 < len(s) and (
        s[at + 1].key in g.ARTICLES or s[at + 1].capital or s[at + 1].key in g.PREPOSITIONS
    )
    return (
        Cue(first, at, at, _ANY, Mode.finite, None)
        if follows and (before.quotation or before.key == ",")
        else None
    )


def _finite(s: Sentence, at: int, verb: Verb, found: list[Cue]) -> Cue | None:
    before = s[at - 1].key if at else ""
    first = _left(s, at)
    if _reflexive(s, first, at) != verb.reflexive:
        return None
    if first == at and (before in g.ARTICLES or before in g.PREPOSITIONS):
        return None
    if s[at].key in g.HOMOGRAPHS and (_is_noun(s, at) if first == at else _is_object(s, at)):
        return None
    if s[at].capital and at and not (s[at - 1].quotation or s[at - 1].key in g.STOPS):
        return None
    return _grouped(s, first, at, verb, Mode.finite, at)


def _is_noun(s: Sentence, at: int) -> bool:
    """Whether a form that may be a noun is one: an article and an adjective before, no content after."""
    if at < 2 or s[at - 2].key not in g.ARTICLES or s[at - 1].key in g.PRONOUNS:
        return False
    preposed = s[at - 1].key in g.PREPOSED and s[at - 2].key not in ("ce", "cette", "ces")
    if s[at].key in ("critique", "critiques") and at + 1 < len(s) and s[at + 1].key in g.DE:
        return not s[at - 1].capital
    return not s[at - 1].capital and (preposed or not _speaks(s, at))


def _is_object(s: Sentence, at: int) -> bool:
    """Whether a form that may be a noun is the object of the verb or the preposition before its article (« supprimer
    la taxe », « après l'annonce »)."""
    if at < 2 or s[at - 1].key not in ("le", "la", "l'", "les"):
        return False
    before = s[at - 2]
    if before.key in g.PREPOSITIONS or (at > 2 and s[at - 3].key in g.HAVE and s[at - 3].low != "à"):
        return True
    return before.low.endswith(("er", "ir", "re")) or g.is_finite(before.key, before.low)


def _speaks(s: Sentence, at: int) -> bool:
    """Whether a clause opener or a quotation follows a form that might be a noun."""
    if at + 2 >= len(s):
        return False
    following = s[at + 1]
    if following.key in ("de", "d'"):
        return s[at + 2].low.endswith(("er", "ir", "oir", "re")) and s[at + 2].key not in g.NOT_INFINITIVES
    return (
        following.key in g.QUE
        or following.key in g.ARTICLES
        or following.key in ("au", "aux")
        or following.key.isdigit()
        or following.quotation is not None
    )


def _participle(s: Sentence, at: int, verb: Verb, found: list[Cue]) -> Cue | None:
    auxiliary = _auxiliary(s, at)
    if auxiliary is None:
        reduced = verb.lemma in _REDUCED and is_reduced(s, at)
        return Cue(at, at, at, verb, Mode.passive, None) if reduced else _shared(s, at, verb, found)
    first = _left(s, auxiliary)
    reflexive = _reflexive(s, first, auxiliary)
    have = s[auxiliary].key in g.HAVE and not any(i.key == "ete" for i in s[auxiliary:at])
    if verb.reflexive != reflexive or (have and reflexive):
        return None
    if s[auxiliary].key in ("ayant", "avoir"):
        return Cue(first, at + len(verb.tail), at, verb, Mode.gerund, None)
    passive = not have and not reflexive and verb.lemma != "convenir"
    return _grouped(s, first, at, verb, Mode.passive if passive else Mode.finite, auxiliary)


def _shared(s: Sentence, at: int, verb: Verb, found: list[Cue]) -> Cue | None:
    """A participle under the auxiliary of the cue before (« a salué X et promis Y »)."""
    if not found or not at or s[at - 1].key not in ("et", "puis", "mais"):
        return None
    last = next(
        (
            c
            for c in reversed(found)
            if c.mode is not Mode.gerund and any(i.key in g.HAVE_BE for i in s[c.first : c.head])
        ),
        None,
    )
    if (
        last is None
        or last.mode is not Mode.finite
        or verb.reflexive != last.verb.reflexive
        or s[at].low.endswith(("ée", "ées", "és"))
    ):
        return None
    follower = s[at + 1].key if at + 1 < len(s) else "."
    return (
        None
        if follower == "par" or (follower in g.MARKS and follower != ":")
        else Cue(at, at + len(verb.tail), at, verb, Mode.finite, None)
    )


def is_reduced(s: Sentence, at: int) -> bool:
    """Whether a participle stands for a passive (« le pays, accusé par Rome de … », « un texte jugé « flou » par »)."""
    after = s[at + 1] if at + 1 < len(s) else None
    opens = at == 0 or s[at - 1].key == "," or s[at - 1].key.isalpha()
    bare = not at or (
        s[at - 1].key not in g.HAVE_BE and s[at - 1].key not in g.CLITICS and s[at - 1].key != "ete"
    )
    return (
        after is not None
        and opens
        and bare
        and (after.key in ("par", "de", "d'") or after.quotation is not None)
    )


def _auxiliary(s: Sentence, at: int) -> int | None:
    """The auxiliary of a participle: right before it, but for pronouns, an inverted subject and an aside."""
    if at and s[at - 1].key == ",":  # « a, devant le Sénat, accusé »
        comma = next((k for k in range(at - 2, max(-1, at - _ASIDE), -1) if s[k].key in g.STOPS), 0)
        aside = comma and s[comma].key == "," and s[comma - 1].key in g.HAVE_BE and s[comma - 1].low != "à"
        return comma - 1 if aside else None
    for back in range(at - 1, max(-1, at - 8), -1):
        key = s[back].key
        if key == "ete":
            continue
        if key in g.HAVE or key in g.BE:
            return back if s[back].low != "à" else None
        if not (key in g.INVERTED or key in ("-", "t", "tout", "dit") or key in g.CLITICS):
            return None
    return None


def _gerund(s: Sentence, at: int, verb: Verb, found: list[Cue]) -> Cue | None:
    first = _left(s, at)
    if first > 1 and s[first - 1].key in _OBJECTS and s[first - 2].key == ",":
        first -= 1  # « …, l'appelant à ouvrir »
    follows = not first or s[first - 1].key in (",", "en", "et", "mais", "tout") or s[first].key == "en"
    follows = follows or absolute(s, first, at)
    if _reflexive(s, first, at) != verb.reflexive or not follows:
        return None
    return Cue(first, at + len(verb.tail), at, verb, Mode.gerund, None)


def absolute(s: Sentence, first: int, at: int) -> bool:
    """Whether a participle has a subject of its own (« …, l'ambassadeur assurant que rien ne presse »)."""
    noun = first > 1 and s[first - 1].key not in _NO_NOUNS
    return noun and s[first].key != "en" and at + 1 < len(s) and s[at + 1].key in g.QUE


def _infinitive(s: Sentence, at: int, verb: Verb, found: list[Cue]) -> Cue | None:
    """« a tenu à saluer », « s'est empressé de dire », « avant d'accuser », « pour dénoncer »."""
    first = _left(s, at)
    if _reflexive(s, first, at) != verb.reflexive:
        return None
    last = at + len(verb.tail)
    if first and s[first - 1].key in ("de", "d'") and first > 1 and s[first - 2].key == "avant":
        return Cue(first - 2, last, at, verb, Mode.gerund, None)
    if first == 2 and s[0].key == "et" and s[1].key in ("de", "d'"):  # « Et de rappeler que … »
        return Cue(1, last, at, verb, Mode.gerund, None)
    if first and s[first - 1].key == "pour":
        return Cue(first - 1, last, at, verb, Mode.gerund, None)
    for back in range(first - 1, max(-1, first - 4), -1):
        if s[back].key in g.LAUNCHING:
            return Cue(_left(s, back), last, at, verb, Mode.gerund, None)
        if s[back].key in g.LAUNCHERS:
            auxiliary = _auxiliary(s, back)
            finite = back if auxiliary is None else auxiliary
            return _grouped(s, _left(s, finite), at, verb, Mode.infinitive, finite)
        if s[back].key not in ("a", "de", "d'", "par", "pour"):
            return None
    return None


_ROLES = {"finite": _finite, "participle": _participle, "gerund": _gerund, "infinitive": _infinitive}


def _grouped(s: Sentence, first: int, at: int, verb: Verb, mode: Mode, finite: int) -> Cue:
    """The cue with the inverted pronoun after its finite word, if it has one (« affirme-t-il »)."""
    clitic, last, place = None, at, finite + 1
    if place < len(s) and s[place].key == "-":
        place += 1
        if place + 1 < len(s) and s[place].key == "t" and s[place + 1].key == "-":
            place += 2
        if place < len(s) and s[place].key in g.INVERTED:
            clitic, last = place, max(last, place)
    return Cue(
        first,
        last + len(verb.tail),
        at,
        verb,
        mode,
        clitic,
        any(i.key in ("ne", "n'") for i in s[first:finite]),
    )


def _reflexive(s: Sentence, first: int, at: int) -> bool:
    return any(i.key in ("se", "s'") for i in s[first:at])


def _left(s: Sentence, at: int) -> int:
    """Where the verbal group begins: pronouns and the negation before the verb belong to it."""
    while at and s[at - 1].key in g.CLITICS and not _is_article(s, at - 1):
        at -= 1
    return at


def _is_article(s: Sentence, at: int) -> bool:
    """« le », « la », « l' », « les » at a clause's head or after a preposition are articles."""
    if s[at].key not in ("le", "la", "l'", "les", "en"):
        return False
    return at == 0 or s[at - 1].key in g.STOPS or (s[at - 1].key in g.PREPOSITIONS and s[at - 1].low != "a")
