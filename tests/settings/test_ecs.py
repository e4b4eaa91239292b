"""Settings of containers on ECS: defaults, and what is refused with its reason."""

from __future__ import annotations

import pytest

from holdfast.topology.values import Architecture, ContainerInsights, DeploymentStrategy, TaskCapacity
from tests.settings.stack_files import PAIR, REMOVE, SPREAD, loaded, mistakes

TASK = f"holdfast:services: {{ orders: {{ kind: ecs, instance: {REMOVE!r}, ecs: {{ rps: 60 }} }} }}"
CARTS = """
holdfast:services:
  orders: { priority: 10, paths: [/orders/*] }
  carts: { kind: ecs, port: 80, image: carts:1, peak_rps: 1, priority: 20, ecs: { rps: 1 } }
"""
SECOND = """
holdfast:entrances:
  partners: { domain: partners.example.com, zone: { name: example.com, id: Z0123456789ABC } }
"""
INSTANCES = "holdfast:ecs: { instances: { tasks_per_instance: 2 } }"
ON_EC2 = "holdfast:services: { orders: { ecs: { capacity: ec2 } } }"
SHIFTS = "holdfast:services: { orders: { ecs: { deployment: { strategy: blue-green } } } }"


def task(settings: str) -> str:
    """Patch the service's tasks."""
    return f"holdfast:services: {{ orders: {{ ecs: {settings} }} }}"


def scaling(settings: str) -> str:
    """Patch how the service scales."""
    return f"holdfast:services: {{ orders: {{ scaling: {settings} }} }}"


def test_least_settings_are_sound_and_the_rest_has_defaults() -> None:
    settings = loaded(TASK)
    asked = settings.services["orders"].ecs
    assert asked is not None
    assert (asked.cpu, asked.memory_mib, asked.architecture) == (1024, 2048, Architecture.ARM64)
    assert asked.capacity is TaskCapacity.FARGATE
    assert asked.service_discovery is True
    assert asked.memory_percent is None
    assert asked.deployment.strategy is DeploymentStrategy.ROLLING
    assert settings.ecs.insights is ContainerInsights.ENABLED
    assert settings.ecs.instances is None


@pytest.mark.parametrize(
    "patches",
    [
        (PAIR,),
        (SPREAD,),
        (CARTS,),
        (SHIFTS,),
        (ON_EC2, INSTANCES),
        (task("{ deployment: { strategy: blue-green, bake_minutes: 0, alarms: ['errors-{region}'] } }"),),
        (scaling("{ spot_percent_above_minimum: 99, max_healthy_percentage: 150 }"),),
        (scaling("{ schedules: { sale: { recurrence: 0 7 * * FRI, minimum: 12 } } }"),),
        (task("{ cpu: 256, memory_mib: 512, shell: true, health_command: [CMD, /healthy] }"),),
        (task("{ cpu: 16384, memory_mib: 122880, ephemeral_storage_gib: 200, readonly_root: true }"),),
        ("holdfast:ecs: { insights: enhanced, log_retention_days: 7 }",),
    ],
)
def test_takes(patches: tuple[str, ...]) -> None:
    loaded(TASK, *patches)


@pytest.mark.parametrize(
    ("patches", "key", "message"),
    [
        (
            (f"holdfast:services: {{ orders: {{ image: {REMOVE!r}, artefact: 's3://b/k.tar.gz' }} }}",),
            "services.orders.artefact",
            "put it into an image",
        ),
        ((f"holdfast:services: {{ orders: {{ image: {REMOVE!r} }} }}",), "services.orders", "needs image"),
        ((task("{ cpu: 300 }"),), "services.orders.ecs.cpu", "no task with so many CPU units"),
        ((task("{ memory_mib: 1024 }"),), "services.orders.ecs.memory_mib", "with 1024 CPU units"),
        ((task("{ cpu: 8192, memory_mib: 17408 }"),), "services.orders.ecs.memory_mib", "so much memory"),
        ((task("{ shell: true, readonly_root: true }"),), "services.orders.ecs.shell", "readonly_root"),
        ((task("{ health_command: [curl, x] }"),), "services.orders.ecs.health_command", "CMD-SHELL"),
        ((task("{ stop_timeout_seconds: 121 }"),), "services.orders.ecs.stop_timeout_seconds", "120"),
        (
            (ON_EC2, INSTANCES, task("{ ephemeral_storage_gib: 30 }")),
            "services.orders.ecs.ephemeral_storage_gib",
            "volume_gib",
        ),
        ((scaling("{ warm_pool: {} }"),), "services.orders.scaling.warm_pool", "does nothing for tasks"),
        (
            (scaling("{ capacity_reservations: true }"),),
            "services.orders.scaling.capacity_reservations",
            "does nothing for tasks",
        ),
        (
            (scaling("{ max_instance_lifetime_days: 30 }"),),
            "services.orders.scaling.max_instance_lifetime_days",
            "does nothing for tasks",
        ),
        (
            (scaling("{ distribution: balanced-only }"),),
            "services.orders.scaling.distribution",
            "does nothing for tasks",
        ),
        (
            (scaling("{ spot_percent_above_minimum: 100 }"),),
            "services.orders.scaling.spot_percent_above_minimum",
            "99 or less",
        ),
        (
            (ON_EC2, INSTANCES, scaling("{ spot_percent_above_minimum: 10 }")),
            "services.orders.scaling.spot_percent_above_minimum",
            "Fargate Spot's share",
        ),
        (
            (
                scaling("{ spot_percent_above_minimum: 10 }"),
                "holdfast:services: { orders: { target: { drain_seconds: 121 } } }",
            ),
            "services.orders.target.drain_seconds",
            "two minutes",
        ),
        (
            (scaling("{ schedules: { sale: { recurrence: 0 7 1 * FRI, minimum: 12 } } }"),),
            "services.orders.scaling.schedules.sale.recurrence",
            "take one",
        ),
        (
            (task("{ deployment: { bake_minutes: 5 } }"),),
            "services.orders.ecs.deployment.bake_minutes",
            "without strategy blue-green",
        ),
        (
            (task("{ deployment: { alarms: ['{place}'] } }"),),
            "services.orders.ecs.deployment.alarms",
            "no other placeholder",
        ),
        (
            (task("{ deployment: { alarms: [a, a] } }"),),
            "services.orders.ecs.deployment.alarms",
            "once is enough",
        ),
        (
            (scaling("{ max_healthy_percentage: 100 }"),),
            "services.orders.scaling.max_healthy_percentage",
            "does not rebalance",
        ),
        (
            (scaling("{ max_healthy_percentage: 120 }"),),
            "services.orders.scaling.max_healthy_percentage",
            "leaves no room",
        ),
        (
            (SHIFTS, SECOND),
            "services.orders.ecs.deployment.strategy",
            "one load balancer, and partners, public",
        ),
        ((ON_EC2,), "services.orders.ecs.capacity", "give holdfast:ecs.instances"),
        ((INSTANCES,), "ecs.instances", "no service has ecs.capacity ec2"),
        (
            (ON_EC2, INSTANCES, task("{ architecture: x86_64 }")),
            "services.orders.ecs.architecture",
            "m7g.large",
        ),
        (
            (ON_EC2, INSTANCES, "holdfast:ecs: { instances: { types: [m7g.large, m7i.large] } }"),
            "ecs.instances.types",
            "mixes Graviton and x86",
        ),
        (
            (ON_EC2, INSTANCES, "holdfast:ecs: { instances: { types: [m7g.large, m7g.large] } }"),
            "ecs.instances.types",
            "once is enough",
        ),
    ],
)
def test_refuses(patches: tuple[str, ...], key: str, message: str) -> None:
    found = mistakes(TASK, *patches)
    assert [one.key for one in found] == [f"holdfast:{key}"]
    assert message in found[0].message


