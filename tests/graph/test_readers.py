"""The files in ``data`` are the real engine's (v3.260): one update of a small program, with the digest of the
change, the same with ``--show-sames``, and the exported state before it; outputs and times are cut away."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from holdfast.graph import (
    EngineDiff,
    GraphError,
    Marker,
    RegionOrigin,
    Resource,
    Source,
    read_before,
    read_preview,
    read_state,
)
from tests.graph.documents import UNKNOWN, digest, graph, step, urn

DATA = Path(__file__).parent / "data"
VPC = "aws:ec2/vpc:Vpc"


def recorded(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def test_state_and_digest_give_the_same_graph() -> None:
    state, preview = read_state(recorded("state")), read_preview(recorded("changed_with_sames"))

    assert list(state.resources) == list(preview.resources)
    for one in state:
        other = preview.resources[one.urn]
        assert (one.type, one.region, one.region_origin, one.component, one.parent) == (
            (other.type, other.region, other.region_origin, other.component, other.parent)
        )
        assert one.property_dependencies == other.property_dependencies
        if other.op == "same":
            assert one.inputs == other.inputs


def test_the_urns_name_stack_and_project() -> None:
    named = graph(step("a:b:C", "with::colons"))

    assert (named.stack, named.project) == ("prod", "orders")
    empty = read_preview({"steps": []})
    assert (empty.stack, empty.project) == (None, None)


def test_a_digest_without_its_unchanged_resources_is_partial() -> None:
    assert read_preview(recorded("changed")).partial
    assert not read_preview(recorded("changed_with_sames")).partial
    assert not read_state(recorded("state")).partial


@pytest.mark.parametrize(
    ("document", "partial"),
    [
        (digest(), False),
        (digest(partial=True), True),
        ({**digest(), "changeSummary": None}, True),
        ({**digest(), "changeSummary": None, "holdfast": {"version": 1}}, False),
        (digest(diagnostics=[{"severity": "error", "message": "boom"}]), True),
        (digest(diagnostics=[{"severity": "warning", "message": "hm"}]), False),
    ],
)
def test_partial(document: dict[str, Any], partial: bool) -> None:
    assert read_preview(document).partial is partial


def test_default_providers_are_left_out_and_explicit_ones_are_not() -> None:
    read = graph(
        step("pulumi:providers:aws", "default_7_51_1", {"region": "us-east-1"}),
        step("pulumi:providers:aws", "ireland", {"region": "eu-west-1"}),
    )

    assert [one.name for one in read.of_type("pulumi:providers:aws")] == ["ireland"]


EXPLICIT = urn("pulumi:providers:aws", "ireland")


@pytest.mark.parametrize(
    ("made", "region", "origin"),
    [
        (step(VPC, "x", {"region": "eu-west-1"}), "eu-west-1", RegionOrigin.INPUT),
        (step(VPC, "x", {"region": "eu-west-1"}, provider=EXPLICIT), "eu-west-1", RegionOrigin.INPUT),
        (step(VPC, "x", {"region": UNKNOWN}), Marker.UNKNOWN, RegionOrigin.INPUT),
        (step(VPC, "x", provider=EXPLICIT), "eu-west-3", RegionOrigin.PROVIDER),
        (step(VPC, "x", provider=urn("pulumi:providers:aws", "gone")), Marker.UNKNOWN, RegionOrigin.PROVIDER),
        (step(VPC, "x"), "us-east-1", RegionOrigin.DEFAULT),
        (step("aws:route53/record:Record", "x"), None, RegionOrigin.NONE),
        (step("aws:iam/role:Role", "x"), None, RegionOrigin.NONE),
        (step("aws:cloudfront/distribution:Distribution", "x"), None, RegionOrigin.NONE),
        (step("random:index/randomId:RandomId", "x"), None, RegionOrigin.NONE),
        (
            step("orders:index:Api", "x", {"region": "eu-west-1"}, component=True),
            "eu-west-1",
            RegionOrigin.INPUT,
        ),
        (step("orders:index:Api", "x", component=True), None, RegionOrigin.NONE),
    ],
)
def test_region(made: dict[str, Any], region: object, origin: RegionOrigin) -> None:
    read = graph(made, step("pulumi:providers:aws", "ireland", {"region": "eu-west-3"}))
    one = read.resources[made["urn"]]

    assert (one.region, one.region_origin) == (region, origin)


def test_the_default_region_is_unknown_without_configuration() -> None:
    assert graph(step(VPC, "x"), region=None).of_type(VPC)[0].region is Marker.UNKNOWN


def test_deleted_resources_are_apart() -> None:
    gone = step(VPC, "gone", op="delete")
    gone["oldState"] = gone.pop("newState")
    read = graph(gone)

    assert list(read.deleted) == [urn(VPC, "gone")]
    assert not read.of_type(VPC)


def test_steps_of_one_replacement_are_one_resource() -> None:
    steps = [step(VPC, "x", op=op) for op in ("create-replacement", "replace", "delete-replaced")]
    steps[2]["oldState"] = steps[2].pop("newState")
    read = graph(*steps)

    assert [one.op for one in read.of_type(VPC)] == ["replace"]
    assert not read.deleted


def test_a_state_leaves_out_what_waits_to_be_deleted() -> None:
    record = {"urn": urn(VPC, "x"), "type": VPC, "custom": True, "delete": True}

    assert not len(read_state({"deployment": {"resources": [record]}}))


def test_state_is_marked_as_such() -> None:
    assert read_state({"deployment": None}).source is Source.STATE


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "a preview should be an object, got list"),
        ({}, "this is no preview: it has no 'steps'"),
        ({"steps": {}}, "'steps' should be a list, got dict"),
        ({"steps": [1]}, "a step should be an object, got int"),
        ({"steps": [{"op": "create"}]}, "a step has no 'urn'"),
        ({"steps": [{"op": "create", "urn": "urn:x"}]}, "has neither 'newState' nor 'oldState'"),
        ({"steps": [{"op": "create", "urn": "x", "newState": {"type": VPC}}]}, "'x' is no URN"),
        ({"steps": [{"op": "create", "urn": "x", "newState": {"custom": True}}]}, "x has no 'type'"),
        ({"steps": [step(VPC, "x", dependencies=[1])]}, "should hold URNs only"),
        ({"steps": [], "config": [1]}, "'config' should be an object, got list"),
        ({"steps": [], "diagnostics": {}}, "'diagnostics' should be a list, got dict"),
    ],
)
def test_fails_with_a_message_on_a_damaged_preview(document: object, message: str) -> None:
    with pytest.raises(GraphError, match=message):
        read_preview(document)


@pytest.mark.parametrize("document", [None, {}, {"deployment": {"resources": [{}]}}, {"deployment": [1]}])
def test_fails_with_a_message_on_a_damaged_state(document: object) -> None:
    with pytest.raises(GraphError):
        read_state(document)


def test_at_follows_names_and_positions() -> None:
    one = Resource(
        urn="u",
        type=VPC,
        name="x",
        inputs={"a": ({"b": 1},), "later": Marker.UNKNOWN, "hidden": Marker.SECRET, "text": "t"},
    )

    assert one.at("a", 0, "b") == 1
    assert one.at("a", 1, "b") is None
    assert one.at("a", "b") is None
    assert one.at("text", 0) is None
    assert one.at("missing", 0, "b") is None
    assert one.at("later", 0, "b") is Marker.UNKNOWN
    assert one.at("hidden") is Marker.UNKNOWN


def test_questions_of_the_graph() -> None:
    api = urn("orders:index:Api", "api")
    read = graph(
        step("orders:index:Api", "api", component=True),
        step(VPC, "x", parent=api),
        step("aws:ec2/subnet:Subnet", "s", links={"vpcId": [urn(VPC, "x")]}, parent=api),
        step(VPC, "read", op="read", external=True),
    )
    vpc, subnet = read.of_type(VPC)[0], read.of_type("aws:ec2/subnet:Subnet")[0]

    assert [one.name for one in read.of_type(VPC)] == ["x"]
    assert [one.name for one in read.components(vpc)] == ["api"]
    assert {one.name for one in read.children(api)} == {"x", "s"}
    assert read.references(subnet, "vpcId") == (vpc,)
    assert read.referring(vpc, "vpcId", "aws:ec2/subnet:Subnet") == (subnet,)


def test_what_the_engine_says_of_a_resource_is_kept() -> None:
    read = read_preview(recorded("changed"))
    (one,) = (one for one in read if one.name == "use1-asg")

    assert one.op == "update"
    assert one.diff == EngineDiff(paths={"minSize": "update"}, keys=("minSize",))


def test_options_that_a_record_tells() -> None:
    told: dict[str, Any] = {"retainOnDelete": True, "ignoreChanges": ["b", "a"], "replaceOnChanges": ["*"]}
    (one,) = graph(step(VPC, "x", aliases=["urn:x"], **told)).of_type(VPC)

    assert (one.retain_on_delete, one.ignore_changes, one.replace_on_changes, one.aliases) == (
        True,
        ("a", "b"),
        ("*",),
        ("urn:x",),
    )
    assert (one.delete_before_replace, one.diff) == (False, None)


def test_what_only_our_document_tells_of_a_resource() -> None:
    ours = {"aliases": {urn(VPC, "x"): ["urn:old"]}, "deleteBeforeReplace": {urn(VPC, "x"): True}}
    (one,) = read_preview({**digest(step(VPC, "x")), "holdfast": ours}).of_type(VPC)

    assert (one.aliases, one.delete_before_replace) == (("urn:old",), True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"detailedDiff": [1]}, "'detailedDiff' of .* should be an object, got list"),
        ({"detailedDiff": {"a": {"inputDiff": True}}}, "'detailedDiff' of .* has no 'kind'"),
        ({"diffReasons": [1]}, "'diffReasons' of .* should hold names only"),
        ({"oldState": {"type": VPC}}, "an old state has no 'urn'"),
    ],
)
def test_fails_with_a_message_on_a_damaged_change(change: dict[str, Any], message: str) -> None:
    with pytest.raises(GraphError, match=message):
        read_before(digest({**step(VPC, "x"), **change}))
