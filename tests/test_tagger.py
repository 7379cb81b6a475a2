"""The learned extractor: spans and tags, windows, decoding, training, and the command that uses it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from tokenizers import Tokenizer

from dyade.actors import load_lexicon
from dyade.annotation.markup import read_markup
from dyade.classifier import ModelError
from dyade.config import ConfigError, DataConfig, Extraction, ExtractorConfig, TaggerConfig
from dyade.extraction.document import Document
from dyade.extraction.rules import extract
from dyade.labelling import extractor
from dyade.records import Article, Kind, to_record
from dyade.sources import read_records
from dyade.tagger.decoding import drafts_of, put_to_marks
from dyade.tagger.extractor import Reading, TaggerExtractor, combined
from dyade.tagger.labels import LAYERS, TAGS, annotated, spans_of, tags_of
from dyade.tagger.learning import train_tagger
from dyade.tagger.network import Combination, TaggerSettings, load_network
from dyade.tagger.windows import windows

MARKED = """= barrage | 2019-03-04 | topic=water
# Le barrage divise les riverains
Le ministre turc de l’Énergie, Selim Aras, a averti {1|que « Bagdad n’aurait plus une goutte » en juillet}. « {2|L’Irak, a-t-il lancé, nous doit des excuses} », puis il a salué {3|l’aide de l’Union européenne}.

{4|Rien n’est perdu}, a tempéré la présidente irakienne.

« {5|Nous rouvrirons les vannes… si Ankara le demande poliment.} »
--
1 mixed | Le ministre turc de l’Énergie, Selim Aras | Selim Aras | TUR
IRQ threatening | Bagdad | cuts the water
2 direct | il | Selim Aras | TUR
IRQ neutral | L’Irak | demands excuses
3 indirect | il | Selim Aras | TUR
EU conciliatory | l’Union européenne | salutes its help
4 indirect | la présidente irakienne | la présidente irakienne | IRQ
5 direct | la présidente irakienne | la présidente irakienne | IRQ
TUR neutral | Ankara | asks for politeness
"""
STYLES = {
    "press": {},
    "narrow spaces": {"« ": "«\u202f", " »": "\u202f»"},
    "no-break spaces": {"« ": "«\u00a0", " »": "\u00a0»"},
    "no spaces": {"« ": "«", " »": "»"},
    "English marks": {"« ": "“", " »": "”"},
    "straight marks": {"« ": '"', " »": '"', "’": "'"},
    "three dots": {"…": "..."},
}


def styled(style: str) -> Article:
    text = MARKED
    for before, after in STYLES[style].items():
        text = text.replace(before, after)
    ((_, found),) = read_markup(text)
    assert isinstance(found, Article), found
    return found


def perfect(article: Article) -> Reading:
    """The article as a tagger without fault would read it."""
    document = Document(article.text, article.date, load_lexicon())
    tags = tags_of(document.tokens, annotated(article, document))
    return Reading(article, document, np.eye(len(TAGS))[tags])


@pytest.fixture(scope="module")
def tokenizer(tiny_encoder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(tiny_encoder / "tokenizer.json"))


@pytest.fixture(scope="module")
def trained(tiny_encoder: Path, small_data: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of a tagger trained for a few steps."""
    output = tmp_path_factory.mktemp("tagger")
    config = TaggerConfig(
        data=DataConfig("small", small_data["train"], small_data["dev"]),
        output=str(output),
        encoder=str(tiny_encoder),
        length=128,
        trainer={
            "max_steps": 16,
            "eval_strategy": "steps",
            "save_strategy": "steps",
            "eval_steps": 8,
            "save_steps": 8,
        }
        | {"learning_rate": 3e-3, "per_device_train_batch_size": 4, "logging_steps": 1, "disable_tqdm": True},
    )
    train_tagger(config)
    return output


# -- Spans and tags ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_every_annotated_span_comes_back_from_its_tags(style: str) -> None:
    reading = perfect(styled(style))
    wanted = annotated(reading.article, reading.document)
    assert [len(wanted[layer]) for layer in ("statement", "counterparty")] == [5, 4]
    assert len(wanted["speaker"]) >= 3
    assert wanted["cue"]
    for layer in LAYERS:
        assert [(s.start, s.end) for s in reading.spans[layer]] == wanted[layer]


def test_the_statements_and_speakers_of_the_seeds_come_back_from_their_tags() -> None:
    for article in read_records(ROOT / "seeds" / "dev.jsonl")[:60]:
        reading = perfect(article)
        wanted = annotated(article, reading.document)
        for layer in ("statement", "speaker"):
            assert [(s.start, s.end) for s in reading.spans[layer]] == wanted[layer], article.id


def test_neighbours_stay_two_spans_and_an_inner_tag_without_a_beginning_opens_none() -> None:
    document = Document("Oui. Non.", None, load_lexicon())
    wanted = {"statement": [(0, 4), (5, 8)]}
    scores = np.eye(3)[tags_of(document.tokens, wanted)]
    assert [(s.start, s.end) for s in spans_of(document.tokens, scores)["statement"]] == wanted["statement"]
    outside = np.full((4, len(LAYERS), 3), [0.8, 0.0, 0.2])
    assert spans_of(document.tokens, outside)["statement"] == []


