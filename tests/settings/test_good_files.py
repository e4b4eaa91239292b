from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from holdfast.settings import effective_stores, load
from holdfast.topology.values import Consistency, LoadBalancingAlgorithm, Mode, Role, Strategy
from tests.settings.stack_files import PAIR, SPREAD, as_pulumi_gives_it, loaded, orders, public, region

ADOPTED = """
holdfast:regions:
  euw1:
    adopt:
      vpc_id: vpc-01234567
      cidr: 52.10.0.0/24
      public_subnet_ids: [subnet-01234561, subnet-01234562]
      private_subnet_ids: [subnet-01234567, subnet-01234568]
"""
CLOSED = """
holdfast:network:
  nat: none
  interface_endpoints: [ec2, ecr.api, ecr.dkr, logs, monitoring, ssm, ssmmessages]
holdfast:services: { orders: { image: "111122223333.dkr.ecr.{region}.amazonaws.com/orders:1" } }
"""
PER_PLACE = """
holdfast:services:
  orders:
    image: { use1: "orders:1", euw1: "registry:5000/orders@sha256:DIGEST" }
    secrets:
      KEY:
        use1: arn:aws:ssm:us-east-1:111122223333:parameter/key
        euw1: arn:aws:ssm:eu-west-1:111122223333:parameter/key
""".replace("DIGEST", "0" * 64)
TWO_ENTRANCES = """
holdfast:entrances:
  public: { zone: { id: (remove), delegated: true } }
  partners: { domain: partners.example.com, zone: { name: example.com, delegated: true } }
"""
SCHEDULE = "{ recurrence: 0 7 * * MON-FRI, time_zone: Europe/Dublin, minimum: 6 }"
STRONG = """
holdfast:regions: { use1: {}, use2: {}, usw2: {}, euw1: (remove) }
holdfast:stores:
  orders:
    kind: dynamodb
    home: use1
    consistency: strong
    write_routing: any-region
    not_backed_up_because: another system holds the originals
holdfast:objectives: { rpo_seconds: 0, residency: [US], availability_percent: 99.999 }
"""
STAGING = """
holdfast:stores:
  orders:
    kind: aurora-postgresql
    home: use1
    write_routing: forwarded
    aurora:
      engine_version: "17.7"
      capacity: { min_acu: 1, max_acu: 16 }
      maintenance_windows: { use1: "sun:07:00-sun:07:30", euw1: "sun:02:00-sun:02:30" }
holdfast:services: { orders: { stores: [orders] } }
holdfast:backups: { copy_to: [euw1], retention_days: 14, emails: [team@example.com] }
"""
PRODUCTION = """
holdfast:regions: { euc1: { role: backup } }
holdfast:stores: { orders: { kind: dynamodb, home: use1, write_routing: any-region } }
holdfast:services: { orders: { stores: [orders] } }
holdfast:backups: { copy_to: [euw1, euc1] }
"""
WITNESS = """
holdfast:regions: { use1: {}, use2: {}, euw1: (remove) }
holdfast:stores:
  orders:
    kind: dynamodb
    home: use1
    consistency: strong
    write_routing: application
    not_backed_up_because: another system holds the originals
    dynamodb: { witness: usw2 }
holdfast:objectives: { rpo_seconds: 0, residency: [US] }
"""
IMPORTED = """
holdfast:imports: { use1-orders-db: orders }
holdfast:stores:
  orders:
    kind: aurora-mysql
    home: use1
    write_routing: application
    not_backed_up_because: another system holds the originals
    aurora:
      secret_arn: arn:aws:secretsmanager:{region}:111122223333:secret:orders
      engine_version: 8.0.mysql_aurora.3.10.4
      instance_class: db.r8g.large
"""
CLUSTER = "{ endpoint: db.example.com, reader_endpoint: ro.example.com, security_group_id: sg-01234567 }"
EXISTING = f"""
holdfast:stores:
  orders:
    kind: aurora-postgresql
    home: use1
    write_routing: forwarded
    aurora:
      adopt:
        clusters: {{ use1: {CLUSTER}, euw1: {CLUSTER} }}
        database: orders
        secret_arn: arn:aws:secretsmanager:{{region}}:111122223333:secret:orders
  carts:
    kind: dynamodb
    home: use1
    write_routing: any-region
    dynamodb: {{ adopt: {{ table_name: carts }} }}
"""
COLD = """
holdfast:stores:
  orders: { kind: aurora-postgresql, home: use1, write_routing: forwarded }
  carts: { kind: dynamodb, home: use1, write_routing: any-region, backup_class: archive }
holdfast:backups:
  copy_to: [euw1]
  classes: { standard: {}, archive: { retention_days: 120, cold_storage_after_days: 30 } }
  lock: { mode: compliance, cooling_off_days: 3, max_retention_days: 120 }
"""
GOOD = [
    (SPREAD, STAGING),
    (SPREAD, PRODUCTION),
    (WITNESS,),
    (SPREAD, IMPORTED),
    (SPREAD, EXISTING),
    (SPREAD, COLD),
    (
        SPREAD,
        STAGING,
        public("{ load_balancer: { client_keep_alive_seconds: 120 } }"),
        "holdfast:objectives: { rto_seconds: 150, rpo_seconds: 1 }",
    ),
    (
        (
            "holdfast:stores: { orders: { kind: aurora-postgresql, aurora: { capacity: { min_acu: 0 }, "
            "instance_class: db.serverless }, not_backed_up_because: a copy of another one } }"
        ),
    ),
    (),
    (SPREAD,),
    (PAIR,),
    (PAIR, public("{ standby: { strategy: hot-standby } }"), "holdfast:objectives: { survives: region }"),
    (PAIR, public("{ standby: { strategy: backup-and-restore } }")),
    ("holdfast:regions: { usw1: { zones: [a, c] } }",),
    (region("{ cidr: 100.64.0.0/16 }"),),
    (ADOPTED,),
    (CLOSED,),
    (SPREAD, PER_PLACE),
    (STRONG,),
    ("holdfast:network: { flow_logs: null }",),
    (orders("{ hosts: [API.example.com, euw1.api.example.com], paths: [/a, /b, /c] }"),),
    (orders("{ hosts: ['*.example.com'], paths: [/a, /b, /c] }"),),
    (orders("{ instance: { types: [m7g.large, m6g.large] }, scaling: { spot_percent_above_minimum: 50 } }"),),
    (orders("{ scaling: { warm_pool: { state: Running, minimum: 1 } }, health_path: '/up?deep=0' }"),),
    (orders("{ health_path: '/up$(x)' }"),),
    (orders("{ image: (remove), artefact: 's3://b-{region}/v1/k.tar.gz', environment: { HOME: /srv } }"),),
    (orders("{ image: '111122223333.dkr-ecr.{region}.on.aws/orders:1' }"),),
    (orders('{ environment: { TEXT: "two\\nlines\\tand a tab" } }'),),
    (public("{ zone: { id: (remove), accelerated_recovery: false } }"),),
    (public("{ zone: { accelerated_recovery: null } }"),),
    (TWO_ENTRANCES,),
    (ADOPTED, "holdfast:regions: { use1: { cidr: 10.201.0.0/16 } }"),
    (orders("{ environment: { TOKEN_TTL_SECONDS: '300', PARTITION_KEY: id } }"),),
    (orders(f"{{ scaling: {{ schedules: {{ morning: {SCHEDULE} }} }} }}"),),
    (orders("{ target: { algorithm: weighted_random, anomaly_mitigation: true } }"),),
    (SPREAD, public("{ policy: weighted, weights: { use1: 0, euw1: 9 } }")),
    (
        SPREAD,
        public("{ policy: geolocation, locations: { use1: [default, US-CA, 'country:SA'], euw1: [EU] } }"),
    ),
    (SPREAD, public("{ policy: multivalue, addresses: { use1: [8.8.8.8], euw1: [1.1.1.1] } }")),
    (public("{ load_balancer: { internal: true, allowed_cidrs: [10.0.0.0/8] } }"),),
    (
        SPREAD,
        "holdfast:stores: { orders: { kind: aurora-mysql, home: use1, write_routing: forwarded } }",
        "holdfast:backups: { copy_to: [euw1] }",
    ),
    (SPREAD, "holdfast:objectives: { rto_seconds: 300 }"),
    ("holdfast:protection: lifted", "holdfast:tags: { Team: orders+co }"),
]


