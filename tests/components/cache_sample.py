"""Arguments of caches for tests: in one place, or over two or three."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.cache import RegionalCache
from holdfast.components.global_cache import GlobalCache
from tests.components.declared import ACCOUNT_ID, declared

if TYPE_CHECKING:
    from tests.components.declared import Resources

REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "apne1": "ap-northeast-1", "usw2": "us-west-2"}
SOFTWARE = {"engine": "valkey", "version": "8.2", "family": "valkey8"}
REDIS = {"engine": "redis", "version": "7.1", "family": "redis7"}
NODES = {"type": "cache.r7g.large", "replicas": 1}
SERVERLESS: dict[str, Any] = {
    "nodes": None,
    "software": {"engine": "valkey", "version": "8"},
    "serverless": {"max_storage_gb": 10, "max_ecpu_per_second": 5000},
}


def key_arn(place: str) -> str:
    """ARN of a place's customer key."""
    return f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/{place}"


def member(place: str, **more: Any) -> dict[str, Any]:
    """Where a cache stands in one place."""
    return {
        "region": REGIONS[place],
        "vpc_id": f"{place}-vpc",
        "subnet_ids": [f"{place}-isolated-a", f"{place}-isolated-b"],
        "key_arn": key_arn(place),
        **more,
    }


def regional(**more: Any) -> Any:
    """Arguments of a cache in use1; an argument None is left out."""
    args = {
        "place": "use1",
        "cache": "sessions",
        "member": member("use1"),
        "software": SOFTWARE,
        "nodes": NODES,
        **more,
    }
    return {key: value for key, value in args.items() if value is not None}


def over(*places: str, **more: Any) -> Any:
    """Arguments of a Global Datastore over the given places, the first of which is the home."""
    return {
        "cache": "sessions",
        "home": places[0],
        "members": {place: member(place) for place in places},
        "identifier": "holdfast-prod-sessions",
        "software": SOFTWARE,
        "nodes": NODES,
        **more,
    }


def build(**more: Any) -> Resources:
    """Declare a cache in use1."""
    args = regional(**more)
    return declared(lambda: RegionalCache("use1-sessions", args))


def build_global(*places: str, **more: Any) -> Resources:
    """Declare a Global Datastore; by default over two places."""
    args = over(*(places or ("use1", "euw1")), **more)
    return declared(lambda: GlobalCache("global-sessions", args))
