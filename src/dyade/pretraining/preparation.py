"""What comes before the first step: the tokeniser and the corpus as token ids, kept in the work folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from dyade.config import ConfigError, PretrainConfig
from dyade.pairs import PairSettings, pairs_of
from dyade.pretraining.corpus import documents, pack
from dyade.pretraining.tokenizer import train_tokenizer
from dyade.sources import read_records

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

log = logging.getLogger(__name__)


def prepare_tokenizer(config: PretrainConfig, work: Path) -> PreTrainedTokenizerFast:
    """The tokeniser to keep (`config.tokenizer`), that of an earlier sitting, or a new one.

    Raises:
        ConfigError: there is no tokeniser in the folder of the one to keep.
    """
    from transformers import PreTrainedTokenizerFast

    folder = Path(config.tokenizer) if config.tokenizer else work / "tokenizer"
    if not (folder / "tokenizer.json").exists():
        if config.tokenizer:
            raise ConfigError(
                f"tokenizer={config.tokenizer}: no tokenizer.json there; leave it out to train a new one"
            )
        log.info("training the tokeniser")
        rng = np.random.default_rng(config.seed)
        texts = list(documents(Path(config.corpus), config.skip))
        rng.shuffle(texts)
        sizes = np.cumsum([len(text) for text in texts])
        sample = texts[: 1 + int(np.searchsorted(sizes, config.tokenizer_characters))]
        train_tokenizer(sample, config.vocabulary, config.positions).save_pretrained(folder)
    tokenizer: PreTrainedTokenizerFast = PreTrainedTokenizerFast.from_pretrained(folder)
    return tokenizer


def prepare_tokens(
    config: PretrainConfig, tokenizer: PreTrainedTokenizerFast, work: Path
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    """The token ids for training and for validation, mapped from the work folder."""
    files = work / "train.npy", work / "valid.npy"
    if not files[1].exists():
        log.info("tokenising %s", config.corpus)
        texts = documents(Path(config.corpus), config.skip)
        for file, ids in zip(files, pack(texts, tokenizer, task_texts(config)), strict=True):
            begun = file.with_name(f"part-{file.name}")
            np.save(begun, ids)
            begun.replace(file)  # a run killed meanwhile must not leave half a corpus that counts as whole
    train, valid = (np.load(file, mmap_mode="r") for file in files)
    log.info("%d training tokens, %d for validation", len(train), len(valid))
    return train, valid


def task_texts(config: PretrainConfig) -> Iterator[str]:
    """The inputs of the classifier, after Gururangan et al., "Don't Stop Pretraining" (2020)."""
    if config.adapt:
        inputs = [f"{p.text}\n{p.text_pair}" for p in pairs_of(read_records(config.adapt), PairSettings())]
        for _ in range(config.adapt_times):
            yield from inputs
