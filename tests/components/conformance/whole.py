"""Samples of networks, regions, whole APIs, and of what deploys them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from holdfast.components.deployment_foundation import DeploymentFoundation
from holdfast.components.deployment_role import DeploymentRole
from holdfast.components.encryption_key import EncryptionKey
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.components.network import Network
from holdfast.components.regional_api import RegionalApi
from holdfast.components.regional_foundation import RegionalFoundation
from holdfast.components.state_bucket import StateBucket
from holdfast.components.state_key import StateKey
from holdfast.topology.values import (
    NatStrategy,
)
from tests.components import (
    network_sample,
)
from tests.components.api_sample import EXAMPLES, ORDERS, PARTNERS, REGIONAL_NETWORK, USERS, planned
from tests.components.conformance.sample import ARN, COMMON, HERE, TAGS, Sample
from tests.components.declared import ACCOUNT_ID
from tests.topology.examples import ENTRANCE, changed

if TYPE_CHECKING:
    import pulumi

STATE_REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1"}

PIPELINE: dict[str, Any] = {
    "issuer": "https://gitlab.com",
    "subjects": [f"project_path:example/orders:ref_type:branch:ref:{branch}" for branch in ("main", "next")],
    "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/PowerUserAccess"],
    "stacks": ["orders-prod", "basket-prod"],
}


def _network(**changes: Any) -> Sample:
    return Sample(name="use1", args={**network_sample.arguments(**changes), **COMMON})


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

SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
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
    EncryptionKey: [Sample(name="use1", args={**HERE, "account_id": ACCOUNT_ID})],
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
}
