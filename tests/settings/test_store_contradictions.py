"""Settings of stores that contradict one another, or a rule of AWS."""

from __future__ import annotations

import pytest

from tests.settings.stack_files import PAIR, SPREAD, mistakes, orders, region

ARN = "arn:aws:secretsmanager:{region}:111122223333:secret:orders"
KEY = "arn:aws:kms:us-east-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef"
OTHER_KEY = KEY.replace("111122223333", "999988887777")
REPLICAS = "holdfast:regions: { use1: {}, use2: {}, euw1: (remove) }"
VPC = "vpc_id: vpc-01234567, cidr: 10.1.0.0/16, private_subnet_ids: [subnet-01234567, subnet-01234568]"
PUBLIC = "public_subnet_ids: [subnet-01234561, subnet-01234562]"
CLUSTER = "{ endpoint: db.example.com, reader_endpoint: ro.example.com, security_group_id: sg-01234567 }"


def database(aurora: str = "", beside: str = "", kind: str = "aurora-postgresql") -> str:
    store = f"kind: {kind}, home: use1, {beside} aurora: {{ {aurora} }}"
    return f"holdfast:stores: {{ orders: {{ {store} }} }}"


def table(dynamodb: str = "", beside: str = "") -> str:
    store = f"kind: dynamodb, home: use1, {beside} dynamodb: {{ {dynamodb} }}"
    return f"holdfast:stores: {{ orders: {{ {store} }} }}"


def adopted(clusters: str, beside: str = "") -> str:
    adopt = f"adopt: {{ clusters: {{ {clusters} }}, database: orders, secret_arn: '{ARN}' }}"
    return database(f"{adopt}, {beside}", "write_routing: application,")


ADOPTED_AT_HOME = (
    "kind: aurora-postgresql, aurora: { adopt: { database: orders, "
    f"secret_arn: '{ARN}', clusters: {{ euw1: {CLUSTER} }} }} }}"
)
MYSQL = "aurora-mysql"
ONE = "regions: [use1],"
FORWARDED = "write_routing: forwarded,"

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

TABLES = [
    (
        (REPLICAS, table("", "consistency: strong,")),
        "consistency",
        "or two and dynamodb.witness in a third region",
    ),
    (
        (REPLICAS, table("witness: use2", "consistency: strong,")),
        "dynamodb.witness",
        "holds a replica already",
    ),
    (
        (REPLICAS, table("witness: euw1", "consistency: strong,")),
        "consistency",
        "with its witness in euw1",
    ),
    ((REPLICAS, table("witness: usw2")), "dynamodb.witness", "only a table with consistency 'strong'"),
    (
        (REPLICAS, table("witness: usw2, ttl_attribute: expires", "consistency: strong,")),
        "dynamodb.ttl_attribute",
        "do not expire",
    ),
    (
        (
            REPLICAS,
            table(
                "witness: usw2, provisioned: { read: { minimum: 1, maximum: 5 }, "
                "write: { minimum: 1, maximum: 5 } }",
                "consistency: strong,",
            ),
        ),
        "dynamodb.provisioned",
        "which replicas of a provisioned table need: leave this out",
    ),
    (
        (SPREAD, table("adopt: { table_name: orders }", "consistency: strong,")),
        "consistency",
        "a strongly consistent global table has three replicas, all in one set",
    ),
    ((SPREAD, table("ttl_attribute: pk")), "dynamodb.ttl_attribute", "is a key of the table"),
    (
        (SPREAD, table("ttl_attribute: at, indexes: { by-at: { partition_key: { name: at } } }")),
        "dynamodb.ttl_attribute",
        "is a key of an index with another type than N",
    ),
    ((SPREAD, table("sort_key: { name: pk }")), "dynamodb.sort_key.name", "is the partition key already"),
    (
        (SPREAD, table("indexes: { by-pk: { partition_key: { name: pk, type: N } } }")),
        "dynamodb.indexes.by-pk.partition_key.type",
        "attribute 'pk' has type S in another key",
    ),
    (
        (SPREAD, table("indexes: { by-a: { partition_key: { name: a }, projection: INCLUDE } }")),
        "dynamodb.indexes.by-a.attributes",
        "none is named",
    ),
    (
        (SPREAD, table("indexes: { by-a: { partition_key: { name: a }, attributes: [b] } }")),
        "dynamodb.indexes.by-a.attributes",
        "do nothing with projection ALL",
    ),
    (
        (
            SPREAD,
            table(
                "indexes: { by-a: { partition_key: { name: a }, projection: INCLUDE, attributes: "
                f"[{', '.join(f'n{number}' for number in range(101))}] }} }}"
            ),
        ),
        "dynamodb.indexes",
        "name 101 attributes together",
    ),
    (
        (
            SPREAD,
            table("provisioned: { read: { minimum: 5, maximum: 1 }, write: { minimum: 1, maximum: 1 } }"),
        ),
        "dynamodb.provisioned.read.minimum",
        "is above the maximum (1)",
    ),
]

