"""IAM's grammar, in policies of identities, of trust and of resources, and how long they may be.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (2026-11): white space does not
count. Texts: https://github.com/hashicorp/terraform/issues/2247,
https://github.com/arithmetric/aws-lambda-ses-forwarder/issues/31.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.engine.standin.cloud import Cloud
    from tests.engine.standin.refusals.wanted import Rule, Wanted

_VERSIONS = ("2012-10-17", "2008-10-17")
_ELEMENTS = {
    *("Sid", "Effect", "Principal", "NotPrincipal"),
    *("Action", "NotAction", "Resource", "NotResource", "Condition"),
}
_ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
_LONGEST_INLINE, _LONGEST_MANAGED, _LONGEST_TRUST = 10_240, 6_144, 2_048
_MOST_ATTACHED = 10


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """What a policy must and must not say."""

    key: str
    principal: bool
    resource: bool | None
    """None where both are accepted."""
    said: str
    longest: int | None = None


_KINDS: Mapping[str, _Kind] = {
    "aws:iam/policy:Policy": _Kind(
        key="policy", principal=False, resource=True, said="MalformedPolicyDocument", longest=_LONGEST_MANAGED
    ),
    "aws:iam/role:Role": _Kind(
        key="assumeRolePolicy",
        principal=True,
        resource=False,
        said="MalformedPolicyDocument",
        longest=_LONGEST_TRUST,
    ),
    _ROLE_POLICY: _Kind(key="policy", principal=False, resource=True, said="MalformedPolicyDocument"),
    "aws:backup/vaultPolicy:VaultPolicy": _Kind(
        key="policy", principal=True, resource=True, said="InvalidParameterValueException"
    ),
    "aws:ec2/vpcEndpoint:VpcEndpoint": _Kind(
        key="policy", principal=True, resource=True, said="InvalidPolicyDocument"
    ),
    "aws:kms/key:Key": _Kind(
        key="policy", principal=True, resource=True, said="MalformedPolicyDocumentException", longest=32_768
    ),
    "aws:s3/bucketPolicy:BucketPolicy": _Kind(
        key="policy", principal=True, resource=True, said="MalformedPolicy", longest=20_480
    ),
    "aws:secretsmanager/secretPolicy:SecretPolicy": _Kind(
        key="policy", principal=True, resource=True, said="MalformedPolicyDocumentException", longest=20_480
    ),
    "aws:sns/topicPolicy:TopicPolicy": _Kind(
        key="policy", principal=True, resource=True, said="InvalidParameter", longest=30_720
    ),
    "aws:sqs/queuePolicy:QueuePolicy": _Kind(
        key="policy", principal=True, resource=None, said="InvalidAttributeValue"
    ),
}


def _is_grammatical(cloud: Cloud, wanted: Wanted) -> str | None:
    kind = _KINDS[wanted.type]
    text = wanted.text(kind.key)
    if not text or text.endswith(f".{kind.key}"):  # none is given; the cloud fills in its own
        return None
    try:
        document = json.loads(text)
    except ValueError:
        return f"{kind.said}: Syntax errors in policy."
    found = next(_mistakes(kind, document), None) or next(_unknown_principals(cloud, kind, document), None)
    return f"{kind.said}: {found}" if found else None


def _mistakes(kind: _Kind, document: object) -> Iterator[str]:
    if not isinstance(document, dict) or set(document) - {"Version", "Id", "Statement"}:
        yield "Syntax errors in policy."
        return
    if document.get("Version") != _VERSIONS[0] and kind.key == "policy" and not kind.principal:
        yield "Policy document must be version 2012-10-17 or greater."
    if document.get("Version", _VERSIONS[0]) not in _VERSIONS:
        yield "Syntax errors in policy."
    statements = _statements(document)
    if not statements:
        yield "Missing required field Statement"
    identifiers = [one["Sid"] for one in statements if one.get("Sid")]
    if len(set(identifiers)) != len(identifiers):
        yield "Statement IDs (SID) in a single policy must be unique."
    for one in statements:
        yield from _mistakes_of_one(kind, one)


def _statements(document: Mapping[str, Any]) -> list[Any]:
    found = document.get("Statement")
    return found if isinstance(found, list) else [found] if found else []


def _mistakes_of_one(kind: _Kind, one: object) -> Iterator[str]:
    if not isinstance(one, dict) or set(one) - _ELEMENTS:
        yield "Syntax errors in policy."
        return
    if one.get("Effect") not in ("Allow", "Deny"):
        yield "Missing required field Effect" if "Effect" not in one else f"Invalid effect: {one['Effect']}"
    yield from _one_of(one, "Action", wanted=True)
    yield from _one_of(one, "Resource", wanted=kind.resource)
    yield from _one_of(one, "Principal", wanted=kind.principal)
    if kind.said == "MalformedPolicyDocument" and not re.fullmatch(
        r"[A-Za-z0-9]*", str(one.get("Sid") or "")
    ):
        yield "Statement IDs (SID) must be alpha-numeric."
    for action in _listed(one.get("Action")):
        if action != "*" and not re.fullmatch(r"[A-Za-z0-9-]+:[A-Za-z0-9*?]+", action):
            yield f"Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: {action}"
    for resource in _listed(one.get("Resource")):
        if not resource.startswith(("arn:", "*")) and not resource.startswith("${"):
            yield f'Resource {resource} must be in ARN format or "*".'


def _one_of(one: Mapping[str, Any], element: str, *, wanted: bool | None) -> Iterator[str]:
    given = [key for key in (element, f"Not{element}") if key in one]
    if len(given) > 1:
        yield f"Statement/policy already has instance of {element}"
    if wanted and not any(one[key] for key in given):
        yield f"Missing required field {element}"
    if wanted is False and given:
        yield f"Has prohibited field {given[0]}"


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _unknown_principals(cloud: Cloud, kind: _Kind, document: Mapping[str, Any]) -> Iterator[str]:
    """A role that is named as a principal must exist; what ends in ``root`` is the account itself.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html (2026-11).
    """
    for one in _statements(document):
        principal = one.get("Principal")
        for arn in _listed(principal.get("AWS")) if isinstance(principal, dict) else ():
            own = arn.startswith(
                (f"arn:aws:iam::{cloud.account}:role/", f"arn:aws:iam::{cloud.account}:user/")
            )
            if own and cloud.named(arn) is None:
                if kind.said == "MalformedPolicyDocumentException":
                    yield "Policy contains a statement with one or more invalid principals."
                yield f'Invalid principal in policy: "AWS":"{arn}"'


def _is_short(cloud: Cloud, wanted: Wanted) -> str | None:
    kind = _KINDS[wanted.type]
    length = _length(wanted.text(kind.key))
    if kind.longest is not None and length > kind.longest:
        return f"LimitExceeded: Cannot exceed quota for {_quota(wanted.type)}: {kind.longest}"
    if wanted.type != _ROLE_POLICY:
        return None
    for thing in cloud.of(_ROLE_POLICY):
        if thing.state["role"] == wanted.text("role") and thing.id != wanted.id:
            length += _length(str(thing.state["policy"]))
    if length > _LONGEST_INLINE:
        return (
            f"LimitExceeded: Maximum policy size of {_LONGEST_INLINE} bytes exceeded for role "
            f"{wanted.text('role')}"
        )
    return None


def _quota(type_token: str) -> str:
    return "ACLSizePerRole" if type_token.startswith("aws:iam/role:") else "PolicySize"


def _length(text: str) -> int:
    return len(re.sub(r"\s", "", text))


def _few_are_attached(cloud: Cloud, wanted: Wanted) -> str | None:
    attached = {
        thing.state["policyArn"]
        for thing in cloud.of(wanted.type)
        if thing.state["role"] == wanted.text("role") and thing.id != wanted.id
    }
    if len(attached | {wanted.text("policyArn")}) > _MOST_ATTACHED:
        return f"LimitExceeded: Cannot exceed quota for PoliciesPerRole: {_MOST_ATTACHED}"
    return None


RULES: Mapping[str, tuple[Rule, ...]] = {
    **dict.fromkeys(_KINDS, (_is_grammatical, _is_short)),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (_few_are_attached,),
}
