"""Arguments of what services need besides stores, one of each component with most of what it takes."""

from __future__ import annotations

from typing import Any

from holdfast.topology.values import ImageReplication, RegistryScanning, SecretSource

REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "euc1": "eu-central-1"}
MEMBERS = {place: {"region": region, "key_arn": f"arn:{place}"} for place, region in REGIONS.items()}

REGISTRY: dict[str, Any] = {
    "account_id": "111122223333",
    "prefix": "shop/prod",
    "home": "use1",
    "members": MEMBERS,
    "repositories": {"orders": {"keep_images": 30}, "carts": {"immutable": False}},
    "replication": ImageReplication.STACK,
    "account_scanning": RegistryScanning.ENHANCED,
}
IMAGE: dict[str, Any] = {
    "key": "web",
    "home": "use1",
    "ami_id": "ami-0123456789abcdef0",
    "parameter": "/shop/prod/ami/web",
    "members": MEMBERS,
}
PACKAGES: dict[str, Any] = {
    "key": "releases",
    "members": {
        place: {**member, "bucket": f"shop-prod-{place}-releases-111122223333"}
        for place, member in MEMBERS.items()
    },
}
PARAMETERS: dict[str, Any] = {
    "regions": REGIONS,
    "parameters": {
        key: {"name": f"/shop/prod/{key}", "values": dict.fromkeys(REGIONS, "x")}
        for key in ("checkout", "basket")
    },
}
SECRET: dict[str, Any] = {
    "key": "token",
    "name": "shop/prod/token/secret",
    "home": "use1",
    "members": MEMBERS,
    "source": SecretSource.GENERATED,
    "promoted": ["euw1", "euc1"],
}
KEY: dict[str, Any] = {
    "key": "cards",
    "alias": "shop/prod/cards",
    "home": "use1",
    "regions": REGIONS,
    "multi_region": True,
}
