"""Refits the weights of extraction's clues on the seed corpus and prints what they reach.

python scripts/weights.py seeds/train.jsonl seeds/dev.jsonl src/dyade/data seeds/test.jsonl
"""

import sys
from pathlib import Path

from dyade.actors import load_lexicon
from dyade.extraction.fitting.refit import refit
from dyade.sources import read_records


def main() -> None:
    """Fits on the first file, sets thresholds on the second, writes into the third, scores what follows."""
    if len(sys.argv) < 4:
        sys.exit("usage: dyade-weights TRAIN.jsonl DEV.jsonl FOLDER [TEST.jsonl …]")
    train, dev = (read_records(path) for path in sys.argv[1:3])
    tests = {path: read_records(path) for path in (sys.argv[2], *sys.argv[4:])}
    for line in refit(train, dev, tests, load_lexicon(), Path(sys.argv[3])):
        print(line)


if __name__ == "__main__":
    main()
