"""Permissions of Cloudflare's API token."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.graph import ResourceGraph

_PERMISSIONS: Mapping[str, str] = {
    "cloudflare:index/certificatePack:CertificatePack": "Zone: SSL and Certificates: Edit",
    "cloudflare:index/dnsRecord:DnsRecord": "Zone: DNS: Edit",
    "cloudflare:index/loadBalancer:LoadBalancer": "Zone: Load Balancers: Edit",
    "cloudflare:index/loadBalancerMonitor:LoadBalancerMonitor": (
        "Account: Load Balancing: Monitors and Pools: Edit"
    ),
    "cloudflare:index/loadBalancerPool:LoadBalancerPool": "Account: Load Balancing: Monitors and Pools: Edit",
    "cloudflare:index/notificationPolicy:NotificationPolicy": "Account: Notifications: Edit",
    "cloudflare:index/notificationPolicyWebhooks:NotificationPolicyWebhooks": "Account: Notifications: Edit",
    "cloudflare:index/ruleset:Ruleset": "Zone: Zone WAF: Edit",
    "cloudflare:index/zone:Zone": "Zone: Zone: Edit",
    "cloudflare:index/zoneDnsSettings:ZoneDnsSettings": "Zone: Zone: Edit",
    "cloudflare:index/zoneSetting:ZoneSetting": "Zone: Zone Settings: Edit",
}
"""Type → permission (https://developers.cloudflare.com/fundamentals/api/reference/permissions/, 2026-11)."""


def token_permissions(graph: ResourceGraph) -> tuple[tuple[str, str], ...]:
    """Each permission and the types that take it, in the order of their names.

    Args:
        graph: The stack.
    """
    found: dict[str, set[str]] = {}
    for one in graph:
        if one.type in _PERMISSIONS:
            found.setdefault(_PERMISSIONS[one.type], set()).add(one.type.rpartition(":")[2])
    return tuple((name, ", ".join(sorted(types))) for name, types in sorted(found.items()))


def is_known(token: str) -> bool:
    """Whether it is known what a type takes.

    Args:
        token: Type token.
    """
    return token in _PERMISSIONS
