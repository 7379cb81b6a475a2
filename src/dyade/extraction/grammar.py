"""The closed classes of French words, folded, that bound a noun phrase or a clause (`data/grammar.csv`)."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from dyade.extraction.morphology import conjugate
from dyade.text import table, tokens

_CLASSES: Final = {row["class"]: row["words"].split() for row in table("grammar.csv")}


def _words(name: str) -> frozenset[str]:
    return frozenset(_CLASSES[name])


ARTICLES: Final = _words("article")
PRONOUNS: Final = _words("pronoun")
RELATIVE: Final = _words("relative")
SUBORDINATORS: Final = _words("subordinator")
PREPOSITIONS: Final = _words("preposition")
FORUMS: Final = _words("forum")
"""What speech is published in or given at: « communiqué », « tribune »."""
AUXILIARIES: Final = _words("auxiliary")
HAVE: Final = _words("have")
BE: Final = _words("be")
CLITICS: Final = _words("clitic")
INVERTED: Final = _words("inverted")
"""Subjects that may follow their verb (« dit-il »)."""
TITLES: Final = _words("title")
STOPS: Final = _words("stop")
MEDIA: Final = _words("medium")
"""Words before a title or a name in quotation marks."""
LAUNCHERS: Final = _words("launcher")
"""Verbs that take a cue in the infinitive (« a tenu à saluer »)."""
LAUNCHING: Final = _words("launching")
"""Their present participles (« se bornant à saluer »)."""
HOMOGRAPHS: Final = _words("homograph")
"""Forms of cues that are nouns or adjectives as well."""
ADVERBS: Final = _words("adverb")
DAYS: Final = _words("day")
MONTHS: Final = _words("month")
DAY_PARTS: Final = _words("day_part")
NOT_NAMES: Final = _words("not_name")
PARTICLES: Final = _words("particle")
ABROAD: Final = _words("abroad")
"""Prepositions after which a title names where one is sent, not for whom one speaks."""
BREAKS: Final = _words("phrase_break")
"""Words at which the phrase that introduces a name begins anew."""
PORTFOLIO: Final = _words("portfolio")
"""Words before what an office is for (« l'Économie »)."""
RANKS: Final = _words("rank")
POSTED: Final = _words("posted")
"""Offices whose phrase may go on with where one is sent (« ambassadeur à Rome »)."""
EMISSARIES: Final = _words("emissary")
"""Those whose place is abroad, never the side that they speak for."""
SOURCES: Final = frozenset({"selon", "pour", "d'"})
"""Words that open a sentence with its source, which a comma closes."""
QUANTIFIERS: Final = _words("quantifier")
"""Adverbs that count what follows them (« plus de »)."""
CONJOINED: Final = _words("conjoined")
"""Last words of adverbials that a « que » makes conjunctions (« en même temps que »)."""
GOVERNED: Final = _words("governed")
"""Last words of adverbials that a « de » makes prepositions (« au début de »)."""
SPANS: Final = _words("span")
"""Units of time."""
NUMBERS: Final = _words("number")
COUNTS: Final = _words("count")
SPEECH_NOUNS: Final = _words("speech_noun")
"""What is given in words: « ses excuses », « ses condoléances »."""
PREPOSED: Final = _words("preposed")
"""Adjectives that stand between an article and its noun."""
TEXTS: Final = _words("text")
"""What speaks for whoever wrote it."""
PLATFORMS: Final = _words("platform")
"""Where one posts (« sur Telegram »)."""
RELEASES: Final = _words("release")
"""Texts that speak in incises (« …, indique un communiqué »)."""
SILENT: Final = _words("silent")
"""Verbs that one refuses to speak with."""
PENALTIES: Final = _words("penalty")
"""Words after « condamné à » that begin a sentence passed by a court."""
ADDRESSED: Final = _words("addressed")
"""Cues whose direct object is the one spoken to (« avertir Rome que »)."""
NO_SOURCES: Final = _words("no_source")
"""Nouns after « selon un » that no one speaks by (« selon un calendrier »)."""
COMPOUND_QUE: Final = _words("compound_que")
"""Words that make another conjunction of the « que » after them (« tandis que »)."""
NOT_INFINITIVES: Final = _words("not_infinitive")
"""Words with an infinitive's ending."""
PERFECT: Final = frozenset({"avoir", "etre"})
"""What opens a perfect infinitive (« raconte avoir fui »), which every verb with « que » may govern."""
QUE: Final = frozenset({"que", "qu'"})
DE: Final = frozenset({"de", "d'", "du", "des"})
TO: Final = frozenset({"a", "au", "aux"})
DE_TO: Final = DE | TO
SMALL: Final = ARTICLES | PREPOSITIONS
GOVERNING: Final = PREPOSITIONS - DE
"""Prepositions that end the noun phrase before them."""
RELATIVES: Final = RELATIVE | {"dont"}
HAVE_BE: Final = HAVE | BE
MARKS: Final = STOPS - {"«»"}
"""Stops that are no quotation."""

_PRONOUNS = re.compile("^(?:se |s')?(?:en )?")
_MENT_NOUNS = _words("ment_noun")
_NOT_VERBS = _words("not_verb")
_ENDINGS = (
    "era",
    "eront",
    "erait",
    "eraient",
    "ira",
    "iront",
    "irait",
    "iraient",
    "dra",
    "dront",
    "drait",
    "vra",
    "vront",
    "vrait",
    "ttra",
    "ttront",
    "ttrait",
    "rra",
    "rront",
    "rrait",
    "ait",
    "aient",
)


def is_adverb(key: str, low: str) -> bool:
    """Whether a word is an adverb: a listed one, or one in -ment that is no noun or verb (« réclament »)."""
    if key in ADVERBS:
        return True
    return key.endswith("ment") and len(key) > 7 and key not in _MENT_NOUNS and low not in _finite_forms()


def is_finite(key: str, low: str) -> bool:
    """Whether a word looks like a finite verb. Rare verbs in the present are not known."""
    if low == "à":
        return False
    if key in AUXILIARIES or (low in _finite_forms() and key not in HOMOGRAPHS):
        return True
    return len(key) > 4 and key.endswith(_ENDINGS) and key not in _NOT_VERBS


@cache
def _finite_forms() -> frozenset[str]:
    """The finite forms of common verbs and of the cues."""
    heads = {_PRONOUNS.sub("", row["cue"]).split()[0] for row in table("cues.csv")}
    return frozenset().union(*(conjugate(verb).finite for verb in [*_CLASSES["common_verb"], *sorted(heads)]))


@cache
def adverbial_heads() -> dict[str, bool]:
    """Every word that an adverb, an adverbial or a day begins with, but for the adverbs in -ment.

    True marks those that begin one only with the words that `adverbials` names.
    """
    alone = ADVERBS | DAYS | COUNTS | {"lui", "elle", "eux", "elles", "en"}
    several = [first for first, _ in adverbials() if not first.endswith("ment")]
    return dict.fromkeys(several, True) | dict.fromkeys(alone, False)


@cache
def adverbials() -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """The adverbials of several words by their first two, the longest first."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for row in table("adverbials.csv"):
        words = tuple(t.key for t in tokens(row["phrase"]))
        found.setdefault((words[0], words[1]), []).append(words)
    return {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in found.items()}
