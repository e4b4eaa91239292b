"""Settings of RDS databases that contradict one another, or a rule of AWS."""

from __future__ import annotations

from typing import Any

import pytest

from tests.settings.stack_files import PAIR, SPREAD, mistakes, orders

THIRD = "holdfast:regions: { use1: {}, euw1: { role: standby, zones: 3 }, usw2: { role: backup } }"
SWAPPED = "holdfast:regions: { use1: { role: standby, zones: 3 }, euw1: {} }\n"
HELD = "holdfast:hold: [use1]\n"
ALONE = "holdfast:regions: { use1: {}, euw1: (remove) }"
TWO_ZONES = "holdfast:regions: { use1: { zones: 2 }, euw1: (remove) }"
NOT_BACKED_UP = "not_backed_up_because: a test of something else,"
ARN = "arn:aws:secretsmanager:{region}:111122223333:secret:orders"
FIXED_ARN = ARN.replace("{region}", "us-east-1")
INSTANCE = "{ endpoint: db.example.com, security_group_id: sg-01234567 }"


def database(rds: str = "", beside: str = "", kind: str = "rds-postgresql") -> str:
    store = f"kind: {kind}, home: use1, {NOT_BACKED_UP} {beside} rds: {{ {rds} }}"
    return f"holdfast:stores: {{ orders: {{ {store} }} }}"


def cluster(rds: str = "", **more: str) -> tuple[str, str]:
    return ALONE, database(f"shape: cluster, {rds}", **more)


def adopted(instances: str, beside: str = "") -> str:
    adopt = f"adopt: {{ instances: {{ {instances} }}, database: orders, secret_arn: '{ARN}' }}, {beside}"
    return f"holdfast:stores: {{ orders: {{ kind: rds-mysql, home: use1, rds: {{ {adopt} }} }} }}"


MYSQL: dict[str, Any] = {"kind": "rds-mysql"}

