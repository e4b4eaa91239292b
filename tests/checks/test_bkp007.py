from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

TABLE, SELECTION, PLAN = "aws:dynamodb/table:Table", "aws:backup/selection:Selection", "aws:backup/plan:Plan"
VAULT, LOCK = "aws:backup/vault:Vault", "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
GAPPED = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"
PITR = step(TABLE, "t", {"region": "us-east-1", "pointInTimeRecovery": {"enabled": True}})


def backed_up(*, copy: str | None = None, vaults: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    rule = {"targetVaultName": LATER, "copyActions": [{"destinationVaultArn": copy}] if copy else []}
    return [
        step(TABLE, "t", {"region": "us-east-1"}),
        step(VAULT, "v", {"region": "us-east-1"}),
        step(
            PLAN,
            "plan",
            {"region": "us-east-1", "rules": [rule]},
            links={"rules": [urn(VAULT, "v"), *(urn(GAPPED, one) for one in vaults)]},
        ),
        step(
            SELECTION,
            "all",
            {"region": "us-east-1", "planId": LATER, "resources": ["arn:aws:dynamodb:*:*:table/*"]},
            links={"planId": [urn(PLAN, "plan")]},
        ),
    ]


def lock(days: Any) -> dict[str, Any]:
    given = {} if days is None else {"changeableForDays": days}
    return step(LOCK, "l", {"backupVaultName": LATER, **given}, links={"backupVaultName": [urn(VAULT, "v")]})


OTHER_ACCOUNT = "arn:aws:backup:eu-west-1:999999999999:backup-vault:safe"


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([PITR], FAIL),
        (backed_up(), FAIL),
        (backed_up(copy=OTHER_ACCOUNT), PASS),
        ([*backed_up(copy=LATER, vaults=("g",)), step(GAPPED, "g", {"region": "eu-west-1"})], PASS),
        ([*backed_up(), lock(None)], FAIL),
        ([*backed_up(), lock(3)], PASS),
        ([*backed_up(), lock(LATER)], UNKNOWN),
    ],
)
def test_a_store_with_backups(steps: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("BKP007", *steps) == {"t": verdict}


def test_a_copy_may_be_among_what_does_not_change() -> None:
    assert verdicts("BKP007", PITR, partial=True) == {"t": UNKNOWN}


@pytest.mark.parametrize("steps", [[], [step(TABLE, "t")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("BKP007", *steps) == {"stack": NOT_APPLICABLE}
