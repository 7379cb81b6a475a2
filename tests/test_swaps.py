"""Who acts does not decide the label: two states change places in a text, and its labels stay.

Over other records too: DYADE_SWAP_RECORDS=articles.jsonl python -m pytest -s tests/test_swaps.py
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, takewhile
from pathlib import Path

import pytest
from conftest import ROOT

from dyade.actors import find_mentions, load_lexicon
from dyade.actors.lexicon import rows
from dyade.actors.mentions import Mention
from dyade.classifier import load_classifier
from dyade.labelling import label
from dyade.records import Article, Speaker, Stance, from_record, to_record
from dyade.sources import read_records
from dyade.text import fold, nearest

SEEDS = os.pathsep.join(str(ROOT / "seeds" / f"{name}.jsonl") for name in ("test", "test_unseen", "contrast"))
FILES = os.environ.get("DYADE_SWAP_RECORDS", SEEDS).split(os.pathsep)
SWAPS = 200
MASCULINE_IN_E = {"Mexique", "Mozambique", "Cambodge", "Zimbabwe", "Belize", "Suriname"}
WITHOUT_ARTICLE = {
    "Andorre", "Bahreïn", "Chypre", "Cuba", "Djibouti", "Haïti", "Israël", "Kiribati", "Madagascar", "Malte", "Maurice",
    "Monaco", "Nauru", "Oman", "Palaos", "Singapour", "Taïwan", "Tuvalu", "Vanuatu",
}  # fmt: skip
ARTICLES = {
    "nominative": {"le": "le ", "la": "la ", "l'": "l'"},
    "genitive": {"le": "du ", "la": "de la ", "l'": "de l'"},
    "dative": {"le": "au ", "la": "à la ", "l'": "à l'"},
    "in": {"le": "au ", "la": "en ", "l'": "en "},
    "from": {"le": "du ", "la": "de ", "l'": "d'"},
}


@dataclass(frozen=True)
class State:
    """A state's forms by what stands in their place in another state's grammar: gender, number, sound."""

    code: str
    grammar: str
    """The article of its name."""
    forms: dict[str, str]


def states() -> dict[str, State]:
    """The states whose names are one word with an article, by code."""
    found = {}
    for row in rows("states.csv"):
        name, adjectives = row["name"], row["adjectives"].split(";")
        if (
            not name.isalpha()
            or name in WITHOUT_ARTICLE
            or name.endswith("s")
            or not (adjectives[0] and row["capitals"])
        ):
            continue
        feminine = name.endswith("e") and name not in MASCULINE_IN_E
        grammar = "l'" if vowel(name) else "la" if feminine else "le"
        forms = {"name": name, "capital": row["capitals"].split(";")[0]}
        for gender, form in zip("mf", (adjectives[0], adjectives[min(1, len(adjectives) - 1)]), strict=True):
            for slot, written in ((gender, form), (f"{gender}+", form + "s" * (form[-1] not in "sx"))):
                forms[slot], forms[f"people {slot}"] = written, written.capitalize()
        found[row["code"]] = State(row["code"], grammar, forms)
    return found


def vowel(word: str) -> bool:
    return fold(word)[0] in "aeiouy"


def renamed(words: str, old: State, new: State) -> str | None:
    """The other state's form for a form of a state; None where there is none that fits its place."""
    slots = [slot for slot, form in old.forms.items() if form == words]
    found = {new.forms[slot] for slot in slots}
    if len(found) != 1:
        return None
    form = found.pop()
    return form if slots[0] in ("name", "capital") or vowel(words) == vowel(form) else None


def before(
    text: str, start: int, old: State, new: State, form: str, place: bool
) -> tuple[int, int, str] | None:
    """The change of the words before a name: « au Japon » and « en France », « qu'Athènes » and « que Rome »."""
    led = text[max(0, start - 8) : start].replace("’", "'")
    if form == new.forms["name"]:
        cases = sorted(ARTICLES, key=lambda case: (case == "in") != place)
        pairs = [(ARTICLES[case][old.grammar], ARTICLES[case][new.grammar]) for case in cases]
    else:
        pairs = []
    pairs += [(f"{x}e ", f"{x}'") if vowel(form) else (f"{x}'", f"{x}e ") for x in ("qu", "d")]
    for was, now in sorted(pairs, key=lambda pair: -len(pair[0])):
        if led.lower().endswith(was) and not led[: -len(was)][-1:].isalpha():
            kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
            now = now.capitalize() if kept == 0 and led[-len(was)].isupper() else now
            return (start - len(was) + kept, start, now[kept:]) if was != now else None
    return None


@cache
def mentions(text: str, date: str | None) -> list[Mention]:
    return find_mentions(text, load_lexicon(), date)


def edits(text: str, date: str | None, one: State, two: State) -> list[tuple[int, int, str]] | None:
    """Each mention of either state with the other's form; None where one cannot be turned."""
    found = []
    for m in mentions(text, date):
        if m.code in (one.code, two.code):
            old, new = (one, two) if m.code == one.code else (two, one)
            form = renamed(text[m.start : m.end], old, new)
            if form is None:
                return None
            if led := before(text, m.start, old, new, form, m.place):
                found.append(led)
            found.append((m.start, m.end, form))
    return found


