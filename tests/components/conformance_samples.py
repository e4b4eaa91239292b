"""Arguments of every component for the conformance sweep: one sample for each shape that it can take."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.components.accelerator import GlobalAccelerator
from holdfast.components.air_gapped_vault import AirGappedVault
from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.alert_channels import AlertChannels
from holdfast.components.api_gateway_account import ApiGatewayAccount
from holdfast.components.apm_integration import ApmIntegration
from holdfast.components.application_key import ApplicationKey
from holdfast.components.aurora_database import AuroraDatabase
from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.aws_health_events import AwsHealthEvents
from holdfast.components.backup_audit import BackupAudit
from holdfast.components.backup_schedule import BackupSchedule
from holdfast.components.backup_vault import BackupVault
from holdfast.components.cache import RegionalCache
from holdfast.components.canary import Canary
from holdfast.components.canary_code import CanaryBucket
from holdfast.components.certificate_alarm import CertificateAlarm
from holdfast.components.certificates import Certificates
from holdfast.components.cloudflare_load_balancer import CloudflareLoadBalancer
from holdfast.components.cloudflare_notifications import CloudflareNotifications
from holdfast.components.cloudflare_status import CloudflareStatus
from holdfast.components.cloudflare_zone import CloudflareZone
from holdfast.components.cloudfront_distribution import CloudfrontDistribution
from holdfast.components.container_registry import ContainerRegistry
from holdfast.components.cost_anomaly import CostAnomaly
from holdfast.components.deployment_foundation import DeploymentFoundation
from holdfast.components.deployment_role import DeploymentRole
from holdfast.components.dsql_database import DsqlDatabase
from holdfast.components.ecs_cluster import EcsCluster
from holdfast.components.ecs_service import EcsService
from holdfast.components.edge_foundation import EdgeFoundation
from holdfast.components.eks_cluster import EksCluster
from holdfast.components.eks_service import EksService
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.experiments import Experiments
from holdfast.components.failover_dns import FailoverDns
from holdfast.components.global_cache import GlobalCache
from holdfast.components.global_table import GlobalTable
from holdfast.components.hosted_zone import HostedZone
from holdfast.components.http_api import HttpApi
from holdfast.components.incident_dashboard import IncidentDashboard
from holdfast.components.internet_monitor import InternetMonitor
from holdfast.components.lambda_service import LambdaService
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.log_bucket import LogBucket
from holdfast.components.machine_image import MachineImage
from holdfast.components.maintenance_switch import MaintenanceSwitch
from holdfast.components.metric_stream import MetricStream
from holdfast.components.monthly_budget import MonthlyBudget
from holdfast.components.multi_region_access_point import MultiRegionAccessPoint
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.network import Network
from holdfast.components.network_load_balancer import NetworkLoadBalancer
from holdfast.components.outside_alarms import OutsideAlarms
from holdfast.components.package_bucket import PackageBucket
from holdfast.components.parameters import Parameters
from holdfast.components.private_access import PrivateAccess
from holdfast.components.private_access_peering import PrivateAccessPeering
from holdfast.components.proxy_fleet import ProxyFleet
from holdfast.components.rds_database import RdsDatabase
from holdfast.components.recovery_automation import RecoveryAutomation
from holdfast.components.recovery_step_function import RecoveryStepFunction
from holdfast.components.region_failed import RegionFailed
from holdfast.components.region_switch_plan import RegionSwitchPlan
from holdfast.components.regional_alarms import RegionalAlarms
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.regional_health import RegionalHealth
from holdfast.components.replicated_bucket import ReplicatedBucket
from holdfast.components.replicated_secret import ReplicatedSecret
from holdfast.components.rest_api import RestApi
from holdfast.components.restore_testing import RestoreTesting
from holdfast.components.routing_controls import RoutingControls
from holdfast.components.service_logs import ServiceLogs
from holdfast.components.shield import Shield
from holdfast.components.state_bucket import StateBucket
from holdfast.components.state_key import StateKey
from holdfast.components.tracing import Tracing
from holdfast.components.watchdog import Watchdog
from holdfast.components.watchdog_probe import WatchdogProbe
from holdfast.components.web_acl import WebAcl
from holdfast.components.zonal_autoshift import ZonalAutoshift
from holdfast.components.zone_export import ZoneExport
from holdfast.topology.values import (
    Architecture,
    CloudflareAffinity,
    CloudflareLocationMode,
    CloudflareManagedRules,
    CloudflareSteering,
    DeploymentStrategy,
    MutualTlsMode,
    NatStrategy,
    VaultLockMode,
)
from tests.components import (
    alarm_sample,
    api_gateway_sample,
    applications_sample,
    automation_sample,
    cache_sample,
    ecs_sample,
    eks_sample,
    lambda_sample,
    network_sample,
    private_access_sample,
    proxy_sample,
    rds_sample,
    recovery_sample,
    web_acl_sample,
)
from tests.components.api_sample import EXAMPLES, ORDERS, PARTNERS, REGIONAL_NETWORK, USERS, planned
from tests.components.cloudflare_args import ACCOUNT as CLOUDFLARE_ACCOUNT
from tests.components.cloudflare_args import args as cloudflare_args
from tests.components.cloudflare_args import endpoints as cloudflare_endpoints
from tests.components.declared import ACCOUNT_ID, Resources, declared
from tests.components.failover_dns_args import CHECK
from tests.components.failover_dns_args import args as dns_args
from tests.topology.examples import ENTRANCE, changed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi

TAGS = {"Team": "orders"}
ORIGIN = {"region": "holdfast:regions.use1"}
REGIONS = {
    "use1": "us-east-1",
    "euw1": "eu-west-1",
    "euc1": "eu-central-1",
    "apne1": "ap-northeast-1",
    # Where AWS Health tells a second time, of every stack.
    "usw2": "us-west-2",
}
US, ARN = REGIONS["use1"], f"arn:aws:acm:us-east-1:{ACCOUNT_ID}"
COMMON: dict[str, Any] = {"tags": TAGS, "origin": ORIGIN}
HERE: dict[str, Any] = {"region": US, **COMMON}
TOPICS: dict[str, Any] = {
    "page_topic_arn": f"arn:aws:sns:us-east-1:{ACCOUNT_ID}:pages",
    "ticket_topic_arn": f"arn:aws:sns:us-east-1:{ACCOUNT_ID}:tickets",
}
STATE_REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1"}
PIPELINE: dict[str, Any] = {
    "issuer": "https://gitlab.com",
    "subjects": [f"project_path:example/orders:ref_type:branch:ref:{branch}" for branch in ("main", "next")],
    "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/PowerUserAccess"],
    "stacks": ["orders-prod", "basket-prod"],
}


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


_CALLERS: dict[str, Any] = {
    "health": {"host": "use1.api.example.com", "path": "/healthz", "target": "orders"},
    "jwt": {
        "issuer": "https://issuer.example.com",
        "jwks_endpoint": "https://issuer.example.com/jwks.json",
        "claims": {
            "scope": {"values": ["read", "write"], "format": "string-array"},
            "aud": {"values": ["a"]},
        },
    },
    "mutual_tls": {
        "mode": MutualTlsMode.VERIFY,
        "bundle": {"bucket": "trust", "key": "ca.pem", "version": "1"},
        "revocations": [{"bucket": "trust", "key": key, "version": "1"} for key in ("a.pem", "b.pem")],
    },
}


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


def _balancer_at_cloudflare(**changes: Any) -> Sample:
    return Sample(name="global-public-cloudflare", args={**cloudflare_args(**changes), **COMMON})


def _weighted_at_cloudflare() -> Sample:
    weighed = cloudflare_endpoints("use1", "euw1", use1={"weight": 90}, euw1={"weight": 10})
    sessions = {"kind": CloudflareAffinity.HEADER, "headers": ["x-b", "x-a"]}
    return _balancer_at_cloudflare(
        steering=CloudflareSteering.RANDOM,
        endpoints=weighed,
        proxied=True,
        session_affinity=sessions,
        adaptive_routing=True,
        fallback="use1",
    )


def _located_at_cloudflare() -> Sample:
    return _balancer_at_cloudflare(
        steering=CloudflareSteering.GEO,
        region_pools={"WEU": ["euw1", "use1"], "ENAM": ["use1", "euw1"]},
        country_pools={"CA": ["use1"]},
        location={"mode": CloudflareLocationMode.RESOLVER_IP},
        fallback="use1",
    )


def _zone_at_cloudflare(**changes: Any) -> Sample:
    args = {"account_id": CLOUDFLARE_ACCOUNT, "domain": "example.com", **changes, **COMMON}
    return Sample(name="global-example.com-cloudflare", args=args)


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
    origin = {"objectives": dict(topology.objectives.origin), "releases": dict(topology.releases.origin)}
    origin["runbook"] = dict(topology.runbook.origin)
    origin |= {"recovery": dict(topology.recovery.origin)} if topology.recovery else {}
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


def _buckets(places: tuple[str, ...], **changes: Any) -> Sample:
    members = {
        place: {
            "region": REGIONS[place],
            "key_arn": f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/1",
        }
        for place in places
    }
    return Sample(name="global-documents", args={"key": "documents", "members": members, **COMMON, **changes})


def _vault(**changes: Any) -> Sample:
    args = {**HERE, "account_id": ACCOUNT_ID, "emails": ["b@example.com", "a@example.com"]}
    return Sample(name="use1-backup", args={**args, **changes})


def _schedule(**more: Any) -> Sample:
    daily = {"daily_at": "03:00", "retention_days": 35, "copy_retention_days": 90, **more}
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


def _edge_logs() -> dict[str, Any]:
    return {"name": "euw1-public", "region": REGIONS["euw1"], "account_id": ACCOUNT_ID}


def _accelerator() -> Sample:
    endpoints = {
        place: {"region": REGIONS[place], "endpoint_id": f"arn:{place}"} for place in ("use1", "euw1")
    }
    return Sample(name="global-public", args={"endpoints": endpoints, "flow_logs": _edge_logs(), **COMMON})


def _distribution(**changes: Any) -> Sample:
    args: dict[str, Any] = {
        "domain": "api.example.com",
        "certificate_arn": f"{ARN}:certificate/0",
        "target": {"host": "origin.api.example.com"},
        "spare": {"host": "spare.api.example.com"},
        "paths": {
            "catalogue": {"patterns": ["/catalogue/*", "/prices"], "query_strings": ["page", "lang"]},
            "users": {"patterns": ["/users/*"], "headers": ["authorization", "accept"]},
        },
        "logs": _edge_logs(),
        **COMMON,
    }
    return Sample(name="global-public", args={**args, **changes})


LARGE = changed(
    regions={"use1": {}, "euw1": {}, "euc1": {"role": "backup"}},
    services={"orders": ORDERS, "users": USERS},
    entrances={
        "public": {**ENTRANCE, "zone": {"name": "example.com", "delegated": True}},
        "partners": PARTNERS,
    },
    stores={
        "orders": {"kind": "dynamodb", "home": "use1", "write_routing": "any-region"},
        "users": {"kind": "aurora-postgresql", "home": "use1", "write_routing": "forwarded"},
    },
    backups={"copy_to": ["euc1"]},
    registry={"home": "use1", "replication": "stack", "repositories": {"orders": {}}},
    machine_images={"web": {"home": "use1", "ami": "ami-0123456789abcdef0"}},
    packages={"releases": {}},
    parameters={"checkout": {"value": "https://{region}.example.com"}},
    secrets={"token": {"home": "use1", "source": "generated"}},
    keys={"cards": {"multi_region": True, "home": "use1"}, "scratch": {"multi_region": False}},
    budget={"monthly_usd": 100, "emails": ["a@example.com", "b@example.com"]},
    tags=TAGS,
)
"""Everything that a stack can declare, in one."""
LARGE["entrances"]["partners"] = {**PARTNERS, "zone": {"name": "example.com", "delegated": True}}
POLICIES = ("simple", "failover", "latency", "weighted", "geolocation", "multivalue")


def _ecs_cluster(**changes: Any) -> Sample:
    return Sample(name="euw1-ecs", args={**ecs_sample.cluster(changes), **COMMON})


def _ecs_services() -> list[Sample]:
    target = {"arn": "arn:tg", "security_group_id": "sg-balancer", "label": "app/lb/0/targetgroup/tg/0"}
    discovery = {"namespace_arn": "arn:namespace", "security_group_id": "sg-mesh"}
    evening = {"recurrence": "0 17 * * *", "minimum": 8}
    changes: list[dict[str, Any]] = [
        {
            "target_groups": {"public": target, "partners": target},
            "workload.environment": {"B": "2", "A": "1"},
            "workload.secrets": {"Z": ecs_sample.SECRET, "K": ecs_sample.PARAMETER},
            "scaling.requests_per_target_per_minute": 600,
            "scaling.schedules": {"evening": evening, "early": evening},
            "discovery": discovery,
        },
        {
            "target_groups": {"public": {**target, "blue_green": ecs_sample.BLUE_GREEN}},
            "deployment.strategy": DeploymentStrategy.BLUE_GREEN,
            "scaling.requests_per_target_per_minute": 600,
            "task.shell": True,
        },
    ]
    return [Sample(name="euw1-orders", args={**ecs_sample.service(one), **COMMON}) for one in changes]


EKS_NAME = {"cluster_name": "holdfast-test-use1-eks"}
"""What a component keeps that is renamed."""
SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
    ApiGatewayAccount: [Sample(name="use1", args=HERE)],
    RegionalCache: [
        Sample(
            name="use1-sessions",
            args={
                **cache_sample.regional(
                    software={**cache_sample.SOFTWARE, "parameters": {"maxmemory-policy": "allkeys-lru"}},
                    nodes={**cache_sample.NODES, "shards": 2},
                    upkeep={"snapshot_days": 2, "log_retention_days": 30},
                ),
                **COMMON,
            },
        ),
        Sample(
            name="use1-pages",
            args={
                **cache_sample.regional(
                    cache="pages", software=cache_sample.REDIS, authentication="user-group"
                ),
                **COMMON,
            },
        ),
        Sample(
            name="use1-carts",
            args={**cache_sample.regional(cache="carts", **cache_sample.SERVERLESS), **COMMON},
        ),
    ],
    DsqlDatabase: [
        Sample(
            name="global-orders",
            args={
                "store": "orders",
                "members": {
                    place: {"region": REGIONS[place], "key_arn": f"{ARN}:key/{place}"}
                    for place in ("use1", "euw1")
                },
                "witness_region": "eu-west-2",
                "backup_tags": {"BackupClass": "daily"},
                **COMMON,
            },
        ),
    ],
    GlobalCache: [
        Sample(name="global-sessions", args={**cache_sample.over("use1", "euw1", "apne1"), **COMMON}),
    ],
    PrivateAccess: [
        Sample(name="use1", args={**private_access_sample.arguments(), **COMMON}),
        Sample(
            name="use1",
            args={
                **private_access_sample.arguments(
                    direct_connect={
                        "gamma": {**private_access_sample.LINE, "line": private_access_sample.UP},
                        "delta": {**private_access_sample.LINE, "gateway_asn": 64601},
                    }
                ),
                **COMMON,
            },
        ),
    ],
    PrivateAccessPeering: [
        Sample(
            name="global-access",
            args={
                "members": {
                    "use1": private_access_sample.member("us-east-1", "10.0.0.0/16", "172.20.0.0/16"),
                    "euw1": private_access_sample.member(
                        "eu-west-1", "10.48.0.0/16", "172.20.0.0/16", "192.168.0.0/20"
                    ),
                },
                **COMMON,
            },
        ),
    ],
    RdsDatabase: [
        Sample(
            name="global-orders",
            args={
                **rds_sample.arguments(
                    "use1",
                    "euw1",
                    log_exports=["postgresql"],
                    parameters={"rds.force_ssl": "1"},
                    backup_copy={
                        "place": "euw1",
                        "region": "eu-west-1",
                        "key_arn": f"arn:aws:kms:eu-west-1:{ACCOUNT_ID}:key/1",
                        "retention_days": 14,
                    },
                ),
                **COMMON,
            },
        ),
        Sample(
            name="global-orders",
            args={
                **rds_sample.arguments(
                    "use1", **rds_sample.CLUSTER, storage={"type": "io2", "gib": 100, "iops": 3000}
                ),
                **COMMON,
            },
        ),
    ],
    AuroraDatabase: [
        _database(("use1",)),
        _database(("use1", "euw1", "apne1"), write_forwarding=True),
    ],
    AutoScalingService: _services(),
    AirGappedVault: [
        Sample(
            name="use1-air-gapped",
            args={
                **HERE,
                "min_retention_days": 7,
                "max_retention_days": 365,
                "access": {"account_ids": ["999988887777"], "organization_id": "o-a1b2c3d4e5"},
            },
        )
    ],
    BackupAudit: [
        Sample(
            name="use1",
            args={
                **COMMON,
                "region": "us-east-1",
                "account_id": ACCOUNT_ID,
                "audited": {
                    "vault_name": "v",
                    "plan_tags": {"Stack": "prod"},
                    "backed_up": True,
                    "retention_days": 35.0,
                    "copy_regions": ["eu-west-1"],
                    "copy_accounts": ["222233334444"],
                    "air_gapped": True,
                    "types": ["S3", "Aurora"],
                    "lock_min_days": 7.0,
                    "lock_max_days": 400.0,
                    "kept": True,
                    "restore_minutes": 240.0,
                },
                "report_days": 400.0,
                "protection": False,
            },
        ),
    ],
    BackupSchedule: [_schedule(), _schedule(hourly={"every_hours": 4, "retention_days": 7, "copied": True})],
    BackupVault: [
        _vault(lock={"mode": VaultLockMode.GOVERNANCE, "min_retention_days": 7}),
        _vault(key_arn=network_sample.KEY_ARN, protection=False),
        _vault(access={"account_ids": ["999988887777"]}, key_shared_with=["999988887777"]),
        _vault(vault_name="made-by-others"),
    ],
    CloudfrontDistribution: [
        _distribution(),
        _distribution(
            target={"host": "lb.internal", "vpc_balancer_arn": "arn:lb"},
            web_acl_arn="arn:acl",
            origin_header={"name": "X-Origin-Verify", "value": "0"},
        ),
    ],
    GlobalAccelerator: [_accelerator()],
    Certificates: [_certificates(delegated=True), _certificates(delegated=False)],
    EcsCluster: [_ecs_cluster(), _ecs_cluster(instances=ecs_sample.INSTANCES)],
    EcsService: _ecs_services(),
    EksCluster: [
        Sample(name="use1-eks", args={**eks_sample.cluster_args(), **EKS_NAME, **COMMON}),
        Sample(
            name="use1-eks",
            args={
                **eks_sample.cluster_args(),
                **EKS_NAME,
                "nodes": {**eks_sample.cluster_args()["nodes"], "spot_maximum": 2},
                "callers": {"public": {"security_group_id": "sg-1", "ports": [8080, 9090]}},
                "stores": {"orders": {"security_group_id": "sg-2", "port": 5432}},
                "endpoint": {"private_cidrs": ["10.1.0.0/24", "10.2.0.0/24"]},
                "addons": ["amazon-cloudwatch-observability", "aws-ebs-csi-driver"],
                "cluster_autoscaler": True,
                **COMMON,
            },
        ),
    ],
    EksService: [Sample(name="use1-orders", args={**eks_sample.service_args(), **COMMON})],
    CloudflareLoadBalancer: [
        _balancer_at_cloudflare(fallback="use1"),
        _weighted_at_cloudflare(),
        _located_at_cloudflare(),
    ],
    CloudflareNotifications: [
        Sample(
            name="global-public-cloudflare-alerts",
            args={
                "account_id": CLOUDFLARE_ACCOUNT,
                "pool_ids": {"use1": "pool-1", "euw1": "pool-2"},
                "emails": ["b@example.com", "a@example.com"],
                "webhooks": {"pager": "https://pager.example.com", "chat": "https://chat.example.com"},
                **COMMON,
            },
        )
    ],
    CloudflareZone: [
        _zone_at_cloudflare(),
        _zone_at_cloudflare(
            zone_id="ZONE",
            multi_provider=True,
            rate_limits={
                key: {
                    "host": f"{key}.example.com",
                    "requests": 600,
                    "period_seconds": 60,
                    "mitigation_seconds": 60,
                    "characteristics": ["ip.src"],
                }
                for key in ("api", "partners")
            },
            managed_rules={
                "api": {
                    "hosts": ["api.example.com", "www.example.com"],
                    "rulesets": [CloudflareManagedRules.OWASP, CloudflareManagedRules.CLOUDFLARE],
                }
            },
            edge_certificates={"api": "api.eu.example.com"},
        ),
    ],
    StateKey: [
        Sample(
            name="global-state",
            args={
                "account_id": ACCOUNT_ID,
                "home": "use1",
                "regions": STATE_REGIONS,
                "for_alarms": True,
                **COMMON,
            },
        )
    ],
    StateBucket: [
        Sample(
            name="global-state",
            args={
                "account_id": ACCOUNT_ID,
                "home": "use1",
                "regions": STATE_REGIONS,
                "object_lock": {"mode": "governance", "days": 30},
                "emails": ["platform@example.com"],
                **COMMON,
            },
        )
    ],
    DeploymentRole: [
        Sample(
            name="global-orders",
            args={
                **PIPELINE,
                "account_id": ACCOUNT_ID,
                "provider_arn": f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/gitlab.com",
                "state": {
                    "home": "use1",
                    "bucket_arns": {place: f"arn:aws:s3:::{place}" for place in STATE_REGIONS},
                    "key_arns": {place: f"{ARN}:key/{place}" for place in STATE_REGIONS},
                },
                **COMMON,
            },
        )
    ],
    DeploymentFoundation: [
        Sample(
            name="global",
            args={
                "account_id": ACCOUNT_ID,
                "home": "use1",
                "regions": STATE_REGIONS,
                "emails": ["b@example.com", "a@example.com"],
                "pipelines": {"orders": PIPELINE, "basket": PIPELINE},
                **COMMON,
            },
        )
    ],
    CanaryBucket: [
        Sample(name="use1", args={**HERE, "key_arn": network_sample.KEY_ARN, "retention_days": 30})
    ],
    Canary: [
        Sample(
            name="use1-public",
            args={
                **HERE,
                **TOPICS,
                "place": "use1",
                "account_id": ACCOUNT_ID,
                "entrance": "public",
                "domain": "api.example.com",
                "hosts": {"use1": "use1.api.example.com", "euw1": "euw1.api.example.com"},
                "path": "/healthz",
                "bucket": "use1-canaries",
                "code_key": "code/1.zip",
                "key_arn": network_sample.KEY_ARN,
                "zone": "example.com",
                "name_servers": {"route53": [], "cloudflare": ["ada.ns.cloudflare.com"]},
                "statuses": [200, 204],
                "headers": {"X-Api-Key": f"arn:aws:secretsmanager:us-east-1:{ACCOUNT_ID}:secret:key"},
                "tells": {"use1": "us-east-1", "euw1": "eu-west-1"},
                "runtime": "syn-python-selenium-12.0",
            },
        )
    ],
    Experiments: [
        Sample(
            name="use1",
            args={
                **HERE,
                "account_id": ACCOUNT_ID,
                "key_arn": network_sample.KEY_ARN,
                "stop_alarm_arns": [f"arn:aws:cloudwatch:us-east-1:{ACCOUNT_ID}:alarm:errors"],
                "experiments": {
                    "stop-orders": {
                        "text": "An instance dies.",
                        "actions": {
                            "terminate": {
                                "action_id": "aws:ec2:terminate-instances",
                                "target": {
                                    "key": "Instances",
                                    "resource_type": "aws:ec2:instance",
                                    "tags": {"Name": "use1-orders", "Stack": "prod"},
                                },
                            },
                            "watch": {"action_id": "aws:fis:wait", "parameters": {"duration": "PT10M"}},
                        },
                        "statements": [
                            {
                                "Sid": "Find",
                                "Effect": "Allow",
                                "Action": ["ec2:DescribeInstances"],
                                "Resource": ["*"],
                            }
                        ],
                    }
                },
                "log_retention_days": 90,
                "chaos": {
                    "experiments": ["stop-orders"],
                    "days": ["MON", "TUE"],
                    "minute": 600,
                    "window_minutes": 300,
                    "time_zone": "Etc/UTC",
                    "topic_arn": TOPICS["ticket_topic_arn"],
                },
            },
        )
    ],
    RegionFailed: [
        Sample(
            name="use1-euw1",
            args={
                **HERE,
                "page_topic_arn": TOPICS["page_topic_arn"],
                "place": "use1",
                "failed": "euw1",
                "entrances": ["public", "partners"],
                "watchers": ["use1", "euc1"],
                "views_needed": 2,
                "every_minutes": 5,
                "failures": 2,
            },
        )
    ],
    InternetMonitor: [
        Sample(
            name="use1",
            args={
                **HERE,
                **TOPICS,
                "resources": [
                    f"arn:aws:ec2:us-east-1:{ACCOUNT_ID}:vpc/vpc-1",
                    f"arn:aws:cloudfront::{ACCOUNT_ID}:distribution/E1",
                ],
            },
        )
    ],
    ZoneExport: [
        Sample(
            name="global-zone-export",
            args={
                **HERE,
                "place": "use1",
                "account_id": ACCOUNT_ID,
                "copies": {"euw1": "eu-west-1", "euc1": "eu-central-1"},
                "route53_zones": {"example.com": "Z1", "example.org": "Z2"},
                "cloudflare_zones": {"example.net": {"zone_id": "zone1", "account_id": CLOUDFLARE_ACCOUNT}},
                "cloudflare_token_secret": f"arn:aws:secretsmanager:us-east-1:{ACCOUNT_ID}:secret:cloudflare",
                "emails": ["b@example.com", "a@example.com"],
            },
        )
    ],
    EncryptionKey: [Sample(name="use1", args={**HERE, "account_id": ACCOUNT_ID})],
    FailoverDns: [_dns(policy) for policy in POLICIES],
    ReplicatedBucket: [
        _buckets(("use1",)),
        _buckets(
            ("use1", "euw1", "apne1"),
            object_lock={"mode": "governance", "days": 30},
            expire_days=365,
            access_logs={"account_id": ACCOUNT_ID, "retention_days": 30},
            backup_tags={"BackupClass": "standard"},
            topic_arns={"use1": "arn:aws:sns:us-east-1:111122223333:alarms"},
        ),
    ],
    MultiRegionAccessPoint: [
        Sample(
            name="global-documents",
            args={
                "key": "documents",
                "identifier": "holdfast-prod-documents",
                "account_id": ACCOUNT_ID,
                "members": {
                    place: {"region": REGIONS[place], "bucket": f"{place}-documents"}
                    for place in ("use1", "euw1")
                },
                "origin": ORIGIN,
            },
        )
    ],
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
    HttpApi: [
        Sample(name="use1-public", args={**api_gateway_sample.arguments(), **COMMON}),
        Sample(
            name="use1-public",
            args={
                **api_gateway_sample.arguments(truststore=api_gateway_sample.TRUSTSTORE),
                **COMMON,
                "jwt": {"issuer": "https://login.example.com/", "audiences": ["b", "a"], "scopes": ["x"]},
            },
        ),
    ],
    LambdaService: [
        Sample(name="use1-orders", args={**lambda_sample.arguments(), **COMMON}),
        Sample(
            name="use1-orders",
            args={
                **lambda_sample.arguments(stores={"db": lambda_sample.IN_VPC}, network=lambda_sample.NETWORK),
                **COMMON,
                "concurrency": {"provisioned": {"minimum": 2, "maximum": 9}, "reserved": 9},
            },
        ),
    ],
    ApplicationKey: [
        Sample(name="global-cards", args={**applications_sample.KEY, **COMMON}),
        Sample(name="global-cards", args={**applications_sample.KEY, "multi_region": False, **COMMON}),
    ],
    ContainerRegistry: [Sample(name="global-registry", args={**applications_sample.REGISTRY, **COMMON})],
    MachineImage: [Sample(name="global-web", args={**applications_sample.IMAGE, **COMMON})],
    PackageBucket: [Sample(name="global-releases", args={**applications_sample.PACKAGES, **COMMON})],
    Parameters: [Sample(name="global-parameters", args={**applications_sample.PARAMETERS, **COMMON})],
    ReplicatedSecret: [Sample(name="global-token", args={**applications_sample.SECRET, **COMMON})],
    AlertChannels: [
        Sample(
            name="global-alerts",
            args={
                "topics": {
                    key: {
                        "place": place,
                        "region": REGIONS[place],
                        "topic_arn": f"arn:{key}",
                        "severity": one,
                    }
                    for place in ("use1", "euw1")
                    for key, one in ((place, "ticket"), (f"{place}-pages", "page"))
                },
                "chat_channels": {
                    "slack-ops": {
                        "application": "slack",
                        "team_id": "T1",
                        "channel_id": "C1",
                        "severities": ["page", "ticket"],
                    },
                    "teams-ops": {
                        "application": "teams",
                        "team_id": "t",
                        "tenant_id": "u",
                        "channel_id": "c",
                        "severities": ["page"],
                    },
                },
                "hooks": {
                    key: {"url": "https://example.com/key", "severities": ["page", "ticket"]}
                    for key in ("webhooks-b", "pagerduty-a")
                },
                "email_lists": {
                    "managers": {"emails": ["b@example.com", "a@example.com"], "severities": ["page"]}
                },
                **COMMON,
            },
        )
    ],
    ApmIntegration: [
        Sample(
            name="global-apm",
            args={
                "vendor": "Datadog",
                "vendor_account_id": "464622532012",
                "external_id": "f00f00",
                **COMMON,
            },
        )
    ],
    AwsHealthEvents: [
        Sample(
            name="use1",
            args={
                **HERE,
                "event_regions": ["us-east-1", "global"],
                "topic_arns": {"issues": "arn:pages", "changes": "arn:tickets", "notices": "arn:tickets"},
                "services": ["RDS", "EC2"],
            },
        )
    ],
    MetricStream: [
        Sample(
            name="use1-apm",
            args={
                **HERE,
                "account_id": ACCOUNT_ID,
                "key_arn": "arn:key",
                "url": "https://example.com/metrics",
                "endpoint_name": "Example",
                "format": "opentelemetry1.0",
                "secret_arn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:apm",
                "namespaces": ["AWS/RDS", "AWS/EC2"],
                "attributes": {"b": "2", "a": "1"},
                "topic_arn": "arn:topic",
            },
        )
    ],
    CloudflareStatus: [
        Sample(
            name="global-cloudflare-status",
            args={
                "account_id": CLOUDFLARE_ACCOUNT,
                "impacts": ["major", "minor"],
                "maintenance": True,
                "emails": ["b@example.com", "a@example.com"],
                "webhooks": {"pager": "https://pager.example.com", "chat": "https://chat.example.com"},
                **COMMON,
            },
        )
    ],
    AlarmTopic: [
        Sample(
            name="use1",
            args={
                **HERE,
                "account_id": ACCOUNT_ID,
                "key_arn": network_sample.KEY_ARN,
                "emails": ["b@example.com", "a@example.com"],
            },
        )
    ],
    IncidentDashboard: [
        Sample(
            name="use1",
            args={
                "region": HERE["region"],
                "dashboard_name": "orders-prod-use1",
                "title": "orders prod: use1",
                "runbook_section": "errors",
                "notes": alarm_sample.NOTES,
                "links": {"b": "https://b.example.com", "a": "https://a.example.com"},
                "sections": [{"title": "What rings?"}],
                "origin": COMMON["origin"],
            },
        )
    ],
    ServiceLogs: [
        Sample(
            name="use1",
            args={
                "region": HERE["region"],
                "folder": "orders-prod/use1",
                "log_groups": {"users": "/users", "orders": "/orders"},
                "error_words": ["ERROR"],
                "origin": COMMON["origin"],
            },
        )
    ],
    Tracing: [
        Sample(
            name="use1",
            args={
                **HERE,
                "title": "orders-prod-use1",
                "sampled_percent": 5,
                "per_second": 1,
                "slow_seconds": 1,
                "role_names": {"users": "users-role", "orders": "orders-role"},
            },
        )
    ],
    RegionalAlarms: [
        Sample(
            name="use1",
            args={
                **alarm_sample.EVERYTHING,
                **HERE,
            },
        )
    ],
    OutsideAlarms: [
        Sample(
            name="global",
            args={
                **COMMON,
                "topic_arns": alarm_sample.TOPICS,
                "minutes": 2,
                "notes": alarm_sample.NOTES,
                "endpoints": {
                    f"{place}-public": {
                        "place": place,
                        "entrance": "public",
                        "endpoint_check_id": f"{place}-endpoint",
                        "health_check_id": f"{place}-health",
                        "switch_check_id": f"{place}-switch",
                    }
                    for place in ("use1", "euw1")
                },
            },
        )
    ],
    CostAnomaly: [
        Sample(
            name="global",
            args={
                **COMMON,
                "tag_key": "Stack",
                "tag_value": "prod",
                "threshold_usd": 250.0,
                "topic_arn": "arn:topic",
            },
        )
    ],
    CertificateAlarm: [
        Sample(
            name="use1-public",
            args={
                **HERE,
                "certificate_arn": f"{ARN}:certificate/0",
                "domain": "api.example.com",
                "topic_arn": "arn:topic",
            },
        )
    ],
    EdgeFoundation: [
        Sample(
            name="global",
            args={"account_id": ACCOUNT_ID, "emails": ["b@example.com", "a@example.com"], **COMMON},
        )
    ],
    Shield: [
        Sample(
            name="global",
            args={
                "subscribe": True,
                "resources": {
                    "use1-public-lb": {"arn": "arn:lb", "health_check_id": "check"},
                    "example.com": {"arn": "arn:aws:route53:::hostedzone/ZONE"},
                },
                "contacts": [{"email": "a@example.com", "phone": "+353871234567", "notes": "always"}],
                "response_team_access": True,
                **COMMON,
            },
        )
    ],
    WebAcl: [
        Sample(name="use1-public", args={**web_acl_sample.arguments(), **COMMON}),
        Sample(name="use1-public", args={**web_acl_sample.smallest(), **COMMON}),
    ],
    NetworkLoadBalancer: [
        Sample(
            name="use1-public",
            args={
                **HERE,
                "vpc_id": "vpc-1",
                "vpc_cidr": "10.0.0.0/16",
                "subnet_ids": ["subnet-1", "subnet-2"],
                "allowed_cidrs": ["203.0.113.0/24", "198.51.100.0/24"],
                "health_path": "/health",
                "health_port": 8404,
            },
        ),
    ],
    ProxyFleet: [
        Sample(name="euw1-public", args={**proxy_sample.arguments(), **COMMON}),
    ],
    LoadBalancer: [
        _balancer(certificate_arn=f"{ARN}:certificate/0"),
        _balancer(),
        _balancer(certificate_arn=f"{ARN}:certificate/0", authorization=_CALLERS),
    ],
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
    RestoreTesting: [
        Sample(
            name="euw1",
            args={
                **COMMON,
                "region": "eu-west-1",
                "account_id": ACCOUNT_ID,
                "zones": ["eu-west-1b", "eu-west-1a"],
                "vault_arn": f"arn:aws:backup:eu-west-1:{ACCOUNT_ID}:backup-vault:v",
                "key_arn": f"arn:aws:kms:eu-west-1:{ACCOUNT_ID}:key/1",
                "topic_arn": f"arn:aws:sns:eu-west-1:{ACCOUNT_ID}:t",
                "stores": {
                    "orders": {
                        "type": "Aurora",
                        "port": 5432,
                        "sources": [f"arn:aws:rds:us-east-1:{ACCOUNT_ID}:cluster:orders"],
                        "database": "orders",
                        "queries": {
                            "rows": {"sql": "SELECT count(*) FROM orders", "at_least": 1.0},
                            "newest": {"sql": "SELECT max(at) FROM orders", "newest_within_minutes": 60.0},
                        },
                    },
                    "carts": {"type": "DynamoDB", "at_least_items": 1.0, "attributes": ["id"]},
                    "files": {"type": "S3", "at_least_objects": 1.0, "objects": ["index.json"]},
                },
                "frequency": "weekly",
                "at": "05:00",
                "verify_server": False,
                "start_window_hours": 2.0,
                "pick": "latest",
                "selection_window_days": 7.0,
                "validation_window_hours": 4.0,
                "query_timeout_seconds": 60.0,
                "instance_class": "db.t4g.medium",
            },
        ),
    ],
    RestApi: [
        Sample(
            name="use1-public",
            args={
                **api_gateway_sample.arguments(truststore=api_gateway_sample.TRUSTSTORE),
                **COMMON,
                "api_keys": {
                    client: {"value": f"{client}-value-0000000000", "plan": client} for client in ("b1", "a1")
                },
                "usage_plans": {key: {"rate_rps": 1.0, "burst": 2} for key in ("b1", "a1")},
                "cache": {
                    "size_gb": 0.5,
                    "ttl_seconds": 60,
                    "paths": ["/orders/*", "/items"],
                    "query_strings": ["b", "a"],
                },
            },
        ),
    ],
    RegionSwitchPlan: [
        Sample(
            name="global",
            args={
                **recovery_sample.plan(alarms=recovery_sample.ALARMS, triggers=recovery_sample.TRIGGERS),
                **COMMON,
            },
        )
    ],
    RoutingControls: [
        Sample(name="global-recovery", args={"controls": {"public": ["use1", "euw1"]}, **COMMON})
    ],
    RecoveryAutomation: [Sample(name="use1-leave-euw1", args={**automation_sample.automation(), **COMMON})],
    RecoveryStepFunction: [
        Sample(name="use1-leave-euw1-step", args={**automation_sample.function(), **COMMON}),
        Sample(name="use1-leave-euw1-step", args={**automation_sample.function(), "fixed": True, **COMMON}),
    ],
    Watchdog: [Sample(name="use1-watch-euw1", args={**automation_sample.watchdog(), **COMMON})],
    WatchdogProbe: [Sample(name="use1-watchdog-probe", args={**automation_sample.probe(), **COMMON})],
    ZonalAutoshift: [Sample(name="use1", args={**recovery_sample.autoshift(), "origin": ORIGIN})],
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
