"""Why words of a text were taken for an actor: the entry that fired, the file it comes from, the reason.

    dyade-actors "Moscou menace l'Ukraine, dit le Kremlin."

Words that denote an actor by the article alone (« le ministre », « il ») are no matter of the dictionary and
do not appear.
"""

from __future__ import annotations

from dyade.actors import find_mentions, load_lexicon
from dyade.config import ExplainConfig
from dyade.sources import InputError
from dyade.tables import aligned


def explain(config: ExplainConfig) -> str:
    """One line for each mention of an actor in `config.text`, as a table; a place is marked as such.

    Raises:
        InputError: the text is empty.
    """
    text = " ".join(config.text)
    if not text.strip():
        raise InputError(
            'the text is empty; give it after the command, as in dyade-actors "Moscou menace l\'Ukraine"'
        )
    lexicon = load_lexicon(config.actors.path)
    mentions = find_mentions(text, lexicon, config.date)
    if not mentions:
        return "no entry fired; add the missing form to a file of your own and give it as actors.overlay=FILE"
    rows = [
        (
            m.start,
            text[m.start : m.end],
            m.code,
            m.sort,
            m.entry.source,
            m.entry.form,
            "place" if m.place else "actor",
            m.why,
        )
        for m in mentions
    ]
    return aligned(("at", "words", "code", "sort", "file", "entry", "as", "why"), rows)
