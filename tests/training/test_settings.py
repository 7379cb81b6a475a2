"""Settings of the training: each changes what it says, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from test_configs import composed
from transformers import TrainingArguments

from dyade.classifier import ModelSettings, load_classifier, softmax
from dyade.config import ConfigError, ModelConfig, TrainConfig
from dyade.records import Label
from dyade.runs import run_training
from dyade.training import trainer_arguments
from dyade.training.data import NoisyTokens, encoded
from dyade.training.encoder import build_model, encoder_tokenizer, layers
from dyade.training.finetune import fine_tune
from dyade.training.optimizer import build_optimizer
from training.toys import config_for, inputs, losses

STILL: dict[str, Any] = {"export": False, "model": {"dropout": 0.0}}


def weights(folder: Path) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    return load_file(folder / "model" / "model.safetensors")


def trained(config: TrainConfig, data: dict[str, str], folder: Path) -> dict[str, Any]:
    """Fine-tunes without scoring."""
    from dyade.training.data import labelled_pairs, read_splits

    pairs = labelled_pairs(read_splits(config.data), ModelSettings().pairs, None)
    (folder / "model").mkdir(parents=True)
    settings = ModelSettings(max_length=config.model.max_length)
    return {"training": fine_tune(config, pairs["train"], pairs["dev"], settings, folder / "model")}


def test_accumulated_batches_are_one_large_batch(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    found = []
    for size, steps in ((8, 1), (2, 4)):
        trainer = {
            "per_device_train_batch_size": size,
            "gradient_accumulation_steps": steps,
            "logging_steps": 1,
        }
        config = config_for(
            small_data, tiny_encoder, {**trainer, "max_steps": 2}, class_weights=True, **STILL
        )
        found.append(losses(trained(config, small_data, tmp_path / str(size))))
    assert found[0] == pytest.approx(found[1], rel=1e-3)


def test_class_weights_change_the_loss(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    found = [
        losses(
            trained(
                config_for(small_data, tiny_encoder, {"max_steps": 2}, class_weights=on, **STILL),
                small_data,
                tmp_path / str(on),
            )
        )
        for on in (False, True)
    ]
    assert abs(found[0][0] - found[1][0]) > 1e-3


def test_half_precision_changes_little(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    found = [
        losses(
            trained(
                config_for(small_data, tiny_encoder, {"max_steps": 2, "bf16": on}, **STILL),
                small_data,
                tmp_path / str(on),
            )
        )
        for on in (False, True)
    ]
    assert found[0] != found[1]
    assert found[0] == pytest.approx(found[1], rel=0.02)


def test_frozen_layers_keep_their_weights(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    config = config_for(small_data, tiny_encoder, {"max_steps": 2}, export=False, model={"freeze": 2})
    details = trained(config, small_data, tmp_path)["training"]
    before = build_model(config.model, encoder_tokenizer(config.model)).state_dict()
    after = weights(tmp_path)
    moved = {name for name, value in after.items() if not torch.equal(value, before[name].half())}
    assert not any("embeddings" in name or "layers.0." in name for name in moved)
    assert any("layers.1." in name for name in moved)
    assert details["trained_parameters"] < details["parameters"]


def test_the_rate_falls_from_layer_to_layer(tiny_encoder: Path, tmp_path: Path) -> None:
    settings = ModelConfig("tiny", path=str(tiny_encoder), layer_decay=0.5)
    model = build_model(settings, encoder_tokenizer(settings))
    optimizer = build_optimizer(
        model, TrainingArguments(str(tmp_path), learning_rate=0.8, use_cpu=True), settings
    )
    rates = {id(p): group["lr"] for group in optimizer.param_groups for p in group["params"]}
    by_layer = [{rates[id(p)] for p in layer.parameters()} for layer in layers(model)]
    assert by_layer == [{0.1}, {0.2}, {0.4}]
    assert rates[id(model.classifier.weight)] == 0.8


@pytest.mark.parametrize(
    "model", [{"layer_decay": 0.5}, {"pooling": "cls"}, {"random_start": True}], ids=lambda m: next(iter(m))
)
def test_settings_of_the_encoder_change_the_model(
    model: dict[str, Any], tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    plain, changed = (
        losses(
            trained(
                config_for(small_data, tiny_encoder, {"logging_steps": 1}, export=False, model=m),
                small_data,
                tmp_path / name,
            )
        )
        for name, m in (("plain", {}), ("changed", model))
    )
    assert plain != changed


def test_adapters_are_merged_into_a_plain_folder(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    pytest.importorskip("peft")
    from transformers import pipeline

    config = config_for(small_data, tiny_encoder, export=False, model={"lora": 4})
    metrics = run_training(config, tmp_path, [])
    assert metrics["training"]["trained_parameters"] < metrics["training"]["parameters"]
    before = build_model(
        ModelConfig("tiny", path=str(tiny_encoder)), encoder_tokenizer(config.model)
    ).state_dict()
    after = weights(tmp_path)
    assert set(after) == set(before)
    assert sum(v.numel() for v in after.values()) == metrics["training"]["parameters"]
    assert any(not torch.equal(value, before[name].half()) for name, value in after.items() if "Wqkv" in name)
    assert not (tmp_path / "model" / "adapter_config.json").exists()
    ours = load_classifier(tmp_path / "model", "torch")
    pairs = [p for p in inputs(small_data, ours) if len(p[0]) < 250][:8]  # the pipeline cuts at the other end
    assert len(pairs) > 3
    theirs = pipeline("text-classification", str(tmp_path / "model"))(
        [{"text": a, "text_pair": b} for a, b in pairs], truncation=True, top_k=None
    )
    # Scores, not labels: those of a model of four steps are all but ties.
    said = [[next(x["score"] for x in row if x["label"] == label) for label in Label] for row in theirs]
    np.testing.assert_allclose(said, softmax(ours.logits(pairs)), atol=2e-3)


def test_masked_tokens_depend_on_seed_epoch_and_row_alone(
    tiny_encoder: Path, small_data: dict[str, str]
) -> None:
    from dyade.training.data import labelled_pairs, read_splits

    config = config_for(small_data, tiny_encoder)
    pairs = labelled_pairs(read_splits(config.data), ModelSettings().pairs, None)["dev"]
    tokenizer = encoder_tokenizer(config.model)
    clean = encoded(pairs, tokenizer, 128)
    noisy, again = (NoisyTokens(clean, tokenizer, 0.3, seed=1) for _ in range(2))
    first = [noisy[n]["input_ids"] for n in range(10)]
    assert [again[n]["input_ids"] for n in reversed(range(10))] == first[::-1]
    again.epoch = 1
    assert [again[n]["input_ids"] for n in range(10)] != first
    special = set(tokenizer.all_special_ids)
    changed = [
        (a, b) for n in range(10) for a, b in zip(clean[n]["input_ids"], first[n], strict=True) if a != b
    ]
    assert {b for _, b in changed} == {tokenizer.mask_token_id}
    assert not special & {a for a, _ in changed}
    assert 0.15 < len(changed) / sum(map(len, first)) < 0.35


def test_the_trainers_own_settings_need_no_sign(tmp_path: Path) -> None:
    config = composed(
        "trainer.gradient_accumulation_steps=2", "trainer.bf16=true", "trainer.torch_compile=true",
        "trainer.report_to=wandb", "model.lora=4", "class_weights=true",
    )  # fmt: skip
    arguments = trainer_arguments(config, tmp_path)
    assert (arguments.gradient_accumulation_steps, arguments.bf16, arguments.torch_compile) == (2, True, True)
    assert arguments.report_to == ["wandb"]


def test_a_tracker_that_is_not_installed_is_named(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    config = config_for(small_data, tiny_encoder, {"report_to": "comet_ml"}, export=False)
    with pytest.raises(ConfigError, match=r"trainer.report_to: .*comet"):
        run_training(config, tmp_path, [])


@pytest.mark.slow
def test_a_compiled_model_learns_the_same(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    found = [
        losses(
            trained(
                config_for(small_data, tiny_encoder, {"max_steps": 2, "torch_compile": on}, **STILL),
                small_data,
                tmp_path / str(on),
            )
        )
        for on in (False, True)
    ]
    np.testing.assert_allclose(*found, rtol=0.01)
