"""Settings of the automation: what could not act, and who could not tell."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from tests.topology.examples import ENTRANCE, changed, settings

BOTH: dict[str, Any] = {"use1": {}, "euw1": {}}
AUTOMATION: dict[str, Any] = {"probe_from": ["use2", "eun1"]}
CLOUDFLARE = {
    **ENTRANCE,
    "cloudflare": {
        "account_id": "0123456789abcdef0123456789abcdef",
        "zone": {"name": "example.com", "id": "0123456789abcdef0123456789abcdef"},
    },
}
TOKEN = "arn:aws:secretsmanager:{region}:111122223333:secret:cloudflare-AbCdEf"  # noqa: S105  # an ARN


def by(**automation: Any) -> dict[str, Any]:
    return {"by": "automation", "automation": {**AUTOMATION, **automation}}


@pytest.mark.parametrize(
    ("changes", "key", "message"),
    [
        (
            {"recovery": {"by": "automation"}},
            "holdfast:recovery.automation",
            "say at least from which places to probe",
        ),
        (
            {"recovery": {"automation": AUTOMATION}},
            "holdfast:recovery.automation",
            "does nothing without by: automation",
        ),
        (
            {"recovery": {**by(), "routing": "routing-control"}},
            "holdfast:recovery.routing",
            "takes traffic away by the maintenance switch alone",
        ),
        (
            {"recovery": by(probe_from=["euw1", "eun1"])},
            "holdfast:recovery.automation.probe_from",
            "who watches use1 stands in euw1 and needs two more places to probe from",
        ),
        (
            {"recovery": by(probe_from=["use2", "eun1", "use2"])},
            "holdfast:recovery.automation.probe_from",
            "use2",
        ),
        ({"recovery": by(probe_from=["use2"])}, "holdfast:recovery.automation.probe_from", ""),
        (
            {"recovery": by(failures=6)},
            "holdfast:recovery.automation.failures",
            "cannot be more than the rounds that are looked at, 5",
        ),
        (
            {"recovery": by(quorum=4)},
            "holdfast:recovery.automation.quorum",
            "can never be met by the 3 places that probe",
        ),
        ({"recovery": by(quorum=1)}, "holdfast:recovery.automation.quorum", ""),
        ({"recovery": by(interval_seconds=45)}, "holdfast:recovery.automation.interval_seconds", ""),
        ({"recovery": by(hold_down_minutes=5)}, "holdfast:recovery.automation.hold_down_minutes", ""),
        ({"recovery": by(approvers=["on-call"])}, "holdfast:recovery.automation.approvers", "an approver is"),
        (
            {"recovery": by(approval_minutes=10)},
            "holdfast:recovery.automation.approval_minutes",
            "does nothing without approvers",
        ),
        (
            {"recovery": by(cloudflare_token_secret=TOKEN)},
            "holdfast:recovery.automation.cloudflare_token_secret",
            "no entrance is at Cloudflare",
        ),
        (
            {"recovery": by(), "entrances": {"public": CLOUDFLARE}},
            "holdfast:recovery.automation.cloudflare_token_secret",
            "is needed to take a region's pool",
        ),
    ],
)
def test_what_could_not_act_is_refused(changes: dict[str, Any], key: str, message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings(changed(**{"regions": BOTH, **changes}))
    assert key in str(refused.value)
    assert message in str(refused.value)


def test_what_is_asked_for_is_planned_with_where_it_was_asked() -> None:
    asked = settings(changed(regions=BOTH, recovery=by(watchdog="starts", failures=3)))
    recovery = plan(asked, project="shop", stack="prod").recovery
    assert recovery is not None
    found = recovery.automation
    assert found is not None
    assert (found.starts, found.failures, found.rounds, found.quorum) == (True, 3, 5, None)
    assert found.probe_regions == {"eun1": "eu-north-1", "use2": "us-east-2"}
    assert found.origin["failures"] == "holdfast:recovery.automation.failures"
    assert found.origin["rounds"] == "holdfast:recovery.automation.rounds (default)"
    assert [(one.watched, one.place, one.alarm_place) for one in found.watchdogs] == [
        ("euw1", "use1", "eun1"),
        ("use1", "euw1", "eun1"),
    ]


def test_a_watchdog_leaves_out_what_it_watches_and_where_it_stands() -> None:
    asked = settings(changed(regions=BOTH, recovery=by(probe_from=["euw1", "use1", "eun1", "use2"])))
    recovery = plan(asked, project="shop", stack="prod").recovery
    assert recovery is not None
    assert recovery.automation is not None
    for one in recovery.automation.watchdogs:
        assert set(one.probe_regions) == {"eun1", "use2"}


@pytest.mark.parametrize(
    ("automation", "seconds"),
    [
        ({"watchdog": "starts"}, 5 * 30 + 60 - 30),  # health checks have found it in 30 seconds
        ({"watchdog": "starts", "failures": 2, "interval_seconds": 60}, 3 * 60 + 60 - 30),
        (
            {
                "watchdog": "starts",
                "approvers": ["arn:aws:iam::111122223333:role/on-call"],
                "approval_minutes": 10,
            },
            5 * 30 + 60 + 600 - 30,
        ),
        ({}, 300),  # who only watches leaves the decision to people
    ],
)
def test_how_long_it_takes_to_decide_is_part_of_the_sum(automation: dict[str, Any], seconds: int) -> None:
    asked = settings(changed(regions=BOTH, recovery=by(**automation)))
    recovery = plan(asked, project="shop", stack="prod").recovery
    assert recovery is not None
    assert recovery.decision_seconds == seconds


def test_a_project_whose_documents_ssm_would_refuse_is_told() -> None:
    asked = settings(changed(regions=BOTH, recovery=by()))
    with pytest.raises(SettingsError, match="SSM takes no document whose name begins with aws, amazon, amzn"):
        plan(asked, project="aws-shop", stack="prod")


def test_names_that_iam_would_refuse_are_told() -> None:
    asked = settings(changed(regions=BOTH, recovery=by()))
    with pytest.raises(SettingsError, match=r"euw1-leave-use1-document-role would have a name of \d+"):
        plan(asked, project="a-shop-with-a-very-long-name", stack="production")
