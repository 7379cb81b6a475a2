"""Train a stance classifier into a run folder.

python scripts/train.py experiment=compact seed=1
"""

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
        metrics = run_training(
            config, Path(hydra_config.runtime.output_dir), list(hydra_config.overrides.task)
        )
        return float(metrics["dev"])


main = guarded(run, "train")

if __name__ == "__main__":
    main()
