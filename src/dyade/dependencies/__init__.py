"""Extraction by the dependencies of a spaCy pipeline: verbs of speech with their clauses, subjects and quotations.

`pipeline` loads and runs it, `reported` reads a parsed paragraph, `extractor` gives the statements of an article.
"""
