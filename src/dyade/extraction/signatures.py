"""Who is named after a quotation that no cue takes: « … » (Odile Cathala, maire) ; « … ». La phrase est d'un élu ;
« … » : le patron du textile s'inquiète ; « … », lit-on dans un communiqué du parti."""

from __future__ import annotations

import re

from dyade.extraction import grammar as g
from dyade.extraction.drafts import Span
from dyade.extraction.incises import may_speak
from dyade.extraction.inversion import subject_after
from dyade.extraction.items import Sentence
from dyade.extraction.phrases import Range
from dyade.extraction.quotations import Quotation
from dyade.extraction.reading import Reading

_LEAST = 4
"""Words of a quotation that is no mere name."""
_BRACKET = re.compile(r"[.!?]?\s?\((?P<who>[^\W\d_][^()\n,]{5,60}(?:,[^()\n,]{3,60})?)[^()\n]{0,80}\)")
_SENTENCE = re.compile(
    r"""[.!?]?\s(?:L(?:a|e)[ ]|Les[ ]|C(?:ette|et|es|e)[ ]|L['’])
        (?:phrases?|formules?|mots?|expression|avertissement|aveu|constat|propos|menace|mise[ ]en[ ]garde|promesse|
        appel|réponse|tirade|jugement|diagnostic|cri|confidence|boutade)
        [ ](?:est|sont)[ ](?:signée?s?[ ])?(?:de[ ]|d['’])(?P<who>[^.;!?«“"\n]{3,90})""",
    re.VERBOSE,
)


def signature(reading: Reading, at: int, quotation: Quotation) -> Span | None:
    """Where the words stand that name the author of the quotation at item `at` after it; None where none do."""
    s, text = reading.s, reading.document.text
    if len(text[quotation.start : quotation.end].split()) < _LEAST:
        return None
    found = _SENTENCE.match(text, quotation.close) or _BRACKET.match(text, quotation.close)
    if found and any(word[0].isupper() for word in found["who"].split()[:2]):
        return found.span("who")
    if at:
        return None
    named = subject_after(s, 2) if len(s) > 2 and s[1].key == ":" else _author(s) if is_read(s) else None
    return reading.span(named) if named and may_speak(s, named) else None


def is_read(s: Sentence) -> bool:
    """Whether a sentence only says where the quotation that opens it is read (« …», peut-on lire sur un mur »)."""
    verb = next((k for k, i in enumerate(s[1:8], 1) if i.key in ("lit", "lire")), 0)
    return any(i.key == "on" for i in s[1 : verb + 3]) if verb else False


def _author(s: Sentence) -> Range | None:
    """Whose text it is in which a quotation is read (« dans un communiqué | de la coalition »)."""
    place = next((k for k, i in enumerate(s) if i.key in ("dans", "sur")), len(s))
    text = subject_after(s, place + 1)
    of = next((k for k in range(*text) if s[k].key in g.DE), None) if text else None
    return (of, text[1]) if text and of and of + 1 < text[1] else None
