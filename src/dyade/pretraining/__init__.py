"""Pretraining of the compact French encoder from raw text: tokeniser, vectors, masked-language model."""

from dyade.pretraining.loop import pretrain

__all__ = ["pretrain"]
