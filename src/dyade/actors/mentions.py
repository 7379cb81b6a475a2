"""Which words of a text denote an actor: the longest entry from each word, doubts settled by the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dyade.actors.lexicon import Entry, Leader, Lexicon, Sort, rows
from dyade.text import Token, fold, tokens


class Mention(NamedTuple):
    """Some words of a text that denote an actor."""

    start: int
    end: int
    code: str
    entry: Entry
    place: bool
    """Whether the words only say where: « à Moscou », « en Russie »."""
    why: str

    @property
    def sort(self) -> Sort:
        return self.entry.sort


_WORD = re.compile(r"\w+")
_AT = {"en", "à", "a", "vers", "depuis", "pres", "autour", "jusqu'"}
_IN = {"au", "aux", "dans", "sur", "hors"}
_TITLES = {
    "m",
    "mm",
    "mme",
    "mmes",
    "mlle",
    "me",
    "dr",
    "general",
    "colonel",
    "president",
    "presidente",
    "ministre",
}


def find_mentions(text: str, lexicon: Lexicon, date: str | None = None) -> list[Mention]:
    """Every mention of an actor in a text, in order, none overlapping another.

    Args:
        date: the article's day (ISO); it decides between leaders of one surname.
    """
    return list(mentions_of(text, tokens(text), lexicon, date))


def mentions_of(text: str, words: Sequence[Token], lexicon: Lexicon, date: str | None) -> Iterator[Mention]:
    """`find_mentions` over words that the caller has cut already."""
    keys = {t.key for t in words}
    named = _leaders_named(words, keys, lexicon)
    after = 0
    for at in _heads(words, keys, lexicon):
        if at < after:
            continue
        found = _longest(text, words, at, lexicon)
        if found is None:
            if words[at].capital and (leader := _leader(words, at, lexicon, named, date)):
                length, person = leader
                entry = Entry(person.name, person.code, Sort.person, "leaders.csv")
                yield Mention(
                    words[at].start,
                    words[at + length - 1].end,
                    person.code,
                    entry,
                    False,
                    f"{person.name}, {person.function}",
                )
                after = at + length
            continue
        length, entry = found
        if _gives_way(text, words, at, length, lexicon):
            continue
        mention = Mention(
            words[at].start,
            words[at + length - 1].end,
            entry.code,
            entry,
            _is_place(words, at, entry),
            f"{entry.sort} in {entry.source}",
        )
        decided = _decide(mention, words, at, length, keys)
        if decided:
            yield decided
        after = at + length


def _heads(words: Sequence[Token], keys: set[str], lexicon: Lexicon) -> list[int]:
    """The words with which a mention may begin: most begin nothing, « la » only with certain words after it."""
    heads = keys & lexicon.openers
    alone = {key for key in heads if key in lexicon.surname_heads or lexicon.tree.following[key].entries}
    following = lexicon.tree.following
    nexts = [*[t.key for t in words[1:]], ""]
    return [
        at
        for at, (word, after) in enumerate(zip(words, nexts, strict=False))
        if word.key in heads and (word.key in alone or after in following[word.key].following)
    ]


def _longest(text: str, words: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, Entry] | None:
    """The longest entry whose words stand from `at` on, written as its form asks, and how many they are."""
    met: list[tuple[int, tuple[Entry, ...]]] = []
    node, last, size = lexicon.tree.following.get(words[at].key), at, len(words)
    while node is not None:
        if node.entries:
            met.append((last, node.entries))
        last += 1
        node = node.following.get(words[last].key) if last < size else None
    for last, entries in reversed(met):
        found = text[words[at].start : words[last].end]
        for entry in entries:
            if _same_case(entry.form, found, entry.sort):
                return last + 1 - at, entry
    return None


def _gives_way(text: str, words: Sequence[Token], at: int, length: int, lexicon: Lexicon) -> bool:
    """Whether a longer entry begins inside one and ends after it (« La Ligue » in « la Ligue arabe »)."""
    inside = range(at + 1, at + length) if length > 1 else ()
    return any((other := _longest(text, words, k, lexicon)) and k + other[0] > at + length for k in inside)


def _same_case(form: str, found: str, sort: Sort) -> bool:
    """Each capital of the form needs one in the text (« La Réunion »); an acronym needs its own capitals.

    A lower-case adjective may be written with a capital: it is then the people (« les Russes »).
    """
    if found == form:
        return True
    if len(form) <= 4 and form.isupper():
        return False
    if form != form.lower():
        pairs = zip(_WORD.findall(form), _WORD.findall(found), strict=False)
        return all(there[0].isupper() for here, there in pairs if here[0].isupper())
    return sort is Sort.adjective or not found[0].isupper()


def _is_place(words: Sequence[Token], at: int, entry: Entry) -> bool:
    if at == 0 or entry.sort not in (Sort.name, Sort.capital):
        return False
    before = words[at - 1].key
    if before in _AT and words[at - 1].text != "a":
        return True
    if before in {"la", "l'", "le", "les"} and at > 1 and entry.sort is Sort.name:
        return words[at - 2].key in {"dans", "vers", "sur", "hors"} and words[at - 2].text != "Dans"
    return before in _IN


def _decide(mention: Mention, words: Sequence[Token], at: int, length: int, keys: set[str]) -> Mention | None:
    """What the article makes of an ambiguous form: another code, or no actor at all (None)."""
    after = words[at + length] if at + length < len(words) else None
    before = words[at - 1] if at else None
    first = words[at]
    if (
        mention.sort in (Sort.name, Sort.capital)
        and length == 1
        and after
        and after.capital
        and after.start == first.end + 1
        and not (before and before.key in {"la", "l'", "le", "de", "d'", "en", "du", "au"})
        and after.text.isalpha()
        and first.key in _given_names()
    ):
        return None
    for rule in _rules_of(mention.entry.form):
        if not rule.near.isdisjoint(keys):
            return (
                mention._replace(code=rule.code, why=f"{rule.why} in the text") if rule.code != "-" else None
            )
    return mention


@dataclass(frozen=True, slots=True)
class _Context:
    """In a text that holds one of the words `near`, the form denotes `code` (`-`: no actor)."""

    code: str
    near: frozenset[str]
    why: str


@cache
def _contexts() -> dict[str, tuple[_Context, ...]]:
    table: dict[str, tuple[_Context, ...]] = {}
    for row in rows("contexts.csv"):
        near = frozenset(fold(word) for word in row["near"].split(";"))
        context = _Context(row["code"], near, row["near"].replace(";", " or "))
        for form in row["forms"].split(";"):
            table[fold(form)] = (*table.get(fold(form), ()), context)
    return table


@cache
def _rules_of(form: str) -> tuple[_Context, ...]:
    return _contexts().get(fold(form), ())


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in rows("given_names.csv"))


def _leaders_named(words: Sequence[Token], keys: set[str], lexicon: Lexicon) -> set[tuple[str, ...]]:
    """The leaders whose full name stands in the text, as words."""
    named = set[tuple[str, ...]]()
    whole = {name for last in keys if last in lexicon.full_names for name in lexicon.full_names[last]}
    possible = {name for name in whole if keys.issuperset(name)}
    ends = {name[-1] for name in possible}
    for at, word in enumerate(words) if ends else ():
        if word.key in ends:
            for name in lexicon.full_names[word.key]:
                if (
                    name in possible
                    and tuple(t.key for t in words[max(0, at + 1 - len(name)) : at + 1]) == name
                ):
                    named.add(name)
    return named


def _leader(
    words: Sequence[Token], at: int, lexicon: Lexicon, named: set[tuple[str, ...]], date: str | None
) -> tuple[int, Leader] | None:
    """The leader whose surname begins here, if the text or the date makes plain who is meant."""
    if words[at].key not in lexicon.surname_heads:
        return None
    for length in range(min(3, len(words) - at), 0, -1):
        candidates = lexicon.leaders.get(" ".join(t.key for t in words[at : at + length]), ())
        in_text = [x for x in candidates if tuple(t.key for t in tokens(x.name)) in named]
        serving = [x for x in in_text or candidates if x.serves(date)] or in_text
        if len({x.code for x in serving}) == 1 and (in_text or _is_surname(words, at, date)):
            return length, serving[-1]
    return None


def _is_surname(words: Sequence[Token], at: int, date: str | None) -> bool:
    """Whether a lone capitalised word can be a leader's surname: after a title, or on a known day."""
    before = words[at - 1] if at else None
    titled = before is not None and (
        before.key in _TITLES or (before.text == "." and at > 1 and words[at - 2].key in _TITLES)
    )
    after = words[at + 1] if at + 1 < len(words) else None
    longer = (before is not None and before.capital and before.end + 1 == words[at].start) or (
        after is not None and after.capital and words[at].end + 1 == after.start
    )
    return titled or (date is not None and not longer and len(words[at].key) > 4)
