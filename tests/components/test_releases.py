"""A new release in one region: what changes, and that nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.api_sample import api, differences, keys
from tests.topology.examples import ENTRANCE, SERVICE, changed

INSTANCES: dict[str, Any] = {**SERVICE, "image": "registry.example.com/orders:{release}"}
TASKS: dict[str, Any] = {
    "kind": "ecs",
    "port": 8080,
    "peak_rps": 900,
    "image": "registry.example.com/orders:{release}",
    "ecs": {"rps": 100},
}
FUNCTION: dict[str, Any] = {
    "kind": "lambda",
    "peak_rps": 900,
    "artefact": "s3://orders-{region}/orders-{release}.zip",
    "function": {"rps": 20, "handler": "app.handler", "runtime": "python3.13"},
}


def stack(service: dict[str, Any], **release: str) -> dict[str, Any]:
    entrance = {**ENTRANCE, "api_gateway": {"kind": "http"}} if service is FUNCTION else ENTRANCE
    return changed(
        regions={"use1": {}, "euw1": {}},
        services={"orders": {**service, "release": release}},
        entrances={"public": entrance},
    )


@pytest.mark.parametrize(
    ("service", "changes"),
    [
        (INSTANCES, {"LaunchTemplate euw1-orders-lt": {"userData"}}),
        (TASKS, {"TaskDefinition euw1-orders-task": {"containerDefinitions"}}),
        (FUNCTION, {"Function euw1-orders-fn": {"s3Key"}}),
    ],
    ids=["instances", "ecs", "lambda"],
)
def test_only_what_runs_it_in_the_region_changes(service: Any, changes: dict[str, set[str]]) -> None:
    former, now = api(stack(service, use1="1.0", euw1="1.0")), api(stack(service, use1="1.0", euw1="1.1"))
    assert keys(former) == keys(now)
    assert differences(former, now) == changes