WRONG = [
    # engine
    (PAIR, database("engine_version: '17'"), "engine_version", "not a full version of PostgreSQL or MySQL"),
    (PAIR, database("engine_version: '8.4.8'"), "engine_version", "is no version of rds-postgresql"),
    (PAIR, database("engine_version: '17.7'", **MYSQL), "engine_version", "is no version of rds-mysql"),
    (PAIR, database("engine_version: '13.20'"), "engine_version", "is too old for replicas with backups"),
    (PAIR, database("engine_version: '5.7.44'", **MYSQL), "engine_version", "is too old for replicas"),
    (PAIR, database("instance_class: db.serverless"), "instance_class", "is Aurora's"),
    (PAIR, database("instance_class: m5.large"), "instance_class", "not a class of database instances"),
    (PAIR, database("log_exports: [slowquery]"), "log_exports[0]", "rds-postgresql has no such log"),
    (PAIR, database("log_exports: [error, error]", **MYSQL), "log_exports", "names 'error' 2 times"),
    (PAIR, database("parameters: { rds.force_ssl: '0' }"), "parameters.rds.force_ssl", "every connection"),
    (
        PAIR,
        database("parameters: { require_secure_transport: '0' }", **MYSQL),
        "parameters.require_secure_transport",
        "every connection uses TLS",
    ),
    (PAIR, database("parameters: { innodb_x: '0' }"), "parameters.innodb_x", "is a parameter of MySQL"),
    (
        PAIR,
        database("insights_mode: advanced, insights_retention_days: 31"),
        "insights_retention_days",
        "needs at least 465",
    ),
    (PAIR, database("master_username: rdsadmin"), "master_username", "is reserved by the engine"),
    (PAIR, database("master_username: a2345678901234567", **MYSQL), "master_username", "at most 16"),
    (PAIR, database("database: select"), "database", "is reserved by the engine"),
    # storage
    (PAIR, database("storage: { type: gp2 }"), "storage.type", "gp3"),
    (PAIR, database("storage: { gib: 19 }"), "storage.gib", "20"),
    (PAIR, database("storage: { type: io2, gib: 99, iops: 1000 }"), "storage.gib", "io2 has at least 100"),
    (PAIR, database("storage: { type: io2 }"), "storage", "io2 needs iops"),
    (PAIR, database("storage: { iops: 12000 }"), "storage.iops", "from 400 GiB on"),
    (PAIR, database("storage: { throughput_mibps: 500 }"), "storage.throughput_mibps", "from 400 GiB on"),
    (PAIR, database("storage: { gib: 400, iops: 11999 }"), "storage.iops", "take 12000 to 64000"),
    (PAIR, database("storage: { type: io2, iops: 100001 }"), "storage.iops", "take 1000 to 100000"),
    (
        PAIR,
        database("storage: { type: io2, iops: 1000, throughput_mibps: 500 }"),
        "storage.throughput_mibps",
        "follows from iops with io2",
    ),
    (
        PAIR,
        database("storage: { gib: 400, throughput_mibps: 3001 }"),
        "storage.throughput_mibps",
        "is a quarter of the IOPS at most",
    ),
    (PAIR, database("storage: { max_gib: 109 }"), "storage.max_gib", "is at least a tenth above gib, 110"),
    # places
    (PAIR, database("source: usw2"), "source", "the store does not lie there"),
    (PAIR, database("without_standby: [usw2]"), "without_standby[0]", "the store does not lie there"),
    (PAIR, database("without_standby: [use1, use1]"), "without_standby", "names 'use1' 2 times"),
    (PAIR, database("identifiers: { usw2: orders }"), "identifiers.usw2", "the store does not lie there"),
    (PAIR, database("identifiers: { use1: a--b }"), "identifiers.use1", "single hyphens"),
    (PAIR, database("backup_windows: { usw2: '03:00-03:30' }"), "backup_windows.usw2", "does not lie there"),
    (PAIR, database("backup_windows: { use1: '03:00-03:29' }"), "backup_windows.use1", "at least 30 minutes"),
    (
        PAIR,
        database("backup_windows: { use1: '24:00-25:00' }"),
        "backup_windows.use1",
        "two times of the day",
    ),
    (
        PAIR,
        database(
            "backup_windows: { use1: '23:45-00:30' }, maintenance_windows: { use1: 'mon:00:00-mon:00:30' }"
        ),
        "backup_windows.use1",
        "overlaps the maintenance window there (mon:00:00-mon:00:30)",
    ),
    (
        PAIR,
        database("maintenance_windows: { use1: 'mon:00:00-mon:00:30', euw1: 'mon:00:15-mon:01:00' }"),
        "maintenance_windows.euw1",
        "overlaps the window of use1",
    ),
    (
        PAIR,
        database("maintenance_windows: { usw2: 'mon:00:00-mon:00:30' }"),
        "maintenance_windows.usw2",
        "lie",
    ),
    (PAIR, database("backup_copy: { to: usw2 }"), "backup_copy.to", "no such region in holdfast:regions"),
    (PAIR, database("backup_copy: { to: use1 }"), "backup_copy.to", "is where the backups are made"),
    (
        SWAPPED,
        database("source: euw1, backup_copy: { to: euw1 }"),
        "backup_copy.to",
        "is where the backups are made",
    ),
    # an empty database in the place of a lost one
    (PAIR, database("source: euw1"), "source", "replicas are copied from euw1, and use1 is the writer"),
    (SWAPPED, database(), "source", "After a promotion say source: euw1"),
    (SPREAD, database("", "write_routing: application, writer: euw1,"), "source", "euw1 is the writer"),
    # what a cluster cannot do
    (PAIR, database("shape: cluster"), "shape", "a Multi-AZ DB cluster lies in one region"),
    (*cluster("instance_class: db.r8g.large"), "instance_class", "is none that a Multi-AZ DB cluster takes"),
    (*cluster("source: use1"), "source", "says nothing of a Multi-AZ DB cluster"),
    (*cluster(f"identifiers: {{ use1: {'a' * 53} }}"), "identifiers.use1", "has at most 52"),
    (*cluster("log_exports: [audit]", **MYSQL), "log_exports[0]", "as a Multi-AZ DB cluster has no such log"),
    (*cluster("without_standby: [use1]"), "without_standby", "says nothing of a Multi-AZ DB cluster"),
    (*cluster("backup_copy: { to: use1 }"), "backup_copy", "are not copied"),
    (*cluster("storage: { max_gib: 500 }"), "storage.max_gib", "does not grow by itself"),
    (
        *cluster("storage: { gib: 400, throughput_mibps: 500 }"),
        "storage.throughput_mibps",
        "cannot be chosen of a Multi-AZ DB cluster",
    ),
    (TWO_ZONES, database("shape: cluster"), "regions.use1.zones", "lies in exactly three zones"),
    # what replicas cannot do
    (PAIR, database("", "consistency: strong,"), "consistency", "asynchronously"),
    (SPREAD, database("", "write_routing: forwarded,"), "write_routing", "forwards no writes"),
    (SPREAD, database("", "write_routing: any-region,"), "write_routing", "takes writes in one region only"),
    # secrets
    (PAIR, database(f"secret_arn: '{ARN}'"), "secret_arn", "holdfast:imports has no use1-orders-db"),
    (PAIR, database(f"secret_arn: '{FIXED_ARN}'"), "secret_arn", "lies in us-east-1: services in euw1"),
    (
        PAIR,
        database(f"secret_arn: '{ARN}', password_version: 2"),
        "password_version",
        "does nothing with secret_arn",
    ),
    # adopted ones
    (PAIR, adopted(f"use1: {INSTANCE}"), "adopt.instances", "has none in euw1"),
    (PAIR, adopted(f"use1: {INSTANCE}, usw2: {INSTANCE}"), "adopt.instances.usw2", "does not lie there"),
    (
        PAIR,
        adopted(f"use1: {INSTANCE}, euw1: {INSTANCE}", "backup_retention_days: 3"),
        "backup_retention_days",
        "nothing of an adopted store is declared",
    ),
]


