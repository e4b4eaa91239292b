"""Settings of backups that contradict one another, or a rule of AWS."""

from __future__ import annotations

import pytest

from tests.settings.stack_files import SPREAD, mistakes

DATABASE = "holdfast:stores: { orders: { kind: aurora-postgresql, home: use1, write_routing: forwarded } }"
TABLE = "holdfast:stores: { orders: { kind: dynamodb, home: use1, write_routing: any-region } }"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/mrk-0123456789abcdef0123456789abcdef"


def backups(settings: str) -> str:
    return f"holdfast:backups: {{ copy_to: [euw1], {settings} }}"


def chosen(name: str) -> str:
    return f"holdfast:stores: {{ orders: {{ backup_class: {name} }} }}"


CLASSES = [
    (
        (DATABASE, chosen("standrd"), backups("")),
        "stores.orders.backup_class",
        "did you mean 'standard'?",
    ),
    ((DATABASE, chosen("standard")), "stores.orders.backup_class", "does nothing without holdfast:backups"),
    (
        (DATABASE, backups("classes: { gold: {}, iron: {} }")),
        "stores.orders.backup_class",
        "none is called 'standard': say which (allowed: gold, iron)",
    ),
    (
        (TABLE, backups("classes: { standard: {}, iron: {} }")),
        "backups.classes.iron",
        "no store is in this class",
    ),
    (
        (TABLE, backups("retention_days: 3")),
        "backups.retention_days",
        "daily backups are kept for 3 days, less than holdfast:backups.lock.min_retention_days (7)",
    ),
    (
        (TABLE, backups("classes: { standard: { copy_retention_days: 5 } }")),
        "backups.classes.standard.copy_retention_days",
        "copies are kept for 5 days",
    ),
    (
        (TABLE, backups("lock: { max_retention_days: 30 }, classes: { standard: { retention_days: 31 } }")),
        "backups.classes.standard.retention_days",
        "more than holdfast:backups.lock.max_retention_days (30)",
    ),
    (
        (DATABASE, backups("retention_days: 20, lock: { max_retention_days: 30 }")),
        "backups.classes.standard.continuous_days",
        "continuous backups are kept for 35 days",
    ),
    (
        (TABLE, backups("classes: { standard: { continuous_days: 20 } }")),
        "backups.classes.standard.continuous_days",
        "no store in this class has continuous backups in AWS Backup",
    ),
    (
        (DATABASE, backups("classes: { standard: { continuous_days: 1 } }, lock: { min_retention_days: 1 }")),
        "backups.classes.standard.continuous_days",
        "must be from 2 to 35",
    ),
    (
        (TABLE, backups("lock: { min_retention_days: 9, max_retention_days: 8 }")),
        "backups.lock.min_retention_days",
        "is above max_retention_days (8)",
    ),
    ((TABLE, backups("lock: { mode: compliance }")), "backups.lock.cooling_off_days", "needs it: the days"),
    (
        (TABLE, backups("lock: { cooling_off_days: 3 }")),
        "backups.lock.cooling_off_days",
        "only mode 'compliance' has a cooling-off",
    ),
    (
        (
            TABLE,
            "holdfast:protection: lifted",
            backups("lock: { mode: compliance, cooling_off_days: 3 }"),
        ),
        "backups.lock.mode",
        "nobody can undo a 'compliance' lock",
    ),
    (
        (TABLE, backups("retention_days: 119, classes: { standard: { cold_storage_after_days: 30 } }")),
        "backups.classes.standard.cold_storage_after_days",
        "keep them for 120 at least",
    ),
    (
        (
            TABLE,
            backups(
                "retention_days: 365, classes: { standard: "
                "{ cold_storage_after_days: 30, copy_retention_days: 100 } }"
            ),
        ),
        "backups.classes.standard.cold_storage_after_days",
        "copies are kept for 100 days",
    ),
    (
        (DATABASE, backups("retention_days: 365, classes: { standard: { cold_storage_after_days: 30 } }")),
        "backups.classes.standard.cold_storage_after_days",
        "holdfast:stores.orders is in this class",
    ),
    ((TABLE, backups(f"key_arns: {{ euc1: '{KEY}' }}")), "backups.key_arns.euc1", "no vault lies there"),
    (
        (TABLE, backups(f"key_arns: {{ use1: '{KEY}' }}")),
        "backups.key_arns.use1",
        "is a key of eu-west-1: what rests in use1",
    ),
    (
        (TABLE, backups(f"key_arns: {{ euw1: '{KEY.replace('1111', '2222')}' }}")),
        "backups.key_arns.euw1",
        "is a key of account",
    ),
    ((TABLE, backups("emails: [a@example.com, a@example.com]")), "backups.emails", "2 times"),
]


@pytest.mark.parametrize(("patches", "key", "part"), CLASSES)
def test_contradiction_of_backups_is_refused(patches: tuple[str, ...], key: str, part: str) -> None:
    found = mistakes(SPREAD, *patches)
    told = [str(mistake) for mistake in found if mistake.key == f"holdfast:{key}"]
    assert any(part in text for text in told), "\n".join(map(str, found))


def test_what_holds_the_store_may_take_its_copies() -> None:
    assert mistakes(SPREAD, TABLE, backups("sources: everywhere")) == ()


def test_a_class_of_tables_may_say_that_it_has_no_continuous_backup() -> None:
    assert mistakes(SPREAD, TABLE, backups("classes: { standard: { continuous_days: null } }")) == ()


def test_a_period_that_says_two_things_is_told_once() -> None:
    found = mistakes(SPREAD, TABLE, backups("retention_days: 3"))
    assert [mistake.key for mistake in found] == ["holdfast:backups.retention_days"]
