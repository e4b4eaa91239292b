"""Images and packages as settings say them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.topology.plan import plan
from tests.settings.stack_files import (
    SPREAD,
    loaded,
)

if TYPE_CHECKING:
    from holdfast.topology.values import ApplicationsPlan, Topology

REGISTRY = "holdfast:registry: { home: use1, replication: stack, repositories: { orders: {} } }"
IMAGE = "holdfast:machine_images: { web: { home: use1, ami: ami-0123456789abcdef0 } }"
PACKAGES = "holdfast:packages: { releases: {} }"


def planned(*patches: str, project: str = "shop", stack: str = "prod") -> Topology:
    return plan(loaded(SPREAD, *patches), project=project, stack=stack)


def applications(*patches: str) -> ApplicationsPlan:
    found = planned(*patches).applications
    assert found is not None
    return found
