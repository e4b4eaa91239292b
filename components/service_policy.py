"""Statements of the roles of services, and what IAM refuses in a policy."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import pulumi

from holdfast.components import service_stores
from holdfast.components.container_image import ecr_image
from holdfast.components.service_args import ServiceStore

MAX_POLICY_CHARACTERS = 10_240
"""Largest inline policy of a role, white space not counted
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, 2026-11)."""

# https://docs.aws.amazon.com/AmazonECR/latest/userguide/security_iam_id-based-policy-examples.html
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
# https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-add-permissions-to-existing-profile.html
_SESSION_CHANNELS = (
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)

# https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen, 2026-11
_RANDOM_END = re.compile(r"-[A-Za-z0-9]{6}")
_ANY_END = "-??????"
_SECRET_FIELDS = 7


def allow(
    sid: str, actions: Sequence[str], resources: Sequence[str], condition: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a statement that allows.

    Args:
        sid: Letters and digits, unique in the policy.
        actions: Actions, such as ``s3:GetObject``.
        resources: ARNs.
        condition: Operator → condition key → value. Default: none.
    """
    statement = {"Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
    return {**statement, "Condition": condition} if condition else statement


def trust_document(service: str, condition: Mapping[str, Any] | None = None) -> str:
    """Return the policy by which an AWS service assumes a role.

    Args:
        service: Its principal, such as ``ec2.amazonaws.com``.
        condition: Operator → condition key → value. Default: none.
    """
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return _document([{**statement, "Condition": condition} if condition else statement])


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


def policy_problems(own: Sequence[Mapping[str, Any]], stores: Mapping[str, ServiceStore]) -> Iterator[str]:
    """What is wrong with a role's policy, however short the values are that only deployment knows.

    Args:
        own: The service's own statements.
        stores: Key of the store → what the service needs to use it; their statements join the policy.
    """
    theirs = json.dumps(service_stores.statements(stores), default=lambda _later: "")
    try:
        policy_document([*own, *json.loads(theirs)])
    except ValueError as error:
        yield str(error)


def session_manager_statement(*, registers_instance: bool = True) -> dict[str, Any]:
    """Statement that lets Session Manager open a shell, and no more.

    The managed policy AmazonSSMManagedInstanceCore also reads every parameter of the account:
    https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html.

    Args:
        registers_instance: Whether an instance registers with Systems Manager, as a container does not
            (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html). Default: True.
    """
    own = ("ssm:UpdateInstanceInformation",) if registers_instance else ()
    return allow("SessionManager", (*own, *_SESSION_CHANNELS), ["*"])


def image_statements(*images: str | None) -> list[dict[str, Any]]:
    """Statements that let container images be pulled, of which only those in Amazon ECR need any."""
    found = [ecr_image(image) for image in images if image is not None]
    repositories = {
        f"arn:aws:ecr:{one.region}:{one.account}:repository/{one.repository}"
        for one in found
        if one is not None
    }
    if not repositories:
        return []
    return [
        allow("RegistryLogin", ["ecr:GetAuthorizationToken"], ["*"]),
        allow("PullImage", _PULL, sorted(repositories)),
    ]


def secret_statements(
    secret_arns: Collection[str], *, read_parameter: str = "ssm:GetParameter"
) -> list[dict[str, Any]]:
    """Statements that let secrets and parameters be read.

    Args:
        secret_arns: ARNs of Secrets Manager secrets and Parameter Store parameters.
        read_parameter: Action by which parameters are read. Default: ``ssm:GetParameter``.
    """
    kinds = {"secretsmanager": ("ReadSecrets", "secretsmanager:GetSecretValue")}
    kinds["ssm"] = ("ReadParameters", read_parameter)
    arns = {kind: sorted({_granted(arn) for arn in secret_arns if f":{kind}:" in arn}) for kind in kinds}
    return [allow(sid, [action], arns[kind]) for kind, (sid, action) in kinds.items() if arns[kind]]


def _granted(arn: str) -> str:
    """What a policy has to name for a reference, which may go on with a key, or lack the random end.

    A policy is held against the whole ARN, whatever the request names.
    """
    if ":secretsmanager:" not in arn:
        return arn
    secret = ":".join(arn.split(":")[:_SECRET_FIELDS])
    return secret if _RANDOM_END.fullmatch(secret[-len(_ANY_END) :]) else f"{secret}{_ANY_END}"


def decrypt_statements(
    key_arn: str, *, region: str, secret_arns: Collection[str], through: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Statements that let a key decrypt, only through the services that read what it encrypts.

    Args:
        key_arn: The key.
        region: Region of key and services.
        secret_arns: Secrets and parameters that it encrypts.
        through: Further AWS services, such as ``s3``. Default: none.
    """
    kinds = [kind for kind in ("secretsmanager", "ssm") if any(f":{kind}:" in arn for arn in secret_arns)]
    services = [f"{service}.{region}.amazonaws.com" for service in (*through, *kinds)]
    condition = {"StringEquals": {"kms:ViaService": services}}
    return [allow("DecryptThroughServices", ["kms:Decrypt"], [key_arn], condition)] if services else []


def any_key_statement(
    sid: str, secret_arns: str | Sequence[str], *, region: str, account_id: str
) -> dict[str, Any]:
    """Statement that lets secrets be decrypted, whichever key of the account encrypts them, and nothing else.

    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html (2026-11).

    Args:
        sid: ``Sid`` of the statement.
        secret_arns: Pattern of the secret's ARN, or several.
        region: Region of secrets and keys.
        account_id: Their account.
    """
    condition = {
        "StringEquals": {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"},
        "StringLike": {"kms:EncryptionContext:SecretARN": secret_arns},
    }
    return allow(sid, ["kms:Decrypt"], [f"arn:aws:kms:{region}:{account_id}:key/*"], condition)


def joined(
    own: pulumi.Output[Sequence[Mapping[str, Any]]], stores: Mapping[str, ServiceStore]
) -> pulumi.Output[str]:
    """The policy of a service's own statements and those of its stores.

    Args:
        own: The service's own statements.
        stores: Key of the store → what the service needs to use it.
    """
    return pulumi.Output.all(own=own, stores=service_stores.statements(stores)).apply(
        lambda known: policy_document([*known["own"], *known["stores"]])
    )


def _document(parts: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": parts})
