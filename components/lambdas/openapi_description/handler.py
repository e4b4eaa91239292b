"""Answers with the API's description, behind a load balancer, an HTTP API or a REST API.

The description and its headers lie beside this file, so that an answer needs nothing else in the region.

Events and answers: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html,
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html,
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html (2026-11).
"""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

_TEXT = Path(__file__).with_name("openapi.json").read_text(encoding="utf-8")
_HEADERS: dict[str, str] = json.loads(Path(__file__).with_name("headers.json").read_text(encoding="utf-8"))
_METHODS = ("GET", "HEAD")


def handle(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one request.

    Args:
        event: The request, as a load balancer or API Gateway tells it.
        _context: Not used.
    """
    context = event.get("requestContext", {})
    method = event.get("httpMethod") or context.get("http", {}).get("method", "GET")
    if method not in _METHODS:
        status, headers, body = HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": ", ".join(_METHODS)}, ""
    elif _is_known(event.get("headers") or {}):
        status, headers, body = HTTPStatus.NOT_MODIFIED, _HEADERS, ""
    else:
        status, body = HTTPStatus.OK, _TEXT if method == "GET" else ""
        headers = {**_HEADERS, "Content-Type": "application/json"}
    answer = {"statusCode": status.value, "headers": headers, "body": body, "isBase64Encoded": False}
    # API Gateway knows no such field.
    return {**answer, "statusDescription": f"{status.value} {status.phrase}"} if "elb" in context else answer


def _is_known(headers: dict[str, str]) -> bool:
    """Whether the client has this very description: by If-None-Match, in which weak tags count as well."""
    told = next((value for name, value in headers.items() if name.lower() == "if-none-match"), "")
    tags = [one.strip().removeprefix("W/") for one in told.split(",")]
    return "*" in tags or _HEADERS["ETag"] in tags
