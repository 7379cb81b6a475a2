"""Masked-language modelling of a small ModernBERT on packed text; stops and resumes exactly.

python scripts/pretrain.py corpus=corpus.txt.xz output=models/compact-encoder minutes=120
torchrun --nproc-per-node 4 scripts/pretrain.py …
"""

from __future__ import annotations

import math
import os
import platform
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from dyade.config import ConfigError, PretrainConfig
from dyade.files import write_json
from dyade.pretraining.batches import IGNORED, Batches
from dyade.pretraining.checkpoint import CHECKPOINT, resume, save
from dyade.pretraining.journal import Journal
from dyade.pretraining.model import build_model
from dyade.pretraining.optimizers import build_optimizers, set_rates
from dyade.pretraining.preparation import prepare_tokenizer, prepare_tokens
from dyade.pretraining.processes import Processes

if TYPE_CHECKING:
    import torch
    from transformers import ModernBertForMaskedLM


def pretrain(config: PretrainConfig) -> dict[str, Any]:
    """Trains (or goes on training) an encoder and writes a Hugging Face folder; returns its record.

    Raises:
        ConfigError: the batch does not divide among the processes.
        ValueError: the corpus holds no text, or less than a batch.
    """
    import torch

    torch.manual_seed(config.seed)
    output = Path(config.output)
    work = Path(config.work or output / "work")
    work.mkdir(parents=True, exist_ok=True)
    with Processes() as processes:
        if config.batch % processes.world:
            raise ConfigError(f"batch={config.batch}: must divide among {processes.world} processes")
        with processes.first_alone():
            tokenizer = prepare_tokenizer(config, work)
            train, valid = prepare_tokens(config, tokenizer, work)
        fresh = config.vectors and not (work / CHECKPOINT).exists()
        model = build_model(config, tokenizer, train[: config.vector_tokens] if fresh else None)
        batches = Batches(
            config, train, valid, tokenizer.mask_token_id, tokenizer.sep_token_id, len(tokenizer)
        )
        record = Run(config, model, batches, work, processes).go()
        if processes.first:
            model.half().save_pretrained(output)  # type: ignore[no-untyped-call]
            tokenizer.save_pretrained(output)
            write_json(output / "pretraining.json", record)
    return record


class Run:
    """One run of the loop: what stays the same from step to step."""

    def __init__(
        self,
        config: PretrainConfig,
        model: ModernBertForMaskedLM,
        batches: Batches,
        work: Path,
        processes: Processes,
    ) -> None:
        import torch

        self.config, self.model, self.batches, self.work = config, model, batches, work
        self.processes = processes
        module: torch.nn.Module = model
        module.to(processes.device)
        self.optimizers = build_optimizers(model, config)
        self.state = resume(work, module, self.optimizers, processes.device)
        stepped = cast("torch.nn.Module", torch.compile(module)) if config.compile else module
        self.step_model = processes.parallel(stepped)
        self.journal = Journal(config, work, self.state.progress, quiet=not processes.first)

    def go(self) -> dict[str, Any]:
        """Runs to the end of the budget; returns the record of the whole training, resumed parts included."""
        state, progress = self.state, self.state.progress
        began, saved = time.monotonic() - progress.seconds, progress.seconds
        while (share := self.processes.agreed(self._share())) < 1:
            state.recent.append(self.step(share))
            progress.seconds = time.monotonic() - began
            self.journal.step()
            if progress.step % self.config.log_every == 0:
                self._note(share)
            if progress.seconds - saved > 60 * self.config.save_minutes:
                self._save()
                saved = progress.seconds
        self._save()
        final = self._validate()
        self.journal.close(final, progress)
        hardware = f"{self.processes.world} × {self.processes.device.type}"
        return {
            "validation_loss": final,
            **asdict(progress),
            "parameters": sum(p.numel() for p in self.model.parameters()),
            "hardware": f"{hardware} ({platform.machine()}, {os.cpu_count()} cores)",
            "config": asdict(self.config),
            "curve": state.curve,
        }

    def _share(self) -> float:
        """How much of the budget is spent, from 0 to 1: of the steps where they are set, else of the time."""
        if self.config.steps is not None:
            return self.state.progress.step / self.config.steps
        return self.state.progress.seconds / (60 * self.config.minutes)

    def step(self, share: float) -> float:
        """One step at a share of the budget; returns this process's loss."""
        import torch

        progress, world, rank = self.state.progress, self.processes.world, self.processes.rank
        set_rates(self.optimizers, self.config, share)
        ids, labels = self.batches.step(progress.step)
        mine = slice(rank, None, world)
        # Each process's loss is a mean; weighed so, their mean is that of the whole batch.
        weight = world * np.count_nonzero(labels[mine] != IGNORED) / np.count_nonzero(labels != IGNORED)
        # An encoder to go on from may drop activations: which ones must not depend on when the run was resumed.
        torch.manual_seed(self.config.seed + progress.step * world + rank)
        self.step_model.train()
        with self._autocast():
            loss: torch.Tensor = self.step_model(
                input_ids=self._tensor(ids[mine]), labels=self._tensor(labels[mine])
            ).loss
        if not torch.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss.item()} at step {progress.step}; lower the rate")
        (loss * float(weight)).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        progress.step += 1
        progress.tokens += self.config.batch * self.config.length
        return float(loss.item())

    def _validate(self) -> float:
        """Mean loss over held-out documents; NaN where the corpus is too small to hold any out."""
        import torch

        self.step_model.eval()
        losses = []
        with torch.inference_mode(), self._autocast():
            for ids, labels in self.batches.validation():
                output = self.model(input_ids=self._tensor(ids), labels=self._tensor(labels))
                losses.append(float(output.loss))
        return float(np.mean(losses)) if losses else math.nan

    def _tensor(self, rows: npt.NDArray[np.int64]) -> torch.Tensor:
        import torch

        return torch.from_numpy(np.ascontiguousarray(rows)).to(self.processes.device)

    def _autocast(self) -> AbstractContextManager[Any]:
        import torch

        device = self.processes.device.type
        return torch.autocast(device, torch.bfloat16) if self.config.bf16 else nullcontext()

    def _note(self, share: float) -> None:
        """The next point of the curve; every tenth has the validation loss."""
        state, progress = self.state, self.state.progress
        loss = float(np.mean(state.recent))
        point = {"step": progress.step, "tokens": progress.tokens, "loss": round(loss, 4)}
        if progress.step % (10 * self.config.log_every) == 0:
            point["validation"] = round(self._validate(), 4)
        state.curve.append(point)
        state.recent = []
        self.journal.note(point, share, progress)

    def _save(self) -> None:
        if self.processes.first:
            save(self.work, self.model, self.optimizers, self.state)
