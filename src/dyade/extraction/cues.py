"""Cues: the verbs that report speech, found in a sentence with their whole verbal group.

The verbs and what each may govern are data (`data/cues.csv`); their forms are derived (`morphology`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from dyade.extraction.document import Item, Sentence
from dyade.extraction.morphology import conjugate
from dyade.text import fold, tokens


class Mode(StrEnum):
    """How the cue stands in its sentence."""

    finite = "finite"
    gerund = "gerund"
    infinitive = "infinitive"
    passive = "passive"


@dataclass(frozen=True, slots=True)
class Verb:
    """A cue verb and its constructions: que, si, de, à, pour, contre, sur, obj."""

    lemma: str
    reflexive: bool
    tail: tuple[str, ...]
    """What must follow the verb itself, as « en garde » in « mettre en garde »."""
    constructions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a sentence; the verbal group is `sentence[first:last + 1]`."""

    first: int
    last: int
    head: int
    verb: Verb
    mode: Mode
    clitic: str | None
    """The subject that an inverted cue carries (« a-t-il dit »)."""


_HAVE = frozenset("a ont avait avaient aura auront aurait auraient eut eurent ayant ait aient ai avons".split())
_BE = frozenset("est sont etait etaient sera seront serait seraient fut furent etant soit suis sommes ete".split())
_CLITICS = frozenset("ne n' se s' le l' la les lui leur y en me m' nous vous te t'".split())
_SUBJECTS = frozenset("il elle ils elles on je".split())
_BETWEEN = frozenset(
    """pas plus jamais aussi egalement deja encore toutefois cependant neanmoins notamment ensuite enfin
    dit bien ainsi meme donc alors d' de son cote en outre par ailleurs tout a la fois vivement fermement clairement
    toujours recemment immediatement aussitot egalement officiellement publiquement""".split()
)
_DETERMINERS = frozenset(
    """le la l' les un une des du de d' ce cet cette ces son sa ses leur leurs mon ma mes notre nos votre vos
    aucun aucune chaque plusieurs toute tout quelques aux au sans par en sous sur dans contre avec entre chez vers""".split()
)
_LAUNCHERS = frozenset(
    """tenu tient tenait tiennent vient viennent venait venaient contente empresse empressee hesite hesitait fini
    finit voulu veut veulent voulait souhaite souhaitait desire cesse continue continuent continuait alle va est allee
    refuse entend entendent entendait dit su pu cru prefere""".split()
)
_NOUNS = frozenset(
    """demande menace menaces annonce annonces appel appels note notes presse offre juge critique critiques reponse
    crie commande attaque attaques accuse defense reserve promesse signale avertissement proteste conseil conseille
    reclame rappel espere declare prevenu accuses pointe compte taxe tweet publie poste lance loue excuse jure tacle
    estime regrette nuance redoute defie ironise raille intime peste renie ratifie impose""".split()
)


