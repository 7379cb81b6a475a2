"""Masked-language modelling of a small ModernBERT on packed text; stops and resumes exactly.

    python scripts/pretrain.py corpus=corpus.txt.xz output=models/compact-encoder minutes=120
    torchrun --nproc-per-node 4 scripts/pretrain.py …

Muon for the matrices of the layers, AdamW for the rest, after Jordan et al., "Muon" (2024); the masking rate
after Wettig et al., "Should You Mask 15 %?" (2023).
"""

from __future__ import annotations

import json
import logging
import math
import os
import platform
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from dyade.config import PretrainConfig
from dyade.pairs import PairSettings, pairs_of
from dyade.pretraining.corpus import documents, pack
from dyade.pretraining.tokenizer import train_tokenizer
from dyade.pretraining.vectors import ppmi_vectors
from dyade.sources import read_records

if TYPE_CHECKING:
    import torch
    from transformers import ModernBertForMaskedLM, PreTrainedTokenizerFast

log = logging.getLogger(__name__)

CHECKPOINT = "checkpoint.pt"

IGNORED = -100
"""The label of a token that is not to be predicted."""


@dataclass
class Progress:
    """What a run has done so far; kept in its checkpoint."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0


def pretrain(config: PretrainConfig) -> dict[str, Any]:
    """Trains (or goes on training) an encoder and writes a Hugging Face folder; returns its record.

    Raises:
        ValueError: the corpus holds no text.
    """
    import torch

    torch.manual_seed(config.seed)
    output = Path(config.output)
    work = Path(config.work or output / "work")
    work.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(config, work)
    train, valid = _tokens(config, tokenizer, work)
    model = _model(config, tokenizer, train, work)
    record = _Run(config, model, tokenizer, train, valid, work).go()
    if _rank() == 0:
        model.half().save_pretrained(output)
        tokenizer.save_pretrained(output)
        (output / "pretraining.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return record


def _rank() -> int:
    return int(os.environ.get("RANK", 0))


def _tokenizer(config: PretrainConfig, work: Path) -> PreTrainedTokenizerFast:
    from transformers import PreTrainedTokenizerFast

    folder = Path(config.tokenizer) if config.tokenizer else work / "tokenizer"
    if not (folder / "tokenizer.json").exists():
        log.info("training the tokeniser")
        rng = np.random.default_rng(config.seed)
        texts = list(documents(Path(config.corpus), config.skip))
        rng.shuffle(texts)
        sizes = np.cumsum([len(text) for text in texts])
        sample = texts[: 1 + int(np.searchsorted(sizes, config.tokenizer_characters))]
        train_tokenizer(sample, config.vocabulary, config.positions).save_pretrained(folder)
    return PreTrainedTokenizerFast.from_pretrained(folder)


def _tokens(
    config: PretrainConfig, tokenizer: PreTrainedTokenizerFast, work: Path
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.uint16]]:
    files = work / "train.npy", work / "valid.npy"
    if not files[1].exists():
        log.info("tokenising %s", config.corpus)
        texts = documents(Path(config.corpus), config.skip)
        for file, ids in zip(files, pack(texts, tokenizer, _task_texts(config)), strict=True):
            np.save(file, ids)
    train, valid = (np.load(file, mmap_mode="r") for file in files)
    log.info("%d training tokens, %d for validation", len(train), len(valid))
    return train, valid


def _task_texts(config: PretrainConfig) -> Iterator[str]:
    """The inputs of the classifier, after Gururangan et al., "Don't Stop Pretraining" (2020)."""
    if config.adapt:
        inputs = [f"{p.text}\n{p.text_pair}" for p in pairs_of(read_records(config.adapt), PairSettings())]
        for _ in range(config.adapt_times):
            yield from inputs


def _model(
    config: PretrainConfig, tokenizer: PreTrainedTokenizerFast, train: npt.NDArray[np.uint16], work: Path
) -> ModernBertForMaskedLM:
    import torch
    from transformers import ModernBertConfig, ModernBertForMaskedLM

    if config.start:
        return ModernBertForMaskedLM.from_pretrained(
            config.start, dtype=torch.float32, attn_implementation=config.attention
        )
    architecture = ModernBertConfig(
        vocab_size=len(tokenizer),
        hidden_size=config.hidden,
        intermediate_size=config.intermediate,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        # Inputs are short: no layer needs a sliding window.
        layer_types=["full_attention"] * config.layers,
        max_position_embeddings=config.positions,
        pad_token_id=tokenizer.pad_token_id,
        cls_token_id=tokenizer.cls_token_id,
        sep_token_id=tokenizer.sep_token_id,
        bos_token_id=tokenizer.cls_token_id,
        eos_token_id=tokenizer.sep_token_id,
        classifier_pooling="mean",
        sparse_prediction=True,
    )
    # Compiled, plain attention is 1.4 times as fast on a CPU as PyTorch's fused one at these lengths.
    architecture._attn_implementation = config.attention
    model = ModernBertForMaskedLM(architecture)
    if config.vectors and not (work / CHECKPOINT).exists():
        log.info("counting neighbours for the start of the embeddings")
        vectors = ppmi_vectors(train[: config.vector_tokens], len(tokenizer), config.hidden, seed=config.seed)
        model.get_input_embeddings().weight.data.copy_(torch.from_numpy(vectors))
    return model


class _Run:
    """One run of the loop: what stays the same from step to step."""

    def __init__(
        self,
        config: PretrainConfig,
        model: ModernBertForMaskedLM,
        tokenizer: PreTrainedTokenizerFast,
        train: npt.NDArray[np.uint16],
        valid: npt.NDArray[np.uint16],
        work: Path,
    ) -> None:
        import torch

        self.config, self.model, self.work = config, model, work
        self.train, self.valid = _rows(train, config.length), _rows(valid, config.length)
        self.mask_id, self.special = tokenizer.mask_token_id, tokenizer.sep_token_id
        self.vocabulary = len(tokenizer)
        self.world = int(os.environ.get("WORLD_SIZE", 1))
        cuda = torch.cuda.is_available()
        self.device = (
            torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
        )
        model.to(self.device)
        self.step_model: torch.nn.Module = torch.compile(model) if config.compile else model  # type: ignore[assignment]
        if self.world > 1:
            torch.distributed.init_process_group("nccl" if cuda else "gloo")
            self.step_model = torch.nn.parallel.DistributedDataParallel(self.step_model)
        self.optimizers = _optimizers(model, config)
        self.progress = Progress()
        self.curve: list[dict[str, float]] = []

    def go(self) -> dict[str, Any]:
        """Runs to the end of the budget; returns the record of the whole training, resumed parts included."""
        self._resume()
        bar, board = self._bar(), self._board()
        began, recent = time.monotonic() - self.progress.seconds, []
        saved = self.progress.seconds
        while (share := self._share()) < 1:
            recent.append(self._step(share))
            self.progress.seconds = time.monotonic() - began
            bar.update(self.config.batch * self.config.length)
            if self.progress.step % self.config.log_every == 0:
                self._log(float(np.mean(recent)), share, board)
                recent = []
            if self.progress.seconds - saved > 60 * self.config.save_minutes:
                self._save()
                saved = self.progress.seconds
        self._save()
        bar.close()
        final = self._validate()
        log.info("validation loss %.4f after %d tokens", final, self.progress.tokens)
        if self.world > 1:
            import torch

            torch.distributed.destroy_process_group()
        return {
            "validation_loss": final,
            **asdict(self.progress),
            "parameters": sum(p.numel() for p in self.model.parameters()),
            "hardware": f"{self.world} × {self.device.type} ({platform.machine()}, {os.cpu_count()} cores)",
            "config": asdict(self.config),
            "curve": self.curve,
        }

    def _share(self) -> float:
        """How much of the budget is spent, from 0 to 1: of the steps where they are set, else of the time."""
        if self.config.steps is not None:
            return self.progress.step / self.config.steps
        return self.progress.seconds / (60 * self.config.minutes)

    def _step(self, share: float) -> float:
        import torch

        config, scale = self.config, rate_scale(share, self.config.warmup, self.config.decay_from)
        for optimizer, rate in zip(self.optimizers, (config.matrix_rate, config.rate), strict=True):
            for group in optimizer.param_groups:
                group["lr"] = rate * scale
        ids, labels = self._batch(self.progress.step)
        self.step_model.train()
        with self._autocast():
            loss: torch.Tensor = self.step_model(input_ids=ids, labels=labels).loss
        if not torch.isfinite(loss):
            raise FloatingPointError(
                f"the loss is {loss.item()} at step {self.progress.step}; lower the rate"
            )
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.progress.step += 1
        self.progress.tokens += self.config.batch * self.config.length
        return float(loss.item())

    def _batch(self, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Inputs and labels of a step, each of *shape* (batch / processes, length).

        They depend on the seed and the step alone, so that a resumed run sees what an unbroken one sees.
        """
        per_epoch = len(self.train) // self.config.batch
        if per_epoch == 0:
            raise ValueError(
                f"{len(self.train)} sequences do not fill one batch of {self.config.batch}; lower `batch`"
            )
        epoch, place = divmod(step, per_epoch)
        order = np.random.default_rng((self.config.seed, epoch)).permutation(len(self.train))
        rows = order[place * self.config.batch : (place + 1) * self.config.batch][_rank() :: self.world]
        return self._masked(self.train[np.sort(rows)], self.config.seed + 1 + step)

    def _masked(self, rows: npt.NDArray[np.uint16], seed: int) -> tuple[torch.Tensor, torch.Tensor]:
        import torch

        rng = np.random.default_rng(seed)
        ids = rows.astype(np.int64)
        chosen = (rng.random(ids.shape) < self.config.masking) & (ids != self.special)
        labels = np.where(chosen, ids, IGNORED)
        how = rng.random(ids.shape)  # of the chosen, 80 % masked, 10 % replaced, 10 % left
        ids = np.where(chosen & (how < 0.8), self.mask_id, ids)
        ids = np.where(chosen & (how >= 0.9), rng.integers(0, self.vocabulary, ids.shape), ids)
        return torch.from_numpy(ids).to(self.device), torch.from_numpy(labels).to(self.device)

    def _validate(self) -> float:
        """Mean loss over at most 64 batches of the held-out documents, masked the same way each time."""
        import torch

        self.step_model.eval()
        losses, size = [], min(self.config.batch, 64)
        with torch.inference_mode(), self._autocast():
            for n, start in enumerate(range(0, len(self.valid), size)):
                ids, labels = self._masked(self.valid[start : start + size], n)
                losses.append(float(self.model(input_ids=ids, labels=labels).loss))
                if n == 63:
                    break
        return float(np.mean(losses)) if losses else math.nan

    def _autocast(self) -> Any:
        import torch

        return torch.autocast(self.device.type, torch.bfloat16) if self.config.bf16 else nullcontext()

    def _log(self, loss: float, share: float, board: Any) -> None:
        point = {"step": self.progress.step, "tokens": self.progress.tokens, "loss": round(loss, 4)}
        if self.progress.step % (10 * self.config.log_every) == 0:
            point["validation"] = round(self._validate(), 4)
        self.curve.append(point)
        speed = self.progress.tokens / max(self.progress.seconds, 1e-9)
        log.info("%s, %.0f tokens/s, %.0f %% of the budget", point, speed, 100 * share)
        if board:
            for name in point.keys() - {"step", "tokens"}:
                board.add_scalar(name, point[name], self.progress.step)
            board.flush()

    def _save(self) -> None:
        if _rank():
            return
        import torch

        state = {
            "model": self.model.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "progress": asdict(self.progress),
            "curve": self.curve,
        }
        torch.save(state, self.work / "checkpoint.tmp")
        (self.work / "checkpoint.tmp").replace(self.work / CHECKPOINT)

    def _resume(self) -> None:
        import torch

        file = self.work / CHECKPOINT
        if not file.exists():
            return
        state = torch.load(file, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.progress, self.curve = Progress(**state["progress"]), state["curve"]
        log.info("resumed at step %d", self.progress.step)

    def _bar(self) -> Any:
        from tqdm.auto import tqdm

        total = self.config.steps and self.config.steps * self.config.batch * self.config.length
        return tqdm(total=total, initial=self.progress.tokens, unit="tok", unit_scale=True, disable=None)

    def _board(self) -> Any:
        if not self.config.tensorboard or _rank():
            return None
        from torch.utils.tensorboard import SummaryWriter

        return SummaryWriter(self.work / "tensorboard")  # type: ignore[no-untyped-call]


def rate_scale(share: float, warmup: float, decay_from: float) -> float:
    """The rate's factor at a share of the budget: linear warm-up, flat, then linear down to .02."""
    if share < warmup:
        return (share + 1e-3) / (warmup + 1e-3)
    return 1.0 if share < decay_from else max(0.02, (1 - share) / (1 - decay_from))


def _rows(ids: npt.NDArray[np.uint16], length: int) -> npt.NDArray[np.uint16]:
    """The tokens as full sequences, *shape* (sequences, length)."""
    return ids[: len(ids) // length * length].reshape(-1, length)


def _optimizers(model: ModernBertForMaskedLM, config: PretrainConfig) -> list[torch.optim.Optimizer]:
    import torch

    layers = [p for p in model.model.layers.parameters() if p.ndim == 2]
    ids = set(map(id, layers))
    rest = [p for p in model.parameters() if id(p) not in ids]
    return [
        torch.optim.Muon(layers, lr=config.matrix_rate, weight_decay=config.weight_decay),
        torch.optim.AdamW(rest, lr=config.rate, betas=(0.9, 0.98), weight_decay=config.weight_decay),
    ]
