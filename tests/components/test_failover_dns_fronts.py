from __future__ import annotations

from typing import Any

import pytest

from tests.components.failover_dns_args import (
    COMPONENT,
    alias,
    changed,
    endpoints,
    found,
    public,
    record_names,
    to_balancer,
)

FRONT = {"dns_name": "a1.awsglobalaccelerator.com", "zone_id": "Z2BJ6XQ5FK7U4H"}
POLICIES = ("simple", "failover", "latency", "weighted", "geolocation", "multivalue")


@pytest.mark.parametrize("policy", POLICIES)
def test_a_front_takes_the_public_name_and_leaves_the_regions_theirs(policy: str) -> None:
    resources = found(policy, front=FRONT)
    own = {f"-{place}" for place in found(policy)("global-public", COMPONENT).outputs["endpoint_hosts"]}
    assert record_names(resources) == {"", *own}
    record = public(resources)
    assert record.inputs["name"] == "api.example.com"
    assert record.inputs["aliases"] == [
        {"name": FRONT["dns_name"], "zoneId": FRONT["zone_id"], "evaluateTargetHealth": False}
    ]
    assert record.protect is True
    assert resources("global-public", COMPONENT).outputs["set_name"] == "api.example.com"


@pytest.mark.parametrize("policy", POLICIES)
def test_a_front_that_asks_by_a_name_gets_one_that_outlives_the_policy(policy: str) -> None:
    resources = found(policy, front=FRONT, origin_name=True)
    assert record_names(resources) == {*record_names(found(policy)), "-origin"}
    origin = resources("global-public-origin")
    assert origin.inputs["name"] == "origin.api.example.com"
    target = "use1.api.example.com" if policy == "simple" else f"{policy}.api.example.com"
    assert origin.inputs["aliases"] == alias(target)
    assert origin.name in public(resources).depends_on
    assert origin.protect is None


def test_going_behind_a_front_retargets_the_public_record_in_place() -> None:
    assert changed(found("latency"), found("latency", front=FRONT, origin_name=True)) == {
        "global-public": {"aliases"}
    }


def test_the_spare_leads_to_the_region_after_the_nearest() -> None:
    places = endpoints("use1", "euw1", "aps1")
    resources = found("latency", front=FRONT, origin_name=True, spare_name=True, endpoints=places)
    ring = {"aps1": "euw1", "euw1": "use1", "use1": "aps1"}
    for place, target in ring.items():
        record = resources(f"global-public-spare-{place}")
        assert record.inputs["name"] == "spare.api.example.com"
        assert record.inputs["setIdentifier"] == place
        assert record.inputs["latencyRoutingPolicies"] == [{"region": places[place]["region"]}]
        assert record.inputs["aliases"] == to_balancer(target)
        assert record.inputs["healthCheckId"] == f"{target}-health"
        assert record.name in public(resources).depends_on


def test_the_spare_of_a_pair_is_the_pair_the_other_way_round() -> None:
    resources = found("failover", front=FRONT, origin_name=True, spare_name=True)
    for slot, other in (("primary", "secondary"), ("secondary", "primary")):
        record, routed = (
            resources(f"global-public-failover-spare-{slot}"),
            resources(f"global-public-failover-{other}"),
        )
        assert record.inputs["name"] == "failover-spare.api.example.com"
        assert record.inputs["failoverRoutingPolicies"] == [{"type": slot.upper()}]
        for what in ("aliases", "healthCheckId"):
            assert record.inputs[what] == routed.inputs[what]
        assert record.name in public(resources).depends_on


def test_no_policy_shares_the_name_of_its_spare_with_another() -> None:
    """Route 53 refuses a record beside one of the same name and another policy."""
    given = {"front": FRONT, "origin_name": True, "spare_name": True}
    sets = [found(policy, **given).of("Record") for policy in ("failover", "latency")]
    pair, ring = ({one.inputs["name"] for one in some if "setIdentifier" in one.inputs} for some in sets)
    assert len(pair) == len(ring) == 2
    assert not pair & ring


def test_without_a_front_no_stable_name_is_declared() -> None:
    assert "-origin" not in record_names(found("latency"))


@pytest.mark.parametrize(
    ("policy", "given", "message"),
    [
        (
            "weighted",
            {"spare_name": True},
            "'spare_name' is for failover, or latency over two regions or more, got weighted",
        ),
        ("latency", {"spare_name": True, "endpoints": endpoints("use1")}, "'spare_name' is for failover, or"),
        (
            "latency",
            {"endpoints": endpoints("use1", "euw1", use1={"host": "origin.api.example.com"})},
            "host 'origin.api.example.com' of use1 is the name of the origin name",
        ),
    ],
)
def test_refusals(policy: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        found(policy, **given)
