"""What settings come to once defaults that depend on other settings are applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.settings.aws_regions import PLACES
from holdfast.topology.values import (
    Door,
    Mode,
    OriginLock,
    Role,
    RoutingPolicy,
    ServiceKind,
    Strategy,
    WafAttachment,
)

if TYPE_CHECKING:
    from holdfast.settings.entrance import EntranceSettings, ZoneSettings
    from holdfast.settings.network import RegionSettings
    from holdfast.settings.service import ServiceSettings
    from holdfast.settings.stack import Settings

DEFAULT_POLICY = {
    Mode.SINGLE_REGION: RoutingPolicy.SIMPLE,
    Mode.ACTIVE_PASSIVE: RoutingPolicy.FAILOVER,
    Mode.ACTIVE_ACTIVE: RoutingPolicy.LATENCY,
}
SECTIONS = {
    ServiceKind.INSTANCES: "instance",
    ServiceKind.ECS: "ecs",
    ServiceKind.LAMBDA: "function",
    ServiceKind.EKS: "eks",
}
"""Section of a service that says what it runs on, by kind."""
_ACCELERATOR_SECONDS = 30
_PROXY_CHECK_SECONDS = 20
"""Until a Network Load Balancer has given up a proxy: two checks, 10 seconds apart."""
_ALIAS_TTL_SECONDS = 60
"""TTL of aliases of load balancers.

Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html.
"""


def serving(settings: Settings) -> tuple[str, ...]:
    """Give the places that are not for backups alone, sorted."""
    return tuple(
        sorted(place for place, region in settings.regions.items() if region.role is not Role.BACKUP)
    )


def release_order(settings: Settings) -> tuple[str, ...]:
    """Give the places in the order in which they get a release: as set, else standbys first."""
    places = serving(settings)
    standby_first = sorted(
        places, key=lambda place: (settings.regions[place].role is not Role.STANDBY, place)
    )
    return settings.releases.order or tuple(standby_first)


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


def unit_rps(service: ServiceSettings) -> float:
    """Give the requests per second that one instance, task, concurrent execution or pod carries."""
    section = service.instance or service.ecs or service.function or service.eks
    if section is None:
        raise ValueError("a service without a section for its kind is refused before anything reads it")
    return section.rps


def unit_section(service: ServiceSettings) -> str:
    """Give the name of the section that says what one unit of a service of this kind is."""
    return SECTIONS[service.kind]


def runs(kind: ServiceKind, place: str, settings: Settings) -> bool:
    """Whether a service of this kind runs in a place."""
    return any(
        service.kind is kind and place in service_places(key, settings)
        for key, service in settings.services.items()
    )


def door(entrance: EntranceSettings) -> Door:
    """Give what receives an entrance's requests in a region."""
    if entrance.proxy is not None:
        return Door.PROXY
    if entrance.api_gateway is not None:
        return Door(f"{entrance.api_gateway.kind}-api")
    return Door.LOAD_BALANCER


def verifies_callers(entrance: EntranceSettings) -> bool:
    """Whether an entrance asks callers for a certificate and checks it itself."""
    asked = entrance.authorization
    return asked is not None and asked.mutual_tls is not None and asked.mutual_tls.mode == "verify"


def asks_for_certificates(entrance: EntranceSettings) -> bool:
    """Whether nobody gets into an entrance without a certificate that it accepts."""
    gateway = entrance.api_gateway
    return verifies_callers(entrance) or (gateway is not None and gateway.mutual_tls is not None)


def asks_callers(entrance: EntranceSettings) -> bool:
    """Whether an entrance itself asks callers who they are, and turns away whom it does not know."""
    asked, gateway = entrance.authorization, entrance.api_gateway
    tokens = asked is not None and asked.jwt is not None
    keys = gateway is not None and (gateway.authorizer is not None or bool(gateway.api_keys))
    return tokens or keys or asks_for_certificates(entrance)


def waf_attachments(entrance: EntranceSettings) -> tuple[WafAttachment, ...]:
    """Give where an entrance's web ACLs stand; empty where AWS WAF can be attached to nothing.

    At the edge alone where clients cannot go past it. Source: https://docs.aws.amazon.com/waf/latest/
    developerguide/how-aws-waf-works-resources.html (2026-11): load balancers, REST stages and CloudFront,
    not Network Load Balancers, HTTP APIs and accelerators.
    """
    edge = (WafAttachment.EDGE,) if entrance.cloudfront is not None else ()
    locked = entrance.cloudfront is not None and entrance.cloudfront.origin_lock is not OriginLock.NONE
    carries = door(entrance) in {Door.LOAD_BALANCER, Door.REST_API}
    return (*edge, *((WafAttachment.REGIONS,) if carries and not locked else ()))


def dial_percent(place: str, entrance: EntranceSettings, settings: Settings) -> float:
    """Give the share of the clients nearest to a place that an accelerator leads there: none to a standby."""
    dials = {} if entrance.accelerator is None else entrance.accelerator.dials
    standby = mode(entrance, settings) is Mode.ACTIVE_PASSIVE and settings.regions[place].role is Role.STANDBY
    return dials.get(place, 0.0 if standby else 100.0)


def accelerator_seconds(entrance: EntranceSettings, settings: Settings) -> int:
    """Give the seconds until an accelerator sends new connections elsewhere: its own after the balancer's.

    Before proxies the balancer asks the proxies alone, whatever stands behind them.

    Source: https://intro-to-global-accelerator.workshop.aws/en/failover.html (each up to 30 seconds there).
    """
    if door(entrance) is Door.PROXY:
        return _PROXY_CHECK_SECONDS + _ACCELERATOR_SECONDS
    checks = [settings.services[key].target.health_check for key in services(entrance, settings)]
    failed = [check.interval_seconds * check.unhealthy_threshold for check in checks]
    return max(failed, default=0) + _ACCELERATOR_SECONDS


def can_read_elsewhere(entrance: EntranceSettings, settings: Settings) -> bool:
    """Whether CloudFront can be told a name that leads a failed read to another region."""
    led = policy(entrance, settings) in (RoutingPolicy.LATENCY, RoutingPolicy.FAILOVER)
    return led and len(endpoints(entrance, settings)) > 1


def reads_fail_over(entrance: EntranceSettings, settings: Settings) -> bool:
    """Whether CloudFront tries a failed read in another region."""
    if entrance.cloudfront is None:
        return False
    if entrance.cloudfront.reads_fail_over is not None:
        return entrance.cloudfront.reads_fail_over
    read_alone = any(not paths.accepts_writes for paths in entrance.cloudfront.paths.values())
    return read_alone and can_read_elsewhere(entrance, settings)


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
