"""The function that answers with an API's description."""

from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.api_description import ApiDescription
from holdfast.topology.values import LARGEST_ANSWER_BYTES
from tests.components.api_gateway_sample import KEY, US
from tests.components.declared import ACCOUNT_ID, Resources, declared

TEXT = '{"openapi":"3.1.0"}'
ARGS: dict[str, Any] = {
    "region": US,
    "text": TEXT,
    "etag": '"0a1b"',
    "cache_control": "public, max-age=300",
    "cors": True,
    "key_arn": KEY,
    "tags": {"Team": "shop"},
    "origin": {"text": "holdfast:entrances.public.openapi.file"},
}
NAME = "use1-public-openapi"


def description(**changes: Any) -> Resources:
    args: Any = {key: one for key, one in {**ARGS, **changes}.items() if one is not None}
    return declared(lambda: ApiDescription(NAME, args))


def package(resources: Resources) -> dict[str, str]:
    return dict(resources(f"{NAME}-fn").inputs["code"])


def test_declares_exactly_these() -> None:
    assert description().pairs() == {
        ("holdfast:index:ApiDescription", NAME),
        ("aws:cloudwatch/logGroup:LogGroup", f"{NAME}-logs"),
        ("aws:iam/role:Role", f"{NAME}-role"),
        ("aws:iam/rolePolicy:RolePolicy", f"{NAME}-policy"),
        ("aws:lambda/function:Function", f"{NAME}-fn"),
        ("aws:lambda/alias:Alias", f"{NAME}-alias"),
    }


def test_the_description_and_its_headers_lie_in_the_package() -> None:
    held = package(description())
    assert held.keys() == {
        f"openapi_description/{name}"
        for name in ("__init__.py", "handler.py", "headers.json", "openapi.json")
    }
    assert held["openapi_description/openapi.json"] == TEXT
    assert json.loads(held["openapi_description/headers.json"]) == {
        "ETag": '"0a1b"',
        "Cache-Control": "public, max-age=300",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
    }
    assert package(description()) == held


def test_what_is_left_out() -> None:
    headers = json.loads(
        package(description(cache_control=None, cors=None))["openapi_description/headers.json"]
    )
    assert headers["Cache-Control"] == "no-cache"
    assert "Access-Control-Allow-Origin" not in headers


def test_the_function() -> None:
    function = description()(f"{NAME}-fn")
    assert {key: one for key, one in function.inputs.items() if key != "code"} == {
        "region": US,
        "role": f"arn:aws:iam::{ACCOUNT_ID}:Role/{NAME}-role",
        "publish": True,
        "runtime": "python3.13",
        "architectures": ["arm64"],
        "handler": "openapi_description.handler.handle",
        "memorySize": 128,
        "timeout": 5,
        "loggingConfig": {"logFormat": "JSON", "logGroup": f"{NAME}-logs-0000", "systemLogLevel": "WARN"},
        "tags": {"Team": "shop", "Name": f"{NAME}-fn"},
    }
    assert f"{NAME}-policy" in function.depends_on


def test_another_text_is_another_version_to_which_the_alias_leads() -> None:
    alias = description()(f"{NAME}-alias")
    assert (alias.inputs["name"], alias.inputs["functionVersion"]) == ("live", "1")
    assert alias.property_depends_on["functionVersion"] == {f"{NAME}-fn"}
    assert alias.ignore_changes == ()


def test_it_may_write_its_logs_and_nothing_else() -> None:
    resources = description()
    (statement,) = json.loads(resources(f"{NAME}-policy").inputs["policy"])["Statement"]
    assert statement == {
        "Sid": "Logs",
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": [f"arn:aws:cloudwatch:{US}:{ACCOUNT_ID}:LogGroup/{NAME}-logs:*"],
    }
    logs = resources(f"{NAME}-logs")
    assert (logs.inputs["kmsKeyId"], logs.inputs["retentionInDays"]) == (KEY, 90)


def test_nothing_is_protected() -> None:
    assert not any(one.protect for one in description())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"text": "openapi: 3.1.0"}, "'text' is no JSON"),
        ({"text": json.dumps("x" * LARGEST_ANSWER_BYTES)}, "a load balancer takes 1000000 of a function"),
        ({"etag": "0a1b"}, "'etag' must be in quotes"),
        ({"etag": '""'}, "'etag' must be in quotes"),
        ({"etag": '"a"b"'}, "'etag' must be in quotes"),
    ],
)
def test_refuses(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"(?s)API description '{NAME}'.*{message}"):
        description(**changes)
