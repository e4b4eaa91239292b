"""A new release in one region: what changes, and that nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.api_sample import api, differences, keys
from tests.topology.examples import SERVICE, changed

INSTANCES: dict[str, Any] = {**SERVICE, "image": "registry.example.com/orders:{release}"}


def stack(service: dict[str, Any], **release: str) -> dict[str, Any]:
    return changed(regions={"use1": {}, "euw1": {}}, services={"orders": {**service, "release": release}})


@pytest.mark.parametrize(
    ("service", "changes"),
    [
        (INSTANCES, {"LaunchTemplate euw1-orders-lt": {"userData"}}),
    ],
    ids=["instances"],
)
def test_only_what_runs_it_in_the_region_changes(service: Any, changes: dict[str, set[str]]) -> None:
    former, now = api(stack(service, use1="1.0", euw1="1.0")), api(stack(service, use1="1.0", euw1="1.1"))
    assert keys(former) == keys(now)
    assert differences(former, now) == changes
