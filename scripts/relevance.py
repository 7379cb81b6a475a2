"""Refits the weights of counterparties' clues on the seed corpus and prints the F1 that they reach.

python scripts/relevance.py seeds/train.jsonl seeds/dev.jsonl src/dyade/data/relevance.csv seeds/test.jsonl
"""

import csv
import sys
from pathlib import Path

from dyade.actors import load_lexicon
from dyade.extraction.fitting import f1, fit, read
from dyade.extraction.relevance import BIAS, KEPT, LEAST
from dyade.sources import read_records

STRENGTH, LEAST_OFTEN, WHOLE = 0.1, 25, 2.0


def main() -> None:
    """Fits on the first file, sets thresholds on the second, writes the third, scores what follows."""
    if len(sys.argv) < 4:
        sys.exit("usage: dyade-relevance TRAIN.jsonl DEV.jsonl WEIGHTS.csv [TEST.jsonl …]")
    lexicon = load_lexicon()
    train, dev = ([read(a, lexicon) for a in read_records(path)] for path in sys.argv[1:3])
    found = fit(train, dev, STRENGTH, LEAST_OFTEN, WHOLE)
    rows = [(BIAS, found.bias), (LEAST, found.least), (KEPT, found.kept), *sorted(found.weights.items())]
    with Path(sys.argv[3]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("clue", "weight"), *((clue, f"{weight:.3f}") for clue, weight in rows)])
    for path in (sys.argv[2], *sys.argv[4:]):
        score = f1([read(a, lexicon) for a in read_records(path)], found)
        print(f"{path}  counterparties F1 {score:.3f}")


if __name__ == "__main__":
    main()
