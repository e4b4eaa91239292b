"""A network to change in tests: three zones, every tier, NAT per zone."""

from __future__ import annotations

from typing import Any

from holdfast.components.network import Network, NetworkArgs, SubnetArgs
from holdfast.topology.values import FlowLogTraffic, NatStrategy, SubnetTier
from tests.components.declared import ACCOUNT_ID, Resources, declared

REGION = "us-east-1"
KEY_ARN = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/1"
TIERS = (SubnetTier.PUBLIC, SubnetTier.PRIVATE, SubnetTier.ISOLATED)


def subnet(tier: SubnetTier, key: str) -> SubnetArgs:
    block = f"10.0.{TIERS.index(tier) * 64 + 'abcdef'.index(key) * 4}.0/22"
    return {"tier": tier, "zone": f"{REGION}{key}", "key": key, "cidr": block}


def arguments(keys: str = "abc", tiers: tuple[SubnetTier, ...] = TIERS, **changes: Any) -> NetworkArgs:
    args: dict[str, Any] = {
        "region": REGION,
        "account_id": ACCOUNT_ID,
        "cidr": "10.0.0.0/16",
        "subnets": [subnet(tier, key) for tier in tiers for key in keys],
        "nat": NatStrategy.PER_ZONE,
        "key_arn": KEY_ARN,
        "tags": {"team": "orders"},
        **changes,
    }
    return args  # type: ignore[return-value]  # built from parts


def network(keys: str = "abc", tiers: tuple[SubnetTier, ...] = TIERS, **changes: Any) -> Resources:
    return declared(lambda: Network("use1", arguments(keys, tiers, **changes)))


ADOPTED = {
    "vpc_id": "vpc-0",
    "public_subnet_ids": ["subnet-0", "subnet-1"],
    "private_subnet_ids": ["subnet-2", "subnet-3"],
    "isolated_subnet_ids": [],
}
FLOW_LOGS = {"retention_days": 90, "traffic": FlowLogTraffic.ALL, "interval_seconds": 60}
