from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.bake import POLL_SECONDS, BakeError, Outcome, Watch, bake

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import EcsService, Operations

ALARM = "euw1-public-dependency"


class Clock:
    """A clock that only sleeping moves, and what happens at which second."""

    def __init__(self) -> None:
        self.now = 0.0
        self.then: dict[float, Callable[[], None]] = {}

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for moment in [moment for moment in self.then if moment <= self.now]:
            self.then.pop(moment)()


class Aws:
    """The three calls that watching makes, answered from what a test says."""

    def __init__(self) -> None:
        self.refreshes: list[dict[str, Any]] = []
        self.deployments: list[dict[str, Any]] = []
        self.alarms = {ALARM: "OK"}
        self.asked: set[tuple[str, str]] = set()

    def __call__(self, service: str, region: str, *, endpoint_url: str | None = None) -> Aws:
        assert endpoint_url is None
        self.asked.add((service, region))
        return self

    def describe_instance_refreshes(self, **asked: Any) -> dict[str, Any]:
        assert asked == {"AutoScalingGroupName": "euw1-orders-asg-0000", "MaxRecords": 1}
        return {"InstanceRefreshes": self.refreshes}

    def describe_services(self, **asked: Any) -> dict[str, Any]:
        assert asked == {"cluster": "euw1-ecs", "services": ["euw1-orders"]}
        return {"services": [{"deployments": self.deployments}]}

    def describe_alarms(self, **asked: Any) -> dict[str, Any]:
        assert asked["AlarmNames"] == [ALARM]
        return {
            "MetricAlarms": [
                {"AlarmName": name, "StateValue": state, "StateReason": "Threshold Crossed"}
                for name, state in self.alarms.items()
            ]
        }


@pytest.fixture
def cloud() -> Aws:
    return Aws()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def baked(operations: Operations, cloud: Aws, clock: Clock) -> Callable[..., tuple[Outcome, list[str]]]:
    def run(place: str = "euw1") -> tuple[Outcome, list[str]]:
        told: list[str] = []
        watch = Watch(clients=cloud, sleep=clock.sleep, tell=told.append)
        return bake(operations, place, watch, minutes=10, deploy_minutes=20), told

    return run


TASKS: EcsService = {
    "cluster": "euw1-ecs",
    "service": "euw1-orders",
    "task_definition": "arn:aws:ecs:eu-west-1:111122223333:task-definition/orders:8",
}


def deployment(status: str, rollout: str, definition: str) -> dict[str, Any]:
    return {
        "status": status,
        "rolloutState": rollout,
        "taskDefinition": f"arn:aws:ecs:eu-west-1:111122223333:task-definition/{definition}",
        "runningCount": 2,
        "desiredCount": 3,
    }


def refresh(status: str, percent: int, **more: str) -> dict[str, Any]:
    return {"Status": status, "PercentageComplete": percent, **more}


def test_waits_for_the_bake_time_and_asks_the_region_alone(baked: Any, cloud: Aws, clock: Clock) -> None:
    outcome, told = baked()
    assert outcome == Outcome(passed=True, reason="1 alarms quiet for 10 minutes")
    assert clock.now == 10 * 60
    assert {region for _, region in cloud.asked} == {"eu-west-1"}
    assert told[0] == "euw1 orders: no instance refresh yet"


def test_the_bake_time_begins_when_the_instances_are_replaced(baked: Any, cloud: Aws, clock: Clock) -> None:
    cloud.refreshes = [refresh("InProgress", 40)]
    clock.then[300] = lambda: cloud.refreshes.__setitem__(0, refresh("Successful", 100))
    outcome, told = baked()
    assert outcome.passed
    assert clock.now == 300 + 10 * 60
    assert told[0] == "euw1 orders: instance refresh InProgress, 40 %"


@pytest.mark.parametrize("status", ["Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed"])
def test_a_refresh_that_ended_otherwise_stops_it(baked: Any, cloud: Aws, clock: Clock, status: str) -> None:
    cloud.refreshes = [refresh(status, 40, StatusReason="instances did not pass health checks")]
    outcome, _ = baked()
    assert outcome == Outcome(
        passed=False,
        reason=f"orders: instance refresh {status}, 40 %: instances did not pass health checks",
    )
    assert clock.now == 0


def test_an_alarm_stops_it_at_once(baked: Any, cloud: Aws, clock: Clock) -> None:
    clock.then[200] = lambda: cloud.alarms.update({ALARM: "ALARM"})
    outcome, _ = baked()
    assert outcome == Outcome(passed=False, reason=f"alarm {ALARM}: Threshold Crossed")
    assert 200 <= clock.now < 200 + POLL_SECONDS


def test_an_alarm_stops_it_while_instances_are_still_replaced(baked: Any, cloud: Aws, clock: Clock) -> None:
    cloud.refreshes = [refresh("InProgress", 40)]
    clock.then[120] = lambda: cloud.alarms.update({ALARM: "ALARM"})
    outcome, _ = baked()
    assert not outcome.passed
    assert clock.now < 120 + POLL_SECONDS


def test_an_alarm_without_data_is_quiet(baked: Any, cloud: Aws) -> None:
    cloud.alarms[ALARM] = "INSUFFICIENT_DATA"
    assert baked()[0].passed


def test_an_alarm_that_is_gone_is_no_quiet_one(baked: Any, cloud: Aws) -> None:
    cloud.alarms = {}
    outcome, _ = baked()
    assert outcome.reason.startswith(f"alarm {ALARM} is not there any more")


def test_a_deployment_without_end_stops_it(baked: Any, cloud: Aws, clock: Clock) -> None:
    cloud.refreshes = [refresh("InProgress", 40)]
    outcome, _ = baked()
    assert outcome == Outcome(
        passed=False, reason="not deployed after 20 minutes: orders: instance refresh InProgress, 40 %"
    )
    assert clock.now == 20 * 60


@pytest.mark.parametrize(
    ("rollout", "passed"), [("COMPLETED", True), ("FAILED", False), ("IN_PROGRESS", False)]
)
def test_tasks_are_waited_for(
    operations: Operations, baked: Any, cloud: Aws, rollout: str, *, passed: bool
) -> None:
    service = operations["regions"]["euw1"]["services"]["orders"]
    service["auto_scaling_group"] = None
    service["ecs_service"] = TASKS
    cloud.deployments = [
        deployment("ACTIVE", "COMPLETED", "orders:7"),
        deployment("PRIMARY", rollout, "orders:8"),
    ]
    outcome, told = baked()
    assert outcome.passed is passed
    assert told[0] == f"euw1 orders: 2 of 3 tasks run, {rollout}"


def test_a_rolled_back_service_does_not_pass_for_a_deployed_one(
    operations: Operations, baked: Any, cloud: Aws
) -> None:
    service = operations["regions"]["euw1"]["services"]["orders"]
    service["auto_scaling_group"] = None
    service["ecs_service"] = TASKS
    cloud.deployments = [deployment("PRIMARY", "COMPLETED", "orders:7")]
    outcome, _ = baked()
    assert outcome == Outcome(passed=False, reason="orders: rolled back: orders:7 runs in place of orders:8")


def test_refuses_a_region_that_gets_no_release(baked: Any) -> None:
    with pytest.raises(BakeError, match="no region 'euc1' gets releases; there are: euw1, use1"):
        baked("euc1")


def test_refuses_to_watch_nothing(operations: Operations, baked: Any) -> None:
    operations["entrances"]["public"]["endpoints"]["euw1"]["dependency_alarm_arn"] = None
    with pytest.raises(BakeError, match="euw1 has no alarm to watch"):
        baked()
