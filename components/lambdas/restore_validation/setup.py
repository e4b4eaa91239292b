"""What the function was declared with, and whom it asks."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_backup import BackupClient
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_rds import RDSClient
    from types_boto3_s3 import S3Client

# The network is closed: a call that gets no answer gets none later either.
_PATIENT = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "max_attempts": 5})
_MARK = 12


def mark(arn: str) -> str:
    """Give the beginning of an ARN's digest: all variables of a function together have 4 KB.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (2026-11).
    """
    return hashlib.sha256(arn.encode()).hexdigest()[:_MARK]


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What the function was declared with."""

    plan: str
    """Name of the restore testing plan."""
    plan_arn: str
    """Its ARN: restores of other plans are not judged."""
    window: timedelta
    """How long AWS Backup keeps what it restored."""
    query_seconds: float
    """Time that all queries against one database may take together."""
    instance_class: str
    """Class of the instance that is added to a restored Aurora cluster."""
    stores: Mapping[str, Mapping[str, Any]]
    """Key → ``type`` in AWS Backup's words, and what its section of ``checks.json`` holds."""
    sources: Mapping[str, list[str]]
    """Key → the first of the digest of each of the store's ARNs, as ``mark`` gives it."""
    verify: bool
    """Whether a database has to prove whose it is."""
    package: Path = field(default_factory=lambda: Path(__file__).parent)
    """Folder of this package."""

    @classmethod
    def read(cls) -> Setup:
        """Read it from the environment and from ``checks.json`` beside this file."""
        package = Path(__file__).parent
        checks = json.loads((package / "checks.json").read_text(encoding="utf-8"))
        return cls(
            plan=os.environ["PLAN_NAME"],
            plan_arn=os.environ["PLAN_ARN"],
            window=timedelta(hours=int(os.environ["VALIDATION_WINDOW_HOURS"])),
            query_seconds=float(os.environ["QUERY_SECONDS"]),
            instance_class=os.environ["INSTANCE_CLASS"],
            stores=checks,
            sources=json.loads(os.environ["SOURCES"]),
            verify=os.environ["VERIFY_SERVER"] == "true",
            package=package,
        )

    def store_of(self, job: Mapping[str, Any]) -> str | None:
        """Find the store of a restore: by its ARN, or the only one of its type; None if it is no one's."""
        source, kind = mark(str(job.get("SourceResourceArn"))), job.get("ResourceType")
        named = [key for key, marks in self.sources.items() if source in marks]
        alike = [key for key, store in self.stores.items() if store["type"] == kind]
        found = named or (alike if len(alike) == 1 else [])
        return found[0] if len(found) == 1 else None

    def is_source(self, job: Mapping[str, Any]) -> bool:
        """Whether what was restored is a backup of a store of this stack, by its ARN alone."""
        source = mark(str(job.get("SourceResourceArn")))
        return any(source in marks for marks in self.sources.values())


@dataclass(frozen=True, kw_only=True)
class Clients:
    """Clients of the region."""

    backup: BackupClient
    """AWS Backup."""
    rds: RDSClient
    """Aurora and RDS."""
    dynamodb: DynamoDBClient
    """Tables."""
    s3: S3Client
    """Buckets."""

    @classmethod
    def made(cls) -> Clients:
        """Make them; none asks anything yet."""
        return cls(
            backup=boto3.client("backup", config=_PATIENT),
            rds=boto3.client("rds", config=_PATIENT),
            dynamodb=boto3.client("dynamodb", config=_PATIENT),
            s3=boto3.client("s3", config=_PATIENT),
        )
