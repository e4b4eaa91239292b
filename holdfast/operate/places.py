"""Where things are, by the contract: regions of places, and the buckets that switches lie in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from holdfast.contracts.operations import Entrance, Operations

_HTTPS = 443


@dataclass(frozen=True, kw_only=True, order=True, slots=True)
class Bucket:
    """A bucket of switches and its region: what operators share by S3's data plane alone."""

    region: str
    name: str


def region_of(operations: Operations, place: str) -> str:
    """AWS's name of a place's region."""
    return operations["regions"][place]["region"]


def regions_of(operations: Operations, places: Collection[str]) -> set[str]:
    """AWS's names of places' regions."""
    return {region_of(operations, place) for place in places}


def address_of(entrance: Entrance, place: str) -> str:
    """Where a place itself is asked how it is: its host, with the health checks' port where it is another."""
    return _with_port(entrance["endpoints"][place]["host"], entrance)


def public_address(entrance: Entrance) -> str:
    """Where a public name is asked how it is; what stands before the regions takes HTTPS alone."""
    return entrance["domain"] if is_behind_another(entrance) else _with_port(entrance["domain"], entrance)


def is_behind_another(entrance: Entrance) -> bool:
    """Whether an accelerator, CloudFront or Cloudflare's proxy stands before the regions."""
    cloudflare = entrance["cloudflare"]
    proxied = cloudflare is not None and cloudflare["proxied"]
    return bool(entrance["accelerator"] or entrance["cloudfront"] or proxied)


def health_url(entrance: Entrance, address: str) -> str:
    """What is asked of an address to know how an entrance is."""
    return f"https://{address}{entrance['health_path']}"


def serving_places(operations: Operations) -> tuple[str, ...]:
    """Places that an entrance leads to, sorted."""
    return tuple(sorted({place for one in operations["entrances"].values() for place in one["endpoints"]}))


def switch_buckets(operations: Operations, *, without: Collection[str] = ()) -> tuple[Bucket, ...]:
    """Buckets of maintenance switches, sorted by region.

    Args:
        operations: The stack's contract.
        without: AWS regions whose buckets are left out. Default: none.
    """
    switches = [
        endpoint["switch"]
        for entrance in operations["entrances"].values()
        for endpoint in entrance["endpoints"].values()
        if endpoint["switch"] is not None
    ]
    found = {Bucket(region=switch["region"], name=switch["bucket"]) for switch in switches}
    return tuple(sorted(bucket for bucket in found if bucket.region not in without))


def _with_port(host: str, entrance: Entrance) -> str:
    port = entrance.get("health_port", _HTTPS)
    return host if port == _HTTPS else f"{host}:{port}"
