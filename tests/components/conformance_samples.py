"""Arguments of every component for the conformance sweep: one sample for each shape that it can take."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.components.aurora_database import AuroraDatabase
from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.backup_schedule import BackupSchedule
from holdfast.components.backup_vault import BackupVault
from holdfast.components.certificates import Certificates
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.failover_dns import FailoverDns
from holdfast.components.global_table import GlobalTable
from holdfast.components.hosted_zone import HostedZone
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.log_bucket import LogBucket
from holdfast.components.maintenance_switch import MaintenanceSwitch
from holdfast.components.monthly_budget import MonthlyBudget
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.network import Network
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.regional_health import RegionalHealth
from holdfast.topology.values import Architecture, NatStrategy, VaultLockMode
from tests.components import network_sample
from tests.components.api_sample import EXAMPLES, ORDERS, PARTNERS, REGIONAL_NETWORK, USERS, planned
from tests.components.declared import ACCOUNT_ID, Resources, declared
from tests.components.failover_dns_args import CHECK
from tests.components.failover_dns_args import args as dns_args
from tests.topology.examples import ENTRANCE, changed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi

TAGS = {"Team": "orders"}
ORIGIN = {"region": "holdfast:regions.use1"}
REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "euc1": "eu-central-1", "apne1": "ap-northeast-1"}
US, ARN = REGIONS["use1"], f"arn:aws:acm:us-east-1:{ACCOUNT_ID}"
COMMON: dict[str, Any] = {"tags": TAGS, "origin": ORIGIN}
HERE: dict[str, Any] = {"region": US, **COMMON}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One component as a program would declare it."""

    name: str
    args: Mapping[str, Any]
    reordered: Mapping[str, Any] | None = None
    """The same, said in another order. Default: every mapping and sequence of ``args`` turned round."""
    origin: Mapping[str, Any] = field(default_factory=lambda: ORIGIN)
    """What the component registers as ``origin``. Default: the ``origin`` of the arguments."""


def _reversed(value: Any) -> Any:
    """Turn round every mapping and sequence, however deep."""
    if isinstance(value, dict):
        return {key: _reversed(item) for key, item in reversed(value.items())}
    if isinstance(value, list | tuple):
        return [_reversed(item) for item in reversed(value)]
    return value


def _network(**changes: Any) -> Sample:
    return Sample(name="use1", args={**network_sample.arguments(**changes), **COMMON})


def _dns(policy: str) -> Sample:
    return Sample(name="global-public", args={**dns_args(policy), **COMMON})


def _balancer(**changes: Any) -> Sample:
    target = {"port": 8080, "health_check": {"path": "/healthz"}, "priority": 10}
    args: dict[str, Any] = {
        **HERE,
        "vpc_id": "vpc-1",
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": ["subnet-a", "subnet-b", "subnet-c"],
        "log_bucket": "logs",
        "targets": {"orders": target, "users": {**target, "port": 9090, "priority": 20, "paths": ["/u/*"]}},
        "allowed_cidrs": ["192.0.2.0/24", "198.51.100.0/24", "10.0.0.0/8"],
    }
    return Sample(name="use1-public", args={**args, **changes})


def _certificates(*, delegated: bool) -> Sample:
    regions = {
        place: {
            "region": REGIONS[place],
            "domain": "api.example.com",
            "alternative_names": [f"{place}.api.example.com", "www.example.com"],
        }
        for place in ("use1", "euw1", "apne1")
    }
    args = {"entrance": "public", "zone_id": "ZONE", "delegated": delegated, "regions": regions, **COMMON}
    return Sample(name="global-public", args=args)


def _service(workload: Mapping[str, Any], instances: Mapping[str, Any], scaling: Mapping[str, Any]) -> Sample:
    target = {"arn": "arn:tg", "security_group_id": "sg-balancer", "label": "app/lb/0/targetgroup/tg/0"}
    args = {
        **HERE,
        "service": "orders",
        "network": {"vpc_id": "vpc-1", "subnet_ids": ["subnet-a", "subnet-b"], "vpc_cidr": "10.0.0.0/16"},
        "workload": {"port": 8080, "health_path": "/healthz", **workload},
        "instances": {"architecture": Architecture.ARM64, **instances},
        "scaling": {"minimum": 4, "maximum": 12, "requests_per_target_per_minute": 600, **scaling},
        "target_groups": {"public": target, "partners": target},
        "key_arn": network_sample.KEY_ARN,
    }
    return Sample(name="use1-orders", args=args)


