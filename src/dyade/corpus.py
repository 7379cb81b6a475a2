"""What an annotated corpus holds, and whether it repeats itself: the counts that stand in its data card."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dyade.actors import find_mentions, load_lexicon
from dyade.extraction.cues import find_cues
from dyade.extraction.document import Document
from dyade.records import Article, Kind, Label
from dyade.text import tokens

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_RUN = 8
"""Words of a run that may not recur in many articles."""


@dataclass(frozen=True)
class Counts:
    """The figures of one set of articles."""

    articles: int
    without_statement: int
    statements: int
    pairs: int
    labels: dict[str, int]
    kinds: dict[str, int]
    mixed_label_statements: int
    """Statements whose counterparties have different labels."""
    states: int
    """Three-letter codes as speaker or counterparty."""
    others: int
    """Other codes as speaker or counterparty."""
    top_counterparty: tuple[str, float]
    """The most frequent counterparty and its share of the pairs."""
    word_forms: int
    cue_lemmas: int


def count(articles: Sequence[Article]) -> Counts:
    """The counts of a set of articles."""
    statements = [s for a in articles for s in a.statements]
    stances = [t for s in statements for t in s.stances]
    labels, kinds = Counter(t.label for t in stances if t.label), Counter(s.kind for s in statements)
    targets = Counter(t.counterparty for t in stances)
    codes = set(targets) | {side for s in statements for side in s.speaker.sides}
    states = {code for code in codes if len(code) == 3 and code in load_lexicon().codes}
    code, top = targets.most_common(1)[0] if targets else ("", 0)
    return Counts(
        articles=len(articles),
        without_statement=sum(not a.statements for a in articles),
        statements=len(statements),
        pairs=len(stances),
        labels={x.value: labels[x] for x in Label},
        kinds={k.value: kinds[k] for k in Kind},
        mixed_label_statements=sum(len({t.label for t in s.stances}) > 1 for s in statements),
        states=len(states),
        others=len(codes - states),
        top_counterparty=(code, round(top / max(1, len(stances)), 4)),
        word_forms=len({word for a in articles for word in words(a.text)}),
        cue_lemmas=len(cue_lemmas(articles)),
    )


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"[^\W\d_]+", text.lower())


def cue_lemmas(articles: Iterable[Article]) -> Counter[str]:
    """How often each cue verb occurs."""
    lexicon, found = load_lexicon(), Counter[str]()
    for article in articles:
        for sentence in Document(article.text, article.date, lexicon).sentences:
            found.update(cue.verb.lemma for cue in find_cues(sentence))
    return found


def group_of(article: Article) -> str:
    """The minimal group of a passage; an article is a group of its own."""
    return str(article.meta.get("group", article.id))


def repeated_sentences(articles: Iterable[Article]) -> Iterator[tuple[str, str, str]]:
    """Sentences of five words or more that two groups share: the sentence and both articles."""
    seen: dict[str, Article] = {}
    for article in articles:
        for sentence in _SENTENCE.split(article.text):
            key = " ".join(words(sentence))
            if key.count(" ") < 4:
                continue
            first = seen.setdefault(key, article)
            if group_of(first) != group_of(article):
                yield sentence, first.id, article.id


def repeated_runs(articles: Iterable[Article], most: int = 3) -> dict[str, int]:
    """Runs of eight words, names masked, that stand in more than `most` groups, with that number."""
    holders: dict[str, set[str]] = {}
    for article in articles:
        run = masked_words(article)
        for at in range(len(run) - _RUN + 1):
            holders.setdefault(" ".join(run[at : at + _RUN]), set()).add(group_of(article))
    return {run: len(groups) for run, groups in holders.items() if len(groups) > most}


def masked_words(article: Article) -> list[str]:
    """The words of a text, each actor and each capitalised name one `_`."""
    covered = {
        at for m in find_mentions(article.text, load_lexicon(), article.date) for at in range(m.start, m.end)
    }
    masked: list[str] = []
    for token in tokens(article.text):
        if not token.text[0].isalnum():
            continue
        name = token.start in covered or (token.capital and len(token.text) > 1)
        if not (name and masked and masked[-1] == "_"):
            masked.append("_" if name else token.key)
    return masked
