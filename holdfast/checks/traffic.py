"""Load balancers and API domains as rules see them, and what moves clients between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.routing import Destination, destination, host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.checks.routing import Routing
    from holdfast.graph import Resource, ResourceGraph

_SERVICES = ("lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing")
"""Modules of the SDK, of today and as old states name them, that hold one and the same load balancer."""
BALANCERS = tuple(f"aws:{one}/loadBalancer:LoadBalancer" for one in _SERVICES)
LISTENERS = tuple(f"aws:{one}/listener:Listener" for one in _SERVICES)
LISTENER_RULES = tuple(f"aws:{one}/listenerRule:ListenerRule" for one in _SERVICES)
LISTENER_CERTIFICATES = tuple(f"aws:{one}/listenerCertificate:ListenerCertificate" for one in _SERVICES)
TARGET_GROUPS = tuple(f"aws:{one}/targetGroup:TargetGroup" for one in _SERVICES)
TARGET_ATTACHMENTS = tuple(f"aws:{one}/targetGroupAttachment:TargetGroupAttachment" for one in _SERVICES)
CLASSIC_BALANCER = "aws:elb/loadBalancer:LoadBalancer"
API_DOMAINS = ("aws:apigateway/domainName:DomainName", "aws:apigatewayv2/domainName:DomainName")
ENDPOINT_GROUP = "aws:globalaccelerator/endpointGroup:EndpointGroup"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
CLOUDFLARE_BALANCER = "cloudflare:index/loadBalancer:LoadBalancer"
CLOUDFLARE_POOL = "cloudflare:index/loadBalancerPool:LoadBalancerPool"
SEVERAL = 2


def public_entrances(graph: ResourceGraph) -> tuple[Resource, ...]:
    """The load balancers and API domains that clients outside can reach."""
    return tuple(
        one
        for one in graph.of_type(*BALANCERS, CLASSIC_BALANCER, *API_DOMAINS)
        if one.at("internal") in (None, False) and one.at("loadBalancerType") != "gateway"
    )


def moved_by_health(routing: Routing) -> dict[str, Resource]:
    """URN of each entrance that traffic leaves by itself, with what moves it.

    That is a set of routed records that leads to more than one place, a Global Accelerator, a Cloudflare
    pool, or an origin group of CloudFront.

    Args:
        routing: The records of the graph.
    """
    graph = routing.graph
    found: dict[str, Resource] = {}
    for members in routing.routed_sets():
        ends = routing.destinations(*members)
        if len(ends) >= SEVERAL:
            found.update({one.identity: members[0] for one in ends})
    for group in graph.of_type(ENDPOINT_GROUP):
        found.update({one.urn: group for one in graph.references(group, "endpointConfigurations")})
    for pool in graph.of_type(CLOUDFLARE_POOL):
        found.update({one.identity: pool for one in origins(routing, pool)})
    for cdn in graph.of_type(DISTRIBUTION):
        if cdn.at("originGroups"):
            found.update({one.urn: cdn for one in graph.references(cdn, "origins")})
    return found


def origins(routing: Routing, pool: Resource) -> tuple[Destination, ...]:
    """Where a Cloudflare pool's addresses lead; each address that is not known is left out.

    Args:
        routing: The records of the graph.
        pool: The pool.
    """
    linked = [one for one in routing.graph.references(pool, "origins") if one.type.startswith("aws:")]
    found = {one.urn: destination(one) for one in linked}
    for address in addresses(pool):
        for end in routing.ends_of(address):
            found[end.identity] = end
    return tuple(found.values())


def addresses(pool: Resource) -> Iterator[str]:
    """The addresses of a Cloudflare pool that are known."""
    given = pool.at("origins")
    for position in range(len(given) if isinstance(given, tuple) else 0):
        if address := host(pool.at("origins", position, "address")):
            yield address
