"""The function's answers to a load balancer, an HTTP API and a REST API, from a package like the real one."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.api_description import answer_headers
from holdfast.components.lambdas import openapi_description

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = '{"openapi":"3.1.0","info":{"title":"Aufträge"}}'
ETAG = '"0a1b2c"'
HEADERS = answer_headers(etag=ETAG, cache_control="public, max-age=300", cors=True)


@pytest.fixture
def handle(tmp_path: Path) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The handler, loaded from a folder that holds what the package holds."""
    source = Path(openapi_description.__file__).with_name("handler.py")
    copy = tmp_path / "handler.py"
    copy.write_bytes(source.read_bytes())
    (tmp_path / "openapi.json").write_text(TEXT, encoding="utf-8")
    (tmp_path / "headers.json").write_text(json.dumps(HEADERS), encoding="utf-8")
    spec = importlib.util.spec_from_file_location("packed_handler", copy)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda event: module.handle(event, None)


def balancer(method: str = "GET", **headers: str) -> dict[str, Any]:
    """As a load balancer asks: header names in lower case."""
    target = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/openapi/0"
    return {
        "requestContext": {"elb": {"targetGroupArn": target}},
        "httpMethod": method,
        "path": "/openapi.json",
        "queryStringParameters": {},
        "headers": {"host": "api.example.com", **headers},
        "body": "",
        "isBase64Encoded": False,
    }


def http_api(method: str = "GET", **headers: str) -> dict[str, Any]:
    """As an HTTP API asks, in version 2.0."""
    return {
        "version": "2.0",
        "routeKey": "ANY /openapi.json",
        "headers": headers,
        "requestContext": {"http": {"method": method, "path": "/openapi.json"}, "stage": "$default"},
        "isBase64Encoded": False,
    }


def rest_api(method: str = "GET", **headers: str) -> dict[str, Any]:
    """As a REST API asks: header names as sent, and none at all is null."""
    named = {name.title(): value for name, value in headers.items()}
    return {
        "resource": "/openapi.json",
        "httpMethod": method,
        "headers": named or None,
        "requestContext": {"httpMethod": method, "stage": "live"},
        "body": None,
    }


each = pytest.mark.parametrize("asked", [balancer, http_api, rest_api])


@each
def test_the_description_with_its_headers(
    handle: Callable[[dict[str, Any]], dict[str, Any]], asked: Callable[..., dict[str, Any]]
) -> None:
    answer = handle(asked())
    assert answer["statusCode"] == 200
    assert answer["body"] == TEXT
    assert answer["isBase64Encoded"] is False
    assert answer["headers"] == {
        "ETag": ETAG,
        "Cache-Control": "public, max-age=300",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Content-Type": "application/json",
    }


@each
@pytest.mark.parametrize("tags", [ETAG, f"W/{ETAG}", f'"other", W/{ETAG}', "*"])
def test_who_has_it_already_gets_no_body(
    handle: Callable[[dict[str, Any]], dict[str, Any]], asked: Callable[..., dict[str, Any]], tags: str
) -> None:
    answer = handle(asked(**{"if-none-match": tags}))
    assert (answer["statusCode"], answer["body"]) == (304, "")
    assert answer["headers"]["ETag"] == ETAG
    assert answer["headers"]["Cache-Control"] == "public, max-age=300"


@each
def test_who_has_another_gets_the_new_one(
    handle: Callable[[dict[str, Any]], dict[str, Any]], asked: Callable[..., dict[str, Any]]
) -> None:
    assert handle(asked(**{"if-none-match": '"0a1b2"'}))["statusCode"] == 200


@each
def test_a_head_has_no_body(
    handle: Callable[[dict[str, Any]], dict[str, Any]], asked: Callable[..., dict[str, Any]]
) -> None:
    answer = handle(asked("HEAD"))
    assert (answer["statusCode"], answer["body"]) == (200, "")
    assert answer["headers"]["ETag"] == ETAG


@each
@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(
    handle: Callable[[dict[str, Any]], dict[str, Any]], asked: Callable[..., dict[str, Any]], method: str
) -> None:
    answer = handle(asked(method))
    assert (answer["statusCode"], answer["body"]) == (405, "")
    assert answer["headers"] == {"Allow": "GET, HEAD"}


def test_only_a_load_balancer_is_told_the_status_in_words(
    handle: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    assert handle(balancer())["statusDescription"] == "200 OK"
    assert handle(balancer("PUT"))["statusDescription"] == "405 Method Not Allowed"
    for asked in (http_api, rest_api):
        assert handle(asked()).keys() == {"statusCode", "headers", "body", "isBase64Encoded"}
