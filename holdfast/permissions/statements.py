"""Statements: which actions, on which resources, in which regions."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from holdfast.permissions.names import ANYTHING
from holdfast.permissions.regions import is_global
from holdfast.permissions.table import known_actions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from holdfast.permissions.model import Statement

ATTACH = ("iam:AttachRolePolicy", "iam:DetachRolePolicy")
CHANGE_RECORDS = "route53:ChangeResourceRecordSets"
GRANT = "kms:CreateGrant"
THROUGH_SERVICES = frozenset(
    f"kms:{name}"
    for name in (
        *("Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"),
        *("ReEncryptFrom", "ReEncryptTo", "RetireGrant"),
    )
)
"""What services ask of a key on the caller's behalf."""
CONTENT = frozenset(
    {
        *("dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "lambda:GetFunction", "s3:GetObject"),
        *("s3:GetObjectTagging", "s3:GetObjectVersion", "secretsmanager:GetSecretValue", "ssm:GetParameter"),
        *("ssm:GetDocument", "ssm:GetParameters", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
    }
)
"""Reads that give data, and not how something is configured: bounded as what writes is."""
_READS = ("List", "Read")
Conditions = dict[str, dict[str, object]]


def statement(
    sid: str, actions: Iterable[str], resources: Sequence[str], conditions: Mapping[str, object] | None = None
) -> Statement:
    """A statement that allows.

    Args:
        sid: Its name: letters and digits.
        actions: Actions.
        resources: ARNs.
        conditions: Operator → key → value. Default: none.
    """
    said = {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": list(resources)}
    return {**said, "Condition": dict(conditions)} if conditions else said


def listed(value: object) -> list[str]:
    """The actions or resources of a statement.

    Args:
        value: Under ``Action`` or ``Resource`` of what ``statement`` made.
    """
    assert isinstance(value, list)  # noqa: S101  # it made a list
    return value


def statements(
    actions: Iterable[str],
    *,
    regions: tuple[str, ...],
    arns: Mapping[str, tuple[str, ...]],
    zones: tuple[str, ...],
    tags: Mapping[str, str],
) -> Iterator[Statement]:
    """Statements of everything but IAM.

    Args:
        actions: All actions.
        regions: Regions in which to act; empty for all.
        arns: Prefix → ARNs to which it is bounded.
        zones: ARNs of the hosted zones whose records may change; empty for all.
        tags: What every network and key of the stack is tagged with; empty where they differ.
    """
    groups: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    for action in actions:
        group = _OWN_TAGS if tags and action in TAGGED else _group(action, arns)
        groups[group, is_global(action)].add(action)
    for (group, everywhere), members in sorted(groups.items()):
        conditions: Conditions = {}
        if regions and not everywhere:
            conditions["StringEquals"] = {"aws:RequestedRegion": list(regions)}
        resources: Sequence[str] = arns.get(group, (ANYTHING,))
        if group == GRANT:
            conditions["Bool"] = {"kms:GrantIsForAWSResource": "true"}
        elif group == _KEYS:
            conditions["StringLike"] = {"kms:ViaService": "*.amazonaws.com"}
        elif group == _OWN_TAGS:
            own = {f"aws:ResourceTag/{key}": value for key, value in tags.items()}
            conditions["StringEquals"] = {**conditions.get("StringEquals", {}), **own}
        elif group == CHANGE_RECORDS:
            resources = zones or (ANYTHING,)
        yield statement(_sid(group, everywhere=everywhere), members, resources, conditions)


TAGGED = frozenset(
    {
        *("ec2:CancelCapacityReservation", "ec2:DeleteCustomerGateway", "ec2:DeleteFlowLogs"),
        *("ec2:DeleteInternetGateway", "ec2:DeleteLaunchTemplate", "ec2:DeleteNatGateway"),
        *("ec2:DeleteSecurityGroup", "ec2:DeleteSubnet", "ec2:DeleteTransitGateway", "ec2:DeleteVpc"),
        *("ec2:DeleteVpcEndpoints", "ec2:DeleteVpnConnection", "ec2:ReleaseAddress"),
        *("kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"),
    }
)
"""What would hurt most on another stack's resources, and can be bounded by their tags: networks and keys."""
_KEYS = "kms:ViaService"
_LOOK = "look"
_REST = "rest"
_OWN_TAGS = "tags"
_SIDS = {
    _LOOK: "Look",
    _REST: "ChangeWhatHasNoNames",
    GRANT: "GrantKeysToServices",
    _KEYS: "UseKeysThroughServices",
    _OWN_TAGS: "OwnByTags",
    CHANGE_RECORDS: "ChangeRecords",
}


def _group(action: str, arns: Mapping[str, tuple[str, ...]]) -> str:
    """What an action is bounded with: a prefix with ARNs, or one of the groups above."""
    said, prefix = known_actions()[action], action.partition(":")[0]
    if action in (GRANT, CHANGE_RECORDS):
        return action
    if action in THROUGH_SERVICES:
        return _KEYS
    if said.bounded and prefix in arns and (said.level not in _READS or action in CONTENT):
        return prefix
    return _LOOK if said.level in _READS else _REST


def _sid(group: str, *, everywhere: bool) -> str:
    name = _SIDS.get(group) or "Own" + "".join(part.capitalize() for part in re.split(r"[^a-z0-9]", group))
    return name + (
        "OfGlobalServices" if everywhere and group in {_LOOK, _REST} else "Global" if everywhere else ""
    )


def iam_statements(  # noqa: PLR0913  # what bounds a role
    actions: Iterable[str],
    *,
    arns: tuple[str, ...],
    passed: tuple[str, ...],
    services: tuple[str, ...] | None,
    attached: tuple[str, ...],
    linked: tuple[str, ...],
    account: str,
) -> Iterator[Statement]:
    """Statements about IAM: the stack's own roles, and whom they may be handed to.

    Args:
        actions: All actions.
        arns: ARNs of the stack's roles, profiles and policies.
        passed: ARNs of roles that may be handed to services; none where none are.
        services: Services that they may be handed to; None where that is not known.
        attached: ARNs of policies that may be attached.
        linked: Services whose linked role may be made.
        account: Id of the AWS account, or ``*``.
    """
    own = {one for one in actions if one.startswith("iam:")}
    linked_roles = f"arn:aws:iam::{account}:role/aws-service-role/*"
    plain = own - set(ATTACH)
    if plain:
        yield statement("OwnRoles", plain, arns or (ANYTHING,))
    if attach := own & set(ATTACH):
        yield statement(
            "AttachKnownPolicies",
            attach,
            [one for one in arns if ":role/" in one],
            {"ArnLike": {"iam:PolicyARN": list(attached)}},
        )
    if passed:
        condition = {"StringEquals": {"iam:PassedToService": list(services)}} if services else None
        yield statement("HandOverRoles", ["iam:PassRole"], passed, condition)
    if linked:
        yield statement(
            "MakeLinkedRoles",
            ["iam:CreateServiceLinkedRole"],
            [linked_roles],
            {"StringEquals": {"iam:AWSServiceName": list(linked)}},
        )
