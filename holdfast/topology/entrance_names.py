"""Names in AWS that entrances would give: of doors and what stands before and behind them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from holdfast.topology.names import (
    ACCELERATOR,
    BUCKET,
    FUNCTION,
    LOAD_BALANCER,
    LOG_DELIVERY,
    ROLE,
    TARGET_GROUP,
    TRUST_STORE,
    NameLimit,
)
from holdfast.topology.values import DESCRIPTION_KEY, DeploymentStrategy, Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.topology.values import Topology

Named: TypeAlias = tuple[NameLimit, str, str, str]
"""A name with a tight limit: the limit, the logical name, the settings key and its value."""


def entrance_names(topology: Topology) -> Iterator[Named]:
    """Yield the names with a tight limit that a plan's entrances would give.

    Args:
        topology: The plan.
    """
    yield from chain(_door_names(topology), _description_names(topology), _edge_names(topology))


def _shifted_services(topology: Topology) -> set[str]:
    """Services whose requests a blue/green deployment shifts to a second target group."""
    return {
        service.key
        for region in topology.regions
        for service in region.services
        if service.ecs is not None and service.ecs.deployment.strategy is DeploymentStrategy.BLUE_GREEN
    }


def _door_names(topology: Topology) -> Iterator[Named]:
    shifted = _shifted_services(topology)
    for entrance in topology.entrances:
        key = f"holdfast:entrances.{entrance.key}"
        # An API in API Gateway has a name of any length, and neither balancer nor target groups.
        for endpoint in entrance.endpoints if entrance.api_gateway is None else ():
            yield LOAD_BALANCER, f"{endpoint.place}-{entrance.key}-lb", key, entrance.key
            if entrance.authorization is not None and entrance.authorization.mutual_tls is not None:
                yield TRUST_STORE, f"{endpoint.place}-{entrance.key}-trust", key, entrance.key
            if entrance.proxy is not None:
                yield TARGET_GROUP, f"{endpoint.place}-{entrance.key}-https-tg", key, entrance.key
                yield ROLE, f"{endpoint.place}-{entrance.key}-proxy-role", key, entrance.key
                continue
            for service in entrance.services:
                noun = "tg2" if service in shifted else "tg"
                name = f"{endpoint.place}-{entrance.key}-{service}-{noun}"
                yield TARGET_GROUP, name, f"{key}, holdfast:services.{service}", service


def _description_names(topology: Topology) -> Iterator[Named]:
    for entrance in topology.entrances:
        # Proxies read theirs from a bucket, whose name may be twice as long as that of their balancer.
        if entrance.openapi is None or entrance.door is Door.PROXY:
            continue
        path, key = f"holdfast:entrances.{entrance.key}", entrance.key
        for endpoint in entrance.endpoints:
            yield FUNCTION, f"{endpoint.place}-{key}-{DESCRIPTION_KEY}-fn", path, key
            yield ROLE, f"{endpoint.place}-{key}-{DESCRIPTION_KEY}-role", path, key
            if entrance.door is Door.LOAD_BALANCER:
                yield TARGET_GROUP, f"{endpoint.place}-{key}-{DESCRIPTION_KEY}-tg", path, key


def _edge_names(topology: Topology) -> Iterator[Named]:
    for entrance in topology.entrances:
        path, key = f"holdfast:entrances.{entrance.key}", entrance.key
        if entrance.accelerator is not None:
            yield ACCELERATOR, f"global-{key}-accelerator", path, key
            if entrance.accelerator.flow_logs is not None:
                place = entrance.accelerator.flow_logs.place
                yield BUCKET, f"{place}-{key}-accelerator-logs", path, key
        if entrance.cloudfront is not None:
            yield LOG_DELIVERY, f"global-{key}-cdn-logs-source", path, key
            yield BUCKET, f"{entrance.cloudfront.logs.place}-{key}-cdn-logs", path, key
