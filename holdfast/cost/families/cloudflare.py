"""Cloudflare: load balancers with their endpoints and DNS queries, plans, certificates."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.graph.summary import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

LOAD_BALANCER = "cloudflare:index/loadBalancer:LoadBalancer"
INCLUDED_ENDPOINTS = 2
FREE_QUERIES, STEP = Decimal("0.5"), Decimal("0.5")
"""Millions of queries that are included and that a step holds (see the price's source)."""


def load_balancer(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """The subscription, endpoints above those included, and DNS queries where it is not proxied."""
    yield scope.item("load balancing", "cloudflare/load-balancer/month", GLOBAL, 1)
    endpoints = 0
    for pool in scope.graph.references(one, "defaultPools"):
        origins = pool.inputs.get("origins")
        endpoints += len(origins) if isinstance(origins, tuple) else 1
    if endpoints > INCLUDED_ENDPOINTS:
        yield scope.item(
            "further endpoints", "cloudflare/endpoint/month", GLOBAL, endpoints - INCLUDED_ENDPOINTS
        )
    beyond = max(Decimal(), scope.usage["dns_queries_million"] - FREE_QUERIES)
    yield scope.item(
        "DNS queries",
        "cloudflare/dns-queries/half-million",
        GLOBAL,
        (beyond / STEP).to_integral_value("ROUND_CEILING"),
        usage=("dns_queries_million",),
    )


def zone(_: Resource, scope: Scope) -> Iterator[CostItem]:
    """The plan of a zone."""
    yield scope.item("plan of the zone", "cloudflare/plan/month", GLOBAL, 1)


def certificate_pack(_: Resource, scope: Scope) -> Iterator[CostItem]:
    """Certificates of Advanced Certificate Manager."""
    yield scope.item("certificate pack", "cloudflare/certificate-pack/month", GLOBAL, 1)


CALCULATORS: Mapping[str, Calculator] = {
    LOAD_BALANCER: load_balancer,
    "cloudflare:index/zone:Zone": zone,
    "cloudflare:index/certificatePack:CertificatePack": certificate_pack,
}
