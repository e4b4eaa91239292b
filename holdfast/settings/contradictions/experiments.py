"""Experiments: where they are, whom they may hurt, and when they run by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.contradictions.lists import repeated
from holdfast.settings.mistakes import Problem, nearest
from holdfast.topology.values import ExperimentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.settings.experiments import ChaosSettings, ExperimentSettings
    from holdfast.settings.stack import Settings

_PATH = ("experiments",)
_SECRETS = "secrets"
_DAY = 24 * 60


def of_experiments(settings: Settings) -> Iterator[Problem]:
    """Where experiments are, and whether clients may be hurt."""
    asked = settings.experiments
    if asked is None:
        return
    served = {
        place for entrance in settings.entrances.values() for place in effective.endpoints(entrance, settings)
    }
    if settings.protection == "enforced" and not asked.on_protected:
        yield Problem(
            path=(*_PATH, "on_protected"),
            message="must be true where holdfast:protection is 'enforced': experiments hurt real clients, so "
            "somebody says here that they may",
            value=False,
        )
    yield from repeated((*_PATH, "places"), asked.places or ())
    yield from repeated((*_PATH, "kinds"), asked.kinds or ())
    for place in asked.places or ():
        if place not in served:
            yield Problem(
                path=(*_PATH, "places"),
                message="serves nothing, so nothing measures what an experiment does there",
                value=place,
                allowed=tuple(sorted(served)),
                suggestion=nearest(place, served),
            )
    if _SECRETS in asked.dependencies:
        yield Problem(
            path=(*_PATH, "dependencies", _SECRETS),
            message="is Secrets Manager, which is a dependency by itself where services read secrets: give "
            "the host another name",
            value=asked.dependencies[_SECRETS],
        )
    yield from _idle(asked)
    if asked.chaos is not None:
        yield from _of_chaos(asked, asked.chaos, settings)


def _idle(asked: ExperimentSettings) -> Iterator[Problem]:
    """Settings of a kind that is not among those asked for."""
    fields = {
        "percent": ExperimentKind.STOP,
        "zone": ExperimentKind.LOSE_ZONE,
        "latency_ms": ExperimentKind.SLOW_DATABASE,
        "dependencies": ExperimentKind.EXPIRE_DEPENDENCY,
        "chaos": ExperimentKind.STOP,
    }
    for name, kind in fields.items():
        if name in asked.model_fields_set and asked.kinds is not None and kind not in asked.kinds:
            yield Problem(
                path=(*_PATH, name),
                message=f"does nothing without '{kind.value}' among holdfast:experiments.kinds",
            )


def _of_chaos(asked: ExperimentSettings, chaos: ChaosSettings, settings: Settings) -> Iterator[Problem]:
    path = (*_PATH, "chaos")
    for name in ("places", "services", "days"):
        yield from repeated((*path, name), getattr(chaos, name) or ())
    for place in chaos.places or ():
        if asked.places is not None and place not in asked.places:
            yield Problem(
                path=(*path, "places"),
                message="has no experiments: name it in holdfast:experiments.places too",
                value=place,
                allowed=tuple(sorted(asked.places)),
            )
        elif place not in settings.regions:
            yield Problem(
                path=(*path, "places"),
                message="no such region in holdfast:regions",
                value=place,
                suggestion=nearest(place, settings.regions),
            )
    for key in chaos.services or ():
        if key not in settings.services:
            yield Problem(
                path=(*path, "services"),
                message="no such service in holdfast:services",
                value=key,
                suggestion=nearest(key, settings.services),
            )
    hour, minute = (int(part) for part in chaos.start.split(":"))
    if hour * 60 + minute + chaos.window_minutes > _DAY:
        yield Problem(
            path=(*path, "window_minutes"),
            message=f"ends on the next day: from {chaos.start} on a day has "
            f"{_DAY - hour * 60 - minute} minutes left",
            value=chaos.window_minutes,
        )
