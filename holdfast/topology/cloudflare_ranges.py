"""Data: the IPv4 ranges from which Cloudflare's proxies and monitors reach endpoints.

Source: https://www.cloudflare.com/ips-v4 (2026-11), read as its copies in public repositories, which agree.
Cloudflare tells of changes before it makes them (https://developers.cloudflare.com/fundamentals/concepts/
cloudflare-ip-addresses/). IPv4 alone, since the load balancers have IPv4 addresses alone.
"""

from __future__ import annotations

AS_OF = "2026-11"
"""When the list was read."""

IPV4_RANGES: tuple[str, ...] = (
    "103.21.244.0/22",
    "103.22.200.0/22",
    "103.31.4.0/22",
    "104.16.0.0/13",
    "104.24.0.0/14",
    "108.162.192.0/18",
    "131.0.72.0/22",
    "141.101.64.0/18",
    "162.158.0.0/15",
    "172.64.0.0/13",
    "173.245.48.0/20",
    "188.114.96.0/20",
    "190.93.240.0/20",
    "197.234.240.0/22",
    "198.41.128.0/17",
)
"""CIDR blocks."""
