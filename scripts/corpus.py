"""The counts of annotated corpora, as they stand in the data card, and what they repeat.

python scripts/corpus.py seeds/train.jsonl seeds/dev.jsonl
"""

import sys
from dataclasses import asdict

from dyade.corpus import count, repeated_runs, repeated_sentences
from dyade.sources import read_records


def main() -> None:
    """Prints a block of counts for each file; exit status 1 when sentences or runs recur."""
    if len(sys.argv) < 2:
        sys.exit("usage: dyade-corpus FILE.jsonl …")
    everything = []
    for path in sys.argv[1:]:
        articles = read_records(path)
        everything += articles
        print(path)
        for name, value in asdict(count(articles)).items():
            print(f"  {name:24s} {value}")
    sentences, runs = list(repeated_sentences(everything)), repeated_runs(everything)
    for sentence, first, second in sentences:
        print(f"sentence in {first} and {second}: {sentence}")
    for run, number in runs.items():
        print(f"run in {number} articles: {run}")
    sys.exit(1 if sentences or runs else 0)


if __name__ == "__main__":
    main()
