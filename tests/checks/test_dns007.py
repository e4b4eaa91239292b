from __future__ import annotations

from typing import Any

import pytest

from tests.checks.promised import promised
from tests.checks.traffic import BALANCERS, LB, accelerated, balancer, cloudflare, host, pool, routed
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

BOTH = {"us-lb": PASS, "eu-lb": PASS}
CDN, DOMAIN = "aws:cloudfront/distribution:Distribution", "aws:apigatewayv2/domainName:DomainName"


def cdn(*places: str, **inputs: Any) -> dict[str, Any]:
    origins = [{"originId": place, "domainName": LATER} for place in places]
    links = {"origins": [urn(LB, f"{place}-lb") for place in places]}
    return step(CDN, "cdn", {"origins": origins, **inputs}, links=links)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([routed("us"), routed("eu"), host("us"), host("eu")], BOTH),
        ([accelerated("us"), accelerated("eu"), host("us")], BOTH),
        ([pool("p", "us"), pool("q", "eu"), cloudflare("p", "q")], BOTH),
        ([cdn("us", "eu", originGroups=[{"originId": "both"}])], BOTH),
        ([host("us"), host("eu")], {"us-lb": UNKNOWN, "eu-lb": UNKNOWN}),
        ([host("us"), host("eu"), promised("region")], {"us-lb": FAIL, "eu-lb": FAIL}),
        ([host("us")], {"us-lb": FAIL, "eu-lb": UNKNOWN}),
        ([cdn("us")], {"us-lb": FAIL, "eu-lb": UNKNOWN}),
        ([], {"us-lb": UNKNOWN, "eu-lb": UNKNOWN}),
        ([routed("us"), host("eu")], {"us-lb": UNKNOWN, "eu-lb": UNKNOWN}),
    ],
)
def test_two_regions(steps: list[dict[str, Any]], expected: dict[str, str]) -> None:
    assert verdicts("DNS007", *BALANCERS, *steps) == expected


def test_a_name_of_its_own_beside_the_one_that_moves() -> None:
    names = [
        step(DOMAIN, f"{place}-{kind}", {"region": region})
        for place, region in {"us": "us-east-1", "eu": "eu-west-1"}.items()
        for kind in ("domain", "host")
    ]
    latency = [routed(place) for place in ("us", "eu")]
    for one, place in zip(latency, ("us", "eu"), strict=True):
        one["newState"]["propertyDependencies"] = {"aliases": [urn(DOMAIN, f"{place}-domain")]}

    assert verdicts("DNS007", *names, *latency) == {"us-domain": PASS, "eu-domain": PASS}


def test_of_a_partial_preview_nothing_is_said_to_be_missing() -> None:
    assert verdicts("DNS007", *BALANCERS, host("us"), partial=True) == {"us-lb": UNKNOWN, "eu-lb": UNKNOWN}


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [balancer("us"), host("us")],
        [*BALANCERS, host("us"), promised("zone")],
        [balancer("us"), balancer("eu", internal=True), host("us")],
        [balancer("us", internal=LATER), balancer("eu"), host("us")],
    ],
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DNS007", *steps) == {"stack": NOT_APPLICABLE}