def _services() -> list[Sample]:
    morning = {"recurrence": "0 7 * * MON-FRI", "minimum": 6}
    secret = f"arn:aws:secretsmanager:{US}:{ACCOUNT_ID}:secret:orders-AbCdEf"
    return [
        _service(
            {
                "image": f"{ACCOUNT_ID}.dkr.ecr.{US}.amazonaws.com/orders:1.4.2",
                "environment": {"LOG_LEVEL": "info", "A": "b"},
                "secrets": {"SIGNING_KEY": secret, "DATABASE": f"{secret}2"},
            },
            {
                "types": ["m7g.large", "m6g.large"],
                "spot": {"on_demand_base": 4, "percent_above_base": 50},
                "capacity_reservations": {
                    zone: {"zone": f"{US}{zone}", "instances": 2} for zone in ("a", "b")
                },
            },
            {"schedules": {"morning": morning, "evening": {"recurrence": "0 19 * * *", "minimum": 4}}},
        ),
        _service(
            {"artefact": "s3://artefacts/orders.tar.gz"},
            {"types": ["m7g.large"]},
            {"warm_pool": {"minimum": 2}},
        ),
    ]


def _health(**changes: Any) -> Sample:
    args: dict[str, Any] = {
        **HERE,
        "fqdn": "use1.api.example.com",
        "endpoint": CHECK,
        "dependency": {"threshold": 5, "evaluation_periods": 2},
        "load_balancer_arn_suffix": "app/lb/0",
    }
    return Sample(name="use1-public", args={**args, **changes})


def _turned(raw: dict[str, Any]) -> dict[str, Any]:
    """Settings with their sections' keys in the other order."""
    return {
        key: dict(reversed(value.items())) if isinstance(value, dict) else value
        for key, value in reversed(copy.deepcopy(raw).items())
    }


def _whole(raw: dict[str, Any]) -> Sample:
    def args(settings: dict[str, Any]) -> dict[str, Any]:
        return {"topology": planned(settings)}

    topology = planned(raw)
    origin = {"objectives": dict(topology.objectives.origin)}
    origin |= {f"region {region.place}": dict(region.origin) for region in topology.regions}
    origin |= {f"store {store.key}": dict(store.origin) for store in topology.stores}
    for store in topology.stores:
        section = store.aurora or store.dynamodb
        origin[f"store {store.key}"] |= dict(section.origin) if section else {}
    backups = topology.backups
    if backups is not None:
        origin["backups"] = dict(backups.origin)
        origin |= {f"vault {vault.place}": dict(vault.origin) for vault in backups.vaults}
        origin |= {f"backup class {one.key}": dict(one.origin) for one in backups.classes}
        origin |= {"backup lock": dict(backups.lock.origin)} if backups.lock else {}
    return Sample(name="api", args=args(raw), reordered=args(_turned(raw)), origin=origin)


def _regional(raw: dict[str, Any], *, delegated: bool = True) -> Sample:
    def args(settings: dict[str, Any]) -> dict[str, Any]:
        topology = planned(settings)
        entrances = {entrance.key for entrance in topology.entrances}
        return {
            "plan": next(region for region in topology.regions if region.place == "use1"),
            "network": REGIONAL_NETWORK,
            "key_arn": network_sample.KEY_ARN,
            "entrances": topology.entrances,
            "certificate_arns": {key: f"{ARN}:certificate/{key}" for key in entrances} if delegated else {},
            "account_id": ACCOUNT_ID,
            "protection": True,
            "tags": TAGS,
        }

    return Sample(
        name="use1",
        args=args(raw),
        reordered=args(_turned(raw)),
        origin=dict(args(raw)["plan"].origin),
    )


