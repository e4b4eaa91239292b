from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.graph import GraphError, read_before, read_events
from holdfast.graph.events import events_digest
from tests.graph.documents import DEFAULT_PROVIDER, urn

VPC = "aws:ec2/vpc:Vpc"


def pre(op: str, *, old: dict[str, Any] | None = None, new: dict[str, Any] | None = None, **more: Any) -> str:
    def state(inputs: dict[str, Any] | None) -> dict[str, Any] | None:
        return (
            None if inputs is None else {"type": VPC, "urn": urn(VPC, "x"), "custom": True, "inputs": inputs}
        )

    metadata = {
        "op": op,
        "urn": urn(VPC, "x"),
        "type": VPC,
        "provider": f"{DEFAULT_PROVIDER}::id",
        "old": state(old),
        "new": state(new),
        **more,
    }
    return json.dumps({"sequence": 1, "timestamp": 2, "resourcePreEvent": {"metadata": metadata}})


def test_what_the_stream_says_of_a_resource() -> None:
    lines = [
        json.dumps({"preludeEvent": {"config": {"aws:region": "eu-west-1"}}}),
        "\n",
        json.dumps({"diagnosticEvent": {"severity": "debug", "message": "hm"}}),
        pre(
            "replace",
            old={"cidrBlock": "a"},
            new={"cidrBlock": "b"},
            keys=["cidrBlock"],
            diffs=["cidrBlock"],
            detailedDiff={"cidrBlock": {"diffKind": "update-replace", "inputDiff": True}},
        ),
        json.dumps({"resOutputsEvent": {"metadata": {}}}),
    ]
    graph = read_events(lines)
    (vpc,) = graph.of_type(VPC)

    assert (vpc.op, vpc.region, vpc.inputs, graph.partial) == (
        "replace",
        "eu-west-1",
        {"cidrBlock": "b"},
        True,
    )
    assert vpc.diff is not None
    assert (vpc.diff.paths, vpc.diff.keys, vpc.diff.replaced_by) == (
        {"cidrBlock": "update-replace"},
        ("cidrBlock",),
        ("cidrBlock",),
    )
    before = read_before(events_digest(lines))
    assert before is not None
    assert before.of_type(VPC)[0].inputs == {"cidrBlock": "a"}


def test_what_goes_is_apart() -> None:
    graph = read_events([pre("delete", old={})])

    assert ([one.name for one in graph.deleted.values()], len(graph)) == (["x"], 0)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("not json", "line 1 is no event"),
        ("[1]", "line 1 should be an object, got list"),
        ('{"resourcePreEvent": {}}', "'metadata' of event 1 should be an object, got NoneType"),
        ('{"resourcePreEvent": {"metadata": {}}}', "an event has no 'urn'"),
        (pre("update"), "has neither 'newState' nor 'oldState'"),
        (pre("update", new={}, detailedDiff={"a": {}}), "'detailedDiff' of .* has no 'kind'"),
        (pre("update", new={}, keys=[1]), "'replaceReasons' of .* should hold names only"),
    ],
)
def test_fails_with_a_message_on_damaged_events(line: str, message: str) -> None:
    with pytest.raises(GraphError, match=message):
        read_events([line])
