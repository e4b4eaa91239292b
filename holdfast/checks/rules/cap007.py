"""CAP007: an entrance limits how many requests it lets in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.public_entrances import public_application_balancers, takes_a_cdn_alone
from holdfast.checks.traffic import DISTRIBUTION
from holdfast.graph import Marker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
ACL = "aws:wafv2/webAcl:WebAcl"
RULESET = "cloudflare:index/ruleset:Ruleset"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each public load balancer and distribution that a web ACL or Cloudflare stands before."""
    view = view_of(graph)
    at_cloudflare = any(
        one.at("phase") == "http_ratelimit" and one.at("rules") for one in graph.of_type(RULESET)
    )
    for one in public_application_balancers(graph):
        found = view.of(one, "resourceArn", ASSOCIATION)
        acls = [acl for each in found for acl in _acls(graph, each, "webAclArn")]
        behind = takes_a_cdn_alone(view, one)
        if acls or (behind is False and at_cloudflare):
            yield _judge(one, acls, at_cloudflare=at_cloudflare)
        elif behind:
            yield passes(one, "it serves only what comes through a CDN, which is judged itself")
        elif behind is None:
            yield unknown(one, "not known yet: whether it serves only what comes through a CDN")
    for one in graph.of_type(DISTRIBUTION):
        acls = _acls(graph, one, "webAclId") if one.at("webAclId") else []
        if acls or at_cloudflare:
            yield _judge(one, acls, at_cloudflare=at_cloudflare)


def _acls(graph: ResourceGraph, one: Resource, name: str) -> list[Resource | None]:
    """The web ACLs behind a property, None for one that is no resource of the graph."""
    linked = graph.references(one, name)
    found = [each for each in linked if each.type == ACL]
    found += [acl for each in linked for acl in graph.references(each, "resourceArn") if acl.type == ACL]
    return list(found) or [None]


def _judge(one: Resource, acls: list[Resource | None], *, at_cloudflare: bool) -> Judgement:
    answers = [None if acl is None else _limits(acl) for acl in acls]
    if True in answers:
        return passes(one, "its web ACL limits the rate of each client")
    if at_cloudflare:
        return passes(one, "Cloudflare limits the rate of each client")
    if None in answers:
        return unknown(one, "not known yet: whether its web ACL limits the rate of each client")
    return fails(
        one,
        "its web ACL has no rate-based rule: one client, or retries without end, takes all capacity",
    )


def _limits(acl: Resource) -> bool | None:
    """Whether a web ACL has a rate-based rule, written as blocks or as JSON."""
    rules = acl.at("rules") or acl.at("ruleJson")
    if isinstance(rules, Marker):
        return None
    if isinstance(rules, str):
        try:
            return "RateBasedStatement" in json.dumps(json.loads(rules))
        except ValueError:
            return None
    return _has_rate(rules)


def _has_rate(value: Value) -> bool:
    if isinstance(value, Mapping):
        return bool(value.get("rateBasedStatement")) or any(_has_rate(one) for one in value.values())
    return isinstance(value, tuple) and any(_has_rate(one) for one in value)


RULE = Rule(
    id="CAP007-entrances-limit-requests",
    title="An entrance from the internet limits how many requests a client may send.",
    explanation=(
        "When something is slow, clients try again, and each layer that retries multiplies the load: three "
        "tries in three layers are 27 requests. After a failover that is more than the regions left can "
        "carry, and the failure feeds itself. A limit at the edge turns the excess away cheaply."
    ),
    severity=Severity.LOW,
    fix="add a rate-based rule that answers 429 to the web ACL",
    source="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
    subject="public load balancers and distributions with a web ACL or Cloudflare before them",
    check=check,
    frameworks=("REL05-BP02", "REL05-BP03"),
)
