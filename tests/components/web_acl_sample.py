"""Arguments of a web ACL for tests."""

from __future__ import annotations

from typing import Any

KEY = "arn:aws:kms:us-east-1:111122223333:key/0"


def arguments(**changes: Any) -> dict[str, Any]:
    """A web ACL with every kind of rule."""
    return {
        "region": "us-east-1",
        "key_arn": KEY,
        "rate_limits": {
            "per_address": 600,
            "per_key": {"header": "X-Api-Key", "limit": 1200},
            "paths": {
                "login": {"path": "/login", "limit": 20},
                "export": {"path": "/export", "limit": 10},
            },
        },
        "managed_groups": [
            {"key": "common", "count_rules": ["SizeRestrictions_BODY", "NoUserAgent_HEADER"]},
            {"key": "ip-reputation", "count": True},
        ],
        "health_path": "/healthz",
        "allowed_cidrs": ["203.0.113.0/24", "198.51.100.0/24"],
        "blocked_cidrs": ["192.0.2.0/24", "2001:db8::/32"],
        **changes,
    }


def smallest(**changes: Any) -> dict[str, Any]:
    """A web ACL with what it must have."""
    return {
        "region": "us-east-1",
        "key_arn": KEY,
        "rate_limits": {"per_address": 600},
        "managed_groups": [],
        **changes,
    }
