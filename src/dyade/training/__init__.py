"""Training: fine-tune a French encoder, or fit the bag of words, choose on dev, calibrate, score.

    dyade-train experiment=compact seed=1
    torchrun --nproc-per-node 2 scripts/train.py experiment=compact

Choices are made on dev alone; the other splits are only scored, at the end.
"""

from dyade.training.arguments import trainer_arguments
from dyade.training.calibration import fit_temperature, fit_threshold
from dyade.training.data import to_dataset
from dyade.training.run import train
from dyade.training.scoring import score

__all__ = ["fit_temperature", "fit_threshold", "score", "to_dataset", "train", "trainer_arguments"]
