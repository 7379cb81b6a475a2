"""The batch stages on a Ray cluster: one labeller an actor, chunks spread over them (`engine=ray`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dyade.config import ConfigError, PredictConfig

if TYPE_CHECKING:
    from dyade.labelling import Item


class RayLabeller:
    """Spreads each chunk over `engine.workers` Ray actors; results keep their order."""

    def __init__(self, config: PredictConfig) -> None:
        try:
            import ray
        except ImportError:
            raise ConfigError("engine=ray needs Ray; install it with pip install 'dyade[scale]'") from None
        from dyade.labelling import Labeller

        self.ray = ray
        if not ray.is_initialized():
            ray.init(
                address=config.engine.address,
                include_dashboard=False,
                log_to_driver=False,
                configure_logging=False,
            )
        remote = ray.remote(Labeller)
        self.actors: list[Any] = [remote.remote(config) for _ in range(config.engine.workers)]

    def label(self, items: list[Item]) -> list[Item]:
        """The items labelled, an equal share by each actor."""
        size = -(-len(items) // len(self.actors))
        shares = [items[at : at + size] for at in range(0, len(items), size)]
        done = [actor.label.remote(share) for actor, share in zip(self.actors, shares, strict=False)]
        return [item for share in self.ray.get(done) for item in share]

    def cuts(self) -> int:
        """Pairs cut to the model's length so far, over all actors."""
        return sum(self.ray.get([actor.cuts.remote() for actor in self.actors]))
