"""Toys that many tests share: a small annotated article, a tiny encoder with a real French tokeniser."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from dyade.annotation.markup import read_markup
from dyade.records import Article, to_record

ROOT = Path(__file__).parents[1]

MARKED = """= ports | 2014-05-02 | topic=trade
# Les ports restent ouverts
Le ministre grec Nikos Vallas a prévenu {1|qu'Athènes fermerait ses ports à Ankara}. « {2|Nous tendons la main au Caire}, » a-t-il ajouté.
--
1 indirect | Le ministre grec Nikos Vallas | le ministre grec Nikos Vallas | GRC
TUR threatening | Ankara | closes its ports
2 direct | il | le ministre grec Nikos Vallas | GRC
EGY conciliatory | Caire | holds out a hand
"""


@pytest.fixture
def article() -> Article:
    """A short article with one threat and one offer."""
    ((_, found),) = read_markup(MARKED)
    assert isinstance(found, Article), found
    return found


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random ModernBERT of two layers whose tokeniser is trained on the seeds, as `pretrain` makes it."""
    import torch
    from transformers import ModernBertConfig, ModernBertForMaskedLM

    from dyade.pretraining.tokenizer import train_tokenizer

    torch.manual_seed(0)
    lines = (ROOT / "seeds" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    tokenizer = train_tokenizer([json.loads(line)["text"] for line in lines], 2500, 256)
    special = {f"{name}_token_id": getattr(tokenizer, f"{name}_token_id") for name in ("pad", "cls", "sep")}
    config = ModernBertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=256,
        layer_types=["full_attention"] * 2,
        bos_token_id=special["cls_token_id"],
        eos_token_id=special["sep_token_id"],
        **special,
    )
    folder = tmp_path_factory.mktemp("encoder")
    ModernBertForMaskedLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A few seed articles as train, dev and test files."""
    folder = tmp_path_factory.mktemp("data")
    lines = (ROOT / "seeds" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    files = {}
    for name, part in (("train", lines[:24]), ("dev", lines[24:36]), ("test", lines[36:48])):
        files[name] = str(folder / f"{name}.jsonl")
        Path(files[name]).write_text("\n".join(part) + "\n", encoding="utf-8")
    return files


def save(articles: list[Article], path: Path) -> Path:
    """Writes articles as JSONL."""
    path.write_text(
        "".join(json.dumps(to_record(a), ensure_ascii=False) + "\n" for a in articles), encoding="utf-8"
    )
    return path
