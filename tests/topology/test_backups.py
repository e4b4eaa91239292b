"""Backups as planned: hourly ones, where each class is copied, the bunker, and what each value came from."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from holdfast.topology.values import (
    BackupClassPlan,
    BackupCopies,
    BackupPlan,
    HourlyBackupPlan,
    ReplicationKind,
    Topology,
    VaultLockMode,
)
from tests.topology.examples import changed, settings

REGIONS: dict[str, Any] = {"use1": {}, "euw1": {"role": "standby"}, "euc1": {"role": "backup"}}
TABLE = {"kind": "dynamodb", "home": "use1"}
ROLE = "arn:aws:iam::999988887777:role/bunker"
BUNKER: dict[str, Any] = {"account": "999988887777", "place": "eun1", "role_arn": ROLE}


def planned(project: str = "holdfast", **keys: Any) -> Topology:
    raw = {"regions": REGIONS, "stores": {"orders": TABLE}, **keys}
    return plan(settings(changed(**raw)), project=project, stack="test")


def backups(**more: Any) -> BackupPlan:
    found = planned(backups={"copy_to": ["euc1"], **more}).backups
    assert found is not None
    return found


def one_class(**more: Any) -> BackupClassPlan:
    (found,) = backups(classes={"standard": more}).classes
    return found


def test_hourly_backups_are_as_asked_and_none_otherwise() -> None:
    asked: dict[str, Any] = {"every_hours": 6, "retention_days": 9, "copied": True}
    assert one_class(hourly=asked).hourly == HourlyBackupPlan(**asked)
    assert one_class(hourly={}).hourly == HourlyBackupPlan(every_hours=1, retention_days=7, copied=False)
    assert one_class().hourly is None


def test_a_class_is_copied_everywhere_that_there_is_unless_it_says_where() -> None:
    every = {"bunker": BUNKER, "air_gapped": {"place": "euc1", "max_retention_days": 365}}
    (found,) = backups(**every).classes
    assert set(found.copies) == set(BackupCopies)
    (found,) = backups().classes
    assert found.copies == (BackupCopies.REGIONS,)
    assert one_class(copies=[]).copies == ()


def test_what_is_not_copied_between_regions_has_no_edge() -> None:
    copied = {"copy_to": ["euc1"], "classes": {"standard": {"copies": []}}}
    kinds = {edge.kind for edge in planned(backups=copied).edges}
    assert ReplicationKind.BACKUP not in kinds
    assert ReplicationKind.BACKUP in {edge.kind for edge in planned(backups={"copy_to": ["euc1"]}).edges}


def test_the_bunker_is_in_its_place_with_its_lock() -> None:
    bunker = backups(bunker={**BUNKER, "retention_days": 90, "organization_id": "o-a1b2c3d4e5"}).bunker
    assert bunker is not None
    assert (bunker.account_id, bunker.place, bunker.region) == ("999988887777", "eun1", "eu-north-1")
    assert (bunker.role_arn, bunker.organization_id) == (ROLE, "o-a1b2c3d4e5")
    assert bunker.lock is not None
    assert bunker.lock.mode is VaultLockMode.GOVERNANCE
    assert (bunker.air_gapped, bunker.adopted) == (None, None)


@pytest.mark.parametrize(
    "more", [{"air_gapped": {"max_retention_days": 365}}, {"role_arn": None, "adopt": {"name": "safe"}}]
)
def test_an_air_gapped_or_existing_bunker_has_no_lock_of_ours(more: dict[str, Any]) -> None:
    asked = {key: value for key, value in {**BUNKER, **more}.items() if value is not None}
    bunker = backups(bunker=asked).bunker
    assert bunker is not None
    assert bunker.lock is None
    assert (bunker.adopted, bunker.air_gapped is not None) == (
        ("safe", False) if "adopt" in more else (None, True)
    )


def test_vault_keys_are_shared_where_fully_managed_backups_are_made() -> None:
    vaults = {vault.place: vault.shared_with for vault in backups(bunker=BUNKER).vaults}
    assert vaults == {"use1": ("999988887777",), "euc1": ()}


def test_a_place_on_hold_holds_the_bunker_that_lies_there() -> None:
    asked = {"copy_to": ["euc1"], "bunker": {**BUNKER, "place": "euw1"}}
    found = planned(backups=asked, hold=["euw1"]).backups
    assert found is not None
    assert found.bunker is not None
    assert found.bunker.held is True


def test_accounts_that_may_restore_are_planned_in_order() -> None:
    bunker = backups(bunker={**BUNKER, "restore_accounts": ["444455556666", "222233334444"]}).bunker
    assert bunker is not None
    assert bunker.restore_accounts == ("222233334444", "444455556666")
    assert bunker.origin["restore_accounts"] == "holdfast:backups.bunker.restore_accounts"


def test_a_reason_is_planned_with_where_it_came_from() -> None:
    left = {**TABLE, "not_backed_up_because": "rebuilt from events"}
    stores = {"orders": TABLE, "events": left}
    events, orders = planned(stores=stores, backups={"copy_to": ["euc1"]}).stores
    assert (events.not_backed_up_because, events.backup_class) == ("rebuilt from events", None)
    assert events.origin["not_backed_up_because"] == "holdfast:stores.events.not_backed_up_because"
    assert (orders.not_backed_up_because, orders.backup_class) == (None, "standard")


def test_every_setting_of_the_bunker_is_the_origin_of_what_it_gives() -> None:
    bunker = backups(bunker=BUNKER).bunker
    assert bunker is not None
    assert bunker.origin["account_id"] == "holdfast:backups.bunker.account"
    assert bunker.origin["external_id"] == "holdfast:backups.bunker.external_id (default)"
    found = one_class(hourly={})
    assert found.origin["hourly"] == "holdfast:backups.classes.standard.hourly"


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"bunker": BUNKER}, "backup vault 'eun1-bunker-vault'"),
        (
            {"air_gapped": {"place": "euc1", "max_retention_days": 9}, "retention_days": 9},
            "euc1-air-gapped-vault",
        ),
        ({"classes": {"standard": {"hourly": {}}}}, "backup selection 'use1-standard-hourly'"),
        ({"bunker": BUNKER}, "event rule 'use1-dynamodb-bunker-uncopied'"),
    ],
)
def test_names_that_aws_would_not_take_are_refused(more: dict[str, Any], part: str) -> None:
    with pytest.raises(SettingsError, match=part):
        planned("a-project-with-a-rather-long-name", backups={"copy_to": ["euc1"], **more})
