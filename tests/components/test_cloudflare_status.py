from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.cloudflare_status import CloudflareStatus
from tests.components.cloudflare_args import ACCOUNT
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.cloudflare_status import CloudflareStatusArgs

NAME = "global-cloudflare-status-01234567"
ARGS: CloudflareStatusArgs = {
    "account_id": ACCOUNT,
    "emails": ["b@example.com", "a@example.com"],
    "webhooks": {"chat": "https://hooks.slack.com/services/key"},
    "tags": {"Team": "orders"},
}


def found(**changes: Any) -> Resources:
    return declared(lambda: CloudflareStatus(NAME, {**ARGS, **changes}))  # type: ignore[typeddict-item]  # any key


def test_tells_of_large_incidents() -> None:
    resources = found()
    assert resources.pairs() == {
        ("holdfast:index:CloudflareStatus", NAME),
        ("cloudflare:index/notificationPolicy:NotificationPolicy", f"{NAME}-incidents"),
        ("cloudflare:index/notificationPolicyWebhooks:NotificationPolicyWebhooks", f"{NAME}-webhook-chat"),
    }
    assert resources(f"{NAME}-incidents").inputs == {
        "accountId": ACCOUNT,
        "name": f"holdfast-prod-{NAME}-incidents",
        "alertType": "incident_alert",
        "mechanisms": {
            "emails": [{"id": "a@example.com"}, {"id": "b@example.com"}],
            "webhooks": [{"id": f"{NAME}-webhook-chat-id"}],
        },
        "filters": {"incidentImpacts": ["INCIDENT_IMPACT_CRITICAL", "INCIDENT_IMPACT_MAJOR"]},
        "enabled": True,
        "description": "Team=orders",
    }
    assert resources(f"{NAME}-webhook-chat").secrets == {"url"}


def test_maintenance_by_choice() -> None:
    resources = found(maintenance=True, impacts=["minor"])
    maintenance = resources(f"{NAME}-maintenance").inputs
    assert maintenance["alertType"] == "maintenance_event_notification"
    assert "filters" not in maintenance
    assert resources(f"{NAME}-incidents").inputs["filters"] == {"incidentImpacts": ["INCIDENT_IMPACT_MINOR"]}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"emails": [], "webhooks": {}}, "to tell"),
        ({"impacts": []}, "got none"),
        ({"impacts": ["huge"]}, "critical, major, minor, got huge"),
    ],
)
def test_what_tells_nobody_or_of_nothing_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        found(**changes)
