"""REG002: the regions that serve are made of the same parts."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.serving import serving_regions
from holdfast.inventory.view import SEVERAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

PARTS = (
    "aws:apigatewayv2/authorizer:Authorizer",
    "aws:apigatewayv2/integration:Integration",
    "aws:apigatewayv2/route:Route",
    "aws:apigatewayv2/stage:Stage",
    "aws:appautoscaling/policy:Policy",
    "aws:appautoscaling/target:Target",
    "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration",
    "aws:autoscaling/group:Group",
    "aws:autoscaling/policy:Policy",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:ec2/flowLog:FlowLog",
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "aws:ecs/service:Service",
    "aws:eks/addon:Addon",
    "aws:eks/cluster:Cluster",
    "aws:eks/nodeGroup:NodeGroup",
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    "aws:lambda/function:Function",
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
    "aws:lb/listener:Listener",
    "aws:lb/listenerRule:ListenerRule",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:shield/protection:Protection",
    "aws:wafv2/webAclAssociation:WebAclAssociation",
)
"""Types of which a region that serves needs its own; not what replicates itself or lies at home alone."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each type of part that one of several serving regions has, on one resource of it."""
    serving = serving_regions(graph)
    if len(serving) < SEVERAL:
        return
    for token in PARTS:
        by_region: defaultdict[object, list[Resource]] = defaultdict(list)
        for one in graph.of_type(token):
            if one.region in serving:
                by_region[one.region].append(one)
        if by_region:
            yield _judge(graph, token, by_region, serving)


def _judge(
    graph: ResourceGraph, token: str, by_region: dict[object, list[Resource]], serving: tuple[str, ...]
) -> Judgement:
    kind = token.rpartition(":")[2]
    missing = [one for one in serving if one not in by_region]
    first = min((one for members in by_region.values() for one in members), key=lambda one: one.urn)
    if not missing:
        return passes(first, f"every region that serves has {_plural(kind)}")
    if graph.partial:
        return unknown(first, f"no {kind} of {', '.join(missing)} is among what changes")
    counts = ", ".join(f"{len(by_region[one])} in {one}" for one in serving if one in by_region)
    return fails(first, f"there are {_plural(kind)} ({counts}), and none in {', '.join(missing)}")


def _plural(kind: str) -> str:
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


RULE = Rule(
    id="REG002-serving-regions-have-the-same-parts",
    title="The regions that serve are made of the same parts.",
    explanation=(
        "The region that is looked at every day gets the alarm, the firewall, the endpoint and the scaling "
        "policy; the other is found to lack them when it is alone. What a region needs, each region needs."
    ),
    severity=Severity.MEDIUM,
    fix="declare both regions by one component, so that what is added to one is added to all",
    source="https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_config_drift.html",
    subject="parts of stacks that serve in several regions",
    check=check,
    frameworks=("REL13-BP04",),
)
