"""Score every stage on annotated records.

python scripts/evaluate.py data=seeds/test.jsonl output=out/ model=models/compact
"""

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, paths, store
from dyade.config import EvaluateConfig

store("evaluate", EvaluateConfig)


@paths("model", "data")
@hydra.main(version_base="1.3", config_path="../conf", config_name="evaluate")
def run(cfg: DictConfig) -> None:
    """Prints the table and writes metrics.json and errors.html."""
    with clear_errors():
        config = parse(EvaluateConfig, cfg)
        from dyade.evaluation import evaluate, table

        print(table(evaluate(config)))


main = guarded(run, "evaluate")

if __name__ == "__main__":
    main()