@pytest.mark.parametrize("patches", GOOD)
def test_good_settings_are_taken(patches: tuple[str, ...]) -> None:
    assert loaded(*patches).account == "111122223333"


def test_defaults_of_the_smallest_file() -> None:
    settings = loaded()
    assert settings.regions["euw1"].role is Role.ACTIVE
    assert settings.services["orders"].target.algorithm is LoadBalancingAlgorithm.LEAST_OUTSTANDING_REQUESTS
    assert settings.entrances["public"].health.failure_threshold == 3
    assert settings.protection == "enforced"
    assert settings.network.flow_logs is not None
    assert settings.network.flow_logs.retention_days == 90


def test_texts_become_the_values_that_they_name() -> None:
    settings = loaded(
        PAIR,
        "holdfast:stores: { orders: { kind: dynamodb, home: use1, write_routing: any-region } }",
        "holdfast:backups: { copy_to: [euw1] }",
        public("{ mode: active-passive, standby: { strategy: warm-standby, percent: 30 } }"),
    )
    entrance = settings.entrances["public"]
    assert entrance.mode is Mode.ACTIVE_PASSIVE
    assert entrance.standby is not None
    assert entrance.standby.strategy is Strategy.WARM_STANDBY
    assert effective_stores.consistency(settings.stores["orders"]) is Consistency.EVENTUAL


@pytest.mark.parametrize("stack", ["dev", "staging", "prod"])
def test_our_own_stack_files_are_good(stack: str) -> None:
    text = Path(f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
    load(as_pulumi_gives_it(yaml.safe_load(text)["config"]), stack=stack)
    assert text.startswith("# yaml-language-server: $schema=docs/stack-file.schema.json\n")
