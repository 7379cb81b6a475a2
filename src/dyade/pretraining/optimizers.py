"""What moves the weights: Muon for the matrices of the layers, AdamW for the rest, and the rate over the budget.

After Jordan et al., "Muon" (2024).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dyade.config import PretrainConfig

if TYPE_CHECKING:
    import torch
    from transformers import ModernBertForMaskedLM


def build_optimizers(model: ModernBertForMaskedLM, config: PretrainConfig) -> list[torch.optim.Optimizer]:
    """Muon, then AdamW."""
    import torch

    layers = [p for p in model.model.layers.parameters() if p.ndim == 2]
    ids = set(map(id, layers))
    rest = [p for p in model.parameters() if id(p) not in ids]
    return [
        torch.optim.Muon(layers, lr=config.matrix_rate, weight_decay=config.weight_decay),
        torch.optim.AdamW(rest, lr=config.rate, betas=(0.9, 0.98), weight_decay=config.weight_decay),
    ]


def set_rates(optimizers: list[torch.optim.Optimizer], config: PretrainConfig, share: float) -> None:
    """Gives each optimiser the rate that it has at a share of the budget."""
    scale = rate_scale(share, config.warmup, config.decay_from)
    for optimizer, rate in zip(optimizers, (config.matrix_rate, config.rate), strict=True):
        for group in optimizer.param_groups:
            group["lr"] = rate * scale


def rate_scale(share: float, warmup: float, decay_from: float) -> float:
    """The rate's factor at a share of the budget: linear warm-up, flat, then linear down to .02."""
    if share < warmup:
        return (share + 1e-3) / (warmup + 1e-3)
    return 1.0 if share < decay_from else max(0.02, (1 - share) / (1 - decay_from))
