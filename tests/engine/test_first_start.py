"""A stack whose services start from what the stack itself keeps: repositories first, services afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from tests.engine.faulty import faulty
from tests.needs import needs_engine

if TYPE_CHECKING:
    from tests.engine.standin import Cloud

pytestmark = needs_engine

EXAMPLE = Path(__file__).parents[2] / "examples" / "everything-replicated" / "Pulumi.prod.yaml"
WITHOUT_SERVICES = ("--exclude", "**RegionalApi**", "--exclude-dependents")
"""As docs/applications.md names it."""
KEPT = (
    "aws:ecr/repository:Repository",
    "aws:ecr/replicationConfiguration:ReplicationConfiguration",
    "aws:ec2/amiCopy:AmiCopy",
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    "aws:secretsmanager/secret:Secret",
    "aws:kms/replicaKey:ReplicaKey",
)
STARTED = ("aws:ecs/service:Service", "aws:autoscaling/group:Group")


def count(cloud: Cloud, types: tuple[str, ...]) -> dict[str, int]:
    return {one: len(list(cloud.of(one))) for one in types}


def test_images_and_packages_can_be_there_before_the_first_service_starts(tmp_path: Path) -> None:
    settings: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["config"]
    with faulty(tmp_path, "prod", settings) as stack:
        stack.again("up", *WITHOUT_SERVICES)
        kept = count(stack.cloud, KEPT)
        assert all(kept.values()), kept
        assert not any(count(stack.cloud, STARTED).values())

        stack.again("up")
        assert count(stack.cloud, KEPT) == kept
        assert all(count(stack.cloud, STARTED).values())
        assert stack.stack.preview() == []
