"""IAM002: a role says who may take it, down to the repository or the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.judging import not_readable
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes
from holdfast.checks.open_policies import narrowed
from holdfast.checks.policy_documents import EVERYBODY, Statement, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph

ROLE = "aws:iam/role:Role"
GITHUB = "token.actions.githubusercontent.com"
_SHARED = (
    GITHUB,
    "gitlab.com",
    "app.terraform.io",
    "api.pulumi.com/oidc",
    "agent.buildkite.com",
)
"""Providers that sign tokens for all their customers: the subject alone tells them apart."""
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
_TELLING = ("job_workflow_ref", "repository", "repository_id")
"""Claims of GitHub that name the repository as the subject does."""
CLUSTER = "oidc.eks."
"""The provider of a Kubernetes cluster signs for each of its pods."""


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge the trust policy of each role."""
    unread = []
    for role in graph.of_type(ROLE):
        found = statements(role.at("assumeRolePolicy"))
        if found is None:
            unread.append(role)
        else:
            yield _judge(role, found)
    yield from not_readable(unread, "trust policies of roles")


def _judge(role: Resource, found: tuple[Statement, ...]) -> Judgement:
    wrong = [each for one in found if one.allows for each in _faults(one)]
    if wrong:
        return fails(role, "; ".join(wrong))
    return passes(role, "its trust policy names who may take it")


def _faults(one: Statement) -> Iterator[str]:
    if one.open and not narrowed(one):
        yield "every AWS account may take it"
    for provider in one.principals.get("Federated", ()):
        host = provider.partition("oidc-provider/")[2]
        if host.startswith((*_SHARED, CLUSTER)):
            yield from _subject(one, host)


def _subject(one: Statement, host: str) -> Iterator[str]:
    if any(one.condition(f"{GITHUB}:{claim}") for claim in _TELLING):
        return
    named = [value for operator, values in one.condition(":sub") if "Not" not in operator for value in values]
    if not named:
        yield f"everybody with a token of {host} may take it: no condition names the subject"
    for value in named:
        if _is_loose(value, host):
            yield f"more than one subject of {host} may take it: {value}"


def _is_loose(subject: str, host: str) -> bool:
    """Whether a pattern leaves the customer open, on GitHub the repository, in a cluster the namespace."""
    if subject.startswith(EVERYBODY):
        return True
    if host.startswith(CLUSTER):
        return subject.startswith("system:serviceaccount:*")
    if not host.startswith(GITHUB):
        return EVERYBODY in subject.partition("/")[0]
    owner, _, rest = subject.removeprefix("repo:").partition("/")
    return EVERYBODY in owner or EVERYBODY in rest.partition(":")[0]


RULE = Rule(
    id="IAM002-trust-names-who",
    title="A role's trust policy names the accounts, or the subject of the tokens, that may take it.",
    explanation=(
        "GitHub, GitLab and the like sign tokens for all their customers. A trust policy that asks for the "
        "audience alone lets every repository in the world deploy here; one for a whole organisation lets in "
        "its least guarded repository."
    ),
    severity=Severity.CRITICAL,
    fix="add a condition on the provider's :sub, such as repo:owner/name:environment:production",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
    subject="roles",
    check=check,
    frameworks=("SEC02-BP02", "SEC03-BP07"),
)
