"""Train a stance classifier into a run folder.

python scripts/train.py experiment=compact seed=1
torchrun --nproc-per-node 2 scripts/train.py experiment=compact seed=1
"""

import os
import sys
from pathlib import Path

import hydra
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, store
from dyade.config import TrainConfig

store("train", TrainConfig)


@hydra.main(version_base="1.3", config_path="../conf", config_name="train")
def run(cfg: DictConfig) -> float:
    """Returns the dev macro-F1, so that any sweeper can maximise it."""
    with clear_errors():
        config = parse(TrainConfig, cfg)
        from dyade.runs import run_training

        hydra_config = HydraConfig.get()
        folder = Path(hydra_config.runtime.output_dir)
        return float(run_training(config, folder, list(hydra_config.overrides.task))["dev"])


main = guarded(run, "train")

if int(os.environ.get("RANK", "0")):  # of torchrun's processes, the first writes for all
    sys.argv += ["hydra.output_subdir=null", "hydra/job_logging=disabled"]

if __name__ == "__main__":
    main()
