"""Pretraining of the compact French encoder from raw text: tokeniser, vectors, masked-language model."""
