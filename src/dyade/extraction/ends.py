"""Where the content of a cue ends in a sentence: what leaves it, what goes on with the main clause."""

from __future__ import annotations

from dyade.extraction import grammar as g
from dyade.extraction.clauses import addresses, infinitive
from dyade.extraction.cues import Cue, Mode
from dyade.extraction.items import Sentence
from dyade.extraction.phrases import subject_before

_DETERMINERS = g.ARTICLES - g.DE
_FIRST = frozenset(("si", "s'", "quand", "lorsque", "lorsqu'", "puisque", "puisqu'", "comme"))
_FIRST_QUE = frozenset(("alors", "tandis", "bien", "apres", "pendant", "tant", "depuis", "des", "avant"))
"""How a clause opens that a main clause follows; with « que » the latter."""
_LINKS = g.PREPOSITIONS | g.SUBORDINATORS
_BEFORE_PARTICIPLE = frozenset(("tout", "en", "ne", "n'", "se", "s'", "y", "lui", "leur"))
_OPENERS = g.QUE | g.RELATIVES
_CIRCUMSTANCES = frozenset(
    {
        ("bien", "que"),
        ("bien", "qu'"),
        ("ce", "que"),
        ("ce", "qu'"),
        ("ce", "qui"),
        ("en", "raison"),
        ("en", "reponse"),
        ("en", "reaction"),
        ("au", "lendemain"),
        ("dans", "lequel"),
        ("dans", "laquelle"),
        ("dans", "lesquels"),
        ("dans", "lesquelles"),
        *(
            (participle, of)
            for participle in ("accuse", "accusee", "accuses", "accusees")
            for of in ("de", "d'")
        ),
    }
)
"""How the reporter's own circumstances open after a comma."""


def content_end(s: Sentence, start: int, cue: Cue, cues: list[Cue], relative: bool) -> int:
    """The item after the content that begins at `start`: the sentence's end, or what ends it before.

    Args:
        relative: the cue stands in a relative clause, which the main verb after a comma ends.
    """
    end = len(s)
    while end > start and s[end - 1].key in (".", "!", "?", "…", ";", ":"):
        end -= 1
    clause = s[start].key in g.QUE or s[start].key in ("si", "s'")
    past = any(i.key in ("a", "ont") for i in s[cue.first : cue.last + 1])
    ahead = [c for c in cues if c.first > start]
    for place in range(start + 1, end):
        while ahead and ahead[0].first < place:
            ahead.pop(0)
        following = ahead[0] if ahead else None
        key = s[place].key
        if key == ";" or (key == "." and place + 1 < end):
            return place
        if (
            key == ":"
            and (clause or (not addresses(cue) and _explains(s, place + 1, end)))
            and place + 1 < end
            and not s[place + 1].quotation
        ):
            return place
        if relative and _resumes(
            s, cue, place, following, clause or any(i.key in _OPENERS for i in s[start:place])
        ):
            return place - 1 if s[place - 1].key == "," else place
        if key == "," and place == start + 1 and clause:
            continue
        if key == "," and following and _comments(s, place + 1, following):
            return place
        if key in (",", "et", "mais") and not clause and following and _new_clause(s, place + 1, following):
            return place - 1 if s[place - 1].key == "," else place
        if (
            key == ","
            and _leaves(s, place + 1, following, relative)
            and not (clause and _unfinished(s, start, place))
        ):
            return place
        if key == "," and not clause and _attends(s, place + 1):
            return place
        comma = place - 1 if s[place - 1].key == "," else place
        if (
            key in ("et", "mais", "puis", "ou")
            and s[place].low != "où"
            and _coordinated(s, place, following, clause, past, _shifted(s, cue))
        ):
            return comma
        if key in ("tandis", "alors") and place + 1 < end and s[place + 1].key in g.QUE:
            return comma
        gerund = following is not None and following.mode is Mode.gerund and following.first - place <= 2
        if gerund and key in ("en", "avant", "apres"):
            return comma - 1 if s[comma - 1].key == "tout" else comma
    return end