def _foundation(raw: dict[str, Any]) -> Sample:
    def args(settings: dict[str, Any]) -> dict[str, Any]:
        plan = next(region for region in planned(settings).regions if region.place == "use1")
        return {"plan": plan, "account_id": ACCOUNT_ID, "tags": TAGS}

    return Sample(
        name="use1", args=args(raw), reordered=args(_turned(raw)), origin=dict(args(raw)["plan"].origin)
    )


def _database(places: tuple[str, ...], **changes: Any) -> Sample:
    args: dict[str, Any] = {
        "store": "orders",
        "home": places[0],
        "members": {
            place: {
                "region": REGIONS[place],
                "vpc_id": "vpc-1",
                "subnet_ids": ["subnet-a", "subnet-b"],
                "key_arn": f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/1",
                "instances": {"a1": f"{REGIONS[place]}a", "b1": f"{REGIONS[place]}b"},
            }
            for place in places
        },
        "identifier": "holdfast-prod-orders",
        "engine": "aurora-postgresql",
        "engine_version": "17.7",
        "parameter_group_family": "aurora-postgresql17",
        "port": 5432,
        "database": "orders",
        "master_username": "dbadmin",
        "instance_class": "db.serverless",
        "capacity_acu": (0.5, 16.0),
        "parameters": {"rds.force_ssl": "1", "log_min_duration_statement": "500"},
        "log_exports": ["postgresql", "iam-db-auth-error"],
        "backup_tags": {"BackupClass": "standard"},
        **COMMON,
    }
    args |= changes
    # Of the capacity the order means something.
    return Sample(
        name="global-orders", args=args, reordered={**_reversed(args), "capacity_acu": args["capacity_acu"]}
    )


def _table(places: tuple[str, ...], **changes: Any) -> Sample:
    args: dict[str, Any] = {
        "store": "orders",
        "home": places[0],
        "members": {
            place: {
                "region": REGIONS[place],
                "key_arn": f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/1",
            }
            for place in places
        },
        "partition_key": {"name": "pk", "type": "S"},
        "sort_key": {"name": "sk", "type": "S"},
        "indexes": {
            "by-status": {"partition_key": {"name": "status", "type": "S"}},
            "by-day": {"partition_key": {"name": "day", "type": "N"}, "projection": "KEYS_ONLY"},
        },
        **COMMON,
    }
    return Sample(name="global-orders", args={**args, **changes})


def _vault(**changes: Any) -> Sample:
    args = {**HERE, "account_id": ACCOUNT_ID, "emails": ["b@example.com", "a@example.com"]}
    return Sample(name="use1-backup", args={**args, **changes})


def _schedule() -> Sample:
    daily = {"daily_at": "03:00", "retention_days": 35, "copy_retention_days": 90}
    args = {
        **HERE,
        "account_id": ACCOUNT_ID,
        "vault_name": "vault",
        "topic_arn": f"arn:aws:sns:{US}:{ACCOUNT_ID}:backups",
        "classes": {"standard": {**daily, "continuous_days": 14}, "critical": daily},
        "continuous": ["standard"],
        "copies": {
            place: f"arn:aws:backup:{REGIONS[place]}:{ACCOUNT_ID}:backup-vault:{place}"
            for place in ("euw1", "euc1")
        },
        "resource_types": ["DynamoDB", "Aurora"],
    }
    return Sample(name="use1", args=args)


LARGE = changed(
    regions={"use1": {}, "euw1": {}, "euc1": {"role": "backup"}},
    services={"orders": ORDERS, "users": USERS},
    entrances={
        "public": {**ENTRANCE, "zone": {"name": "example.com", "delegated": True}},
        "partners": PARTNERS,
    },
    stores={
        "orders": {"kind": "dynamodb", "home": "use1"},
        "users": {"kind": "aurora-postgresql", "home": "use1", "write_routing": "forwarded"},
    },
    backups={"copy_to": ["euc1"]},
    budget={"monthly_usd": 100, "emails": ["a@example.com", "b@example.com"]},
    tags=TAGS,
)
"""Everything that a stack can declare, in one."""
LARGE["entrances"]["partners"] = {**PARTNERS, "zone": {"name": "example.com", "delegated": True}}
POLICIES = ("simple", "failover", "latency", "weighted", "geolocation", "multivalue")

SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
    AuroraDatabase: [
        _database(("use1",)),
        _database(("use1", "euw1", "apne1"), write_forwarding=True),
    ],
    AutoScalingService: _services(),
    BackupSchedule: [_schedule()],
    BackupVault: [
        _vault(lock={"mode": VaultLockMode.GOVERNANCE, "min_retention_days": 7}),
        _vault(key_arn=network_sample.KEY_ARN, protection=False),
    ],
    Certificates: [_certificates(delegated=True), _certificates(delegated=False)],
    EncryptionKey: [Sample(name="use1", args={**HERE, "account_id": ACCOUNT_ID})],
    FailoverDns: [_dns(policy) for policy in POLICIES],
    GlobalTable: [
        _table(("use1", "euw1", "apne1")),
        _table(
            ("use1", "euw1"),
            read={"minimum": 5, "maximum": 500},
            write={"minimum": 5, "maximum": 500},
            ttl_attribute="expires_at",
        ),
    ],
    HostedZone: [
        Sample(name="global-example.com", args={"domain": "example.com", **COMMON}),
        Sample(name="global-example.com", args={"domain": "example.com", "zone_id": "ZONE", **COMMON}),
    ],
    LoadBalancer: [_balancer(certificate_arn=f"{ARN}:certificate/0"), _balancer()],
    LogBucket: [Sample(name="use1", args={**HERE, "account_id": ACCOUNT_ID})],
    MaintenanceSwitch: [Sample(name="use1", args={**HERE, "places": ["euw1", "apne1"]})],
    MonthlyBudget: [
        Sample(
            name="global",
            args={
                "limit_usd": 100.0,
                "emails": ["b@example.com", "a@example.com"],
                "tag_key": "Stack",
                "tag_value": "prod",
                **COMMON,
            },
        )
    ],
    MultiRegionApi: [
        _whole(LARGE),
        *(_whole({**EXAMPLES[name], "tags": TAGS}) for name in ("undelegated", "adopted network")),
    ],
    Network: [
        _network(flow_logs=network_sample.FLOW_LOGS, interface_endpoints=["ecr.api", "logs", "ssm"]),
        *(_network(nat=nat) for nat in NatStrategy),
        _network(keys="ab", tiers=network_sample.TIERS[:2]),
        Sample(
            name="use1",
            args={**network_sample.arguments(), **COMMON, "subnets": [], "adopt": network_sample.ADOPTED},
        ),
    ],
    RegionalApi: [
        _regional(LARGE),
        _regional(EXAMPLES["single"]),
        _regional(EXAMPLES["undelegated"], delegated=False),
        _regional(EXAMPLES["adopted network"]),
    ],
    RegionalFoundation: [_foundation(LARGE), _foundation(EXAMPLES["adopted network"])],
    RegionalHealth: [
        _health(switch={"domain_name": "bucket.s3.eu-west-1.amazonaws.com", "path": "/maintenance/use1"}),
        _health(),
    ],
}


def built(
    component: type[pulumi.ComponentResource], index: int
) -> tuple[pulumi.ComponentResource, Resources]:
    """A sample's component and all that was registered with it; nobody may change it."""
    return _built(component.__name__, index)


@cache
def _built(name: str, index: int) -> tuple[pulumi.ComponentResource, Resources]:
    component = next(one for one in SAMPLES if one.__name__ == name)
    sample = SAMPLES[component][index]
    return _build(component, sample.name, sample.args)


def rebuilt(component: type[pulumi.ComponentResource], index: int, *, reordered: bool = False) -> Resources:
    """The same sample once more, or said in another order."""
    sample = SAMPLES[component][index]
    args = sample.args
    if reordered:
        args = sample.reordered if sample.reordered is not None else _reversed(sample.args)
    return _build(component, sample.name, args)[1]


def _build(component: Any, name: str, args: Mapping[str, Any]) -> tuple[pulumi.ComponentResource, Resources]:
    made: list[pulumi.ComponentResource] = []
    resources = declared(lambda: made.append(component(name, args)))
    return made[0], resources
