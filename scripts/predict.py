"""Batch inference: files in, labelled statements and dyads out.

python scripts/predict.py input=seeds/articles output=out/
"""

import sys

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, paths, store
from dyade.config import PredictConfig

store("predict", PredictConfig)


@paths("model")
@hydra.main(version_base="1.3", config_path="../conf", config_name="predict")
def run(cfg: DictConfig) -> None:
    """Exit status 0 when every input was processed, 1 when some were rejected, 2 for a wrong setting."""
    with clear_errors():
        config = parse(PredictConfig, cfg)
        from dyade.batch import predict

        done = predict(config)
        print(
            f"{done.articles} articles, {done.statements} statements, {done.pairs} stances in {done.seconds:.1f} s; "
            f"{done.rejected} inputs rejected; written to {config.output}"
        )
        sys.exit(1 if done.rejected else 0)


main = guarded(run, "predict")

if __name__ == "__main__":
    main()
