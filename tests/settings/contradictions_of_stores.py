"""Settings of tables, of adopted stores and of their use that contradict one another or a rule of AWS."""

from __future__ import annotations

from tests.settings.stack_files import PAIR, SPREAD, orders, region
from tests.settings.store_contradiction_samples import (
    ADOPTED_AT_HOME,
    ARN,
    CLUSTER,
    FORWARDED,
    KEY,
    ONE,
    OTHER_KEY,
    REPLICAS,
    adopted,
    database,
    several,
    table,
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
