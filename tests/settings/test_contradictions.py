from __future__ import annotations

import pytest

from tests.settings.stack_files import PAIR, SPREAD, mistakes, orders, public, region

STORE = "holdfast:stores: { orders: { kind: aurora-postgresql, home: use1 } }"
TABLE = "holdfast:stores: { orders: { kind: dynamodb, home: use1 } }"
CARTS = """
holdfast:services:
  orders: { priority: 10, paths: [/orders/*] }
  carts: { port: 80, image: "carts:1", peak_rps: 1, instance: { rps: 1 }, priority: 20, paths: [/carts/*] }
"""


def partners(domain: str, zone_id: str) -> str:
    zone = f"{{ name: example.com, id: {zone_id} }}"
    return f"holdfast:entrances: {{ partners: {{ domain: {domain}, zone: {zone} }} }}"


def adopted(ids: str, beside: str = "") -> str:
    return region(f"{{ {beside} adopt: {{ vpc_id: vpc-01234567, cidr: 10.1.0.0/16, {ids} }} }}")


REGIONS = [
    ((region("{ zones: [a, g] }"),), "regions.euw1.zones[1]", "no zone eu-west-1g"),
    ((region("{ zones: [a, a, b] }"),), "regions.euw1.zones", "names 'a' 2 times"),
    ((region("{ zones: [a] }"),), "regions.euw1.zones", "two to six zones"),
    ((region("{ zones: 4 }"),), "regions.euw1.zones", "eu-west-1 has 3 zones"),
    ((region("{ cidr: 10.0.0.0/8 }"),), "regions.euw1.cidr", "/16 to /22"),
    ((region("{ cidr: 10.0.0.0/24 }"),), "regions.euw1.cidr", "/16 to /22"),
    ((region("{ cidr: 52.10.0.0/16 }"),), "regions.euw1.cidr", "not a private block"),
    ((region("{ cidr: 172.17.0.0/16 }"),), "regions.euw1.cidr", "Docker's bridge"),
    (
        ("holdfast:regions: { euw1: { cidr: 10.9.0.0/16 }, use1: { cidr: 10.9.64.0/20 } }",),
        "regions.use1.cidr",
        "overlaps holdfast:regions.euw1.cidr (10.9.0.0/16)",
    ),
    (
        ("holdfast:regions: { euw1: {}, use1: { cidr: 10.48.0.0/18 } }",),
        "regions.use1.cidr",
        "overlaps holdfast:regions.euw1.cidr",
    ),
    ((region("{ role: standby }"),), "regions", "no region is active"),
    (("holdfast:hold: [use1]",), "hold[0]", "no such region"),
    ((SPREAD, "holdfast:hold: [use1, euw1]"), "hold", "holds every region"),
    ((SPREAD, "holdfast:hold: [use1, use1]"), "hold", "names 'use1' 2 times"),
    (
        (adopted("private_subnet_ids: []", "cidr: 10.1.0.0/16, "),),
        "regions.euw1.cidr",
        "an adopted VPC has its own block",
    ),
    (
        (adopted("private_subnet_ids: []", "nat: none, "),),
        "regions.euw1.nat",
        "has its own way out",
    ),
    (
        (adopted("private_subnet_ids: [subnet-01234567]"),),
        "regions.euw1.adopt.private_subnet_ids",
        "has 1 subnets for 2 zones",
    ),
    (
        (
            adopted(
                "private_subnet_ids: [subnet-01234567, subnet-01234568], "
                "isolated_subnet_ids: [subnet-01234567, subnet-01234569]"
            ),
        ),
        "regions.euw1.adopt",
        "names 'subnet-01234567' 2 times",
    ),
    (
        (adopted("private_subnet_ids: [subnet-01234567, subnet-01234568]"),),
        "regions.euw1.adopt",
        "needs public_subnet_ids",
    ),
    (("holdfast:network: { nat: none }",), "network.interface_endpoints", "add ec2, ecr.api, ecr.dkr, logs"),
    (
        (SPREAD, "holdfast:entrances: { public: { ttl_seconds: 120 } }"),
        "entrances.public.ttl_seconds",
        "does nothing with policy latency",
    ),
    (
        (SPREAD, "holdfast:objectives: { rto_seconds: 120 }"),
        "entrances.public.load_balancer.client_keep_alive_seconds",
        "longer than holdfast:objectives.rto_seconds, 120",
    ),
    (("holdfast:network: { nat: none }",), "services.orders.image", "only images of Amazon ECR"),
    (("holdfast:network: { nat: none, gateway_endpoints: [] }",), "network.gateway_endpoints", "add s3"),
    (("holdfast:network: { interface_endpoints: [ssm, ssm] }",), "network.interface_endpoints", "2 times"),
    (("holdfast:regions: { use1: { role: backup } }",), "regions.use1", "copy_to does not name it"),
    (
        ("holdfast:regions: { use1: { role: backup, cidr: 10.1.0.0/16 } }",),
        "regions.use1.cidr",
        "role 'backup' has no network",
    ),
    ((SPREAD, public("{ regions: [euw1] }")), "regions.use1", "no entrance names it"),
]

