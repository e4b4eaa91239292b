from __future__ import annotations

from typing import Any

import pytest

from tests.cost.bills import bill, moved
from tests.graph.documents import step, urn

LB, NAT, SUBNET = "aws:lb/loadBalancer:LoadBalancer", "aws:ec2/natGateway:NatGateway", "aws:ec2/subnet:Subnet"
ZONES = [step(SUBNET, zone, {"availabilityZone": f"us-east-1{zone}"}) for zone in "abc"]
USAGE = {"requests_million": 100, "request_kilobytes": 2, "response_kilobytes": 10, "outbound_gigabytes": 0}


def test_answers_go_to_the_internet_and_not_where_an_edge_sends_them() -> None:
    door = step(LB, "lb", {"internal": False})
    assert moved(bill(door, usage=USAGE))["us-east-1 to the internet"] == 1000
    edge = step("aws:cloudfront/distribution:Distribution", "edge")
    assert "us-east-1 to the internet" not in moved(bill(door, edge, usage=USAGE))


@pytest.mark.parametrize(
    ("inputs", "crossed"),
    [
        ({"loadBalancerType": "network", "enableCrossZoneLoadBalancing": True}, 1200 * 2 / 3 * 2),
        ({"loadBalancerType": "network"}, None),
        ({"loadBalancerType": "application", "enableCrossZoneLoadBalancing": True}, None),
    ],
)
def test_only_a_network_load_balancer_that_crosses_zones_pays_for_it(
    inputs: Any, crossed: float | None
) -> None:
    found = moved(bill(step(LB, "lb", {**inputs, "subnets": ["1", "2", "3"]}), usage=USAGE))
    got = found.get("us-east-1: lb to targets in other zones")
    assert got == (crossed if crossed is None else pytest.approx(crossed))


def test_services_ask_databases_in_other_zones() -> None:
    cluster = step("aws:rds/cluster:Cluster", "db", {"engine": "aurora-postgresql"})
    usage = {**USAGE, "reads_per_request": 2, "writes_per_request": 1, "item_kilobytes": 1}
    found = moved(bill(step(LB, "lb"), cluster, *ZONES, usage=usage))
    assert found["us-east-1: services to db in other zones"] == pytest.approx(100 * 3 * 2 / 3 * 2)


def test_what_is_written_goes_to_every_replica() -> None:
    table, copy = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
    link = {"globalTableArn": [urn(table, "orders")]}
    found = moved(
        bill(
            step(LB, "lb"),
            step(table, "orders", {"billingMode": "PAY_PER_REQUEST"}),
            step(copy, "euw1", {"region": "eu-west-1"}, links=link),
            step(copy, "euc1", {"region": "eu-central-1"}, links=link),
            usage={**USAGE, "writes_per_request": 0.5, "item_kilobytes": 2},
        )
    )
    assert found["us-east-1 to eu-west-1: replication of orders"] == 100
    assert found["us-east-1 to eu-central-1: replication of orders"] == 100
    assert "eu-west-1 to us-east-1: replication of orders" not in found  # nothing is written there


def test_one_gateway_for_three_zones_is_reached_across_them() -> None:
    found = moved(bill(step(LB, "lb"), step(NAT, "nat"), *ZONES, usage={**USAGE, "outbound_gigabytes": 300}))
    assert found["us-east-1: services to NAT gateways in other zones"] == pytest.approx(300 * 2 / 3 * 2)
    assert found["us-east-1 to the internet through NAT"] == 150
