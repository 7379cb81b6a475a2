"""How a wrong value is refused: with the key, the value and the rule."""

from __future__ import annotations


class ConfigError(ValueError):
    """A setting has a value that cannot work; the message names the key, the value and the rule."""


def need(holds: bool, key: str, value: object, rule: str) -> None:
    """Raises ConfigError unless the rule holds."""
    if not holds:
        raise ConfigError(f"{key}={value!r}: {rule}")
