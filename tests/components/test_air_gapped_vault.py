from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from holdfast.components.air_gapped_vault import AirGappedVault
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.air_gapped_vault import AirGappedVaultArgs

REGION = "eu-central-1"
OTHER = "999988887777"


def build(**more: Any) -> Resources:
    args: AirGappedVaultArgs = {
        "region": REGION,
        "min_retention_days": 7,
        "max_retention_days": 365,
        **more,  # type: ignore[typeddict-item]  # any key
    }
    return declared(lambda: AirGappedVault("euc1-air-gapped", args))


@pytest.fixture(autouse=True)
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", lambda message, *_, **__: found.append(message))
    return found


def test_the_exact_children() -> None:
    vault = {
        ("holdfast:index:AirGappedVault", "euc1-air-gapped"),
        ("aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault", "euc1-air-gapped-vault"),
    }
    policy = {("aws:backup/vaultPolicy:VaultPolicy", "euc1-air-gapped-vault-policy")}
    assert build().pairs() == vault
    assert build(access={"account_ids": [OTHER]}).pairs() == vault | policy


def test_its_days_are_whole_and_its_key_is_of_aws() -> None:
    vault = build(min_retention_days=7.0, max_retention_days=365.0, tags={"Team": "orders"})(
        "euc1-air-gapped-vault"
    )
    assert vault.inputs == {
        "region": REGION,
        "minRetentionDays": 7,
        "maxRetentionDays": 365,
        "tags": {"Team": "orders", "Name": "euc1-air-gapped-vault"},
    }
    assert vault.parent == "euc1-air-gapped"


def test_it_is_protected_until_protection_is_lifted() -> None:
    assert build()("euc1-air-gapped-vault").protect is True
    assert not [one.name for one in build(protection=False) if one.protect]


def test_its_lock_is_said_loudly(warnings: list[str]) -> None:
    build()
    (warning,) = warnings
    for part in (
        "COMPLIANCE LOCK",
        "euc1-air-gapped-vault",
        "nobody can undo it, AWS included",
        "7 to 365 days",
    ):
        assert part in warning


def test_other_accounts_may_copy_into_it() -> None:
    resources = build(access={"account_ids": [OTHER], "organization_id": "o-a1b2c3d4e5"})
    policy = resources("euc1-air-gapped-vault-policy").inputs
    assert (policy["region"], policy["backupVaultName"]) == (REGION, "euc1-air-gapped-vault-0000")
    (statement,) = json.loads(policy["policy"])["Statement"]
    assert (statement["Effect"], statement["Action"]) == ("Allow", "backup:CopyIntoBackupVault")
    assert statement["Principal"] == {"AWS": [f"arn:aws:iam::{OTHER}:root"]}
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


def test_outputs() -> None:
    resources = build(origin={"min_retention_days": "holdfast:backups.air_gapped.min_retention_days"})
    assert resources("euc1-air-gapped").outputs == {
        "vault_name": "euc1-air-gapped-vault-0000",
        "vault_arn": resources("euc1-air-gapped-vault").arn,
        "origin": {"min_retention_days": "holdfast:backups.air_gapped.min_retention_days"},
    }


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"min_retention_days": 6}, "'min_retention_days' must be 7 to 36500, got 6"),
        ({"max_retention_days": 6}, "'max_retention_days' must be 7 \\(the minimum\\) to 36500, got 6"),
        ({"max_retention_days": 36501}, "to 36500, got 36501"),
        ({"access": {"account_ids": ["1"]}}, "'access.account_ids' takes accounts of twelve digits, got 1"),
        ({"min_retention_days": 1, "access": {"account_ids": []}}, "min_retention_days.*access"),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, Any], message: str, warnings: list[str]) -> None:
    with pytest.raises(ValueError, match=f"air-gapped vault 'euc1-air-gapped': .*{message}"):
        build(**more)
    assert warnings == []
