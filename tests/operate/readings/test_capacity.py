"""What runs: by a script, and the steps' own tests read groups and tasks of the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.operate.readings import read_capacity

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from tests.operate.scripted import Aws

EUW1 = "eu-west-1"


def group(script: Aws, *, running: int, maximum: int) -> None:
    described: dict[str, Any] = {
        "AutoScalingGroupName": "g",
        "MinSize": 1,
        "MaxSize": maximum,
        "DesiredCapacity": running,
        "DefaultCooldown": 1,
        "AvailabilityZones": ["eu-west-1a"],
        "HealthCheckType": "EC2",
        "CreatedTime": 0,
        "Instances": [
            {
                "InstanceId": f"i-{number}",
                "AvailabilityZone": "eu-west-1a",
                "LifecycleState": "InService",
                "HealthStatus": "Healthy",
                "ProtectedFromScaleIn": False,
            }
            for number in range(running)
        ],
    }
    script.answers("autoscaling", EUW1, "describe_auto_scaling_groups", {"AutoScalingGroups": [described]})


def test_needed_is_what_the_workflow_brings_about(script: Aws, contract: Operations) -> None:
    recovery = contract["recovery"]
    assert recovery is not None
    for step in [one for found in recovery["workflows"]["use1"]["ungraceful"] for one in found]:
        if step["action"] == "capacity":
            step["size"] = 20
    group(script, running=4, maximum=30)
    (found,) = read_capacity(contract, script, {"euw1"})
    assert (found.place, found.service, found.kind) == ("euw1", "orders", "instances")
    assert (found.running.value, found.needed, found.maximum.value) == (4, 20, 30)


def test_proxies_are_read_beside_services(script: Aws, contract: Operations) -> None:
    contract["entrances"]["public"]["endpoints"]["euw1"]["proxies"] = {
        "auto_scaling_group": "proxies",
        "log_group": "logs",
        "minimum": 2,
        "needed": 3,
        "maximum": 5,
    }
    group(script, running=4, maximum=30)
    group(script, running=2, maximum=5)
    found = read_capacity(contract, script, {"euw1"})
    assert [(one.service, one.running.value, one.needed) for one in found] == [
        ("orders", 4, 15),
        ("proxies of public", 2, 3),
    ]


def test_what_does_not_answer_is_unknown(script: Aws, contract: Operations) -> None:
    script.refuses("autoscaling", EUW1, "describe_auto_scaling_groups", "Throttling", "too many")
    (found,) = read_capacity(contract, script, {"euw1"})
    assert found.running.value is None
    assert "too many" in str(found.running.unknown)
    assert found.maximum.value is None


def test_a_function_may_run_what_the_account_leaves(script: Aws, contract: Operations) -> None:
    service = contract["regions"]["euw1"]["services"]["orders"]
    service["auto_scaling_group"], service["function"] = None, {"name": "orders", "alias": "live"}
    script.answers("lambda", EUW1, "get_function_concurrency", {})
    script.answers(
        "lambda",
        EUW1,
        "get_account_settings",
        {"AccountLimit": {"UnreservedConcurrentExecutions": 990}},
    )
    script.answers("lambda", EUW1, "get_provisioned_concurrency_config", {"Status": "READY"})
    (found,) = read_capacity(contract, script, {"euw1"})
    assert (found.running.value, found.maximum.value) == (990, 990)


def test_tasks_and_pods_are_counted(script: Aws, contract: Operations) -> None:
    service = contract["regions"]["euw1"]["services"]["orders"]
    service["auto_scaling_group"] = None
    service["ecs_service"] = {"cluster": "c", "service": "s", "task_definition": "t"}
    script.answers(
        "ecs",
        EUW1,
        "describe_services",
        {"services": [{"desiredCount": 3, "runningCount": 2, "loadBalancers": []}]},
    )
    script.answers("application-autoscaling", EUW1, "describe_scalable_targets", {"ScalableTargets": []})
    (found,) = read_capacity(contract, script, {"euw1"})
    assert (found.running.value, found.maximum.value) == (2, service["maximum"])

    service["ecs_service"] = None
    service["kubernetes"] = {
        "cluster": "c",
        "namespace": "n",
        "service_account": "a",
        "target_group_bindings": {"public": {"spec": {"targetGroupARN": "arn:pods"}}},
        "helm_values": {},
    }
    script.answers(
        "elbv2",
        EUW1,
        "describe_target_health",
        {"TargetHealthDescriptions": [{"TargetHealth": {"State": "healthy"}}]},
    )
    (found,) = read_capacity(contract, script, {"euw1"})
    assert (found.running.value, found.maximum.value) == (1, service["maximum"])
