"""CAP003: what serves requests does not stand on Spot capacity alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.capacity import GROUP, NODES, SERVICE, keeps_count, templates
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.graph import Marker, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

SPOT = "FARGATE_SPOT"
ALL = 100
"""The provider's default of the part above the base that is On-Demand."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each Auto Scaling group, ECS service and EKS cluster."""
    for group in graph.of_type(GROUP):
        yield _group(graph, group)
    for service in graph.of_type(SERVICE):
        if keeps_count(service) and service.at("capacityProviderStrategies"):
            yield _service(service)
    clusters: dict[str, list[Resource]] = {}
    for nodes in graph.of_type(NODES):
        clusters.setdefault(_cluster(graph, nodes), []).append(nodes)
    for members in clusters.values():
        yield _nodes(graph, members)


def _group(graph: ResourceGraph, group: Resource) -> Judgement:
    mixed = group.at("mixedInstancesPolicy")
    if mixed is Marker.UNKNOWN:
        return unknown(group, "not known yet: mixedInstancesPolicy")
    if mixed:
        base = _or(group.at("mixedInstancesPolicy", "instancesDistribution", "onDemandBaseCapacity"), 0)
        above = _or(
            group.at("mixedInstancesPolicy", "instancesDistribution", "onDemandPercentageAboveBaseCapacity"),
            ALL,
        )
        if not is_known(base) or not is_known(above):
            return unknown(group, "not known yet: how much of it is On-Demand")
        if base == 0 and above == 0:
            return fails(group, "all of it is Spot: AWS may take every instance back within two minutes")
        return passes(group, f"{base} On-Demand at the base, {above} % of what is above")
    return _plain(graph, group)


def _plain(graph: ResourceGraph, group: Resource) -> Judgement:
    """A group without a mixture: it is what its launch template asks for."""
    markets = [one.at("instanceMarketOptions", "marketType") for one in templates(graph, group)]
    if "spot" in markets:
        return fails(group, "its launch template asks for Spot alone: AWS may take every instance back")
    if Marker.UNKNOWN in markets:
        return unknown(group, "not known yet: the market that its launch template asks for")
    return passes(group, "it is On-Demand")


def _service(service: Resource) -> Judgement:
    strategies = service.at("capacityProviderStrategies")
    if not isinstance(strategies, tuple) or not all(isinstance(one, Mapping) for one in strategies):
        return unknown(service, "not known yet: capacityProviderStrategies")
    used = [one for one in strategies if isinstance(one, Mapping) and (one.get("weight") or one.get("base"))]
    names = {one.get("capacityProvider") for one in used}
    if names == {SPOT}:
        return fails(service, "every task runs on Fargate Spot: AWS may take all of them back in two minutes")
    if any(not is_known(one) for one in names) and names <= {SPOT, Marker.UNKNOWN}:
        return unknown(service, "not known yet: its capacity providers")
    return passes(service, "not all of it is Fargate Spot")


def _nodes(graph: ResourceGraph, members: list[Resource]) -> Judgement:
    """The node groups of one cluster: one that is On-Demand and always has a node is enough."""
    stays = [one for one in members if one.at("capacityType") != "SPOT"]
    floors = [one.at("scalingConfig", "minSize") for one in stays]
    if any(isinstance(one, int) and one > 0 for one in floors):
        return passes(members[0], "the cluster has node groups that are On-Demand and never empty")
    if graph.partial or any(not is_known(one) for one in floors):
        return unknown(members[0], "not known yet: which node groups of the cluster are never empty")
    return fails(members[0], "no node group of its cluster is On-Demand and never empty")


def _cluster(graph: ResourceGraph, nodes: Resource) -> str:
    named = nodes.at("clusterName")
    linked = graph.references(nodes, "clusterName")
    return linked[0].urn if linked else f"{nodes.region} {named}"


def _or(value: Value, default: int) -> Value:
    return default if value is None else value


RULE = Rule(
    id="CAP003-base-is-not-spot",
    title="What serves requests does not stand on Spot capacity alone.",
    explanation=(
        "AWS takes Spot capacity back with two minutes' notice when others need it, which is when a zone or "
        "a region is lost. A base that is On-Demand keeps serving; Spot above it saves money."
    ),
    severity=Severity.HIGH,
    fix="give it an On-Demand base of what the API needs at its quietest, with Spot above it only",
    source="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html",
    subject="Auto Scaling groups, ECS services with capacity providers and EKS node groups",
    check=check,
    frameworks=("REL11-BP05",),
)
