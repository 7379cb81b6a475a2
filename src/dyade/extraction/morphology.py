"""The inflected forms of a French verb that reported speech uses, derived from its infinitive.

Third persons of the present, imperfect, simple past, future and conditional, the participles and the
infinitive. Verbs of the first and second group follow rules of spelling; the others name a model verb in
`data/verbs.csv`, whose stems they share (« promettre » goes like « mettre »).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dyade.text import table


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one verb, by what they can do in a sentence."""

    infinitive: str
    finite: frozenset[str]
    """Third persons, singular and plural."""
    participle: frozenset[str]
    """Past participle in its four forms."""
    gerund: str
    """Present participle (« ajoutant »)."""


@cache
def conjugate(infinitive: str) -> Forms:
    """The forms of a verb.

    Raises:
        ValueError: the verb is neither of the first or second group nor listed.
    """
    if row := _models().get(infinitive):
        return _like(row, infinitive)
    if infinitive.endswith("er"):
        return _first_group(infinitive)
    if infinitive.endswith("ir"):
        return _second_group(infinitive)
    raise ValueError(f"verb {infinitive!r} follows no rule; add it or its model to data/verbs.csv")


def _first_group(infinitive: str) -> Forms:
    stem = infinitive[:-2]
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    strong = _strong(stem)
    future = strong if strong != stem and "é" not in stem[-3:] else stem
    finite = {strong + "e", strong + "ent", soft + "ait", soft + "aient", soft + "a", stem + "èrent"}
    finite |= {future + ending for ending in ("era", "eront", "erait", "eraient")}
    participle = {stem + ending for ending in ("é", "ée", "és", "ées")}
    if stem.endswith("ay"):  # « balaye » and « balaie »
        finite |= {f"{stem[:-1]}i{ending}" for ending in ("e", "ent", "era", "eront", "erait", "eraient")}
    return Forms(infinitive, frozenset(finite), frozenset(participle), soft + "ant")


def _strong(stem: str) -> str:
    """The stem before a mute ending: « rappell- », « répèt- », « lèv- », « emploi- »."""
    if stem.endswith(("appel", "jet")):
        return stem + stem[-1]
    if stem.endswith(("oy", "uy")):
        return stem[:-1] + "i"
    for size in (1, 2):  # consonants after the last vowel
        vowel, rest = stem[-size - 1 : -size], stem[-size:]
        if vowel in ("é", "e") and (rest in ("gu", "qu") or all(c not in "aeéèêiouy" for c in rest)):
            single = size == 1 or rest in ("ch", "gn", "gu", "qu", "br", "cr", "gr", "tr", "bl", "gl", "vr")
            if single and (vowel == "é" or size == 1):
                return stem[: -size - 1] + "è" + rest
    return stem


def _second_group(infinitive: str) -> Forms:
    stem = infinitive[:-1]
    finite = {stem + x for x in ("t", "ssent", "ssait", "ssaient", "rent", "ra", "ront", "rait", "raient")}
    participle = {stem + x for x in ("", "e", "s", "es")}
    return Forms(infinitive, frozenset(finite), frozenset(participle), stem + "ssant")


def _like(row: dict[str, str], infinitive: str) -> Forms:
    """The forms of a verb whose ending is the model's: « prétendre » is « rendre » with prét- for r-."""
    model, shared = row["model"], 0
    while shared < min(len(model), len(infinitive)) and model[-shared - 1] == infinitive[-shared - 1]:
        shared += 1
    old, new = len(model) - shared, infinitive[: len(infinitive) - shared]

    def cell(name: str) -> list[str]:
        return [new + form[old:] for form in row[name].split()]

    imperfect, (future,), (participle,) = cell("imperfect"), cell("future"), cell("participle")
    finite = {*cell("present"), *cell("past")}
    finite |= {stem + ending for stem in imperfect for ending in ("ait", "aient")}
    finite |= {future + ending for ending in ("a", "ont", "ait", "aient")}
    stem = participle[:-1] + "u" if participle.endswith("û") else participle
    past = {participle, stem + "e", stem + "es", stem if stem.endswith("s") else stem + "s"}
    gerund = next(iter(cell("gerund") or [imperfect[0] + "ant"]))
    return Forms(infinitive, frozenset(finite), frozenset(past), gerund)


@cache
def _models() -> dict[str, dict[str, str]]:
    """The row of its model for each listed verb."""
    return {verb: row for row in table("verbs.csv") for verb in (row["model"], *row["verbs"].split())}
