"""Scores of a model and an extractor on annotated records, stage by stage and end to end.

dyade-evaluate data=seeds/test.jsonl output=out/
"""

from dyade.evaluation.page import error_page
from dyade.evaluation.stages import evaluate
from dyade.evaluation.terminal import table

__all__ = ["error_page", "evaluate", "table"]
