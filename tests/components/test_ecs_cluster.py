"""What a cluster on ECS declares, and what it refuses."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from holdfast.components.ecs_cluster import EcsCluster
from holdfast.topology.values import Architecture, ContainerInsights
from tests.components.declared import Resources, declared
from tests.components.ecs_sample import INSTANCES, KEY, REGION, TAGS, Change, cluster

CLUSTER_ARN = "arn:aws:ecs:eu-west-1:111122223333:Cluster/euw1-ecs-cluster"


def build(change: Change | None = None) -> Resources:
    return declared(lambda: EcsCluster("euw1-ecs", cluster(change)))


def with_instances(**change: Any) -> Resources:
    return build({"instances": {**INSTANCES, **change}})


def test_declares_exactly_this() -> None:
    assert build().pairs() == {
        ("holdfast:index:EcsCluster", "euw1-ecs"),
        ("aws:cloudwatch/logGroup:LogGroup", "euw1-ecs-logs"),
        ("aws:ecs/cluster:Cluster", "euw1-ecs-cluster"),
        ("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "euw1-ecs-capacity-providers"),
        ("aws:servicediscovery/httpNamespace:HttpNamespace", "euw1-ecs-namespace"),
        ("aws:ec2/securityGroup:SecurityGroup", "euw1-ecs-mesh-sg"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-ecs-mesh-sg-egress"),
    }


def test_instances_are_by_choice() -> None:
    assert with_instances().pairs() - build().pairs() == {
        ("aws:iam/role:Role", "euw1-ecs-instances-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euw1-ecs-instances-policy"),
        ("aws:iam/instanceProfile:InstanceProfile", "euw1-ecs-instances-profile"),
        ("aws:ec2/securityGroup:SecurityGroup", "euw1-ecs-instances-sg"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "euw1-ecs-instances-sg-egress-https"),
        ("aws:ec2/launchTemplate:LaunchTemplate", "euw1-ecs-lt"),
        ("aws:autoscaling/group:Group", "euw1-ecs-asg"),
        ("aws:ecs/capacityProvider:CapacityProvider", "euw1-ecs-instances"),
    }


def test_every_child_is_in_its_region_and_below_the_cluster() -> None:
    found = with_instances()
    assert {one.parent for one in found if one.custom} == {"euw1-ecs"}
    regional = [one for one in found if one.custom and not one.type.startswith("aws:iam/")]
    assert {one.region for one in regional} == {REGION}


def test_sessions_are_encrypted_and_logged() -> None:
    found = build()
    assert found("euw1-ecs-logs").inputs["kmsKeyId"] == KEY
    assert found("euw1-ecs-logs").inputs["retentionInDays"] == 30
    assert found("euw1-ecs-cluster").inputs["configuration"] == {
        "executeCommandConfiguration": {
            "kmsKeyId": KEY,
            "logging": "OVERRIDE",
            "logConfiguration": {
                "cloudWatchLogGroupName": "euw1-ecs-logs-0000",
                "cloudWatchEncryptionEnabled": True,
            },
        }
    }


@pytest.mark.parametrize("insights", ContainerInsights)
def test_insights(insights: ContainerInsights) -> None:
    settings = build({"insights": insights})("euw1-ecs-cluster").inputs["settings"]
    assert settings == [{"name": "containerInsights", "value": insights.value}]


def test_capacity_is_fargate_and_by_choice_the_instances() -> None:
    providers = build()("euw1-ecs-capacity-providers").inputs
    assert providers["capacityProviders"] == ["FARGATE", "FARGATE_SPOT"]
    assert providers["clusterName"] == "euw1-ecs-cluster-0000"
    own = with_instances()("euw1-ecs-capacity-providers").inputs["capacityProviders"]
    assert own == ["FARGATE", "FARGATE_SPOT", "euw1-ecs-instances-0000"]


def test_the_arn_is_known_once_the_providers_are_attached() -> None:
    def program() -> None:
        from pulumi_aws import ecs  # noqa: PLC0415  # only here

        one = EcsCluster("euw1-ecs", cluster())
        ecs.Service("user", cluster=one.cluster_arn)

    assert "euw1-ecs-capacity-providers" in declared(program)("user").depends_on


def test_tasks_reach_each_other_and_nothing_else() -> None:
    rule = build()("euw1-ecs-mesh-sg-egress").inputs
    assert rule["securityGroupId"] == rule["referencedSecurityGroupId"] == "euw1-ecs-mesh-sg-id"
    assert (rule["ipProtocol"], rule["fromPort"], rule["toPort"]) == ("tcp", 0, 65535)


def test_instances_join_this_cluster_with_no_more_than_that_takes() -> None:
    found = with_instances()
    document = json.loads(found("euw1-ecs-instances-policy").inputs["policy"])
    own = {one["Sid"]: one for one in document["Statement"]}
    assert set(own) == {"SessionManager", "JoinCluster", "HearFromCluster", "FindEndpoint"}
    assert own["JoinCluster"]["Resource"] == [CLUSTER_ARN]
    assert own["HearFromCluster"]["Condition"] == {"ArnEquals": {"ecs:cluster": CLUSTER_ARN}}
    told = base64.b64decode(found("euw1-ecs-lt").inputs["userData"]).decode()
    assert "ECS_CLUSTER=euw1-ecs-cluster-0000\n" in told
    assert "ECS_AWSVPC_BLOCK_IMDS=true\n" in told


@pytest.mark.parametrize(
    ("architecture", "types", "parameter"),
    [
        (Architecture.ARM64, ["m7g.large"], "amazon-linux-2023/arm64/recommended/image_id"),
        (Architecture.X86_64, ["m7i.large"], "amazon-linux-2023/recommended/image_id"),
    ],
)
def test_the_newest_ecs_ami_by_reference(
    architecture: Architecture, types: list[str], parameter: str
) -> None:
    template = with_instances(architecture=architecture, types=types)("euw1-ecs-lt").inputs
    assert template["imageId"] == f"resolve:ssm:/aws/service/ecs/optimized-ami/{parameter}"
    assert template["instanceType"] == types[0]


def test_the_launch_template_is_closed_and_encrypted() -> None:
    template = with_instances(volume_gib=50.0)("euw1-ecs-lt").inputs
    assert template["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }
    (device,) = template["blockDeviceMappings"]
    assert device["ebs"]["kmsKeyId"] == KEY
    assert device["ebs"]["encrypted"] == "true"
    assert device["ebs"]["volumeSize"] == 50
    assert template["vpcSecurityGroupIds"] == ["euw1-ecs-instances-sg-id"]
    assert "keyName" not in template


def test_ecs_scales_drains_and_protects_the_instances() -> None:
    found = with_instances(target_capacity_percent=80)
    assert found("euw1-ecs-instances").inputs["autoScalingGroupProvider"] == {
        "autoScalingGroupArn": "arn:aws:autoscaling:eu-west-1:111122223333:Group/euw1-ecs-asg",
        "managedScaling": {"status": "ENABLED", "targetCapacity": 80},
        "managedTerminationProtection": "ENABLED",
        "managedDraining": "ENABLED",
    }
    group = found("euw1-ecs-asg")
    assert group.inputs["protectFromScaleIn"] is True
    assert group.inputs["forceDelete"] is True
    assert (group.inputs["minSize"], group.inputs["maxSize"]) == (3, 12)
    assert group.inputs["instanceRefresh"]["preferences"]["scaleInProtectedInstances"] == "Refresh"
    assert {"key": "AmazonECSManaged", "value": "true", "propagateAtLaunch": True} in group.inputs["tags"]
    assert group.ignore_changes == ("desiredCapacity",)
    assert {"euw1-ecs-instances-policy", "euw1-ecs-instances-sg-egress-https"} <= group.depends_on


def test_several_types_are_tried_in_turn() -> None:
    one, two = (
        with_instances(types=types)("euw1-ecs-asg").inputs
        for types in (["m7g.large"], ["m7g.large", "m6g.large"])
    )
    assert "mixedInstancesPolicy" not in one
    assert "launchTemplate" not in two
    overrides = two["mixedInstancesPolicy"]["launchTemplate"]["overrides"]
    assert [override["instanceType"] for override in overrides] == ["m7g.large", "m6g.large"]


def test_a_pilot_light_has_no_instances() -> None:
    group = with_instances(minimum=0)("euw1-ecs-asg").inputs
    assert (group["minSize"], group["maxSize"]) == (0, 12)


def test_tags_reach_everything() -> None:
    for one in with_instances():
        tags = one.inputs.get("tags")
        if isinstance(tags, list):
            assert {"key": "team", "value": "orders", "propagateAtLaunch": True} in tags
        elif one.custom and tags is not None:
            assert TAGS.items() <= tags.items()
    untagged = {one.type for one in with_instances() if one.custom and "tags" not in one.inputs}
    assert untagged == {
        "aws:iam/rolePolicy:RolePolicy",
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    }


def test_outputs() -> None:
    assert with_instances()("euw1-ecs").outputs == {
        "cluster_arn": CLUSTER_ARN,
        "cluster_name": "euw1-ecs-cluster-0000",
        "namespace_arn": "arn:aws:servicediscovery:eu-west-1:111122223333:HttpNamespace/euw1-ecs-namespace",
        "mesh_security_group_id": "euw1-ecs-mesh-sg-id",
        "log_group_name": "euw1-ecs-logs-0000",
        "log_group_arn": "arn:aws:cloudwatch:eu-west-1:111122223333:LogGroup/euw1-ecs-logs",
        "capacity_provider": "euw1-ecs-instances-0000",
        "origin": {"insights": "holdfast:ecs.insights"},
    }
    assert build()("euw1-ecs").outputs.get("capacity_provider") is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"log_retention_days": 31}, "'log_retention_days' must be one of"),
        ({"instances": {**INSTANCES, "types": []}}, "'instances.types' is empty"),
        ({"instances": {**INSTANCES, "types": ["m7g.large"] * 2}}, "names a type twice"),
        ({"instances": {**INSTANCES, "minimum": 13}}, "no less than the minimum, got 13 and 12"),
        ({"instances": {**INSTANCES, "volume_gib": 29}}, "'instances.volume_gib' must be 30 or more"),
        ({"instances": {**INSTANCES, "target_capacity_percent": 0}}, "must be 1 to 100, got 0"),
    ],
)
def test_refuses(change: Change, message: str) -> None:
    with pytest.raises(ValueError, match=r"ECS cluster 'euw1-ecs':\n- ") as refused:
        build(change)
    assert message in str(refused.value)
