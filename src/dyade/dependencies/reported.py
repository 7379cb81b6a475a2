"""Reported speech in a parsed paragraph: what a verb of speech governs, and what « selon X » comments on.

Read from Universal Dependencies: `ccomp`, `xcomp` and `obj` of the verb are its content, `nsubj` is its
speaker; in an incise (« …, a affirmé X ») the verb hangs on its content. Left out: nouns of speech.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dyade.extraction import grammar as g
from dyade.extraction.drafts import Span
from dyade.text import fold, table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLAUSES = ("ccomp", "xcomp")
_INCISES = ("parataxis", "conj", "ROOT", "dep")
"""How a verb of an incise hangs on the head of its content."""
_CHAINED = ("conj", "advcl", "xcomp", "acl", "parataxis")
"""How a further verb of speech hangs on the one whose subject it shares."""
_SUBJECTS = ("nsubj", "nsubj:pass")
_OPENERS = ("que", "qu'", "qu’", "si", "s'", "s’", "de", "d'", "d’", "à")
_SOURCES = ("selon", "suivant")
_MARKS = ' \t\n\r\u00a0\u202f,;:-—–«»“”„"‹›()'
_DENIABLE = frozenset(("exclure", "cacher", "ignorer"))
"""Verbs whose negation reports all the same."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What a paragraph reports; spans count characters of the whole text."""

    verb: Span
    """The verbal group of the cue, « selon » for a source."""
    subject: Span | None
    content: Span | None
    """None where the cue governs no clause: its content may be a quotation."""
    lemma: str
    construction: str
    """que, à, incise, obj, source; quotation where no clause was found; negated."""


@cache
def _verbs() -> dict[str, frozenset[str]]:
    """The constructions of each verb of speech that is one word, by its folded lemma."""
    found: dict[str, frozenset[str]] = {}
    for row in table("cues.csv"):
        lemma = fold(row["cue"]).removeprefix("se ").removeprefix("s'")
        if " " not in lemma:
            found[lemma] = found.get(lemma, frozenset()) | frozenset(row["constructions"].split())
    return found


def reported(doc: Doc, offset: int) -> Iterator[Reported]:
    """What the verbs of speech and the sources of a parsed paragraph report, in the text's order.

    Args:
        offset: where the paragraph begins in the text.
    """
    for token in doc:
        if _speaks(token):
            yield _by_verb(token, offset)
        elif source := _source(token, offset):
            yield source


def _by_verb(verb: Token, offset: int) -> Reported:
    lemma = fold(verb.lemma_)
    group = [t for t in verb.children if t.dep_.startswith(("aux", "expl")) or t.lower_ in ("ne", "n'", "n’")]
    around = _span([verb, *(t for t in group if abs(t.i - verb.i) < 5)], offset)
    negated = any(t.lower_ in ("ne", "n'", "n’") for t in group) and lemma not in _DENIABLE
    subject = _subject(verb, offset)
    content, construction = (None, "negated") if negated else _clause(verb, offset)
    return Reported(around, subject, content, lemma, construction)


def _clause(verb: Token, offset: int) -> tuple[Span | None, str]:
    """The words that a verb of speech governs, or that its incise comments on, and by which construction."""
    following = [t for t in verb.children if t.i > verb.i and not t.is_space]
    addressed = next((t for t in following if _is_thing(t)), None)
    inverted = _is_inverted(verb)
    for child in following:
        marked = any(t.lower_ in _OPENERS for t in child.children if t.i < child.i)
        if child.dep_ in _CLAUSES and (marked or child.pos_ in ("VERB", "AUX")) and not inverted:
            words = _words(child)
            if addressed is not None and addressed.i < words[0].i:
                words += _words(addressed)  # « a averti Kiev que … »: the one addressed opens the content
            return _span(words, offset), "que"
    left = next((t for t in verb.children if t.dep_ in _CLAUSES and t.i < verb.i), None)
    if left is not None:
        return _span(left.subtree, offset), "incise"
    if inverted and verb.dep_ in _INCISES and verb.head.i < verb.i:
        own = {t.i for t in verb.subtree}
        sentence = {t.i for t in verb.sent}
        return _span((t for t in verb.head.subtree if t.i not in own and t.i in sentence), offset), "incise"
    governs = _verbs()[fold(verb.lemma_)]
    if addressed is not None and not inverted and ("obj" in governs or "à" in governs or "de" in governs):
        rest = [w for t in following if t.dep_ in ("obl:arg", "xcomp", "acl") for w in _words(t)]
        return _span([*_words(addressed), *rest], offset), "obj"
    for child in following:
        case = next((fold(t.lower_).replace("d'", "de") for t in child.children if t.dep_ == "case"), "")
        if (
            child.dep_.startswith("obl")
            and case
            and (case in governs or {"a": "à", "aux": "à", "du": "de"}.get(case) in governs)
        ):
            return _span(_words(child), offset), case
    return None, "quotation"


