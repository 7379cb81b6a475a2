"""From a composed Hydra configuration to the dataclass of a command; how a command ends.

Hydra merges files and the command line. The strict second merge here refuses what Hydra lets through: a key
added with `+`, a value of the wrong type.
"""

from __future__ import annotations

import contextlib
import difflib
import functools
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from typing import Any, NoReturn, TypeVar

from hydra.core.config_store import ConfigStore
from hydra.core.override_parser.types import Quote, QuotedString
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import ConfigKeyError, OmegaConfBaseException

from dyade.config import ConfigError

T = TypeVar("T")


def store(name: str, schema: type[Any]) -> None:
    """Registers a command's dataclass as `NAME_schema`, the first entry of its defaults list."""
    node = OmegaConf.structured(schema)
    _unlock(node)
    ConfigStore.instance().store(name=f"{name}_schema", node=node)


def _unlock(node: DictConfig) -> None:
    """Lets files and the command line fill a schema: frozen dataclasses come as read-only nodes."""
    OmegaConf.set_readonly(node, False)
    for key in node:
        child = node._get_node(key)
        if isinstance(child, DictConfig) and is_dataclass(child._metadata.ref_type):
            if child._is_missing():
                node[key] = OmegaConf.structured(child._metadata.ref_type)
            _unlock(node[key])
        elif isinstance(child, DictConfig):
            OmegaConf.set_struct(child, False)  # its keys are free: `trainer.report_to=…` needs no `+`


def parse(schema: type[T], cfg: DictConfig) -> T:
    """The dataclass that a composed configuration describes.

    Raises:
        ConfigError: an unknown key, a missing one, or a value of the wrong type; the message names it.
    """
    node = OmegaConf.structured(schema)
    _unlock(node)
    try:
        plain = OmegaConf.to_container(cfg, resolve=True)
        merged = OmegaConf.merge(node, plain)
        missing = sorted(map(str, OmegaConf.missing_keys(merged)))
        if missing:
            raise ConfigError(f"give a value for {', '.join(missing)}, as in {missing[0]}=…")
        return OmegaConf.to_object(merged)  # type: ignore[return-value]
    except ConfigKeyError as error:
        key = str(error.full_key)
        raise ConfigError(f"no setting {key!r}{close_match(key, keys_of(node))}") from None
    except OmegaConfBaseException as error:
        raise ConfigError(str(error).partition("\n")[0] + f" ({error.full_key})") from None


def _run_stamp(*, _root_: DictConfig) -> str:
    """`CONFIGHASH-seedN` of the training run that is being composed."""
    from dyade.config import TrainConfig
    from dyade.runs import config_hash, plain

    settings = OmegaConf.masked_copy(_root_, [str(key) for key in _root_ if key != "hydra"])
    config = parse(TrainConfig, settings)
    return f"{config_hash(plain(config))}-seed{config.seed}"


OmegaConf.register_new_resolver("run_stamp", _run_stamp, replace=True)


def close_match(key: str, known: list[str]) -> str:
    """« ; did you mean X? » where a known key is near, else the known keys."""
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else f"; the settings are {', '.join(known)}"


def keys_of(cfg: DictConfig, prefix: str = "") -> list[str]:
    """Every key of a configuration by its full path."""
    found: list[str] = []
    for name, value in cfg.items_ex(resolve=False):
        key = str(name)
        found.append(f"{prefix}{key}")
        if isinstance(value, DictConfig) and not value._is_none() and not value._is_missing():
            found += keys_of(value, f"{prefix}{key}.")
    return found


_PATHS: dict[str, str] = {}
"""What `paths` took off the command line."""

OmegaConf.register_new_resolver("path", lambda name, default="???": _PATHS.get(name, default), replace=True)


