"""The multivalue record set and its checks per address."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.failover_dns_args import CHECK, endpoints, found


def test_multivalue_answers_with_plain_addresses() -> None:
    inputs = found("multivalue", ttl_seconds=30)("global-public-multivalue-use1-203-0-113-10").inputs
    assert inputs == {
        "zoneId": "ZONE",
        "name": "multivalue.api.example.com",
        "type": "A",
        "ttl": 30,
        "records": ["203.0.113.10"],
        "setIdentifier": "use1-203.0.113.10",
        "healthCheckId": "global-public-multivalue-use1-203-0-113-10-health-id",
        "multivalueAnswerRoutingPolicy": True,
    }


def test_each_address_has_its_own_check_joined_with_its_regions() -> None:
    resources = found("multivalue", tags={"stack": "prod"})
    name = "global-public-multivalue-use1-203-0-113-10"
    own = resources(f"{name}-endpoint").inputs
    assert (own["ipAddress"], own["fqdn"], own["type"]) == ("203.0.113.10", "use1.api.example.com", "HTTPS")
    assert own["tags"] == {"stack": "prod", "Name": f"{name}-endpoint"}
    joined = resources(f"{name}-health").inputs
    assert joined["childHealthchecks"] == [f"{name}-endpoint-id", "use1-alarm", "use1-switch"]
    assert (joined["type"], joined["childHealthThreshold"]) == ("CALCULATED", 3)


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"endpoints": endpoints("use1")}, "at least one address in use1, got none"),
    (
        {"endpoints": endpoints("use1", use1={"addresses": ["2001:db8::1"]})},
        "'2001:db8::1' in use1 is no IPv4 address",
    ),
    (
        {"endpoints": endpoints("use1", use1={"addresses": ["192.0.2.1", "192.0.2.1"]})},
        "192.0.2.1 is listed twice",
    ),
    ({"address_check": {**CHECK, "interval_seconds": 60}}, "'interval_seconds' is 10 or 30"),
]


@pytest.mark.parametrize(("changes", "message"), MISTAKES)
def test_fails_with_a_persons_message(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        found("multivalue", **changes)
