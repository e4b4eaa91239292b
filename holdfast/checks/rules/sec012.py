"""SEC012: a firewall reads the requests that come in from everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.open_ports import GROUPS
from holdfast.checks.public_entrances import (
    GRAPH_API,
    REST_STAGE,
    guarded,
    is_private_api,
    public_application_balancers,
    takes_a_cdn_alone,
)
from holdfast.checks.traffic import DISTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory.view import View

ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
_NONE = "no web ACL reads its requests: nothing limits an address or stops known attacks"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each distribution, public load balancer, REST API and GraphQL API."""
    for distribution in graph.of_type(DISTRIBUTION):
        if distribution.at("webAclId"):
            yield passes(distribution, "a web ACL reads its requests")
        else:
            yield fails(distribution, _NONE)
    view, named = view_of(graph), guarded(graph)
    for balancer in public_application_balancers(graph):
        groups = [one for one in graph.references(balancer, "securityGroups") if one.type in GROUPS]
        if groups and all(group.urn in named for group in groups):
            yield passes(balancer, "named addresses alone reach it")
        else:
            yield _judge(view, balancer, cdn=takes_a_cdn_alone(view, balancer))
    for stage in graph.of_type(REST_STAGE):
        if not is_private_api(view, stage):
            yield _judge(view, stage)
    for api in graph.of_type(GRAPH_API):
        if api.at("visibility") != "PRIVATE":
            yield _judge(view, api)


def _judge(view: View, one: Resource, *, cdn: bool | None = False) -> Judgement:
    if view.of(one, "resourceArn", ASSOCIATION):
        return passes(one, "a web ACL reads its requests")
    if cdn is True:
        return passes(one, "it forwards nothing but what carries the header of its CDN")
    if cdn is None:
        return unknown(one, "no web ACL reads its requests, and whom its rules let through is not readable")
    if view.graph.partial:
        return unknown(one, "no web ACL among what changes; the preview is not whole")
    return fails(one, _NONE)


RULE = Rule(
    id="SEC012-firewall-reads-public-requests",
    title="A web ACL reads what reaches a public entrance.",
    explanation=(
        "One client in a loop, or one list of stolen passwords, takes the capacity that a failover counts "
        "on. A web ACL limits each address and stops what is known to be an attack before it costs anything. "
        "Entrances that only named addresses reach, such as those of a CDN with a firewall of its own, need "
        "none; HTTP APIs can have none."
    ),
    severity=Severity.MEDIUM,
    fix="associate a wafv2 web ACL with a rate limit and AWS's managed rules, or let only your CDN in",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html",
    subject="public load balancers, distributions and APIs",
    check=check,
    frameworks=("SEC05-BP03", "REL05-BP02"),
)
