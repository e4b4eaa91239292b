"""What each kind of store can do between regions, as the settings hold a team to it."""

from __future__ import annotations

import pytest

from holdfast.settings.contradictions.dsql import REGIONS, SETS
from holdfast.topology.values import STORE_TRAITS, Consistency, Promotion, StoreKind, WriteRouting
from tests.settings.stack_files import PAIR, SPREAD, mistakes, orders, public

USA = "holdfast:regions: { use1: {}, use2: {}, euw1: (remove) }"
NO_BACKUP = "not_backed_up_because: a test of something else, "


def store(settings: str, key: str = "orders") -> str:
    unneeded = "kind: elasticache" in settings or "adopt:" in settings
    return f"holdfast:stores: {{ {key}: {{ {'' if unneeded else NO_BACKUP}{settings} }} }}"


def dsql(settings: str, regions: str = "[use1, use2]") -> str:
    return store(f"kind: dsql, home: use1, regions: {regions}, write_routing: any-region, {settings}")


HOSTS = "endpoint: a.example.com, security_group_id: sg-0123456789abcdef0"
OPENED_BY = "secret_arn: 'arn:aws:secretsmanager:{region}:111122223333:secret:sessions-AbCdEf'"


def adopted(members: str, beside: str = "") -> str:
    """A cache that exists, with its members by place."""
    return cache(f"{beside} adopt: {{ members: {{ {members} }}, {OPENED_BY} }}")


CARTS = f"""
holdfast:stores:
  carts:
    kind: elasticache
    home: use1
    write_routing: application
    elasticache: {{ adopt: {{ {OPENED_BY}, members: {{ use1: {{ {HOSTS} }}, euw1: {{ {HOSTS} }} }} }} }}
"""


def cache(settings: str, beside: str = "write_routing: application") -> str:
    return store(f"kind: elasticache, home: use1, {beside}, elasticache: {{ {settings} }}")


GOOD = [
    (USA, dsql("dsql: { witness: usw2 }")),
    (USA, dsql("consistency: strong, dsql: { witness: usw2 }")),
    (USA, dsql("dsql: { witness: usw2 }").replace("any-region", "application")),
    (USA, store("kind: dsql, regions: [use1]")),
    ("holdfast:regions: { euw1: (remove), caw1: { zones: 2 } }", store("kind: dsql")),
    (USA, dsql("dsql: { witness: usw2 }"), "holdfast:objectives: { rpo_seconds: 0, residency: [US] }"),
    (
        USA,
        dsql(f"dsql: {{ adopt: {{ clusters: {{ use1: {'a' * 26}, use2: {'b' * 26} }} }} }}"),
    ),
    (SPREAD, cache("snapshot_days: 7")),
    (SPREAD, adopted(f"use1: {{ {HOSTS} }}, euw1: {{ {HOSTS}, reader_endpoint: b.example.com }}")),
    (PAIR, store("kind: elasticache, home: use1")),
    ("holdfast:regions: { euw1: (remove), ape2: { zones: 3 } }", store("kind: elasticache")),
    (store("kind: elasticache, elasticache: { mode: serverless, limits: LIMITS }"),),
]
LIMITS = "{ max_storage_gb: 5, max_ecpu_per_second: 1000 }"


@pytest.mark.parametrize("patches", GOOD)
def test_good_stores_are_taken(patches: tuple[str, ...]) -> None:
    assert mistakes(*(patch.replace("LIMITS", LIMITS) for patch in patches)) == ()


