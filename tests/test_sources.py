"""Inputs: every kind that is read, and one clear line for each that cannot be."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dyade.config import ColumnsConfig
from dyade.records import Article
from dyade.sources import InputError, Rejection, find_files, read_articles, read_records

TEXT = "Le Premier ministre a déclaré que tout irait bien."


def read(path: Path | str, columns: ColumnsConfig = ColumnsConfig()) -> tuple[list[Article], list[Rejection]]:  # noqa: B008
    items = list(read_articles(str(path), columns))
    return [x for x in items if isinstance(x, Article)], [x for x in items if isinstance(x, Rejection)]


@pytest.mark.parametrize("raw", [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), TEXT.encode() + b"\r\n"])
def test_text_with_or_without_a_byte_order_mark(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "un.txt").write_bytes(raw)
    articles, _ = read(tmp_path / "un.txt")
    assert [(a.id, a.text) for a in articles] == [("un", TEXT)]


def test_a_first_line_without_full_stop_is_the_headline(tmp_path: Path) -> None:
    (tmp_path / "un.txt").write_text(f"Paris répond à Rome\n{TEXT}\n", encoding="utf-8")
    articles, _ = read(tmp_path / "un.txt")
    assert (articles[0].title, articles[0].text) == ("Paris répond à Rome", TEXT)


def test_html_gives_body_title_and_date(tmp_path: Path) -> None:
    body = "".join(
        f"<p>{TEXT} Paragraphe numéro {n}, assez long pour être un vrai paragraphe d'article.</p>"
        for n in range(6)
    )
    page = f"""<html><head><title>Rome répond</title><meta property="article:published_time" content="2019-03-04">
    </head><body><nav>Accueil Sport</nav><article><h1>Rome répond</h1>{body}</article></body></html>"""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    articles, rejected = read(tmp_path / "page.html")
    assert not rejected
    assert articles[0].title == "Rome répond"
    assert articles[0].date == "2019-03-04"
    assert TEXT in articles[0].text
    assert "Accueil" not in articles[0].text


def test_csv_and_parquet_with_named_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"no;corps;rubrique\n7;{TEXT};monde\n", encoding="utf-8")
    table = pa.table({"no": [8], "corps": [TEXT], "rubrique": ["monde"]})
    pq.write_table(table, tmp_path / "b.parquet")
    articles, rejected = read(tmp_path, ColumnsConfig(text="corps", id="no"))
    assert not rejected
    assert [(a.id, a.text, a.meta) for a in articles] == [
        (n, TEXT, {"rubrique": "monde"}) for n in ("7", "8")
    ]


def test_standard_input_reads_records_or_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for raw, name in ((json.dumps({"id": "x", "text": TEXT}).encode(), "x"), (TEXT.encode(), "stdin")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(raw))))  # type: ignore[type-var]
        articles, _ = read("-")
        assert [(a.id, a.text) for a in articles] == [(name, TEXT)]


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("vide.txt", b"", "is empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary data"),
        ("latin.txt", "Été à Gênes".encode("latin-1"), "not UTF-8"),
        ("page.html", b"", "is empty"),
        ("t.csv", b"id,body\n1,x\n", "has no column 'text'"),
        ("t.parquet", b"not parquet", "is not a Parquet file"),
        ("t.jsonl", b"", "is empty"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, raw: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "bon.txt").write_text(TEXT, encoding="utf-8")
    articles, rejected = read(tmp_path)
    assert [a.id for a in articles] == ["bon"]
    assert len(rejected) == 1
    assert name in rejected[0].source
    assert reason in rejected[0].reason


def test_a_broken_line_is_named_and_the_rest_read(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": TEXT}) for n in range(20)]
    lines[11] = '{"id": "11", "text": '
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    articles, rejected = read(tmp_path / "a.jsonl")
    assert len(articles) == 19
    assert [r.place for r in rejected] == ["line 12"]


def test_a_second_article_of_one_id_is_refused(tmp_path: Path) -> None:
    line = json.dumps({"id": "x", "text": TEXT})
    (tmp_path / "a.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")
    articles, rejected = read(tmp_path / "a.jsonl")
    assert len(articles) == 1
    assert "stands twice" in rejected[0].reason


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no article here"):
        find_files(str(tmp_path))
    with pytest.raises(InputError, match="no such file"):
        find_files(str(tmp_path / "absent.txt"))


def test_annotated_data_must_be_whole(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "x", "text": "a", "statements": [{}]}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1: statements\[0\].kind"):
        read_records(tmp_path / "a.jsonl")
