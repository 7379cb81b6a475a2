"""The encoder to fine-tune: its tokeniser with the role markers, its head, what of it is trained."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from dyade.classifier import load_tokenizer
from dyade.config import ConfigError, ModelConfig
from dyade.pairs import MARKERS
from dyade.records import Label

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase


def encoder_tokenizer(model: ModelConfig) -> PreTrainedTokenizerBase:
    """The encoder's tokeniser with the role markers as whole tokens."""
    tokenizer = load_tokenizer(_place(model))
    missing = [m for m in MARKERS if m not in tokenizer.get_vocab()]
    if missing:
        tokenizer.add_special_tokens(
            {"additional_special_tokens": missing}, replace_extra_special_tokens=False
        )
    return tokenizer


def _place(model: ModelConfig) -> str:
    if model.path is None:
        raise ConfigError("model.path: name a folder or a hub id of an encoder")
    return model.path


def build_model(model: ModelConfig, tokenizer: PreTrainedTokenizerBase) -> PreTrainedModel:
    """The encoder, pretrained or random, with a classification head over the three labels, in single precision."""
    import torch
    from transformers import AutoConfig, AutoModelForSequenceClassification

    labels = list(Label)
    extra: dict[str, Any] = {}
    encoder = AutoConfig.from_pretrained(_place(model))
    if hasattr(encoder, "classifier_pooling"):
        extra["classifier_pooling"] = model.pooling
        places = ("classifier", "embedding", "attention", "mlp")
        extra |= {f"{place}_dropout": model.dropout for place in places}
    extra |= {"id2label": dict(enumerate(labels)), "label2id": {x: n for n, x in enumerate(labels)}}
    kind: Any = AutoModelForSequenceClassification
    form = {"dtype": torch.float32, "attn_implementation": "eager"}
    if model.random_start:
        encoder = AutoConfig.from_pretrained(_place(model), num_labels=len(labels), **extra)
        built = kind.from_config(encoder, **form)
    else:
        built = kind.from_pretrained(model.path, num_labels=len(labels), **form, **extra)
    if len(tokenizer) > built.get_input_embeddings().num_embeddings:
        built.resize_token_embeddings(len(tokenizer))
    for layer in layers(built)[: model.freeze]:
        layer.requires_grad_(False)
    adapted: PreTrainedModel = _with_lora(built, model.lora, tokenizer) if model.lora else built
    return adapted


def layers(model: PreTrainedModel) -> list[torch.nn.Module]:
    """The embeddings and then each layer of an encoder, from the lowest up."""
    whole: Any = model
    base = (whole.get_base_model() if hasattr(whole, "get_base_model") else whole).base_model
    stack = getattr(base, "layers", None) or getattr(getattr(base, "encoder", None), "layer", None)
    if stack is None:
        stack = getattr(getattr(base, "transformer", None), "layer", [])
    return [base.embeddings, *stack]


def _with_lora(model: PreTrainedModel, rank: int, tokenizer: Any) -> Any:
    """Low-rank adapters of every layer (Hu et al., "LoRA", 2021); trains the head and the role markers in full."""
    try:
        from peft import LoraConfig, TaskType, get_peft_model
    except ImportError:
        raise ConfigError("model.lora needs peft; install it with pip install 'dyade[lora]'") from None
    adapters = LoraConfig(
        task_type=TaskType.SEQ_CLS,
        r=rank,
        lora_alpha=2 * rank,
        target_modules="all-linear",
        modules_to_save=[name for name in ("classifier", "pooler") if hasattr(model, name)],
        trainable_token_indices=tokenizer.convert_tokens_to_ids(list(MARKERS)),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks Transformers for a name that it is to lose
        return get_peft_model(model, adapters)


def merged(model: Any) -> PreTrainedModel:
    """A plain model: with adapters, if there are any, added to its weights."""
    plain: PreTrainedModel = model.merge_and_unload() if hasattr(model, "merge_and_unload") else model
    return plain
