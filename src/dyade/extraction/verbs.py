"""The verbs that report speech and what each may govern (`data/cues.csv`); their forms are derived (`morphology`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dyade.extraction.morphology import conjugate
from dyade.text import table, tokens


@dataclass(frozen=True, slots=True)
class Verb:
    """A cue verb and its constructions: que, si, de, à, pour, contre, sur, obj; `denied` where it reports only in the
    negative (« ne cache pas que »), `both` where it does either way."""

    lemma: str
    reflexive: bool
    tail: tuple[str, ...]
    """What must follow the verb itself, as « en garde » in « mettre en garde »."""
    constructions: frozenset[str]


@cache
def forms() -> dict[str, tuple[tuple[str, Verb], ...]]:
    """Each form, accents kept, with the roles it can play: finite, participle, gerund, infinitive."""
    found: dict[str, list[tuple[str, Verb]]] = {}
    for row in table("cues.csv"):
        verb, head = _verb(row["cue"], row["constructions"])
        inflected = conjugate(head)
        roles = {"finite": inflected.finite, "participle": inflected.participle}
        for role, words in {**roles, "gerund": {inflected.gerund}, "infinitive": {head}}.items():
            for word in words:
                found.setdefault(word, []).append((role, verb))
    order = ("participle", "finite", "gerund", "infinitive")
    return {f: tuple(sorted(v, key=lambda x: (-len(x[1].tail), order.index(x[0])))) for f, v in found.items()}


def _verb(cue: str, constructions: str) -> tuple[Verb, str]:
    words = [t.key for t in tokens(cue)]
    reflexive = words[0] in ("se", "s'")
    raw = cue.split("'", 1)[1] if cue.startswith("s'") else cue.split(" ", 1)[1] if reflexive else cue
    raw = raw.removeprefix("en ")
    head, *tail = raw.split(" ")
    return Verb(
        cue,
        reflexive,
        tuple(t.key for t in tokens(" ".join(tail))),
        frozenset(constructions.replace("auprès", "aupres").split()),
    ), head
