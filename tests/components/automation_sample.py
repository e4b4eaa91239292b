"""Arguments of what leaves a lost region by itself, as a program would give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.components.declared import ACCOUNT_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = f"arn:aws:kms:us-east-1:{ACCOUNT_ID}:key/1"
PAGES = f"arn:aws:sns:us-east-1:{ACCOUNT_ID}:pages"
NOTES = {"owner": "orders-team", "runbook_url": "https://runbooks.example.com/prod"}
SWITCH: dict[str, Any] = {
    "event": {
        "kind": "switch",
        "key": "route-public",
        "bucket": "switches",
        "object_key": "maintenance/euw1",
    },
    "grants": [
        {
            "actions": ["s3:PutObject", "s3:GetObject"],
            "resources": ["arn:aws:s3:::switches/maintenance/euw1"],
        },
        {"actions": ["s3:ListBucket"], "resources": ["arn:aws:s3:::switches"]},
    ],
}
GROUPS: Sequence[Sequence[dict[str, Any]]] = (
    ({"key": "route-public", "action": "route", "worst_seconds": 150, "does": [SWITCH]},),
)


def function() -> dict[str, Any]:
    """A function that does one step."""
    return {"region": "us-east-1", "key_arn": KEY, "steps": [SWITCH]}


def automation() -> dict[str, Any]:
    """What leaves euw1 from use1."""
    return {
        "watched": "euw1",
        "place": "use1",
        "region": "us-east-1",
        "account_id": ACCOUNT_ID,
        "key_arn": KEY,
        "modes": {"ungraceful": GROUPS, "graceful": GROUPS},
        "topic_arn": PAGES,
        "topic_key_arn": KEY,
        "approval": {
            "approvers": [f"arn:aws:iam::{ACCOUNT_ID}:role/{one}" for one in ("b", "a")],
            "minutes": 10,
        },
        "notes": NOTES,
    }


def watchdog() -> dict[str, Any]:
    """What watches euw1 from use1, with its silence alarmed on in euc1."""
    return {
        "watched": "euw1",
        "place": "use1",
        "region": "us-east-1",
        "account_id": ACCOUNT_ID,
        "key_arn": KEY,
        "targets": [{"url": f"https://euw1.{one}.example.com/"} for one in ("b", "a")],
        "own_targets": [{"url": "https://use1.a.example.com/", "search": "ok"}],
        "public_targets": [{"url": "https://a.example.com/"}],
        "probes": {
            place: f"arn:aws:lambda:{region}:{ACCOUNT_ID}:function:probe"
            for place, region in (("euc1", "eu-central-1"), ("apne1", "ap-northeast-1"))
        },
        "alarms": {"canary in use1": f"arn:aws:cloudwatch:us-east-1:{ACCOUNT_ID}:alarm:canary"},
        "switches": [{"bucket": "switches", "object_key": "maintenance/euw1", "region": "us-east-1"}],
        "rules": {
            "starts": True,
            "quorum": 3,
            "failures": 4,
            "rounds": 5,
            "interval_seconds": 30,
            "hold_down_minutes": 60,
        },
        "document_name": "leave-euw1",
        "document_arn": f"arn:aws:ssm:us-east-1:{ACCOUNT_ID}:document/leave-euw1",
        "document_role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/document",
        "topic_arn": PAGES,
        "topic_key_arn": KEY,
        "alarm_place": "euc1",
        "alarm_region": "eu-central-1",
        "alarm_topic_arn": f"arn:aws:sns:eu-central-1:{ACCOUNT_ID}:pages",
        "notes": NOTES,
    }


def probe() -> dict[str, Any]:
    """A place to probe from."""
    return {"region": "us-east-1", "account_id": ACCOUNT_ID}
