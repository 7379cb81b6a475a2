"""The dictionary of actors, read from the CSV files of `dyade/data/actors` and the user's overlay.

An overlay is a CSV file with the columns `form,code` and, at will, `sort` (a `Sort`; `name` if left out).
Its entries win over the shipped ones; a code `-` deletes a form.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from dyade.text import fold, table, tokens


class Sort(StrEnum):
    """What an entry's words are to the actor."""

    name = "name"
    adjective = "adjective"
    demonym = "demonym"
    capital = "capital"
    seat = "seat"
    person = "person"


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one actor."""

    form: str
    code: str
    sort: Sort
    source: str
    """The file that the entry comes from."""
    kind: str = ""
    """What an organisation is: party, media, company, union, armed_group, substate, bloc …"""


@dataclass(frozen=True, slots=True)
class Leader:
    """A person who speaks for an actor from one day to another (ISO dates, either may be open)."""

    name: str
    code: str
    function: str
    surnames: tuple[str, ...]
    since: str
    until: str

    def serves(self, date: str | None) -> bool:
        """Whether the person is in office on a day; on an unknown day anyone is."""
        return date is None or (
            (self.since or "0") <= date and date <= (self.until + "-99" if self.until else "9")
        )


class Node:
    """What some words stand for, and the words that may follow them."""

    __slots__ = ("entries", "following")

    def __init__(self) -> None:
        self.entries: tuple[Entry, ...] = ()
        self.following: dict[str, Node] = {}


class Lexicon:
    """The entries by their words, for look-up from the first word on."""

    def __init__(self, entries: Iterable[Entry], leaders: Iterable[Leader] = ()) -> None:
        self.by_words: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        """The entries of the same folded words, the latest first: « français » and « Français » are two."""
        for entry in entries:
            self._add(entry)
        self.leaders: dict[str, list[Leader]] = {}
        """The leaders by their folded surname."""
        self.full_names: dict[str, list[tuple[str, ...]]] = {}
        """The leaders' whole names in words, by their last word."""
        self.surname_heads: set[str] = set()
        """The first words of the leaders' surnames."""
        for leader in leaders:
            words = tuple(t.key for t in tokens(leader.name))
            self.full_names.setdefault(words[-1], []).append(words)
            for surname in leader.surnames:
                self.leaders.setdefault(fold(surname), []).append(leader)
                self.surname_heads.add(tokens(surname)[0].key)

    def _add(self, entry: Entry) -> None:
        words = tuple(t.key for t in tokens(entry.form))
        if entry.code == "-":
            self.by_words.pop(words, None)
        elif words:
            same = [e for e in self.by_words.get(words, ()) if e.form != entry.form]
            self.by_words[words] = (entry, *same)

    @cached_property
    def tree(self) -> Node:
        """The entries word by word, so that a look-up ends at the first word that goes on with none."""
        root = Node()
        for words, entries in self.by_words.items():
            node = root
            for word in words:
                node = node.following.setdefault(word, Node())
            node.entries = entries
        return root

    @cached_property
    def openers(self) -> frozenset[str]:
        """Every word with which an entry or a leader's surname begins."""
        return frozenset(self.tree.following) | self.surname_heads

    @cached_property
    def heads(self) -> dict[str, frozenset[str]]:
        """The codes of the blocs and organisations whose full name begins with a word (« Union »: EU, AU)."""
        found: dict[str, set[str]] = {}
        for words, entries in self.by_words.items():
            for entry in entries:
                if len(words) > 1 and entry.sort is Sort.name and entry.kind in ("bloc", "organisation"):
                    found.setdefault(words[0], set()).add(entry.code)
        return {word: frozenset(codes) for word, codes in found.items()}

    @cached_property
    def states(self) -> frozenset[str]:
        """The codes of the states."""
        return frozenset(e.code for same in self.by_words.values() for e in same if e.source == "states.csv")

    @property
    def codes(self) -> set[str]:
        """Every code that some entry has."""
        return {entry.code for entries in self.by_words.values() for entry in entries}


