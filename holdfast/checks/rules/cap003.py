"""CAP003: what serves requests does not stand on Spot capacity alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.attached import is_attached
from holdfast.checks.capacity import GROUP, NODES, SERVICE, keeps_count, serves, templates
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.graph import Marker, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

SPOT = "FARGATE_SPOT"
ALL = 100
"""The provider's default of the part above the base that is On-Demand."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each group and ECS service that requests reach, and each EKS cluster with node groups."""
    for group in graph.of_type(GROUP):
        if is_attached(graph, group):
            yield _group(graph, group)
    for service in graph.of_type(SERVICE):
        if keeps_count(service) and serves(service) and service.at("capacityProviderStrategies"):
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
    if stays or graph.partial or _has_other_nodes(graph, members[0]):
        return unknown(members[0], "not known yet: whether the cluster always has a node that is not Spot")
    return fails(members[0], "all node groups of its cluster are Spot: AWS may take every node back")


def _has_other_nodes(graph: ResourceGraph, nodes: Resource) -> bool:
    """Whether the cluster has Fargate or starts nodes by itself, of which node groups say nothing."""
    clusters = {one.urn for one in graph.references(nodes, "clusterName")}
    return any(
        not clusters or clusters.intersection(one.property_dependencies.get("clusterName", ()))
        for one in graph.of_type("aws:eks/fargateProfile:FargateProfile")
    ) or any(graph.resources[urn].at("computeConfig", "enabled") for urn in clusters)


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
    subject="groups and ECS services that requests reach, and EKS node groups",
    check=check,
    frameworks=("REL11-BP05",),
)
