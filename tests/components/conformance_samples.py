"""Arguments of every component for the conformance sweep: one sample for each shape that it can take."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.components.auto_scaling_service import AutoScalingService
from holdfast.components.certificates import Certificates
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.failover_dns import FailoverDns
from holdfast.components.hosted_zone import HostedZone
from holdfast.components.load_balancer import LoadBalancer
from holdfast.components.log_bucket import LogBucket
from holdfast.components.maintenance_switch import MaintenanceSwitch
from holdfast.components.monthly_budget import MonthlyBudget
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.network import Network
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_health import RegionalHealth
from holdfast.topology.values import Architecture, NatStrategy
from tests.components import network_sample
from tests.components.api_sample import EXAMPLES, ORDERS, PARTNERS, USERS, planned
from tests.components.declared import ACCOUNT_ID, Resources, declared
from tests.components.failover_dns_args import CHECK
from tests.components.failover_dns_args import args as dns_args
from tests.topology.examples import ENTRANCE, changed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulumi

TAGS = {"Team": "orders"}
ORIGIN = {"region": "holdfast:regions.use1"}
REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "apne1": "ap-northeast-1"}
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
    if topology.backups is not None:
        origin["backups"] = dict(topology.backups.origin)
    return Sample(name="api", args=args(raw), reordered=args(_turned(raw)), origin=origin)


def _regional(raw: dict[str, Any], *, delegated: bool = True) -> Sample:
    def args(settings: dict[str, Any]) -> dict[str, Any]:
        topology = planned(settings)
        entrances = {entrance.key for entrance in topology.entrances}
        return {
            "plan": next(region for region in topology.regions if region.place == "use1"),
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


LARGE = changed(
    regions={"use1": {}, "euw1": {}, "euc1": {"role": "backup"}},
    services={"orders": ORDERS, "users": USERS},
    entrances={
        "public": {**ENTRANCE, "zone": {"name": "example.com", "delegated": True}},
        "partners": PARTNERS,
    },
    stores={"orders": {"kind": "dynamodb", "home": "use1"}},
    backups={"copy_to": ["euc1"]},
    budget={"monthly_usd": 100, "emails": ["a@example.com", "b@example.com"]},
    tags=TAGS,
)
"""Everything that a stack can declare, in one."""
LARGE["entrances"]["partners"] = {**PARTNERS, "zone": {"name": "example.com", "delegated": True}}
POLICIES = ("simple", "failover", "latency", "weighted", "geolocation", "multivalue")

SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
    AutoScalingService: _services(),
    Certificates: [_certificates(delegated=True), _certificates(delegated=False)],
    EncryptionKey: [Sample(name="use1", args={**HERE, "account_id": ACCOUNT_ID})],
    FailoverDns: [_dns(policy) for policy in POLICIES],
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


def _reversed(value: Any) -> Any:
    """Turn round every mapping and sequence, however deep."""
    if isinstance(value, dict):
        return {key: _reversed(item) for key, item in reversed(value.items())}
    if isinstance(value, list | tuple):
        return [_reversed(item) for item in reversed(value)]
    return value
