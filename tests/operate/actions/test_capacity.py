"""Capacity: groups and tasks on the emulator; what it gets wrong, and functions, by a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.actions import step_for
from holdfast.operate.aws import clients
from holdfast.operate.steps import Stage, StepError
from tests.operate.contracts import planned

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import Operations, Service
    from holdfast.operate.steps import Step
    from tests.operate.scripted import Aws

EUW1 = "eu-west-1"
GROUP = "euw1-orders-asg-0000"


@pytest.fixture
def make(contract: Operations) -> Callable[..., Step]:
    def made(action: str, maker: Any, *, size: int = 6, kind: str = "service", key: str = "orders") -> Step:
        step = planned(action, key, kind, size=size)
        return step_for(step, contract, maker, graceful=False, away_from="use1")

    return made


@pytest.fixture
def service(contract: Operations) -> Service:
    """The service in euw1, which needs six."""
    found = contract["regions"]["euw1"]["services"]["orders"]
    found["minimum"], found["needed"], found["maximum"] = 2, 6, 10
    return found


@pytest.fixture
def group(aws: Any, service: Service) -> Callable[[], dict[str, Any]]:
    """A group of two instances in the emulator."""
    del service
    autoscaling = aws.client("autoscaling", region_name=EUW1)
    ec2 = aws.client("ec2", region_name=EUW1)
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    image = "ami-0123456789abcdef0"
    autoscaling.create_launch_configuration(
        LaunchConfigurationName="orders", ImageId=image, InstanceType="t3.small"
    )
    autoscaling.create_auto_scaling_group(
        AutoScalingGroupName=GROUP,
        LaunchConfigurationName="orders",
        MinSize=2,
        MaxSize=10,
        DesiredCapacity=2,
        VPCZoneIdentifier=subnet,
    )

    def read() -> dict[str, Any]:
        groups = autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[GROUP])
        found: dict[str, Any] = groups["AutoScalingGroups"][0]
        return found

    return read


def test_a_group_runs_what_the_load_takes_and_keeps_it(
    group: Callable[[], dict[str, Any]], make: Callable[..., Step]
) -> None:
    step = make("capacity", clients())
    state = step.state()
    assert (state.stage, state.detail) == (Stage.TODO, "2 of 6 instances serve, at least 2 are kept")
    step.act()
    step.act()
    found = group()
    assert (found["MinSize"], found["DesiredCapacity"], found["MaxSize"]) == (6, 6, 10)
    state = step.state()
    assert (state.stage, state.detail) == (Stage.DONE, "6 instances serve")


def test_a_larger_group_is_never_made_smaller(
    aws: Any, group: Callable[[], dict[str, Any]], make: Callable[..., Step]
) -> None:
    aws.client("autoscaling", region_name=EUW1).update_auto_scaling_group(
        AutoScalingGroupName=GROUP, MinSize=1, DesiredCapacity=8
    )
    step = make("capacity", clients())
    assert step.state().stage is Stage.TODO
    step.act()
    found = group()
    assert (found["MinSize"], found["DesiredCapacity"]) == (6, 8)


def test_the_raised_minimum_is_given_back(
    group: Callable[[], dict[str, Any]], make: Callable[..., Step]
) -> None:
    make("capacity", clients()).act()
    settle = make("settle", clients())
    assert settle.state().stage is Stage.TODO
    settle.act()
    assert (group()["MinSize"], group()["DesiredCapacity"]) == (2, 6)
    assert settle.state().stage is Stage.DONE


def test_somebodys_own_minimum_stays(
    aws: Any, group: Callable[[], dict[str, Any]], make: Callable[..., Step]
) -> None:
    aws.client("autoscaling", region_name=EUW1).update_auto_scaling_group(
        AutoScalingGroupName=GROUP, MinSize=4, DesiredCapacity=4
    )
    assert make("settle", clients()).state().stage is Stage.DONE
    assert group()["MinSize"] == 4


@pytest.mark.usefixtures("group")
def test_a_maximum_that_is_too_small_stops_it(make: Callable[..., Step]) -> None:
    with pytest.raises(StepError, match=f"{GROUP} takes 10 instances at most and 12 are needed"):
        make("capacity", clients(), size=12).state()


def test_a_group_that_is_gone_stops_it(aws: Any, make: Callable[..., Step]) -> None:
    del aws
    with pytest.raises(StepError, match=f"eu-west-1 has no Auto Scaling group {GROUP}"):
        make("capacity", clients()).state()


def described(script: Aws, *, in_service: int = 2, suspended: tuple[str, ...] = ()) -> None:
    """A group that was asked for six."""
    script.answers(
        "autoscaling",
        EUW1,
        "describe_auto_scaling_groups",
        {
            "AutoScalingGroups": [
                {
                    "AutoScalingGroupName": GROUP,
                    "MinSize": 6,
                    "MaxSize": 10,
                    "DesiredCapacity": 6,
                    "DefaultCooldown": 1,
                    "AvailabilityZones": ["eu-west-1a"],
                    "HealthCheckType": "ELB",
                    "CreatedTime": 0,
                    "TargetGroupARNs": ["arn:used", "arn:unused"],
                    "SuspendedProcesses": [{"ProcessName": name} for name in suspended],
                    "Instances": [
                        {
                            "InstanceId": f"i-{number}",
                            "AvailabilityZone": "eu-west-1a",
                            "LifecycleState": "InService" if number < in_service else "Pending",
                            "HealthStatus": "Healthy",
                            "ProtectedFromScaleIn": False,
                        }
                        for number in range(6)
                    ],
                }
            ]
        },
        AutoScalingGroupNames=[GROUP],
    )


def targets(script: Aws, used: list[str], unused: list[str]) -> None:
    for arn, states in (("arn:used", used), ("arn:unused", unused)):
        script.answers(
            "elbv2",
            EUW1,
            "describe_target_health",
            {"TargetHealthDescriptions": [{"TargetHealth": {"State": state}} for state in states]},
            TargetGroupArn=arn,
        )


def activity(script: Aws, status: str, message: str) -> None:
    script.answers(
        "autoscaling",
        EUW1,
        "describe_scaling_activities",
        {
            "Activities": [
                {
                    "ActivityId": "1",
                    "AutoScalingGroupName": GROUP,
                    "Cause": "asked",
                    "StartTime": 0,
                    "StatusCode": status,
                    "StatusMessage": message,
                }
            ]
        },
        AutoScalingGroupName=GROUP,
        MaxRecords=1,
    )


@pytest.mark.usefixtures("service")
def test_instances_that_do_not_answer_do_not_count(script: Aws, make: Callable[..., Step]) -> None:
    """By a script: the emulator takes every target for healthy."""
    step = make("capacity", script)
    described(script, in_service=6)
    targets(script, ["healthy", "healthy", "initial"], ["unused"] * 6)
    activity(script, "Successful", "launched")
    state = step.state()
    assert (state.stage, state.detail) == (Stage.UNDER_WAY, "2 of 6 instances serve")

    described(script, in_service=6)
    targets(script, ["healthy"] * 6, ["unused"] * 6)
    assert step.state().stage is Stage.DONE


@pytest.mark.usefixtures("service")
def test_why_no_instance_comes_is_said(script: Aws, make: Callable[..., Step]) -> None:
    """By a script: the emulator has no activities."""
    described(script)
    targets(script, ["healthy"] * 2, [])
    activity(script, "Failed", "We currently do not have sufficient m7g.xlarge capacity")
    state = make("capacity", script).state()
    assert state.stage is Stage.UNDER_WAY
    assert "do not have sufficient m7g.xlarge capacity" in state.detail


@pytest.mark.usefixtures("service")
def test_a_group_that_launches_none_stops_it(script: Aws, make: Callable[..., Step]) -> None:
    described(script, suspended=("Launch",))
    targets(script, ["healthy"] * 2, [])
    with pytest.raises(StepError, match="somebody suspended the process Launch"):
        make("capacity", script).state()


def test_an_entrances_proxies_are_a_group_too(
    contract: Operations, make: Callable[..., Step], group: Callable[[], dict[str, Any]]
) -> None:
    contract["entrances"]["public"]["endpoints"]["euw1"]["proxies"] = {
        "auto_scaling_group": GROUP,
        "log_group": "logs",
        "minimum": 2,
        "needed": 3,
        "maximum": 10,
    }
    raised = make("capacity", clients(), kind="proxies", key="public", size=3)
    raised.act()
    assert group()["MinSize"] == 3
    settle = make("settle", clients(), kind="proxies", key="public", size=3)
    settle.act()
    assert group()["MinSize"] == 2


@pytest.fixture
def tasks(aws: Any, service: Service) -> Callable[[], tuple[int, int]]:
    """A service of two tasks in the emulator, that scales."""
    ecs = aws.client("ecs", region_name=EUW1)
    scaling = aws.client("application-autoscaling", region_name=EUW1)
    service["auto_scaling_group"] = None
    service["ecs_service"] = {"cluster": "capacity", "service": "orders", "task_definition": "orders:1"}
    ecs.create_cluster(clusterName="capacity")
    ecs.register_task_definition(
        family="orders", containerDefinitions=[{"name": "orders", "image": "orders", "memory": 64}]
    )
    ecs.create_service(cluster="capacity", serviceName="orders", taskDefinition="orders", desiredCount=0)
    # The emulator runs tasks at an update alone.
    ecs.update_service(cluster="capacity", service="orders", desiredCount=2)
    scaling.register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId="service/capacity/orders",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=2,
        MaxCapacity=10,
    )

    def read() -> tuple[int, int]:
        found = ecs.describe_services(cluster="capacity", services=["orders"])["services"][0]
        target = scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"][0]
        return target["MinCapacity"], found["desiredCount"]

    return read


def test_a_service_runs_what_the_load_takes_and_keeps_it(
    tasks: Callable[[], tuple[int, int]], make: Callable[..., Step]
) -> None:
    step = make("capacity", clients())
    state = step.state()
    assert (state.stage, state.detail) == (Stage.TODO, "2 of 6 tasks serve, 2 are wanted")
    step.act()
    step.act()
    assert tasks() == (6, 6)
    state = step.state()
    assert (state.stage, state.detail) == (Stage.DONE, "6 tasks serve")
    settle = make("settle", clients())
    assert settle.state().stage is Stage.TODO
    settle.act()
    assert tasks() == (2, 6)
    assert settle.state().stage is Stage.DONE


@pytest.mark.usefixtures("tasks")
def test_a_service_that_cannot_scale_so_far_stops_it(make: Callable[..., Step]) -> None:
    with pytest.raises(StepError, match="orders scales to 10 tasks at most and 11 are needed"):
        make("capacity", clients(), size=11).state()


def executions(script: Aws, *, reserved: int | None, unreserved: int) -> None:
    answer = {} if reserved is None else {"ReservedConcurrentExecutions": reserved}
    script.answers("lambda", EUW1, "get_function_concurrency", answer, FunctionName="orders")
    script.answers(
        "lambda",
        EUW1,
        "get_account_settings",
        {"AccountLimit": {"UnreservedConcurrentExecutions": unreserved}},
    )
    script.refuses(
        "lambda",
        EUW1,
        "get_provisioned_concurrency_config",
        "ProvisionedConcurrencyConfigNotFoundException",
    )


@pytest.fixture
def function(service: Service) -> None:
    service["auto_scaling_group"] = None
    service["function"] = {"name": "orders", "alias": "live"}


@pytest.mark.usefixtures("function")
def test_a_function_grows_by_itself(script: Aws, make: Callable[..., Step]) -> None:
    executions(script, reserved=None, unreserved=1000)
    state = make("capacity", script).state()
    assert (state.stage, state.detail) == (Stage.DONE, "1000 executions may run, 6 are needed")
    settle = make("settle", script)
    assert settle.state().stage is Stage.DONE
    settle.act()


@pytest.mark.usefixtures("function")
def test_a_reservation_that_is_too_small_is_raised(script: Aws, make: Callable[..., Step]) -> None:
    step = make("capacity", script)
    executions(script, reserved=4, unreserved=900)
    assert step.state().stage is Stage.TODO
    script.answers(
        "lambda",
        EUW1,
        "put_function_concurrency",
        {},
        FunctionName="orders",
        ReservedConcurrentExecutions=6,
    )
    step.act()


@pytest.mark.usefixtures("function")
def test_a_quota_that_is_too_small_stops_it(script: Aws, make: Callable[..., Step]) -> None:
    executions(script, reserved=None, unreserved=5)
    with pytest.raises(StepError, match="may run 5 executions in eu-west-1, 6 are needed: ask AWS"):
        make("capacity", script).state()


def test_pods_are_their_teams_and_the_words_say_what_to_do(
    script: Aws, make: Callable[..., Step], service: Service
) -> None:
    service["auto_scaling_group"] = None
    service["kubernetes"] = {
        "cluster": "euw1-eks",
        "namespace": "shop",
        "service_account": "orders",
        "target_group_bindings": {"public": {"spec": {"targetGroupARN": "arn:pods"}}},
        "helm_values": {},
    }
    step = make("capacity", script)

    def answering(number: int) -> None:
        states = ["healthy"] * number + ["initial"]
        script.answers(
            "elbv2",
            EUW1,
            "describe_target_health",
            {"TargetHealthDescriptions": [{"TargetHealth": {"State": state}} for state in states]},
            TargetGroupArn="arn:pods",
        )

    answering(2)
    state = step.state()
    assert state.stage is Stage.UNDER_WAY
    assert "2 of 6 pods answer" in state.detail
    assert """kubectl -n shop patch hpa orders --patch '{"spec":{"minReplicas":6}}'""" in state.detail
    step.act()
    answering(6)
    assert step.state().stage is Stage.DONE
    assert make("settle", script).state().stage is Stage.DONE


def test_a_kind_that_is_not_known_is_refused(
    script: Aws, make: Callable[..., Step], service: Service
) -> None:
    service["auto_scaling_group"] = None
    with pytest.raises(StepError, match="of a kind that is not known here"):
        make("capacity", script)
