"""Both providers give the same answers from one declaration, or the documentation names the difference."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.api_sample import api
from tests.components.declared import Resources
from tests.components.dns_answers import Client, Cloudflare, Route53, clients, outages
from tests.settings.cloudflare_samples import BOTH
from tests.topology.examples import changed

if TYPE_CHECKING:
    from tests.components.declared import Declared

DOMAIN = "api.example.com"
PAGE = Path(__file__).parents[2] / "docs" / "dual-dns.md"
BEGIN, END = "<!-- differences: begin -->\n", "<!-- differences: end -->"
TWO, THREE = ("use1", "euw1"), ("use1", "euw1", "apse1")
REGIONS = {
    "AF": ("NAF", "SAF"),
    "AS": ("ME", "NEAS", "SAS", "SEAS"),
    "EU": ("EEU", "WEU"),
    "NA": ("ENAM", "WNAM"),
    "OC": ("OC",),
    "SA": ("NSAM", "SSAM"),
}
"""Cloudflare's regions on each continent, all 13 of them, from its page on region codes and not from ours."""
NOWHERE = (("", "", ""),)
AROUND = (
    *(("EU", "", region) for region in REGIONS["EU"]),
    ("EU", "FR", "WEU"),
    *(("NA", "", region) for region in REGIONS["NA"]),
    ("elsewhere", "", ""),
)
SCENARIOS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "simple": (("use1",), {}),
    "failover": (TWO, {"policy": "failover"}),
    "latency, two regions": (TWO, {"policy": "latency"}),
    "latency, three regions": (THREE, {"policy": "latency"}),
    "weighted, two regions": (TWO, {"policy": "weighted", "weights": {"use1": 90, "euw1": 10}}),
    "weighted, one of two at 0": (TWO, {"policy": "weighted", "weights": {"use1": 100, "euw1": 0}}),
    "weighted, three regions": (
        THREE,
        {"policy": "weighted", "weights": {"use1": 60, "euw1": 30, "apse1": 10}},
    ),
    "weighted, one of three at 0": (
        THREE,
        {"policy": "weighted", "weights": {"use1": 50, "euw1": 50, "apse1": 0}},
    ),
    "geolocation, two regions": (
        TWO,
        {"policy": "geolocation", "locations": {"use1": ["default"], "euw1": ["EU"]}},
    ),
    "geolocation, three regions": (
        THREE,
        {
            "policy": "geolocation",
            "locations": {"use1": ["default", "NA"], "euw1": ["EU"], "apse1": ["FR"]},
        },
    ),
}


@cache
def declared(scenario: str) -> Resources:
    places, asked = SCENARIOS[scenario]
    standby = {"role": "standby"} if scenario == "failover" else {}
    regions = {place: standby if place == "euw1" else {} for place in places}
    return api(changed(regions=regions, entrances={"public": {**BOTH, **asked}}))


def asked_by(scenario: str) -> list[Client]:
    where = AROUND if scenario.startswith("geolocation") else NOWHERE
    return list(clients(SCENARIOS[scenario][0], where))


Difference = tuple[str, frozenset[str], Client, frozenset[str], frozenset[str]]


@cache
def differences(scenario: str) -> list[Difference]:
    route53 = Route53(declared(scenario), DOMAIN)
    cloudflare = Cloudflare(declared(scenario), DOMAIN)
    found = []
    for healthy in outages(SCENARIOS[scenario][0]):
        for client in asked_by(scenario):
            one, other = route53.answer(client, healthy), cloudflare.answer(client, healthy)
            if one != other:
                found.append((scenario, healthy, client, one, other))
    return found


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_with_any_region_healthy_nobody_is_sent_to_a_lost_one(scenario: str) -> None:
    places = SCENARIOS[scenario][0]
    for provider in (Route53(declared(scenario), DOMAIN), Cloudflare(declared(scenario), DOMAIN)):
        for healthy in outages(places):
            for client in asked_by(scenario) if healthy else []:
                assert provider.answer(client, healthy) <= healthy


@pytest.mark.parametrize("scenario", [one for one in SCENARIOS if one != "geolocation, three regions"])
def test_with_any_region_healthy_both_answer_alike(scenario: str) -> None:
    assert [one for one in differences(scenario) if one[1]] == []


@pytest.mark.parametrize("scenario", ["simple", "failover"])
def test_with_one_or_two_regions_in_an_order_both_answer_alike_whatever_is_lost(scenario: str) -> None:
    assert differences(scenario) == []


