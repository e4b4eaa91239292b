from __future__ import annotations

import json
from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

ROLE = "aws:iam/role:Role"
GITHUB, GITLAB = "token.actions.githubusercontent.com", "gitlab.com"
CLUSTER = "oidc.eks.us-east-1.amazonaws.com/id/ABC"


def trust(principal: Any, **more: Any) -> str:
    return json.dumps({"Statement": [{"Effect": "Allow", "Principal": principal, **more}]})


def tokens(host: str, operator: str = "StringLike", **conditions: str) -> str:
    given = {f"{host}:{key}": value for key, value in conditions.items()}
    provider = f"arn:aws:iam::111122223333:oidc-provider/{host}"
    return trust({"Federated": provider}, Condition={operator: given})


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (trust({"Service": "ecs-tasks.amazonaws.com"}), PASS),
        (trust({"AWS": "arn:aws:iam::111122223333:root"}), PASS),
        (trust({"AWS": "*"}), FAIL),
        (trust("*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}), PASS),
        (trust("*", Condition={"StringEquals": {"sts:ExternalId": "1"}}), FAIL),
        (tokens(GITHUB, aud="sts.amazonaws.com"), FAIL),
        (tokens(GITHUB, sub="repo:shop/orders:ref:refs/heads/main"), PASS),
        (tokens(GITHUB, sub="repo:shop/orders:*"), PASS),
        (tokens(GITHUB, repository="shop/orders"), PASS),
        (tokens(GITHUB, sub="repo:shop/*"), FAIL),
        (tokens(GITHUB, sub="repo:shop/orders*"), FAIL),
        (tokens(GITHUB, sub="repo:*"), FAIL),
        (tokens(GITHUB, sub="*"), FAIL),
        (tokens(GITHUB, operator="StringNotLike", sub="repo:shop/orders:*"), FAIL),
        (tokens(GITLAB, sub="project_path:shop/*:ref_type:branch:ref:main"), PASS),
        (tokens(GITLAB, aud="https://gitlab.com"), FAIL),
        (tokens(CLUSTER, sub="system:serviceaccount:orders:orders"), PASS),
        (tokens(CLUSTER, sub="system:serviceaccount:orders:*"), PASS),
        (tokens(CLUSTER, sub="system:serviceaccount:*:orders"), FAIL),
        (tokens(CLUSTER, aud="sts.amazonaws.com"), FAIL),
    ],
)
def test_a_trust_policy(text: str, verdict: str) -> None:
    assert verdicts("IAM002", step(ROLE, "role", {"assumeRolePolicy": text})) == {"role": verdict}


def test_trust_policies_that_are_not_readable_are_one_finding() -> None:
    roles = [step(ROLE, name, {"assumeRolePolicy": LATER}) for name in ("one", "two")]

    assert verdicts("IAM002", *roles) == {"stack": UNKNOWN}
