"""What comes to lie in buckets and vaults by itself, and keeps AWS from deleting them.

Elastic Load Balancing writes ``ELBAccessLogTestFile`` to the bucket when access logs are enabled:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html (2026-11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.engine.standin.cloud import Cloud, Thing

BUCKET, LOAD_BALANCER = "aws:s3/bucket:Bucket", "aws:lb/loadBalancer:LoadBalancer"
VAULT = "aws:backup/vault:Vault"


def created(cloud: Cloud, thing: Thing) -> None:
    """A load balancer writes a test file to the bucket of its logs."""
    if thing.type != LOAD_BALANCER:
        return
    for logs in ("accessLogs", "connectionLogs"):
        told = thing.state.get(logs) or {}
        bucket = cloud.find(BUCKET, thing.region, str(told.get("bucket"))) if told.get("enabled") else None
        if bucket is not None:
            bucket.filled = True


def back_up(cloud: Cloud) -> None:
    """Backups run: every vault holds recovery points."""
    for vault in cloud.of(VAULT):
        vault.filled = True