ADOPTED = [
    ((SPREAD, adopted(f"use1: {CLUSTER}")), "aurora.adopt.clusters", "has none in euw1"),
    (
        (SPREAD, adopted(f"use1: {CLUSTER}, euw1: {CLUSTER}, euc1: {CLUSTER}")),
        "aurora.adopt.clusters.euc1",
        "the store does not lie there",
    ),
    (
        (SPREAD, adopted(f"use1: {CLUSTER}, euw1: {CLUSTER}", "instances: 3")),
        "aurora.instances",
        "nothing of an adopted store is declared",
    ),
    (
        (SPREAD, table("adopt: { table_name: orders }, ttl_attribute: expires")),
        "dynamodb.ttl_attribute",
        "nothing of an adopted store is declared",
    ),
    (
        (
            SPREAD,
            table("adopt: { table_name: orders }", "backup_class: standard,"),
            "holdfast:backups: { copy_to: [euw1] }",
        ),
        "backup_class",
        "is backed up where it is declared",
    ),
    (
        (SPREAD, table("adopt: { table_name: orders }"), "holdfast:backups: { copy_to: [euw1] }"),
        "backups",
        "an adopted one is backed up where it is declared",
    ),
    (
        (
            SPREAD,
            table("adopt: { table_name: orders }", ONE),
            "holdfast:objectives: { rpo_seconds: 7200 }",
            "holdfast:backups: { copy_to: [euw1] }",
        ),
        "objectives.rpo_seconds",
        "has no copy elsewhere",
    ),
    (
        (SPREAD, table(f"adopt: {{ table_name: orders, key_arns: {{ euw1: '{OTHER_KEY}' }} }}")),
        "dynamodb.adopt.key_arns.euw1",
        "is a key of us-east-1",
    ),
    (
        (SPREAD, table(f"adopt: {{ table_name: orders, key_arns: {{ euc1: '{KEY}' }} }}")),
        "dynamodb.adopt.key_arns.euc1",
        "the store does not lie there",
    ),
]

USE = [
    (
        (SPREAD, table(), orders("{ stores: [order] }")),
        "services.orders.stores[0]",
        "did you mean 'orders'?",
    ),
    ((SPREAD, table(), orders("{ stores: [orders, orders] }")), "services.orders.stores", "2 times"),
    (
        (SPREAD, table("", ONE), orders("{ stores: [orders] }")),
        "services.orders.stores[0]",
        "lies in use1, and the service also runs in euw1",
    ),
    (
        (
            PAIR,
            (
                "holdfast:stores: { orders: { kind: aurora-mysql, home: use1 }, "
                "orders-reader: { kind: aurora-postgresql, home: use1 } }"
            ),
            orders("{ stores: [orders, orders-reader] }"),
        ),
        "services.orders.stores[1]",
        "tells the service STORE_ORDERS_READER_ENDPOINT, which holdfast:stores.orders does too",
    ),
    (
        (PAIR, table(), orders("{ stores: [orders], environment: { STORE_ORDERS_TABLE: orders } }")),
        "services.orders.environment.STORE_ORDERS_TABLE",
        "is set by holdfast:stores.orders, which the service uses",
    ),
    (
        (PAIR, database(), orders(f"{{ stores: [orders], secrets: {{ STORE_ORDERS_PORT: '{ARN}' }} }}")),
        "services.orders.secrets.STORE_ORDERS_PORT",
        "is set by holdfast:stores.orders, which the service uses",
    ),
    (
        ("holdfast:stores: { orders-2: { kind: dynamodb }, orders2: { kind: dynamodb } }",),
        "stores.orders2",
        "differs from holdfast:stores.orders-2 in hyphens alone",
    ),
    (
        (
            f"holdfast:stores: {{ orders: {{ {ADOPTED_AT_HOME} }}, ledger: {{ {ADOPTED_AT_HOME} }} }}",
            orders("{ stores: [orders, ledger] }"),
        ),
        "services.orders.stores[1]",
        "has security group sg-01234567 and port 5432 in euw1, as holdfast:stores.orders has",
    ),
]

KEYS = [
    ((region(f"{{ key_arn: '{KEY}' }}"),), "regions.euw1.key_arn", "is a key of us-east-1"),
    (
        (f"holdfast:regions: {{ use1: {{ key_arn: '{OTHER_KEY}' }} }}",),
        "regions.use1.key_arn",
        "is a key of account 999988887777",
    ),
    (
        (
            table(""),
            "holdfast:backups: { copy_to: [use1] }",
            f"holdfast:regions: {{ use1: {{ role: backup, key_arn: '{KEY}' }} }}",
        ),
        "regions.use1.key_arn",
        "say this under holdfast:backups.key_arns.use1",
    ),
]

