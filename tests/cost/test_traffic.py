from __future__ import annotations

from typing import Any

import pytest

from holdfast.cost import stated_usage
from holdfast.cost.traffic import traffic_of
from tests.graph.documents import graph, step, urn

LB, RECORD = "aws:lb/loadBalancer:LoadBalancer", "aws:route53/record:Record"
HERE, THERE = "us-east-1", "eu-west-1"
DOORS = [step(LB, "here", {"region": HERE}), step(LB, "there", {"region": THERE})]


def record(name: str, door: str, **policy: Any) -> dict[str, Any]:
    inputs = {"name": "api.example.com", "type": "A", "zoneId": "Z1", "setIdentifier": name, **policy}
    return step(RECORD, name, {**inputs, "aliases": [{}]}, links={"aliases": [urn(LB, door)]})


def shares(*steps: dict[str, Any], **traffic: float) -> dict[str, float]:
    given = {name.replace("_", "-"): percent for name, percent in traffic.items()}
    found = traffic_of(graph(*steps), stated_usage(traffic_percent=given))
    return {region: round(float(share), 3) for region, share in found.shares.items()}


def failover(kind: str) -> dict[str, Any]:
    return {"failoverRoutingPolicies": [{"type": kind}]}


def weight(number: int) -> dict[str, Any]:
    return {"weightedRoutingPolicies": [{"weight": number}]}


def latency(region: str) -> dict[str, Any]:
    return {"latencyRoutingPolicies": [{"region": region}]}


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        (failover("PRIMARY"), failover("SECONDARY"), {HERE: 1, THERE: 0}),
        (failover("SECONDARY"), failover("PRIMARY"), {HERE: 0, THERE: 1}),
        (weight(30), weight(90), {HERE: 0.25, THERE: 0.75}),
        (weight(0), weight(0), {HERE: 0.5, THERE: 0.5}),
        (latency(HERE), latency(THERE), {HERE: 0.5, THERE: 0.5}),
    ],
)
def test_records_share_the_requests(here: Any, there: Any, expected: dict[str, float]) -> None:
    assert shares(*DOORS, record("a", "here", **here), record("b", "there", **there)) == expected


def test_one_region_serves_all_and_without_routing_each_the_same() -> None:
    assert shares(DOORS[0]) == {HERE: 1}
    assert shares(*DOORS) == {HERE: 0.5, THERE: 0.5}
    assert shares() == {}


def test_dials_of_an_accelerator_share_the_requests() -> None:
    token = "aws:globalaccelerator/endpointGroup:EndpointGroup"  # noqa: S105  # a type, no secret
    groups = [
        step(token, "a", {"endpointGroupRegion": HERE, "trafficDialPercentage": 100}),
        step(token, "b", {"endpointGroupRegion": THERE, "trafficDialPercentage": 0}),
    ]
    assert shares(*DOORS, *groups) == {HERE: 1, THERE: 0}


def test_a_cloudflare_load_balancer_without_steering_asks_the_pool_that_is_no_fallback() -> None:
    pool, balancer = (
        "cloudflare:index/loadBalancerPool:LoadBalancerPool",
        "cloudflare:index/loadBalancer:LoadBalancer",
    )
    pools = [
        step(pool, "first", {"origins": [{}]}, links={"origins": [urn(LB, "here")]}),
        step(pool, "last", {"origins": [{}]}, links={"origins": [urn(LB, "there")]}),
    ]
    links = {"defaultPools": [urn(pool, "first"), urn(pool, "last")], "fallbackPool": [urn(pool, "last")]}
    assert shares(*DOORS, *pools, step(balancer, "lb", {"steeringPolicy": "off"}, links=links)) == {HERE: 1}
    geo = step(balancer, "lb", {"steeringPolicy": "geo"}, links=links)
    assert shares(*DOORS, *pools, geo) == {HERE: 0.5, THERE: 0.5}


def test_stated_shares_win() -> None:
    assert shares(*DOORS, us_east_1=80, eu_west_1=20) == {HERE: 0.8, THERE: 0.2}
