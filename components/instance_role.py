"""The role of a service's instances, which may do what booting and running it takes, and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components.auto_scaling_args import AutoScalingServiceArgs
from holdfast.components.boot import artefact_place, metrics_namespace
from holdfast.components.service_args import ServiceStore
from holdfast.components.service_policy import (
    allow,
    decrypt_statements,
    image_statements,
    joined,
    secret_statements,
    session_manager_statement,
    trust_document,
)


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a service's instances reach; plain values only."""

    region: str
    """Region of the instances."""
    image: str | None
    """Container image, of which only one in Amazon ECR needs a permission."""
    artefact: str | None
    """Place of the artefact in S3."""
    agent_image: str | None = None
    """Container image of the agent, if there is one."""
    metrics_namespace: str
    """CloudWatch namespace of the agent."""
    group_tag: str | None
    """``Name`` tag of the group whose lifecycle actions the instances complete; None without such a hook."""


@dataclass(frozen=True, kw_only=True)
class InstanceRole:
    """A role, its policy and the instance profile that carries it."""

    role: "iam.Role"
    """The role."""
    policy: "iam.RolePolicy"
    """All that it may do."""
    profile: "iam.InstanceProfile"
    """What a launch template names."""


def service_access(name: str, args: AutoScalingServiceArgs) -> Access:
    """What the instances of a service reach, its stores apart.

    Args:
        name: Logical name of the service's component.
        args: The service.
    """
    return Access(
        region=args["region"],
        image=args["workload"].get("image"),
        artefact=args["workload"].get("artefact"),
        agent_image=args["workload"].get("agent", {}).get("image"),
        metrics_namespace=metrics_namespace(args),
        group_tag=name if "warm_pool" in args["scaling"] else None,
    )


def declare_instance_role(
    name: str,
    access: Access,
    *,
    log_group_arn: pulumi.Input[str],
    secret_arns: Sequence[pulumi.Input[str]],
    key_arn: pulumi.Input[str],
    stores: Mapping[str, ServiceStore],
    tags: Mapping[str, str],
    child: pulumi.ResourceOptions,
) -> InstanceRole:
    """Declare ``<name>-role``, ``<name>-policy`` and ``<name>-profile``.

    Args:
        name: Logical name of the service's component.
        access: What the instances reach.
        log_group_arn: The service's log group.
        secret_arns: Secrets and parameters that they read.
        key_arn: Key that encrypts the secrets and the artefact.
        stores: Stores, whose statements join the policy.
        tags: Tags of role and profile.
        child: Options that make the service the parent.
    """
    role = iam.Role(
        f"{name}-role",
        description=f"Instances of {name}",
        assume_role_policy=trust_document("ec2.amazonaws.com"),
        tags=tags,
        opts=child,
    )
    own = pulumi.Output.all(log=log_group_arn, key=key_arn, secrets=list(secret_arns)).apply(
        lambda known: statements(access, known["log"], known["key"], known["secrets"])
    )
    policy = iam.RolePolicy(f"{name}-policy", role=role.name, policy=joined(own, stores), opts=child)
    profile = iam.InstanceProfile(f"{name}-profile", role=role.name, tags=tags, opts=child)
    return InstanceRole(role=role, policy=policy, profile=profile)


def statements(
    access: Access, log_group_arn: str, key_arn: str, secret_arns: Sequence[str]
) -> list[dict[str, Any]]:
    """The policy's statements.

    Args:
        access: What the instances reach.
        log_group_arn: The service's log group.
        key_arn: Key that encrypts the secrets and the artefact.
        secret_arns: Secrets and parameters that they read.
    """
    return [
        session_manager_statement(),
        allow(
            "Logs",
            ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            [
                log_group_arn,
                f"{log_group_arn}:*",
            ],
        ),
        allow(
            "Metrics",
            ["cloudwatch:PutMetricData"],
            ["*"],
            {"StringEquals": {"cloudwatch:namespace": access.metrics_namespace}},
        ),
        # The agent asks which group the instance belongs to; AWS knows no narrower resource for it.
        allow("OwnTags", ["ec2:DescribeTags"], ["*"]),
        *image_statements(access.image, access.agent_image),
        *_artefact_statements(access),
        *secret_statements(secret_arns),
        *decrypt_statements(
            key_arn,
            region=access.region,
            secret_arns=secret_arns,
            through=["s3"] if access.artefact is not None else [],
        ),
        *_lifecycle_statements(access),
    ]


def _artefact_statements(access: Access) -> list[dict[str, Any]]:
    if access.artefact is None:
        return []
    bucket, key = artefact_place(access.artefact)
    return [allow("ReadArtefact", ["s3:GetObject"], [f"arn:aws:s3:::{bucket}/{key}"])]


def _lifecycle_statements(access: Access) -> list[dict[str, Any]]:
    if access.group_tag is None:
        return []
    own = {"StringEquals": {"aws:ResourceTag/Name": access.group_tag}}
    groups = f"arn:aws:autoscaling:{access.region}:*:autoScalingGroup:*:autoScalingGroupName/*"
    return [
        allow("FindOwnGroup", ["autoscaling:DescribeAutoScalingInstances"], ["*"]),
        allow("CompleteLaunch", ["autoscaling:CompleteLifecycleAction"], [groups], own),
    ]
