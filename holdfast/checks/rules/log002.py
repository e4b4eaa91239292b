"""LOG002: a network keeps a log of who spoke to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory.view import View

NETWORK = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each network."""
    view = view_of(graph)
    for network in graph.of_type(NETWORK):
        yield _judge(view, network)


def _judge(view: View, network: Resource) -> Judgement:
    subnets = view.of(network, "vpcId", SUBNET)
    if view.of(network, "vpcId", FLOW_LOG):
        return passes(network, "its flows are logged")
    if subnets and all(view.of(subnet, "subnetId", FLOW_LOG) for subnet in subnets):
        return passes(network, "the flows of each of its subnets are logged")
    if view.graph.partial:
        return unknown(network, "no flow log of it among what changes; the preview is not whole")
    return fails(network, "no flow log: who spoke to whom is not kept")


RULE = Rule(
    id="LOG002-networks-log-their-flows",
    title="Every network keeps flow logs.",
    explanation=(
        "Flow logs show what a break-in reached, and why something cannot be reached: a security group or a "
        "route that refuses looks like any other timeout to an application."
    ),
    severity=Severity.MEDIUM,
    fix="add an ec2.FlowLog for the VPC, to a log group or bucket of its region",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
    subject="networks",
    check=check,
    frameworks=("SEC04-BP01", "SEC05-BP03"),
)