@pytest.mark.parametrize("style", STYLES)
def test_faultless_tags_give_the_annotated_statements_with_kind_and_speaker(style: str) -> None:
    article = styled(style)
    found = combined(perfect(article), Combination(rules=False))
    assert [s.quote for s in found.statements] == [s.quote for s in article.statements]
    assert [s.kind for s in found.statements] == [s.kind for s in article.statements]
    assert [s.speaker.side for s in found.statements] == ["TUR", "TUR", "TUR", "IRQ", "IRQ"]
    for one, wanted in zip(found.statements, article.statements, strict=True):
        if wanted.stances:
            assert [t.counterparty for t in one.stances] == [t.counterparty for t in wanted.stances]


# -- Decoding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tagged", "wanted"),
    [
        (
            "Il a dit : « Nous irons à Sofia demain. »",
            "irons à Sofia demain. »",
            "Nous irons à Sofia demain.",
        ),
        ("« Nous irons à Sofia », dit-il.", "« Nous irons à Sofia »,", "Nous irons à Sofia"),
        ("Elle promet d’« aider Sofia ».", "d’« aider Sofia", "d’« aider Sofia »"),
        ("Il assure que Sofia cédera.", "que Sofia cédera.", "que Sofia cédera"),
        ("« Oui, dit-il, nous cédons. »", "Oui, dit-il, nous cédons", "Oui, dit-il, nous cédons."),
    ],
)
def test_a_span_is_put_to_the_marks_that_it_nearly_fills(text: str, tagged: str, wanted: str) -> None:
    start = text.index(tagged)
    span = put_to_marks(Document(text, None, load_lexicon()), start, start + len(tagged))
    assert span
    assert text[slice(*span)] == wanted


def test_marks_alone_are_no_statement() -> None:
    assert put_to_marks(Document("« … » ; —", None, load_lexicon()), 5, 9) is None


def test_the_speaker_is_the_one_whose_cue_stands_at_the_statement() -> None:
    text = "« Nous cédons », a dit Rome. « Nous jamais », a répondu Vienne."
    document = Document(text, None, load_lexicon())
    place = {
        word: (text.index(word), text.index(word) + len(word))
        for word in ("Rome", "Vienne", "a dit", "a répondu")
    }
    spans = {
        "statement": [(2, 13), (31, 42)],
        "speaker": [place["Rome"], place["Vienne"]],
        "cue": [place["a dit"], place["a répondu"]],
    }
    tags = tags_of(document.tokens, spans)
    drafts = drafts_of(document, spans_of(document.tokens, np.eye(3)[tags]))
    assert [text[slice(*d.subject)] for d in drafts if d.subject] == ["Rome", "Vienne"]
    assert {d.kind for d in drafts} == {Kind.direct}


# -- With the rules ---------------------------------------------------------------------------------------


def test_the_tagger_adds_what_the_rules_miss_and_drops_what_it_doubts() -> None:
    article = styled("press")
    reading = perfect(article)
    rules = extract(article, load_lexicon()).statements
    silent = Reading(article, reading.document, np.eye(3)[np.zeros(reading.scores.shape[:2], dtype=int)])
    both = combined(silent, Combination(keep=0.0, target_keep=0.0)).statements
    assert [(s.start, s.end, s.stances) for s in both] == [(s.start, s.end, s.stances) for s in rules]
    assert combined(silent, Combination(keep=0.5)).statements == ()
    added = combined(reading, Combination(keep=0.0, add=0.5)).statements
    assert len(added) >= max(len(rules), 5)
    unsure = combined(silent, Combination(keep=0.0, target_keep=0.5)).statements
    named = [t for s in unsure for t in s.stances if t.mention in s.quote]
    assert rules
    assert not named


# -- Windows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [32, 64, 500])
@pytest.mark.parametrize(
    "text",
    [
        styled("press").text * 3,
        "sans " * 400,
        "Ça 👩‍🚒 va\u2028? \u202bOui\u202c.\n\n\n« »",
        "ﬁ" * 50 + " œuvre",
    ],
)
def test_each_word_is_scored_once_at_a_piece_of_its_own(text: str, length: int, tokenizer: Tokenizer) -> None:
    words = Document(text, None, load_lexicon()).tokens
    made = windows(text, words, tokenizer, length)
    assert [n for w in made for n in w.words] == list(range(len(words)))
    encoded = tokenizer.encode(text, add_special_tokens=False)
    pieces = dict(zip(range(len(encoded.ids)), encoded.offsets, strict=True))
    for window in made:
        assert len(window.ids) <= length
        for number, place in zip(window.words, window.places, strict=True):
            assert 0 < place < len(window.ids) - 1
            covering = [
                encoded.ids[n]
                for n, (a, b) in pieces.items()
                if a < words[number].end and words[number].start < b
            ]
            assert window.ids[place] in covering


