"""Which dictionary entry fired for each mention of an actor, and why.

python scripts/actors.py "Moscou menace l'Ukraine, dit le Kremlin." actors.overlay=my_actors.csv
"""

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, positional, store
from dyade.config import ExplainConfig

store("actors", ExplainConfig)


@positional("text")
@hydra.main(version_base="1.3", config_path="../conf", config_name="actors")
def run(cfg: DictConfig) -> None:
    """Prints the table."""
    with clear_errors():
        config = parse(ExplainConfig, cfg)
        from dyade.explanation import explain

        print(explain(config))


main = guarded(run, "actors")

if __name__ == "__main__":
    main()
