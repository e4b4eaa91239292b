"""What of a place's doors, network and web ACLs alarms watch."""

from typing import NotRequired, TypedDict, cast

import pulumi

from holdfast.components.api_gateway_plan_args import ApiDoor
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.observed import Observed
from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.components.regional_alarms_args import (
    WatchedApiArgs,
    WatchedBalancerArgs,
    WatchedProxiesArgs,
    WatchedTargetsArgs,
)
from holdfast.topology.values import (
    Door,
    EntrancePlan,
    ProxySoftware,
    RegionPlan,
    Role,
    ServicePlan,
    Strategy,
    WafAttachment,
)


class WatchedDoors(TypedDict):
    """Arguments of ``RegionalAlarms`` on what receives requests."""

    balancers: dict[str, WatchedBalancerArgs]
    apis: dict[str, WatchedApiArgs]
    proxies: dict[str, WatchedProxiesArgs]
    web_acls: dict[str, str]
    nat_gateways: NotRequired[dict[str, pulumi.Output[str]]]


def watched_doors(observed: Observed, place: str) -> WatchedDoors:
    """Return what alarms watch of a place's entrances and network.

    An entrance without certificates takes no requests yet, so nothing of it is watched.

    Args:
        observed: Everything that the stack declares.
        place: A place that serves.
    """
    region, regional = observed.region(place), observed.regions[place]
    watched: WatchedDoors = {"balancers": {}, "apis": {}, "proxies": {}, "web_acls": {}}
    for entrance in observed.topology.entrances:
        if not entrance.is_certified or all(one.place != place for one in entrance.endpoints):
            continue
        door = regional.door(entrance.key)
        if isinstance(door, LoadBalancer):
            watched["balancers"][entrance.key] = _balancer(region, entrance, door)
        elif isinstance(door, ApiDoor):
            watched["apis"][entrance.key] = {
                "kind": entrance.door.value,
                "dimensions": door.error_metric.dimensions,
                "log_group_name": door.log_group_name,
            }
        elif isinstance(door, ProxyFleet):
            watched["proxies"][entrance.key] = _proxies(region, entrance, door)
        if entrance.waf is not None and WafAttachment.REGIONS in entrance.waf.attachments:
            # The name that ``WebAcl`` gives its metric.
            watched["web_acls"][entrance.key] = f"{place}-{entrance.key}-acl"
    network = observed.foundations[place].network if place in observed.foundations else None
    if network is not None and network.nat_gateway_ids:
        watched["nat_gateways"] = dict(network.nat_gateway_ids)
    return watched


def is_idle(region: RegionPlan, entrance: EntrancePlan) -> bool:
    """Say whether a place answers nothing before it is needed: a standby that is a pilot light, or less.

    Args:
        region: The place's region.
        entrance: The entrance.
    """
    idle = (Strategy.PILOT_LIGHT, Strategy.BACKUP_AND_RESTORE)
    return region.role is Role.STANDBY and entrance.strategy in idle


def _balancer(region: RegionPlan, entrance: EntrancePlan, door: LoadBalancer) -> WatchedBalancerArgs:
    return {
        "idle": is_idle(region, entrance),
        "arn_suffix": door.arn_suffix,
        "services": {
            service.key: _targets(region, service, door)
            for service in region.services
            if service.key in entrance.services and service.capacity.minimum > 0
        },
    }


def _targets(region: RegionPlan, service: ServicePlan, door: LoadBalancer) -> WatchedTargetsArgs:
    shift = door.request_shift(service.key)
    second = [] if shift is None else [shift.label.apply(lambda label: label[label.index("targetgroup/") :])]
    return {
        "groups": [door.target_group_arn_suffix(service.key), *second],
        "zones": zones_of(region, service.capacity.minimum),
    }


def zones_of(region: RegionPlan, minimum: int) -> tuple[str, ...]:
    """Return the zones that each have something running: all of them, where there is enough for that.

    Args:
        region: The region.
        minimum: What always runs in it.
    """
    zones = region.network.zones if region.network is not None else ()
    return zones if minimum >= len(zones) else ()


def _proxies(region: RegionPlan, entrance: EntrancePlan, door: ProxyFleet) -> WatchedProxiesArgs:
    plan = entrance.proxy
    if plan is None or entrance.door is not Door.PROXY:
        raise ValueError(f"{entrance.key}: its door is proxies that the plan does not know")
    failed = door.error_metric
    return {
        "balancer_arn_suffix": door.balancer_arn_suffix,
        "group": cast("pulumi.Output[str]", door.https_group_arn.apply(lambda arn: arn.split(":")[-1])),
        "zones": zones_of(region, plan.regions[region.place].capacity.minimum),
        "log_group_name": door.log_group_name,
        "milliseconds": "$.ms" if plan.software is ProxySoftware.HAPROXY else "$.seconds",
        "error_namespace": failed.namespace,
        "error_metric": failed.metric,
        "idle": is_idle(region, entrance),
    }
