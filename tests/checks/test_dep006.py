from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

RECORD, THEIRS = "aws:route53/record:Record", "cloudflare:index/dnsRecord:DnsRecord"
BALANCER = "cloudflare:index/loadBalancer:LoadBalancer"


def ours(name: Any, kind: str = "A", label: str = "", **more: Any) -> dict[str, Any]:
    return step(RECORD, f"ours-{label or name}", {"zoneId": "Z1", "name": name, "type": kind}, **more)


def theirs(name: Any, token: str = THEIRS, label: str = "") -> dict[str, Any]:
    return step(token, f"theirs-{label or name}", {"zoneId": "c1", "name": name, "type": "CNAME"})


@pytest.mark.parametrize(
    ("steps", "verdict"),
    [
        ([ours("api.x.com"), theirs("api.x.com")], PASS),
        ([ours("api.x.com."), theirs("API.x.com", BALANCER)], PASS),
        ([ours("api.x.com"), ours("www.x.com"), theirs("api.x.com")], FAIL),
        ([ours("api.x.com"), theirs("api.x.com"), theirs("www.x.com")], FAIL),
        ([ours("api.x.com"), ours("x.com", "NS"), theirs("api.x.com")], PASS),
        ([ours("api.x.com"), ours(LATER, label="v"), theirs("api.x.com"), theirs("www.x.com")], UNKNOWN),
        (
            [ours("api.x.com"), ours(LATER, label="v"), theirs("api.x.com"), theirs(LATER, label="v")],
            PASS,
        ),
    ],
)
def test_two_providers(steps: list[dict[str, Any]], verdict: str) -> None:
    assert set(verdicts("DEP006", *steps).values()) == {verdict}


def test_a_record_that_only_another_leads_to() -> None:
    inner = ours("latency.x.com")
    outer = step(
        RECORD,
        "outer",
        {"zoneId": "Z1", "name": "api.x.com", "type": "A", "aliases": [{"name": LATER}]},
        links={"aliases": [urn(RECORD, "ours-latency.x.com")]},
    )

    assert verdicts("DEP006", inner, outer, theirs("api.x.com")) == {"outer": PASS}


def test_the_rest_may_be_among_what_does_not_change() -> None:
    found = verdicts("DEP006", ours("api.x.com"), ours("www.x.com"), theirs("api.x.com"), partial=True)

    assert found == {"ours-api.x.com": UNKNOWN}


@pytest.mark.parametrize("steps", [[], [ours("api.x.com")], [ours("api.x.com"), theirs("api.y.com")]])
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("DEP006", *steps) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("zone", "linked"),
    [
        (step("aws:route53/zone:Zone", "z", {"vpcs": [{"vpcId": LATER}]}), True),
        (step("cloudflare:index/zone:Zone", "z", {"type": "partial"}), False),
    ],
)
def test_a_private_zone_and_one_behind_a_cname_are_no_second_provider(
    zone: dict[str, Any], linked: bool
) -> None:
    steps = [ours("api.x.com"), ours("www.x.com"), theirs("api.x.com")]
    for one in steps[:2] if linked else steps[2:]:
        one["newState"]["propertyDependencies"] = {"zoneId": [zone["urn"]]}

    assert verdicts("DEP006", zone, *steps) == {"stack": NOT_APPLICABLE}
