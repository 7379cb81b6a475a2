"""What is known of each pair beyond its label, read from the data file that the runs were scored on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dyade.comparison.folders import Key, Note, Run
from dyade.files import sha256
from dyade.records import Article, Kind
from dyade.sources import InputError, read_records

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Fact:
    """One pair in its article."""

    kind: Kind
    counterparties: int
    """How many the statement has."""
    unseen: bool | None
    """Whether the counterparty occurs in no training file; None where one of these is gone."""
    speaker: str
    counterparty: str
    quote: str
    group: str | None = None
    """The set of near twins that its article belongs to, if any."""


def read_facts(runs: Sequence[Run], split: str, keys: Sequence[Key]) -> tuple[list[Fact], list[Note]]:
    """A fact for each pair, or none with a note where the data file is gone or has changed since."""
    path, digest = runs[0].data(split)
    try:
        scored = {article.id: article for article in _recorded(path, digest)}
    except (InputError, OSError) as error:
        lacking = (
            "no quotes, no figures by kind, number or novelty of counterparties, and near twins, if there are "
            "any, taken for independent articles"
        )
        manque = (
            "ni citations ni chiffres par type, nombre ou nouveauté des parties visées, et les quasi-jumeaux, "
            "s’il y en a, sont pris pour des articles indépendants"
        )
        return [], [Note(f"{lacking}: {error}", f"{manque} : {path} manque ou a changé")]
    try:
        trained = [_recorded(*file) for file in sorted({run.data("train") for run in runs})]
    except (InputError, OSError) as error:
        manque = "pas de chiffres sur les acteurs jamais vus : un fichier d’entraînement manque ou a changé"
        return _facts(scored, keys, None), [Note(f"no figures on unseen actors: {error}", manque)]
    known = {code for articles in trained for article in articles for code in _codes(article)}
    return _facts(scored, keys, known), []


def _recorded(path: Path, digest: str) -> list[Article]:
    """The records of a file that is still what it was when the runs read it."""
    if not path.is_file():
        raise InputError(f"{path} is gone (paths are relative to the folder of the command)")
    if sha256(path) != digest:
        raise InputError(f"{path} has changed since the runs")
    return read_records(path)


def _codes(article: Article) -> set[str]:
    """Every actor code that speaks or is spoken of, joint sides taken apart."""
    codes = {statement.speaker.side for statement in article.statements}
    codes |= {stance.counterparty for statement in article.statements for stance in statement.stances}
    return {part for code in codes for part in code.split("+")}


def _facts(scored: Mapping[str, Article], keys: Sequence[Key], known: set[str] | None) -> list[Fact]:
    facts = []
    for article, i, j in keys:
        statement = scored[article].statements[i]
        code = statement.stances[j].counterparty
        unseen = None if known is None else known.isdisjoint(code.split("+"))
        side, count = statement.speaker.side, len(statement.stances)
        group = scored[article].meta.get("group")
        facts.append(Fact(statement.kind, count, unseen, side, code, statement.quote, group))
    return facts


def units(facts: Sequence[Fact], keys: Sequence[Key]) -> tuple[str, ...]:
    """What each pair is resampled with: its article, or its group, since near twins err alike."""
    if not facts:
        return tuple(article for article, _, _ in keys)
    named = [(f"group {fact.group}" if fact.group else None) for fact in facts]
    return tuple(name or article for name, (article, _, _) in zip(named, keys, strict=True))


def slices(facts: Sequence[Fact]) -> dict[str, Mask]:
    """The pairs of each kind, number of counterparties and novelty, by the slice's name; none is empty."""
    members = {
        **{kind.value: [fact.kind is kind for fact in facts] for kind in Kind},
        "1 counterparty": [fact.counterparties == 1 for fact in facts],
        "2 counterparties": [fact.counterparties == 2 for fact in facts],
        "3 or more": [fact.counterparties > 2 for fact in facts],
        "seen actors": [fact.unseen is False for fact in facts],
        "unseen actors": [fact.unseen is True for fact in facts],
    }
    return {name: np.array(chosen) for name, chosen in members.items() if any(chosen)}
