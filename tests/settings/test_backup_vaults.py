"""Where backups go and how long they are kept there: each rule refused, with its path and its reason."""

from __future__ import annotations

import pytest

from tests.settings.backup_vaults_samples import (
    BUCKETS,
    CACHE,
    DATABASE,
    LOCKED,
    RDS,
    RDS_CLUSTER,
    ROLE,
    TABLE,
    air_gapped,
    backups,
    bunker,
    standard,
)
from tests.settings.stack_files import SPREAD, mistakes

RETENTION = [
    (
        (TABLE, standard("hourly: { retention_days: 3 }")),
        "backups.classes.standard.hourly.retention_days",
        "hourly backups are kept for 3 days, less than holdfast:backups.lock.min_retention_days (7)",
    ),
    (
        (TABLE, standard("hourly: { retention_days: 41 }", LOCKED)),
        "backups.classes.standard.hourly.retention_days",
        "hourly backups are kept for 41 days, more than holdfast:backups.lock.max_retention_days (40)",
    ),
    (
        (BUCKETS, standard("retention_days: 35", "lock: { max_retention_days: 20 }, retention_days: 20")),
        "backups.classes.standard.continuous_days",
        "continuous backups are kept for 35 days",
    ),
    (
        (TABLE, bunker("lock: { min_retention_days: 60 }")),
        "backups.retention_days",
        "copies are kept for 35 days, less than holdfast:backups.bunker.lock.min_retention_days (60)",
    ),
    (
        (TABLE, bunker("retention_days: 5")),
        "backups.bunker.retention_days",
        "copies are kept for 5 days, less than holdfast:backups.bunker.lock.min_retention_days (7)",
    ),
    (
        (TABLE, bunker("retention_days: 90, air_gapped: { max_retention_days: 60 }")),
        "backups.bunker.retention_days",
        "more than holdfast:backups.bunker.air_gapped.max_retention_days (60)",
    ),
    (
        (TABLE, bunker("adopt: { name: safe, min_retention_days: 60 }", role="")),
        "backups.retention_days",
        "less than holdfast:backups.bunker.adopt.min_retention_days (60)",
    ),
    (
        (
            TABLE,
            bunker("lock: { min_retention_days: 9 }", "classes: { standard: { hourly: { copied: true } } }"),
        ),
        "backups.classes.standard.hourly.retention_days",
        "hourly copies are kept for 7 days, less than holdfast:backups.bunker.lock.min_retention_days (9)",
    ),
    (
        (TABLE, air_gapped("max_retention_days: 30")),
        "backups.retention_days",
        "copies are kept for 35 days, more than holdfast:backups.air_gapped.max_retention_days (30)",
    ),
    (
        (TABLE, air_gapped("min_retention_days: 60, max_retention_days: 90")),
        "backups.retention_days",
        "less than holdfast:backups.air_gapped.min_retention_days (60)",
    ),
    (
        (TABLE, backups("adopt: { use1: { name: ours, max_retention_days: 30 } }")),
        "backups.retention_days",
        "daily backups are kept for 35 days, more than holdfast:backups.adopt.use1.max_retention_days (30)",
    ),
    (
        (TABLE, standard("copy_retention_days: 5", "adopt: { euw1: { name: ours, min_retention_days: 6 } }")),
        "backups.classes.standard.copy_retention_days",
        "copies are kept for 5 days, less than holdfast:backups.adopt.euw1.min_retention_days (6)",
    ),
    (
        (
            TABLE,
            bunker(
                "retention_days: 100",
                "retention_days: 365, classes: { standard: { cold_storage_after_days: 30 } }",
            ),
        ),
        "backups.classes.standard.cold_storage_after_days",
        "copies are kept for 100 days",
    ),
    (
        (RDS, backups("retention_days: 365, classes: { standard: { cold_storage_after_days: 30 } }")),
        "backups.classes.standard.cold_storage_after_days",
        "AWS Backup keeps no RDS backup in cold storage",
    ),
    (
        (BUCKETS, backups("retention_days: 365, classes: { standard: { cold_storage_after_days: 30 } }")),
        "backups.classes.standard.cold_storage_after_days",
        "AWS Backup keeps no S3 backup in cold storage",
    ),
]
VAULTS = [
    (
        (TABLE, backups("adopt: { euc1: { name: ours } }")),
        "backups.adopt.euc1",
        "no vault would lie there: vaults lie where stores are backed up and where copies go",
    ),
    (
        (TABLE, backups("adopt: { use1: { name: ours, min_retention_days: 9, max_retention_days: 8 } }")),
        "backups.adopt.use1.min_retention_days",
        "is above max_retention_days (8)",
    ),
    (
        (TABLE, air_gapped("min_retention_days: 6, max_retention_days: 60")),
        "backups.air_gapped.min_retention_days",
        "must be from 7 to 36500",
    ),
    (
        (TABLE, air_gapped("min_retention_days: 7")),
        "backups.air_gapped.max_retention_days",
        "required and missing",
    ),
    (
        (TABLE, air_gapped("min_retention_days: 90, max_retention_days: 60")),
        "backups.air_gapped.min_retention_days",
        "is above max_retention_days (60)",
    ),
    (
        (TABLE, backups("air_gapped: { place: euc1, max_retention_days: 365 }")),
        "backups.air_gapped.place",
        "no such region in holdfast:regions",
    ),
    (
        (
            TABLE,
            "holdfast:regions: { caw1: { role: backup } }",
            backups("air_gapped: { place: caw1, max_retention_days: 365 }"),
        ),
        "backups.air_gapped",
        "AWS has no logically air-gapped vaults in ca-west-1",
    ),
    (
        (TABLE, "holdfast:protection: lifted", air_gapped()),
        "backups.air_gapped",
        "locked in compliance mode, which nobody can undo",
    ),
    (
        (TABLE, "holdfast:objectives: { residency: [US, euw1] }", bunker()),
        "backups.bunker.place",
        "lies outside holdfast:objectives.residency",
    ),
    (
        (TABLE, bunker().replace("999988887777", "111122223333")),
        "backups.bunker.account",
        "is this stack's own account",
    ),
    ((TABLE, bunker(role="")), "backups.bunker.role_arn", "is needed: a role of that account"),
    (
        (TABLE, bunker(role=ROLE.replace("9999", "1111"))),
        "backups.bunker.role_arn",
        "is no role of account 999988887777",
    ),
    ((TABLE, bunker(role="bunker")), "backups.bunker.role_arn", "a role's ARN is such as"),
    ((TABLE, bunker("organization_id: a1b2")), "backups.bunker.organization_id", "such as o-a1b2c3d4e5"),
    (
        (TABLE, bunker("adopt: { name: safe }")),
        "backups.bunker.role_arn",
        "nothing of an existing vault (adopt) is declared, so this would do nothing",
    ),
    (
        (TABLE, bunker("adopt: { name: safe }, lock: {}", role="")),
        "backups.bunker.lock",
        "nothing of an existing vault (adopt) is declared",
    ),
    (
        (TABLE, bunker("adopt: { name: safe }, restore_accounts: ['222233334444']", role="")),
        "backups.bunker.restore_accounts",
        "nothing of an existing vault (adopt) is declared",
    ),
    (
        (TABLE, bunker("air_gapped: { max_retention_days: 365 }, restore_accounts: ['222233334444']")),
        "backups.bunker.restore_accounts",
        "an air-gapped vault has a key of AWS",
    ),
    (
        (TABLE, bunker("restore_accounts: ['999988887777']")),
        "backups.bunker.restore_accounts[0]",
        "is the bunker's own account",
    ),
    (
        (TABLE, bunker("restore_accounts: ['222233334444', '222233334444']")),
        "backups.bunker.restore_accounts",
        "2 times",
    ),
    (
        (TABLE, bunker("restore_accounts: ['2222']")),
        "backups.bunker.restore_accounts[0]",
        "an account is twelve digits, quoted",
    ),
    (
        (TABLE, bunker("air_gapped: { max_retention_days: 365 }, lock: {}")),
        "backups.bunker.lock",
        "an air-gapped vault has a lock of its own",
    ),
    (
        (TABLE, bunker("lock: { mode: compliance }")),
        "backups.bunker.lock.cooling_off_days",
        "mode 'compliance' needs it",
    ),
    (
        (
            TABLE,
            "holdfast:protection: lifted",
            bunker("lock: { mode: compliance, cooling_off_days: 3 }"),
        ),
        "backups.bunker.lock.mode",
        "nobody can undo a 'compliance' lock",
    ),
]
COPIES = [
    (
        (TABLE, standard("copies: [regions, bunker]")),
        "backups.classes.standard.copies[1]",
        "there is no holdfast:backups.bunker to copy to",
    ),
    ((TABLE, standard("copies: [regions, regions]")), "backups.classes.standard.copies", "2 times"),
    (
        (TABLE, bunker("", "classes: { standard: { copies: [regions] } }")),
        "backups.bunker",
        "no class is copied there",
    ),
    (
        (TABLE, standard("copies: [], copy_retention_days: 90")),
        "backups.classes.standard.copy_retention_days",
        "nothing of this class is copied",
    ),
    (
        (TABLE, standard("copies: [], hourly: { copied: true }")),
        "backups.classes.standard.hourly.copied",
        "nothing of this class is copied",
    ),
    (
        (RDS_CLUSTER, backups()),
        "backups.classes.standard.copies",
        "is an RDS Multi-AZ cluster, of which AWS Backup copies nothing",
    ),
    (
        (RDS, air_gapped()),
        "backups.classes.standard.copies",
        "is of type RDS, of which AWS Backup copies nothing to a logically air-gapped vault",
    ),
    (
        (RDS, bunker("air_gapped: { max_retention_days: 365 }")),
        "backups.classes.standard.copies",
        "is of type RDS",
    ),
    (
        (TABLE, standard("hourly: { every_hours: 5 }")),
        "backups.classes.standard.hourly.every_hours",
        "1, 2, 3, 4, 6, 8",
    ),
]
HOURLY = [
    (
        (RDS, standard("hourly: {}")),
        "backups.classes.standard.hourly",
        "RDS with a continuous backup takes snapshots once a day",
    ),
]
COVER = [
    ((TABLE,), "stores.orders", "no backup covers it: replication repeats a wrong delete everywhere"),
    ((DATABASE,), "stores.orders", "say why it needs none in not_backed_up_because"),
    ((RDS,), "stores.orders", "no backup covers it"),
    ((BUCKETS,), "stores.orders", "no backup covers it"),
    (
        (TABLE, "holdfast:stores: { orders: { not_backed_up_because: '  ' } }"),
        "stores.orders.not_backed_up_because",
        "a reason has words",
    ),
    (
        (TABLE, "holdfast:stores: { orders: { not_backed_up_because: 'why; not' } }"),
        "stores.orders.not_backed_up_because",
        "up to 256 letters",
    ),
    (
        (
            TABLE,
            "holdfast:stores: { orders: { not_backed_up_because: x, backup_class: standard } }",
            backups(),
        ),
        "stores.orders.not_backed_up_because",
        "backup_class puts it into 'standard': keep one of them",
    ),
    (
        (
            TABLE,
            (
                "holdfast:stores: { orders: { not_backed_up_because: x, "
                "dynamodb: { adopt: { table_name: abc } } } }"
            ),
        ),
        "stores.orders.not_backed_up_because",
        "is backed up where it is declared",
    ),
    (
        (CACHE, "holdfast:stores: { orders: { not_backed_up_because: x } }"),
        "stores.orders.not_backed_up_because",
        "AWS Backup knows no stores of kind elasticache",
    ),
    (
        (CACHE, "holdfast:stores: { orders: { backup_class: standard } }", backups()),
        "stores.orders.backup_class",
        "AWS Backup knows no stores of kind elasticache",
    ),
    (
        (TABLE, "holdfast:stores: { orders: { not_backed_up_because: x } }", backups()),
        "backups",
        "there is no store to back up under holdfast:stores: all say not_backed_up_because",
    ),
    (("holdfast:tags: { notbackedupbecause: x }",), "tags.notbackedupbecause", "is set by Holdfast itself"),
]


@pytest.mark.parametrize(("patches", "key", "part"), [*RETENTION, *VAULTS, *COPIES, *HOURLY, *COVER])
def test_what_cannot_be_is_refused(patches: tuple[str, ...], key: str, part: str) -> None:
    found = mistakes(SPREAD, *patches)
    told = [str(mistake) for mistake in found if mistake.key == f"holdfast:{key}"]
    assert any(part in text for text in told), "\n".join(map(str, found))
