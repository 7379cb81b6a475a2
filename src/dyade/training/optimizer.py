"""AdamW with a rate of its own for each layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dyade.config import ModelConfig
from dyade.training.encoder import layers

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel


def build_optimizer(model: PreTrainedModel, arguments: Any, settings: ModelConfig) -> torch.optim.Optimizer:
    """AdamW whose rate falls by a factor from each layer to the one below; biases and norms do not decay."""
    import torch

    stack = layers(model)
    depth = {id(p): n for n, layer in enumerate(stack) for p in layer.parameters()}
    groups: dict[tuple[int, bool], list[torch.nn.Parameter]] = {}
    for parameter in model.parameters():
        if parameter.requires_grad:
            key = depth.get(id(parameter), len(stack)), parameter.ndim > 1
            groups.setdefault(key, []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "lr": arguments.learning_rate * settings.layer_decay ** (len(stack) - at),
                "weight_decay": arguments.weight_decay if decays else 0.0,
            }
            for (at, decays), parameters in sorted(groups.items(), key=lambda item: item[0])
        ],
        betas=(arguments.adam_beta1, arguments.adam_beta2),
        eps=arguments.adam_epsilon,
    )
