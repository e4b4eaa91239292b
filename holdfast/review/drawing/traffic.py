"""The ways that requests take: from names to entrances, and from entrances to what serves."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from holdfast.checks.routing import POLICIES, RECORD
from holdfast.checks.traffic import (
    CLOUDFLARE_BALANCER,
    CLOUDFLARE_POOL,
    DISTRIBUTION,
    ENDPOINT_GROUP,
    TARGET_ATTACHMENTS,
    TARGET_GROUPS,
    origins,
)
from holdfast.graph import place_of
from holdfast.graph.summary import GLOBAL
from holdfast.review.drawing.allowed import allowed
from holdfast.review.drawing.parts import ECS_SERVICE, EKS_CLUSTER, FUNCTION_URL, GROUP, HTTP_API, REST_API
from holdfast.review.model import EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.graph import Resource
    from holdfast.review.drawing.scene import Scene, Unit

Way: TypeAlias = "tuple[Unit, Unit, EdgeKind]"
"""From where, to where, and what goes that way."""
Ways: TypeAlias = "dict[Way, str]"
"""Ways with their labels."""

_STEERING = {
    "off": "in order",
    "geo": "geolocation",
    "random": "weighted",
    "dynamic_latency": "latency",
    "proximity": "proximity",
    "least_outstanding_requests": "least busy",
    "least_connections": "least busy",
}
"""Cloudflare's steering policies
(https://developers.cloudflare.com/load-balancing/understand-basics/traffic-steering/, 2026-11)."""
_ENDPOINT_LISTENER = "aws:globalaccelerator/listener:Listener"
_ACCELERATED = "acceleratorArn"
_WORDS = {
    "cidrRoutingPolicy": "by address",
    "failoverRoutingPolicies": "failover",
    "geolocationRoutingPolicies": "geolocation",
    "geoproximityRoutingPolicy": "geoproximity",
    "latencyRoutingPolicies": "latency",
    "multivalueAnswerRoutingPolicy": "multivalue",
    "weightedRoutingPolicies": "weighted",
}
_REGISTERED = {
    GROUP: ("targetGroupArns", "trafficSources"),
    ECS_SERVICE: ("loadBalancers",),
}
"""Properties in which what serves names the target groups that it is in."""
_ATTACHED = {
    "aws:autoscaling/attachment:Attachment": ("lbTargetGroupArn", "autoscalingGroupName"),
    "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment": (
        "trafficSource",
        "autoscalingGroupName",
    ),
    **dict.fromkeys(TARGET_ATTACHMENTS, ("targetGroupArn", "targetId")),
}
_INTEGRATIONS = {
    "aws:apigatewayv2/integration:Integration": ("apiId", "integrationUri"),
    "aws:apigateway/integration:Integration": ("restApi", "uri"),
}
_NAMED_BY = {FUNCTION_URL: "functionName", HTTP_API: "target", REST_API: "body"}
"""What names what it calls in a property of its own."""
_LINKS = ("aws:apigateway/vpcLink:VpcLink", "aws:apigatewayv2/vpcLink:VpcLink")


def traffic(scene: Scene) -> Ways:
    """The ways of requests, with labels such as ``latency``.

    Args:
        scene: A graph.
    """
    found: Ways = {}
    for start, end, kind, label in (
        *_records(scene),
        *_accelerators(scene),
        *_distributions(scene),
        *_cloudflare(scene),
        *_balanced(scene),
        *_apis(scene),
    ):
        if start != end:
            found[start, end, kind] = found.get((start, end, kind)) or label
    reached = {end for _, end, _ in found}
    found |= {(start, end, EdgeKind.TRAFFIC): "" for start, end in allowed(scene, reached)}
    return {way: label for way, label in found.items() if not _shadowed(way, label, found)}


def _shadowed(way: Way, label: str, found: Ways) -> bool:
    """Whether another way says more: names of single regions stand beside the one that chooses."""
    start, end, kind = way
    if kind is EdgeKind.FAILOVER:
        return bool(found.get((start, end, EdgeKind.TRAFFIC)))
    if label:
        return False
    through = {way[1] for way in found if way[0] == start and way[1].kind is NodeKind.ENTRANCE}
    beside = any((one, end, each) in found for one in through for each in _REQUESTS)
    return start.place == GLOBAL and (beside or (start, end, EdgeKind.FAILOVER) in found)


_REQUESTS = (EdgeKind.TRAFFIC, EdgeKind.FAILOVER)
_Found: TypeAlias = "tuple[Unit, Unit, EdgeKind, str]"


def _records(scene: Scene) -> Iterator[_Found]:
    graph, routing = scene.graph, scene.routing
    for record in graph.of_type(RECORD):
        start = scene.unit(record.urn)
        if start is None:
            continue
        kind, label = _policy(record)
        for target in routing.targets(record):
            if target.type != RECORD:
                end = scene.near(target)
                if end is not None and end.kind is not NodeKind.NETWORK:
                    yield start, end, kind, label
                continue
            for one in routing.record_set(target):
                end = scene.unit(one.urn)
                if end is not None:
                    yield start, end, kind, label


def _policy(record: Resource) -> tuple[EdgeKind, str]:
    """What a record's answers are for, and by which rule they are given."""
    named = [one for one in POLICIES if record.at(one)]
    turn = record.at("failoverRoutingPolicies", 0, "type")
    if turn == "SECONDARY":
        return EdgeKind.FAILOVER, "on failure"
    label = "primary" if turn == "PRIMARY" else _WORDS[named[0]] if named else ""
    return EdgeKind.TRAFFIC, label


def _accelerators(scene: Scene) -> Iterator[_Found]:
    graph = scene.graph
    for group in graph.of_type(ENDPOINT_GROUP):
        listeners = (one for one in graph.references(group, "listenerArn") if one.type == _ENDPOINT_LISTENER)
        starts = scene.units(each for one in listeners for each in graph.references(one, _ACCELERATED))
        kind = EdgeKind.FAILOVER if group.at("trafficDialPercentage") == 0 else EdgeKind.TRAFFIC
        for start in starts:
            for end in scene.units(graph.references(group, "endpointConfigurations")):
                yield start, end, kind, "nearest"


def _distributions(scene: Scene) -> Iterator[_Found]:
    for cdn in scene.graph.of_type(DISTRIBUTION):
        label = "origin group" if cdn.at("originGroups") else "origin"
        start = scene.unit(cdn.urn)
        for end in scene.units(scene.graph.references(cdn, "origins")):
            if start is not None:
                yield start, end, EdgeKind.TRAFFIC, label


def _cloudflare(scene: Scene) -> Iterator[_Found]:
    graph = scene.graph
    for balancer in graph.of_type(CLOUDFLARE_BALANCER):
        start = scene.unit(balancer.urn)
        steering = balancer.at("steeringPolicy")
        label = _STEERING.get(steering, "") if isinstance(steering, str) else ""
        pools = {
            one.urn: one
            for name in ("defaultPools", "fallbackPool")
            for one in graph.references(balancer, name)
            if one.type == CLOUDFLARE_POOL
        }
        for pool in pools.values():
            for origin in origins(scene.routing, pool):
                target = graph.resources.get(origin.identity)
                end = scene.near(target) if target is not None else None
                if start is not None and end is not None:
                    yield start, end, EdgeKind.TRAFFIC, label


def _balanced(scene: Scene) -> Iterator[_Found]:
    graph = scene.graph
    pairs = [
        (group, one)
        for token, names in _REGISTERED.items()
        for one in graph.of_type(token)
        for name in names
        for group in graph.references(one, name)
    ]
    for token, (group_name, target_name) in _ATTACHED.items():
        for one in graph.of_type(token):
            targets = graph.references(one, target_name)
            pairs += [(group, each) for group in graph.references(one, group_name) for each in targets]
    filled: set[str] = set()
    for group, one in pairs:
        end = scene.near(one)
        if end is not None and group.type in TARGET_GROUPS:
            filled.add(group.urn)
            yield from _joined(scene.balanced.get(group.urn, ()), (end,))
    clusters = graph.of_type(EKS_CLUSTER)
    for group in graph.of_type(*TARGET_GROUPS) if clusters else ():
        if group.urn not in filled:  # a controller in the cluster registers its pods
            ends = scene.units(one for one in clusters if place_of(one) == place_of(group))
            yield from _joined(scene.balanced.get(group.urn, ()), ends)


def _apis(scene: Scene) -> Iterator[_Found]:
    graph = scene.graph
    for token, (api, target) in _INTEGRATIONS.items():
        for one in graph.of_type(token):
            ends = _served(scene, [*graph.references(one, target), *graph.references(one, "connectionId")])
            yield from _joined(scene.units(graph.references(one, api)), ends)
    for token, name in _NAMED_BY.items():
        for one in graph.of_type(token):
            yield from _joined(scene.units((one,)), scene.units(graph.references(one, name)))


def _joined(starts: Iterable[Unit], ends: Iterable[Unit]) -> Iterator[_Found]:
    targets = tuple(ends)
    yield from ((start, end, EdgeKind.TRAFFIC, "") for start in starts for end in targets)


def _served(scene: Scene, linked: list[Resource]) -> Iterator[Unit]:
    """What an integration leads to: functions and load balancers, also behind a private link."""
    for one in linked:
        unit = scene.unit(one.urn) or (scene.near(one) if one.type not in _LINKS else None)
        if unit is not None and unit.kind in {NodeKind.COMPUTE, NodeKind.ENTRANCE}:
            yield unit
        if one.type in _LINKS:
            yield from scene.units(scene.graph.references(one, "targetArn"))
            yield from scene.units(scene.graph.references(one, "targetArns"))
