"""What settings come to once defaults that depend on other settings are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.aws_regions import PLACES
from holdfast.topology.values import Mode, Role, RoutingPolicy, StoreKind, Strategy

if TYPE_CHECKING:
    from holdfast.settings.entrance import EntranceSettings, ZoneSettings
    from holdfast.settings.network import RegionSettings
    from holdfast.settings.stack import Settings, StoreSettings

DEFAULT_POLICY = {
    Mode.SINGLE_REGION: RoutingPolicy.SIMPLE,
    Mode.ACTIVE_PASSIVE: RoutingPolicy.FAILOVER,
    Mode.ACTIVE_ACTIVE: RoutingPolicy.LATENCY,
}


_ALIAS_TTL_SECONDS = 60
"""TTL of aliases of load balancers.

Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html.
"""


def serving(settings: Settings) -> tuple[str, ...]:
    """Give the places that are not for backups alone, sorted."""
    return tuple(
        sorted(place for place, region in settings.regions.items() if region.role is not Role.BACKUP)
    )


def cidr(place: str, region: RegionSettings) -> str:
    """Give the block of a region's VPC, adopted or made."""
    return region.adopt.cidr if region.adopt is not None else region.cidr or PLACES[place].cidr


def zone_count(region: RegionSettings) -> int:
    """Give the number of zones of a region."""
    return region.zones if isinstance(region.zones, int) else len(region.zones)


def is_delegated(zone: ZoneSettings) -> bool:
    """Whether the parent domain delegates to a zone: as said, else true of a zone that exists."""
    return zone.id is not None if zone.delegated is None else zone.delegated


def has_accelerated_recovery(zone: ZoneSettings) -> bool:
    """Whether a zone that is made gets accelerated recovery."""
    return zone.accelerated_recovery is not False


def places(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the known places behind an entrance, sorted."""
    known = serving(settings)
    return known if entrance.regions is None else tuple(place for place in known if place in entrance.regions)


def mode(entrance: EntranceSettings, settings: Settings) -> Mode:
    """Give an entrance's mode: as set, else what the roles of its regions amount to."""
    if entrance.mode is not None:
        return entrance.mode
    roles = [settings.regions[place].role for place in places(entrance, settings)]
    if len(roles) == 1:
        return Mode.SINGLE_REGION
    return Mode.ACTIVE_PASSIVE if Role.STANDBY in roles else Mode.ACTIVE_ACTIVE


def policy(entrance: EntranceSettings, settings: Settings) -> RoutingPolicy:
    """Give an entrance's routing policy: as set, else the one that its mode wants."""
    return entrance.policy or DEFAULT_POLICY[mode(entrance, settings)]


def ttl_seconds(entrance: EntranceSettings, settings: Settings) -> int:
    """Give the seconds that resolvers keep an answer: only multivalue records have a TTL of their own."""
    if policy(entrance, settings) is RoutingPolicy.MULTIVALUE:
        return entrance.ttl_seconds
    return _ALIAS_TTL_SECONDS


def strategy(entrance: EntranceSettings, settings: Settings) -> Strategy | None:
    """Give the standby strategy of an active-passive entrance, None in other modes."""
    if mode(entrance, settings) is not Mode.ACTIVE_PASSIVE:
        return None
    return entrance.standby.strategy if entrance.standby else Strategy.WARM_STANDBY


def endpoints(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places in which an entrance has load balancers: with backup-and-restore no standby has."""
    found = places(entrance, settings)
    if strategy(entrance, settings) is Strategy.BACKUP_AND_RESTORE:
        return tuple(place for place in found if settings.regions[place].role is Role.ACTIVE)
    return found


def services(entrance: EntranceSettings, settings: Settings) -> tuple[str, ...]:
    """Give the known services behind an entrance, sorted."""
    wanted = settings.services if entrance.services is None else entrance.services
    return tuple(sorted(key for key in set(wanted) if key in settings.services))


def service_places(service: str, settings: Settings) -> tuple[str, ...]:
    """Give the places in which a service runs, sorted."""
    return tuple(
        sorted(
            {
                place
                for entrance in settings.entrances.values()
                if service in services(entrance, settings)
                for place in endpoints(entrance, settings)
            }
        )
    )


def store_places(store: StoreSettings, settings: Settings) -> tuple[str, ...]:
    """Give the places that hold a store, sorted."""
    return serving(settings) if store.regions is None else tuple(sorted(set(store.regions)))


def store_home(store: StoreSettings, settings: Settings) -> str | None:
    """Give the place in which a store was first created; None where the settings do not say it."""
    held = store_places(store, settings)
    return store.home or (held[0] if len(held) == 1 else None)


def has_one_writer(store: StoreSettings) -> bool:
    """Whether only one place takes a store's writes."""
    return store.kind is not StoreKind.DYNAMODB
