"""Each backbone's config on a tiny random encoder of the same architecture and kind of tokeniser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from test_configs import composed
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from tokenizers.processors import TemplateProcessing

from dyade.classifier import GUARD, load_classifier, probabilities
from dyade.config import ModelConfig
from dyade.pairs import MARKERS
from dyade.records import Label
from dyade.runs import run_training
from dyade.training.encoder import build_model, encoder_tokenizer
from training.toys import inputs

SMALL = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 2}


def texts() -> list[str]:
    lines = (ROOT / "seeds" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[:60]]


def wordpiece() -> tuple[Tokenizer, dict[str, Any]]:
    """As CamemBERT 2: pieces of words, `[CLS] A [SEP] [SEP] B [SEP]`, and a class that reads it wrongly."""
    special = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace("’", "'")])
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=1500,
        special_tokens=special,
        initial_alphabet=list(set(GUARD)),
        continuing_subword_prefix="##",
    )
    made.train_from_iterator([*texts(), *GUARD.split()], trainer)
    made.post_processor = template(made, "[CLS]", "[SEP]", "[SEP]")
    names = {"pad": "[PAD]", "cls": "[CLS]", "sep": "[SEP]", "unk": "[UNK]", "mask": "[MASK]"}
    names |= {"bos": "[CLS]", "eos": "[SEP]"}
    return made, {"tokenizer_class": "RobertaTokenizer", **{f"{k}_token": v for k, v in names.items()}}


def unigram() -> tuple[Tokenizer, dict[str, Any]]:
    """As CamemBERT and XLM-R: SentencePiece's Unigram; the folder says no more than how long an input may be."""
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    made = Tokenizer(models.Unigram())
    made.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " "), normalizers.Replace("’", "'")]
    )
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=1500, special_tokens=special, unk_token="<unk>")
    made.train_from_iterator(texts(), trainer)
    made.post_processor = template(made, "<s>", "</s>", "</s>")
    made.add_special_tokens([AddedToken("<mask>", lstrip=True)])
    return made, {"model_max_length": 512}


def bytes_and_pairs() -> tuple[Tokenizer, dict[str, Any]]:
    """As mmBERT (Gemma 2): byte pairs over spaces made visible, and bytes for what is not in the vocabulary."""
    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", *(f"<0x{n:02X}>" for n in range(256))]
    made = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    made.normalizer = normalizers.Replace(" ", "▁")
    made.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    ascii_only = [chr(n) for n in range(33, 127)]
    made.train_from_iterator(
        (text.replace("…", "") for text in texts()),
        trainers.BpeTrainer(vocab_size=1800, special_tokens=special, initial_alphabet=ascii_only),
    )
    made.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    made.post_processor = template(made, "<bos>", "<eos>", "")
    names = {"pad": "<pad>", "cls": "<bos>", "sep": "<eos>", "unk": "<unk>", "mask": "<mask>"}
    names |= {"bos": "<bos>", "eos": "<eos>"}
    return made, {"tokenizer_class": "GemmaTokenizer", **{f"{k}_token": v for k, v in names.items()}}


def template(tokenizer: Tokenizer, first: str, last: str, between: str) -> TemplateProcessing:
    ids = [(token, tokenizer.token_to_id(token)) for token in (first, last)]
    pair = " ".join(f"{first} $A {last} {between} $B {last}".split())
    return TemplateProcessing(single=f"{first} $A {last}", pair=pair, special_tokens=ids)


def deberta(size: int, **ids: int) -> Any:
    from transformers import DebertaV2Config, DebertaV2Model

    return DebertaV2Model(
        DebertaV2Config(
            vocab_size=size, **SMALL, **ids, max_position_embeddings=1024, relative_attention=True,
            position_buckets=16, pos_att_type=["p2c", "c2p"], norm_rel_ebd="layer_norm", share_att_key=True,
            position_biased_input=False, type_vocab_size=0, max_relative_positions=-1,
        )
    )  # fmt: skip


def camembert(size: int, **ids: int) -> Any:
    from transformers import CamembertConfig, CamembertForMaskedLM

    config = CamembertConfig(vocab_size=size, **SMALL, **ids, max_position_embeddings=514, type_vocab_size=1)
    return CamembertForMaskedLM(config)


