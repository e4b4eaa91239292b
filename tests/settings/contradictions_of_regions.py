"""Settings of regions and services that contradict one another or a rule of AWS."""

from __future__ import annotations

from tests.settings.contradiction_samples import CARTS, adopted
from tests.settings.stack_files import SPREAD, orders, public, region

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
