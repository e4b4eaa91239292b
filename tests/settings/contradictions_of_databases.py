"""Settings of databases that contradict one another or a rule of AWS."""

from __future__ import annotations

from tests.settings.stack_files import PAIR, SPREAD, region
from tests.settings.store_contradiction_samples import (
    ARN,
    FORWARDED,
    MYSQL,
    ONE,
    PUBLIC,
    VPC,
    database,
    table,
)

SECTIONS = [
    (
        (SPREAD, "holdfast:regions: { euw1: (remove) }", database("", FORWARDED)),
        "write_routing",
        "lies in one region",
    ),
    (
        (
            PAIR,
            table(),
            "holdfast:entrances: { public: { standby: { strategy: backup-and-restore } } }",
        ),
        "stores.orders.regions",
        "keeps backups alone (strategy backup-and-restore): name the store's regions without it",
    ),
    (
        (SPREAD, "holdfast:stores: { orders: { kind: dynamodb, home: use1, aurora: {} } }"),
        "aurora",
        "says nothing of kind dynamodb",
    ),
    (
        (SPREAD, "holdfast:stores: { orders: { kind: aurora-mysql, home: use1, dynamodb: {} } }"),
        "dynamodb",
        "says nothing of kind aurora-mysql",
    ),
]
DATABASES = [
    (
        (SPREAD, database("engine_version: 8.0.mysql_aurora.3.10.4")),
        "aurora.engine_version",
        "is no version of aurora-postgresql, such as 17.7",
    ),
    (
        (SPREAD, database("engine_version: '17.7'", kind=MYSQL)),
        "aurora.engine_version",
        "is no version of aurora-mysql",
    ),
    ((SPREAD, database("engine_version: '12.3'")), "aurora.engine_version", "is too old to span regions"),
    (
        (SPREAD, database("engine_version: 5.7.mysql_aurora.2.12.5", kind=MYSQL)),
        "aurora.engine_version",
        "is too old to span regions",
    ),
    (
        (SPREAD, database("engine_version: '15.3'", FORWARDED)),
        "aurora.engine_version",
        "is too old to forward writes",
    ),
    (
        (SPREAD, database("forwarded_read_consistency: global", "write_routing: application,")),
        "aurora.forwarded_read_consistency",
        "does nothing unless the store's write_routing is 'forwarded'",
    ),
    (
        (SPREAD, database("parameters: { rds.force_ssl: '0' }")),
        "aurora.parameters.rds.force_ssl",
        "every connection uses TLS",
    ),
    (
        (SPREAD, database("parameters: { rds.global_db_rpo: '30' }")),
        "aurora.parameters.rds.global_db_rpo",
        "say it with global_db_rpo_seconds",
    ),
    (
        (SPREAD, database("parameters: { innodb_lock_wait_timeout: '5' }")),
        "aurora.parameters.innodb_lock_wait_timeout",
        "is a parameter of aurora-mysql",
    ),
    (
        (SPREAD, database("parameters: { pgaudit.log: ddl }", kind=MYSQL)),
        "aurora.parameters.pgaudit.log",
        "is a parameter of aurora-postgresql",
    ),
    (
        (SPREAD, database("global_db_rpo_seconds: 30", kind=MYSQL)),
        "aurora.global_db_rpo_seconds",
        "only Aurora PostgreSQL",
    ),
    (
        (SPREAD, database("global_db_rpo_seconds: 30", ONE)),
        "aurora.global_db_rpo_seconds",
        "does nothing in one region (use1)",
    ),
    (
        (SPREAD, database("instance_class: db.t4g.medium")),
        "aurora.instance_class",
        "needs instances with much memory",
    ),
    (
        (PAIR, database("instance_class: db.t4g.medium", ONE)),
        "aurora.instance_class",
        "which a store in one region is too, needs instances with much memory",
    ),
    ((PAIR, database("instance_class: db.m6g.large")), "aurora.instance_class", "much memory"),
    ((PAIR, database("engine_version: '12.3'", ONE)), "aurora.engine_version", "is too old to span regions"),
    (
        (PAIR, database("instances: 16")),
        "aurora.instances",
        "of 2 regions that one has at most 15 instances",
    ),
    ((PAIR, database("database: admin")), "aurora.database", "'admin' is reserved by the engine"),
    (
        (PAIR, database("capacity: { max_acu: 4 }")),
        "aurora.capacity.max_acu",
        "is below the least capacity, 8 by default",
    ),
    (
        (SPREAD, database("capacity: { min_acu: 8, max_acu: 4 }")),
        "aurora.capacity.min_acu",
        "is above max_acu (4)",
    ),
    (
        (SPREAD, database("capacity: { min_acu: 0.5, max_acu: 0.5 }")),
        "aurora.capacity.max_acu",
        "at least 1 ACU",
    ),
    ((SPREAD, database("capacity: { min_acu: 0 }")), "aurora.capacity.min_acu", "at least 0.5 in several"),
    (
        (SPREAD, database("capacity: { min_acu: 0 }, engine_version: '16.2'", ONE)),
        "aurora.capacity.min_acu",
        "engine version 16.2 cannot pause",
    ),
    (
        (SPREAD, database("capacity: {}, instance_class: db.r8g.large")),
        "aurora.capacity",
        "does nothing with instance_class db.r8g.large",
    ),
    (
        (SPREAD, database("log_exports: [slowquery]")),
        "aurora.log_exports[0]",
        "(allowed: postgresql, iam-db-auth-error, instance)",
    ),
    ((SPREAD, database("log_exports: [audit, audit]", kind=MYSQL)), "aurora.log_exports", "2 times"),
    (
        (SPREAD, database("insights_mode: advanced, insights_retention_days: 31")),
        "aurora.insights_retention_days",
        "needs at least 465",
    ),
    (
        (SPREAD, database("maintenance_windows: { euc1: 'sun:05:00-sun:05:30' }")),
        "aurora.maintenance_windows.euc1",
        "the store does not lie there",
    ),
    (
        (
            SPREAD,
            database("maintenance_windows: { use1: 'sun:23:30-mon:00:30', euw1: 'mon:00:00-mon:01:00' }"),
        ),
        "aurora.maintenance_windows.euw1",
        "overlaps the window of use1",
    ),
    (
        (SPREAD, database("master_username: administrators_of_it", kind=MYSQL)),
        "aurora.master_username",
        "has 20 characters",
    ),
    ((SPREAD, database("master_username: admin")), "aurora.master_username", "'admin' is reserved"),
    ((SPREAD, database("database: user")), "aurora.database", "'user' is reserved by the engine"),
    (
        (SPREAD, "holdfast:stores: { order: { kind: aurora-mysql, home: use1 } }"),
        "stores.order.aurora.database",
        "'order' is reserved",
    ),
    (
        (SPREAD, database(f"secret_arn: '{ARN}'")),
        "aurora.secret_arn",
        "holdfast:imports has no use1-orders-db",
    ),
    (
        (SPREAD, database(f"secret_arn: '{ARN}'"), "holdfast:imports: { use1-order-db: orders }"),
        "aurora.secret_arn",
        "did you mean 'use1-order-db'?",
    ),
    (
        (SPREAD, database(f"secret_arn: '{ARN}', password_version: 2")),
        "aurora.password_version",
        "does nothing with secret_arn",
    ),
    (
        (SPREAD, database(f"secret_arn: '{ARN.replace('{region}', 'us-east-1')}'")),
        "aurora.secret_arn",
        "services in euw1 could not read it",
    ),
    (
        (SPREAD, database("secret_arn: 'arn:aws:ssm:{region}:111122223333:parameter/orders'")),
        "aurora.secret_arn",
        "is a parameter",
    ),
    (
        (
            "holdfast:stores: { orders: { kind: aurora-mysql } }",
            region(f"{{ adopt: {{ {VPC}, {PUBLIC} }} }}"),
        ),
        "regions.euw1.adopt.isolated_subnet_ids",
        "holdfast:stores.orders lies there",
    ),
]
MANY = "use1, use2, usw2, euw1, euw2, euw3, euc1, apne1, apne2, apse1, apse2, cac1"
DATABASES.append(
    (
        (f"holdfast:regions: {{ {': {}, '.join(MANY.split(', '))}: {{}} }}", database()),
        "regions",
        "a global database has at most 11",
    )
)
