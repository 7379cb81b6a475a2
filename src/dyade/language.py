"""Whether a text is French, from the function words of French and of the languages taken for it."""

from __future__ import annotations

import re

_FUNCTION_WORDS = {
    "fr": """le la les l' un une des du de d' et est sont a au aux en dans par pour sur avec que qui qu' ne n' pas se s'
        ce c' il elle ils elles son sa ses leur plus mais ou où été selon cette ces nous vous je j' y""",
    "en": "the of and to in a is that for on with was as by are be he it at from has have said not this which will",
    "es": "el la los las un una de del y en que por para con se su sus es no lo al como más está según ha dijo",
    "it": "il lo la i gli le un una di del della e è che per con non si su da al nel sono ha ma come più dei alla",
    "pt": "o a os as um uma de do da dos e em que por para com se não no na ao é mais como foi seu sua disse está",
    "de": "der die das und ist in den von zu mit dem des auf für ein eine nicht sich als auch es an werden hat dass",
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+['’]?")


def looks_french(text: str, words: int = 400) -> bool:
    """False where another language's function words outnumber the French ones, or hardly any is French.

    Only the first `words` words count. Texts of fewer than eight words pass: they are too short to tell.
    """
    found = [m[0].lower().replace("’", "'") for _, m in zip(range(words), _WORD.finditer(text), strict=False)]
    if len(found) < 8:
        return True
    shares = {language: sum(w in known for w in found) / len(found) for language, known in _WORDS.items()}
    return shares["fr"] == max(shares.values()) and (shares["fr"] >= 0.08 or len(found) < 40)