def paths(*names: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Lets a command take `NAME=PATH` where `conf/NAME/` is a group of another command.

    Hydra would look for the path among the group's files. The command's YAML reads it as `${path:NAME}`.
    """
    option = re.compile(rf"({'|'.join(names)})=(.*)", re.DOTALL)

    def decorate(main: Callable[[], Any]) -> Callable[[], Any]:
        @functools.wraps(main)
        def run() -> Any:
            taken = [m for m in map(option.fullmatch, sys.argv[1:]) if m]
            _PATHS.update({m[1]: m[2] for m in taken})
            sys.argv[1:] = [x for x in sys.argv[1:] if not option.fullmatch(x)]
            return main()

        return run

    return decorate


def positional(name: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Lets a command take plain arguments: those before the first flag without `key=` become `name=[…]`.

    Stands above `hydra.main`, which knows `key=value` only:

        @positional("files")
        @hydra.main(version_base="1.3", config_path="../conf", config_name="validate")
    """

    def decorate(main: Callable[[], Any]) -> Callable[[], Any]:
        @functools.wraps(main)
        def run() -> Any:
            given = sys.argv[1:]
            flag = next((n for n, x in enumerate(given) if x.startswith("-") and x != "-"), len(given))
            values = [x for x in given[:flag] if not _OVERRIDE.match(x)]
            if values:
                settings = [x for x in given[:flag] if _OVERRIDE.match(x)]
                listed = f"{name}=[{','.join(map(_quoted, values))}]"
                sys.argv[1:] = [listed, *settings, *given[flag:]]
            return main()

        return run

    return decorate


_OVERRIDE = re.compile(r"[+~]*[A-Za-z_][\w./@-]*=")


def _quoted(value: str) -> str:
    """A string as Hydra's grammar takes it, so that the setting holds just this string."""
    for _ in range(2):  # resolved once by Hydra's configuration and once by the strict merge of `parse`
        value = re.sub(r"(\\*)\$\{", lambda m: m[1] * 2 + r"\${", value)
    return str(QuotedString(value, Quote.single).with_quotes())


@contextlib.contextmanager
def clear_errors() -> Iterator[None]:
    """Ends the command with one clear line and exit status 2 for an error that the user can mend."""
    try:
        yield
    except (OmegaConfBaseException, ValueError, OSError, FloatingPointError) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(130)


def guarded(main: Callable[[], Any], name: str) -> Callable[[], None]:
    """A command whose composition errors are one clear line too, with the close match of a misspelt key.

    Args:
        main: the function that `hydra.main` made.
        name: the command's primary config.
    """

    def run() -> None:
        os.environ["HYDRA_FULL_ERROR"] = "1"  # Hydra then raises what it would print in its own words
        if not sys.stderr.isatty():
            for bars in _BARS:
                os.environ.setdefault(bars, "1")
        with clear_errors():
            try:
                main()
            except HydraException as error:
                _fail(_explained(error, name))

    return run


_BARS = ("HF_HUB_DISABLE_PROGRESS_BARS", "HF_DATASETS_DISABLE_PROGRESS_BARS")
"""What Transformers and Datasets read when they are imported; a log has no use for their bars."""


def _fail(message: str) -> NoReturn:
    sys.stderr.write(f"error: {message.strip()}\n")
    sys.exit(2)


def _explained(error: HydraException, name: str) -> str:
    """Hydra's message in one line; a key that it does not know gets the close match."""
    message = str(error)
    if found := _UNKNOWN.search(message):
        return f"no setting {found[1]!r}{close_match(found[1], _known_settings(name))}"
    if found := _UNKNOWN_IN_FILE.search(message):
        return f"{found[1]}.yaml: no setting {found[2]!r}{close_match(found[2], _known_settings(name))}"
    cause = f" ({error.__cause__})" if error.__cause__ else ""
    return " ".join(f"{message}{cause}".split())


def _known_settings(name: str) -> list[str]:
    """The settings of a command, from the schema that it registered."""
    schema = ConfigStore.instance().load(f"{name}_schema.yaml").node
    return keys_of(schema)


_UNKNOWN = re.compile(r"Could not override '([^']+)'")
_UNKNOWN_IN_FILE = re.compile(r"In '([^']+)':.*Key '[^']*' not in .*full_key: (\S+)", re.DOTALL)