def test_a_text_without_words_has_no_windows(tokenizer: Tokenizer) -> None:
    assert windows(" \n ", [], tokenizer, 64) == []


# -- Training and use -------------------------------------------------------------------------------------


def test_training_leaves_a_plain_folder_that_needs_no_torch(trained: Path) -> None:
    folder = trained / "model"
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert config["architectures"] == ["ModernBertForTokenClassification"]
    assert config["id2label"]["0"] == "statement-O"
    assert len(config["id2label"]) == len(LAYERS) * len(TAGS)
    assert TaggerSettings.read(folder).length == 128
    metrics = json.loads((trained / "metrics.json").read_text(encoding="utf-8"))
    assert set(metrics["splits"]["dev"]) == {"rules", "tagger", "both"}
    assert metrics["curve"][-1]["eval_loss"] < metrics["curve"][0]["eval_loss"]
    code = (
        f"import sys; from pathlib import Path; from dyade.actors import load_lexicon; from dyade.records import Article; "
        f"from dyade.tagger.extractor import TaggerExtractor; t = TaggerExtractor(Path({str(folder)!r}), load_lexicon()); "
        "t.extract(Article('a', 'Paris menace.')); sys.exit(bool({'torch', 'transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_combination_chosen_on_dev_is_never_worse_there_than_the_rules(trained: Path) -> None:
    found = json.loads((trained / "metrics.json").read_text(encoding="utf-8"))["splits"]["dev"]
    weights = {
        "statement.f1@.5": 1.0,
        "statement.f1@.8": 0.5,
        "statement.f1_cov@.3": 0.5,
        "speaker.side": 0.5,
    }
    weights["counterparty.f1"] = 1.0
    value = {name: sum(w * scores[k] for k, w in weights.items()) for name, scores in found.items()}
    assert value["both"] >= value["rules"]
    assert found["both"]["statement.p@.5"] >= found["rules"]["statement.p@.5"]


def test_onnx_and_torch_give_the_same_probabilities(trained: Path, tmp_path: Path) -> None:
    import shutil

    bare = tmp_path / "bare"
    shutil.copytree(trained / "model", bare)
    (bare / "model.onnx").unlink()
    text = styled("press").text
    words = Document(text, None, load_lexicon()).tokens
    one, other = (load_network(folder).scores(text, words) for folder in (trained / "model", bare))
    assert np.abs(one - other).max() < 1e-4
    assert np.allclose(one.sum(axis=2), 1)


def test_any_text_is_read_without_an_exception(trained: Path) -> None:
    tagger = TaggerExtractor(trained / "model", load_lexicon())
    rng = random.Random(7)
    text = styled("press").text
    for turn in range(40):
        at, cut = rng.randrange(len(text)), rng.randrange(len(text))
        odd = (
            text[min(at, cut) : max(at, cut)]
            + rng.choice(["«", "»", "\u202e", "🙂", "\n", "\x00", "”", ""])
            + text[at:]
        )
        for combination in (Combination(), Combination(rules=False, target_add=0.0, add=0.0)):
            found = combined(tagger.read(Article(str(turn), odd)), combination)
            assert all(odd[s.start : s.end] == s.quote and s.quote for s in found.statements)


def test_the_command_predicts_with_a_trained_tagger(trained: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(to_record(styled("press")), ensure_ascii=False) + "\n", encoding="utf-8")
    done = predict(f"input={source}", f"output={tmp_path / 'out'}", f"extractor.model={trained / 'model'}")
    assert done.returncode == 0, done.stderr
    (record,) = map(
        json.loads, (tmp_path / "out" / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    )
    assert all(record["text"][s["start"] : s["end"]] == s["quote"] for s in record["statements"])
    wanted = TaggerExtractor(trained / "model", load_lexicon()).extract(styled("press"))
    assert [s["quote"] for s in record["statements"]] == [s.quote for s in wanted.statements]


def predict(*arguments: str) -> subprocess.CompletedProcess[str]:
    script = str(ROOT / "scripts" / "predict.py")
    return subprocess.run(
        [sys.executable, script, "extractor=tagger", "engine=int8", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_tagger_without_a_folder_is_asked_for() -> None:
    with pytest.raises(ConfigError, match=r"dyade-train-tagger.*extractor\.model="):
        extractor(ExtractorConfig(Extraction.tagger), None)


def test_a_folder_that_holds_no_tagger_is_refused(tiny_encoder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no tagger here"):
        extractor(ExtractorConfig(Extraction.tagger, str(tmp_path)), None)
    with pytest.raises(ModelError, match="a model, but no tagger"):
        extractor(ExtractorConfig(Extraction.tagger, str(tiny_encoder)), None)


def test_a_wrong_trainer_argument_is_named(
    tiny_encoder: Path, small_data: dict[str, str], tmp_path: Path
) -> None:
    data = DataConfig("small", small_data["train"], small_data["dev"])
    config = TaggerConfig(data, str(tmp_path), str(tiny_encoder), trainer={"learning_rat": 1.0})
    with pytest.raises(ConfigError, match="learning_rat"):
        train_tagger(config)
