"""Entrances behind an accelerator or a distribution, as a whole stack declares them."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from holdfast.components.origin_lock import declare_origin_secrets
from tests.components.api_sample import api, differences
from tests.components.declared import Resources, declared
from tests.topology.examples import ENTRANCE, changed

TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
PAIR: dict[str, Any] = {"use1": {}, "euw1": {"role": "standby"}}
CLOUDFRONT: dict[str, Any] = {
    "origin_lock": "header",
    "logs": {"place": "euw1"},
    "paths": {"catalogue": {"patterns": ["/catalogue/*"]}},
}


def stack(regions: dict[str, Any], *, hold: list[str] | None = None, **entrance: Any) -> Resources:
    raw = changed(regions=regions, entrances={"public": {**ENTRANCE, **entrance}})
    return api({**raw, "hold": hold} if hold else raw)


def lock_values(resources: Resources, place: str) -> list[str]:
    conditions = resources(f"{place}-public-orders-rule").inputs["conditions"]
    return [value for one in conditions if "httpHeader" in one for value in one["httpHeader"]["values"]]


def public(resources: Resources) -> dict[str, Any]:
    return dict(resources("global-public", "aws:route53/record:Record").inputs)


def operations(resources: Resources) -> Any:
    return resources("api").outputs["operations"]["entrances"]["public"]


def test_the_public_name_leads_to_the_accelerator_and_that_to_the_balancers() -> None:
    resources = stack(PAIR, accelerator={})
    (alias,) = public(resources)["aliases"]
    assert alias == {
        "name": "global-public-accelerator.awsglobalaccelerator.com",
        "zoneId": "Z2BJ6XQ5FK7U4H",
        "evaluateTargetHealth": False,
    }
    for place, region, dial in (("use1", "us-east-1", 100), ("euw1", "eu-west-1", 0)):
        group = resources(f"global-public-accelerator-{place}")
        assert group.inputs["endpointGroupRegion"] == region
        assert group.inputs["trafficDialPercentage"] == dial
        (endpoint,) = group.inputs["endpointConfigurations"]
        assert endpoint["endpointId"] == resources(f"{place}-public-lb").outputs["arn"]
        assert endpoint["clientIpPreservationEnabled"] is True
        assert resources(f"global-public-{place}", "aws:route53/record:Record")
    assert "global-public-failover-primary" not in resources.names("Record")


def test_swapped_roles_turn_dials_and_replace_nothing() -> None:
    swapped = stack({"use1": {"role": "standby"}, "euw1": {}}, accelerator={})
    before = stack(PAIR, accelerator={})
    assert swapped.pairs() == before.pairs()
    assert swapped("global-public-accelerator-use1").inputs["trafficDialPercentage"] == 0
    assert swapped("global-public-accelerator-euw1").inputs["trafficDialPercentage"] == 100


def test_a_held_region_keeps_the_dial_that_somebody_turned() -> None:
    resources = stack(TWO, hold=["use1"], accelerator={})
    assert resources("global-public-accelerator-use1").ignore_changes == ("*",)
    assert resources("global-public-accelerator-euw1").ignore_changes == ()


def test_operators_learn_what_to_turn() -> None:
    found = operations(stack(TWO, accelerator={}))
    arn = "arn:aws:globalaccelerator::111122223333"
    assert found["accelerator"] == {
        "arn": f"{arn}:Accelerator/global-public-accelerator",
        "control_region": "us-west-2",
        "addresses": ["192.0.2.1", "192.0.2.2"],
        "endpoint_group_arns": {
            place: f"{arn}:EndpointGroup/global-public-accelerator-{place}" for place in ("euw1", "use1")
        },
    }
    # What is registered drops keys that are None.
    assert "cloudfront" not in found
    assert (found["ttl_seconds"], found["detection_seconds"]) == (0, 50)


def test_the_public_name_leads_to_the_distribution_and_that_to_the_routed_set() -> None:
    resources = stack(TWO, cloudfront=CLOUDFRONT)
    (alias,) = public(resources)["aliases"]
    assert alias == {
        "name": "global-public-cdn.cloudfront.net",
        "zoneId": "Z2FDTNDATAQYW2",
        "evaluateTargetHealth": False,
    }
    (target,) = resources("global-public-origin").inputs["aliases"]
    assert target["name"] == "latency.api.example.com"
    origins = resources("global-public-cdn").inputs["origins"]
    assert [one["domainName"] for one in origins] == ["origin.api.example.com", "spare.api.example.com"]
    assert resources("global-public-spare-use1").inputs["aliases"][0]["name"].startswith("euw1-public-lb")
    assert operations(resources)["cloudfront"] == {
        "distribution_id": "global-public-cdn-id",
        "arn": resources("global-public-cdn").outputs["arn"],
    }


def test_a_swap_of_roles_leaves_the_distribution_as_it_is() -> None:
    """Its control plane is in us-east-1: what a swap moves are targets of records."""
    before = stack(PAIR, cloudfront=CLOUDFRONT)
    after = stack({"use1": {"role": "standby"}, "euw1": {}}, cloudfront=CLOUDFRONT)
    origins = before("global-public-cdn").inputs["origins"]
    assert [one["domainName"] for one in origins] == [
        "origin.api.example.com",
        "failover-spare.api.example.com",
    ]
    moved = differences(before, after)
    assert "Distribution global-public-cdn" not in moved
    records = {name: what for name, what in moved.items() if name.startswith("Record ")}
    assert records == {
        f"Record global-public-{label}-{slot}": {"aliases", "healthCheckId"}
        for label in ("failover", "failover-spare")
        for slot in ("primary", "secondary")
    }


def test_a_distribution_shows_a_certificate_of_us_east_1() -> None:
    resources = stack({"euw1": {}}, cloudfront={**CLOUDFRONT, "paths": {}})
    certificate = resources("global-public-cert")
    assert certificate.region == "us-east-1"
    assert certificate.inputs["domainName"] == "api.example.com"
    assert "subjectAlternativeNames" not in certificate.inputs
    alarm = resources("global-public-cert-expiry")
    assert alarm.region == "us-east-1"
    assert alarm.inputs["alarmActions"] == [resources("global-alarms-topic").outputs["arn"]]
    shown = resources("global-public-cdn").inputs["viewerCertificate"]["acmCertificateArn"]
    assert shown == resources("global-public-cert-validation").outputs["certificateArn"]


def test_load_balancers_ask_for_what_the_distribution_sends() -> None:
    resources = stack(TWO, cloudfront=CLOUDFRONT)
    (header,) = resources("global-public-cdn").inputs["origins"][0]["customHeaders"]
    assert header == {"name": "X-Origin-Verify", "value": "global-public-origin-secret-odd-secret"}
    for place in TWO:
        assert header["value"] in lock_values(resources, place)
        assert len(lock_values(resources, place)) == 2
        assert resources(f"{place}-public-open-health-rule").inputs["conditions"][0] == {
            "hostHeader": {"values": [f"{place}.api.example.com"]}
        }
        # No balancer may refuse what is sent: each knows it first.
        assert f"{place}-public-orders-rule" in resources("global-public-cdn").depends_on
    assert "origins" in resources("global-public-cdn").secrets


def test_the_header_is_sent_before_anybody_asks_for_it() -> None:
    resources = stack(TWO, cloudfront={**CLOUDFRONT, "origin_lock": "none"})
    assert resources("global-public-cdn").inputs["origins"][0]["customHeaders"]
    assert lock_values(resources, "use1") == []
    assert "use1-public-open-health-rule" not in resources.names("ListenerRule")


def secrets(version: int) -> tuple[dict[str, str], str]:
    seen: list[str] = []

    def program() -> None:
        found = declare_origin_secrets(
            "global-public-origin", secret_version=version, child=pulumi.ResourceOptions()
        )
        found.current.apply(seen.append)

    resources = declared(program)
    keepers = {
        label: resources(f"global-public-origin-secret-{label}").inputs["keepers"]["version"]
        for label in ("odd", "even")
    }
    return keepers, seen[0].removeprefix("global-public-origin-secret-").removesuffix("-secret")


def test_a_new_version_renews_the_value_that_is_not_in_use_and_sends_it() -> None:
    assert secrets(1) == ({"odd": "1", "even": "0"}, "odd")
    assert secrets(2) == ({"odd": "1", "even": "2"}, "even")
    assert secrets(3) == ({"odd": "3", "even": "2"}, "odd")


def test_secrets_have_nothing_that_a_rule_would_read_as_a_wildcard() -> None:
    resources = declared(
        lambda: declare_origin_secrets("a", secret_version=1, child=pulumi.ResourceOptions())
    )
    for label in ("odd", "even"):
        inputs = resources(f"a-secret-{label}").inputs
        assert (inputs["special"], inputs["length"]) == (False, 40)


def test_an_internal_balancer_is_reached_in_its_vpc_without_a_header() -> None:
    resources = stack(
        {"use1": {}},
        load_balancer={"internal": True},
        cloudfront={"origin_lock": "vpc-origin", "logs": {"place": "use1"}},
    )
    origin = resources("global-public-cdn").inputs["origins"][0]
    assert origin["vpcOriginConfig"]["vpcOriginId"] == "global-public-cdn-vpc-target-id"
    assert "customHeaders" not in origin
    endpoint = resources("global-public-cdn-vpc-target").inputs["vpcOriginEndpointConfig"]
    assert endpoint["arn"] == resources("use1-public-lb").outputs["arn"]
    assert "global-public-origin" not in resources.names("Record")


def test_before_delegation_there_is_no_distribution_and_the_name_leads_to_the_regions() -> None:
    resources = stack(TWO, cloudfront=CLOUDFRONT, zone={"name": "example.com"})
    assert not resources.names("Distribution")
    (alias,) = public(resources)["aliases"]
    assert alias["name"] == "latency.api.example.com"
    assert "cloudfront" not in operations(resources)


@pytest.mark.parametrize("edge", [{"accelerator": {}}, {"cloudfront": CLOUDFRONT}])
def test_the_edge_waits_for_no_record_and_the_record_for_it(edge: dict[str, Any]) -> None:
    resources = stack(TWO, **edge)
    name = "global-public-accelerator" if "accelerator" in edge else "global-public-cdn"
    assert name in resources("global-public", "aws:route53/record:Record").depends_on
