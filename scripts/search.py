"""Search over ranges of settings with Optuna.

python scripts/search.py search=bow trials=30
"""

from pathlib import Path

import hydra
from hydra import compose
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, store
from dyade.config import SearchConfig, TrainConfig

store("search", SearchConfig)
store("train", TrainConfig)


def training(overrides: list[str]) -> tuple[TrainConfig, Path]:
    """The settings and the run folder that `dyade-train` makes of the overrides."""
    hydra_part = compose("train", overrides, return_hydra_config=True).hydra
    return parse(TrainConfig, compose("train", overrides)), Path(hydra_part.run.dir)


@hydra.main(version_base="1.3", config_path="../conf", config_name="search")
def run(cfg: DictConfig) -> None:
    """Exit status 0, or 2 where a setting is wrong or Optuna is missing."""
    with clear_errors():
        config = parse(SearchConfig, cfg)
        from dyade.search import search

        print(search(config, training))


main = guarded(run, "search")

if __name__ == "__main__":
    main()
