"""SEC015: the security group that AWS takes where none is named lets nothing through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory.view import View

NETWORK, DEFAULT_GROUP = "aws:ec2/vpc:Vpc", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each network by its default security group."""
    view = view_of(graph)
    for network in graph.of_type(NETWORK):
        yield _judge(view, network)


def _judge(view: View, network: Resource) -> Judgement:
    groups = view.of(network, "vpcId", DEFAULT_GROUP)
    if not groups and view.graph.partial:
        return unknown(network, "no default security group among what changes; the preview is not whole")
    if not groups:
        return fails(network, "its default security group lets members reach each other, and all go out")
    rules = [one.at(name) for one in groups for name in ("ingress", "egress")]
    if any(is_known(one) and one for one in rules):
        return fails(network, f"the default security group {groups[0].name} has rules")
    if not all(is_known(one) for one in rules):
        return unknown(network, f"the rules of {groups[0].name} are not known yet")
    return passes(network, "its default security group lets nothing through")


RULE = Rule(
    id="SEC015-default-security-group-is-closed",
    title="The default security group of every network has no rules.",
    explanation=(
        "Whatever is made without naming a security group gets the default one, whose members may all reach "
        "each other and the internet: a mistake that shows nowhere until somebody uses it."
    ),
    severity=Severity.LOW,
    fix="declare an ec2.DefaultSecurityGroup for the VPC with no rules in it",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    subject="networks",
    check=check,
    frameworks=("SEC05-BP02",),
)
