"""A search over ranges of settings with Optuna; each trial is an ordinary run, or one a seed.

    dyade-search search=bow trials=30

Dev alone judges. The journal keeps every trial, so that a search that was stopped goes on; a trial that was
interrupted is taken up again, and its finished runs are not trained twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from dyade.config import ConfigError, SearchConfig, TrainConfig
from dyade.runs import run_training
from dyade.tables import aligned

if TYPE_CHECKING:
    from optuna import Study, Trial

log = logging.getLogger(__name__)

Compose = Callable[[list[str]], tuple[TrainConfig, Path]]
"""From the overrides of `train` to its settings and run folder."""
SHOWN = 10
"""Trials in the table."""


def search(config: SearchConfig, compose: Compose, root: Path = Path("runs")) -> str:
    """Runs trials until there are enough; returns the best of them as text.

    Raises:
        ConfigError: Optuna is missing, or a setting cannot work.
    """
    study = _study(config, root / config.name / "search.log")
    while (done := len(_finished(study))) < config.trials:
        trial = study.ask()
        values = {key: _suggest(trial, key, range_) for key, range_ in config.space.items()}
        overrides = [
            *config.train,
            f"name={config.name}",
            *(f"{key}={_override(v)}" for key, v in values.items()),
        ]
        folders, scores = [], []
        for seed in config.seeds:
            one = [*overrides, f"seed={seed}"]
            settings, folder = compose(one)
            scores.append(float(run_training(settings, folder, one)["dev"]))
            folders.append(str(folder))
        trial.set_user_attr("runs", folders)
        trial.set_user_attr("overrides", overrides)
        study.tell(trial, fmean(scores))
        log.info("trial %d of %d: dev macro-F1 %.4f with %s", done + 1, config.trials, fmean(scores), values)
    return table(study, config)


def _study(config: SearchConfig, journal: Path) -> Study:
    """The study of a journal, new or continued."""
    try:
        import optuna
        from optuna.storages import JournalStorage
        from optuna.storages.journal import JournalFileBackend
        from optuna.trial import TrialState
    except ImportError:
        raise ConfigError("search needs optuna; install it with pip install 'dyade[sweep]'") from None
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    journal.parent.mkdir(parents=True, exist_ok=True)
    study = optuna.create_study(
        storage=JournalStorage(JournalFileBackend(str(journal))),
        study_name=config.name,
        direction="maximize",
        load_if_exists=True,
    )
    asked = {"train": config.train, "space": config.space, "seeds": config.seeds}
    before = study.user_attrs.get("asked")
    if before not in (None, asked):
        changed = ", ".join(key for key in asked if before.get(key) != asked[key])
        raise ConfigError(
            f"name={config.name!r}: {journal} began with another {changed}; choose another name"
        )
    study.set_user_attr("asked", asked)
    for trial in study.get_trials(states=(TrialState.RUNNING,)):
        study.tell(trial.number, state=TrialState.FAIL)
        study.enqueue_trial(trial.params)
    # seeded anew at each sitting, so as not to draw the first sitting's trials again
    study.sampler = optuna.samplers.TPESampler(seed=config.sampler_seed + len(study.trials))
    return study


def _finished(study: Study) -> list[Any]:
    from optuna.trial import TrialState

    return study.get_trials(states=(TrialState.COMPLETE,))


def _suggest(trial: Trial, key: str, values: Any) -> Any:
    if not isinstance(values, Mapping):
        return trial.suggest_categorical(key, values)
    low, high, log_scale, step = values["low"], values["high"], bool(values.get("log")), values.get("step")
    if all(isinstance(x, int) for x in (low, high, step or 1)):
        return trial.suggest_int(key, low, high, step=step or 1, log=log_scale)
    return trial.suggest_float(key, low, high, step=step, log=log_scale)


def _override(value: Any) -> str:
    """As an override says it; four digits are enough for a setting, and make a readable run."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def table(study: Study, config: SearchConfig) -> str:
    """The best trials, and how to go on honestly from the first."""
    ranked = sorted(_finished(study), key=lambda t: -t.value)
    best = ranked[0]
    rows = [(t.number, t.value, *(_override(t.params[key]) for key in config.space)) for t in ranked[:SHOWN]]
    command = " ".join(x for x in best.user_attrs["overrides"] if not x.startswith("name="))
    return "\n".join(
        [
            f"{len(ranked)} trials, {len(config.seeds)} seed{'s' * (len(config.seeds) > 1)} each, best first",
            aligned(("trial", "dev", *config.space), rows),
            "",
            f"The best of {len(ranked)} on dev is better there than elsewhere: dev chose it. Train it with new seeds",
            "and compare it on test:",
            f"  dyade-train -m {command} name={config.name}_best seed=11,12,13,14,15",
            f"  dyade-compare runs/{config.name}_best runs/BASELINE",
        ]
    )
