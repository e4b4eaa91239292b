from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.graph import read_before, read_preview
from holdfast.review.compare import compare
from holdfast.review.guard import Digest, GuardError, differences, guard, guard_text, read_guard
from holdfast.review.model import Picture, Review, StackReview
from tests.graph.documents import UNKNOWN, digest, step

TABLE, TOPIC = "aws:dynamodb/table:Table", "aws:sns/topic:Topic"
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hunter2"}


def table(**inputs: Any) -> dict[str, Any]:
    return step(TABLE, "orders", {"hashKey": "id", "billingMode": "PAY_PER_REQUEST", **inputs})


def reviewed(before: dict[str, Any] | None, after: dict[str, Any]) -> Review:
    old, new = read_preview(before) if before else None, read_preview(after)
    one = StackReview(
        stack="prod",
        before=old,
        after=new,
        changes=compare(old, new),
        groups=(),
        attention=(),
        outlooks=(),
        new_findings=(),
        resolved_findings=(),
        waived=(),
        picture=Picture(places=(), nodes=(), edges=()),
        cost_before=None,
        cost_after=None,
        partial=False,
    )
    return Review(base="main", head="change", stacks=(one,), failed={})


def against_state(before: dict[str, Any] | None, after: dict[str, Any] | None, op: str) -> dict[str, Any]:
    """The engine's preview of one resource, with its stack as it is."""
    stack = digest()["steps"][0]
    one: dict[str, Any] = {"op": op, "urn": (after or before or {})["urn"], "detailedDiff": None}
    if before:
        one["oldState"] = before["newState"]
    if after:
        one["newState"] = after["newState"]
    same = {**stack, "op": "same", "oldState": stack["newState"]}
    return {"config": {}, "steps": [same, one], "changeSummary": {"same": 1 + (op == "same"), op: 1}}


def told(was: Review, now: dict[str, Any]) -> list[str]:
    found = differences(guard(was), "prod", read_preview(now), read_before(now))
    return [f"{one.name}: {one.what}" for one in found]


def test_what_was_reviewed_is_what_was_reviewed() -> None:
    made = digest(table(tags={"owner": "orders"}, ttl=UNKNOWN))

    assert told(reviewed(None, made), made) == []


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ({"readCapacity": 5}, {"readCapacity": 6}, ["orders: readCapacity is not what was reviewed"]),
        ({}, {"readCapacity": 6}, ["orders: readCapacity is not what was reviewed"]),
        ({"readCapacity": 5}, {}, ["orders: readCapacity is not what was reviewed"]),
        ({"tags": {"a": "1"}}, {"tags": {"a": "2"}}, ["orders: tags.a is not what was reviewed"]),
        (
            {"replicas": [{"region": "x"}]},
            {"replicas": []},
            ["orders: replicas[0].region is not what was reviewed"],
        ),
        ({"arn": UNKNOWN}, {"arn": "arn:aws:dynamodb"}, []),
        ({"arn": "arn:aws:dynamodb"}, {"arn": UNKNOWN}, ["orders: arn is not what was reviewed"]),
        ({"replicas": UNKNOWN}, {"replicas": [{"region": "x"}]}, []),
        ({}, {"name": "orders-3fa9", "__defaults": ["name"]}, []),
        ({}, {"name": "orders-3fa9"}, ["orders: name is not what was reviewed"]),
        ({"ttl": {}}, {"ttl": {"kind": "x", "__defaults": ["kind"]}}, []),
        ({"password": SECRET}, {"password": "[secret]"}, []),
        ({"password": "plain"}, {"password": SECRET}, []),
    ],
)
def test_values_that_both_know(was: dict[str, Any], now: dict[str, Any], expected: list[str]) -> None:
    assert told(reviewed(None, digest(table(**was))), digest(table(**now))) == expected


def test_resources_that_come_and_go() -> None:
    topic = step(TOPIC, "alarms", {})

    assert told(reviewed(None, digest(table())), digest(table(), topic)) == ["alarms: it was not reviewed"]
    assert told(reviewed(None, digest(table(), topic)), digest(table())) == [
        "alarms: it was reviewed, and is not there"
    ]


@pytest.mark.parametrize(
    ("was", "op", "expected"),
    [
        ("update", "update", []),
        ("update", "same", []),
        ("update", "replace", ["orders: it would be replaced, and was reviewed as updated"]),
        ("same", "update", ["orders: it would be updated, and was reviewed as unchanged"]),
        ("same", "replace", ["orders: it would be replaced, and was reviewed as unchanged"]),
        ("replace", "replace", []),
        ("replace", "update", []),
    ],
)
def test_what_the_engine_would_do(was: str, op: str, expected: list[str]) -> None:
    after = table(hashKey="key", readCapacity=5)
    earlier = {
        "same": after,
        "update": table(hashKey="key", readCapacity=4),
        "replace": table(hashKey="id", readCapacity=5),
    }
    review = reviewed(digest(earlier[was]), digest(after))
    assert {one.kind.value for one in review.stacks[0].changes} == ({was} - {"same"})

    state = {"same": after, "update": table(hashKey="key", readCapacity=3), "replace": table(hashKey="x")}
    assert told(review, against_state(state[op], after, op)) == expected


def test_a_deletion_that_was_not_reviewed() -> None:
    now = against_state(table(), None, "delete")

    assert told(reviewed(digest(), digest()), now) == [
        "orders: it would be deleted, and was reviewed as unchanged"
    ]


def test_the_digest_holds_no_value_and_no_secret() -> None:
    text = guard_text(reviewed(None, digest(table(description="a-plain-value", password=SECRET))))

    assert "hunter2" not in text
    assert "a-plain-value" not in text
    assert text == guard_text(reviewed(None, digest(table(description="a-plain-value", password=SECRET))))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "this is no JSON"),
        ("[]", "no digest of a review"),
        ('{"version": 9, "stacks": {}}', "has version 9"),
    ],
)
def test_what_is_no_digest(text: str, message: str) -> None:
    with pytest.raises(GuardError, match=message):
        read_guard(text)


def test_a_stack_that_was_not_reviewed() -> None:
    made = digest(table())
    read: Digest = read_guard(json.dumps(guard(reviewed(None, made))))

    with pytest.raises(GuardError, match=r"stack 'dev' was not reviewed \(reviewed: prod\)"):
        differences(read, "dev", read_preview(made))


def test_a_preview_that_is_not_whole() -> None:
    with pytest.raises(GuardError, match="--show-sames"):
        differences(
            guard(reviewed(None, digest(table()))), "prod", read_preview(digest(table(), partial=True))
        )
