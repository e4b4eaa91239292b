"""Load balancers and API gateways: hours, capacity units, requests."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.families.network import SUBNET
from holdfast.cost.model import HOURS_A_MONTH
from holdfast.cost.scope import MILLION, length, text
from holdfast.graph import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource

LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
# What one capacity unit holds: https://aws.amazon.com/elasticloadbalancing/pricing/ (2026-11).
ALB_NEW_A_SECOND, ALB_OPEN, GB_AN_HOUR, GB_TO_FUNCTIONS = 25, 3000, 1, Decimal("0.4")
NLB_NEW_A_SECOND, NLB_OPEN = 800, 100_000
NLB_TLS_NEW_A_SECOND, NLB_TLS_OPEN = 50, 3000
SECONDS_A_MONTH = HOURS_A_MONTH * 3600
OF_REQUESTS = (
    "requests_million",
    "request_kilobytes",
    "response_kilobytes",
    "requests_per_connection",
    "connection_seconds",
)


def passed_gigabytes(scope: Scope, place: str) -> Decimal:
    """What clients send to and get from a region, GB a month."""
    size = scope.usage["request_kilobytes"] + scope.usage["response_kilobytes"]
    return scope.served(place) * MILLION * size / MILLION


def serving(one: Resource, scope: Scope) -> int:
    """How many doors of its kind the region's requests divide over: those that face clients alike."""
    inside = one.inputs.get("internal") is True
    return (
        sum(
            other.region == one.region and (other.inputs.get("internal") is True) == inside
            for other in scope.graph.of_type(one.type)
        )
        or 1
    )


def load_balancer(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Hours, capacity units and the public addresses of a load balancer.

    The capacity units are those of the dimension that needs most, on average over the month.
    """
    place = place_of(one)
    network = text(one.inputs.get("loadBalancerType"), "application") == "network"
    name, key = ("Network Load Balancer", "nlb") if network else ("Application Load Balancer", "alb")
    yield scope.hourly(name, f"{key}/hour", place)
    share = 1 / Decimal(serving(one, scope))
    news = scope.served(place) * share * MILLION / scope.usage["requests_per_connection"] / SECONDS_A_MONTH
    still_open = news * scope.usage["connection_seconds"]
    limits = (ALB_NEW_A_SECOND, ALB_OPEN)
    if network:
        limits = (NLB_NEW_A_SECOND, NLB_OPEN)
        if any(
            "TLS" in text(listener.inputs.get("protocol"))
            for listener in scope.graph.referring(one, "loadBalancerArn", LISTENER)
        ):
            limits = (NLB_TLS_NEW_A_SECOND, NLB_TLS_OPEN)
    held = GB_TO_FUNCTIONS if not network and _only_functions(one, scope) else GB_AN_HOUR
    bytes_an_hour = passed_gigabytes(scope, place) * share / HOURS_A_MONTH / held
    units = max(news / limits[0], still_open / limits[1], bytes_an_hour)
    yield scope.item(
        f"{name}, capacity units",
        f"{key}/LCU-hour",
        place,
        units * HOURS_A_MONTH,
        usage=OF_REQUESTS,
        note="average over the month; rule evaluations are not counted",
    )
    if one.inputs.get("internal") is not True:
        zones = length(one, "subnets", SUBNET, graph=scope.graph) or length(
            one, "subnetMappings", SUBNET, graph=scope.graph
        )
        if one.inputs.get("subnetMappings") is None:
            note = "one in each zone" if zones else "the number of subnets is not known"
            yield scope.hourly("public IPv4 address", "public-ipv4/hour", place, zones, note=note)


def _only_functions(one: Resource, scope: Scope) -> bool:
    """Whether every target group that a load balancer's listeners name is one of functions."""
    graph = scope.graph
    groups = {
        group.urn: group
        for listener in graph.referring(one, "loadBalancerArn", LISTENER)
        for group in graph.references(listener, "defaultActions")
        if group.type == TARGET_GROUP
    }
    return bool(groups) and all(group.at("targetType") == "lambda" for group in groups.values())


def http_api(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Requests of an HTTP API, counted in steps of 512 kB."""
    yield _requests("HTTP API requests", "http-api/million", one, scope, Decimal(512))


def rest_api(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Requests of a REST API."""
    yield _requests("REST API requests", "rest-api/million", one, scope, None)


def _requests(name: str, key: str, one: Resource, scope: Scope, step: Decimal | None) -> CostItem:
    size = scope.usage["request_kilobytes"] + scope.usage["response_kilobytes"]
    times = max(Decimal(1), (size / step).to_integral_value(rounding="ROUND_CEILING")) if step else Decimal(1)
    place = place_of(one)
    return scope.item(
        name,
        key,
        place,
        scope.served(place) * times / serving(one, scope),
        usage=("requests_million", "request_kilobytes", "response_kilobytes")[: 3 if step else 1],
    )


def trust_store(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Certificates of authorities by which a load balancer checks clients."""
    yield scope.hourly("trust store", "alb-trust-store/hour", place_of(one))


CALCULATORS: Mapping[str, Calculator] = {
    LOAD_BALANCER: load_balancer,
    "aws:lb/trustStore:TrustStore": trust_store,
    "aws:apigatewayv2/api:Api": http_api,
    "aws:apigateway/restApi:RestApi": rest_api,
}
