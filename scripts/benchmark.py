"""Throughput and memory of each engine beside the plain Transformers pipeline.

python scripts/benchmark.py model=models/compact articles=500 output=benchmark.json
"""

import sys

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, paths, store
from dyade.config import BenchmarkConfig

store("benchmark", BenchmarkConfig)


@paths("model")
@hydra.main(version_base="1.3", config_path="../conf", config_name="benchmark")
def run(cfg: DictConfig) -> None:
    """Prints the table; exit status 1 when a contender could not run."""
    with clear_errors():
        config = parse(BenchmarkConfig, cfg)
        from dyade.benchmark import benchmark, table

        found = benchmark(config)
        print(table(found))
        sys.exit(1 if any(m.error for m in found) else 0)


main = guarded(run, "benchmark")

if __name__ == "__main__":
    main()
