from __future__ import annotations

from decimal import Decimal

from holdfast.cost import Standing
from tests.cost.bills import bill, only
from tests.graph.documents import step, urn

NAT = "aws:ec2/natGateway:NatGateway"


def test_hours_times_price_is_the_amount_of_a_month() -> None:
    found = bill(step(NAT, "nat"), prices={"nat-gateway/hour": 0.045, "nat-gateway/GB": 0.045})
    nat = only(found, "nat")
    assert (nat.standing, nat.place) == (Standing.PRICED, "us-east-1")
    assert nat.monthly == Decimal("32.850")
    assert found.monthly == Decimal("32.850")
    assert found.on_usage == 0


def test_a_price_that_is_missing_is_never_a_zero_in_silence() -> None:
    found = bill(step(NAT, "nat"), prices={"nat-gateway/GB": 0.045})
    nat = only(found, "nat")
    assert nat.standing is Standing.MISSING
    assert found.missing == (nat,)
    assert nat.items[0].monthly is None
    assert (
        nat.items[0].note
        == "no price for nat-gateway/hour in us-east-1: holdfast prices refresh --region us-east-1"
    )


def test_a_type_that_nobody_knows_is_not_supported_and_one_that_is_free_is_free() -> None:
    found = bill(
        step("aws:sagemaker/endpoint:Endpoint", "model"),
        step("aws:iam/role:Role", "role"),
        step("random:index/randomId:RandomId", "id"),
        step("aws:ec2/vpcEndpoint:VpcEndpoint", "gateway", {"vpcEndpointType": "Gateway"}),
    )
    assert {one.name: one.standing for one in found.resources} == {
        "model": Standing.UNSUPPORTED,
        "role": Standing.FREE,
        "id": Standing.FREE,
        "gateway": Standing.FREE,
    }


def test_amounts_are_told_by_region_and_component() -> None:
    component = step("orders:index:Network", "use1", component=True)
    found = bill(
        component,
        step(NAT, "inside", parent=urn("orders:index:Network", "use1")),
        step(NAT, "outside", {"region": "eu-west-1"}),
        prices={"nat-gateway/hour": 1, "nat-gateway/GB": 1},
    )
    assert found.by_place() == {"eu-west-1": 730, "us-east-1": 730}
    assert found.by_component() == {"no component": 730, "use1": 730}


def test_a_region_that_is_not_known_has_no_regional_price() -> None:
    found = bill(step(NAT, "nat", {"region": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}), prices={"x": 1})
    assert only(found, "nat").place == "region not known yet"
    assert "the region is not known" in only(found, "nat").items[0].note


def test_nothing_is_estimated_of_nothing() -> None:
    found = bill()
    assert [found.monthly, len(found.resources), len(found.transfer)] == [0, 0, 0]
