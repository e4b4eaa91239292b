"""What an ECS service lets one choose, and what it refuses."""

from __future__ import annotations

import json

import pytest
from pulumi.provider.experimental.component import ComponentProvider

from holdfast.components.ecs_service import EcsService
from holdfast.topology.values import FARGATE_MEMORY_MIB, Architecture, DeploymentStrategy, TaskCapacity
from tests.components.ecs_sample import (
    BLUE_GREEN,
    IMAGE,
    KEY,
    REGION,
    SECRET,
    TAGS,
    Change,
)
from tests.components.ecs_service_samples import (
    DISCOVERY,
    ON_EC2,
    SHIFTS,
    build,
    container,
    scheduler,
    statements,
)


def test_schedules_in_the_words_of_application_auto_scaling() -> None:
    found = build(
        {
            "scaling.schedules": {
                "monday": {"recurrence": "30 7 * * MON-FRI", "time_zone": "Europe/Berlin", "minimum": 8.0},
                "first": {"recurrence": "0 0 1 * *", "maximum": 20},
            }
        }
    )
    monday, first = (found(f"euw1-orders-schedule-{key}").inputs for key in ("monday", "first"))
    assert monday["schedule"] == "cron(30 7 ? * MON-FRI *)"
    assert monday["timezone"] == "Europe/Berlin"
    assert monday["scalableTargetAction"] == {"minCapacity": 8}
    assert first["schedule"] == "cron(0 0 1 * ? *)"
    assert first["timezone"] == "Etc/UTC"
    assert first["scalableTargetAction"] == {"maxCapacity": 20}


def test_a_pilot_light_starts_at_nothing_and_can_grow() -> None:
    found = build({"scaling.minimum": 0, "scaling.spot": {"base": 6, "percent_above_base": 50}})
    assert found("euw1-orders-service").inputs["desiredCount"] == 0
    target = found("euw1-orders-scaling").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (0, 12)
    assert found("euw1-orders-service").inputs["capacityProviderStrategies"][0]["base"] == 6


def test_a_readonly_root_leaves_a_place_to_write() -> None:
    found = build({"task.readonly_root": True})
    (one,) = json.loads(found("euw1-orders-task").inputs["containerDefinitions"])
    assert one["readonlyRootFilesystem"] is True
    assert one["mountPoints"] == [
        {"sourceVolume": "scratch", "containerPath": "/tmp", "readOnly": False}  # noqa: S108  # in a container
    ]
    assert found("euw1-orders-task").inputs["volumes"] == [{"name": "scratch"}]


def test_a_health_command() -> None:
    assert "healthCheck" not in container()
    command = ["CMD-SHELL", "curl -f http://localhost:8080/healthz"]
    assert container({"task.health_command": command})["healthCheck"] == {
        "command": command,
        "interval": 30,
        "timeout": 5,
        "retries": 3,
        "startPeriod": 300,
    }


def test_a_shell_is_by_choice_and_logged() -> None:
    found = build({"task.shell": True})
    assert found("euw1-orders-service").inputs["enableExecuteCommand"] is True
    own = statements(found, "euw1-orders-policy")
    assert set(own) == {"SessionManager", "FindSessionLogs", "SessionLogs", "DecryptSessions"}
    assert "ssm:UpdateInstanceInformation" not in own["SessionManager"]["Action"]
    assert own["SessionLogs"]["Resource"] == ["arn:sessions", "arn:sessions:*"]
    assert own["DecryptSessions"]["Resource"] == [KEY]


def test_disk_and_stop_timeout() -> None:
    task = build({"task.ephemeral_storage_gib": 60.0})("euw1-orders-task").inputs
    assert task["ephemeralStorage"] == {"sizeInGib": 60}
    assert container({"task.stop_timeout_seconds": 90.0})["stopTimeout"] == 90


@pytest.mark.parametrize(
    ("architecture", "named"), [(Architecture.ARM64, "ARM64"), (Architecture.X86_64, "X86_64")]
)
def test_architecture(architecture: Architecture, named: str) -> None:
    task = build({"task.architecture": architecture})("euw1-orders-task").inputs
    assert task["runtimePlatform"]["cpuArchitecture"] == named


def test_tags_reach_everything() -> None:
    found = build({**SHIFTS, "discovery": DISCOVERY, "task.shell": True})
    for one in found:
        if one.custom and "tags" in one.inputs:
            assert TAGS.items() <= one.inputs["tags"].items()
    untagged = {one.type for one in found if one.custom and "tags" not in one.inputs}
    assert untagged == {
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:appautoscaling/policy:Policy",
    }


def test_the_order_of_keys_changes_nothing() -> None:
    targets = {
        key: {"arn": f"arn:{key}", "security_group_id": f"sg-{key}", "label": f"app/{key}/0/targetgroup/t/0"}
        for key in ("public", "partners")
    }
    one, other = (
        scheduler({"target_groups": dict(order)}).inputs["loadBalancers"]
        for order in (targets.items(), reversed(targets.items()))
    )
    assert one == other
    assert [balancer["targetGroupArn"] for balancer in one] == ["arn:partners", "arn:public"]


