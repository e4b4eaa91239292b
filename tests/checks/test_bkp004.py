from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

VAULT, LOCK = "aws:backup/vault:Vault", "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
PLAN = "aws:backup/plan:Plan"
VAULTS = [step(VAULT, "here", {"region": "us-east-1"}), step(VAULT, "there", {"region": "eu-west-1"})]


def lock(vault: str, least: Any = None, most: Any = None) -> dict[str, Any]:
    bounds = {"minRetentionDays": least, "maxRetentionDays": most}
    given = {name: value for name, value in bounds.items() if value is not None}
    return step(
        LOCK,
        f"{vault}-lock",
        {"backupVaultName": LATER, **given},
        links={"backupVaultName": [urn(VAULT, vault)]},
    )


def plan(days: Any, copied: Any = 60) -> dict[str, Any]:
    def kept(length: Any) -> dict[str, Any]:
        return {} if length is None else {"lifecycle": {"deleteAfter": length}}

    rule = {
        "targetVaultName": LATER,
        **kept(days),
        "copyActions": [{"destinationVaultArn": LATER, **kept(copied)}],
    }
    return step(
        PLAN,
        "plan",
        {"region": "us-east-1", "rules": [rule]},
        links={"rules": [urn(VAULT, "here"), urn(VAULT, "there")]},
    )


@pytest.mark.parametrize(
    ("made", "locks", "verdict"),
    [
        (plan(35), [lock("here", 7), lock("there", 7)], PASS),
        (plan(5), [lock("here", 7)], FAIL),
        (plan(35, 60), [lock("there", 90)], FAIL),
        (plan(35, 60), [lock("here", 40)], FAIL),
        (plan(60, 60), [lock("here", 40)], PASS),
        (plan(35, 60), [lock("there", 7, 50)], FAIL),
        (plan(None, 60), [lock("here", 7, 365)], FAIL),
        (plan(None, 60), [lock("here", 7)], PASS),
        (plan(LATER), [lock("here", 7)], UNKNOWN),
    ],
)
def test_a_plan_against_the_locks(made: dict[str, Any], locks: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("BKP004", *VAULTS, *locks, made) == {"plan": verdict}


@pytest.mark.parametrize("steps", [[], [*VAULTS, plan(1)], [*VAULTS, lock("here", 7)]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("BKP004", *steps) == {"stack": NOT_APPLICABLE}
