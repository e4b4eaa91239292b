from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step

GROUP, REGIONAL = "aws:elasticache/replicationGroup:ReplicationGroup", "holdfast:index:RegionalApi"


def api(role: str) -> list[dict[str, Any]]:
    return [
        step("holdfast:index:MultiRegionApi", "api", {"objectives": {}}, component=True),
        step(REGIONAL, "use1", {"region": "us-east-1", "role": "active"}, component=True),
        step(REGIONAL, "euw1", {"region": "eu-west-1", "role": role}, component=True),
    ]


def cache(region: str = "eu-west-1", **inputs: Any) -> dict[str, Any]:
    return step(GROUP, "cache", {"region": region, **inputs})


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (cache(), FAIL),
        (cache(globalReplicationGroupId=LATER), PASS),
        (cache(snapshotName="nightly"), UNKNOWN),
        (step("aws:elasticache/serverlessCache:ServerlessCache", "cache", {"region": "eu-west-1"}), FAIL),
        (
            step(
                "aws:memorydb/cluster:Cluster",
                "cache",
                {"region": "eu-west-1", "multiRegionClusterName": LATER},
            ),
            PASS,
        ),
    ],
)
def test_a_cache_of_a_standby(made: dict[str, Any], verdict: str) -> None:
    assert verdicts("DAT009", *api("standby"), made) == {"cache": verdict}


@pytest.mark.parametrize(
    "steps", [[], [cache()], [*api("active"), cache()], [*api("standby"), cache("us-east-1")]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DAT009", *steps) == {"stack": NOT_APPLICABLE}
