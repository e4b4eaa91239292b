"""Settings of backup vaults that are good."""

from __future__ import annotations

import pytest

from tests.settings.backup_vaults_samples import (
    BUCKETS,
    CACHE,
    DATABASE,
    LOCKED,
    RDS,
    RDS_CLUSTER,
    TABLE,
    air_gapped,
    backups,
    bunker,
    standard,
)
from tests.settings.stack_files import SPREAD, loaded, mistakes

GOOD = [
    (TABLE, standard("hourly: {}")),
    (TABLE, standard("hourly: { every_hours: 12, retention_days: 10, copied: true }", LOCKED)),
    (DATABASE, bunker("organization_id: o-a1b2c3d4e5, external_id: orders, retention_days: 90")),
    (DATABASE, bunker("adopt: { name: safe, min_retention_days: 7, max_retention_days: 400 }", role="")),
    (TABLE, bunker("air_gapped: { max_retention_days: 365 }")),
    (TABLE, bunker("lock: null, retention_days: 1")),
    (TABLE, bunker("restore_accounts: ['222233334444']")),
    (TABLE, bunker("lock: { mode: compliance, cooling_off_days: 3, max_retention_days: 90 }")),
    (TABLE, air_gapped()),
    (
        TABLE,
        "holdfast:regions: { euc1: { role: backup } }",
        backups("air_gapped: { place: euc1, max_retention_days: 365 }"),
    ),
    (RDS_CLUSTER, standard("copies: []")),
    (RDS_CLUSTER, standard("copies: [], hourly: {}")),
    (RDS, standard("hourly: { copied: true }, continuous_days: null")),
    (BUCKETS, standard("hourly: {}")),
    (
        RDS,
        air_gapped(more="classes: { standard: { copies: [regions] }, cold: {} }"),
        (
            "holdfast:stores: { carts: { kind: dynamodb, home: use1, write_routing: any-region, "
            "backup_class: cold } }"
        ),
    ),
    (TABLE, backups("adopt: { use1: { name: ours }, euw1: { name: far } }, retention_days: 1")),
    (TABLE, backups("retention_days: 5, adopt: { use1: { name: ours }, euw1: { name: far } }, lock: {}")),
    (TABLE, "holdfast:stores: { orders: { not_backed_up_because: rebuilt from events } }"),
    (CACHE,),
]


@pytest.mark.parametrize("patches", GOOD)
def test_what_agrees_is_taken(patches: tuple[str, ...]) -> None:
    told = [str(one) for one in mistakes(SPREAD, *patches) if "backup" in str(one) or "backed" in str(one)]
    assert told == []


def test_a_retention_that_two_vaults_refuse_is_told_for_each_once() -> None:
    found = mistakes(
        SPREAD, TABLE, bunker("lock: { min_retention_days: 60 }", "lock: { min_retention_days: 50 }")
    )
    assert [mistake.key for mistake in found] == ["holdfast:backups.retention_days"] * 2


def test_adopted_stores_need_no_reason() -> None:
    adopted = "holdfast:stores: { orders: { dynamodb: { adopt: { table_name: orders } } } }"
    assert mistakes(SPREAD, TABLE, adopted) == ()


def test_the_bunker_is_locked_unless_it_says_not() -> None:
    settings = loaded(SPREAD, TABLE, bunker())
    assert settings.backups is not None
    assert settings.backups.bunker is not None
    assert settings.backups.bunker.lock is not None
