"""Canaries, planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import PLACES, effective_canaries
from holdfast.topology.origins import origin, path_of
from holdfast.topology.values import DNS_PROVIDERS, CanariesPlan, CanaryEntrancePlan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.settings import Settings
    from holdfast.settings.canaries import CanaryEntranceSettings
    from holdfast.topology.values import EntrancePlan

_FIELDS = ("every_minutes", "timeout_seconds", "failures", "retries", "quorum", "retention_days", "runtime")
_ENTRANCE_FIELDS = ("path", "method", "statuses", "text", "headers", "name_servers")


def plan_canaries(settings: Settings, entrances: Sequence[EntrancePlan]) -> CanariesPlan | None:
    """Plan the canaries; None where nobody asked for them, or no entrance has certificates yet.

    Args:
        settings: The whole settings.
        entrances: The entrances, planned; one to which nobody delegates yet answers no HTTPS.
    """
    asked, path = settings.canaries, "holdfast:canaries"
    if asked is None:
        return None
    places = effective_canaries.places(asked, settings)
    wanted = effective_canaries.entrances(asked, settings)
    watched = tuple(
        _entrance(one, wanted[one.key], settings, places)
        for one in entrances
        if one.key in wanted and one.is_certified
    )
    if not watched:
        return None
    return CanariesPlan(
        places={place: PLACES[place].name for place in places},
        every_minutes=asked.every_minutes,
        timeout_seconds=asked.timeout_seconds,
        failures=asked.failures,
        retries=asked.retries,
        quorum=asked.quorum,
        retention_days=asked.retention_days,
        runtime=asked.runtime,
        entrances=watched,
        origin=origin(
            places=path_of(asked, path, "places"),
            entrances=path_of(asked, path, "entrances"),
            **{name: path_of(asked, path, name) for name in _FIELDS},
        ),
    )


def _entrance(
    plan: EntrancePlan, asked: CanaryEntranceSettings, settings: Settings, places: Sequence[str]
) -> CanaryEntrancePlan:
    entrance, path = settings.entrances[plan.key], f"holdfast:canaries.entrances.{plan.key}"
    reached = effective_canaries.hosts(entrance, settings)
    both = effective_canaries.has_both_providers(entrance)
    return CanaryEntrancePlan(
        key=plan.key,
        domain=plan.domain,
        hosts={one.place: one.host for one in plan.endpoints if one.place in reached},
        zone=plan.zone.name if both and plan.zone is not None else None,
        name_servers={
            provider: () if asked.name_servers is None else getattr(asked.name_servers, provider)
            for provider in (DNS_PROVIDERS if both else ())
        },
        path=asked.path or plan.health.path,
        method=asked.method,
        statuses=tuple(sorted(set(asked.statuses))),
        text=effective_canaries.text(asked, entrance),
        headers={name: _secrets(secret, places) for name, secret in sorted(asked.headers.items())},
        origin=origin(**{name: path_of(asked, path, name) for name in _ENTRANCE_FIELDS}),
    )


def _secrets(secret: str | Mapping[str, str], places: Sequence[str]) -> dict[str, str]:
    return {
        place: (secret if isinstance(secret, str) else secret[place]).replace("{region}", PLACES[place].name)
        for place in places
    }
