"""The processes of one run: a single one, or those that torchrun starts, one a GPU (on CPUs, over gloo)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


_PATIENCE = timedelta(hours=6)
"""How long the others wait while the first tokenises the corpus."""


class Processes:
    """This process among the others; use as a context, which joins and leaves the group."""

    def __init__(self) -> None:
        import torch

        self.rank = int(os.environ.get("RANK", 0))
        self.world = int(os.environ.get("WORLD_SIZE", 1))
        cuda = torch.cuda.is_available()
        self.device = (
            torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
        )

    @property
    def first(self) -> bool:
        """Whether this is the process that writes files."""
        return self.rank == 0

    def __enter__(self) -> Processes:
        import torch

        if self.device.type == "cuda":
            torch.cuda.set_device(self.device)
        if self.world > 1:
            kind = "nccl" if self.device.type == "cuda" else "gloo"
            torch.distributed.init_process_group(kind, timeout=_PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        import torch

        if self.world > 1:
            torch.distributed.destroy_process_group()

    @contextmanager
    def first_alone(self) -> Iterator[None]:
        """The first process runs the block before the others do, so that they find its files."""
        if not self.first:
            self._wait()
        yield
        if self.first:
            self._wait()

    def _wait(self) -> None:
        import torch

        if self.world > 1:
            torch.distributed.barrier()

    def agreed(self, value: float) -> float:
        """The first process's value; clocks differ, and all must stop at the same step."""
        import torch

        if self.world == 1:
            return value
        shared = torch.tensor([value], dtype=torch.float64, device=self.device)
        torch.distributed.broadcast(shared, 0)
        return float(shared.item())

    def parallel(self, model: torch.nn.Module) -> torch.nn.Module:
        """The model whose gradients are averaged over the processes."""
        import torch

        return torch.nn.parallel.DistributedDataParallel(model) if self.world > 1 else model
