"""The settings of every command, one dataclass each; `conf/` holds their values.

A wrong value is refused when the settings are made, with the key, the value and the rule. Members of enums are
lower case, because that is how OmegaConf matches them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class ConfigError(ValueError):
    """A setting has a value that cannot work; the message names the key, the value and the rule."""


def _need(holds: bool, key: str, value: object, rule: str) -> None:
    if not holds:
        raise ConfigError(f"{key}={value!r}: {rule}")


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


class ModelKind(StrEnum):
    """The two kinds of trainable classifier."""

    transformer = "transformer"
    tfidf = "tfidf"


class TableFormat(StrEnum):
    """How prediction records are written."""

    jsonl = "jsonl"
    parquet = "parquet"


@dataclass(frozen=True)
class ColumnsConfig:
    """Names of the columns of CSV and Parquet inputs, and of the fields of plain JSONL records."""

    text: str = "text"
    id: str = "id"
    title: str = "title"
    date: str = "date"
    url: str = "url"


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
    """Processes that extract (Ray: actors)."""
    address: str | None = None
    """Ray cluster to join; a local one where unset."""

    def __post_init__(self) -> None:
        _need(self.batch >= 1, "engine.batch", self.batch, "must be 1 or more")
        _need(self.threads >= 0, "engine.threads", self.threads, "must be 0 (all) or more")
        _need(self.workers >= 1, "engine.workers", self.workers, "must be 1 or more")

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


@dataclass(frozen=True)
class PredictConfig:
    """Settings of `predict`."""

    input: str
    """A file, a folder or a glob of .txt, .html, .jsonl, .csv, .parquet; `-` reads standard input."""
    output: str
    """The folder to write into."""
    model: str = "models/compact"
    """A model folder."""
    format: TableFormat = TableFormat.jsonl
    threshold: str | None = None
    """`auto` (the model's own) or a probability: labels below it are marked uncertain."""
    columns: ColumnsConfig = field(default_factory=ColumnsConfig)
    extractor: ExtractorConfig = field(default_factory=ExtractorConfig)
    engine: EngineConfig = field(default_factory=EngineConfig)
    actors: ActorsConfig = field(default_factory=ActorsConfig)

    def __post_init__(self) -> None:
        if self.threshold not in (None, "auto"):
            try:
                fits = 0 < float(str(self.threshold)) < 1
            except ValueError:
                fits = False
            _need(fits, "threshold", self.threshold, "must be auto or a number between 0 and 1")


@dataclass(frozen=True)
class DataConfig:
    """Annotated records by split."""

    name: str
    train: str
    dev: str
    test: str | None = None
    tests: dict[str, str] = field(default_factory=dict)
    """Further splits to score, by name: `+data.tests.NAME=FILE`."""
    share: float = 1.0
    """Share of the training articles to use, for learning curves."""
    passages: bool = True
    """Keep the short passages of the training set (records with a `group`)."""

    def __post_init__(self) -> None:
        _need(0 < self.share <= 1, "data.share", self.share, "must be above 0 and at most 1")

    @property
    def files(self) -> dict[str, str]:
        """The file of each split by its name: train, dev, then those that are only scored."""
        scored = {"test": self.test, **self.tests} if self.test else self.tests
        return {"train": self.train, "dev": self.dev, **scored}


@dataclass(frozen=True)
class ModelConfig:
    """The classifier to train and what it sees."""

    name: str
    kind: ModelKind = ModelKind.transformer
    path: str | None = None
    """A folder or a hub id of an encoder; a small random one where unset."""
    max_length: int = 256
    """The most tokens of an input."""
    mask: bool = True
    """Replace actors by their roles."""
    before: int = 1
    """Sentences of context before the statement's own."""
    after: int = 0
    """Sentences of context after it."""
    pooling: str = "mean"
    """What the head of a ModernBERT encoder reads: the mean of all tokens, or the first (`cls`)."""
    dropout: float = 0.1
    """Share of activations dropped in training: in the head, and in every layer of a ModernBERT encoder."""
    freeze: int = 0
    """How many of the lowest layers (the embeddings first) are kept as they are."""
    layer_decay: float = 1.0
    """Factor of the learning rate from each layer to the one below it."""
    lora: int | None = None
    """Rank of LoRA adapters (needs peft); all weights are trained where unset."""
    c: float = 1.0
    """Inverse strength of the bag of words' regularisation."""

    def __post_init__(self) -> None:
        _need(self.max_length >= 16, "model.max_length", self.max_length, "must be 16 or more")
        _need(self.pooling in ("mean", "cls"), "model.pooling", self.pooling, "must be mean or cls")
        _need(
            self.before >= 0 and self.after >= 0,
            "model.before/after",
            (self.before, self.after),
            "must be 0 or more",
        )
        _need(
            0 < self.layer_decay <= 1, "model.layer_decay", self.layer_decay, "must be above 0 and at most 1"
        )


@dataclass(frozen=True)
class TrainConfig:
    """Settings of `train`."""

    name: str
    """The experiment's name; runs lie in runs/NAME/."""
    data: DataConfig
    model: ModelConfig
    trainer: dict[str, Any] = field(default_factory=dict)
    """Passed to transformers.TrainingArguments as it stands."""
    class_weights: bool = False
    """Weigh the loss by the inverse frequency of the labels."""
    label_smoothing: float = 0.0
    token_masking: float = 0.0
    """Share of the input tokens that training replaces by the mask token, anew each epoch: keeps a small encoder from
    learning articles by heart."""
    patience: int | None = 3
    """Evaluations without a better dev macro-F1 before training stops; None never stops early."""
    swa: int = 0
    """Average the weights of the best so many epochs."""
    precision: float = 0.9
    """The precision that the abstention threshold is chosen for, on dev."""
    export: bool = True
    """Write ONNX files at the end."""
    resume: bool = False
    """Go on from the last checkpoint of the run folder."""
    overlay: str | None = None
    """A user's actors (see `predict`)."""
    seed: int = 1

    def __post_init__(self) -> None:
        _need(0 < self.precision < 1, "precision", self.precision, "must be between 0 and 1")


@dataclass(frozen=True)
class EvaluateConfig:
    """Settings of `evaluate`."""

    data: str
    """Annotated records, JSONL."""
    output: str
    model: str = "models/compact"
    extractor: ExtractorConfig = field(default_factory=ExtractorConfig)
    engine: EngineConfig = field(default_factory=EngineConfig)
    actors: ActorsConfig = field(default_factory=ActorsConfig)
    worst: int = 20
    """How many of the worst articles the error page shows."""


@dataclass(frozen=True)
class PretrainConfig:
    """Settings of `pretrain`."""

    corpus: str
    """Raw text, plain or .xz, one document a line (`source<TAB>text` or the text alone)."""
    output: str
    """Folder of the finished encoder."""
    work: str | None = None
    """Folder of what a resumed run needs (tokens, checkpoint); `output/work` where unset."""
    skip: list[str] = field(default_factory=list)
    """Sources of the corpus to leave out."""
    adapt: str | None = None
    """Annotated records whose model inputs join the corpus, so that the encoder meets the task's own text."""
    adapt_times: int = 10
    """How often each of them stands in the corpus."""
    tokenizer: str | None = None
    """Folder of a tokeniser to keep; trained where unset."""
    start: str | None = None
    """Folder of an encoder to go on from; random and corpus counts where unset."""
    tokenizer_characters: int = 40_000_000
    """Characters of the corpus that the tokeniser is trained on."""
    vocabulary: int = 16_384
    hidden: int = 256
    intermediate: int = 384
    layers: int = 8
    heads: int = 4
    positions: int = 512
    """The most tokens a model input may have."""
    vectors: bool = True
    """Start the embeddings from the corpus's co-occurrence counts."""
    vector_tokens: int = 10_000_000
    """How many of the corpus's tokens are counted for it."""
    length: int = 128
    """Tokens a sequence."""
    batch: int = 64
    """Sequences a step, over all processes."""
    masking: float = 0.3
    """Share of the tokens to be predicted."""
    matrix_rate: float = 2e-3
    """Muon's learning rate for the matrices of the layers."""
    rate: float = 2e-3
    """AdamW's learning rate for everything else."""
    weight_decay: float = 0.01
    warmup: float = 0.02
    """Share of the budget until the full rate."""
    decay_from: float = 0.5
    """Share of the budget from which the rate falls."""
    minutes: float = 120.0
    """Time budget, over all sittings; unused where `steps` is set."""
    steps: int | None = None
    """Budget in steps: set it for a curve that does not depend on the machine's speed."""
    bf16: bool = True
    compile: bool = False
    """Compile the model; on two CPU cores this doubles the speed after a minute of compiling."""
    attention: str = "eager"
    """Attention implementation of Transformers: eager, sdpa, flash_attention_2."""
    log_every: int = 50
    """Steps between two lines of the log."""
    save_minutes: float = 5.0
    """Minutes between two checkpoints."""
    tensorboard: bool = True
    seed: int = 0


@dataclass(frozen=True)
class ValidateConfig:
    """Settings of `validate`."""

    files: list[str]
    """Files, folders or globs of annotated records, JSONL."""
    actors: ActorsConfig = field(default_factory=ActorsConfig)


@dataclass(frozen=True)
class ExplainConfig:
    """Settings of `actors`."""

    text: list[str]
    """The text; its parts are joined by spaces, so that it needs no quotation marks."""
    date: str | None = None
    """The text's day (ISO), which decides between leaders of one surname."""
    actors: ActorsConfig = field(default_factory=ActorsConfig)


@dataclass(frozen=True)
class DyadsConfig:
    """Settings of `dyads`."""

    input: str
    """predictions.jsonl or dyads.csv, as `predict` writes them."""
    output: str
    """The table, .csv or .parquet; the page of plots is written beside it, as .html."""
    period: str = "week"
    """day, week, month, quarter or year."""
    plots: int = 24
    """How many of the most frequent dyads are plotted."""

    def __post_init__(self) -> None:
        known = self.output.endswith((".csv", ".parquet"))
        _need(known, "output", self.output, "must end in .csv or .parquet")
        _need(self.plots >= 1, "plots", self.plots, "must be 1 or more")


class Tool(StrEnum):
    """The forms in which annotations travel."""

    labelstudio = "labelstudio"
    brat = "brat"
    markup = "markup"
    """dyade's own mark-up, for writing articles in a text editor."""


class Units(StrEnum):
    """What Label Studio counts offsets in."""

    codepoint = "codepoint"
    utf16 = "utf16"
    """Older releases (HumanSignal/label-studio#1347)."""


@dataclass(frozen=True)
class AnnotateConfig:
    """Settings of `annotate`."""

    arguments: list[str]
    """`export`, `import` or `agreement`, then the files: one, or the two annotations to compare."""
    output: str | None = None
    """What to write: tasks (.json), a brat folder, mark-up, records (.jsonl), the agreement (.json)."""
    tool: Tool = Tool.labelstudio
    units: Units = Units.codepoint
    """What an export for Label Studio counts in; an import finds it out by itself."""
    annotator: str | None = None
    """Whose annotation an import takes where Label Studio holds several (`completed_by`)."""

    def __post_init__(self) -> None:
        action, *files = self.arguments or [""]
        rule = "must begin with export, import or agreement"
        _need(action in ("export", "import", "agreement"), "arguments", action, rule)
        wanted = 2 if action == "agreement" else 1
        _need(len(files) == wanted, "arguments", files, f"{action} takes {wanted} file{'s' * (wanted > 1)}")
        _need(action == "agreement" or bool(self.output), "output", self.output, f"{action} needs output=…")


class Contender(StrEnum):
    """What the benchmark measures."""

    onnx = "onnx"
    int8 = "int8"
    torch = "torch"
    pipeline = "pipeline"
    """The plain Transformers pipeline over the same extraction."""


@dataclass(frozen=True)
class BenchmarkConfig:
    """Settings of `benchmark`."""

    model: str = "models/compact"
    """A model folder."""
    input: str = "seeds/articles"
    """Articles, as for `predict`; repeated until there are enough."""
    articles: int = 200
    """How many articles are run."""
    contenders: list[Contender] = field(default_factory=lambda: list(Contender))
    batch: int = 32
    """Pairs computed together."""
    threads: int = 0
    """Processor threads of the classifier; 0 takes all."""
    output: str | None = None
    """Where the figures go, as JSON."""

    def __post_init__(self) -> None:
        for key in ("articles", "batch"):
            _need(getattr(self, key) >= 1, key, getattr(self, key), "must be 1 or more")
        _need(self.threads >= 0, "threads", self.threads, "must be 0 (all) or more")


@dataclass(frozen=True)
class CompareConfig:
    """Settings of `compare`."""

    runs: list[str]
    """Run folders, folders that hold some, and globs; on the command line, plain arguments."""
    output: str = "outputs/compare"
    """The folder to write into."""
    baseline: str | None = None
    """The experiment to test the others against, by name; the bag of words, else the first, where unset."""
    split: str | None = None
    """The split to compare on; `test` where unset, and `dev` where not every run scored that."""
    draws: int = 10_000
    """Draws of the bootstrap and of the randomisation."""
    disagreements: int = 10
    """How many statements the page shows for each comparison."""
    seed: int = 0

    def __post_init__(self) -> None:
        _need(bool(self.runs), "runs", self.runs, "name at least one run folder, as in dyade-compare runs/")
        _need(self.draws >= 100, "draws", self.draws, "must be 100 or more")
        _need(self.disagreements >= 0, "disagreements", self.disagreements, "must be 0 or more")
