"""An ECS service as its tests declare it."""

from __future__ import annotations

import json
from typing import Any

from holdfast.components.ecs_service import EcsService
from holdfast.topology.values import DeploymentStrategy, TaskCapacity
from tests.components.declared import Declared, Resources, declared
from tests.components.ecs_sample import (
    BLUE_GREEN,
    Change,
    service,
)

SHIFTS: Change = {
    "deployment.strategy": DeploymentStrategy.BLUE_GREEN,
    "target_groups.public.blue_green": BLUE_GREEN,
}
DISCOVERY = {"namespace_arn": "arn:namespace", "security_group_id": "sg-mesh"}
ON_EC2: Change = {"task.capacity": TaskCapacity.EC2, "cluster.capacity_provider": "own"}


def build(change: Change | None = None) -> Resources:
    return declared(lambda: EcsService("euw1-orders", service(change)))


def scheduler(change: Change | None = None) -> Declared:
    return build(change)("euw1-orders-service")


def container(change: Change | None = None) -> dict[str, Any]:
    (one,) = json.loads(build(change)("euw1-orders-task").inputs["containerDefinitions"])
    return dict(one)


def statements(found: Resources, policy: str) -> dict[str, Any]:
    return {one["Sid"]: one for one in json.loads(found(policy).inputs["policy"])["Statement"]}
