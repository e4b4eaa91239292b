"""What policies of services name: whole ARNs, however a secret is referred to."""

from __future__ import annotations

import pytest

from holdfast.components.service_policy import secret_statements

BY_NAME = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/orders-db"
PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/prod/orders-db"


@pytest.mark.parametrize(
    ("reference", "granted"),
    [
        (f"{BY_NAME}-AbCd12", f"{BY_NAME}-AbCd12"),
        (f"{BY_NAME}-AbCd12:password::", f"{BY_NAME}-AbCd12"),
        (f"{BY_NAME}-AbCd12::AWSPREVIOUS:", f"{BY_NAME}-AbCd12"),
        (BY_NAME, f"{BY_NAME}-??????"),
        (f"{BY_NAME}:password::", f"{BY_NAME}-??????"),
        (PARAMETER, PARAMETER),
    ],
)
def test_a_policy_names_the_whole_arn(reference: str, granted: str) -> None:
    (statement,) = secret_statements([reference])
    assert statement["Resource"] == [granted]


def test_two_keys_of_one_secret_are_one_permission() -> None:
    (statement,) = secret_statements([f"{BY_NAME}-AbCd12:user::", f"{BY_NAME}-AbCd12:password::"])
    assert statement["Resource"] == [f"{BY_NAME}-AbCd12"]