def _is_thing(token: Token) -> bool:
    """Whether a word is a nominal object, no day (« a menacé vendredi de … »)."""
    return (
        token.dep_ in ("obj", "iobj") and token.pos_ in ("NOUN", "PROPN") and fold(token.lower_) not in g.DAYS
    )


def _words(token: Token) -> list[Token]:
    """A word with all that hangs on it, further verbs of speech that it is only coordinated with left out."""
    left_out = {
        t.i
        for verb in token.subtree
        if verb is not token and verb.dep_ in ("conj", "advcl") and _speaks(verb)
        for t in verb.subtree
    }
    return [t for t in token.subtree if t.i not in left_out]


def _speaks(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and fold(token.lemma_) in _verbs()


def _is_inverted(verb: Token) -> bool:
    """Whether a verb of speech follows a comma and stands before its subject, as in an incise."""
    first = min(
        (t.i for t in verb.children if t.dep_.startswith(("aux", "expl")) and t.i < verb.i), default=verb.i
    )
    before = next((t for t in reversed(verb.doc[:first]) if not t.is_space), None)
    subjects = [t for t in verb.children if t.dep_ in _SUBJECTS]
    return before is not None and before.text in (",", "-") and all(t.i > first for t in subjects)


def _subject(verb: Token, offset: int) -> Span | None:
    """The words of the verb's subject: its own, its relative's antecedent's, or that of the verb it is chained to."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS and child.lower_ not in ("qui", "que"):
            return _named(child, offset)
    if verb.dep_ == "acl:relcl":
        return _named(verb.head, offset)
    if _is_inverted(verb):  # a small parser takes the subject that follows for an object
        after = next(
            (t for t in verb.children if t.i > verb.i and t.dep_ in ("obj", "xcomp", "obl:mod")), None
        )
        if after is not None and after.pos_ in ("NOUN", "PROPN", "PRON"):
            return _named(after, offset)
    if verb.dep_ in _CHAINED and fold(verb.head.lemma_) in _verbs() and verb.head.i < verb.i:
        return _subject(verb.head, offset)
    return None


def _source(token: Token, offset: int) -> Reported | None:
    """« Selon X, … » and « d'après X »: X, and the clause that X's words hang on."""
    after = token.lower_ in ("d'", "d’") and token.i + 1 < len(token.doc) and token.nbor().lower_ == "après"
    if not (token.lower_ in _SOURCES or after) or token.dep_ not in ("case", "mark", "advmod"):
        return None
    named = token.head
    own = {t.i for t in named.subtree}
    if named.head is named or named.head.i in own:
        return None
    preposition = {token.i, token.i + 1} if after else {token.i}
    subject = _span((t for t in named.subtree if t.i not in preposition and t.i > token.i), offset)
    content = _beside((t for t in named.head.subtree if t.i not in own), min(own), max(own), offset)
    return Reported(_span([token], offset), subject, content, "", "source") if content else None


def _beside(words: Iterable[Token], first: int, last: int, offset: int) -> Span | None:
    """The words on the longer side of a source's own; on both where it stands between them."""
    kept = [t for t in words if not t.is_punct and not t.is_space]
    left, right = [t for t in kept if t.i < first], [t for t in kept if t.i > last]
    found = kept if min(len(left), len(right)) > 1 else max(left, right, key=len)
    return _span(found, offset) if found else None


def _named(token: Token, offset: int) -> Span:
    """The words of a noun phrase without its relative clauses and what they hold."""
    left_out = {t.i for child in token.children if child.dep_.startswith("acl") for t in child.subtree}
    return _span((t for t in token.subtree if t.i not in left_out), offset)


def _span(words: Iterable[Token], offset: int) -> Span:
    """From the first of the words to the last, marks at the ends left out."""
    found = sorted(words, key=lambda t: t.i)
    bare = [t for t in found if t.text.strip(_MARKS + ".")] or found
    text = found[0].doc.text
    start, end = bare[0].idx, bare[-1].idx + len(bare[-1])
    while start < end - 1 and text[start] in _MARKS:
        start += 1
    while start < end - 1 and text[end - 1] in _MARKS + ".":
        end -= 1
    return offset + start, offset + end