@cache
def _forms() -> dict[str, tuple[tuple[str, Verb], ...]]:
    """Each form, accents kept, with the roles it can play: finite, participle, gerund, infinitive."""
    table: dict[str, list[tuple[str, Verb]]] = {}
    with (files("dyade") / "data" / "cues.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            verb, head = _verb(row["cue"], row["constructions"])
            forms = conjugate(head)
            roles = {"finite": forms.finite, "participle": forms.participle, "first": forms.first}
            for role, words in {**roles, "gerund": {forms.gerund}, "infinitive": {head}}.items():
                for word in words:
                    table.setdefault(word, []).append((role, verb))
    return {form: tuple(sorted(verbs, key=lambda x: -len(x[1].tail))) for form, verbs in table.items()}


def _verb(cue: str, constructions: str) -> tuple[Verb, str]:
    words = [t.key for t in tokens(cue)]
    reflexive = words[0] in ("se", "s'")
    raw = cue.split("'", 1)[1] if cue.startswith("s'") else cue.split(" ", 1)[1] if reflexive else cue
    raw = raw.removeprefix("en ")
    head, *tail = raw.split(" ")
    return Verb(cue, reflexive, tuple(fold(t) for t in " ".join(tail).split()), frozenset(constructions.split())), head


def find_cues(sentence: Sentence) -> list[Cue]:
    """The cues of a sentence in order, none inside another."""
    forms, found, after = _forms(), [], 0
    for at, item in enumerate(sentence):
        if at < after or item.quotation or item.low not in forms:
            continue
        cue = next(filter(None, (_cue(sentence, at, role, verb) for role, verb in forms[item.low])), None)
        if cue:
            found.append(cue)
            after = cue.last + 1
    return found


def _cue(s: Sentence, at: int, role: str, verb: Verb) -> Cue | None:
    last = at + len(verb.tail)
    if tuple(i.key for i in s[at + 1 : last + 1]) != verb.tail:
        return None
    if role == "gerund":
        return Cue(_left(s, at), last, at, verb, Mode.gerund, None)
    if role == "infinitive":
        window = s[max(0, at - 4) : at]
        launched = next((at - len(window) + n for n, i in enumerate(window) if i.key in _LAUNCHERS), None)
        if launched is None or any(i.key in ",;:." for i in window[launched - at :]):
            return None
        return Cue(_left(s, launched), last, at, verb, Mode.infinitive, None)
    if role == "participle":
        return _participle(s, at, last, verb)
    if role == "first":
        return None
    return _finite(s, at, last, verb)


def _finite(s: Sentence, at: int, last: int, verb: Verb) -> Cue | None:
    before = s[at - 1].key if at else ""
    first = _left(s, at)
    reflexive = any(i.key in ("se", "s'") for i in s[first:at])
    if reflexive != verb.reflexive:
        return None
    if first == at and (before in _DETERMINERS or (s[at].key in _NOUNS and at > 1 and s[at - 2].key in _DETERMINERS)):
        return None
    if s[at].capital and at and not (s[at - 1].quotation or s[at - 1].key in ".,:;"):
        return None
    return _with_clitic(s, first, last, at, verb, Mode.finite, at)


def _participle(s: Sentence, at: int, last: int, verb: Verb) -> Cue | None:
    auxiliary = _auxiliary(s, at)
    if auxiliary is None:
        return None
    first = _left(s, auxiliary)
    reflexive = any(i.key in ("se", "s'") for i in s[first:auxiliary])
    have = s[auxiliary].key in _HAVE
    if verb.reflexive != reflexive or (have and reflexive):
        return None
    if s[auxiliary].key == "ayant":
        return Cue(first, last, at, verb, Mode.gerund, None)
    passive = not have and not reflexive
    if passive and s[at].key == "convenu":
        passive = False
    return _with_clitic(s, first, last, at, verb, Mode.passive if passive else Mode.finite, auxiliary)


def _auxiliary(s: Sentence, at: int) -> int | None:
    """The auxiliary of a participle: up to six items before, across adverbs and an inverted subject."""
    for back in range(at - 1, max(-1, at - 8), -1):
        key = s[back].key
        if key in _HAVE or key in _BE:
            if key == "ete":
                continue
            return back
        if not (key in _BETWEEN or key in _SUBJECTS or key in ("-", "t") or key.endswith("ment") or key in _CLITICS):
            return None
    return None


def _with_clitic(s: Sentence, first: int, last: int, at: int, verb: Verb, mode: Mode, finite: int) -> Cue:
    """The cue with the inverted pronoun after its finite word, if it has one (« affirme-t-il »)."""
    clitic, place = None, finite + 1
    if place < len(s) and s[place].key == "-":
        place += 1
        if place + 1 < len(s) and s[place].key == "t" and s[place + 1].key == "-":
            place += 2
        if place < len(s) and s[place].key in _SUBJECTS:
            clitic = s[place].key
            last = max(last, place)
    return Cue(first, last, at, verb, mode, clitic)


def _left(s: Sentence, at: int) -> int:
    """Where the verbal group begins: pronouns and the negation before the verb belong to it."""
    while at and s[at - 1].key in _CLITICS and not _is_article(s, at - 1):
        at -= 1
    return at


def _is_article(s: list[Item], at: int) -> bool:
    """« le », « la », « l' », « les » right at a clause's head are rarely objects of a cue."""
    return s[at].key in ("le", "la", "l'", "les", "en") and (at == 0 or s[at - 1].key in ",;:." or bool(s[at - 1].quotation))
