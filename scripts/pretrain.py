"""Pretrain the compact French encoder from raw text; stops and resumes with the same command.

python scripts/pretrain.py corpus=corpus.txt.xz output=models/compact-encoder minutes=120
torchrun --nproc-per-node 2 scripts/pretrain.py corpus=corpus.txt.xz output=encoder steps=10000
"""

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, store
from dyade.config import PretrainConfig

store("pretrain", PretrainConfig)


@hydra.main(version_base="1.3", config_path="../conf", config_name="pretrain")
def run(cfg: DictConfig) -> float:
    """Returns the validation loss, for sweeps."""
    with clear_errors():
        config = parse(PretrainConfig, cfg)
        from dyade.pretraining import pretrain

        record = pretrain(config)
        print(f"validation loss {record['validation_loss']:.3f} after {record['tokens']} tokens")
        return float(record["validation_loss"])


main = guarded(run, "pretrain")

if __name__ == "__main__":
    main()