SERVICES = [
    ((orders("{ image: (remove) }"),), "services.orders", "has neither"),
    ((orders("{ artefact: 's3://b-{region}/k.tar.gz' }"),), "services.orders", "has both"),
    ((orders("{ image: orders }"),), "services.orders.image", "names no version"),
    (
        (orders("{ image: 'registry.example.com:5000/orders:latest' }"),),
        "services.orders.image",
        "names no version",
    ),
    ((orders("{ image: 'orders-{regoin}:1' }"),), "services.orders.image", "did you mean '{region}'"),
    ((orders("{ image: { use1: 'orders:1' } }"),), "services.orders.image", "says nothing for euw1"),
    (
        (orders("{ image: { euw1: 'orders:1', use1: 'orders:1' } }"),),
        "services.orders.image.use1",
        "no such region",
    ),
    (
        (SPREAD, orders("{ image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders:1' }")),
        "services.orders.image",
        "comes from us-east-1: the service in euw1",
    ),
    (
        (orders("{ image: { euw1: '111122223333.dkr.ecr.us-east-1.amazonaws.com/orders:1' } }"),),
        "services.orders.image.euw1",
        "write {region}",
    ),
    (
        (SPREAD, orders("{ instance: { ami: { use1: ami-01234567 } } }")),
        "services.orders.instance.ami",
        "says nothing for euw1",
    ),
    (
        (SPREAD, orders("{ image: (remove), artefact: s3://bucket/orders.tar.gz }")),
        "services.orders.artefact",
        "a bucket lies in one region",
    ),
    (
        (orders("{ image: (remove), artefact: https://example.com/orders.tar.gz }"),),
        "services.orders.artefact",
        "s3://<bucket>/<key>",
    ),
    (
        (SPREAD, orders("{ secrets: { KEY: 'arn:aws:ssm:eu-west-1:111122223333:parameter/key' } }")),
        "services.orders.secrets.KEY",
        "comes from eu-west-1",
    ),
    (
        (orders("{ environment: { DB_PASSWORD: hunter2 } }"),),
        "services.orders.environment.DB_PASSWORD",
        "credential",
    ),
    (
        (orders("{ environment: { DB: 'postgres://u:hunter2@db/orders' } }"),),
        "services.orders.environment.DB",
        "looks like a credential",
    ),
    (
        (
            orders(
                "{ environment: { SIGNING: x }, secrets: "
                "{ SIGNING: 'arn:aws:ssm:{region}:111122223333:parameter/key' } }"
            ),
        ),
        "services.orders.environment.SIGNING",
        "is under secrets too",
    ),
    (
        (orders("{ instance: { types: [m7g.large, m7i.large] } }"),),
        "services.orders.instance.types",
        "Graviton and x86",
    ),
    (
        (orders("{ scaling: { warm_pool: {}, spot_percent_above_minimum: 50 } }"),),
        "services.orders.scaling.warm_pool",
        "no spot instances in warm pools",
    ),
    (
        (orders("{ scaling: { min_healthy_percentage: 50, max_healthy_percentage: 200 } }"),),
        "services.orders.scaling.max_healthy_percentage",
        "more than 100 above",
    ),
    (
        (
            orders(
                "{ scaling: { schedules: { morning: { recurrence: 0 7 * * *, minimum: 9, maximum: 3 } } } }"
            ),
        ),
        "services.orders.scaling.schedules.morning.minimum",
        "is above the maximum (3)",
    ),
    (
        (orders("{ scaling: { schedules: { morning: { recurrence: 0 7 * * * } } } }"),),
        "services.orders.scaling.schedules.morning",
        "changes nothing",
    ),
    (
        (orders("{ target: { slow_start_seconds: 60 } }"),),
        "services.orders.target.slow_start_seconds",
        "round_robin",
    ),
    (
        (orders("{ target: { algorithm: round_robin, slow_start_seconds: 20 } }"),),
        "services.orders.target.slow_start_seconds",
        "30 to 900",
    ),
    (
        (orders("{ target: { anomaly_mitigation: true } }"),),
        "services.orders.target.anomaly_mitigation",
        "weighted_random alone",
    ),
    (
        (orders("{ target: { stickiness: { kind: app_cookie } } }"),),
        "services.orders.target.stickiness",
        "needs cookie_name",
    ),
    (
        (orders("{ target: { stickiness: { cookie_name: session } } }"),),
        "services.orders.target.stickiness.cookie_name",
        "names its own cookie",
    ),
    (
        (orders("{ target: { dns_failover_percent: 20, routing_failover_percent: 50 } }"),),
        "services.orders.target.dns_failover_percent",
        "is below routing_failover_percent (50)",
    ),
    (
        (orders("{ target: { health_check: { interval_seconds: 5, timeout_seconds: 5 } } }"),),
        "services.orders.target.health_check.timeout_seconds",
        "must be below interval_seconds (5)",
    ),
    (
        (CARTS, orders("{ priority: 20 }")),
        "services.orders.priority",
        "is the priority of holdfast:services.carts",
    ),
    ((CARTS, orders("{ paths: [/carts/*] }")), "services.orders.paths", "would never get a request"),
    (
        (orders("{ paths: [/a, /b, /c], hosts: [a.x.org, b.x.org, c.x.org] }"),),
        "services.orders.paths",
        "AWS takes 5",
    ),
    ((orders("{ paths: ['/*/*/*/*', '/?/?/?/?'] }"),), "services.orders.paths", "more than 6 wildcards"),
    ((CARTS, public("{ services: [orders] }")), "services.carts", "no entrance sends it traffic"),
    (("holdfast:tags: { Stack: blue }",), "tags.Stack", "is set by Holdfast itself"),
    (("holdfast:tags: { BackupClass: gold }",), "tags.BackupClass", "is set by Holdfast itself"),
    (("holdfast:tags: { backupstack: x }",), "tags.backupstack", "is set by Holdfast itself"),
    (("holdfast:tags: { ContinuousBackup: x }",), "tags.ContinuousBackup", "is set by Holdfast itself"),
]

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


@pytest.mark.parametrize(("patches", "key", "part"), REGIONS + SERVICES + ENTRANCES + DATA)
def test_contradiction_is_refused(patches: tuple[str, ...], key: str, part: str) -> None:
    found = mistakes(*patches)
    told = [str(mistake) for mistake in found if mistake.key == f"holdfast:{key}"]
    assert any(part in text for text in told), "\n".join(map(str, found))
    assert all("hunter2" not in str(mistake) for mistake in found)
