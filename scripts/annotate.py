"""The round trip with annotation tools, and the agreement of two annotations.

python scripts/annotate.py export seeds/dev.jsonl output=tasks.json tool=labelstudio
python scripts/annotate.py import tasks.json output=records.jsonl
python scripts/annotate.py agreement first.jsonl second.jsonl output=agreement.json
"""

import sys

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, positional, store
from dyade.config import AnnotateConfig

store("annotate", AnnotateConfig)


@positional("arguments")
@hydra.main(version_base="1.3", config_path="../conf", config_name="annotate")
def run(cfg: DictConfig) -> None:
    """Exit status 0 when everything was carried over, 1 when something was refused, 2 for wrong use."""
    with clear_errors():
        config = parse(AnnotateConfig, cfg)
        from dyade.annotation.exchange import annotate

        report, refused = annotate(config)
        print(report)
        for rejection in refused:
            print(rejection, file=sys.stderr)
        sys.exit(1 if refused else 0)


main = guarded(run, "annotate")

if __name__ == "__main__":
    main()
