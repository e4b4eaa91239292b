"""Samples of what stands at Cloudflare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.cloudflare_load_balancer import CloudflareLoadBalancer
from holdfast.components.cloudflare_notifications import CloudflareNotifications
from holdfast.components.cloudflare_status import CloudflareStatus
from holdfast.components.cloudflare_zone import CloudflareZone
from holdfast.topology.values import (
    CloudflareAffinity,
    CloudflareLocationMode,
    CloudflareManagedRules,
    CloudflareSteering,
)
from tests.components.cloudflare_args import ACCOUNT as CLOUDFLARE_ACCOUNT
from tests.components.cloudflare_args import args as cloudflare_args
from tests.components.cloudflare_args import endpoints as cloudflare_endpoints
from tests.components.conformance.sample import COMMON, Sample

if TYPE_CHECKING:
    import pulumi


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


SAMPLES: dict[type[pulumi.ComponentResource], list[Sample]] = {
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
}
