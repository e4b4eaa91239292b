"""The geolocation record set and what lies behind its default."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.failover_dns_args import alias, changed, endpoints, found, to_balancer


def test_locations_lead_to_their_place_and_widen_by_themselves() -> None:
    resources = found("geolocation")
    located = {
        one.inputs["setIdentifier"]: one.inputs["geolocationRoutingPolicies"]
        for one in resources.of("Record")
        if one.inputs["name"] == "geolocation.api.example.com"
    }
    assert located == {
        "default": [{"country": "*"}],
        "na": [{"continent": "NA"}],
        "us-ca": [{"country": "US", "subdivision": "CA"}],
        "eu": [{"continent": "EU"}],
        "country-sa": [{"country": "SA"}],
    }
    europe = resources("global-public-geolocation-eu").inputs
    assert (europe["aliases"], europe["healthCheckId"]) == (to_balancer("euw1"), "euw1-health")


def test_the_default_location_always_finds_a_healthy_region() -> None:
    resources = found("geolocation")
    assert resources("global-public-geolocation-default").inputs["aliases"] == alias(
        "fallback.api.example.com"
    )
    first = resources("global-public-fallback-primary").inputs
    assert first["failoverRoutingPolicies"] == [{"type": "PRIMARY"}]
    assert (first["aliases"], first["healthCheckId"]) == (to_balancer("use1"), "use1-health")
    second = resources("global-public-fallback-secondary").inputs
    assert second["failoverRoutingPolicies"] == [{"type": "SECONDARY"}]
    assert second["aliases"] == alias("latency.api.example.com")
    assert "healthCheckId" not in second


def test_a_location_that_moves_changes_its_record_in_place() -> None:
    moved = endpoints("use1", "euw1", use1={"locations": ["default", "EU"]}, euw1={"locations": ["NA"]})
    before = endpoints("use1", "euw1", use1={"locations": ["default", "NA"]}, euw1={"locations": ["EU"]})
    assert changed(found("geolocation", endpoints=before), found("geolocation", endpoints=moved)) == {
        "global-public-geolocation-eu": {"aliases", "healthCheckId"},
        "global-public-geolocation-na": {"aliases", "healthCheckId"},
    }


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"endpoints": endpoints("use1", use1={"locations": ["NA"]})}, "the location 'default'"),
    (
        {
            "endpoints": endpoints(
                "use1", "euw1", use1={"locations": ["default"]}, euw1={"locations": ["default"]}
            )
        },
        "location 'default' leads to both euw1 and use1",
    ),
    (
        {"endpoints": endpoints("use1", use1={"locations": ["default", "Europe"]})},
        "location 'Europe' of use1 is no continent",
    ),
]


@pytest.mark.parametrize(("changes", "message"), MISTAKES)
def test_fails_with_a_persons_message(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        found("geolocation", **changes)
