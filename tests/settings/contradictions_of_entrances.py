"""Settings of entrances, data and promises that contradict one another or a rule of AWS."""

from __future__ import annotations

from tests.settings.contradiction_samples import STORE, TABLE, partners
from tests.settings.stack_files import PAIR, SPREAD, public

ENTRANCES = [
    (
        (public("{ domain: api.example.org }"),),
        "entrances.public.domain",
        "lies outside its zone example.com",
    ),
    (
        (public("{ zone: { accelerated_recovery: true } }"),),
        "entrances.public.zone.accelerated_recovery",
        "does nothing to a zone that exists",
    ),
    (
        (partners("api.example.com", "Z0123456789ABC"),),
        "entrances.partners.domain",
        "is the domain of holdfast:entrances.public too",
    ),
    (
        (partners("b.example.com", "Z9876543210"),),
        "entrances.partners.zone.id",
        "names another hosted zone",
    ),
    (
        (partners("euw1.api.example.com", "Z0123456789ABC"),),
        "entrances.partners.domain",
        "region's own endpoint",
    ),
    ((public("{ regions: [use1] }"),), "entrances.public.regions[0]", "no such region"),
    ((public("{ regions: [euw1, euw1] }"),), "entrances.public.regions", "names 'euw1' 2 times"),
    (
        (
            "holdfast:regions: { euc1: { role: backup } }",
            "holdfast:stores: { orders: { kind: dynamodb } }",
            "holdfast:backups: { copy_to: [euc1] }",
            public("{ regions: [euw1, euc1] }"),
        ),
        "entrances.public.regions[1]",
        "has role 'backup' and serves nothing",
    ),
    ((public("{ services: [order] }"),), "entrances.public.services[0]", "did you mean 'orders'?"),
    ((SPREAD, public("{ mode: single-region }")), "entrances.public.mode", "has 2 regions behind it"),
    ((PAIR, public("{ mode: active-active }")), "entrances.public.mode", "euw1 has role 'standby'"),
    ((public("{ mode: active-active }"),), "entrances.public.mode", "needs two regions"),
    (
        (SPREAD, public("{ mode: active-passive }")),
        "entrances.public.mode",
        "The standby would be the primary",
    ),
    ((public("{ mode: active-passive }"),), "entrances.public.mode", "Add a region with role 'standby'"),
    (
        (PAIR, "holdfast:regions: { euc1: { role: standby } }"),
        "entrances.public",
        "a failover pair is two, one active and one standby",
    ),
    ((PAIR, public("{ regions: [euw1], mode: single-region }")), "entrances.public.mode", "is a standby"),
    ((public("{ policy: latency }"),), "entrances.public.policy", "does not go with mode single-region"),
    (
        (SPREAD, public("{ policy: simple }")),
        "entrances.public.policy",
        "does not go with mode active-active",
    ),
    ((PAIR, public("{ policy: weighted }")), "entrances.public.policy", "(allowed: failover)"),
    (
        (SPREAD, public("{ weights: { use1: 1, euw1: 1 } }")),
        "entrances.public.weights",
        "does nothing with policy latency",
    ),
    ((SPREAD, public("{ policy: weighted }")), "entrances.public.weights", "says nothing for euw1, use1"),
    (
        (SPREAD, public("{ policy: weighted, weights: { use1: 0, euw1: 0 } }")),
        "entrances.public.weights",
        "are all 0",
    ),
    (
        (SPREAD, public("{ policy: weighted, weights: { use1: 1, euw1: 1, euc1: 1 } }")),
        "entrances.public.weights.euc1",
        "is not behind this entrance",
    ),
    (
        (SPREAD, public("{ locations: { use1: [US] } }")),
        "entrances.public.locations",
        "only geolocation uses it",
    ),
    (
        (SPREAD, public("{ policy: geolocation, locations: { use1: [US], euw1: [EU] } }")),
        "entrances.public.locations",
        "name 'default' 0 times",
    ),
    (
        (SPREAD, public("{ policy: geolocation, locations: { use1: [US, default], euw1: [EU, US] } }")),
        "entrances.public.locations",
        "name US 2 times",
    ),
    (
        (SPREAD, public("{ policy: geolocation, locations: { use1: [default], euw1: [] } }")),
        "entrances.public.locations.euw1",
        "names no location",
    ),
    ((SPREAD, public("{ policy: multivalue }")), "entrances.public.addresses", "says nothing for"),
    (
        (SPREAD, public("{ policy: multivalue, addresses: { use1: [], euw1: [8.8.8.8] } }")),
        "entrances.public.addresses.use1",
        "names no address",
    ),
    (
        (
            SPREAD,
            public(
                "{ policy: multivalue, addresses: { use1: [8.8.8.1, 8.8.8.2, 8.8.8.3, 8.8.8.4, 8.8.8.5], "
                "euw1: [8.8.8.6, 8.8.8.7, 8.8.8.8, 8.8.8.9] } }"
            ),
        ),
        "entrances.public.addresses",
        "answers with at most 8",
    ),
    ((public("{ standby: {} }"),), "entrances.public.standby", "does nothing in mode single-region"),
    (
        (PAIR, public("{ standby: { strategy: pilot-light, percent: 10 } }")),
        "entrances.public.standby.percent",
        "nothing serves in the standby of pilot-light",
    ),
    (
        (PAIR, public("{ standby: { percent: 0 } }")),
        "entrances.public.standby.percent",
        "this is a pilot-light",
    ),
    (
        (PAIR, public("{ standby: { strategy: hot-standby, percent: 50 } }")),
        "entrances.public.standby.percent",
        "a hot standby runs all",
    ),
    (
        (public("{ health: { checker_regions: [us-east-1, us-west-2] } }"),),
        "entrances.public.health.checker_regions",
        "at least three regions",
    ),
    (
        (public("{ health: { dependency: { metric: Lag } } }"),),
        "entrances.public.health.dependency",
        "add namespace, threshold",
    ),
    (
        (public("{ health: { dependency: { statistic: Average } } }"),),
        "entrances.public.health.dependency.statistic",
        "does nothing without a metric of your own",
    ),
    (
        (public("{ health: { dependency: { metric: M, namespace: N, threshold: 5, error_percent: 1 } } }"),),
        "entrances.public.health.dependency.error_percent",
        "its threshold decides",
    ),
    (
        (SPREAD, public("{ load_balancer: { internal: true } }")),
        "entrances.public.load_balancer.internal",
        "health checkers are on the internet",
    ),
    (
        (SPREAD, public("{ load_balancer: { allowed_cidrs: [203.0.113.0/24] } }")),
        "entrances.public.load_balancer.allowed_cidrs",
        "keeps Route 53's health checkers out",
    ),
]
DATA = [
    ((SPREAD, STORE), "stores.orders", "has one writer region"),
    ((SPREAD, "holdfast:stores: { orders: { kind: dynamodb } }"), "stores.orders", "needs a home"),
    (
        (SPREAD, TABLE, "holdfast:stores: { orders: { home: euc1 } }"),
        "stores.orders.home",
        "none of the store's regions",
    ),
    (
        (SPREAD, TABLE, "holdfast:stores: { orders: { regions: [use1, euc1] } }"),
        "stores.orders.regions[1]",
        "no such",
    ),
    (
        (SPREAD, TABLE, "holdfast:stores: { orders: { writer: use1 } }"),
        "stores.orders.writer",
        "written in every region",
    ),
    (
        (SPREAD, TABLE, "holdfast:stores: { orders: { write_routing: forwarded } }"),
        "stores.orders.write_routing",
        "dynamodb forwards no writes: only Aurora does",
    ),
    (
        (SPREAD, STORE, "holdfast:stores: { orders: { write_routing: any-region } }"),
        "stores.orders.write_routing",
        "takes writes in one region only",
    ),
    (
        (PAIR, STORE, "holdfast:stores: { orders: { writer: euw1 } }"),
        "stores.orders.writer",
        "euw1 is a standby",
    ),
    (
        (PAIR, STORE, "holdfast:stores: { orders: { consistency: strong } }"),
        "stores.orders.consistency",
        "replicates asynchronously",
    ),
    (
        (SPREAD, TABLE, "holdfast:stores: { orders: { consistency: strong } }"),
        "stores.orders.consistency",
        "three replicas, all in one set",
    ),
    (
        (SPREAD, TABLE, "holdfast:objectives: { rpo_seconds: 0 }"),
        "objectives.rpo_seconds",
        "replicates asynchronously",
    ),
    (
        ("holdfast:stores: { orders: { kind: dynamodb } }", "holdfast:objectives: { rpo_seconds: 60 }"),
        "objectives.rpo_seconds",
        "has no copy elsewhere",
    ),
    (
        (
            SPREAD,
            "holdfast:stores: { orders: { kind: dynamodb, regions: [use1] } }",
            "holdfast:backups: { copy_to: [euw1] }",
            "holdfast:objectives: { rpo_seconds: 60 }",
        ),
        "objectives.rpo_seconds",
        "backup copies are hours old",
    ),
    (
        (SPREAD, TABLE, "holdfast:backups: { copy_to: [use1] }"),
        "backups.copy_to[0]",
        "the backup region is the source",
    ),
    (
        (
            SPREAD,
            TABLE,
            "holdfast:stores: { carts: { kind: dynamodb, home: euw1 } }",
            "holdfast:backups: { copy_to: [use1] }",
        ),
        "backups.copy_to",
        "is the source region of holdfast:stores.orders and nothing else",
    ),
    ((SPREAD, TABLE, "holdfast:backups: { copy_to: [euc1] }"), "backups.copy_to[0]", "no such region"),
    ((SPREAD, TABLE, "holdfast:backups: { copy_to: [euw1, euw1] }"), "backups.copy_to", "2 times"),
    (("holdfast:backups: { copy_to: [euw1] }",), "backups", "no store to back up"),
    (
        (
            TABLE,
            "holdfast:stores: { orders: { home: euw1 } }",
            "holdfast:regions: { use1: { role: backup } }",
            "holdfast:backups: { copy_to: [use1] }",
            "holdfast:objectives: { residency: [EU] }",
        ),
        "backups.copy_to[0]",
        "a copy in us-east-1 (US) lies outside",
    ),
    (
        (SPREAD, TABLE, "holdfast:objectives: { residency: [EU] }"),
        "regions.use1",
        "lies outside holdfast:objectives.residency (EU), and stores orders and logs would rest there",
    ),
    (
        (SPREAD, "holdfast:objectives: { rto_seconds: 60 }"),
        "objectives.rto_seconds",
        "interval 10 x threshold 3 + TTL 60",
    ),
    (
        (
            SPREAD,
            public(
                "{ policy: multivalue, ttl_seconds: 30, addresses: { use1: [8.8.8.8], euw1: [1.1.1.1] } }"
            ),
            "holdfast:objectives: { rto_seconds: 45 }",
        ),
        "objectives.rto_seconds",
        "threshold 3 + TTL 30",
    ),
    (
        (PAIR, public("{ standby: { strategy: pilot-light } }"), "holdfast:objectives: { rto_seconds: 300 }"),
        "objectives.rto_seconds",
        "tens of minutes",
    ),
    (
        (
            PAIR,
            public("{ standby: { strategy: backup-and-restore } }"),
            "holdfast:objectives: { rto_seconds: 900 }",
        ),
        "objectives.rto_seconds",
        "takes hours",
    ),
    (("holdfast:objectives: { rto_seconds: 300 }",), "objectives.rto_seconds", "has one region"),
    (("holdfast:objectives: { survives: region }",), "objectives.survives", "has no second region"),
    ((PAIR, "holdfast:objectives: { survives: region }"), "objectives.survives", "hot standby"),
    (
        ("holdfast:objectives: { availability_percent: 99.99 }",),
        "objectives.availability_percent",
        "serves from one region",
    ),
    (
        (
            PAIR,
            public("{ standby: { strategy: backup-and-restore } }"),
            "holdfast:objectives: { availability_percent: 99.999 }",
        ),
        "objectives.availability_percent",
        "serves from one region",
    ),
]
