"""Settings that several commands have: how statements are found, what computes the labels, the actors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dyade.config.checks import need


class Extraction(StrEnum):
    """How statements, speakers and counterparties are found."""

    rules = "rules"
    given = "given"
    """Those that the input records hold."""
    tagger = "tagger"
    spacy = "spacy"


class Runtime(StrEnum):
    """What computes the labels."""

    onnx = "onnx"
    int8 = "int8"
    torch = "torch"
    ray = "ray"


@dataclass(frozen=True)
class ExtractorConfig:
    """How statements are found."""

    name: Extraction = Extraction.rules
    model: str | None = None
    """The tagger's folder, or the name of an installed spaCy model."""


@dataclass(frozen=True)
class EngineConfig:
    """What computes the labels, and how."""

    name: Runtime = Runtime.onnx
    batch: int = 32
    """Pairs computed together."""
    threads: int = 0
    """Processor threads of the classifier; 0 takes all."""
    workers: int = 1
    """Ray's actors, each with an extractor and a classifier; the other engines work in one process."""
    address: str | None = None
    """Ray cluster to join; a local one where unset."""

    def __post_init__(self) -> None:
        need(self.batch >= 1, "engine.batch", self.batch, "must be 1 or more")
        need(self.threads >= 0, "engine.threads", self.threads, "must be 0 (all) or more")
        need(self.workers >= 1, "engine.workers", self.workers, "must be 1 or more")

    @property
    def classifier(self) -> str:
        """The engine of each process's classifier: Ray's actors run ONNX."""
        return "onnx" if self.name is Runtime.ray else self.name.value


@dataclass(frozen=True)
class ActorsConfig:
    """The dictionary of actors."""

    overlay: str | None = None
    """A CSV file (`form,code,sort`) whose entries win over the shipped ones."""

    @property
    def path(self) -> Path | None:
        """The overlay's path, if there is one."""
        return Path(self.overlay) if self.overlay else None
