"""Settings of restore tests and of the audit that cannot be."""

from __future__ import annotations

import pytest

from holdfast.settings import effective_backups
from tests.settings.stack_files import SPREAD, loaded, mistakes

DATABASE = "holdfast:stores: { orders: { kind: aurora-postgresql, home: use1, write_routing: forwarded } }"
KINDS = """
holdfast:stores:
  tables: { kind: dynamodb, home: use1, write_routing: any-region }
  clusters: { kind: aurora-mysql, home: use1, write_routing: application }
  instances: { kind: rds-postgresql, home: use1, write_routing: application }
  more: { kind: rds-mysql, home: use1, write_routing: application }
  files: { kind: s3, home: use1, write_routing: any-region }
  carts: { kind: elasticache, home: use1, write_routing: application }
"""
USA = "holdfast:regions: { use1: {}, use2: {}, euw1: (remove) }"
CLUSTER = """
holdfast:stores:
  orders: { kind: rds-postgresql, home: use1, regions: [use1], rds: { shape: cluster } }
"""
DSQL = """
holdfast:stores:
  ledger: { kind: dsql, home: use1, write_routing: any-region, dsql: { witness: usw2 } }
"""
TABLE = "holdfast:stores: { carts: { kind: dynamodb, home: use1, write_routing: any-region } }"


def restore_tests(settings: str) -> str:
    return f"holdfast:backups: {{ copy_to: [euw1], restore_testing: {{ verify_server: false, {settings} }} }}"


def audit(settings: str) -> str:
    return f"holdfast:backups: {{ copy_to: [euw1], audit: {{ {settings} }} }}"


def query(settings: str) -> str:
    return restore_tests(f"stores: {{ orders: {{ queries: {{ rows: {{ {settings} }} }} }} }}")


REFUSED = [
    ((DATABASE, restore_tests("places: [euc1]")), "backups.restore_testing.places[0]", "has no backup vault"),
    (
        (DATABASE, "holdfast:backups: { copy_to: [euw1], restore_testing: {} }"),
        "backups.restore_testing.ca_file",
        "is needed to verify the restored orders: no public trust store has RDS's authorities",
    ),
    (
        (DATABASE, restore_tests("ca_file: rds.pem")),
        "backups.restore_testing.ca_file",
        "does nothing: verify_server is false",
    ),
    (
        (TABLE, "holdfast:backups: { copy_to: [euw1], restore_testing: { ca_file: rds.pem } }"),
        "backups.restore_testing.ca_file",
        "does nothing: no database is restored in the tested places",
    ),
    (
        (USA, DSQL, "holdfast:backups: { copy_to: [use2], restore_testing: { places: [use1] } }"),
        "backups.restore_testing",
        "use1 holds no backup of a kind that AWS Backup restores in tests (Aurora, RDS, DynamoDB, S3;",
    ),
    (
        (USA, DSQL, "holdfast:backups: { copy_to: [use2], restore_testing: { stores: { ledger: {} } } }"),
        "backups.restore_testing.stores.ledger",
        "AWS Backup restores no dsql in tests",
    ),
    (
        ("holdfast:regions: { use1: { zones: 3 }, euw1: { zones: 2 } }", CLUSTER, restore_tests("")),
        "regions.euw1.zones",
        "copies of orders are restored there in tests: a Multi-AZ DB cluster needs 3 zones",
    ),
    (
        (KINDS, restore_tests("stores: { carts: {} }")),
        "backups.restore_testing.stores.carts",
        "AWS Backup restores no elasticache in tests",
    ),
    (
        (KINDS, restore_tests("stores: { instances: { objects: [a] } }")),
        "backups.restore_testing.stores.instances.objects",
        "does nothing for a store of AWS Backup's type RDS (allowed: database, queries)",
    ),
    (
        (KINDS, restore_tests("stores: { files: { at_least_items: 1 } }")),
        "backups.restore_testing.stores.files.at_least_items",
        "type S3 (allowed: at_least_objects, objects)",
    ),
    ((DATABASE, restore_tests("places: []")), "backups.restore_testing.places", "is empty"),
    ((DATABASE, audit("places: [euc1]")), "backups.audit.places[0]", "has no backup vault"),
    (
        (DATABASE, restore_tests("stores: { order: {} }")),
        "backups.restore_testing.stores.order",
        "did you mean 'orders'?",
    ),
    (
        (DATABASE, TABLE, restore_tests("stores: { carts: { queries: {} } }")),
        "backups.restore_testing.stores.carts.queries",
        "does nothing for a store of AWS Backup's type DynamoDB (allowed: at_least_items, attributes)",
    ),
    (
        (DATABASE, restore_tests("stores: { orders: { at_least_items: 1 } }")),
        "backups.restore_testing.stores.orders.at_least_items",
        "type Aurora (allowed: database, queries)",
    ),
    (
        (DATABASE, query("sql: SELECT 1")),
        "backups.restore_testing.stores.orders.queries.rows",
        "has no expectation: a query has exactly one (allowed: at_least, newest_within_minutes, equals)",
    ),
    (
        (DATABASE, query("sql: SELECT 1, at_least: 1, equals: '1'")),
        "backups.restore_testing.stores.orders.queries.rows",
        "has at_least and equals: a query has exactly one",
    ),
    (
        (DATABASE, query("sql: DELETE FROM orders, at_least: 1")),
        "backups.restore_testing.stores.orders.queries.rows.sql",
        "one statement that reads",
    ),
    (
        (DATABASE, query("sql: SELECT 1; DROP TABLE orders, at_least: 1")),
        "backups.restore_testing.stores.orders.queries.rows.sql",
        "one statement that reads",
    ),
    (
        (DATABASE, restore_tests("validation_window_hours: 2, query_timeout_seconds: 600")),
        "backups.restore_testing.validation_window_hours",
        "is too short: the function looks every 1680 seconds",
    ),
    (
        (DATABASE, restore_tests("selection_window_days: 36")),
        "backups.restore_testing.selection_window_days",
        "nothing so old is kept",
    ),
    ((DATABASE, restore_tests("frequency: monthly")), "backups.restore_testing.frequency", "daily, weekly"),
    ((DATABASE, restore_tests("at: '24:00'")), "backups.restore_testing.at", "a time of day has four digits"),
]


