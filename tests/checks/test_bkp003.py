from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

VAULT, LOCK = "aws:backup/vault:Vault", "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
OPEN = step(VAULT, "v", {"name": "daily", "region": "us-east-1"})


@pytest.mark.parametrize(
    ("locks", "verdict"),
    [
        ([step(LOCK, "l", {"backupVaultName": LATER}, links={"backupVaultName": [urn(VAULT, "v")]})], PASS),
        ([step(LOCK, "l", {"backupVaultName": "daily", "region": "us-east-1"})], PASS),
        ([step(LOCK, "l", {"backupVaultName": "daily", "region": "eu-west-1"})], FAIL),
        ([step(LOCK, "l", {"backupVaultName": "weekly", "region": "us-east-1"})], FAIL),
        ([step(LOCK, "l", {"backupVaultName": LATER})], UNKNOWN),
        ([], FAIL),
    ],
)
def test_a_vault(locks: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("BKP003", OPEN, *locks) == {"v": verdict}


def test_the_lock_may_be_among_what_does_not_change() -> None:
    assert verdicts("BKP003", OPEN, partial=True) == {"v": UNKNOWN}


def test_an_air_gapped_vault_is_always_locked() -> None:
    vault = step("aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault", "v")

    assert verdicts("BKP003", vault) == {"v": PASS}


def test_does_not_concern() -> None:
    assert verdicts("BKP003") == {"stack": NOT_APPLICABLE}
