from __future__ import annotations

import json
from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

POLICY, ROLE = "aws:iam/policy:Policy", "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
ROLE_ARN = "arn:aws:iam::111122223333:role/task"


def policy(action: Any = "s3:GetObject", resource: Any = "*", **more: Any) -> str:
    return json.dumps({"Statement": {"Effect": "Allow", "Action": action, "Resource": resource, **more}})


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (policy(), PASS),
        (policy("*"), FAIL),
        (policy("*:*"), FAIL),
        (policy("*", "arn:aws:s3:::orders/*"), PASS),
        (policy("*", Effect="Deny"), PASS),
        (policy(["ec2:Describe*", "iam:*"]), FAIL),
        (policy("iam:PassRole"), FAIL),
        (policy("iam:passrole"), FAIL),
        (policy("iam:PassRole", ROLE_ARN), PASS),
        (policy("iam:PassRole", "arn:aws:iam::111122223333:role/*"), FAIL),
        (policy("iam:PassRole", "arn:aws:iam::111122223333:role/orders-*"), PASS),
        (policy("dynamodb:*"), FAIL),
        (policy("dynamodb:*", "arn:aws:dynamodb:us-east-1:111122223333:table/orders"), PASS),
        (policy("ec2:*", Condition={"StringEquals": {"aws:RequestedRegion": "us-east-1"}}), PASS),
        (policy("dynamodb:Describe*"), PASS),
        (
            policy("iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "ecs.amazonaws.com"}}),
            PASS,
        ),
        (policy("sts:AssumeRole"), FAIL),
        (json.dumps({"Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]}), FAIL),
    ],
)
def test_a_policy(text: str, verdict: str) -> None:
    assert verdicts("IAM001", step(POLICY, "policy", {"policy": text})) == {"policy": verdict}


def test_policies_that_are_not_readable_are_one_finding() -> None:
    later = [step(POLICY, name, {"policy": LATER}) for name in ("one", "two")]

    assert verdicts("IAM001", *later) == {"stack": UNKNOWN}


@pytest.mark.parametrize(
    ("arn", "verdict"),
    [
        ("arn:aws:iam::aws:policy/AdministratorAccess", FAIL),
        ("arn:aws-cn:iam::aws:policy/PowerUserAccess", FAIL),
        ("arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup", PASS),
        ("arn:aws:iam::111122223333:policy/AdministratorAccess", PASS),
        (LATER, PASS),
    ],
)
def test_an_attachment(arn: str, verdict: str) -> None:
    assert verdicts("IAM001", step(ATTACHMENT, "given", {"policyArn": arn})) == {"given": verdict}


@pytest.mark.parametrize(
    ("inputs", "verdict"),
    [
        ({"managedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}, {"role": FAIL}),
        ({"inlinePolicies": [{"name": "all", "policy": policy("*")}]}, {"role": FAIL}),
        ({"inlinePolicies": [{"name": "some", "policy": policy()}]}, {"stack": NOT_APPLICABLE}),
    ],
)
def test_what_a_role_brings_itself(inputs: dict[str, Any], verdict: dict[str, str]) -> None:
    assert verdicts("IAM001", step(ROLE, "role", inputs)) == verdict