@pytest.mark.parametrize(("regions", "store", "key", "part"), WRONG)
def test_what_contradicts_is_refused(regions: str, store: str, key: str, part: str) -> None:
    found = mistakes(regions, store)
    keys = {f"holdfast:{key}", f"holdfast:stores.orders.{key}", f"holdfast:stores.orders.rds.{key}"}
    told = [str(mistake) for mistake in found if mistake.key in keys]

    assert any(part in text for text in told), "\n".join(map(str, found))


@pytest.mark.parametrize(
    ("promise", "key", "part"),
    [
        ("rpo_seconds: 0", "rpo_seconds", "replicates asynchronously"),
        ("rpo_seconds: 59", "rpo_seconds", "AWS publishes no lag"),
        ("rto_seconds: 179", "rto_seconds", "several minutes or longer"),
    ],
)
def test_promises_that_replicas_cannot_keep_are_refused(promise: str, key: str, part: str) -> None:
    found = mistakes(PAIR, database(), f"holdfast:objectives: {{ {promise} }}")
    told = [str(one) for one in found if one.key == f"holdfast:objectives.{key}"]

    assert any(part in text for text in told), "\n".join(map(str, found))


def test_promises_that_replicas_can_keep_are_taken() -> None:
    promises = "holdfast:objectives: { rpo_seconds: 60, rto_seconds: 600 }"

    assert mistakes(PAIR, database(), promises) == ()


