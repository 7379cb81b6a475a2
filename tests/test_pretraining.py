"""Pretraining in the small: the tokeniser on French typography, exact resumption, a usable folder."""

from __future__ import annotations

import lzma
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dyade.classifier import GUARD, check_tokenizer
from dyade.config import PretrainConfig
from dyade.pairs import MARKERS
from dyade.pretraining import loop, pretrain
from dyade.pretraining.corpus import documents
from dyade.pretraining.loop import rate_scale
from dyade.pretraining.tokenizer import train_tokenizer
from dyade.pretraining.vectors import ppmi_vectors
from dyade.sources import read_records

TEXTS = [a.text for a in read_records(Path(__file__).parents[1] / "seeds" / "dev.jsonl")]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "corpus.txt.xz"
    with lzma.open(path, "wt", encoding="utf-8") as out:
        for text in TEXTS:
            out.write("presse\t" + text.replace("\n", "\u2029") + "\n")
        out.write("code\tx = 1\n")
    return path


@pytest.fixture(scope="module")
def small(corpus: Path) -> PretrainConfig:
    return PretrainConfig(
        corpus=str(corpus), output="", skip=["code"], vocabulary=900, hidden=32, intermediate=48, layers=2, heads=2,
        length=32, batch=8, steps=6, log_every=1, bf16=False, tensorboard=False, positions=64,
    )  # fmt: skip


def test_sources_can_be_left_out(corpus: Path) -> None:
    assert list(documents(corpus, ["code"])) == TEXTS
    assert len(list(documents(corpus))) == len(TEXTS) + 1


def test_offsets_point_into_the_raw_text() -> None:
    tokenizer = train_tokenizer(TEXTS, 2500, 128)
    check_tokenizer(tokenizer.backend_tokenizer, "here")
    encoded = tokenizer(GUARD, return_offsets_mapping=True, add_special_tokens=False)
    spans = encoded["offset_mapping"]
    assert spans == sorted(spans)
    covered = {at for start, end in spans for at in range(start, end)}
    assert all(at in covered for at, c in enumerate(GUARD) if not c.isspace())
    assert tokenizer("l’UE")["input_ids"] == tokenizer("l'UE")["input_ids"]
    assert tokenizer("«\u202foui\u00a0»")["input_ids"] == tokenizer("« oui »")["input_ids"]
    assert len(tokenizer(" ".join(MARKERS), add_special_tokens=False)["input_ids"]) <= 2 * len(MARKERS)


def test_vectors_put_neighbours_of_a_kind_together() -> None:
    rng = random.Random(0)
    ids = [x for _ in range(3000) for x in (rng.choice((0, 1)), 2, rng.choice((3, 4)), 5)]
    vectors = ppmi_vectors(np.array(ids, dtype=np.uint16), 6, 3, window=1)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert unit[0] @ unit[1] > 0.9
    assert unit[0] @ unit[1] > unit[0] @ unit[2]


def test_a_stopped_run_goes_on_as_if_unbroken(
    small: PretrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pretrain(replace(small, output=str(tmp_path / "whole")))
    broken = replace(small, output=str(tmp_path / "broken"))
    step = loop._Run._step

    def stop_at_four(run: loop._Run, share: float) -> float:
        if run.progress.step == 4:
            raise KeyboardInterrupt
        return step(run, share)

    monkeypatch.setattr(loop._Run, "_step", stop_at_four)
    monkeypatch.setattr(loop, "CHECKPOINT", "checkpoint.pt")
    with pytest.raises(KeyboardInterrupt):
        pretrain(replace(broken, save_minutes=0))
    monkeypatch.setattr(loop._Run, "_step", step)
    resumed = pretrain(broken)
    assert resumed["curve"] == whole["curve"]
    assert resumed["validation_loss"] == whole["validation_loss"]
    assert whole["curve"][-1]["loss"] < whole["curve"][0]["loss"]


def test_the_folder_opens_in_plain_transformers(small: PretrainConfig, tmp_path: Path) -> None:
    from transformers import AutoModel, AutoTokenizer

    record = pretrain(replace(small, output=str(tmp_path), steps=1, vectors=False))
    assert AutoModel.from_pretrained(tmp_path).config.hidden_size == 32
    assert len(AutoTokenizer.from_pretrained(tmp_path)) == record["config"]["vocabulary"]


def test_the_rate_warms_up_stays_and_falls() -> None:
    rates = [rate_scale(share, 0.1, 0.5) for share in (0.0, 0.05, 0.1, 0.4, 0.75, 0.9999)]
    assert rates[0] < rates[1] < rates[2] == rates[3] == 1
    assert rates[4] == 0.5
    assert rates[5] == 0.02