@cache
def load_lexicon(overlay: Path | None = None) -> Lexicon:
    """The shipped dictionary with the user's overlay on top.

    Raises:
        ValueError: the overlay lacks a column or holds an unknown sort; the message names file and line.
    """
    leaders = list(_leaders())
    entries = [*_persons(leaders), *_organisations(), *_states(), *_ambiguous()]
    if overlay:
        entries += _overlay(overlay)
    return Lexicon(entries, leaders)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one shipped table of actors."""
    return table(f"actors/{name}")


def _split(cell: str | None) -> list[str]:
    return [x.strip() for x in (cell or "").split(";") if x.strip()]


def _states() -> Iterator[Entry]:
    for row in rows("states.csv"):
        code = row["code"]
        yield from _entries(code, "states.csv", row, people="demonyms")
        if not row["demonyms"]:
            for form in _plurals(_split(row["adjectives"])):
                yield Entry(form.capitalize(), code, Sort.demonym, "states.csv")
        for form in [row["name"], *_split(row["names"])]:
            yield Entry(form, code, Sort.name, "states.csv")
        for form in _split(row["capitals"]):
            yield Entry(form, code, Sort.capital, "states.csv")


def _organisations() -> Iterator[Entry]:
    for row in rows("organisations.csv"):
        yield from _entries(row["code"], "organisations.csv", row, people="people")
        for form in _split(row["names"]):
            yield Entry(form, row["code"], Sort.name, "organisations.csv", row["kind"])


def _entries(code: str, source: str, row: Mapping[str, str], people: str) -> Iterator[Entry]:
    """The adjectives, people and seats of a row; what names there are overrides them later."""
    kind = row.get("kind", "")
    for form in _plurals(_split(row["adjectives"])):
        yield Entry(form, code, Sort.adjective, source, kind)
    for form in _split(row[people]):
        yield Entry(form, code, Sort.demonym, source, kind)
    for form in _split(row["seats"]):
        yield Entry(form, code, Sort.seat, source, kind)


def _plurals(forms: Iterable[str]) -> Iterator[str]:
    """Each form and its plural. A noun of a people is written like its adjective, but for the capital."""
    for form in forms:
        yield form
        if form[-1] not in "sx":
            yield form[:-2] + "aux" if form.endswith("al") else form + "s"


def _ambiguous() -> Iterator[Entry]:
    states = {row["code"] for row in rows("states.csv")}
    kinds = {row["code"]: row["kind"] for row in rows("organisations.csv") if row["code"] not in states}
    for row in rows("ambiguous.csv"):
        if row["default"]:
            sort = Sort.adjective if row["form"][0].islower() else Sort.name
            yield Entry(row["form"], row["default"], sort, "ambiguous.csv", kinds.get(row["default"], ""))


def _leaders() -> Iterator[Leader]:
    for row in rows("leaders.csv"):
        aliases = _split(row["aliases"])
        short = [x[1:] for x in aliases if x.startswith("=")]
        surnames = short or [_surname(row["name"])]
        yield Leader(row["name"], row["code"], row["function"], tuple(surnames), row["from"], row["to"])
        for alias in aliases:
            if not alias.startswith("=") and " " in alias:
                yield Leader(alias, row["code"], row["function"], (_surname(alias),), row["from"], row["to"])


_PARTICLES = {
    "de",
    "du",
    "von",
    "van",
    "der",
    "ben",
    "bin",
    "al",
    "el",
    "ould",
    "le",
    "la",
    "da",
    "dos",
    "di",
}


def _surname(name: str) -> str:
    """The last word of a name, with the particles before it (« de Gaulle », « Ben Ali »)."""
    words = name.split()
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return " ".join(words[at:])


def _persons(leaders: Iterable[Leader]) -> Iterator[Entry]:
    """A full name is an entry only while it means one side; else the date decides (see `mentions`)."""
    sides: dict[str, set[str]] = {}
    for leader in leaders:
        sides.setdefault(leader.name, set()).add(leader.code)
    for name, codes in sides.items():
        if len(codes) == 1 and " " in name:
            yield Entry(name, codes.pop(), Sort.person, "leaders.csv")


def _overlay(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        names = reader.fieldnames or ()
        if not {"form", "code"} <= set(names):
            raise ValueError(f"{path}: line 1: the columns `form` and `code` are needed, not {list(names)}")
        for number, row in enumerate(reader, 2):
            try:
                sort = Sort(row.get("sort") or "name")
            except ValueError:
                raise ValueError(f"{path}: line {number}: `sort` must be one of {', '.join(Sort)}") from None
            yield Entry(row["form"].strip(), row["code"].strip(), sort, path.name)
