"""Containers on ECS planned: sizes of services and clusters, in every mode."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.values import (
    Architecture,
    ContainerInsights,
    DeploymentStrategy,
    EcsInstancesPlan,
    RegionPlan,
    ServicePlan,
    TaskCapacity,
)
from tests.topology.examples import SERVICE, changed, settings

ORDERS: dict[str, Any] = {
    "kind": "ecs",
    "port": 8080,
    "image": "registry.example.com/orders:1.0",
    "peak_rps": 900,
    "ecs": {"rps": 100},
}
ON_EC2 = {**ORDERS, "ecs": {"rps": 100, "capacity": "ec2"}}
CARTS = {**SERVICE, "paths": ["/carts/*"], "priority": 10}
BASE = changed(services={"orders": ORDERS})
PASSIVE = {"use1": {}, "euw1": {"role": "standby"}}


def region(raw: dict[str, Any], place: str = "use1") -> RegionPlan:
    topology = plan(settings(raw), project="holdfast", stack="test")
    return next(one for one in topology.regions if one.place == place)


def service(raw: dict[str, Any], place: str = "use1") -> ServicePlan:
    (one,) = region(raw, place).services
    return one


def instances(raw: dict[str, Any], place: str = "use1") -> EcsInstancesPlan:
    cluster = region(raw, place).ecs
    assert cluster is not None
    assert cluster.instances is not None
    return cluster.instances


def orders(**more: Any) -> dict[str, Any]:
    return changed(services={"orders": {**ORDERS, **more}})


def test_a_service_says_what_its_tasks_are_and_where_that_came_from() -> None:
    planned = service(orders(ecs={"rps": 100, "cpu": 512, "memory_mib": 1024}))
    assert planned.instances is None
    task = planned.ecs
    assert task is not None
    assert (task.cpu, task.memory_mib, task.architecture) == (512, 1024, Architecture.ARM64)
    assert task.capacity is TaskCapacity.FARGATE
    assert task.deployment.strategy is DeploymentStrategy.ROLLING
    assert (task.deployment.min_healthy_percent, task.deployment.max_percent) == (100, 200)
    assert task.origin["cpu"] == "holdfast:services.orders.ecs.cpu"
    assert task.origin["architecture"] == "holdfast:services.orders.ecs.architecture (default)"


def test_requests_of_a_task_size_the_service() -> None:
    capacity = service(BASE).capacity
    assert (capacity.minimum, capacity.needed, capacity.maximum) == (15, 15, 30)
    assert capacity.origin["needed"].startswith(
        "holdfast:services.orders.peak_rps, holdfast:services.orders.ecs"
    )


@pytest.mark.parametrize("zones", [2, 3])
def test_never_fewer_tasks_than_zones(zones: int) -> None:
    raw = changed(
        regions={"use1": {"zones": zones}},
        services={"orders": {**ORDERS, "peak_rps": 1}},
        objectives={"survives": "instance"},
    )
    capacity = service(raw).capacity
    assert capacity.minimum == capacity.needed == zones
    on_instances = {**raw, "services": {"orders": {**SERVICE, "peak_rps": 1}}}
    assert service(on_instances).capacity.needed == 2


def test_spot_is_above_what_the_peak_needs_also_where_nothing_runs() -> None:
    raw = changed(
        regions=PASSIVE,
        services={"orders": {**ORDERS, "scaling": {"spot_percent_above_minimum": 70}}},
        entrances={"public": {**BASE["entrances"]["public"], "standby": {"strategy": "pilot-light"}}},
    )
    standby = service(raw, "euw1")
    assert standby.ecs is not None
    assert (standby.capacity.minimum, standby.capacity.needed) == (0, 15)
    assert (standby.ecs.base, standby.ecs.spot_percent) == (15, 70)


def test_deployment_in_the_words_of_the_region() -> None:
    raw = orders(
        ecs={
            "rps": 100,
            "deployment": {"strategy": "blue-green", "alarms": ["errors-{region}"], "wait": True},
        },
        scaling={"max_healthy_percentage": 150, "min_healthy_percentage": 90},
    )
    task = service(raw).ecs
    assert task is not None
    assert task.deployment.alarms == ("errors-us-east-1",)
    assert (task.deployment.bake_minutes, task.deployment.wait) == (5, True)
    assert (task.deployment.min_healthy_percent, task.deployment.max_percent) == (90, 150)
    rolling = service(BASE).ecs
    assert rolling is not None
    assert rolling.deployment.bake_minutes == 0


def test_a_cluster_stands_where_a_service_needs_one() -> None:
    cluster = region(BASE).ecs
    assert cluster is not None
    assert cluster.insights is ContainerInsights.ENABLED
    assert cluster.instances is None
    assert cluster.origin["insights"] == "holdfast:ecs.insights (default)"
    assert region(changed()).ecs is None


def test_mixed_kinds_stand_behind_one_entrance() -> None:
    planned = region(changed(services={"orders": ORDERS, "carts": CARTS}))
    assert [(one.key, one.kind.value) for one in planned.services] == [
        ("carts", "instances"),
        ("orders", "ecs"),
    ]


@pytest.mark.parametrize(
    ("own", "minimum", "maximum"),
    [
        # 15 tasks always run and 30 at most, twice as many during a deployment
        ({"tasks_per_instance": 2}, 9, 30),
        ({"tasks_per_instance": 5}, 3, 12),
        ({"tasks_per_instance": 5, "target_capacity_percent": 50}, 6, 24),
        ({"tasks_per_instance": 100}, 3, 3),
    ],
)
def test_instances_hold_what_always_runs_and_a_deployment_of_all(
    own: dict[str, Any], minimum: int, maximum: int
) -> None:
    planned = instances(changed(services={"orders": ON_EC2}, ecs={"instances": own}))
    assert (planned.minimum, planned.maximum) == (minimum, maximum)
    assert planned.architecture is Architecture.ARM64
    assert planned.types == ("m7g.large",)


def test_a_deployment_that_takes_less_needs_fewer_instances() -> None:
    own = {"instances": {"tasks_per_instance": 5}}
    careful = {**ON_EC2, "scaling": {"max_healthy_percentage": 150}}
    assert instances(changed(services={"orders": careful}, ecs=own)).maximum == 9
    shifts = {**careful, "ecs": {**ON_EC2["ecs"], "deployment": {"strategy": "blue-green"}}}
    assert instances(changed(services={"orders": shifts}, ecs=own)).maximum == 12


def test_a_pilot_light_has_no_instances_and_a_region_without_such_tasks_none_at_all() -> None:
    raw = changed(
        regions=PASSIVE,
        services={"orders": ON_EC2},
        entrances={"public": {**BASE["entrances"]["public"], "standby": {"strategy": "pilot-light"}}},
        ecs={"instances": {"tasks_per_instance": 5}},
    )
    assert (instances(raw, "euw1").minimum, instances(raw, "euw1").maximum) == (0, 12)


@pytest.mark.parametrize("project", ["aws-shop", "ecs-shop", "Fargate"])
def test_capacity_providers_cannot_begin_as_aws_does(project: str) -> None:
    on_instances = changed(services={"orders": ON_EC2}, ecs={"instances": {"tasks_per_instance": 5}})
    with pytest.raises(SettingsError, match="must not begin with aws, ecs, fargate"):
        plan(settings(on_instances), project=project, stack="test")
    plan(settings(BASE), project=project, stack="test")


def test_names_of_clusters_hold_no_dots() -> None:
    with pytest.raises(SettingsError, match=r"begins the name of the ECS cluster .*takes no '\.'"):
        plan(settings(BASE), project="my.shop", stack="test")


def test_the_second_target_group_has_a_name_that_aws_takes() -> None:
    shifts = {**ORDERS, "ecs": {"rps": 100, "deployment": {"strategy": "blue-green"}}}

    def planned(entrance: str, service: dict[str, Any]) -> None:
        raw = changed(services={"catalogue": service}, entrances={entrance: BASE["entrances"]["public"]})
        plan(settings(raw), project="holdfast", stack="test")

    planned("web-apis", shifts)
    planned("web-apis2", ORDERS)
    with pytest.raises(SettingsError, match="-tg2' would be 1 characters too long"):
        planned("web-apis2", shifts)


def test_a_scheduled_minimum_has_a_ceiling_that_allows_it() -> None:
    def planned(**schedule: int) -> None:
        sale = {"recurrence": "0 7 * * FRI", **schedule}
        orders = {**ORDERS, "peak_rps": 900, "scaling": {"max_factor": 1, "schedules": {"sale": sale}}}
        plan(settings(changed(services={"orders": orders})), project="holdfast", stack="test")

    planned(minimum=15)
    planned(minimum=16, maximum=20)
    with pytest.raises(SettingsError, match=r"sale\.minimum: is above the greatest size in use1, 15"):
        planned(minimum=16)
