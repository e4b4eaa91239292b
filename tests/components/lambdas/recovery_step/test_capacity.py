"""Services that grow, on moto's Auto Scaling and ECS, which keep sizes as AWS does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from holdfast.components.lambdas.recovery_step.capacity import EcsService, Instances
from holdfast.components.lambdas.recovery_step.steps import Stage, StepError, client

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "eu-west-1"


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield


@pytest.fixture
def group() -> Any:
    """An Auto Scaling group of one instance, at most six."""
    scaling, ec2 = boto3.client("autoscaling", REGION), boto3.client("ec2", REGION)
    image = "ami-0123456789abcdef0"
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    scaling.create_launch_configuration(LaunchConfigurationName="lc", ImageId=image, InstanceType="m7g.large")
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="orders",
        LaunchConfigurationName="lc",
        MinSize=1,
        MaxSize=6,
        VPCZoneIdentifier=subnet,
    )
    return scaling


def sizes(scaling: Any) -> tuple[int, int]:
    (found,) = scaling.describe_auto_scaling_groups()["AutoScalingGroups"]
    return found["MinSize"], found["DesiredCapacity"]


def instances(needed: int, name: str = "orders") -> Instances:
    return Instances(clients=client, group=name, region=REGION, needed=needed)


def test_a_group_grows_and_may_not_shrink_again(group: Any) -> None:
    step = instances(4)
    assert step.state().stage is Stage.TODO
    step.act()
    assert sizes(group) == (4, 4)
    assert step.state().stage is Stage.DONE
    assert step.state().detail == "4 of 4 instances of orders run"


def test_a_group_that_is_larger_stays_so(group: Any) -> None:
    group.set_desired_capacity(AutoScalingGroupName="orders", DesiredCapacity=5)
    instances(4).act()
    assert sizes(group) == (4, 5)


def test_instances_that_are_not_well_do_not_count(group: Any) -> None:
    instances(2).act()
    (found,) = group.describe_auto_scaling_groups()["AutoScalingGroups"]
    instance = found["Instances"][0]["InstanceId"]
    group.set_instance_health(InstanceId=instance, HealthStatus="Unhealthy")
    assert instances(2).state().stage is Stage.UNDER_WAY


def test_a_group_that_may_not_grow_so_far_is_no_use_to_ask(group: Any) -> None:
    with pytest.raises(StepError, match="orders takes 6 instances and 7 are needed"):
        instances(7).act()
    assert sizes(group) == (1, 1)


@pytest.mark.usefixtures("group")
def test_a_group_that_is_not_there_is_said() -> None:
    with pytest.raises(StepError, match="no group gone in eu-west-1"):
        instances(2, "gone").state()


@pytest.fixture
def ecs() -> Any:
    """A service of one task."""
    made = boto3.client("ecs", REGION)
    made.create_cluster(clusterName="main")
    made.register_task_definition(
        family="orders", containerDefinitions=[{"name": "orders", "image": "orders", "memory": 128}]
    )
    made.create_service(cluster="main", serviceName="orders", taskDefinition="orders", desiredCount=1)
    return made


def scales(least: int, most: int) -> Any:
    scaling = boto3.client("application-autoscaling", REGION)
    scaling.register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId="service/main/orders",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=least,
        MaxCapacity=most,
    )
    return scaling


def tasks(needed: int, service: str = "orders") -> EcsService:
    return EcsService(clients=client, cluster="main", service=service, region=REGION, needed=needed)


def desired(ecs: Any) -> int:
    count: int = ecs.describe_services(cluster="main", services=["orders"])["services"][0]["desiredCount"]
    return count


def test_a_service_grows_and_its_scaling_may_not_take_that_back(ecs: Any) -> None:
    scaling = scales(1, 10)
    assert tasks(4).state().stage is Stage.TODO
    tasks(4).act()
    assert desired(ecs) == 4
    (target,) = scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (4, 10)
    assert tasks(4).state().stage is Stage.DONE


def test_a_service_that_nothing_scales_grows_too(ecs: Any) -> None:
    tasks(3).act()
    assert desired(ecs) == 3
    assert tasks(3).state().stage is Stage.DONE


def test_a_service_that_is_larger_stays_so(ecs: Any) -> None:
    ecs.update_service(cluster="main", service="orders", desiredCount=8)
    scales(1, 10)
    tasks(4).act()
    assert desired(ecs) == 8


@pytest.mark.usefixtures("ecs")
def test_a_service_that_may_not_grow_so_far_is_no_use_to_ask() -> None:
    scales(1, 3)
    with pytest.raises(StepError, match="orders scales to 3 tasks and 4 are needed"):
        tasks(4).state()


@pytest.mark.usefixtures("ecs")
def test_a_service_that_is_not_there_is_said() -> None:
    with pytest.raises(StepError, match="no service gone in eu-west-1"):
        tasks(4, "gone").state()
