"""Arguments of Cloudflare's components that fit, and what they declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.cloudflare_load_balancer import CloudflareLoadBalancer
from tests.components.declared import declared

if TYPE_CHECKING:
    from holdfast.components.cloudflare_load_balancer_args import CloudflareLoadBalancerArgs
    from tests.components.declared import Resources

ACCOUNT = "0123456789abcdef0123456789abcdef"
NAME = "global-public-cloudflare"


def endpoint(place: str, **more: Any) -> dict[str, Any]:
    return {
        "host": f"{place}.api.example.com",
        "dns_name": f"{place}-lb.elb.amazonaws.com",
        **more,
    }


def endpoints(*places: str, **by_place: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {place: endpoint(place, **by_place.get(place, {})) for place in places}


def args(**changes: Any) -> CloudflareLoadBalancerArgs:
    given: dict[str, Any] = {
        "account_id": ACCOUNT,
        "zone_id": "ZONE",
        "domain": "api.example.com",
        "endpoints": endpoints("use1", "euw1"),
        "order": ["use1", "euw1"],
        "monitor": {"path": "/healthz"},
    }
    return {**given, **changes}  # type: ignore[typeddict-item]  # tests vary any key


def found(**changes: Any) -> Resources:
    return declared(lambda: CloudflareLoadBalancer(NAME, args(**changes)))


def balancer(**changes: Any) -> dict[str, Any]:
    return dict(found(**changes)(NAME, "LoadBalancer").inputs)


def pool(place: str) -> str:
    """Id of a place's pool."""
    return f"{NAME}-{place}-pool-id"
