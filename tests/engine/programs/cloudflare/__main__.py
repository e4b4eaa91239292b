"""Declare a record, a monitor and a pool at Cloudflare; ``cloudflare:address`` is where they point."""

import pulumi
import pulumi_cloudflare as cloudflare

ACCOUNT, ZONE = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
address = pulumi.Config("program").require("address")

record = cloudflare.DnsRecord(
    "record", zone_id=ZONE, name="api.example.com", type="A", content=address, ttl=60, proxied=False
)
monitor = cloudflare.LoadBalancerMonitor(
    "monitor", account_id=ACCOUNT, type="https", path="/healthz", expected_codes="200"
)
pool = cloudflare.LoadBalancerPool(
    "pool",
    account_id=ACCOUNT,
    name="api",
    monitor=monitor.id,
    origins=[{"name": "one", "address": address, "enabled": True}],
)
pulumi.export("monitor", pool.monitor)