@pytest.mark.parametrize(
    ("regions", "store"),
    [
        (PAIR, database()),
        (SWAPPED, database("source: euw1")),
        (SWAPPED + HELD, database()),
        (SPREAD, database("source: euw1", "write_routing: application, writer: euw1,")),
        (PAIR, database(**MYSQL)),
        (PAIR, database("backup_copy: { to: euw1, retention_days: 35 }")),
        (SWAPPED, database("source: euw1, backup_copy: { to: use1 }")),
        (PAIR, database("storage: { gib: 400, iops: 16000, throughput_mibps: 4000, max_gib: 440 }")),
        (PAIR, database("storage: { type: io2, iops: 100000 }")),
        (PAIR, database("without_standby: [euw1], engine_version: '16.11'")),
        (
            PAIR,
            database(
                "backup_windows: { use1: '03:00-03:30' },maintenance_windows: { use1: 'mon:03:30-mon:04:00' }"
            ),
        ),
        (SPREAD, database("", "write_routing: application,")),
        (ALONE, database()),
        cluster(),
        cluster("instance_class: db.m6gd.large, storage: { type: io2, iops: 3000 }"),
        cluster("log_exports: [error]", **MYSQL),
        (PAIR, database("log_exports: [audit]", **MYSQL)),
        (PAIR, adopted(f"use1: {INSTANCE}, euw1: {INSTANCE}")),
    ],
)
def test_what_goes_together_is_taken(regions: str, store: str) -> None:
    assert mistakes(regions, store) == ()


@pytest.mark.parametrize(
    ("seconds", "rds", "beside", "said"),
    [
        (86_400, "", NOT_BACKED_UP, "has no copy elsewhere"),
        (86_400, "", "backup_class: local,", "has no copy elsewhere"),
        (3_599, "", "backup_class: standard,", "backup copies are hours old"),
        (3_600, "", "backup_class: standard,", None),
        (299, "backup_copy: { to: usw2 }", NOT_BACKED_UP, "promise at least 300"),
        (300, "backup_copy: { to: usw2 }", NOT_BACKED_UP, None),
        (300, "backup_copy: { to: usw2 }", "backup_class: local,", None),
    ],
)
def test_what_one_region_can_promise_is_as_old_as_its_copies(
    seconds: int, rds: str, beside: str, said: str | None
) -> None:
    store = f"kind: rds-postgresql, regions: [use1], {beside} rds: {{ {rds} }}"
    found = mistakes(
        "holdfast:regions: { use1: {}, euw1: (remove), usw2: { role: backup } }",
        f"holdfast:stores: {{ orders: {{ {store} }} }}",
        "holdfast:backups: { copy_to: [usw2], classes: { standard: {}, local: { copies: [] } } }",
        f"holdfast:objectives: {{ rpo_seconds: {seconds} }}",
    )
    told = [one.message for one in found if one.key == "holdfast:objectives.rpo_seconds"]

    assert len(told) == (said is not None)
    assert said is None or said in told[0]


def test_backups_may_be_copied_to_a_region_for_backups() -> None:
    assert mistakes(THIRD, database("backup_copy: { to: usw2 }")) == ()


def test_a_database_that_is_imported_brings_its_secret() -> None:
    imports = "holdfast:imports: { use1-orders-db: orders-live }"

    assert mistakes(PAIR, database(f"secret_arn: '{ARN}'"), imports) == ()


def test_every_mistake_is_told_at_once() -> None:
    keys = {one.key for one in mistakes(PAIR, database("source: usw2, log_exports: [error]"))}

    assert {"holdfast:stores.orders.rds.source", "holdfast:stores.orders.rds.log_exports[0]"} <= keys


def test_a_service_may_not_be_called_like_the_database() -> None:
    found = mistakes(
        ALONE,
        database(),
        "holdfast:services: { orders-db: { port: 80, image: 'a:1', peak_rps: 1, instance: { rps: 1 } } }",
    )

    assert any("begins the names of holdfast:stores.orders" in one.message for one in found)


def test_adopted_databases_of_one_service_have_a_group_each() -> None:
    other = adopted(f"use1: {INSTANCE}, euw1: {INSTANCE}").replace("orders: {", "reports: {", 1)
    found = mistakes(
        PAIR,
        adopted(f"use1: {INSTANCE}, euw1: {INSTANCE}"),
        other,
        orders("{ stores: [orders, reports] }"),
    )

    assert any("has security group sg-01234567 and port 3306 in use1" in one.message for one in found)
