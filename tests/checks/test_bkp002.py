from __future__ import annotations

from typing import Any

import pytest

from tests.checks.promised import promised
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

TABLE, REPLICA = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
VAULT, PLAN, SELECTION = "aws:backup/vault:Vault", "aws:backup/plan:Plan", "aws:backup/selection:Selection"
PITR = {"pointInTimeRecovery": {"enabled": True}}
US, EU = "us-east-1", "eu-west-1"


def backed_up(*vaults: tuple[str, str], copies: Any = None) -> list[dict[str, Any]]:
    rule = {"schedule": "cron(0 3 * * ? *)", "targetVaultName": LATER, "copyActions": copies}
    return [
        *(step(VAULT, name, {"region": region}) for name, region in vaults),
        step(
            PLAN,
            "daily",
            {"region": US, "rules": [rule]},
            links={"rules": [urn(VAULT, name) for name, _ in vaults]},
        ),
        step(SELECTION, "all", {"region": US, "resources": ["*"]}, links={"planId": [urn(PLAN, "daily")]}),
    ]


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        (backed_up(("us", US), ("eu", EU), copies=[{"destinationVaultArn": LATER}]), PASS),
        (backed_up(("us", US)), FAIL),
        (backed_up(("us", US), ("us-2", US), copies=[{"destinationVaultArn": LATER}]), FAIL),
        (backed_up(("us", US), copies=[{"destinationVaultArn": LATER}]), UNKNOWN),
        (
            backed_up(
                ("us", US), copies=[{"destinationVaultArn": "arn:aws:backup:eu-west-1:2:backup-vault:x"}]
            ),
            PASS,
        ),
    ],
)
def test_copies_of_a_plan(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("BKP002", step(TABLE, "orders", {"region": US}), *steps) == {"orders": verdict}


def test_point_in_time_recovery_of_a_replica_is_a_backup_elsewhere() -> None:
    table = step(TABLE, "orders", {"region": US, **PITR})
    links = {"globalTableArn": [urn(TABLE, "orders")]}

    assert verdicts("BKP002", table) == {"orders": FAIL}
    assert verdicts("BKP002", table, step(REPLICA, "eu", {"region": EU}, links=links)) == {"orders": FAIL}
    assert verdicts(
        "BKP002", table, step(REPLICA, "eu", {"region": EU, "pointInTimeRecovery": True}, links=links)
    ) == {"orders": PASS}


def test_what_has_no_backup_is_for_another_check() -> None:
    assert verdicts("BKP002", step(TABLE, "orders", {"region": US})) == {"stack": NOT_APPLICABLE}


def test_of_a_partial_preview_nothing_is_said_to_be_missing() -> None:
    assert verdicts("BKP002", step(TABLE, "orders", {"region": US, **PITR}), partial=True) == {
        "orders": UNKNOWN
    }


def test_a_region_that_is_not_known_yet() -> None:
    assert verdicts("BKP002", step(TABLE, "orders", {"region": LATER, **PITR})) == {"orders": UNKNOWN}


def test_what_aws_cannot_copy_is_not_asked_for() -> None:
    cluster = step("aws:rds/cluster:Cluster", "reports", {"region": US, "engine": "mysql"})

    assert verdicts("BKP002", cluster) == {"reports": NOT_APPLICABLE}
    assert verdicts("BKP002", step("aws:rds/cluster:Cluster", "x", {"region": US})) == {"x": FAIL}


def test_a_stack_that_is_not_to_outlive_a_region() -> None:
    assert verdicts("BKP002", step(TABLE, "t", PITR), promised("zone")) == {"stack": NOT_APPLICABLE}
