"""Settings of `pretrain`."""

from __future__ import annotations

from dataclasses import dataclass, field

from dyade.config.checks import need


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

    def __post_init__(self) -> None:
        for key in ("batch", "length", "log_every", "steps"):
            value = getattr(self, key)
            need(value is None or value >= 1, key, value, "must be 1 or more")
        need(self.minutes > 0, "minutes", self.minutes, "must be above 0")
        need(0 < self.masking < 1, "masking", self.masking, "must be between 0 and 1")
        need(self.hidden % self.heads == 0, "hidden", self.hidden, f"must divide among {self.heads} heads")
