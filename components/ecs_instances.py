"""The EC2 instances of an ECS cluster, and the capacity provider by which ECS scales and drains them."""

import pulumi
from pulumi_aws import autoscaling, ec2, ecs, iam

from holdfast.components.ecs_cluster_args import EcsClusterArgs, EcsInstances
from holdfast.components.launch_template import declare_launch_template
from holdfast.components.service_policy import (
    allow,
    policy_document,
    session_manager_statement,
    trust_document,
)
from holdfast.components.service_security_group import declare_service_security_group
from holdfast.topology.values import Architecture

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html, 2026-11
_AMI_PARAMETER = {
    Architecture.X86_64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    Architecture.ARM64: "/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id",
}
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-config.html, 2026-11: tasks cannot ask
# for the instance's credentials, and images are pulled and logs written by each task's own execution role.
_AGENT = """#!/bin/bash
cat >> /etc/ecs/ecs.config <<'END'
ECS_CLUSTER={cluster}
ECS_AWSVPC_BLOCK_IMDS=true
ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
ECS_ENABLE_TASK_IAM_ROLE=true
END
"""


def declare_instances(
    name: str,
    args: EcsClusterArgs,
    instances: EcsInstances,
    cluster: "ecs.Cluster",
    *,
    parent: pulumi.Resource,
) -> "ecs.CapacityProvider":
    """Declare instances for a cluster: role, security group, launch template, ``<name>-asg`` and provider.

    Args:
        name: Logical name of the cluster's component.
        args: The cluster's arguments.
        instances: The instances.
        cluster: The cluster that they join.
        parent: The cluster's component.
    """
    child = pulumi.ResourceOptions(parent=parent)
    tags = args.get("tags", {})
    policy, profile = _role(name, args, cluster, child)
    group, rules = declare_service_security_group(
        f"{name}-instances",
        region=args["region"],
        service="ecs",
        runs="Instances",
        network={"vpc_id": args["network"]["vpc_id"], "subnet_ids": args["network"]["subnet_ids"]},
        port=None,
        target_groups={},
        stores={},
        tags=tags,
        child=child,
    )
    template = declare_launch_template(
        name,
        {
            "types": instances["types"],
            "architecture": instances["architecture"],
            "ami_id": f"resolve:ssm:{_AMI_PARAMETER[Architecture(instances['architecture'])]}",
            "volume_gib": int(instances.get("volume_gib", 30)),
        },
        region=args["region"],
        in_container=False,
        user_data=cluster.name.apply(lambda known: _AGENT.format(cluster=known)),
        profile_arn=profile.arn,
        security_group_ids=[group.id],
        key_arn=args["key_arn"],
        tags=tags,
        child=child,
    )
    scaled = _group(name, args, instances, template, depends_on=[policy, *rules], parent=parent)
    return ecs.CapacityProvider(
        f"{name}-instances",
        region=args["region"],
        auto_scaling_group_provider={
            "auto_scaling_group_arn": scaled.arn,
            "managed_scaling": {
                "status": "ENABLED",
                "target_capacity": int(instances.get("target_capacity_percent", 100)),
            },
            "managed_termination_protection": "ENABLED",
            "managed_draining": "ENABLED",
        },
        tags={**tags, "Name": f"{name}-instances"},
        opts=child,
    )


def _role(
    name: str, args: EcsClusterArgs, cluster: "ecs.Cluster", child: pulumi.ResourceOptions
) -> "tuple[iam.RolePolicy, iam.InstanceProfile]":
    role = iam.Role(
        f"{name}-instances-role",
        description=f"Instances of {name}",
        assume_role_policy=trust_document("ec2.amazonaws.com"),
        tags=args.get("tags", {}),
        opts=child,
    )
    policy = iam.RolePolicy(
        f"{name}-instances-policy",
        role=role.name,
        policy=cluster.arn.apply(_instance_policy),
        opts=child,
    )
    profile = iam.InstanceProfile(
        f"{name}-instances-profile", role=role.name, tags=args.get("tags", {}), opts=child
    )
    return policy, profile


def _instance_policy(cluster_arn: str) -> str:
    """What the agent does, for this cluster alone; images and logs are each task's own business.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html (2026-11) and,
    for the narrower resources, ``cluster.ts`` of the CDK
    (https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-ecs/lib/cluster.ts).
    """
    of_cluster = {"ArnEquals": {"ecs:cluster": cluster_arn}}
    return policy_document(
        [
            session_manager_statement(),
            allow(
                "JoinCluster",
                [
                    "ecs:DeregisterContainerInstance",
                    "ecs:RegisterContainerInstance",
                    "ecs:SubmitAttachmentStateChanges",
                    "ecs:SubmitContainerStateChange",
                    "ecs:SubmitTaskStateChange",
                ],
                [cluster_arn],
            ),
            allow(
                "HearFromCluster",
                ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
                ["*"],
                of_cluster,
            ),
            allow("FindEndpoint", ["ecs:DiscoverPollEndpoint"], ["*"]),
        ]
    )


def _group(
    name: str,
    args: EcsClusterArgs,
    instances: EcsInstances,
    template: "ec2.LaunchTemplate",
    *,
    depends_on: list[pulumi.Resource],
    parent: pulumi.Resource,
) -> "autoscaling.Group":
    version = template.latest_version.apply(lambda number: str(int(number)))
    mixed = len(instances["types"]) > 1
    # ECS tags the group and what it launches: without the tag here it would be taken away again, and what
    # lacks it scales unexpectedly (pulumi_aws.ecs.CapacityProvider, note).
    named = {**args.get("tags", {}), "Name": name, "AmazonECSManaged": "true"}
    return autoscaling.Group(
        f"{name}-asg",
        region=args["region"],
        min_size=int(instances["minimum"]),
        max_size=int(instances["maximum"]),
        vpc_zone_identifiers=args["network"]["subnet_ids"],
        launch_template=None if mixed else {"id": template.id, "version": version},
        mixed_instances_policy=_mixed_instances(instances, template, version) if mixed else None,
        health_check_type="EC2",
        # ECS terminates nothing that runs a task, and for that every instance must be protected at launch:
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-termination-protection.html
        protect_from_scale_in=True,
        # Without it, deleting the group waits for protected instances, which nothing terminates.
        force_delete=True,
        instance_refresh={
            "strategy": "Rolling",
            "preferences": {
                "min_healthy_percentage": 100,
                "max_healthy_percentage": 110,
                # They are drained by ECS before they go.
                "scale_in_protected_instances": "Refresh",
                # AWS skips no matching instance where the AMI is a parameter's reference:
                # https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html
                "skip_matching": False,
            },
        },
        wait_for_capacity_timeout="10m",
        tags=[
            {"key": key, "value": value, "propagate_at_launch": True} for key, value in sorted(named.items())
        ],
        opts=pulumi.ResourceOptions(parent=parent, depends_on=depends_on, ignore_changes=["desiredCapacity"]),
    )


def _mixed_instances(
    instances: EcsInstances, template: "ec2.LaunchTemplate", version: pulumi.Output[str]
) -> "autoscaling.GroupMixedInstancesPolicyArgsDict":
    return {
        "launch_template": {
            "launch_template_specification": {"launch_template_id": template.id, "version": version},
            "overrides": [{"instance_type": one} for one in instances["types"]],
        },
        "instances_distribution": {
            "on_demand_allocation_strategy": "prioritized",
            "on_demand_percentage_above_base_capacity": 100,
        },
    }
