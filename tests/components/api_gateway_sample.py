"""Arguments of APIs in API Gateway, for tests."""

from __future__ import annotations

from typing import Any

from tests.components.declared import ACCOUNT_ID

US = "us-east-1"
KEY = f"arn:aws:kms:{US}:{ACCOUNT_ID}:key/1"
CERTIFICATE = f"arn:aws:acm:{US}:{ACCOUNT_ID}:certificate/1"
TRUSTSTORE = {"uri": "s3://trust-use1/clients.pem", "version": "3"}


def target(key: str, *paths: str, **changes: Any) -> dict[str, Any]:
    """A function behind an API."""
    return {
        "function_name": f"{key}-fn",
        "alias_name": "live",
        "invoke_arn": f"arn:aws:apigateway:{US}:lambda:path/functions/{key}/invocations",
        "paths": paths or ("/*",),
        "timeout_seconds": 10,
        "rate_rps": 450.0,
        **changes,
    }


def arguments(**changes: Any) -> dict[str, Any]:
    """An API with one function, its certificate issued."""
    return {
        "region": US,
        "domain": "api.example.com",
        "host": "use1.api.example.com",
        "certificate_arn": CERTIFICATE,
        "targets": {"orders": target("orders")},
        "health": {"path": "/healthz", "service": "orders"},
        "key_arn": KEY,
        "tags": {"Team": "shop"},
        **changes,
    }
