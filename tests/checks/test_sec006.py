from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from holdfast.checks import RULES, run_rule
from holdfast.graph.values import BLINDED_SECRET
from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import graph, step

FUNCTION, TASK = "aws:lambda/function:Function", "aws:ecs/taskDefinition:TaskDefinition"
TEMPLATE, PARAMETER = "aws:ec2/launchTemplate:LaunchTemplate", "aws:ssm/parameter:Parameter"
BUILD = "aws:codebuild/project:Project"
KEY_ID = "AKIA" + "IOSFODNN7EXAMPLE"


@pytest.mark.parametrize(
    ("name", "value", "verdict"),
    [
        ("LOG_LEVEL", "info", PASS),
        ("DB_PASSWORD", "correct horse", FAIL),
        ("db_password", "correct horse", FAIL),
        ("API_KEY", "abcdefgh", FAIL),
        ("TOKEN", BLINDED_SECRET, FAIL),
        ("ANYTHING", BLINDED_SECRET, FAIL),
        ("DB_SECRET_ARN", "arn:aws:secretsmanager:us-east-1:1:secret:db", PASS),
        ("DB_SECRET", "arn:aws:secretsmanager:us-east-1:1:secret:db", PASS),
        ("DB_SECRET", "prod/orders/db", PASS),
        ("DB_SECRET", "mK3/9fQ+zz1", FAIL),
        ("DB_SECRET", LATER, PASS),
        ("DB_PASSWORD_FILE", "secret.txt", PASS),
        ("DB_PASSWORD", "/run/secrets/db", PASS),
        ("DB_PASSWORD", "", PASS),
        ("TOKEN_TTL_SECONDS", "300", PASS),
        ("USE_TOKEN", "true", PASS),
        ("AWS_KEY", KEY_ID, FAIL),
        ("DATABASE_URL", "postgresql://orders:hunter22@db:5432/orders", FAIL),
        ("DATABASE_URL", "postgresql://orders:${PASSWORD}@db:5432/orders", PASS),
        ("DATABASE_URL", "postgresql://orders@db:5432/orders", PASS),
        ("PEM", "-----BEGIN RSA PRIVATE KEY-----", FAIL),
    ],
)
def test_a_variable_of_a_function(name: str, value: str, verdict: str) -> None:
    given = step(FUNCTION, "fn", {"environment": {"variables": {name: value}}})

    assert verdicts("SEC006", given) == {"fn": verdict}


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        (FUNCTION, {}, PASS),
        (FUNCTION, {"environment": LATER}, UNKNOWN),
        (FUNCTION, {"environment": BLINDED_SECRET}, FAIL),
        (TASK, {"containerDefinitions": LATER}, UNKNOWN),
        (TASK, {"containerDefinitions": BLINDED_SECRET}, FAIL),
        (TEMPLATE, {"userData": "#!/bin/sh\necho hello"}, PASS),
        (TEMPLATE, {"userData": "#!/bin/sh\nexport DB_PASSWORD=correct-horse"}, FAIL),
        (TEMPLATE, {"userData": base64.b64encode(b"DB_PASSWORD: 'correct-horse'").decode()}, FAIL),
        (TEMPLATE, {"userData": "TOKEN=$(curl -X PUT http://169.254.169.254/latest/api/token)"}, PASS),
        (TEMPLATE, {"userData": f"aws configure set aws_access_key_id {KEY_ID}"}, FAIL),
        (TEMPLATE, {"userData": "DB_SECRET=arn:aws:secretsmanager:us-east-1:1:secret:db"}, PASS),
        (
            TEMPLATE,
            {"userData": "KEY arn:aws:secretsmanager:us-east-1:1:secret:prod/orders/key-Qh72Lm"},
            PASS,
        ),
        (TEMPLATE, {"userData": "docker run --env API_KEY --env DB_PASSWORD orders"}, PASS),
        (TEMPLATE, {"userData": "mysql --password=correct-horse"}, FAIL),
        (TEMPLATE, {"userData": "# the token: everything that follows"}, PASS),
        (TEMPLATE, {"userData": "echo the password: everything that follows"}, PASS),
        (TEMPLATE, {"userData": "#cloud-config\n  db_password: correct-horse"}, FAIL),
        (TEMPLATE, {"userData": "secret: prod/orders/db"}, PASS),
        (TEMPLATE, {"userData": json.dumps({"a": {"password": "correct-horse"}})}, FAIL),
        (TEMPLATE, {"userData": json.dumps({"content": 'A=1\nDB_PASSWORD="correct-horse"\n'})}, FAIL),
        (TEMPLATE, {"userData": json.dumps({"content": "DB_SECRET=arn:aws:x:secret:a\nPORT=1\n"})}, PASS),
        (TEMPLATE, {"userData": LATER}, PASS),
        (PARAMETER, {"type": "String", "name": "/orders/db-password"}, FAIL),
        (PARAMETER, {"type": "SecureString", "name": "/orders/db-password"}, PASS),
        (PARAMETER, {"type": "String", "name": "/orders/version"}, PASS),
        (BUILD, {"environment": {"environmentVariables": [{"name": "TOKEN", "value": "abcd"}]}}, FAIL),
        (
            BUILD,
            {
                "environment": {
                    "environmentVariables": [{"name": "TOKEN", "type": "SECRETS_MANAGER", "value": "a"}]
                }
            },
            PASS,
        ),
    ],
)
def test_what_is_given_text(token: str, inputs: dict[str, Any], verdict: str) -> None:
    assert verdicts("SEC006", step(token, "it", inputs)) == {"it": verdict}


@pytest.mark.parametrize(("name", "verdict"), [("DB_PASSWORD", FAIL), ("PORT", PASS)])
def test_a_variable_of_a_container(name: str, verdict: str) -> None:
    definition = json.dumps([{"name": "orders", "environment": [{"name": name, "value": "abc def"}]}])

    assert verdicts("SEC006", step(TASK, "task", {"containerDefinitions": definition})) == {"task": verdict}


def test_a_message_never_holds_the_value() -> None:
    secret = "correct horse battery"  # noqa: S105  # what must not be seen
    steps = [
        step(FUNCTION, "fn", {"environment": {"variables": {"PASSWORD": secret, "KEY": KEY_ID}}}),
        step(TEMPLATE, "lt", {"userData": f"PASSWORD={secret.replace(' ', '-')} {KEY_ID}"}),
    ]
    rule = next(one for one in RULES if one.code == "SEC006")
    told = " ".join(one.message for one in run_rule(graph(*steps), rule))

    assert "correct" not in told
    assert KEY_ID not in told
