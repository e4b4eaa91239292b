"""Failover, latency and weighted record sets."""

from __future__ import annotations

from tests.components.failover_dns_args import changed, endpoints, found, to_balancer


def test_failover_has_two_slots_with_health() -> None:
    resources = found("failover")
    assert resources("global-public-failover-primary").inputs == {
        "zoneId": "ZONE",
        "name": "failover.api.example.com",
        "type": "A",
        "aliases": to_balancer("use1"),
        "setIdentifier": "primary",
        "healthCheckId": "use1-health",
        "failoverRoutingPolicies": [{"type": "PRIMARY"}],
    }
    secondary = resources("global-public-failover-secondary").inputs
    assert secondary["failoverRoutingPolicies"] == [{"type": "SECONDARY"}]
    assert (secondary["healthCheckId"], secondary["aliases"]) == ("euw1-health", to_balancer("euw1"))


def test_a_swap_of_roles_moves_targets_and_nothing_else() -> None:
    before = found("failover")
    after = found("failover", slots={"primary": "euw1", "secondary": "use1"})
    assert before.pairs() == after.pairs()
    assert changed(before, after) == {
        "global-public-failover-primary": {"aliases", "healthCheckId"},
        "global-public-failover-secondary": {"aliases", "healthCheckId"},
    }


def test_latency() -> None:
    inputs = found("latency")("global-public-latency-euw1").inputs
    assert inputs == {
        "zoneId": "ZONE",
        "name": "latency.api.example.com",
        "type": "A",
        "aliases": to_balancer("euw1"),
        "setIdentifier": "euw1",
        "healthCheckId": "euw1-health",
        "latencyRoutingPolicies": [{"region": "eu-west-1"}],
    }


def test_weights_default_to_equal_shares_and_zero_is_kept() -> None:
    weighted = endpoints("use1", "euw1", "aps1", use1={"weight": 0}, euw1={"weight": 255.0})
    resources = found("weighted", endpoints=weighted)
    weights = {
        place: resources(f"global-public-weighted-{place}").inputs["weightedRoutingPolicies"]
        for place in weighted
    }
    assert weights == {"use1": [{"weight": 0}], "euw1": [{"weight": 255}], "aps1": [{"weight": 100}]}
    assert resources("global-public-weighted-use1").inputs["healthCheckId"] == "use1-health"