def opens_below(s: Sentence, cue: Cue) -> bool:
    """Whether a cue stands in a subordinate clause that opens its sentence (« Alors que Paris demande la paix, … »)."""
    opener = s[0].key
    below = opener in _FIRST or (
        opener in _FIRST_QUE and any(i.key in g.QUE for i in s[1 : min(4, cue.first)])
    )
    return below and not any(i.key in g.STOPS for i in s[: cue.first])


def main_clause(s: Sentence, start: int, end: int, cues: list[Cue]) -> int:
    """The comma in [start, end) after which a clause of its own begins; `end` where there is none."""
    verbs = {c.first for c in cues}
    for comma in range(start + 1, end - 1):
        if s[comma].key != "," or not (
            s[comma + 1].capital or s[comma + 1].key in g.ARTICLES or s[comma + 1].key in g.PRONOUNS
        ):
            continue
        close = next((k for k in range(comma + 1, end) if s[k].key in g.STOPS), end)
        if any(k in verbs or g.is_finite(s[k].key, s[k].low) for k in range(comma + 2, close)):
            return comma
    return end


def _resumes(s: Sentence, cue: Cue, at: int, following: Cue | None, clause: bool) -> bool:
    """Whether the main verb stands at `at` whose subject the cue's relative clause follows (« ceux qui ont condamné
    le raid | demandent »)."""
    if following is not None and following.first == at and following.mode in (Mode.finite, Mode.passive):
        found = subject_before(s, following)
        return found is not None and found[1] < cue.first
    return not clause and s[at].key in g.AUXILIARIES and s[at].low != "à" and not s[at].capital


def _explains(s: Sentence, at: int, end: int) -> bool:
    """Whether a clause follows a colon, the reporter's reasons for what was named, and no mere list."""
    return any(g.is_finite(i.key, i.low) for i in s[at:end])


def _acts(s: Sentence, at: int) -> bool:
    """Whether a participle with an object of its own goes on (« a condamné le raid et retiré ses troupes »)."""
    if at + 1 >= len(s) or len(s[at].key) < 4 or s[at].key in g.SMALL or s[at].capital:
        return False
    if not s[at].low.endswith(("é", "i", "is", "u")):
        return False
    return s[at + 1].key in _DETERMINERS or s[at + 1].quotation is not None or s[at + 1].capital


def _comments(s: Sentence, at: int, following: Cue) -> bool:
    """Whether a noun in apposition is what another says (« …, une accusation que Rome a jugée absurde »)."""
    que = next((k for k in range(at, min(following.first, at + 5)) if s[k].key in g.QUE), None)
    if que is None or que == at or following.mode is not Mode.finite or following.first - que > 20:
        return False
    if s[at].capital or s[at].key in _LINKS or s[que - 1].key in g.COMPOUND_QUE:
        return False
    found = subject_before(s, following)
    return (
        found is not None
        and found[0] == que + 1
        and not any(g.is_finite(i.key, i.low) and i.key not in g.ARTICLES for i in s[at:que])
    )


def _new_clause(s: Sentence, at: int, following: Cue) -> bool:
    """Whether a subject stands at `at` whose own cue follows (« …, la Chine a remercié », « Rome assurant »)."""
    if following.mode not in (Mode.finite, Mode.gerund) or not 1 < following.first - at < 24:
        return False
    if s[at].key == "et" or s[at].key == "mais":
        at += 1
    if not (s[at].key in g.ARTICLES or s[at].capital) or any(
        i.key in _OPENERS for i in s[at : following.first]
    ):
        return False
    found = subject_before(s, following)
    return found is not None and found[0] == at


def _unfinished(s: Sentence, start: int, at: int) -> bool:
    """Whether a clause still lacks its verb at a comma before it (« que Rome, émue, a cédé »)."""
    verbs = any(g.is_finite(i.key, i.low) for i in s[start + 1 : at])
    if at + 1 >= len(s):
        return False
    item = s[at + 1]
    return not verbs and (g.is_finite(item.key, item.low) or item.key in g.CLITICS)


