from __future__ import annotations

from typing import Any

import pytest

from holdfast.topology.plan import plan
from holdfast.topology.values import Architecture, Door, ProxyAlgorithm, ProxyPlan
from tests.topology.examples import ENTRANCE, SERVICE, changed, settings

SECRET = "arn:aws:secretsmanager:{region}:111122223333:secret:tls-Ab12Cd"  # noqa: S105  # its name
PROXY: dict[str, Any] = {"instance": {"types": ["c7g.large"], "rps": 500}, "certificate_secret": SECRET}
PAIR = {"use1": {"zones": 2}, "euw1": {"role": "standby", "zones": 2}}


def proxies(regions: dict[str, Any], entrance: dict[str, Any] | None = None, **proxy: Any) -> ProxyPlan:
    """The proxies of an entrance with a peak of 900 requests a second."""
    public = {**ENTRANCE, **(entrance or {}), "proxy": {**PROXY, **proxy}}
    topology = plan(
        settings(changed(regions=regions, entrances={"public": public})), project="holdfast", stack="test"
    )
    (planned,) = topology.entrances
    assert planned.door is Door.PROXY
    assert planned.proxy is not None
    return planned.proxy


@pytest.mark.parametrize(
    ("regions", "entrance", "place", "sizes"),
    [
        # 900 over the two zones that are left, 500 each: 1 in each of three.
        ({"use1": {"zones": 3}}, {}, "use1", (3, 3, 6)),
        # Two zones: the other carries all 900.
        ({"use1": {"zones": 2}}, {}, "use1", (4, 4, 8)),
        # Each of two active regions carries all of it when the other is lost.
        ({"use1": {"zones": 3}, "euw1": {"zones": 3}}, {}, "euw1", (3, 3, 6)),
        # A standby's door is open, however little stands behind it.
        (PAIR, {"standby": {"strategy": "pilot-light"}}, "euw1", (2, 4, 8)),
        (PAIR, {"standby": {"strategy": "hot-standby"}}, "euw1", (4, 4, 8)),
    ],
)
def test_the_fleet_is_sized_for_what_the_region_carries_after_a_loss(
    regions: dict[str, Any], entrance: dict[str, Any], place: str, sizes: tuple[int, int, int]
) -> None:
    capacity = proxies(regions, entrance).regions[place].capacity
    assert (capacity.minimum, capacity.needed, capacity.maximum) == sizes
    assert "holdfast:services.orders.peak_rps" in capacity.origin["needed"]
    assert "holdfast:entrances.public.proxy.instance.rps" in capacity.origin["needed"]


@pytest.mark.parametrize(
    ("limit", "rps"),
    [
        ({"percent_per_address": 10.0}, 30),  # 90 a second over three proxies
        ({"percent_per_address": 100.0}, 300),
        ({"percent_per_address": 0.5}, 10),  # the least
        (None, None),
    ],
)
def test_an_address_gets_a_share_of_what_the_region_carries(limit: Any, rps: int | None) -> None:
    planned = proxies({"use1": {"zones": 3}}, rate_limit=limit)
    assert planned.regions["use1"].limit_rps == rps


def test_each_region_has_its_own_secret_and_ami() -> None:
    regions = {"use1": {"zones": 2}, "euw1": {"zones": 2}}
    amis = {"use1": "ami-0123456789", "euw1": "ami-9876543210"}
    planned = proxies(regions, instance={**PROXY["instance"], "ami": amis})
    assert {place: one.certificate_secret for place, one in planned.regions.items()} == {
        "use1": SECRET.replace("{region}", "us-east-1"),
        "euw1": SECRET.replace("{region}", "eu-west-1"),
    }
    assert {place: one.instances.ami_id for place, one in planned.regions.items()} == amis
    assert planned.regions["use1"].instances.architecture is Architecture.ARM64


def test_what_is_asked_reaches_the_plan() -> None:
    planned = proxies(
        {"use1": {"zones": 2}},
        algorithm="round_robin",
        stickiness={"cookie_name": "S", "duration_seconds": 9},
        allowed_cidrs=["203.0.113.0/24", "198.51.100.0/24"],
        internal=True,
        drain_seconds=40,
    )
    assert planned.algorithm is ProxyAlgorithm.ROUND_ROBIN
    assert planned.cookie is not None
    assert (planned.cookie.name, planned.cookie.duration_seconds) == ("S", 9)
    assert planned.allowed_cidrs == ("198.51.100.0/24", "203.0.113.0/24")
    assert (planned.internal, planned.drain_seconds) == (True, 40)
    assert planned.origin["drain_seconds"] == "holdfast:entrances.public.proxy.drain_seconds"


def test_without_proxies_there_is_no_plan_of_them() -> None:
    (planned,) = plan(settings(changed()), project="holdfast", stack="test").entrances
    assert planned.proxy is None


def test_services_share_a_pool_by_weight_in_the_plan() -> None:
    services = {"orders": SERVICE, "canary": {**SERVICE, "peak_rps": 9, "priority": 7}}
    public = {
        **ENTRANCE,
        "proxy": {**PROXY, "algorithm": "weighted", "weights": {"orders": 99, "canary": 1}},
    }
    raw = changed(services=services, entrances={"public": public})
    (planned,) = plan(settings(raw), project="holdfast", stack="test").entrances
    assert planned.proxy is not None
    assert planned.proxy.weights == {"canary": 1, "orders": 99}
