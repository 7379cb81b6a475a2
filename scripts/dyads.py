"""The dyad time series: a table by period, source and target, and a page of plots beside it.

python scripts/dyads.py input=out/predictions.jsonl output=weekly.csv period=week
"""

from pathlib import Path

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, store
from dyade.config import DyadsConfig

store("dyads", DyadsConfig)


@hydra.main(version_base="1.3", config_path="../conf", config_name="dyads")
def run(cfg: DictConfig) -> None:
    """Writes OUTPUT and the page beside it; prints what they hold and what was left out."""
    with clear_errors():
        config = parse(DyadsConfig, cfg)
        from dyade.series.table import write_series

        found = write_series(config)
        print(f"{found.rows} dyads, {len(found.steps)} rows by {config.period}")
        print(f"left out: {found.undated} without a date, {found.unjudged} without a label")
        print(f"written to {config.output} and {Path(config.output).with_suffix('.html')}")


main = guarded(run, "dyads")

if __name__ == "__main__":
    main()
