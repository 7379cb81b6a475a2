"""Batch inference: files in, labelled articles and dyads out, as a stream.

    dyade-predict input=articles/ output=out/

Memory does not grow with the number of articles: they are read, extracted, labelled and written in chunks.
"""

from __future__ import annotations

import csv
import json
import logging
import platform
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from dyade.actors import load_lexicon
from dyade.classifier import Classifier, load_classifier, probabilities
from dyade.config import ConfigError, Extraction, ExtractorConfig, PredictConfig, Runtime, TableFormat
from dyade.dyads import FIELDS, dyads_of
from dyade.extraction.rules import extract
from dyade.language import looks_french
from dyade.pairs import Pair, pairs_of
from dyade.records import Article, Label, Stance, to_record
from dyade.report import Report
from dyade.sources import Rejection, read_articles

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
    with _Writers(output, config.format) as writers, _progress() as step:
        for chunk in _chunks(_chain(first, items), CHUNK):
            for result in stage.label(chunk):
                writers.write(result)
                if isinstance(result, Article):
                    summary.add(result)
                else:
                    summary.rejected += 1
                    log.warning("%s", result)
                step()
        summary.truncated = stage.cuts()
        summary.seconds = round(time.monotonic() - began, 2)
        writers.finish(config, summary)
    return summary


Item = Article | Rejection


class Stage(Protocol):
    """Chunks of read items in, the same items labelled (or refused) out, in their order."""

    def label(self, items: list[Item]) -> list[Item]:
        """Labels a chunk."""
        ...

    def cuts(self) -> int:
        """Pairs cut to the model's length so far."""
        ...


def labeller(config: PredictConfig) -> Stage:
    """The stage that the engine setting names."""
    if config.engine.name is Runtime.ray:
        from dyade.cluster import RayLabeller

        return RayLabeller(config)
    return Labeller(config)


class Labeller:
    """Extracts and labels chunks in this process."""

    def __init__(self, config: PredictConfig) -> None:
        engine = config.engine
        self.classifier: Classifier = load_classifier(
            Path(config.model), engine.classifier, engine.batch, engine.threads
        )
        self.overlay = config.actors.path
        self.extract = extractor(config.extractor, self.overlay)
        self.threshold = _threshold(config, self.classifier)

    def cuts(self) -> int:
        """Pairs cut to the model's length so far."""
        return self.classifier.truncated

    def label(self, items: list[Item]) -> list[Item]:
        """The items with articles extracted and labelled; a text that is not French is refused."""
        read = [_in_french(item) for item in items]
        found = [self.extract(x) if isinstance(x, Article) else x for x in read]
        labelled = iter(
            label([x for x in found if isinstance(x, Article)], self.classifier, self.threshold, self.overlay)
        )
        return [next(labelled) if isinstance(x, Article) else x for x in found]


def _in_french(item: Item) -> Item:
    if isinstance(item, Article) and not looks_french(item.text):
        return Rejection(item.id, "", "does not look French, so it was not scored; dyade reads French only")
    return item


def extractor(config: ExtractorConfig, overlay: Path | None) -> Callable[[Article], Article]:
    """The extraction stage that the settings name."""
    match config.name:
        case Extraction.given:
            return lambda article: article
        case Extraction.rules:
            lexicon = load_lexicon(overlay)
            return lambda article: extract(article, lexicon)
        case Extraction.tagger:
            from dyade.tagger.extractor import TaggerExtractor

            if config.model is None:
                raise ConfigError(
                    "extractor.model: extractor=tagger needs the folder of a trained tagger; train one with "
                    "dyade-train-tagger output=runs/tagger, then give extractor.model=runs/tagger/model"
                )
            return TaggerExtractor(Path(config.model), load_lexicon(overlay)).extract
        case Extraction.spacy:
            from dyade.dependencies.extractor import SpacyExtractor

            return SpacyExtractor(config.model, load_lexicon(overlay)).extract


def label(
    articles: list[Article],
    classifier: Classifier,
    threshold: float | None = None,
    overlay: Path | None = None,
) -> Iterator[Article]:
    """The articles with label and probabilities at every stance."""
    pairs = list(pairs_of(articles, classifier.settings.pairs, overlay))
    rows = probabilities(classifier, [(p.text, p.text_pair) for p in pairs])
    judged = zip(pairs, rows, strict=True)
    for article in articles:
        statements = tuple(
            replace(s, stances=tuple(_judged(stance, judged, threshold) for stance in s.stances))
            for s in article.statements
        )
        yield replace(article, statements=statements)


def _judged(stance: Stance, judged: Iterator[tuple[Pair, Any]], threshold: float | None) -> Stance:
    _, row = next(judged)
    best = int(row.argmax())
    uncertain = None if threshold is None else bool(row[best] < threshold)
    return replace(
        stance,
        label=list(Label)[best],
        probabilities=tuple(round(float(p), 4) for p in row),
        uncertain=uncertain,
    )


def _threshold(config: PredictConfig, classifier: Classifier) -> float | None:
    if config.threshold is None:
        return None
    if config.threshold == "auto":
        if classifier.settings.threshold is None:
            raise ConfigError(
                f"threshold=auto: {config.model} stores no threshold; give a number between 0 and 1"
            )
        return classifier.settings.threshold
    return float(config.threshold)


def _chain(first: list[Item], rest: Iterator[Item]) -> Iterator[Item]:
    yield from first
    yield from rest


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


class _progress:  # noqa: N801 - used as a function
    """A bar on a terminal, nothing otherwise."""

    def __enter__(self) -> Callable[[], Any]:
        from tqdm.auto import tqdm

        self.bar = tqdm(unit="article", disable=None)
        return self.bar.update

    def __exit__(self, *_: object) -> None:
        self.bar.close()


class _Writers:
    """The output files of a batch, written as results come."""

    def __init__(self, output: Path, table: TableFormat) -> None:
        self.output, self.table = output, table
        self.parts = 0

    def __enter__(self) -> _Writers:
        self.output.mkdir(parents=True, exist_ok=True)
        self.stack = ExitStack()
        self.rows = self._open("dyads.csv")
        self.dyads = csv.writer(self.rows, lineterminator="\n")
        self.dyads.writerow(FIELDS)
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
            self.dyads.writerow([getattr(dyad, name) for name in FIELDS])
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
        (self.output / "report.html").write_text(self.report.render(asdict(summary)), encoding="utf-8")
        manifest = {"counts": asdict(summary), "settings": asdict(config), "versions": versions()}
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        (self.output / "manifest.json").write_text(text, encoding="utf-8")


def versions() -> dict[str, str]:
    """The versions of Python, of this package, and of what it computes with, where installed."""
    found = {"python": platform.python_version()}
    for name in (
        "dyade",
        "numpy",
        "onnxruntime",
        "tokenizers",
        "hydra-core",
        "torch",
        "transformers",
        "scikit-learn",
    ):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
