"""What tells experiments apart: the settings that differ, and names made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

_NO_SETTINGS = {"name", "seed", "resume"}
"""Keys of a configuration that tell runs apart without changing what is trained."""
_IN_A_NAME = 2
"""The most settings that a name is made of; beyond that the configuration's hash is clearer."""

Settings = Mapping[str, str]
"""Values by dotted key."""


def flat(config: Mapping[str, Any]) -> dict[str, str]:
    """The settings of a configuration by dotted key, without those that change nothing in what is trained."""
    return {key: value for key, value in _flat(config, "") if key not in _NO_SETTINGS}


def _flat(config: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in config.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def differing(settings: Sequence[Settings]) -> dict[str, list[str]]:
    """The settings in which experiments differ: one value each by dotted key; – where it has none."""
    keys = dict.fromkeys(key for one in settings for key in one)
    rows = {key: [one.get(key, "–") for one in settings] for key in keys}
    return {key: values for key, values in rows.items() if len(set(values)) > 1}


def distinct_names(names: Sequence[str], settings: Sequence[Settings], hashes: Sequence[str]) -> list[str]:
    """A name each: the configured one, with the settings that differ (else the hash) where several share it."""
    found = list(names)
    for name in {n for n in names if names.count(n) > 1}:
        places = [k for k, n in enumerate(names) if n == name]
        endings = _endings([settings[k] for k in places]) or [hashes[k] for k in places]
        for k, ending in zip(places, endings, strict=True):
            found[k] = f"{name} {ending}"
    return found


def _endings(settings: Sequence[Settings]) -> list[str]:
    """`key=value` of the fewest settings that tell all apart; empty where that takes too many."""
    rows = differing(settings)
    for count in range(1, _IN_A_NAME + 1):
        for keys in combinations(rows, count):
            endings = [", ".join(f"{key}={rows[key][k]}" for key in keys) for k in range(len(settings))]
            if len(set(endings)) == len(endings):
                return endings
    return []


def natural(name: str) -> list[tuple[float, str]]:
    """A sort key in which numbers stand by their size."""
    parts = name.replace("=", " ").replace(",", " ").split()
    return [_part(part) for part in parts]


def _part(part: str) -> tuple[float, str]:
    try:
        return float(part), ""
    except ValueError:
        return float("inf"), part
