from __future__ import annotations

from typing import Any

import pytest

from tests.checks.promised import promised
from tests.checks.traffic import BALANCERS, LB, cloudflare, host, pool
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

US, EU = pool("us-pool", "us"), pool("eu-pool", "eu")
BOTH = ("us-pool", "eu-pool")


def by_name(name: str) -> dict[str, Any]:
    return pool("named", origins=[{"name": "named", "address": name}])


@pytest.mark.parametrize(
    ("steps", "front", "verdict"),
    [
        ([US, EU], cloudflare(*BOTH, fallback="eu-pool"), PASS),
        ([US, EU], cloudflare(*BOTH), FAIL),
        ([US, EU], cloudflare("us-pool", fallback="us-pool"), FAIL),
        ([US, pool("eu-pool", "eu", enabled=False)], cloudflare(*BOTH, fallback="us-pool"), FAIL),
        ([US, EU, pool("off", "us", enabled=False)], cloudflare(*BOTH, fallback="off"), FAIL),
        ([pool("us-pool", "eu"), EU], cloudflare(*BOTH, fallback="eu-pool"), FAIL),
        ([US, by_name("eu.example.com")], cloudflare("us-pool", "named", fallback="named"), PASS),
        ([US, by_name("us.example.com")], cloudflare("us-pool", "named", fallback="named"), FAIL),
        (
            [US, by_name("x.eu-west-1.elb.amazonaws.com")],
            cloudflare("us-pool", "named", fallback="named"),
            PASS,
        ),
        ([US, by_name("elsewhere.example.net")], cloudflare("us-pool", "named", fallback="named"), UNKNOWN),
        ([US, pool("far")], cloudflare("us-pool", "far", fallback="far"), UNKNOWN),
        ([US], cloudflare(defaultPools=["1", "2"], fallbackPool="1"), UNKNOWN),
        ([US], cloudflare(defaultPools=LATER, fallbackPool="1"), UNKNOWN),
    ],
)
def test_a_load_balancer(steps: list[dict[str, Any]], front: dict[str, Any], verdict: str) -> None:
    assert verdicts("CFL001", *BALANCERS, host("us"), host("eu"), *steps, front) == {"front": verdict}


def test_a_pool_whose_region_is_not_known() -> None:
    steps = [step(LB, "somewhere", {"region": LATER}), US]
    far = pool("far")
    far["newState"]["propertyDependencies"] = {"origins": [urn(LB, "somewhere")]}

    assert verdicts("CFL001", *BALANCERS, *steps, far, cloudflare("us-pool", "far", fallback="far")) == {
        "front": UNKNOWN
    }


@pytest.mark.parametrize(
    "steps",
    [[], [US], [cloudflare("us-pool", enabled=False)], [US, cloudflare("us-pool"), promised("zone")]],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("CFL001", *BALANCERS, *steps) == {"stack": NOT_APPLICABLE}
