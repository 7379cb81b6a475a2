"""Compare experiments: intervals, paired tests and a page, from the folders of their runs.

python scripts/compare.py runs/ baseline=bow output=out/
"""

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, positional, store
from dyade.config import CompareConfig

store("compare", CompareConfig)


@positional("runs")
@hydra.main(version_base="1.3", config_path="../conf", config_name="compare")
def run(cfg: DictConfig) -> None:
    """Exit status 0, or 2 where the runs cannot be compared."""
    with clear_errors():
        config = parse(CompareConfig, cfg)
        from dyade.comparison import compare

        print(compare(config))


main = guarded(run, "compare")

if __name__ == "__main__":
    main()
