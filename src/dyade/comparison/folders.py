"""Run folders as the comparison reads them: which runs there are, on what data, and what each predicted."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from dyade.comparison.settings import distinct_names, flat, natural
from dyade.records import Label
from dyade.scores import Floats, Ints

Key = tuple[str, int, int]
"""A pair: the article's id, the statement's place in it, the stance's place in that."""


class ComparisonError(ValueError):
    """The runs cannot be compared; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader of a comparison must know, for the terminal and for the page."""

    english: str
    french: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a finished run recorded, without its predictions."""

    folder: Path
    name: str
    seed: int
    config_hash: str
    config: Mapping[str, Any]
    record: Mapping[str, Any]
    """run.json: commit, versions, data …"""
    metrics: Mapping[str, Any]

    def data(self, split: str) -> tuple[Path, str]:
        """Path and SHA-256 of a split's file."""
        found = self.record["data"].get(split)
        if not found:
            raise ComparisonError(
                f"{self.folder}/run.json: does not say what data `{split}` is; train the run again"
            )
        return Path(found["path"]), str(found["sha256"])

    @property
    def identity(self) -> tuple[str, str, str]:
        """What runs of one experiment share: the settings but the seed, and the contents of train and dev."""
        return self.config_hash, self.data("train")[1], self.data("dev")[1]

    @property
    def settings(self) -> dict[str, str]:
        """Every setting by dotted key, and the beginning of the checksum of the training data."""
        return {**flat(self.config), "data.train sha256": self.data("train")[1][:8]}


@dataclass(frozen=True, eq=False, slots=True)
class Experiment:
    """The runs of one configuration on one training set, which differ by their seed alone."""

    name: str
    """The configured name; with the settings that differ, or the hash, where several share it."""
    runs: tuple[Run, ...]
    probabilities: Floats
    """*Shape* (runs, pairs, labels)."""

    @property
    def predicted(self) -> Ints:
        """Class ids, *shape* (runs, pairs)."""
        return np.asarray(self.probabilities.argmax(axis=2))


@dataclass(frozen=True, eq=False, slots=True)
class Scored:
    """Experiments on the very same pairs."""

    split: str
    keys: tuple[Key, ...]
    gold: Ints
    experiments: tuple[Experiment, ...]
    units: tuple[str, ...]
    """What each pair is resampled with: its article, or the group of near twins that this belongs to."""

    @property
    def articles(self) -> Ints:
        """The number of each pair's article, from 0 without gaps, *shape* (pairs,)."""
        return np.unique([article for article, _, _ in self.keys], return_inverse=True)[1]

    @property
    def clusters(self) -> Ints:
        """The number of each pair's unit, likewise."""
        return np.unique(self.units, return_inverse=True)[1]


def find_runs(paths: Iterable[str]) -> tuple[list[Run], list[Note]]:
    """The finished runs in folders, folders of folders and globs, and notes on what was passed over.

    Raises:
        ComparisonError: a path leads to no run, or a run's files are broken.
    """
    kept: dict[tuple[object, int], Run] = {}
    notes: list[Note] = []
    for folder in sorted({f.resolve(): f for path in paths for f in _folders(path)}.values()):
        if not (folder / "metrics.json").exists():
            notes.append(
                Note(
                    f"{folder} is not finished and was left out",
                    f"{folder} n’est pas terminé et a été écarté",
                )
            )
            continue
        run = read_run(folder)
        twin = kept.get((run.identity, run.seed))
        if twin:
            same = f"{folder} repeats the settings and seed of {twin.folder} and was left out"
            notes.append(
                Note(same, f"{folder} répète les réglages et la graine de {twin.folder} et a été écarté")
            )
        else:
            kept[run.identity, run.seed] = run
    if not kept:
        raise ComparisonError(f"no finished run in {', '.join(paths)}; train one with dyade-train")
    return list(kept.values()), notes + _commits(list(kept.values()))


def _commits(runs: Sequence[Run]) -> list[Note]:
    """A note where the runs were not all made by the same code."""
    made = sorted({str(run.record.get("commit"))[:9] for run in runs})
    if len(made) < 2:
        return []
    return [
        Note(
            f"the runs were made at {len(made)} commits ({', '.join(made)}): differences may be the code's",
            f"les entraînements datent de {len(made)} versions du code ({', '.join(made)}), "
            "d’où peuvent venir des différences",
        )
    ]


