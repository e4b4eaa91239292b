"""The documented changes without the engine: what is written of them is good, and their checks can fail."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from pulumi.runtime.proto import provider_pb2

from holdfast.preview.child.invokes import Invokes
from holdfast.preview.child.provider.service import PreviewProvider
from holdfast.preview.child.wire import UNKNOWN, struct_to_plain, to_struct
from holdfast.settings import load
from holdfast.topology.plan import plan
from tests.engine.changes.documented import CHANGES
from tests.engine.changes.model import applied
from tests.engine.changes.page import PAGE, page
from tests.engine.changes.results import RENEW, recorded
from tests.engine.changes.steps import counted, done, harmful, of_resources, out_of_order
from tests.engine.changes.words import noun, sentence
from tests.engine.engine import Step
from tests.engine.standin import Call
from tests.settings.stack_files import as_pulumi_gives_it

ROOT = Path(__file__).parents[2]
NEW, PUBLIC = "create new-*", "update public"
RECORD, GROUP = "aws:route53/record:Record", "aws:autoscaling/group:Group"


def step(op: str, type_token: str, name: str, *properties: str) -> Step:
    return Step(op=op, type=type_token, name=name, properties=properties)


def call(operation: str, name: str, type_token: str = RECORD) -> Call:
    return Call(operation=operation, type=type_token, name=name, region="")


def test_the_page_shows_what_was_recorded() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), f"{PAGE.name} is out of date: {RENEW}"


def test_every_change_is_recorded_and_nothing_else() -> None:
    assert recorded().keys() == CHANGES.keys()


@pytest.mark.parametrize("key", CHANGES)
def test_the_settings_of_a_change_are_accepted_and_are_one(key: str) -> None:
    change = CHANGES[key]
    file = ROOT / f"Pulumi.{change.stack}.yaml"
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))["config"]
    after = [settings]
    for number in range(len(change.prepared) + 1):
        patches = (*change.prepared, change.settings)[: number + 1]
        after.append(applied(settings, *patches))
        given = load(as_pulumi_gives_it(after[-1]), stack=change.stack)
        plan(given, project="holdfast", stack=change.stack)

    assert all(one != two for one, two in pairwise(after))


def test_what_runs_in_no_update_has_no_order_and_no_way_back() -> None:
    wrong = [key for key, one in CHANGES.items() if (one.order or one.back) and not one.deploys]

    assert wrong == []


def test_a_deleted_record_and_a_replaced_database_are_harm_unless_asked_for() -> None:
    steps = [
        step("delete", RECORD, "global-public-latency-use1"),
        step("replace", "aws:rds/cluster:Cluster", "use1-orders-db", "kmsKeyId"),
        step("replace", "aws:ec2/launchTemplate:LaunchTemplate", "use1-orders", "name"),
        step("update", RECORD, "global-public", "aliases"),
    ]

    assert harmful(steps, [], []) == [
        "delete global-public-latency-use1 (aws:route53/record:Record: )",
        "replace use1-orders-db (aws:rds/cluster:Cluster: kmsKeyId)",
    ]
    assert harmful(steps, ["global-public-latency-*"], ["use1-orders-*"]) == []
    assert len(harmful(steps, ["use1-*"], ["global-*"])) == 2


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        (["create new-a", "create new-b", "update public", "delete old"], []),
        (["create new-a", "update public", "create new-b", "delete old"], [f"{NEW} came after {PUBLIC}"]),
        (["create new-a", "delete old", "update public"], ["update public came after delete old"]),
        (["create new-a", "update public"], ["delete old did not happen"]),
    ],
)  # fmt: skip
def test_an_order_that_is_wrong_is_told(calls: list[str], said: list[str]) -> None:
    made = [call(*text.split()) for text in calls]

    assert out_of_order(made, (NEW, PUBLIC, "delete old")) == said


def test_calls_tell_what_was_done() -> None:
    calls = [call("create", "a"), call("update", "b"), call("read", "c"), call("delete", "a")]

    assert done(calls) == {(RECORD, "a"): "replace", (RECORD, "b"): "update"}


def test_a_preview_cannot_know_the_version_that_a_launch_template_gets() -> None:
    state = to_struct({"latestVersion": 1, "defaultVersion": 1, "arn": "arn:template", "userData": "old"})
    request = provider_pb2.UpdateRequest(
        type="aws:ec2/launchTemplate:LaunchTemplate",
        olds=state,
        news=to_struct({"userData": "new"}),
        preview=True,
    )
    found = PreviewProvider(Invokes([], "", "")).Update(request, None)

    assert struct_to_plain(found.properties) == {
        "latestVersion": UNKNOWN,
        "defaultVersion": UNKNOWN,
        "arn": "arn:template",
        "userData": "new",
    }


def test_steps_are_counted_by_operation_and_type_without_components() -> None:
    steps = [
        step("update", GROUP, "a", "minSize"),
        step("update", GROUP, "b", "maxSize", "minSize"),
        step("update", "holdfast:index:RegionalApi", "use1"),
        step("replace", RECORD, "c"),
        step("create-replacement", RECORD, "c"),
        step("delete-replaced", RECORD, "c"),
    ]

    assert counted(of_resources(steps)) == {
        "update": {GROUP: {"count": 2, "properties": ["maxSize", "minSize"]}},
        "replace": {RECORD: {"count": 1}},
    }


def test_steps_are_told_in_words() -> None:
    assert sentence({}) == "nothing changes"
    assert sentence({"update": {GROUP: {"count": 2, "properties": ["minSize"]}}}) == (
        "2 changed: Auto Scaling group 2 (`minSize`); nothing replaced"
    )
    assert sentence({"delete": {RECORD: {"count": 1}}, "create": {RECORD: {"count": 2}}}) == (
        "2 made: Route 53 record 2; 1 deleted: Route 53 record 1; nothing replaced"
    )
    assert sentence({"replace": {"random:index/randomPassword:RandomPassword": {"count": 1}}}) == (
        "1 **replaced**: random password 1"
    )
    assert noun("pulumi:providers:aws") == "provider"
    assert noun("aws:ec2/natGateway:NatGateway") == "EC2 NAT gateway"


def test_of_many_types_only_services_are_counted() -> None:
    many = {f"aws:ec2/thing{number}:Thing{number}": {"count": 1} for number in range(4)}
    rows = {
        f"aws:ec2/thing{number}:Thing{number}": {"count": 2, "properties": ["tags"]} for number in range(13)
    }

    assert sentence({"create": {RECORD: {"count": 2}, **many}}) == "6 made: EC2 4, Route 53 2"
    assert sentence({"update": rows}) == "26 changed: EC2 26 (`tags`); nothing replaced"
