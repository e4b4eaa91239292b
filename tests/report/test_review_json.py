from __future__ import annotations

import json

from holdfast.report.review_json import review_json
from tests.report.reviews import SECRET, hostile, whole


def test_the_shape() -> None:
    document = json.loads(review_json(whole()))
    assert list(document) == ["version", "conclusion", "headline", "base", "head", "failed", "stacks"]
    assert document["version"] == 1
    assert document["conclusion"] == "danger"
    assert document["failed"] == {"qa": "the program failed"}
    _, prod = document["stacks"]
    assert list(prod) == [
        "stack",
        "partial",
        "notes",
        "counts",
        "attention",
        "outlooks",
        "new_findings",
        "resolved_findings",
        "waived",
        "cost",
        "groups",
        "picture",
    ]
    assert prod["counts"]["global"] == {"create": 0, "update": 0, "replace": 0, "delete": 1}
    assert prod["attention"][0]["severity"] == "critical"
    assert prod["cost"]["before"] == "2000"
    assert prod["cost"]["after"] == "801.00"
    assert prod["outlooks"][0]["changed"] is True
    assert prod["picture"]["places"] == ["eu-west-1", "us-east-1", "global"]


def test_a_group_of_changes() -> None:
    _, prod = json.loads(review_json(whole()))["stacks"]
    table = prod["groups"][1]["changes"][0]
    assert table["properties"] == [{"path": "hashKey", "edit": "change"}]
    assert table["forced_by"][0]["certain"] is True
    instances = prod["groups"][2]
    assert [one["place"] for one in instances["changes"]] == ["eu-west-1", "us-east-1"]
    assert {"path": "minSize", "edit": "change", "before": "9", "after": "4"} in instances["changes"][0][
        "properties"
    ]


def test_values_stay_hidden() -> None:
    assert SECRET not in review_json(whole())
    assert SECRET not in review_json(hostile())
    assert SECRET in review_json(whole(), show_values=["tags.Owner"])
