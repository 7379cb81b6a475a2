"""Check annotated records, naming file, line, field and rule of every fault.

python scripts/validate.py seeds/train.jsonl seeds/dev.jsonl
"""

import sys

import hydra
from omegaconf import DictConfig

from dyade.compose import clear_errors, guarded, parse, positional, store
from dyade.config import ValidateConfig

store("validate", ValidateConfig)


@positional("files")
@hydra.main(version_base="1.3", config_path="../conf", config_name="validate")
def run(cfg: DictConfig) -> None:
    """Exit status 0 when clean, 1 when there are faults, 2 for wrong use."""
    with clear_errors():
        config = parse(ValidateConfig, cfg)
        from dyade.actors import load_lexicon
        from dyade.validation import validate

        faults = 0
        for finding in validate(config.files, load_lexicon(config.actors.path)):
            print(finding)
            faults += 1
        print(f"{faults} faults in {', '.join(config.files)}", file=sys.stderr)
        sys.exit(1 if faults else 0)


main = guarded(run, "validate")

if __name__ == "__main__":
    main()
