"""Arguments of an RDS database for tests: over one place, two or three."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.rds_database import RdsDatabase
from tests.components.aurora_sample import REGIONS, key_arn
from tests.components.declared import declared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.components.rds_database import RdsMember
    from tests.components.declared import Resources

NAME = "global-orders"
MYSQL: Mapping[str, Any] = {
    "engine": "mysql",
    "engine_version": "8.4.8",
    "parameter_group_family": "mysql8.4",
    "port": 3306,
}
CLUSTER: Mapping[str, Any] = {"shape": "cluster", "instance_class": "db.m6gd.large"}


def member(place: str, **more: Any) -> dict[str, Any]:
    """One place's member."""
    return {
        "region": REGIONS[place],
        "vpc_id": f"{place}-vpc",
        "subnet_ids": [f"{place}-isolated-{zone}" for zone in "abc"],
        "key_arn": key_arn(place),
        **more,
    }


def arguments(*places: str, **more: Any) -> Any:
    """Arguments over the given places, the first of which is the home."""
    return {
        "store": "orders",
        "home": places[0],
        "members": {place: member(place) for place in places},
        "engine": "postgres",
        "engine_version": "17.7",
        "parameter_group_family": "postgres17",
        "port": 5432,
        "database": "orders",
        "master_username": "dbadmin",
        "instance_class": "db.r8g.large",
        "storage": {"type": "gp3", "gib": 100, "max_gib": 500},
        **more,
    }


def build(*places: str, **more: Any) -> Resources:
    """Declare a database over the given places; by default over two."""
    args = arguments(*(places or ("use1", "euw1")), **more)
    return declared(lambda: RdsDatabase(NAME, args))


def build_with_member(place: str, *places: str, **more: Any) -> tuple[Resources, RdsMember]:
    """Declare a database and give one of its members besides."""
    found: list[RdsMember] = []
    args = arguments(*places, **more)
    resources = declared(lambda: found.append(RdsDatabase(NAME, args).member(place)))
    return resources, found[0]
