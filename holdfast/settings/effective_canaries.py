"""What canaries can reach, and what settings of canaries come to once defaults are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings import effective
from holdfast.settings.canaries import CanaryEntranceSettings
from holdfast.topology.values import Door, OriginLock, Role, Strategy, admits_everybody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.settings.canaries import CanariesSettings
    from holdfast.settings.entrance import EntranceSettings
    from holdfast.settings.stack import Settings

_BALANCED = (Door.LOAD_BALANCER, Door.PROXY)


def places(asked: CanariesSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places that watch, sorted: as set, else every one that serves."""
    return tuple(sorted(asked.places)) if asked.places is not None else effective.serving(settings)


def entrances(asked: CanariesSettings, settings: Settings) -> Mapping[str, CanaryEntranceSettings]:
    """Give the entrances that are watched: as set, else every one that the internet can reach."""
    if asked.entrances is not None:
        return asked.entrances
    return {
        key: CanaryEntranceSettings()
        for key, entrance in settings.entrances.items()
        if unreachable(entrance) is None
    }


def unreachable(entrance: EntranceSettings) -> str | None:
    """Say why no canary reaches an entrance; None where one does.

    Canaries come from the internet, from addresses that nobody knows before.
    """
    if _asks_for_certificates(entrance):
        return "asks clients for a certificate, which a canary has not"
    if reaches_hosts(entrance) or _is_behind_edge(entrance):
        return None
    balancer = entrance.proxy or entrance.load_balancer
    if balancer.internal:
        return (
            "is internal: a network leads to its own region's door alone, so that no region could be watched "
            "from another; its alarms and its private ways' alarms watch it"
        )
    return "lets only some addresses in ('allowed_cidrs'), and nobody knows those of canaries before"


def reaches_hosts(entrance: EntranceSettings) -> bool:
    """Whether canaries reach the regions' own hosts, and not only the public name."""
    if effective.door(entrance) not in _BALANCED:
        return True
    if entrance.cloudflare is not None and entrance.cloudflare.origin_lock:
        return False
    balancer = entrance.proxy or entrance.load_balancer
    return admits_everybody(balancer.allowed_cidrs) and not balancer.internal


def answers_health_path_alone(entrance: EntranceSettings) -> bool:
    """Whether the regions' own hosts answer health checkers alone: others come through CloudFront."""
    return entrance.cloudfront is not None and entrance.cloudfront.origin_lock is OriginLock.HEADER


def hosts(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places whose own hosts canaries ask: a pilot light answers nothing before it is needed."""
    if not reaches_hosts(entrance):
        return ()
    found = effective.endpoints(entrance, settings)
    if effective.strategy(entrance, settings) is Strategy.PILOT_LIGHT:
        return tuple(place for place in found if settings.regions[place].role is Role.ACTIVE)
    return found


def has_both_providers(entrance: EntranceSettings) -> bool:
    """Whether Route 53 and Cloudflare both answer for the name."""
    return entrance.zone is not None and entrance.cloudflare is not None


def text(asked: CanaryEntranceSettings, entrance: EntranceSettings) -> str | None:
    """Give the text that the body must hold: as set, else what health checks look for; HEAD has no body."""
    return None if asked.method == "HEAD" else asked.text or entrance.health.search_string


def steps(entrance: EntranceSettings, settings: Settings) -> int:
    """Give how many steps a run has."""
    return len(hosts(entrance, settings)) + 1 + (4 if has_both_providers(entrance) else 0)


def _asks_for_certificates(entrance: EntranceSettings) -> bool:
    gateway, authorization = entrance.api_gateway, entrance.authorization
    return (gateway is not None and gateway.mutual_tls is not None) or (
        authorization is not None and authorization.mutual_tls is not None
    )


def _is_behind_edge(entrance: EntranceSettings) -> bool:
    locked = entrance.cloudflare is not None and entrance.cloudflare.origin_lock
    return locked or entrance.cloudfront is not None or entrance.accelerator is not None
