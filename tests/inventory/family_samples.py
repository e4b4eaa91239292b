"""Resources that hold something, and what the inventory says of one."""

from __future__ import annotations

from typing import Any

from tests.graph.documents import graph, step
from tests.inventory.taken import (
    EU,
    here,
    taken,
)

SECRET, PARAMETER = "aws:secretsmanager/secret:Secret", "aws:ssm/parameter:Parameter"  # types
EFS, EFS_REPLICATION = (
    "aws:efs/fileSystem:FileSystem",
    "aws:efs/replicationConfiguration:ReplicationConfiguration",
)
ELSEWHERE = step("aws:ec2/vpc:Vpc", "vpc", here(EU))


def one(*steps: dict[str, Any], name: str) -> Any:
    return taken(graph(*steps))[name]
