"""What everything in a region stands on: a key and a network, made or existing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from holdfast.components.regional_foundation import RegionalFoundation
from tests.components.api_sample import ADOPTED, EXAMPLES, components, example, planned
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.topology.values import RegionPlan

KEY = f"arn:aws:kms:us-east-1:{ACCOUNT_ID}:key/0f3c2a1b-1111-2222-3333-444455556666"


def use1(name: str = "single", **changes: Any) -> RegionPlan:
    plan = next(region for region in planned(EXAMPLES[name]).regions if region.place == "use1")
    return replace(plan, **changes)


def foundation(plan: RegionPlan, **more: Any) -> Resources:
    return declared(
        lambda: RegionalFoundation(
            "use1",
            {"plan": plan, "account_id": ACCOUNT_ID, "tags": {"Place": "use1"}, **more},  # type: ignore[typeddict-item]  # any key
        )
    )


def test_declares_a_key_and_a_network() -> None:
    found = foundation(use1())
    assert components(found) == {"RegionalFoundation use1", "EncryptionKey use1", "Network use1"}
    assert found("use1-key").protect is True
    assert {one.region for one in found if one.region is not None} == {"us-east-1"}
    assert found("use1-flow-logs").inputs["kmsKeyId"] == found("use1-key").arn
    assert found("use1-key").inputs["tags"] == {"Place": "use1"}
    assert (
        found("use1", "RegionalFoundation").outputs["origin"]["role"]
        == "holdfast:regions.use1.role (default)"
    )


def test_lifted_protection_reaches_the_key() -> None:
    assert not foundation(use1(), protection=False)("use1-key").protect


def test_an_existing_key_is_used_and_none_made() -> None:
    found = foundation(use1(key_arn=KEY))
    assert found.names("Key") == set()
    assert found("use1-flow-logs").inputs["kmsKeyId"] == KEY
    assert found("use1", "RegionalFoundation").outputs["key_arn"] == KEY


def test_a_region_without_a_network_has_its_key_alone() -> None:
    assert components(foundation(use1(network=None))) == {"RegionalFoundation use1", "EncryptionKey use1"}


def test_an_adopted_network_declares_nothing_and_is_used() -> None:
    found = example("adopted network")
    assert not [one for one in found if one.custom and "Network$" in one.urn]
    assert found("use1-public-lb").inputs["subnets"] == ADOPTED["public_subnet_ids"]
    assert found("use1-orders-asg").inputs["vpcZoneIdentifiers"] == ADOPTED["private_subnet_ids"]
    assert found("use1-orders-sg").inputs["vpcId"] == ADOPTED["vpc_id"]
