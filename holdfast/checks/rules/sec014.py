"""SEC014: nobody goes round the load balancer to what stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.attached import is_attached
from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import each, settled
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.traffic import TARGET_ATTACHMENTS
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

SERVICE, INSTANCE = "aws:ecs/service:Service", "aws:ec2/instance:Instance"
TEMPLATE, GROUP = "aws:ec2/launchTemplate:LaunchTemplate", "aws:autoscaling/group:Group"
TEMPLATED_BY = ("launchTemplate", "mixedInstancesPolicy")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each service, group and instance that a load balancer sends requests to."""
    view = view_of(graph)
    for service in graph.of_type(SERVICE):
        if service.at("loadBalancers"):
            yield _judge(service, settled(service, "networkConfiguration", "assignPublicIp", default=False))
    for template in graph.of_type(TEMPLATE):
        groups = [one for name in TEMPLATED_BY for one in view.of(template, name, GROUP)]
        if any(is_attached(graph, one) for one in groups):
            yield _judge(template, _interfaces(template))
    for instance in graph.of_type(INSTANCE):
        if view.of(instance, "targetId", *TARGET_ATTACHMENTS):
            yield _judge(instance, settled(instance, "associatePublicIpAddress", default=False))


def _interfaces(template: Resource) -> Value:
    """Whether any network interface of a template gets a public address."""
    listed = template.at("networkInterfaces")
    if not is_known(listed):
        return listed
    told = [
        settled(template, *at, "associatePublicIpAddress", default=False)
        for at in each(template, "networkInterfaces")
    ]
    unclear = next((one for one in told if not is_known(one)), False)
    return True if True in told else unclear


def _judge(one: Resource, public: Value) -> Judgement:
    if not is_known(public):
        return unknown(one, "whether it gets a public address is not known yet")
    if public is True:
        return fails(one, "it gets a public address, although a load balancer stands before it")
    return passes(one, "it asks for no public address")


RULE = Rule(
    id="SEC014-no-way-round-the-load-balancer",
    title="What stands behind a load balancer asks for no public address.",
    explanation=(
        "A public address behind the load balancer is a second door, without the firewall, the limits, the "
        "certificate and the log of the first, held by one security group. And what leaves by it has another "
        "address than partners let in."
    ),
    severity=Severity.MEDIUM,
    fix="put it into private subnets, with NAT or VPC endpoints for what it needs outside",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_network_protection_create_layers.html",
    subject="services and instances behind a load balancer",
    check=check,
    frameworks=("SEC05-BP01",),
)