def test_the_models_tell_the_policies_apart() -> None:
    """Answers that never differ would make all of this easy to pass."""
    near_euw1 = Client(("euw1", "use1"))
    everything = frozenset(TWO)
    answers = {
        scenario: Cloudflare(declared(scenario), DOMAIN).answer(near_euw1, everything)
        for scenario, (places, _) in SCENARIOS.items()
        if places == TWO
    }
    assert answers == {
        "failover": {"use1"},
        "latency, two regions": {"euw1"},
        "weighted, two regions": {"use1", "euw1"},
        "weighted, one of two at 0": {"use1"},
        "geolocation, two regions": {"use1"},
    }
    in_europe = Client(("use1", "euw1"), "EU", "FR", "WEU")
    geo = declared("geolocation, two regions")
    assert Cloudflare(geo, DOMAIN).answer(in_europe, everything) == {"euw1"}
    assert Route53(geo, DOMAIN).answer(in_europe, everything) == {"euw1"}


@pytest.mark.parametrize("continent", REGIONS)
def test_each_continent_is_all_of_its_regions_and_no_other(continent: str) -> None:
    asked = {"policy": "geolocation", "locations": {"use1": ["default"], "euw1": [continent]}}
    found = api(changed(regions={"use1": {}, "euw1": {}}, entrances={"public": {**BOTH, **asked}}))
    route53, cloudflare = Route53(found, DOMAIN), Cloudflare(found, DOMAIN)
    for other, regions in REGIONS.items():
        for client in clients(TWO, [(other, "", region) for region in regions]):
            expected = {"euw1"} if other == continent else {"use1"}
            assert route53.answer(client, frozenset(TWO)) == expected, client
            assert cloudflare.answer(client, frozenset(TWO)) == expected, client


def test_the_models_see_a_region_that_nobody_judges() -> None:
    """Without this a record or a pool that lost its health would pass all of the above."""

    def unjudged(one: Declared) -> Declared:
        inputs = {key: value for key, value in one.inputs.items() if key not in ("healthCheckId", "monitor")}
        if "aliases" in inputs:
            inputs["aliases"] = [{**alias, "evaluateTargetHealth": False} for alias in inputs["aliases"]]
        return replace(one, inputs=inputs)

    found = Resources([unjudged(one) for one in declared("failover")])
    near = Client(("use1", "euw1"))
    assert Route53(found, DOMAIN).answer(near, frozenset({"euw1"})) == {"use1"}
    assert Cloudflare(found, DOMAIN).answer(near, frozenset({"euw1"})) == {"use1"}


def test_both_lead_to_the_same_balancers() -> None:
    found = declared("latency, three regions")
    aliases = {one.inputs["aliases"][0]["name"] for one in found.of("Record") if one.inputs["type"] == "A"}
    addresses = {
        origin["address"] for one in found.of("LoadBalancerPool") for origin in one.inputs["origins"]
    }
    assert addresses <= aliases
    own = {one.inputs["name"]: one.inputs["content"] for one in found.of("DnsRecord")}
    for place in THREE:
        (alias,) = found(f"global-public-{place}", "Record").inputs["aliases"]
        assert own[f"{place}.{DOMAIN}"] == alias["name"]


def table() -> str:
    """Every difference as the documentation names it, one line per scenario, outage and pair of answers."""
    rows: dict[tuple[str, str, str, str], list[str]] = {}
    for scenario in SCENARIOS:
        for name, healthy, client, one, other in differences(scenario):
            key = (name, _said(healthy), _said(one), _said(other))
            rows.setdefault(key, []).append(str(client))
    lines = [
        "| policy | healthy | who asks | Route 53 sends to | Cloudflare sends to |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {healthy} | {'; '.join(dict.fromkeys(asking))} | {one} | {other} |"
        for (name, healthy, one, other), asking in rows.items()
    ]
    return "\n".join(lines) + "\n"


def _said(places: frozenset[str]) -> str:
    return ", ".join(f"`{place}`" for place in sorted(places)) or "none"


def test_the_documentation_names_every_difference() -> None:
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    known, after = rest.split(END)
    if os.environ.get("HOLDFAST_UPDATE_GOLDEN"):
        PAGE.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")
        known = table()
    assert known == table(), "docs/dual-dns.md is out of date; write it anew with HOLDFAST_UPDATE_GOLDEN=1"
