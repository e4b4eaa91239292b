"""A real digest with its state: the engine's own word counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from holdfast.graph import Marker, Source, read_before, read_events, read_preview, read_state
from holdfast.graph.events import events_digest
from holdfast.review.compare import compare
from holdfast.review.model import Change, Kind
from tests.graph.documents import UNKNOWN, digest, step, urn
from tests.review.stacks import paths, told, values

VPC, SUBNET, API = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "orders:index:Api"
RECORDED = Path(__file__).parents[1] / "graph" / "data"
PASSWORD = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hush"}


def judged(*steps: dict[str, Any], partial: bool = False) -> list[Change]:
    document = digest(*steps, partial=partial)
    return list(compare(read_before(document), read_preview(document)))


def test_an_update_of_the_engine_is_one_although_the_table_says_otherwise() -> None:
    old = step(VPC, "x", {"cidrBlock": "10.0.0.0/16"})
    (change,) = judged(told(old, "update", {"cidrBlock": "10.1.0.0/16"}, {"cidrBlock": "update"}))

    assert (change.kind, change.forced_by) == (Kind.UPDATE, ())
    assert values(change.properties) == [("cidrBlock", "10.0.0.0/16", "10.1.0.0/16")]


@pytest.mark.parametrize("op", ["replace", "create-replacement", "import-replacement"])
def test_a_replacement_of_the_engine_names_what_forces_it(op: str) -> None:
    old = step(VPC, "x", {"tags": {"a": 1}, "b": 1})
    kinds = {"tags.a": "update-replace", "b": "delete"}
    new = told(old, op, {"tags": {"a": 2}}, kinds, replaceReasons=["tags", "provider"])
    (change,) = judged(new)

    assert change.kind is Kind.REPLACE
    assert paths(change) == [("b", "remove"), ("tags.a", "change")]
    assert [(one.path, one.certain, one.source) for one in change.forced_by] == [
        ("provider", True, "the engine"),
        ("tags.a", True, "the engine"),
    ]


def test_steps_of_one_replacement_are_one_change() -> None:
    old = step(VPC, "x", {"cidrBlock": "a"})
    kinds = {"cidrBlock": "update-replace"}
    steps = [told(old, op, {"cidrBlock": "b"}, kinds) for op in ("create-replacement", "replace")]
    last = {"op": "delete-replaced", "urn": steps[0]["urn"], "oldState": steps[0]["oldState"]}
    (change,) = judged(*steps, last)

    assert (change.kind, [one.path for one in change.forced_by]) == (Kind.REPLACE, ["cidrBlock"])


def test_what_the_engine_says_in_large_is_told_in_small() -> None:
    old = step(VPC, "x", {"check": {"interval": 30, "path": "/"}})
    new = told(old, "update", {"check": {"interval": 10, "path": "/"}}, {"check": "update"})

    assert values(judged(new)[0].properties) == [("check.interval", 30, 10)]


def test_without_a_detailed_diff_the_inputs_are_compared() -> None:
    old = step(API, "x", {"size": 1}, component=True)

    assert values(judged(told(old, "update", {"size": 2}))[0].properties) == [("size", 1, 2)]


def test_the_same_is_the_same_but_for_its_options() -> None:
    old = step(VPC, "x", {"written": "one way"}, protect=True)
    same = told(old, "same", {"written": "another"})
    assert judged(same) == []

    same["newState"]["protect"] = False
    (change,) = judged(same)
    assert (change.kind, values(change.properties)) == (Kind.UPDATE, [("options.protect", True, False)])


def test_a_secret_that_the_engine_changes_is_told_without_its_content() -> None:
    old = step(VPC, "x", {"password": PASSWORD})
    new = told(old, "update", {"password": "[secret]"}, {"password": "update"})
    (change,) = judged(new)

    assert values(change.properties) == [("password", Marker.SECRET, Marker.SECRET)]
    assert "hush" not in repr(change)


def test_a_value_that_the_update_makes_unknown_differs() -> None:
    old = step(SUBNET, "x", {"vpcId": "vpc-1"})
    new = told(old, "replace", {"vpcId": UNKNOWN}, {"vpcId": "update-replace"})

    assert values(judged(new)[0].properties) == [("vpcId", "vpc-1", Marker.UNKNOWN)]


def test_what_comes_and_goes() -> None:
    gone = step(VPC, "gone", op="delete")
    gone["oldState"] = gone.pop("newState")

    assert [(one.kind, one.resource.name) for one in judged(gone, step(VPC, "new"))] == [
        (Kind.DELETE, "gone"),
        (Kind.CREATE, "new"),
    ]


def test_of_a_partial_digest_only_what_the_engine_says_goes() -> None:
    state = read_state({"deployment": {"resources": [step(VPC, name)["newState"] for name in "ab"]}})
    gone = step(VPC, "a", op="delete")
    gone["oldState"] = gone.pop("newState")
    after = read_preview(digest(gone, partial=True))

    assert [(one.kind, one.resource.name) for one in compare(state, after)] == [(Kind.DELETE, "a")]


def test_of_two_partial_digests_what_the_engine_knows_is_not_new() -> None:
    old = step(VPC, "x", {"a": 1})
    first, second = digest(partial=True), digest(told(old, "update", {"a": 2}, {"a": "update"}), partial=True)
    changes = compare(read_preview(first), read_preview(second))

    assert [(one.kind, paths(one)) for one in changes] == [(Kind.UPDATE, [("a", "change")])]


def test_an_alias_shows_in_the_urn_of_the_old_state() -> None:
    old = step(VPC, "old", {"a": 1})
    new = told(old, "update", {"a": 2}, {"a": "update"})
    new["urn"] = urn(VPC, "new")
    new["newState"]["urn"] = new["urn"]
    (change,) = judged(new)

    assert (change.kind, change.renamed_from) == (Kind.UPDATE, old["urn"])


def test_an_offline_preview_has_no_state_before_it() -> None:
    assert read_before({**digest(step(VPC, "x")), "holdfast": {"version": 1}}) is None
    assert read_before(digest(step(VPC, "x"))) is None
    partial = read_before(digest(step(VPC, "x"), partial=True))
    assert partial is not None
    assert (len(partial), partial.partial, partial.source) == (0, True, Source.STATE)


def test_a_state_is_compared_with_an_offline_preview_as_far_as_that_can_be() -> None:
    filled = {"__defaults": ["name"], "name": "x-1234567", "vpcId": "vpc-1", "size": 1}
    links = {"vpcId": [urn(VPC, "v")]}
    state = step(SUBNET, "x", filled, links=links)["newState"]
    before = read_state({"deployment": {"resources": [state]}})
    wanted = {**digest(step(SUBNET, "x", {"vpcId": UNKNOWN, "size": 2}, links=links)), "holdfast": {}}
    (change,) = compare(before, read_preview(wanted))

    assert values(change.properties) == [("size", 1, 2)]


@pytest.mark.parametrize("document", ["changed", "changed_with_sames"])
def test_a_recorded_digest_against_the_recorded_state(document: str) -> None:
    digest_, state = (json.loads((RECORDED / f"{name}.json").read_text()) for name in (document, "state"))
    changes = compare(read_state(state), read_preview(digest_))

    assert {(one.resource.name, one.kind, *paths(one)) for one in changes} == {
        ("euw1-asg", Kind.UPDATE, ("minSize", "change")),
        ("use1-asg", Kind.UPDATE, ("minSize", "change")),
    }


def event(step_: dict[str, Any]) -> str:
    detailed = {path: {"diffKind": one["kind"]} for path, one in (step_["detailedDiff"] or {}).items()}
    metadata = {
        **{key: step_.get(key) for key in ("op", "urn", "provider")},
        "old": step_.get("oldState"),
        "new": step_.get("newState"),
        "keys": step_.get("replaceReasons"),
        "diffs": sorted(detailed),
        "detailedDiff": detailed,
    }
    return json.dumps({"sequence": 1, "timestamp": 1, "resourcePreEvent": {"metadata": metadata}})


def test_the_stream_tells_the_same_as_the_digest() -> None:
    old = step(VPC, "x", {"cidrBlock": "a"})
    steps = [
        told(
            old, "replace", {"cidrBlock": "b"}, {"cidrBlock": "update-replace"}, replaceReasons=["cidrBlock"]
        ),
        step(VPC, "y"),
    ]
    prelude = json.dumps({"preludeEvent": {"config": {"aws:region": "us-east-1"}}})
    lines = [prelude, "", *map(event, steps), json.dumps({"summaryEvent": {"resourceChanges": {}}})]
    graph = read_events(lines)

    assert (graph.partial, graph.default_region) == (True, "us-east-1")
    of_stream = compare(read_before(events_digest(lines)), graph)
    assert [(one.kind, one.resource.name, paths(one)) for one in of_stream] == [
        (one.kind, one.resource.name, paths(one)) for one in judged(*steps)
    ]