WRONG = [
    # DSQL
    (
        (USA, dsql("dsql: {}")),
        "stores.orders.dsql",
        "has a witness in a third of their set",
    ),
    ((USA, dsql("dsql: { witness: use2 }")), "stores.orders.dsql.witness", "holds a cluster already"),
    ((USA, dsql("dsql: { witness: euw1 }")), "stores.orders.dsql.witness", "is of no set with"),
    (
        (SPREAD, dsql("dsql: { witness: usw2 }", "[use1, euw1]")),
        "stores.orders.regions",
        "two peers and their witness are of one set of regions",
    ),
    (
        (
            "holdfast:regions: { use1: {}, use2: {}, usw2: {}, euw1: (remove) }",
            dsql("", "[use1, use2, usw2]"),
        ),
        "stores.orders.regions",
        "name one or two regions, here 3",
    ),
    (
        ("holdfast:regions: { eus1: { zones: 2 }, euw1: (remove) }", store("kind: dsql")),
        "stores.orders.regions",
        "DSQL is not in eu-south-1",
    ),
    (
        (USA, store("kind: dsql, regions: [use1], dsql: { witness: usw2 }")),
        "stores.orders.dsql.witness",
        "is of two peers, and the store lies in use1 alone",
    ),
    (
        (USA, dsql("consistency: eventual, dsql: { witness: usw2 }")),
        "stores.orders.consistency",
        "dsql replicates synchronously between regions and nothing else",
    ),
    (
        (USA, dsql("writer: use1, dsql: { witness: usw2 }")),
        "stores.orders.writer",
        "dsql is written in every region",
    ),
    (
        (USA, dsql("dsql: { witness: usw2 }").replace("any-region", "forwarded")),
        "stores.orders.write_routing",
        "dsql forwards no writes: only Aurora does",
    ),
    (
        (USA, dsql("dsql: { witness: usw2 }").replace("write_routing: any-region, ", "")),
        "stores.orders",
        "one of them fails, and the service tries again",
    ),
    (
        (
            "holdfast:regions: { euw1: {}, euw2: { zones: 3 } }",
            store("kind: dsql, home: euw1, write_routing: any-region, dsql: { witness: euc1 }"),
            "holdfast:objectives: { residency: [euw1, euw2] }",
        ),
        "stores.orders.dsql.witness",
        "keeps the newest of the transaction log",
    ),
    (
        (USA, dsql(f"dsql: {{ adopt: {{ clusters: {{ use1: {'a' * 26} }} }} }}")),
        "stores.orders.dsql.adopt.clusters",
        "has none in use2",
    ),
    (
        (USA, dsql("dsql: { adopt: { clusters: { use1: orders, use2: orders } } }")),
        "stores.orders.dsql.adopt.clusters.use1",
        "26 lower-case letters and digits",
    ),
    (
        (
            USA,
            dsql("dsql: { witness: usw2 }"),
            orders("{ stores: [orders] }"),
            "holdfast:network: { nat: none, interface_endpoints: [ecr.api, ecr.dkr, logs, secretsmanager] }",
        ),
        "services.orders.stores",
        "answers under a public name, which nothing reaches without NAT",
    ),
    # ElastiCache
    (
        (SPREAD, cache("mode: serverless, limits: LIMITS")),
        "stores.orders.elasticache.mode",
        "which no serverless cache can join",
    ),
    (
        (SPREAD, cache("snapshot_days: 0")),
        "stores.orders.elasticache.snapshot_days",
        "must be from 1 to 35",
    ),
    (
        (SPREAD, cache("node_type: cache.t4g.small")),
        "stores.orders.elasticache.node_type",
        "no Global Datastore takes it",
    ),
    (
        (SPREAD, cache("authentication: user-group")),
        "stores.orders.elasticache.authentication",
        "AWS names AUTH for Global Datastores",
    ),
    (
        (SPREAD, cache("", "consistency: strong, write_routing: application")),
        "stores.orders.consistency",
        "elasticache replicates asynchronously between regions and nothing else",
    ),
    (
        (SPREAD, cache("", "write_routing: forwarded")),
        "stores.orders.write_routing",
        "elasticache forwards no writes: only Aurora does",
    ),
    (
        (SPREAD, cache("", "write_routing: any-region")),
        "stores.orders.write_routing",
        "elasticache takes writes in one region only",
    ),
    (
        (SPREAD, cache(""), "holdfast:objectives: { rpo_seconds: 0 }"),
        "objectives.rpo_seconds",
        "replicates asynchronously, so a lost region loses its last writes",
    ),
    (
        (
            "holdfast:regions: { use1: {}, euw1: { zones: 3 }, apne1: {}, sae1: {} }",
            cache(""),
        ),
        "stores.orders.regions",
        "name at most 3 regions, here 4",
    ),
    (
        (SPREAD, cache("maintenance_windows: { usw2: 'sun:05:00-sun:06:00' }")),
        "stores.orders.elasticache.maintenance_windows.usw2",
        "is none of the cache's regions",
    ),
    (
        (SPREAD, cache(""), "holdfast:caches: { orders: {} }", orders("{ caches: [orders] }")),
        "stores.orders",
        "everything of it would be called as that of holdfast:caches.orders is",
    ),
    (
        (SPREAD, cache("engine_version: '5.0'")),
        "stores.orders.elasticache.engine_version",
        "is no version of valkey",
    ),
    (
        ("holdfast:regions: { use1: {}, euw1: (remove), ape2: { zones: 3 } }", cache("")),
        "stores.orders.regions",
        "AWS has no Global Datastore in ap-east-2",
    ),
    (
        (SPREAD, adopted(f"use1: {{ {HOSTS} }}")),
        "stores.orders.elasticache.adopt.members",
        "has none in euw1",
    ),
    (
        (SPREAD, adopted(f"use1: {{ {HOSTS} }}, euw1: {{ {HOSTS} }}, euw2: {{ {HOSTS} }}")),
        "stores.orders.elasticache.adopt.members.euw2",
        "the store does not lie there",
    ),
    (
        (SPREAD, adopted(f"use1: {{ {HOSTS} }}, euw1: {{ {HOSTS} }}", "snapshot_days: 7,")),
        "stores.orders.elasticache.snapshot_days",
        "nothing of an adopted store is declared, so this would do nothing",
    ),
    (
        (
            SPREAD,
            adopted(f"use1: {{ {HOSTS} }}, euw1: {{ {HOSTS} }}"),
            CARTS,
            orders("{ stores: [orders, carts] }"),
        ),
        "services.orders.stores[1]",
        "one rule would be made twice",
    ),
    # every kind
    (
        (SPREAD, store("kind: dynamodb, home: use1")),
        "stores.orders",
        "the last one wins, and nobody is told",
    ),
    (
        (SPREAD, store("kind: s3, home: use1, consistency: strong, write_routing: any-region")),
        "stores.orders.consistency",
        "s3 replicates asynchronously",
    ),
    (
        (SPREAD, store("kind: rds-mysql, home: use1, write_routing: forwarded")),
        "stores.orders.write_routing",
        "rds-mysql forwards no writes: only Aurora does",
    ),
    (
        (store("kind: dynamodb, write_routing: any-region"),),
        "stores.orders.write_routing",
        "lies in one region, where every write arrives",
    ),
]


