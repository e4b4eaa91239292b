"""The example: components beside a team's own resources, in two accounts, under the team's own rules."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from holdfast.checks import RULES, Verdict, run
from holdfast.checks.waivers import apply_waivers
from holdfast.graph import read_preview
from holdfast.toolfile import FILE, read_toolfile
from tests.package.distributions import ROOT
from tests.previews import previewed

EXAMPLE = ROOT / "examples" / "python" / "orders"
TAGS = {"Team": "orders", "CostCentre": "cc-4711"}
IN_THE_DNS_ACCOUNT = {
    "aws:route53/zone:Zone public-zone",
    "aws:route53/record:Record global-public",
    "aws:route53/record:Record global-public-use1",
    "aws:route53/record:Record global-public-validation-orders.dev.example.com",
}
pytestmark = pytest.mark.xdist_group("example")  # previewed once, not once per worker


@cache
def document() -> dict[str, Any]:
    return previewed(EXAMPLE, "dev")


def resources() -> list[dict[str, Any]]:
    """States of all that a provider makes."""
    states: list[dict[str, Any]] = [step["newState"] for step in document()["steps"]]
    return [one for one in states if one["custom"] and one["type"].startswith("aws:")]


def name_of(state: dict[str, Any]) -> str:
    return f"{state['type']} {state['urn'].rpartition('::')[2]}"


def test_it_is_previewed_offline_without_a_word() -> None:
    assert document()["diagnostics"] == document()["holdfast"]["assumptions"] == []


def test_no_check_fails_but_those_that_the_example_waives() -> None:
    graph = read_preview(document())
    told = read_toolfile((EXAMPLE / FILE).read_text(encoding="utf-8"), rules=RULES)
    waived = apply_waivers(
        run(graph, RULES, told.parameters), told.waivers, stack=graph.stack, today=date.min
    )

    assert (waived.failures, waived.unused, waived.expired) == ((), (), ())
    passed = {one.id for one in waived.findings if one.verdict is Verdict.PASS}
    assert "REG001-region-is-explicit" in passed


def test_dns_is_in_the_other_account_and_nothing_else() -> None:
    through = {name_of(one): one["provider"].split("::")[-2] for one in resources()}

    assert {name for name, provider in through.items() if provider == "dns-account"} == IN_THE_DNS_ACCOUNT
    assert len(set(through.values())) == 2


def test_the_other_account_is_entered_by_its_role() -> None:
    (provider,) = (
        step["newState"] for step in document()["steps"] if step["urn"].endswith("aws::dns-account")
    )

    role = "arn:aws:iam::444455556666:role/orders-dns"
    assert json.loads(provider["inputs"]["assumeRoles"]) == [{"roleArn": role}]


def test_the_teams_tags_are_on_all_that_takes_any() -> None:
    bare = {
        name_of(one)
        for one in resources()
        if isinstance(one["inputs"].get("tags"), dict) and not one["inputs"]["tags"].items() >= TAGS.items()
    }
    (group,) = (one["inputs"]["tags"] for one in resources() if one["type"] == "aws:autoscaling/group:Group")

    assert bare == set()
    assert {one["key"]: one["value"] for one in group if one["propagateAtLaunch"]}.items() >= TAGS.items()


def test_a_transform_sets_what_the_component_has_no_argument_for() -> None:
    (balancer,) = (one for one in resources() if one["type"] == "aws:lb/loadBalancer:LoadBalancer")

    assert balancer["inputs"]["desyncMitigationMode"] == "strictest"


def test_stateful_things_of_both_are_protected() -> None:
    protected = {name_of(one) for one in resources() if one.get("protect")}

    assert {"aws:s3/bucket:Bucket use1-archive", "aws:dynamodb/table:Table use1-orders-table"} <= protected
