"""Actors as data: which words of a text denote which state, organisation or person, and why."""

from dyade.actors.lexicon import Entry, Lexicon, load_lexicon
from dyade.actors.mentions import Mention, find_mentions

__all__ = ["Entry", "Lexicon", "Mention", "find_mentions", "load_lexicon"]