@pytest.mark.parametrize(("patches", "key", "said"), WRONG)
def test_what_a_kind_cannot_do_is_refused(patches: tuple[str, ...], key: str, said: str) -> None:
    found = mistakes(*(patch.replace("LIMITS", LIMITS) for patch in patches))

    assert [one for one in found if one.key == f"holdfast:{key}" and said in one.message], found


@pytest.mark.parametrize("kind", StoreKind)
def test_with_active_active_traffic_every_kind_says_how_it_is_written(kind: StoreKind) -> None:
    found = mistakes(SPREAD, store(f"kind: {kind}, home: use1"))
    (told,) = [one for one in found if "say with write_routing" in one.message]

    assert told.key == "holdfast:stores.orders"
    assert told.allowed == tuple(str(one) for one in STORE_TRAITS[kind].write_routings)


@pytest.mark.parametrize("kind", StoreKind)
def test_a_store_in_one_region_of_several_need_not_say_it(kind: StoreKind) -> None:
    found = mistakes(SPREAD, store(f"kind: {kind}, regions: [use1]"))

    assert [one for one in found if "write_routing" in one.message] == []


TABLE = store("kind: dynamodb, home: use1")
OTHER = "domain: b.example.com, zone: { name: example.com, id: Z0123456789ABC }, regions: [euw1]"
JOBS = """
holdfast:services:
  jobs: { port: 8081, image: example.com/jobs:1, peak_rps: 40, instance: { rps: 60 }, stores: [orders] }
"""
BOTH = f"""
holdfast:entrances: {{ public: {{ services: [orders] }}, other: {{ {OTHER}, services: [jobs] }} }}
"""