def _folders(path: str) -> list[Path]:
    """The run folders that a path means: every folder with a `run.json`."""
    places = [Path(path)] if Path(path).exists() else [Path(p) for p in glob.glob(path, recursive=True)]
    found = [file.parent for place in places for file in place.rglob("run.json")]
    if not found:
        raise ComparisonError(f"{path}: no run folder here (a folder with run.json); check the path")
    return found


def read_run(folder: Path) -> Run:
    """A finished run.

    Raises:
        ComparisonError: a file is missing or is not what a run writes.
    """
    try:
        metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
        return Run(folder, metrics["name"], metrics["seed"], record["config_hash"], config, record, metrics)
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise ComparisonError(f"{folder}: is no whole run folder ({error!r}); train it again") from None


def choose_split(runs: Sequence[Run], wanted: str | None) -> str:
    """The split to compare on: the wanted one, else test, else dev; every run must have scored it."""
    shared = set.intersection(*(set(run.metrics["splits"]) for run in runs))
    split = wanted or ("test" if "test" in shared else "dev")
    if split not in shared:
        lacking = next(run.folder for run in runs if split not in run.metrics["splits"])
        raise ComparisonError(
            f"split={split}: {lacking} did not score it; all scored {', '.join(sorted(shared)) or 'none'}"
        )
    return split


def same_data(runs: Sequence[Run], split: str) -> None:
    """Refuses runs that were scored on different files."""
    first = runs[0]
    path, digest = first.data(split)
    for run in runs[1:]:
        other_path, other = run.data(split)
        if other != digest:
            raise ComparisonError(
                f"not comparable: {first.folder} was scored on {path} ({digest[:8]}) and {run.folder} on "
                f"{other_path} ({other[:8]}), whose contents differ; compare them apart, or train one again"
            )


def read_scored(runs: Sequence[Run], split: str) -> Scored:
    """The runs' predictions on one split, as experiments on common pairs.

    Raises:
        ComparisonError: the runs do not hold the same pairs with the same gold labels, or too few to compare.
    """
    groups: dict[object, list[Run]] = {}
    for run in runs:
        groups.setdefault(run.identity, []).append(run)
    keys, gold, _ = read_predictions(runs[0], split)
    if len({article for article, _, _ in keys}) < 2:
        raise ComparisonError(f"split={split}: holds fewer than two articles; there is nothing to compare")
    first = [group[0] for group in groups.values()]
    names = distinct_names(
        [r.name for r in first], [r.settings for r in first], [r.config_hash for r in first]
    )
    experiments = []
    for name, unsorted in sorted(zip(names, groups.values(), strict=True), key=lambda x: natural(x[0])):
        group = sorted(unsorted, key=lambda r: r.seed)
        found = []
        for run in group:
            other_keys, other_gold, probabilities = read_predictions(run, split)
            if other_keys != keys or not np.array_equal(other_gold, gold):
                raise ComparisonError(
                    f"not comparable: {run.folder} and {runs[0].folder} hold other pairs or labels in {split}"
                )
            found.append(probabilities)
        experiments.append(Experiment(name, tuple(group), np.stack(found)))
    return Scored(split, keys, gold, tuple(experiments), tuple(article for article, _, _ in keys))


def read_predictions(run: Run, split: str) -> tuple[tuple[Key, ...], Ints, Floats]:
    """The pairs of one split in their order, their gold class ids, and the run's probabilities for them."""
    order = {label.value: n for n, label in enumerate(Label)}
    try:
        with (run.folder / "predictions.jsonl").open(encoding="utf-8") as lines:
            rows = [row for row in map(json.loads, lines) if row["split"] == split]
        keyed = sorted(((row["article"], row["statement"], row["stance"]), row) for row in rows)
        gold = np.array([order[row["gold"]] for _, row in keyed], dtype=np.int64)
        probabilities = np.array([row["probabilities"] for _, row in keyed]).reshape(len(rows), len(Label))
        return tuple(key for key, _ in keyed), gold, probabilities
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ComparisonError(
            f"{run.folder}/predictions.jsonl: cannot be read ({error!r}); train the run again"
        ) from None
