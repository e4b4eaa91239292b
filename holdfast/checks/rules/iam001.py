"""IAM001: a role may do what it is for, and not everything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.checks.judging import each, not_readable
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes
from holdfast.checks.policy_documents import EVERYBODY, Statement, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph, Value

POLICIES = {
    "aws:iam/groupPolicy:GroupPolicy": "policy",
    "aws:iam/policy:Policy": "policy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/userPolicy:UserPolicy": "policy",
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
}
ATTACHMENTS = {
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
    "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
}
ROLE = "aws:iam/role:Role"
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
BROAD = frozenset({"AdministratorAccess", "IAMFullAccess", "PowerUserAccess"})
_MANAGED = re.compile(r"arn:[^:]+:iam::aws:policy/(?:.*/)?([^/]+)")
# What makes a role its own administrator when it may be done to anything:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
ESCALATING = frozenset(
    {
        "iam:attachrolepolicy",
        "iam:attachuserpolicy",
        "iam:createaccesskey",
        "iam:createpolicyversion",
        "iam:passrole",
        "iam:putrolepolicy",
        "iam:putuserpolicy",
        "iam:setdefaultpolicyversion",
        "iam:updateassumerolepolicy",
        "sts:assumerole",
    }
)

_ANYBODY = re.compile(r"(?:^|:|:role/|:user/)\*$")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each policy of an identity, and each attachment of one of AWS's."""
    unread = []
    for one in graph.of_type(*POLICIES):
        found = statements(one.at(POLICIES[one.type]))
        if found is None:
            unread.append(one)
        else:
            yield _judge(one, list(_faults(found)))
    yield from not_readable(unread, "policies of identities")
    for one in graph.of_type(*ATTACHMENTS):
        yield _judge(one, list(_managed(one.at(ATTACHMENTS[one.type]))))
    for role in graph.of_type(ROLE):
        wrong = list(_of_role(role))
        if wrong:
            yield fails(role, "; ".join(wrong))


def _judge(one: Resource, wrong: list[str]) -> Judgement:
    return fails(one, "; ".join(wrong)) if wrong else passes(one, "it allows what it names, on what it names")


def _of_role(role: Resource) -> Iterator[str]:
    for at in each(role, "managedPolicyArns"):
        yield from _managed(role.at(*at))
    for at in each(role, "inlinePolicies"):
        yield from _faults(statements(role.at(*at, "policy")) or ())


def _managed(arn: Value) -> Iterator[str]:
    match = _MANAGED.fullmatch(arn) if isinstance(arn, str) else None
    if match and match.group(1) in BROAD:
        yield f"it gives {match.group(1)}"


def _faults(found: tuple[Statement, ...]) -> Iterator[str]:
    for one in found:
        if one.allows:
            yield from _too_much(one)


def _too_much(one: Statement) -> Iterator[str]:
    actions = {action.lower() for action in one.actions}
    services = sorted(action[:-2] for action in actions if action.endswith(":*"))
    escalating = sorted(actions & ESCALATING)
    everything = EVERYBODY in one.resources
    if everything and one.not_actions and not one.conditions:
        yield f"{one.sid} allows all but some actions on everything"
    elif everything and EVERYBODY in (*actions, *services):
        yield f"{one.sid} allows every action on everything"
    elif everything and services and not one.conditions:
        yield f"{one.sid} allows every action of {', '.join(services)} on everything"
    elif escalating and not one.conditions and any(_ANYBODY.search(each) for each in one.resources):
        yield f"{one.sid} allows {', '.join(escalating)} for every role or user"


RULE = Rule(
    id="IAM001-least-privilege",
    title="No policy gives every action, nor the means to become administrator, on everything.",
    explanation=(
        "Whoever gets hold of such a role, through a flaw of the application or a leaked key, has the "
        "account and every region of it. To pass or assume any role, or to write any policy, is the same by "
        "one step more."
    ),
    severity=Severity.HIGH,
    fix="name the actions and the ARNs; for PassRole the role, and iam:PassedToService as a condition",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    subject="policies of roles, users and groups",
    check=check,
    frameworks=("SEC03-BP02",),
)
