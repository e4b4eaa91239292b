"""The three stacks of this project: each is declared whole, exactly as its golden list says."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
import yaml

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.settings import load
from holdfast.topology.plan import plan
from tests.components.declared import PROJECT, declared
from tests.components.golden import assert_golden
from tests.components.stack_difference import Stack, lacking

ROOT = Path(__file__).parents[2]
STACKS = ("dev", "staging", "prod")
EVERY_STACK = pytest.mark.parametrize("name", STACKS)


@cache
def stack(name: str) -> Stack:
    text = (ROOT / f"Pulumi.{name}.yaml").read_text(encoding="utf-8")
    config = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in yaml.safe_load(text)["config"].items()
    }
    topology = plan(load(config, stack=name), project=PROJECT, stack=name)
    resources = declared(lambda: MultiRegionApi("api", {"topology": topology}))
    return Stack(topology=topology, resources=resources)


def test_these_are_the_stacks() -> None:
    assert {path.name for path in ROOT.glob("Pulumi.*.yaml")} == {f"Pulumi.{name}.yaml" for name in STACKS}


@EVERY_STACK
def test_declares_these_resources(name: str) -> None:
    lines = sorted(f"{one.type} {one.name}" for one in stack(name).resources)
    assert_golden(f"{name}-resources.txt", "\n".join(lines) + "\n")


@EVERY_STACK
def test_is_unambiguous(name: str) -> None:
    """No two resources of a type have one name, so that a person who reads it knows which it is."""
    resources = stack(name).resources
    assert len(resources.pairs()) == len(resources)


@EVERY_STACK
def test_stays_in_its_regions(name: str) -> None:
    """Elsewhere are only topics with their key, and what AWS tells in that region alone."""
    found = stack(name)
    own = {region.region for region in found.topology.regions}
    assert own <= {one.region for one in found.resources if one.region is not None}
    outside: dict[str, set[str]] = {}
    for one in found.resources:
        if one.custom and one.region is not None and one.region not in own:
            outside.setdefault(one.region, set()).add(one.type.rsplit(":", 1)[-1])
    topics = {"Key", "Alias", "Topic", "TopicPolicy", "EventRule", "EventTarget"}
    # Subscriptions are those of people whom the settings name.
    people = {"TopicSubscription"} if found.topology.alerts.emails else set()
    # AWS Health sends to us-west-2 what its own region may be unable to tell.
    expected = {"us-west-2": topics | people}
    if "us-east-1" not in own:
        # Route 53 keeps its metrics in us-east-1; dashboards are made there whatever the regions are.
        expected["us-east-1"] = topics | people | {"MetricAlarm", "CompositeAlarm", "Dashboard"}
    if found.topology.alerts.chat_channels:
        # Amazon Q Developer in chat applications has its API in a few regions, none of them needed here.
        expected["us-east-2"] = {"SlackChannelConfiguration"}
    assert outside == expected


@EVERY_STACK
def test_is_protected_as_it_says(name: str) -> None:
    found = stack(name)
    assert any(one.protect for one in found.resources) is found.topology.protection
    assert found.topology.protection is (name != "dev")


def test_what_dev_lacks_against_prod() -> None:
    title = "What dev lacks against prod, told from what both declare (tests/components/stack_difference.py)."
    text = "\n".join([title, "", *lacking(stack("dev"), stack("prod")), ""])
    assert_golden("dev-lacks.txt", text)


def test_a_stack_lacks_nothing_against_itself() -> None:
    assert [line for line in lacking(stack("prod"), stack("prod")) if line.startswith("-")] == []
