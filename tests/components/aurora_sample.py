"""Arguments of an Aurora database for tests: over one place, two or three."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.aurora_database import AuroraDatabase
from tests.components.declared import ACCOUNT_ID, declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.components.aurora_database import AuroraMember
    from tests.components.declared import Resources

REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "apne1": "ap-northeast-1"}
NAME = "global-orders"
MYSQL: Mapping[str, Any] = {
    "engine": "aurora-mysql",
    "engine_version": "8.0.mysql_aurora.3.08.2",
    "parameter_group_family": "aurora-mysql8.0",
    "port": 3306,
}
SERVERLESS: Mapping[str, Any] = {"instance_class": "db.serverless", "capacity_acu": (0.5, 16)}


def key_arn(place: str) -> str:
    """ARN of a place's customer key."""
    return f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/{place}"


def member(place: str, **more: Any) -> dict[str, Any]:
    """One place's member with two instances."""
    region = REGIONS[place]
    return {
        "region": region,
        "vpc_id": f"{place}-vpc",
        "subnet_ids": [f"{place}-isolated-a", f"{place}-isolated-b"],
        "key_arn": key_arn(place),
        "instances": {"a1": f"{region}a", "b1": f"{region}b"},
        **more,
    }


def arguments(*places: str, **more: Any) -> Any:
    """Arguments over the given places, the first of which is the home."""
    return {
        "store": "orders",
        "home": places[0],
        "members": {place: member(place) for place in places},
        "identifier": "holdfast-prod-orders",
        "engine": "aurora-postgresql",
        "engine_version": "16.8",
        "parameter_group_family": "aurora-postgresql16",
        "port": 5432,
        "database": "orders",
        "master_username": "dbadmin",
        "instance_class": "db.r8g.large",
        **more,
    }


def build(*places: str, **more: Any) -> Resources:
    """Declare a database over the given places; by default over two."""
    args = arguments(*(places or ("use1", "euw1")), **more)
    return declared(lambda: AuroraDatabase(NAME, args))


def build_with_member(place: str, *places: str, **more: Any) -> tuple[Resources, AuroraMember]:
    """Declare a database and give one of its members besides."""
    found: list[AuroraMember] = []
    args = arguments(*places, **more)
    resources = declared(lambda: found.append(AuroraDatabase(NAME, args).member(place)))
    return resources, found[0]