PROMISES = [
    (
        (SPREAD, database("", FORWARDED), "holdfast:objectives: { rto_seconds: 120 }"),
        "objectives.rto_seconds",
        "after detection (90 seconds) and the promotion of another region (60,",
    ),
    (
        (PAIR, database(), orders("{ stores: [orders] }"), "holdfast:objectives: { rto_seconds: 149 }"),
        "objectives.rto_seconds",
        "promise at least 150",
    ),
    (
        (SPREAD, database("global_db_rpo_seconds: 60"), "holdfast:objectives: { rpo_seconds: 30 }"),
        "aurora.global_db_rpo_seconds",
        "lets a lost region lose more than holdfast:objectives.rpo_seconds, 30",
    ),
    (
        (
            "holdfast:regions: { euw1: {}, euw2: {} }",
            (
                "holdfast:stores: { orders: { kind: dynamodb, home: euw1, consistency: strong, "
                "dynamodb: { witness: euc1 } } }"
            ),
            "holdfast:objectives: { residency: [euw1, euw2] }",
        ),
        "dynamodb.witness",
        "a witness in eu-central-1 (EU) lies outside",
    ),
]


def several(count: int, kind: str, used: int | None = None) -> tuple[str, ...]:
    """That many stores, and a service that uses them or the first ``used``."""
    keys = [f"store{number}" for number in range(count)]
    stores = ", ".join(f"{key}: {{ kind: {kind}, home: use1 }}" for key in keys)
    return (
        PAIR,
        f"holdfast:stores: {{ {stores} }}",
        orders(f"{{ stores: [{', '.join(keys[:used])}] }}"),
    )


NAMES = [
    *(
        (
            (
                (
                    "holdfast:services: { "
                    f"{key}: {{ port: 80, image: 'a:1', peak_rps: 1, instance: {{ rps: 1 }} }} }}"
                ),
                "holdfast:stores: { orders: { kind: aurora-mysql, home: euw1 } }",
                "holdfast:entrances: { public: { services: [orders] } }",
            ),
            f"services.{key}",
            "begins the names of holdfast:stores.orders in AWS (use1-orders-db-sg is its security group)",
        )
        for key in ("orders-db", "orders-db-x")
    ),
    (
        several(15, "aurora-postgresql"),
        "services.orders.stores",
        "there is room for 9216: EC2 takes 16384 bytes of user data",
    ),
]


@pytest.mark.parametrize(
    ("patches", "key", "part"),
    [*NAMES, *SECTIONS, *DATABASES, *TABLES, *ADOPTED, *USE, *KEYS, *PROMISES],
)
def test_contradiction_of_stores_is_refused(patches: tuple[str, ...], key: str, part: str) -> None:
    found = mistakes(*patches)
    keys = {f"holdfast:{key}", f"holdfast:stores.orders.{key}"}
    told = [str(mistake) for mistake in found if mistake.key in keys]
    assert any(part in text for text in told), "\n".join(map(str, found))


def test_variables_of_stores_do_not_clash_with_those_of_stores_that_a_service_does_not_use() -> None:
    found = mistakes(
        PAIR,
        "holdfast:stores: { orders: { kind: aurora-mysql, home: use1 }, "
        "orders-reader: { kind: aurora-mysql, home: use1 } }",
        "holdfast:backups: { copy_to: [euw1] }",
        orders("{ stores: [orders], environment: { STORE_ORDERS_READER_PORT: '1' } }"),
    )
    assert found == ()


@pytest.mark.parametrize(
    "store",
    [
        "orders: { kind: dynamodb, home: euw1 }",
        "db: { kind: aurora-mysql, home: euw1 }",
        "order: { kind: aurora-mysql, home: euw1 }",
    ],
)
def test_a_service_may_be_called_like_what_no_database_is_called(store: str) -> None:
    service = "orders-db: { port: 80, image: 'a:1', peak_rps: 1, instance: { rps: 1 } }"
    found = mistakes(
        f"holdfast:services: {{ {service} }}",
        f"holdfast:stores: {{ {store} }}",
        "holdfast:entrances: { public: { services: [orders] } }",
    )
    assert [one for one in found if "begins the names" in one.message] == []


def test_the_limit_of_user_data_is_that_of_the_stores_that_a_service_uses() -> None:
    found = mistakes(*several(15, "aurora-postgresql", used=4))
    assert [one for one in found if "user data" in one.message] == []
    assert [one for one in mistakes(*several(15, "dynamodb")) if "user data" in one.message] == []


@pytest.mark.parametrize("held", ["[use1, use2]", "[use2]"])
def test_strongly_consistent_table_that_is_adopted_need_not_name_its_other_regions(held: str) -> None:
    adopt = "adopt: { table_name: orders }"
    routing = "write_routing: any-region, " if "," in held else ""
    store = (
        f"kind: dynamodb, home: use2, regions: {held}, consistency: strong, {routing}dynamodb: {{ {adopt} }}"
    )
    assert mistakes(REPLICAS, f"holdfast:stores: {{ orders: {{ {store} }} }}") == ()
