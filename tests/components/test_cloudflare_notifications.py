from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.cloudflare_notifications import CloudflareNotifications
from tests.components.cloudflare_args import ACCOUNT
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.cloudflare_notifications import CloudflareNotificationsArgs

NAME = "global-public-cloudflare-alerts"
ARGS: CloudflareNotificationsArgs = {
    "account_id": ACCOUNT,
    "pool_ids": {"use1": "pool-1", "euw1": "pool-2"},
    "emails": ["b@example.com", "a@example.com"],
    "webhooks": {"pager": "https://pager.example.com/key"},
    "tags": {"Team": "orders"},
}


def _found(**changes: Any) -> Resources:
    return declared(lambda: CloudflareNotifications(NAME, {**ARGS, **changes}))  # type: ignore[typeddict-item]  # any key


def test_tells_of_health_and_of_switched_pools() -> None:
    resources = _found()
    assert resources.pairs() == {
        ("holdfast:index:CloudflareNotifications", NAME),
        ("cloudflare:index/notificationPolicy:NotificationPolicy", f"{NAME}-health"),
        ("cloudflare:index/notificationPolicy:NotificationPolicy", f"{NAME}-enablement"),
        ("cloudflare:index/notificationPolicyWebhooks:NotificationPolicyWebhooks", f"{NAME}-webhook-pager"),
    }
    assert resources(f"{NAME}-health").inputs == {
        "accountId": ACCOUNT,
        "name": f"holdfast-prod-{NAME}-health",
        "alertType": "load_balancing_health_alert",
        "mechanisms": {
            "emails": [{"id": "a@example.com"}, {"id": "b@example.com"}],
            "webhooks": [{"id": f"{NAME}-webhook-pager-id"}],
        },
        "filters": {
            "poolIds": ["pool-2", "pool-1"],
            "newHealths": ["Healthy", "Unhealthy"],
            "eventSources": ["origin", "pool"],
        },
        "enabled": True,
        "description": "Team=orders",
    }
    enablement = resources(f"{NAME}-enablement").inputs
    assert enablement["alertType"] == "load_balancing_pool_enablement_alert"
    assert enablement["filters"] == {"poolIds": ["pool-2", "pool-1"], "enableds": ["false", "true"]}
    assert resources(NAME).outputs["policy_ids"] == [f"{NAME}-health-id", f"{NAME}-enablement-id"]


def test_a_webhook_is_a_secret() -> None:
    hook = _found()(f"{NAME}-webhook-pager")
    assert hook.inputs["url"] == "https://pager.example.com/key"
    assert hook.secrets == {"url"}


def test_emails_or_webhooks_alone_will_do() -> None:
    assert "webhooks" not in _found(webhooks={})(f"{NAME}-health").inputs["mechanisms"]
    assert "emails" not in _found(emails=[])(f"{NAME}-health").inputs["mechanisms"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"emails": [], "webhooks": {}}, "to tell"), ({"pool_ids": {}}, "at least one pool")],
)
def test_refuses_to_tell_nobody_or_nothing(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        _found(**changes)
