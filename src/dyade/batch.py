"""Batch inference: files in, labelled articles and dyads out, as a stream.

    dyade-predict input=articles/ output=out/

Memory does not grow with the number of articles: they are read, extracted, labelled and written in chunks.
"""

from __future__ import annotations

import csv
import json
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from tqdm.auto import tqdm

from dyade.config import PredictConfig, TableFormat
from dyade.dyads import cells, columns, dyads_of
from dyade.files import write_json, write_text
from dyade.labelling import Item, labeller
from dyade.records import Article, Label, to_record
from dyade.report import Report
from dyade.sources import Rejection, read_articles
from dyade.versions import versions

log = logging.getLogger(__name__)

CHUNK = 64
"""Articles labelled and written together."""


@dataclass
class Summary:
    """What a batch did; written to `manifest.json`."""

    articles: int = 0
    statements: int = 0
    pairs: int = 0
    rejected: int = 0
    uncertain: int = 0
    truncated: int = 0
    """Pairs whose text was longer than the model takes."""
    labels: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Label, 0))
    seconds: float = 0.0

    def add(self, article: Article) -> None:
        """Counts one labelled article."""
        stances = [t for s in article.statements for t in s.stances]
        self.articles += 1
        self.statements += len(article.statements)
        self.pairs += len(stances)
        self.uncertain += sum(bool(t.uncertain) for t in stances)
        for stance in stances:
            if stance.label:
                self.labels[stance.label] += 1


def predict(config: PredictConfig) -> Summary:
    """Reads, extracts, labels and writes everything that `config.input` names; returns the counts.

    Raises:
        ConfigError: a setting cannot work.
        InputError: there is no input.
        ModelError: the model folder cannot be used.
    """
    began = time.monotonic()
    output = Path(config.output)
    items = read_articles(config.input, config.columns)
    first = list(islice(items, 1))  # an input that does not exist fails before any output is made
    stage = labeller(config)
    summary = Summary()
    shown = columns(config.threshold is not None)
    with _Writers(output, config.format, shown) as writers, tqdm(unit="article", disable=None) as bar:
        for chunk in _chunks(chain(first, items), CHUNK):
            for result in stage.label(chunk):
                writers.write(result)
                if isinstance(result, Article):
                    summary.add(result)
                else:
                    summary.rejected += 1
                    log.warning("%s", result)
                bar.update()
        summary.truncated = stage.cuts()
        summary.seconds = round(time.monotonic() - began, 2)
        writers.finish(config, summary)
    return summary


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


class _Writers:
    """The output files of a batch, written as results come."""

    def __init__(self, output: Path, table: TableFormat, columns: tuple[str, ...]) -> None:
        self.output, self.table, self.columns = output, table, columns
        self.parts = 0

    def __enter__(self) -> _Writers:
        self.output.mkdir(parents=True, exist_ok=True)
        self.stack = ExitStack()
        self.rows = self._open("dyads.csv")
        self.dyads = csv.writer(self.rows, lineterminator="\n")
        self.dyads.writerow(self.columns)
        self.rejected = self._open("rejected.jsonl")
        self.records = self._open("predictions.jsonl") if self.table is TableFormat.jsonl else None
        self.pending: list[dict[str, Any]] = []
        self.report = Report()
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def _open(self, name: str) -> Any:
        return self.stack.enter_context((self.output / name).open("w", encoding="utf-8", newline=""))

    def write(self, result: Item) -> None:
        """Writes one labelled article or one rejection."""
        if isinstance(result, Rejection):
            self.rejected.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
            return
        if self.records:
            self.records.write(json.dumps(to_record(result), ensure_ascii=False) + "\n")
        else:
            self.pending.append(to_record(result))
            if len(self.pending) == 1024:
                self._part()
        for dyad in dyads_of(result):
            self.dyads.writerow(cells(dyad, self.columns))
        self.report.add(result)

    def _part(self) -> None:
        """One Parquet file; the statements of an article as JSON text, so that every part has one schema."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        folder = self.output / "predictions"
        folder.mkdir(exist_ok=True)
        columns = ("id", "url", "date", "title", "text", "statements")
        flat = [
            {k: json.dumps(r[k], ensure_ascii=False) if k == "statements" else r[k] for k in columns}
            for r in self.pending
        ]
        schema = pa.schema([(name, pa.string()) for name in columns])
        pq.write_table(pa.Table.from_pylist(flat, schema), folder / f"part-{self.parts:05d}.parquet")
        self.parts, self.pending = self.parts + 1, []

    def finish(self, config: PredictConfig, summary: Summary) -> None:
        """Writes the report and the manifest."""
        if self.pending:
            self._part()
        write_text(self.output / "report.html", self.report.render(asdict(summary)))
        manifest = {"counts": asdict(summary), "settings": asdict(config), "versions": versions()}
        write_json(self.output / "manifest.json", manifest)
