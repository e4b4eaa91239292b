"""Functions planned: how many executions, and what the account has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.values.function import ProvisionedPlan
from tests.topology.examples import ENTRANCE, changed, settings

if TYPE_CHECKING:
    from holdfast.topology.values import FunctionPlan, ServicePlan, Topology

FUNCTION: dict[str, Any] = {"rps": 20, "handler": "app.handler", "runtime": "python3.13"}
SERVICE: dict[str, Any] = {
    "kind": "lambda",
    "artefact": "s3://artefacts-{region}/orders.zip",
    "peak_rps": 900,
    "function": FUNCTION,
}
BEHIND = {**ENTRANCE, "api_gateway": {}}


def planned(
    regions: dict[str, Any],
    function: dict[str, Any] | None = None,
    entrance: dict[str, Any] | None = None,
    **service: Any,
) -> Topology:
    raw = changed(
        regions=regions,
        services={"orders": {**SERVICE, "function": {**FUNCTION, **(function or {})}, **service}},
        entrances={"public": {**BEHIND, **(entrance or {})}},
    )
    return plan(settings(raw), project="holdfast", stack="prod")


def in_place(topology: Topology, place: str = "use1") -> tuple[ServicePlan, FunctionPlan]:
    service = next(region for region in topology.regions if region.place == place).services[0]
    assert service.function is not None
    return service, service.function


def sizes(topology: Topology, place: str = "use1") -> tuple[int, int, int]:
    capacity = in_place(topology, place)[0].capacity
    return capacity.minimum, capacity.needed, capacity.maximum


def test_no_execution_is_added_for_a_zone_that_aws_itself_makes_up_for() -> None:
    assert sizes(planned({"use1": {}})) == (0, 45, 90)


def test_each_active_region_carries_what_the_loss_of_another_leaves() -> None:
    three = planned({"use1": {}, "euw1": {}, "euc1": {}})
    assert sizes(three) == (0, 23, 46)
    # The throttle of the region: after a failover, not on a good day.
    assert in_place(three)[1].carried_rps == 460


def test_a_standby_carries_the_whole_peak_and_has_its_share_ready() -> None:
    pair = planned({"use1": {}, "euw1": {"role": "standby"}}, {"provisioned": {"percent": 50}})
    assert sizes(pair, "use1") == (23, 45, 90)
    assert sizes(pair, "euw1") == (6, 45, 90)  # a quarter of it runs in a warm standby
    assert in_place(pair, "euw1")[1].provisioned == ProvisionedPlan(minimum=6, maximum=90, target_percent=70)
    assert in_place(pair, "euw1")[1].carried_rps == 900


def test_a_pilot_light_has_nothing_ready() -> None:
    pair = planned(
        {"use1": {}, "euw1": {"role": "standby"}},
        {"provisioned": {}},
        {"standby": {"strategy": "pilot-light"}},
    )
    assert in_place(pair, "euw1")[1].provisioned is None
    assert sizes(pair, "euw1") == (0, 45, 90)


def test_reserves_the_maximum_by_choice() -> None:
    assert in_place(planned({"use1": {}}))[1].reserved is None
    assert in_place(planned({"use1": {}}, {"reserved": True}, scaling={"max_factor": 3}))[1].reserved == 135


def test_needs_no_network() -> None:
    topology = planned({"use1": {}, "euw1": {}})
    assert [region.network for region in topology.regions] == [None, None]


def test_knows_where_values_came_from() -> None:
    function = in_place(planned({"use1": {}}, {"memory_mib": 1024}))[1]
    assert function.origin["memory_mib"] == "holdfast:services.orders.function.memory_mib"
    assert function.origin["timeout_seconds"] == "holdfast:services.orders.function.timeout_seconds (default)"
    assert "holdfast:services.orders.peak_rps" in function.origin["carried_rps"]


@pytest.mark.parametrize(
    ("function", "peak", "word"),
    [
        ({"reserved": True}, 18_000, "reserve 1800 concurrent executions, and of the account's 1000"),
        ({}, 20_020, "need 1001 concurrent executions"),
    ],
)
def test_refuses_more_executions_than_the_account_has(function: dict[str, Any], peak: int, word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        planned({"use1": {}}, function, peak_rps=peak)


def test_takes_what_a_raised_quota_has() -> None:
    topology = planned({"use1": {}}, {"reserved": True, "quota": 3000}, peak_rps=29_000)
    assert sizes(topology) == (0, 1450, 2900)
