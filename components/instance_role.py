"""The role of a service's instances, which may do what booting and running it takes, and no more."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import iam

from holdfast.components import service_stores
from holdfast.components.auto_scaling_args import AutoScalingServiceArgs, ServiceStore
from holdfast.components.boot import artefact_place, ecr_image, metrics_namespace

MAX_POLICY_CHARACTERS = 10_240
"""Largest inline policy of a role, white space not counted
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, 2026-11)."""

# Session Manager alone. The managed policy AmazonSSMManagedInstanceCore also reads every parameter of the
# account: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html,
# https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-add-permissions-to-existing-profile.html
_SESSION_MANAGER = (
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a service's instances reach; plain values only."""

    region: str
    """Region of the instances."""
    image: str | None
    """Container image, of which only one in Amazon ECR needs a permission."""
    artefact: str | None
    """Place of the artefact in S3."""
    metrics_namespace: str
    """CloudWatch namespace of the agent."""
    group_tag: str | None
    """``Name`` tag of the group whose lifecycle actions the instances complete; None without such a hook."""


@dataclass(frozen=True, kw_only=True)
class InstanceRole:
    """A role, its policy and the instance profile that carries it."""

    role: iam.Role
    """The role."""
    policy: iam.RolePolicy
    """All that it may do."""
    profile: iam.InstanceProfile
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
        assume_role_policy=_document(
            [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]
        ),
        tags=tags,
        opts=child,
    )
    document = pulumi.Output.all(
        log=log_group_arn,
        key=key_arn,
        secrets=list(secret_arns),
        stores=service_stores.statements(stores),
    ).apply(
        lambda known: policy_document(
            [*statements(access, known["log"], known["key"], known["secrets"]), *known["stores"]]
        )
    )
    policy = iam.RolePolicy(f"{name}-policy", role=role.name, policy=document, opts=child)
    profile = iam.InstanceProfile(f"{name}-profile", role=role.name, tags=tags, opts=child)
    return InstanceRole(role=role, policy=policy, profile=profile)


def policy_document(parts: Sequence[Mapping[str, Any]]) -> str:
    """The policy of these statements.

    Raises:
        ValueError: IAM refuses it: two statements have one ``Sid``, or it is too long.
    """
    text = _document(parts)
    sids = [part["Sid"] for part in parts]
    if twice := sorted({sid for sid in sids if sids.count(sid) > 1}):
        raise ValueError(f"two statements of the role have the 'Sid' {', '.join(twice)}: give another")
    size = len("".join(text.split()))
    if size > MAX_POLICY_CHARACTERS:
        raise ValueError(
            f"the policy of the role has {size} characters and IAM takes {MAX_POLICY_CHARACTERS}: give the"
            " service fewer stores or secrets, or its stores fewer statements"
        )
    return text


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
        _allow("SessionManager", _SESSION_MANAGER, ["*"]),
        _allow(
            "Logs",
            ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            [
                log_group_arn,
                f"{log_group_arn}:*",
            ],
        ),
        _allow(
            "Metrics",
            ["cloudwatch:PutMetricData"],
            ["*"],
            {"StringEquals": {"cloudwatch:namespace": access.metrics_namespace}},
        ),
        # The agent asks which group the instance belongs to; AWS knows no narrower resource for it.
        _allow("OwnTags", ["ec2:DescribeTags"], ["*"]),
        *_image_statements(access),
        *_artefact_statements(access),
        *_secret_statements(secret_arns),
        *_key_statements(access, key_arn, secret_arns),
        *_lifecycle_statements(access),
    ]


def _image_statements(access: Access) -> list[dict[str, Any]]:
    image = ecr_image(access.image) if access.image is not None else None
    if image is None:
        return []
    repository = f"arn:aws:ecr:{image.region}:{image.account}:repository/{image.repository}"
    return [
        _allow("RegistryLogin", ["ecr:GetAuthorizationToken"], ["*"]),
        _allow("PullImage", _PULL, [repository]),
    ]


def _artefact_statements(access: Access) -> list[dict[str, Any]]:
    if access.artefact is None:
        return []
    bucket, key = artefact_place(access.artefact)
    return [_allow("ReadArtefact", ["s3:GetObject"], [f"arn:aws:s3:::{bucket}/{key}"])]


def _secret_statements(secret_arns: Sequence[str]) -> list[dict[str, Any]]:
    kinds = {"secretsmanager": ("ReadSecrets", "secretsmanager:GetSecretValue")}
    kinds["ssm"] = ("ReadParameters", "ssm:GetParameter")
    arns = {kind: sorted({arn for arn in secret_arns if f":{kind}:" in arn}) for kind in kinds}
    return [_allow(sid, [action], arns[kind]) for kind, (sid, action) in kinds.items() if arns[kind]]


def _key_statements(access: Access, key_arn: str, secret_arns: Sequence[str]) -> list[dict[str, Any]]:
    services = [
        f"{service}.{access.region}.amazonaws.com"
        for service, used in (
            ("s3", access.artefact is not None),
            ("secretsmanager", any(":secretsmanager:" in arn for arn in secret_arns)),
            ("ssm", any(":ssm:" in arn for arn in secret_arns)),
        )
        if used
    ]
    condition = {"StringEquals": {"kms:ViaService": services}}
    return [_allow("DecryptThroughServices", ["kms:Decrypt"], [key_arn], condition)] if services else []


def _lifecycle_statements(access: Access) -> list[dict[str, Any]]:
    if access.group_tag is None:
        return []
    own = {"StringEquals": {"aws:ResourceTag/Name": access.group_tag}}
    groups = f"arn:aws:autoscaling:{access.region}:*:autoScalingGroup:*:autoScalingGroupName/*"
    return [
        _allow("FindOwnGroup", ["autoscaling:DescribeAutoScalingInstances"], ["*"]),
        _allow("CompleteLaunch", ["autoscaling:CompleteLifecycleAction"], [groups], own),
    ]


def _allow(
    sid: str, actions: Sequence[str], resources: Sequence[str], condition: dict[str, Any] | None = None
) -> dict[str, Any]:
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
    return {**statement, "Condition": condition} if condition else statement


def _document(parts: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": parts})
