"""IAM003: nothing has keys that live for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.model import Judgement, Rule, Scope, Severity, fails, passes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph

KEY = "aws:iam/accessKey:AccessKey"
LOGIN = "aws:iam/userLoginProfile:UserLoginProfile"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each access key and each password of a user."""
    for key in graph.of_type(KEY):
        if key.at("status") == "Inactive":
            yield passes(key, "the key is switched off")
        else:
            yield fails(key, "the key is valid until somebody deletes it, and stands in the stack's state")
    for login in graph.of_type(LOGIN):
        yield fails(login, "a password of a user in this account, beside the directory of people")


RULE = Rule(
    id="IAM003-no-long-lived-keys",
    title="No user has an access key or a password of its own.",
    explanation=(
        "Keys that never end are the credentials that leak: in repositories, logs and laptops. Machines can "
        "take a role by OIDC or by where they run, people through a directory; both for hours."
    ),
    severity=Severity.MEDIUM,
    fix="give the machine a role (OIDC, instance profile, Roles Anywhere) and people IAM Identity Center",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_identities_unique.html",
    subject="access keys and passwords of users",
    check=check,
    scope=Scope.RESOURCE,
    frameworks=("SEC02-BP02",),
)
