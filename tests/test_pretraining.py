"""Pretraining in the small: the tokeniser on French typography, exact resumption, a usable folder."""

from __future__ import annotations

import json
import lzma
import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

from dyade.classifier import GUARD, check_tokenizer
from dyade.config import ConfigError, PretrainConfig
from dyade.pairs import MARKERS, PairSettings, pairs_of
from dyade.pretraining import loop, pretrain
from dyade.pretraining.corpus import documents
from dyade.pretraining.optimizers import rate_scale
from dyade.pretraining.preparation import prepare_tokenizer, prepare_tokens, task_texts
from dyade.pretraining.processes import Processes
from dyade.pretraining.tokenizer import train_tokenizer
from dyade.pretraining.vectors import ppmi_vectors
from dyade.sources import read_records

TEXTS = [a.text for a in read_records(ROOT / "seeds" / "dev.jsonl")]


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


@pytest.fixture(scope="module")
def forgetful(tiny_encoder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An encoder to go on from that drops activations."""
    folder = shutil.copytree(tiny_encoder, tmp_path_factory.mktemp("start") / "encoder")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config |= {"mlp_dropout": 0.2, "embedding_dropout": 0.2}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return str(folder)


def test_a_stopped_run_goes_on_as_if_unbroken(
    small: PretrainConfig, forgetful: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = replace(small, start=forgetful, tokenizer=forgetful, log_every=3, steps=7)
    whole = pretrain(replace(long, output=str(tmp_path / "whole")))
    broken = replace(long, output=str(tmp_path / "broken"), save_minutes=0)
    step = loop.Run.step

    def stop_at_five(run: loop.Run, share: float) -> float:
        if run.state.progress.step == 5:
            raise KeyboardInterrupt
        return step(run, share)

    monkeypatch.setattr(loop.Run, "step", stop_at_five)
    with pytest.raises(KeyboardInterrupt):
        pretrain(broken)
    monkeypatch.setattr(loop.Run, "step", step)
    resumed = pretrain(broken)
    assert [point["step"] for point in resumed["curve"]] == [3, 6]
    assert resumed["curve"] == whole["curve"]
    assert resumed["validation_loss"] == whole["validation_loss"]


def test_training_lowers_the_loss(small: PretrainConfig, tmp_path: Path) -> None:
    curve = pretrain(replace(small, output=str(tmp_path)))["curve"]
    assert curve[-1]["loss"] < curve[0]["loss"]


def test_two_processes_learn_what_one_learns(
    small: PretrainConfig, tiny_encoder: Path, tmp_path: Path
) -> None:
    config = replace(
        small, start=str(tiny_encoder), tokenizer=str(tiny_encoder), log_every=2, matrix_rate=0.02
    )
    alone = pretrain(replace(config, output=str(tmp_path / "one")))
    settings = [
        "corpus",
        "start",
        "tokenizer",
        "length",
        "batch",
        "steps",
        "log_every",
        "matrix_rate",
        "bf16",
        "tensorboard",
    ]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"),
            *(
                str(ROOT / "scripts" / "pretrain.py"),
                f"output={tmp_path / 'two'}",
                "compile=false",
                "skip=[code]",
            ),
            *(f"{name}={getattr(config, name)}" for name in settings),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""},
    )
    assert done.returncode == 0, done.stderr
    together = json.loads((tmp_path / "two" / "pretraining.json").read_text(encoding="utf-8"))
    assert together["hardware"].startswith("2 × cpu")
    assert together["tokens"] == alone["tokens"]
    assert together["validation_loss"] == pytest.approx(alone["validation_loss"], abs=1e-3)


def test_a_batch_that_does_not_divide_among_the_processes_is_refused(
    small: PretrainConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Processes, "__enter__", lambda self: self)
    monkeypatch.setattr(Processes, "__exit__", lambda self, *_: None)
    monkeypatch.setenv("WORLD_SIZE", "3")
    with pytest.raises(ConfigError, match="batch=8: must divide among 3 processes"):
        pretrain(replace(small, output=str(tmp_path)))


def test_adapted_text_is_never_held_out(small: PretrainConfig, tiny_encoder: Path, tmp_path: Path) -> None:
    records = ROOT / "seeds" / "dev.jsonl"
    config = replace(small, tokenizer=str(tiny_encoder), adapt=str(records), adapt_times=3)
    tokenizer = prepare_tokenizer(config, tmp_path)
    inputs = list(task_texts(config))
    once = [f"{p.text}\n{p.text_pair}" for p in pairs_of(read_records(records), PairSettings())]
    assert inputs == once * 3
    train, valid = prepare_tokens(config, tokenizer, tmp_path)
    (tmp_path / "plain").mkdir()
    plain_train, plain_valid = prepare_tokens(replace(config, adapt=None), tokenizer, tmp_path / "plain")
    assert np.array_equal(valid, plain_valid)
    assert len(valid) > 0
    assert np.array_equal(train[: len(plain_train)], plain_train)
    added = train[len(plain_train) :]
    documents_added = np.split(added, np.flatnonzero(added == tokenizer.sep_token_id) + 1)[:-1]
    assert [list(ids[:-1]) for ids in documents_added] == tokenizer(inputs, add_special_tokens=False)[
        "input_ids"
    ]


def test_a_tokeniser_to_keep_that_is_not_there_is_refused(small: PretrainConfig, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no tokenizer"):
        prepare_tokenizer(replace(small, tokenizer=str(tmp_path / "misspelt")), tmp_path)
    assert not (tmp_path / "misspelt").exists()


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
