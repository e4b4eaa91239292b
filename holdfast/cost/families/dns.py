"""Route 53: zones, queries by kind of record, health checks with their options."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.traffic import RECORD
from holdfast.graph.summary import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

FREE_ALIASES = (
    "aws:lb/",
    "aws:cloudfront/",
    "aws:apigateway",
    "aws:s3/",
    "aws:globalaccelerator/",
    "aws:ec2/",
)
"""Queries of aliases to these are free, and so are those to records of the same zone that are
(https://aws.amazon.com/route53/pricing/, 2026-11)."""
KINDS = {
    "latencyRoutingPolicies": ("latency", "route53/latency-queries/million"),
    "geolocationRoutingPolicies": ("geolocation", "route53/geo-queries/million"),
    "geoproximityRoutingPolicy": ("geoproximity", "route53/geo-queries/million"),
}
FAST_SECONDS = 10


def zone(_: Resource, scope: Scope) -> Iterator[CostItem]:
    """A hosted zone."""
    yield scope.item("hosted zone", "route53/zone/month", GLOBAL, 1)


def record(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Queries of a record that is no alias to an AWS resource and no proof of a certificate."""
    if one.inputs.get("aliases") is not None or _is_proof(one, scope):
        return
    kind, key = next(
        (found for name, found in KINDS.items() if one.inputs.get(name)),
        ("standard", "route53/queries/million"),
    )
    beside = scope.once("records that are asked for", lambda: _asked(scope)) or 1
    yield scope.item(
        f"queries, {kind}",
        key,
        GLOBAL,
        scope.usage["dns_queries_million"] / beside,
        usage=("dns_queries_million",),
        note=f"spread evenly over {beside} records" if beside > 1 else "",
    )


def _asked(scope: Scope) -> int:
    """How many records share the stated queries."""
    told = [one for one in scope.graph.of_type(RECORD) if one.inputs.get("aliases") is None]
    return sum(not _is_proof(one, scope) for one in told)


def _is_proof(one: Resource, scope: Scope) -> bool:
    """Whether a record proves a domain to the certificate authority, which hardly ever asks."""
    return any(held.type.startswith("aws:acm/") for held in scope.graph.references(one, "records"))


def health_check(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """A health check with its options: HTTPS, text, fast interval, latency."""
    kind = one.inputs.get("type")
    theirs = _is_aws(one, scope)
    where, words = ("aws", "of AWS resources") if theirs else ("other", "of other addresses")
    yield scope.item(f"health check {words}", f"route53/health-check/{where}/month", GLOBAL, 1)
    fast = one.inputs.get("requestInterval")
    options = (
        isinstance(kind, str) and kind.startswith("HTTPS"),
        isinstance(kind, str) and kind.endswith("STR_MATCH"),
        isinstance(fast, int) and fast <= FAST_SECONDS,
        one.inputs.get("measureLatency") is True,
    )
    if any(options):
        yield scope.item(
            f"options of the health check {words}",
            f"route53/health-check-option/{where}/month",
            GLOBAL,
            Decimal(sum(options)),
            note="of HTTPS, text, fast interval and latency",
        )


def _is_aws(one: Resource, scope: Scope) -> bool:
    """Whether the price for AWS endpoints holds: calculated and alarm checks, and names of AWS resources.

    https://aws.amazon.com/route53/pricing/ (2026-11): the endpoint is in AWS when Route 53 and the endpoint
    belong to one account; calculated checks and checks of alarms are billed as AWS's.
    """
    if one.inputs.get("type") in {"CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"}:
        return True
    name = one.inputs.get("fqdn")
    named = (
        other
        for other in scope.graph.of_type(RECORD)
        if isinstance(name, str) and other.inputs.get("name") == name
    )
    linked = (*scope.graph.references(one, "fqdn"), *scope.graph.references(one, "ipAddress"))
    return any(
        held.type.startswith(FREE_ALIASES)
        for held in (*linked, *(held for other in named for held in scope.graph.references(other, "aliases")))
    )


CALCULATORS: Mapping[str, Calculator] = {
    "aws:route53/zone:Zone": zone,
    RECORD: record,
    "aws:route53/healthCheck:HealthCheck": health_check,
}