@pytest.mark.parametrize(("patches", "key", "part"), REFUSED)
def test_what_cannot_be_is_refused(patches: tuple[str, ...], key: str, part: str) -> None:
    found = mistakes(SPREAD, *patches)
    told = [str(mistake) for mistake in found if mistake.key == f"holdfast:{key}"]
    assert any(part in text for text in told), "\n".join(map(str, found))


def test_every_kind_that_aws_restores_in_tests_is_restored() -> None:
    settings = loaded(SPREAD, KINDS, restore_tests(""))
    assert effective_backups.restorable_stores("euw1", settings) == (
        *("tables", "clusters", "instances", "more", "files"),
    )


def test_tables_and_buckets_need_no_certificates() -> None:
    asked = "holdfast:backups: { copy_to: [euw1], restore_testing: {} }"
    files = "holdfast:stores: { files: { kind: s3, home: use1, write_routing: any-region } }"
    assert loaded(SPREAD, TABLE, files, asked).backups is not None


@pytest.mark.parametrize(
    "sql",
    ["SELECT count(*) FROM orders", "with one as (select 1 as n) select n from one", "\n  TABLE orders"],
)
def test_queries_that_read_are_taken(sql: str) -> None:
    settings = loaded(SPREAD, DATABASE, query(f"sql: {sql!r}, at_least: 1".replace("'", '"')))
    assert settings.backups is not None
    assert settings.backups.restore_testing is not None


def test_the_defaults_are_weekly_in_the_places_of_copies() -> None:
    settings = loaded(SPREAD, DATABASE, restore_tests(""))
    assert settings.backups is not None
    asked = settings.backups.restore_testing
    assert asked is not None
    assert (asked.frequency, asked.at, asked.pick) == ("weekly", "05:00", "latest")
    assert (asked.validation_window_hours, asked.query_timeout_seconds) == (4, 60)