@pytest.mark.parametrize(
    ("cpu", "memory"), [(cpu, size) for cpu, sizes in FARGATE_MEMORY_MIB.items() for size in sizes[::4]]
)
def test_takes_what_fargate_has(cpu: int, memory: int) -> None:
    build({"task.cpu": cpu, "task.memory_mib": memory})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"task.cpu": 300}, "'task.cpu' on Fargate must be one of 256, 512, 1024"),
        ({"task.memory_mib": 1024}, "with 1024 CPU units on Fargate must be one of 2048, 3072"),
        ({"task.cpu": 8192, "task.memory_mib": 17408}, "must be one of 16384, 20480"),
        ({"task.ephemeral_storage_gib": 20}, "'task.ephemeral_storage_gib' must be 21 to 200, got 20"),
        ({**ON_EC2, "task.ephemeral_storage_gib": 30}, "is Fargate's"),
        ({"task.capacity": TaskCapacity.EC2}, "needs 'cluster.capacity_provider'"),
        ({**ON_EC2, "scaling.spot": {"base": 4, "percent_above_base": 50}}, "'scaling.spot' is Fargate's"),
        ({"task.stop_timeout_seconds": 121}, "'task.stop_timeout_seconds' must be 2 to 120, got 121"),
        ({"task.health_command": ["curl"]}, "must begin with 'CMD' or 'CMD-SHELL'"),
        ({"task.shell": True, "task.readonly_root": True}, "exclude each other"),
        ({"task.shell": True, "cluster.log_group_arn": None}, "needs 'cluster.log_group_arn'"),
        ({"workload.image": "UPPER case"}, "is not a container image's name"),
        ({"workload.image": IMAGE.replace(REGION, "us-east-1")}, "tasks of eu-west-1 could not start"),
        ({"workload.environment": {"PORT": "1"}}, "'PORT' is set already"),
        ({"workload.environment": {"A": "1"}, "workload.secrets": {"A": SECRET}}, "leave it in 'secrets'"),
        ({"workload.port": 0}, "'workload.port' must be 1 to 65535, got 0"),
        ({"service": "Orders"}, "'service' must be lower-case letters"),
        ({"scaling.minimum": 13}, "no less than the minimum, got 13 and 12"),
        ({"scaling.minimum": 1}, "'scaling.minimum' is 1, and a zone of 2 would have no task"),
        ({"scaling.cpu_target_percent": 0}, "'scaling.cpu_target_percent' must be 1 to 100"),
        ({"scaling.memory_target_percent": 101}, "'scaling.memory_target_percent' must be 1 to 100"),
        ({"scaling.requests_per_target_per_minute": 0}, "must be above 0"),
        (
            {"scaling.requests_per_target_per_minute": 9, "target_groups": {}},
            "needs a target group: nothing counts requests",
        ),
        ({"scaling.scale_out_cooldown_seconds": -1}, "must be 0 or more"),
        ({"scaling.spot": {"base": 3, "percent_above_base": 50}}, "what has to run (4, at least 1)"),
        ({"scaling.spot": {"base": 4, "percent_above_base": 100}}, "must be 1 to 99"),
        ({"scaling.schedules": {"x": {"recurrence": "0 0 * * *"}}}, "changes nothing"),
        ({"scaling.schedules": {"x": {"recurrence": "0 0 *", "minimum": 1}}}, "must have five fields"),
        ({"scaling.schedules": {"x": {"recurrence": "0 0 1 * 1", "minimum": 1}}}, "takes one"),
        (
            {"scaling.schedules": {"x": {"recurrence": "0 0 * * *", "minimum": 3, "maximum": 2}}},
            "has a minimum above its maximum",
        ),
        ({"deployment.max_percent": 100}, "'deployment.max_percent' 101 to 200, got 100 and 100"),
        ({"deployment.max_percent": 120}, "which of 2 tasks, one in each zone, is no room"),
        ({"deployment.bake_minutes": 5}, "goes with the strategy 'blue-green'"),
        ({**SHIFTS, "deployment.bake_minutes": 1441}, "must be 0 to 1440, got 1441"),
        ({"deployment.grace_period_seconds": -1}, "must be 0 or more"),
        ({"deployment.strategy": DeploymentStrategy.BLUE_GREEN}, "is needed by the strategy 'blue-green'"),
        ({"target_groups.public.blue_green": BLUE_GREEN}, "blue_green' goes with the strategy"),
        (
            {**SHIFTS, "target_groups.partners": {"arn": "a", "security_group_id": "s"}},
            "takes one load balancer, got partners, public",
        ),
        ({"log_retention_days": 31}, "'log_retention_days' must be one of"),
        ({"stores": {"Ledger": {"environment": {}, "statements": []}}}, "a store's key must be"),
    ],
)
def test_refuses(change: Change, message: str) -> None:
    with pytest.raises(ValueError, match=r"ECS service 'euw1-orders':\n- ") as refused:
        build(change)
    assert message in str(refused.value)


def test_says_all_problems_at_once_and_declares_nothing() -> None:
    with pytest.raises(ValueError, match="ECS service") as refused:
        build({"task.cpu": 300, "workload.port": 0, "scaling.minimum": 1})
    assert len(str(refused.value).splitlines()) == 4


def test_refuses_a_policy_that_iam_would() -> None:
    statement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:" + "x" * 10_240]}
    with pytest.raises(ValueError, match="IAM takes 10240"):
        build({"stores": {"big": {"environment": {}, "statements": [statement]}}})


def test_other_languages_can_make_it() -> None:
    schema = json.loads(ComponentProvider([EcsService], "holdfast", None, "0.0.0").schema or "")
    resource = schema["resources"]["holdfast:index:EcsService"]
    assert {"region", "cluster", "task", "targetGroups"} <= set(resource["requiredInputs"])
    assert {"securityGroupId", "roleArn", "serviceName"} <= set(resource["properties"])
