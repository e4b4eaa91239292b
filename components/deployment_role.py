"""The role that a pipeline takes to deploy, and what it may do with state and keys."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import iam

from holdfast.components.service_policy import allow, policy_document
from holdfast.components.state_bucket import TAKEN_OVER

AUDIENCE = "sts.amazonaws.com"
"""Whom a token must be meant for: what GitHub's action for AWS asks for, and what ``id_tokens: aud:`` of a
job at GitLab is to say (https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/
oidc-in-aws, https://docs.gitlab.com/ci/cloud_services/aws/, 2026-11)."""
_ISSUER = re.compile(r"https://[a-z0-9.-]+(/[\w./-]+)?")
_SUBJECT = re.compile(r"[^*?\s]+:[^*?\s]+")
_STACK = re.compile(r"[\w+=,.@]+(-[\w+=,.@]+)+")
_MAKE_ROLES = (
    *("iam:AddRoleToInstanceProfile", "iam:AttachRolePolicy", "iam:CreateInstanceProfile", "iam:CreateRole"),
    *("iam:DeleteInstanceProfile", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy"),
    *("iam:GetInstanceProfile", "iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies"),
    *("iam:ListInstanceProfilesForRole", "iam:ListRolePolicies", "iam:PassRole", "iam:PutRolePolicy"),
    *("iam:RemoveRoleFromInstanceProfile", "iam:TagInstanceProfile", "iam:TagRole"),
    *("iam:UntagInstanceProfile", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole"),
)
_CHANGE_ROLES = (
    *("iam:AttachRolePolicy", "iam:DeleteRole", "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy"),
    *("iam:DetachRolePolicy", "iam:PassRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"),
    *("iam:UpdateAssumeRolePolicy", "iam:UpdateRole"),
)


class DeploymentStateArgs(TypedDict):
    """The state backend that a pipeline uses."""

    home: str
    """Place where the state is written."""
    bucket_arns: Mapping[str, pulumi.Input[str]]
    """Place → ARN of its bucket, home included."""
    key_arns: Mapping[str, pulumi.Input[str]]
    """Place → ARN of the key there."""


class DeploymentRoleArgs(TypedDict):
    """What a pipeline's role needs."""

    account_id: str
    """AWS account of the role, twelve digits."""
    issuer: str
    """Who signs the pipeline's tokens, for example ``https://token.actions.githubusercontent.com``."""
    provider_arn: pulumi.Input[str]
    """ARN of that issuer's OpenID Connect provider in this account, of which there is one per issuer."""
    subjects: Sequence[str]
    """The whole ``sub`` of each token that is let in, without wildcards: one or more."""
    state: DeploymentStateArgs
    """The state backend."""
    policy_arns: NotRequired[Sequence[str]]
    """Managed policies by which the pipeline may make what its stacks declare. Default: none, the role then
    reads and writes state alone."""
    stacks: NotRequired[Sequence[str]]
    """Stacks, as ``<project>-<stack>``, whose IAM roles and instance profiles the pipeline may make, change
    and pass: their names begin so. What such a role may do is the pipeline's to say. Default: none."""
    permissions_boundary_arn: NotRequired[str]
    """Policy that bounds the role, whatever else it is given. Default: none."""
    session_hours: NotRequired[int]
    """Longest time for which one sign-in lasts, 1 to 12. Default: 2: a first update makes databases."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class DeploymentRole(pulumi.ComponentResource):
    """A role that one pipeline takes with a token of its own, so that no key is kept anywhere.

    Declares: a role that trusts the issuer's tokens for exactly the given subjects and audience, the managed
    policies given, and a policy on state and keys: it writes the home bucket, reads the copies and writes
    below ``taken-over/`` in them, encrypts and decrypts. Whatever the managed policies grant, it cannot
    itself delete former versions, weaken the buckets, disable, delete or lend keys, or change this program's
    roles. A pipeline that may make roles, by ``stacks`` or by a managed policy, can make one that can: what
    stops that is a lock in compliance mode, or an account of its own for the state.

    Survives: the loss of any region: IAM's data plane signs in everywhere, and STS answers in each region by
    itself. Does not survive: the loss of the issuer, or of IAM's control plane for changes of the role; keep
    a way in for people (``aws sso login``) that needs neither.
    """

    role_arn: pulumi.Output[str]
    """ARN of the role, which the pipeline names."""

    def __init__(
        self, name: str, args: DeploymentRoleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:DeploymentRole", name, {**args}, opts)
        if problems := list(_problems(args)):
            raise ValueError(f"deployment role {name!r}: " + "; ".join(problems))
        child = pulumi.ResourceOptions(parent=self)
        host = args["issuer"].removeprefix("https://")
        role = iam.Role(
            f"{name}-role",
            description=f"Deployments of {name}",
            assume_role_policy=pulumi.Output.from_input(args["provider_arn"]).apply(
                lambda arn: _trust(arn, host, args["subjects"])
            ),
            max_session_duration=int(args.get("session_hours", 2)) * 3600,
            permissions_boundary=args.get("permissions_boundary_arn"),
            tags={**args.get("tags", {}), "Name": f"{name}-role"},
            opts=child,
        )
        state = args["state"]
        iam.RolePolicy(
            f"{name}-state-policy",
            role=role.name,
            policy=pulumi.Output.all(buckets=dict(state["bucket_arns"]), keys=dict(state["key_arns"])).apply(
                lambda known: policy_document(
                    [
                        *_statements(state["home"], known["buckets"], known["keys"]),
                        *_about_roles(args["account_id"], args.get("stacks", ())),
                    ]
                )
            ),
            opts=child,
        )
        for arn in sorted(set(args.get("policy_arns", ()))):
            iam.RolePolicyAttachment(
                f"{name}-{arn.rpartition('/')[2]}", role=role.name, policy_arn=arn, opts=child
            )
        self.role_arn = role.arn
        self.register_outputs({"role_arn": self.role_arn, "origin": dict(args.get("origin", {}))})


def _problems(args: DeploymentRoleArgs) -> Iterator[str]:
    if not _ISSUER.fullmatch(args["issuer"]):
        yield f"'issuer' must be an https:// address without query, got {args['issuer']!r}"
    if not args["subjects"]:
        yield "'subjects' must name at least one: without, every pipeline of the issuer would be let in"
    for subject in args["subjects"]:
        if not _SUBJECT.fullmatch(subject):
            yield f"'subjects' must be whole and without wildcards, got {subject!r}"
    yield from _problems_of_grants(args)
    state, hours = args["state"], int(args.get("session_hours", 2))
    if state["home"] not in state["bucket_arns"] or set(state["bucket_arns"]) != set(state["key_arns"]):
        yield "'state' must give a bucket and a key for each place, home included"
    if not 1 <= hours <= 12:  # noqa: PLR2004  # AWS's bounds
        yield f"'session_hours' must be 1 to 12, got {hours}"


def _problems_of_grants(args: DeploymentRoleArgs) -> Iterator[str]:
    names = [arn.rpartition("/")[2] for arn in set(args.get("policy_arns", ()))]
    if len(set(names)) < len(names):
        yield f"'policy_arns' must differ in their names, got {sorted(names)}"
    own = f"{pulumi.get_project()}-{pulumi.get_stack()}-"
    for stack in args.get("stacks", ()):
        if not _STACK.fullmatch(stack):
            yield f"'stacks' must be <project>-<stack>, got {stack!r}"
        elif own.startswith(f"{stack}-"):
            yield f"'stacks' must not take in this program's own roles ({own}…), got {stack!r}"


def _trust(provider_arn: str, host: str, subjects: Sequence[str]) -> str:
    # Without "sub", every repository at the issuer could take the role:
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html (2026-11)
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider_arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{host}:aud": AUDIENCE, f"{host}:sub": sorted(subjects)}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _statements(home: str, buckets: Mapping[str, str], keys: Mapping[str, str]) -> list[dict[str, Any]]:
    arns, key_arns = [buckets[place] for place in sorted(buckets)], [keys[place] for place in sorted(keys)]
    copies = [buckets[place] for place in sorted(buckets) if place != home]
    objects = ["s3:PutObject", "s3:DeleteObject"]
    return [
        allow("ListStates", ["s3:ListBucket", "s3:GetBucketLocation"], arns),
        allow("ReadStates", ["s3:GetObject", "s3:GetObjectVersion"], [f"{arn}/*" for arn in arns]),
        allow("WriteState", objects, [f"{buckets[home]}/*"]),
        allow("TakeStateOver", objects, [f"{arn}/{TAKEN_OVER}/*" for arn in copies]),
        allow("UseKeys", ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"], key_arns),
        _deny(
            "KeepHistory",
            [
                *("s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:DeleteObjectVersion"),
                *("s3:BypassGovernanceRetention", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock"),
                *("s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration"),
                *("s3:PutBucketObjectLockConfiguration", "s3:PutBucketOwnershipControls"),
                "s3:PutReplicationConfiguration",
            ],
            [*arns, *(f"{arn}/*" for arn in arns)],
        ),
        _deny(
            "KeepKeys",
            # Moving or deleting an alias is judged by the key's ARN too:
            # https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html (2026-11)
            [
                *("kms:CreateGrant", "kms:DeleteAlias", "kms:DisableKey", "kms:PutKeyPolicy"),
                *("kms:ScheduleKeyDeletion", "kms:UpdateAlias", "kms:UpdatePrimaryRegion"),
            ],
            key_arns,
        ),
    ]


def _about_roles(account_id: str, stacks: Sequence[str]) -> list[dict[str, Any]]:
    iam_arn = f"arn:aws:iam::{account_id}"
    own = f"{iam_arn}:role/{pulumi.get_project()}-{pulumi.get_stack()}-*"
    theirs = [
        f"{iam_arn}:{kind}/{one}-*" for one in sorted(set(stacks)) for kind in ("instance-profile", "role")
    ]
    return [
        *([allow("MakeRoles", _MAKE_ROLES, theirs)] if theirs else []),
        _deny("KeepRoles", _CHANGE_ROLES, [own]),
        # Requests through an access point are judged by its ARN and not the bucket's:
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html (2026-11)
        _deny(
            "KeepHistoryBehindAccessPoints",
            ["s3:BypassGovernanceRetention", "s3:DeleteObjectVersion"],
            [f"arn:aws:s3:*:{account_id}:accesspoint/*"],
        ),
    ]


def _deny(sid: str, actions: Sequence[str], resources: Sequence[str]) -> dict[str, Any]:
    return {**allow(sid, actions, resources), "Effect": "Deny"}