def swap(article: Article, one: State, two: State) -> Article | None:
    """The article with two states in each other's place, in text and annotation; None where that cannot be."""
    made = edits(article.text, article.date, one, two)
    if made is None:
        return None
    codes = {one.code: two.code, two.code: one.code}

    def moved(at: int) -> int:
        assert not any(start < at < end for start, end, _ in made), article.id
        return at + sum(len(new) - (end - start) for start, end, new in made if end <= at)

    def words(start: int, end: int) -> str:
        return text[moved(start) : moved(end)]

    def code(codes_joined: str) -> str:
        return "+".join(codes.get(x, x) for x in codes_joined.split("+"))

    text, last = "", 0
    for start, end, new in made:
        text, last = text + article.text[last:start] + new, end
    text += article.text[last:]
    statements = []
    for s in article.statements:

        def mention(of: str, at: tuple[int, int] = (s.start, s.end)) -> str:
            place = nearest(article.text, of, *at)
            assert place, of
            return words(*place)

        speaker = Speaker(mention(s.speaker.mention), s.speaker.name, code(s.speaker.side))
        stances = tuple(Stance(code(t.counterparty), mention(t.mention), t.label) for t in s.stances)
        statements.append(
            replace(
                s,
                start=moved(s.start),
                end=moved(s.end),
                quote=words(s.start, s.end),
                speaker=speaker,
                stances=stances,
            )
        )
    swapped = replace(article, text=text, statements=tuple(statements))
    return from_record(to_record(swapped))


def swaps(articles: list[Article]) -> list[tuple[Article, Article]]:
    """Random articles with their swapped forms, each by every two states that can change places in it."""
    known, found = states(), []
    for article in random.Random(0).sample(articles, len(articles)):
        if len(found) >= SWAPS:
            break
        said = {m.code for m in mentions(article.text, article.date)} & set(known)
        sides = {x for s in article.statements for x in s.speaker.side.split("+")}
        targets = {x for s in article.statements for t in s.stances for x in t.counterparty.split("+")}
        for a, b in combinations(sorted(said), 2):
            if {a, b} & (sides | targets):
                try:
                    changed = swap(article, known[a], known[b])
                except AssertionError:  # a span of the annotation ends within a name
                    continue
                if changed and changed.text != article.text:
                    found.append((article, changed))
    return found[:SWAPS]


def test_a_swap_turns_text_and_annotation() -> None:
    known = states()
    text = "La Russie a promis à la France « une réponse russe ». Paris et les Français attendent Moscou."
    assert edits(text, None, known["RUS"], known["FRA"]) is None  # « russe » is of either gender
    text = (
        "La Pologne a promis à la France « une réponse polonaise ». Paris et les Français attendent Varsovie."
    )
    start = text.index("une réponse")
    record = {
        "id": "x", "text": text, "statements": [{
            "kind": "mixed", "start": start, "end": start + 21, "quote": "une réponse polonaise",
            "speaker": {"mention": "La Pologne", "name": "La Pologne", "side": "POL"},
            "stances": [{"counterparty": "FRA", "mention": "la France", "label": "threatening"}],
        }],
    }  # fmt: skip
    made = swap(from_record(record), known["POL"], known["FRA"])
    assert made is not None
    assert made.text == (
        "La France a promis à la Pologne « une réponse française ». Varsovie et les Polonais attendent Paris."
    )
    (statement,) = made.statements
    assert (statement.quote, statement.speaker.side) == ("une réponse française", "FRA")
    assert (statement.speaker.mention, statement.stances[0].mention) == ("La France", "la Pologne")
    assert statement.stances[0].counterparty == "POL"


def test_articles_and_elisions_follow_the_names() -> None:
    known, text = (
        states(),
        "Le Japon dit qu'Alger ira au Japon ; l'avis du Japon à l'Algérie, en Algérie, d'Alger, vin d'Algérie.",
    )
    made = edits(text, None, known["JPN"], known["DZA"])
    assert made is not None
    for start, end, new in reversed(made):
        text = text[:start] + new + text[end:]
    assert (
        text
        == "L'Algérie dit que Tokyo ira en Algérie ; l'avis de l'Algérie au Japon, au Japon, de Tokyo, vin du Japon."
    )


def test_swapping_two_states_keeps_the_labels() -> None:
    pairs = swaps([article for file in FILES for article in read_records(Path(file))])
    if not pairs:
        pytest.skip(f"no article of {FILES} names two states that can change places")
    classifier = load_classifier(ROOT / "models" / "compact", "onnx")
    before, after = (label([pair[n] for pair in pairs], classifier) for n in (0, 1))
    changed, total = [], 0
    for old, new in zip(before, after, strict=True):
        for s, t in zip(old.statements, new.statements, strict=True):
            for x, y in zip(s.stances, t.stances, strict=True):
                total += 1
                if x.label != y.label:
                    changed.append(
                        f"{old.id}: {x.counterparty} {x.label} → {y.counterparty} {y.label}: {t.quote}"
                    )
    share = 1 - len(changed) / total
    print(f"{len(pairs)} swaps, {total} labels, {share:.2%} kept", *changed, sep="\n")
    assert share >= 0.99, changed
