"""Throughput and memory of `predict` by engine, beside the plain Transformers pipeline on the same articles.

    dyade-benchmark model=models/compact articles=500 output=benchmark.json

Each contender runs in a process of its own, so that its peak memory is its own. The whole way is reading,
extracting, labelling and (but for the pipeline) writing, loading the model included; labelling alone is timed
over the same pairs, the model loaded and warm. One run each: on a busy machine, run it twice.
"""

from __future__ import annotations

import logging
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from dyade.batch import predict
from dyade.classifier import ModelSettings, load_classifier, probabilities
from dyade.config import BenchmarkConfig, Contender, EngineConfig, ExtractorConfig, PredictConfig, Runtime
from dyade.files import write_json
from dyade.labelling import extractor
from dyade.pairs import pairs_of
from dyade.records import Article, Label, to_record
from dyade.sources import InputError, read_articles, write_jsonl
from dyade.tables import aligned
from dyade.versions import versions

log = logging.getLogger(__name__)

Labeller = Callable[[Sequence[tuple[str, str]]], list[Label]]


@dataclass(frozen=True)
class Measure:
    """What one contender did; the figures are None where it could not run, and `error` says why."""

    contender: str
    articles: int | None = None
    pairs: int | None = None
    seconds: float | None = None
    """The whole way."""
    articles_per_second: float | None = None
    pairs_per_second: float | None = None
    """Labelling alone."""
    peak_mb: float | None = None
    """The largest resident memory of the process, in MiB."""
    labels: tuple[str, ...] = ()
    error: str | None = None


def benchmark(config: BenchmarkConfig) -> list[Measure]:
    """Measures each contender on the same articles; writes `config.output` where it is set.

    Raises:
        InputError: there is no article to run.
        ModelError: there is no model in the folder.
    """
    ModelSettings.read(Path(config.model))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "articles.jsonl"
        write_jsonl(map(to_record, repeated(config.input, config.articles)), data)
        found = []
        for contender in config.contenders:
            log.info("measuring %s", contender)
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                found.append(pool.submit(measure, contender, data, config).result())
    if config.output:
        write_json(Path(config.output), report(found, config))
    return found


def repeated(pattern: str, number: int) -> Iterator[Article]:
    """The articles of an input again and again, each with an id of its own.

    Raises:
        InputError: the input holds no article that can be read.
    """
    articles = [item for item in read_articles(pattern) if isinstance(item, Article)]
    if not articles:
        raise InputError(f"{pattern}: holds no article that can be read")
    for n, article in enumerate(islice(cycle(articles), number), 1):
        yield Article(f"{article.id}-{n}", article.text, article.title, article.url, article.date)


def measure(contender: Contender, data: Path, config: BenchmarkConfig) -> Measure:
    """Runs one contender in this process; a missing file or package is its `error`."""
    try:
        if contender in (Contender.torch, Contender.pipeline):
            _prepare_torch(config.threads)
        settings = ModelSettings.read(Path(config.model))
        began = time.perf_counter()
        run = _pipeline_way if contender is Contender.pipeline else _predict_way
        articles = run(contender, data, config)
        seconds = time.perf_counter() - began
        peak = peak_memory()
        pairs = [(p.text, p.text_pair) for p in pairs_of(_extracted(data), settings.pairs)]
        labeller = _labeller(contender, config)
        labeller(pairs[: config.batch])
        began = time.perf_counter()
        labels = labeller(pairs)
        labelling = time.perf_counter() - began
    except (ValueError, OSError, ImportError) as error:
        return Measure(contender.value, error=str(error))
    return Measure(
        contender.value,
        articles,
        len(pairs),
        round(seconds, 3),
        round(articles / seconds, 2),
        round(len(pairs) / labelling, 2) if pairs else None,
        round(peak, 1),
        tuple(labels),
    )


def _prepare_torch(threads: int) -> None:
    """As many threads as asked for, and no bars about weights among the figures."""
    import torch
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if threads:
        torch.set_num_threads(threads)


def _predict_way(contender: Contender, data: Path, config: BenchmarkConfig) -> int:
    engine = EngineConfig(Runtime(contender.value), config.batch, config.threads)
    return predict(
        PredictConfig(str(data), str(data.parent / contender), config.model, engine=engine)
    ).articles


def _pipeline_way(contender: Contender, data: Path, config: BenchmarkConfig) -> int:
    articles = list(_extracted(data))
    settings = ModelSettings.read(Path(config.model))
    _labeller(contender, config)([(p.text, p.text_pair) for p in pairs_of(articles, settings.pairs)])
    return len(articles)


def _extracted(data: Path) -> Iterator[Article]:
    extract = extractor(ExtractorConfig(), None)
    return (extract(item) for item in read_articles(str(data)) if isinstance(item, Article))


def _labeller(contender: Contender, config: BenchmarkConfig) -> Labeller:
    """The loaded model as a function from text pairs to labels."""
    folder = Path(config.model)
    if contender is not Contender.pipeline:
        classifier = load_classifier(folder, contender.value, config.batch, config.threads)
        return lambda pairs: [list(Label)[k] for k in probabilities(classifier, pairs).argmax(axis=1)]
    from transformers import pipeline

    plain: Any = pipeline("text-classification", model=str(folder))
    longest = ModelSettings.read(folder).max_length

    def label(pairs: Sequence[tuple[str, str]]) -> list[Label]:
        rows = [{"text": first, "text_pair": second} for first, second in pairs]
        return [
            Label(x["label"])
            for x in plain(rows, batch_size=config.batch, truncation=True, max_length=longest)
        ]

    return label


def peak_memory() -> float:
    """The largest resident memory of this process so far, in MiB.

    Linux keeps it in /proc; `getrusage` there also counts what the parent held when it forked.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def report(found: Sequence[Measure], config: BenchmarkConfig) -> dict[str, Any]:
    """The figures with the settings, the machine and the versions, as JSON takes them."""
    rows = [
        {**{k: v for k, v in asdict(m).items() if k != "labels"}, "same_labels": same_labels(m, found)}
        for m in found
    ]
    return {
        "figures": rows,
        "settings": asdict(config),
        "machine": platform.platform(),
        "versions": versions(),
    }


def same_labels(measure: Measure, found: Sequence[Measure]) -> float | None:
    """The share of pairs that get the pipeline's label; None where one of the two did not run."""
    plain = next((m.labels for m in found if m.contender == Contender.pipeline), ())
    if not plain or len(measure.labels) != len(plain):
        return None
    return sum(a == b for a, b in zip(measure.labels, plain, strict=True)) / len(plain)


def table(found: Sequence[Measure]) -> str:
    """The figures for a terminal, and below them why a contender could not run."""
    header = ("engine", "articles/s, whole way", "pairs/s, labelling", "peak MiB", "labels as pipeline")
    rows = [
        (m.contender, m.articles_per_second, m.pairs_per_second, m.peak_mb, same_labels(m, found))
        for m in found
    ]
    return "\n".join(
        [aligned(header, rows), *(f"{m.contender}: not run: {m.error}" for m in found if m.error)]
    )
