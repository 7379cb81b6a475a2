"""No text raises, every quote is the text at its offsets, and time grows as the text does."""

from __future__ import annotations

import gc
import random
import time

import pytest

from dyade.actors import load_lexicon
from dyade.extraction.rules import extract
from dyade.records import Article, faults, to_record

PRESS = """Le ministre turc Hakan Demirel a prévenu mardi qu'Ankara fermerait ses ports à la Grèce. « Nous tendons
la main au Caire, a-t-il dit, mais rien ne presse. » Selon Athènes, “ces propos sont graves”.

— Que fera la Grèce ?
— Nous attendrons, a répondu M. Vallas, ministre grec des Affaires étrangères, avant d'accuser
Ankara de mentir."""
ODD = [
    "«",
    "»",
    '"',
    "“",
    "”",
    "—",
    "\n",
    " ",
    "\u00a0",
    "\u200f",
    "\u202e",
    "\u0301",
    "🕊",
    "İ",
    "ß",
    "ﬁ",
    "'",
    "’",
    "-",
    ",",
    ".",
    ":",
    "\x00",
    "qu'",
    "a-t-il dit",
]


def mutants(count: int, seed: int) -> list[str]:
    """Copies of a text with cuts, repeats, moved pieces and odd characters."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        text = PRESS
        for _ in range(rng.randint(1, 8)):
            a, b = sorted(rng.randrange(len(text) + 1) for _ in range(2))
            piece = rng.choice([rng.choice(ODD), text[a : a + 30], "", text[a : a + 5] * 3])
            text = text[:a] + piece + text[min(b, a + rng.randint(0, 40)) :]
        made.append(text)
    return made


def check(texts: list[str]) -> None:
    lexicon = load_lexicon()
    for text in texts:
        article = extract(Article("mutant", text or " "), lexicon)
        for statement in article.statements:
            assert article.text[statement.start : statement.end] == statement.quote, text
        if text.strip():
            assert not list(faults(to_record(article))), text


def seconds(text: str) -> float:
    """Processor time of one extraction."""
    lexicon = load_lexicon()
    gc.collect()
    gc.disable()  # the collector's time grows with what other tests left in memory, not with the text
    start = time.process_time()
    extract(Article("x", text), lexicon)
    spent = time.process_time() - start
    gc.enable()
    return spent


def test_mutated_texts_give_sound_records() -> None:
    check(mutants(2_000, seed=1))


@pytest.mark.slow
def test_a_hundred_thousand_mutated_texts_give_sound_records() -> None:
    check(mutants(100_000, seed=2))


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "a", "« »", "\ufeff", "\U0001f600" * 50, "À" * 500, "1 2 3", "(" * 300]
)
def test_texts_without_sentences_hold_no_statement(text: str) -> None:
    assert extract(Article("x", text), load_lexicon()).statements == ()


@pytest.mark.parametrize(
    "piece",
    [
        "mot ",
        "a dit, ",
        "« a\n",
        "«»",
        "Le président Ab Cd, ",
        "que ",
        "— oui\n",
        PRESS.replace("\n", " "),
        '"',
        "Selon Oslo, ",
    ],
)
def test_time_grows_as_the_text_does(piece: str) -> None:
    seconds(piece * (2_000 // len(piece)))
    short, long = (piece * (size // len(piece)) for size in (20_000, 160_000))
    assert seconds(long) < 20 * max(seconds(short), 0.02)


def test_time_grows_as_a_line_of_ever_new_names_does() -> None:
    def line(size: int) -> str:
        made = [
            f"Le ministre turc Ab{chr(97 + k % 26)} Ker{_letters(k)} a accusé Athènes de mentir. Le ministre a dit "
            f"que le groupe Nor{_letters(k)} « ne partirait pas ». L'Union, a-t-il ajouté, y veillera. "
            for k in range(size // 150)
        ]
        return "".join(made)[:size]

    seconds(line(4_000))
    assert seconds(line(320_000)) < 12 * max(min(seconds(line(40_000)) for _ in range(2)), 0.02)


def _letters(number: int) -> str:
    """A number written in letters."""
    return "".join(chr(97 + int(digit)) for digit in str(number))
