from __future__ import annotations

from typing import Any

import pytest

from tests.checks.promised import promised
from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

RECORD, LB = "aws:route53/record:Record", "aws:lb/loadBalancer:LoadBalancer"
US, EU = urn(LB, "use1-lb"), urn(LB, "euw1-lb")
BALANCERS = [
    step(LB, "use1-lb", {"region": "us-east-1"}),
    step(LB, "euw1-lb", {"region": "eu-west-1"}),
    step(LB, "euw1-second", {"region": "eu-west-1"}),
    step(LB, "somewhere", {"region": LATER}),
]


def half(kind: Any, *targets: str, name: str = "failover.example.com", **inputs: Any) -> dict[str, Any]:
    return step(
        RECORD,
        str(kind).lower(),
        {
            "zoneId": "Z1",
            "name": name,
            "type": "A",
            "aliases": [{"name": LATER, "zoneId": LATER, "evaluateTargetHealth": True}],
            "failoverRoutingPolicies": [{"type": kind}],
            **inputs,
        },
        links={"aliases": list(targets)},
    )


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ((US,), (EU,), PASS),
        ((EU,), (urn(LB, "euw1-second"),), FAIL),
        ((EU,), (EU,), FAIL),
        ((US,), (urn(LB, "somewhere"),), UNKNOWN),
        ((US,), (), UNKNOWN),
        ((), (), UNKNOWN),
        ((US, EU), (EU,), PASS),
        ((EU,), (urn("aws:cloudfront/distribution:Distribution", "cdn"),), PASS),
    ],
)
def test_where_a_pair_leads(first: tuple[str, ...], second: tuple[str, ...], verdict: str) -> None:
    cdn = step("aws:cloudfront/distribution:Distribution", "cdn")
    steps = [*BALANCERS, cdn, half("PRIMARY", *first), half("SECONDARY", *second)]

    assert verdicts("DNS002", *steps) == {"primary": verdict}


def test_follows_the_alias_of_another_set_of_records() -> None:
    members = [
        step(
            RECORD,
            f"weighted-{place}",
            {"zoneId": "Z1", "name": "weighted.example.com", "type": "A", "setIdentifier": place},
            links={"aliases": [target]},
        )
        for place, target in {"use1": US, "euw1": EU}.items()
    ]
    linked = [*BALANCERS, *members, half("PRIMARY", urn(RECORD, "weighted-euw1")), half("SECONDARY", EU)]
    spelt: dict[str, Any] = {
        "aliases": [{"name": "Weighted.example.com.", "zoneId": "Z1", "evaluateTargetHealth": True}]
    }

    assert verdicts("DNS002", *linked) == {"primary": PASS}
    by_name = [*BALANCERS, *members, half("PRIMARY", **spelt), half("SECONDARY", EU)]

    assert verdicts("DNS002", *by_name) == {"primary": PASS}


def test_both_halves_through_other_records_to_one_region() -> None:
    inner = [
        step(
            RECORD,
            name,
            {"zoneId": "Z1", "name": f"{name}.example.com", "type": "A"},
            links={"aliases": [to]},
        )
        for name, to in {"one": EU, "two": urn(LB, "euw1-second")}.items()
    ]
    pair = [half("PRIMARY", urn(RECORD, "one")), half("SECONDARY", urn(RECORD, "two"))]

    assert verdicts("DNS002", *BALANCERS, *inner, *pair) == {"primary": FAIL}


def test_records_that_lead_to_each_other_end() -> None:
    pair = [half("PRIMARY", urn(RECORD, "secondary")), half("SECONDARY", urn(RECORD, "primary"))]

    assert verdicts("DNS002", *pair) == {"primary": UNKNOWN}


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("api-1.us-east-1.elb.amazonaws.com", "api-2.eu-west-1.elb.amazonaws.com.", PASS),
        ("api-1.eu-west-1.elb.amazonaws.com", "api-2.eu-west-1.elb.amazonaws.com.", FAIL),
        ("api-1.us-east-1.elb.amazonaws.com", "standby.example.net", UNKNOWN),
    ],
)
def test_host_names_written_out(first: str, second: str, verdict: str) -> None:
    halves = [
        half(kind, aliases=[{"name": host, "zoneId": "Z2", "evaluateTargetHealth": True}])
        for kind, host in {"PRIMARY": first, "SECONDARY": second}.items()
    ]

    assert verdicts("DNS002", *halves) == {"primary": verdict}


@pytest.mark.parametrize(
    ("steps", "partial", "expected"),
    [
        ([half("PRIMARY", US)], False, {"primary": FAIL}),
        ([half("SECONDARY", US)], False, {"secondary": FAIL}),
        ([half("PRIMARY", US)], True, {"primary": UNKNOWN}),
        (
            [half("PRIMARY", US), half("SECONDARY", EU, name="other")],
            False,
            {"primary": FAIL, "secondary": FAIL},
        ),
        ([half("PRIMARY", US, name=LATER)], False, {"primary": UNKNOWN}),
        ([half("PRIMARY", US, failoverRoutingPolicies=LATER)], False, {"primary": UNKNOWN}),
        ([step(RECORD, "plain", {"name": "a", "type": "A"})], False, {"stack": NOT_APPLICABLE}),
        ([], False, {"stack": NOT_APPLICABLE}),
    ],
)
def test_half_a_pair(steps: list[dict[str, Any]], partial: bool, expected: dict[str, str]) -> None:
    assert verdicts("DNS002", *BALANCERS, *steps, partial=partial) == expected


def test_one_region_is_enough_where_no_more_is_promised() -> None:
    pair = [half("PRIMARY", EU), half("SECONDARY", urn(LB, "euw1-second"))]

    assert verdicts("DNS002", *BALANCERS, *pair) == {"primary": FAIL}
    assert verdicts("DNS002", *BALANCERS, *pair, promised("zone")) == {"primary": PASS}


def test_a_page_that_says_sorry_may_stand_beside() -> None:
    bucket = step("aws:s3/bucket:Bucket", "sorry", {"region": "eu-west-1"})
    pair = [half("PRIMARY", EU), half("SECONDARY", bucket["urn"])]

    assert verdicts("DNS002", *BALANCERS, bucket, *pair) == {"primary": PASS}