def test_closed_networks_need_what_ecs_needs() -> None:
    image = "holdfast:services: { orders: { image: '111122223333.dkr.ecr.{region}.amazonaws.com/orders:1' } }"
    endpoints = "logs, ecr.api, ecr.dkr"
    closed = f"{{ nat: none, gateway_endpoints: [s3], interface_endpoints: [{endpoints}] }}"
    loaded(TASK, image, f"holdfast:network: {closed}")
    (found,) = mistakes(TASK, image, f"holdfast:network: {closed}", ON_EC2, INSTANCES)
    assert found.key == "holdfast:network.interface_endpoints"
    assert found.message.endswith("add ecs, ecs-agent, ecs-telemetry")
    parameter = "arn:aws:ssm:{region}:111122223333:parameter/orders"
    secret = f"holdfast:services: {{ orders: {{ secrets: {{ KEY: '{parameter}' }} }} }}"
    (found,) = mistakes(TASK, image, f"holdfast:network: {closed}", secret)
    assert found.message.endswith("add ssm")


def secret(ending: str) -> str:
    """Patch the service's secrets with one, or with a part of one."""
    arn = "arn:aws:secretsmanager:{region}:111122223333:secret:orders-AbCdEf"
    return f"holdfast:services: {{ orders: {{ secrets: {{ KEY: '{arn}{ending}' }} }} }}"


def test_tasks_alone_take_a_key_out_of_a_secret() -> None:
    loaded(TASK, secret(""))
    loaded(TASK, secret(":password::"))
    (found,) = mistakes(TASK, secret(":password"))
    assert "ECS takes :<key>:<stage>:<version>" in found.message
    (found,) = mistakes(secret(":password::"))
    assert (found.key, "ECS alone" in found.message) == ("holdfast:services.orders.secrets.KEY", True)


def test_the_share_of_tasks_is_not_bound_as_that_of_auto_scaling_groups_is() -> None:
    loaded(TASK, scaling("{ min_healthy_percentage: 0 }"))
    loaded(TASK, scaling("{ min_healthy_percentage: 50, max_healthy_percentage: 200 }"))


def test_clusters_without_a_service_on_them_are_refused() -> None:
    (found,) = mistakes("holdfast:ecs: { insights: enhanced }")
    assert (found.key, "no service is of kind ecs" in found.message) == ("holdfast:ecs", True)


def test_a_second_rule_keeps_requests_from_shifting() -> None:
    jwt = "{ issuer: 'https://id.example.com', jwks_endpoint: 'https://id.example.com/jwks' }"
    entrance = f"holdfast:entrances: {{ public: {{ authorization: {{ jwt: {jwt} }} }} }}"
    (found,) = mistakes(TASK, SHIFTS, entrance)
    assert found.key == "holdfast:services.orders.ecs.deployment.strategy"
    assert "authorization of holdfast:entrances.public takes a second one" in found.message
    loaded(TASK, entrance)


def test_an_accelerator_would_take_an_empty_group_for_a_lost_region() -> None:
    entrance = "holdfast:entrances: { public: { accelerator: {} } }"
    (found,) = mistakes(TASK, SHIFTS, entrance)
    assert found.key == "holdfast:services.orders.ecs.deployment.strategy"
    assert "the accelerator of holdfast:entrances.public" in found.message
    loaded(TASK, entrance)