@pytest.mark.parametrize(
    "patches",
    [
        (SPREAD,),
        # Each entrance has one region, and both lead to the store.
        (SPREAD, f"holdfast:entrances: {{ public: {{ regions: [use1] }}, other: {{ {OTHER} }} }}"),
        (PAIR, public("{ accelerator: { dials: { euw1: 10 } } }")),
    ],
    ids=["active-active", "an entrance per region", "a standby that is sent a tenth"],
)
def test_wherever_requests_arrive_in_several_regions_it_must_be_said(patches: tuple[str, ...]) -> None:
    found = mistakes(TABLE, *patches)

    assert [one.key for one in found if "requests arrive in euw1, use1" in one.message] == [
        "holdfast:stores.orders"
    ]


@pytest.mark.parametrize(
    "patches",
    [
        (PAIR,),
        (PAIR, public("{ accelerator: { dials: { euw1: 0 } } }")),
        # Only the service behind the second entrance uses the store.
        (
            SPREAD,
            JOBS,
            BOTH,
        ),
    ],
    ids=["a standby", "a standby that is sent nothing", "its own service in one region"],
)
def test_nobody_is_asked_where_requests_to_a_store_arrive_in_one_region(patches: tuple[str, ...]) -> None:
    assert [one for one in mistakes(TABLE, *patches) if "write_routing" in one.message] == []


def test_an_application_that_routes_is_told_what_that_means_of_the_kind() -> None:
    for kind, meaning in (
        ("rds-mysql", "the service sends each write to the writer's region"),
        ("s3", "the service writes each record in one region only"),
    ):
        assert any(meaning in one.message for one in mistakes(SPREAD, store(f"kind: {kind}, home: use1")))


def test_backups_are_not_advised_to_a_kind_that_they_do_not_know() -> None:
    objectives = "holdfast:objectives: { rpo_seconds: 7200 }"
    (told,) = [
        one.message for one in mistakes(store("kind: elasticache"), objectives) if "alone" in one.message
    ]

    assert told.endswith("add a region")


@pytest.mark.parametrize("kind", StoreKind)
def test_traits_agree_with_one_another(kind: StoreKind) -> None:
    traits = STORE_TRAITS[kind]

    assert traits.consistencies
    assert traits.one_writer == (WriteRouting.ANY_REGION not in traits.write_routings)
    assert traits.one_writer == (traits.promotion is not Promotion.NONE_NEEDED)
    assert traits.promotion_automatic == (traits.promotion_command is None)
    assert (traits.lag_seconds == 0) == (traits.consistencies == (Consistency.STRONG,))
    assert traits.lag_source.startswith("https://")
    assert traits.promotion_source.startswith("https://")


def test_the_sets_of_dsql_are_of_regions_that_have_it() -> None:
    assert frozenset.union(*SETS) < REGIONS
    assert sum(len(one) for one in SETS) == len(frozenset.union(*SETS))


def test_a_writer_that_must_be_promoted_keeps_no_shorter_promise() -> None:
    detected = 3 * 10 + 60  # checks in a row, then the TTL
    for seconds, refused in ((detected + 59, True), (detected + 60, False)):
        found = mistakes(SPREAD, cache(""), f"holdfast:objectives: {{ rto_seconds: {seconds} }}")
        assert any("promotion of another region (60, " in one.message for one in found) == refused
