"""From read articles to labelled ones: the extraction and the classifier that the settings name, chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from dyade.actors import load_lexicon
from dyade.classifier import Classifier, load_classifier, probabilities
from dyade.config import ConfigError, Extraction, ExtractorConfig, PredictConfig, Runtime
from dyade.extraction.rules import extract
from dyade.language import looks_french
from dyade.pairs import Pair, pairs_of
from dyade.records import Article, Label, Stance
from dyade.sources import Rejection

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
        self.longest = config.longest

    def cuts(self) -> int:
        """Pairs cut to the model's length so far."""
        return self.classifier.truncated

    def label(self, items: list[Item]) -> list[Item]:
        """The items with articles extracted and labelled; a text that is no French article is refused."""
        read = [_article(item, self.longest) for item in items]
        found = [self.extract(x) if isinstance(x, Article) else x for x in read]
        labelled = iter(
            label([x for x in found if isinstance(x, Article)], self.classifier, self.threshold, self.overlay)
        )
        return [next(labelled) if isinstance(x, Article) else x for x in found]


def _article(item: Item, longest: int) -> Item:
    """The item, or why its text is not taken for a French article."""
    if not isinstance(item, Article):
        return item
    if (size := len(item.text)) > longest:
        reason = f"{size:,} characters are no article (longest={longest:,}); split the text, or raise longest"
        return Rejection(item.id, "", reason)
    if not looks_french(item.text):
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
