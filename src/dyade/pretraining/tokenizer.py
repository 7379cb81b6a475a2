"""A Unigram tokeniser whose offsets are exact on French typography.

Typographic apostrophes and the no-break and narrow spaces are read as their plain forms, one character for
one, so that « l’UE » and « l'UE » are the same tokens and every offset still points into the raw text.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dyade.pairs import MARKERS

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

PAD, UNK, CLS, SEP, MASK = "<pad>", "<unk>", "<cls>", "<sep>", "<mask>"
SPACES = "\u00a0\u202f\u2009\u2002\u2003"
_WORDS = r"▁?\w+'?|▁?[^\w▁]|▁"
"""A word with its elision (« l' »), or one mark of punctuation, each with the space before it."""
_TYPOGRAPHY = "…«»“”‹›—–œŒæéèêëàâäîïôöùûüçÉÈÊÀÂÎÔÛÇ€%°"
"""Characters that French text always needs, however small the corpus."""
_LINE_BREAK = -6.0
"""Log-probability of the line break, about that of a frequent word."""


def train_tokenizer(texts: Iterable[str], vocabulary: int, length: int) -> PreTrainedTokenizerFast:
    """Trains the tokeniser on `texts`.

    SentencePiece finds the pieces from counted words: the trainer of `tokenizers` counts each distinct word
    once, and so never learns « a » or « l' » as one piece.

    Args:
        texts: raw passages, read once.
        vocabulary: number of entries, markers included.
        length: the most tokens a model input may have, stored as `model_max_length`.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    replaced = {"’": "'", "\t": " ", **dict.fromkeys(SPACES, " ")}
    normalizer = normalizers.Sequence(
        [normalizers.NFC(), *(normalizers.Replace(a, b) for a, b in replaced.items())]
    )
    splitter = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Split(Regex(_WORDS), "isolated")]
    )
    special = [PAD, UNK, CLS, SEP, MASK, *MARKERS]
    words = Counter(
        word for text in texts for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text))
    )
    pieces = _pieces(words, vocabulary - len(special))
    tokenizer = Tokenizer(models.Unigram([*((token, 0.0) for token in special), *pieces], unk_id=1))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, splitter
    tokenizer.decoder = decoders.Metaspace()
    ids = [(token, special.index(token)) for token in (CLS, SEP)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{CLS} $A {SEP}", pair=f"{CLS} $A {SEP} $B {SEP}", special_tokens=ids
    )
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer,
        pad_token=PAD,
        unk_token=UNK,
        cls_token=CLS,
        sep_token=SEP,
        mask_token=MASK,
        extra_special_tokens=list(MARKERS),
        model_max_length=length,
        model_input_names=["input_ids", "attention_mask"],
    )


def _pieces(words: Counter[str], size: int) -> list[tuple[str, float]]:
    """`size` pieces with their log-probabilities, trained on words with their counts."""
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=(f"{w}\t{n}" for w, n in words.items() if "\n" not in w and len(w) < 40),
        model_writer=model,
        input_format="tsv",
        model_type="unigram",
        vocab_size=size,  # its <unk> leaves room for the line break, which it cannot learn
        hard_vocab_limit=False,
        max_sentencepiece_length=16,
        character_coverage=0.99995,
        required_chars=_TYPOGRAPHY,
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        remove_extra_whitespaces=False,
        split_by_whitespace=False,
        split_by_unicode_script=False,
        split_by_number=False,
        bos_id=-1,
        eos_id=-1,
        minloglevel=2,
    )
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    learned = [(pieces.id_to_piece(i), pieces.get_score(i)) for i in range(1, pieces.get_piece_size())]
    return [("\n", _LINE_BREAK), *learned]
