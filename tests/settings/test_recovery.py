"""Settings of recoveries: what nobody could carry out, and what would change nothing."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.settings import SettingsError
from tests.topology.examples import ENTRANCE, changed, settings

BOTH: dict[str, Any] = {"use1": {}, "euw1": {}}
THREE: dict[str, Any] = {**BOTH, "apne1": {}}
ROLE = "arn:aws:iam::111122223333:role/on-call"


AT_CLOUDFLARE: dict[str, Any] = {
    **ENTRANCE,
    "cloudflare": {
        "account_id": "0123456789abcdef0123456789abcdef",
        "zone": {"name": "example.com", "id": "0123456789abcdef0123456789abcdef"},
    },
}
TOKEN = "arn:aws:secretsmanager:{region}:111122223333:secret:cloudflare-AbCdEf"  # noqa: S105  # an ARN


def _mistakes(**changes: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        settings(changed(**changes))
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        ({"recovery": {"by": "robots"}}, "holdfast:recovery.by", ""),
        ({"recovery": {"by": "region-switch"}}, "holdfast:recovery.by", "there is no region to take over"),
        (
            {"regions": THREE, "recovery": {"by": "region-switch"}},
            "holdfast:recovery.by",
            "a plan of Region switch has two regions, and entrances lead to 3: apne1, euw1, use1",
        ),
        (
            {"regions": BOTH, "recovery": {"region_switch": {"approval_role_arn": ROLE}}},
            "holdfast:recovery.region_switch",
            "does nothing without by: region-switch",
        ),
        (
            {"regions": BOTH, "recovery": {"routing_control": {"joined": True}}},
            "holdfast:recovery.routing_control",
            "does nothing without routing: routing-control",
        ),
        (
            {"recovery": {"routing": "routing-control"}},
            "holdfast:recovery.routing",
            "no entrance has those for several regions",
        ),
        (
            {"regions": BOTH, "recovery": {"capacity_seconds": {"basket": 10}}},
            "holdfast:recovery.capacity_seconds.basket",
            "is no service of this stack",
        ),
        (
            {"regions": BOTH, "recovery": {"promotion_seconds": {"orders": 10}}},
            "holdfast:recovery.promotion_seconds.orders",
            "is no store or cache of this stack that has one writer and several regions",
        ),
        (
            {
                "regions": BOTH,
                "recovery": {"by": "region-switch", "region_switch": {"approval_role_arn": "me"}},
            },
            "holdfast:recovery.region_switch.approval_role_arn",
            "a role's ARN is such as",
        ),
        (
            {"objectives": {"survives": "instance"}, "recovery": {"zonal_autoshift": {}}},
            "holdfast:recovery.zonal_autoshift",
            "the zones that are left do not carry the load",
        ),
        (
            {
                "entrances": {"public": {**ENTRANCE, "load_balancer": {"zonal_shift": False}}},
                "recovery": {"zonal_autoshift": {}},
            },
            "holdfast:entrances.public.load_balancer.zonal_shift",
            "keeps holdfast:recovery.zonal_autoshift from moving traffic",
        ),
        (
            {"recovery": {"zonal_autoshift": {"blocked_windows": ["Monday"]}}},
            "holdfast:recovery.zonal_autoshift.blocked_windows[0]",
            "a window in UTC is such as",
        ),
        (
            {"recovery": {"zonal_autoshift": {"blocked_windows": ["Fri:20:00-Mon:06:00"]}}},
            "holdfast:recovery.zonal_autoshift.blocked_windows[0]",
            "begins and ends on the same day",
        ),
        (
            {"recovery": {"zonal_autoshift": {"blocked_windows": ["Mon:18:00-Mon:08:00"]}}},
            "holdfast:recovery.zonal_autoshift.blocked_windows[0]",
            "ends after it begins",
        ),
        (
            {"recovery": {"zonal_autoshift": {"blocked_dates": ["2026-02-30"]}}},
            "holdfast:recovery.zonal_autoshift.blocked_dates[0]",
            "is no day",
        ),
        (
            {
                "regions": BOTH,
                "recovery": {"by": "region-switch", "region_switch": {"cloudflare_token_secret": TOKEN}},
            },
            "holdfast:recovery.region_switch.cloudflare_token_secret",
            "does nothing: no entrance with several regions is at Cloudflare",
        ),
        (
            {
                "regions": BOTH,
                "entrances": {"public": AT_CLOUDFLARE},
                "recovery": {"by": "region-switch"},
            },
            "holdfast:recovery.region_switch.cloudflare_token_secret",
            "is needed to take a region's pool at Cloudflare out of traffic",
        ),
    ],
)
def test_refuses_what_nobody_could_carry_out(changes: dict[str, Any], key: str, message: str) -> None:
    text = _mistakes(**changes)
    assert key in text
    assert message in text


def test_people_leave_regions_unless_somebody_else_is_asked() -> None:
    found = settings(changed(regions=BOTH)).recovery
    assert (found.by.value, found.routing.value, found.decision_minutes) == ("people", "switch", 5)


@pytest.mark.parametrize(
    "recovery",
    [
        {"by": "region-switch", "region_switch": {"approval_role_arn": ROLE, "report_bucket": "reports/arc"}},
        {"routing": "routing-control"},
        {"zonal_autoshift": {"blocked_windows": ["Mon:08:00-Mon:18:00"], "blocked_dates": ["2026-12-24"]}},
        {"capacity_seconds": {"orders": 120}},
    ],
)
def test_takes_what_makes_sense(recovery: dict[str, Any]) -> None:
    assert settings(changed(regions=BOTH, recovery=recovery)).recovery