def _attends(s: Sentence, at: int) -> bool:
    """Whether a present participle opens after a comma (« …, se référant à », « …, ces derniers ayant fui »)."""
    while at < len(s) and s[at].key in _BEFORE_PARTICIPLE:
        at += 1
    if at < len(s) and s[at].key in _DETERMINERS:
        at = next((k for k in range(at + 1, min(at + 5, len(s))) if s[k].key in ("ayant", "etant")), at)
    return at < len(s) and s[at].low.endswith("ant") and len(s[at].low) > 4 and not s[at].capital


def _shifted(s: Sentence, cue: Cue) -> bool:
    """Whether a cue's finite verb is in the imperfect or the conditional, the tenses of what is reported."""
    finite = next((i for i in s[cue.first : cue.last + 1] if i.key not in g.CLITICS), s[cue.head])
    return finite.low.endswith(("ait", "aient")) and finite.low not in ("fait", "sait")


def _coordinated(
    s: Sentence, at: int, following: Cue | None, clause: bool, past: bool, shifted: bool
) -> bool:
    """Whether the conjunction at `at` goes on with the main clause rather than with the content."""
    if (
        following is not None
        and following.mode is not Mode.gerund
        and not (clause and following.mode is Mode.infinitive)
    ):
        lead = following.first - at - 1
        if clause and lead == 0 and _shifted(s, following) and not shifted:
            return False
        if lead == 0 or (lead == 1 and s[at + 1].key in g.PRONOUNS):
            return True
        compound = any(i.key in g.HAVE for i in s[following.first : following.head])
        if compound and 0 < lead < 24 and (found := subject_before(s, following)) and found[0] == at + 1:
            return True
    if at + 1 >= len(s):
        return False
    item = s[at + 1]
    finite = (item.key in g.AUXILIARIES and item.low != "à") or (
        item.key in g.CLITICS and at + 2 < len(s) and s[at + 2].key in g.AUXILIARIES and s[at + 2].low != "à"
    )
    if not clause and past and _acts(s, at + 1):
        return True
    if clause:
        return finite and past and item.key in ("a", "ont")
    return finite or (g.is_finite(item.key, item.low) and not item.capital)


def _leaves(s: Sentence, at: int, following: Cue | None, relative: bool) -> bool:
    """Whether the words after a comma leave the content."""
    if at >= len(s):
        return True
    key = s[at].key
    if following is not None and following.first - at <= 2:
        near = following.first - at <= 1
        if near and (following.mode is Mode.gerund or following.clitic is not None):
            return True
        if following.first == at and following.mode in (Mode.finite, Mode.passive):
            return True
        if (
            following.first - at == 2
            and s[at + 1].key in g.PRONOUNS
            and (key in g.RELATIVE or key in ("dont", "auquel", "que", "qu'"))
        ):
            return True
        if following.first == at + 1 and (
            key in g.PRONOUNS or key in ("et", "mais", "puis", "avant", "tout", "en")
        ):
            return True
    if relative and (
        key in g.AUXILIARIES or (key in g.CLITICS and at + 1 < len(s) and s[at + 1].key in g.AUXILIARIES)
    ):
        return s[at].low != "à"
    if (
        key in ("selon", "tandis", "lors", "suite", "comme", "apres")
        or (key, s[at + 1].key if at + 1 < len(s) else "") in _CIRCUMSTANCES
    ):
        return True
    if key == "sans" and infinitive(s, at + 1):
        return True
    if key in g.COUNTS and any(i.key == "apres" for i in s[at + 1 : at + 4]):
        return True
    if key in ("d'", "a") and at + 2 < len(s):
        return s[at + 1].key == "apres" or s[at + 2].key in ("croire", "issue", "occasion", "suite", "veille")
    if key in ("dans", "sur", "devant", "au", "par"):
        return any(i.key in g.FORUMS for i in s[at + 1 : at + 4])
    return key == "alors" and at + 1 < len(s) and s[at + 1].key in g.QUE