def xlm_roberta(size: int, **ids: int) -> Any:
    from transformers import XLMRobertaConfig, XLMRobertaForMaskedLM

    config = XLMRobertaConfig(vocab_size=size, **SMALL, **ids, max_position_embeddings=514, type_vocab_size=1)
    return XLMRobertaForMaskedLM(config)


def modernbert(size: int, **ids: int) -> Any:
    from transformers import ModernBertConfig, ModernBertForMaskedLM

    config = ModernBertConfig(
        vocab_size=size, **SMALL, **ids, max_position_embeddings=8192, local_attention=32,
        layer_types=["full_attention", "sliding_attention"],
    )  # fmt: skip
    return ModernBertForMaskedLM(config)


KINDS: dict[str, tuple[Callable[..., Any], Callable[[], tuple[Tokenizer, dict[str, Any]]]]] = {
    "camembertav2": (deberta, wordpiece),
    "camembert": (camembert, unigram),
    "moderncamembert": (modernbert, wordpiece),
    "distilcamembert": (camembert, unigram),
    "xlmr": (xlm_roberta, unigram),
    "mmbert": (modernbert, bytes_and_pairs),
}


def save(name: str, folder: Path) -> Path:
    """Writes a backbone's tiny likeness as its folder on the hub looks."""
    import torch

    torch.manual_seed(0)
    architecture, kind = KINDS[name]
    tokenizer, about = kind()
    tokens = {"pad": ("[PAD]", "<pad>"), "bos": ("[CLS]", "<s>", "<bos>"), "eos": ("[SEP]", "</s>", "<eos>")}
    ids = {
        f"{role}_token_id": next(i for t in names if (i := tokenizer.token_to_id(t)) is not None)
        for role, names in tokens.items()
    }
    if architecture is modernbert:
        ids |= {"cls_token_id": ids["bos_token_id"], "sep_token_id": ids["eos_token_id"]}
    architecture(tokenizer.get_vocab_size(), **ids).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", KINDS)
def test_a_backbone_trains_and_is_read_alike_by_all(
    name: str, small_data: dict[str, str], tmp_path: Path
) -> None:
    from transformers import pipeline

    folder = save(name, tmp_path / "encoder")
    data = [f"data.{split}={file}" for split, file in small_data.items()]
    config = composed(
        f"model={name}", f"model.path={folder}", "trainer=smoke", "trainer.max_steps=2", "export=false",
        "data=files", *data,
    )  # fmt: skip
    metrics = run_training(config, tmp_path / "run", [])
    assert metrics["splits"]["test"]["pairs"] > 0

    classifier = load_classifier(tmp_path / "run" / "model", "torch")
    pairs = inputs(small_data, classifier)[:8]
    ours = probabilities(classifier, pairs).argmax(axis=1)
    theirs = pipeline("text-classification", str(tmp_path / "run" / "model"))
    found = theirs([{"text": a, "text_pair": b} for a, b in pairs], truncation=True)
    assert [x["label"] for x in found] == [list(Label)[k] for k in ours]
    marked = classifier.tokenizer("<énoncé> Non </énoncé> <cible>")["input_ids"]  # type: ignore[attr-defined]
    known = classifier.tokenizer.convert_tokens_to_ids(list(MARKERS))  # type: ignore[attr-defined]
    assert len(set(known)) == len(MARKERS)
    assert {known[1], known[3], known[4]} < set(marked)


@pytest.mark.parametrize("name", ["camembertav2", "camembert"])
def test_a_backbone_is_read_from_the_hubs_cache_as_from_a_folder(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    hub = str(composed(f"model={name}").model.path)
    place = tmp_path / f"models--{hub.replace('/', '--')}"
    (place / "refs").mkdir(parents=True)
    (place / "refs" / "main").write_text("0" * 40, encoding="utf-8")
    folder = save(name, place / "snapshots" / ("0" * 40))
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    settings = [ModelConfig(name, path=path) for path in (hub, str(folder))]
    cached, local = (encoder_tokenizer(model) for model in settings)
    assert cached.tokenize("« L’UE », a-t-il dit.") == local.tokenize("« L’UE », a-t-il dit.")
    assert cached.pad_token_id == local.pad_token_id is not None
    assert build_model(settings[0], cached).num_labels == len(Label)
