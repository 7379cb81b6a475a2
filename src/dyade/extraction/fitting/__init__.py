"""Fitting the weights of clues on annotated articles; only this needs scikit-learn."""
