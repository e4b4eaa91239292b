from __future__ import annotations

from typing import Any

import pytest

from holdfast.graph import read_preview
from holdfast.inventory.selection import SELECTION, selects
from holdfast.inventory.view import View
from tests.graph.documents import UNKNOWN, digest, graph, step, urn
from tests.inventory.taken import EU, PROVIDER, US, here

TABLE, CLUSTER, BUCKET = "aws:dynamodb/table:Table", "aws:rds/cluster:Cluster", "aws:s3/bucket:Bucket"
TABLES = "arn:aws:dynamodb:*:*:table/*"


def equals(key: str, value: str, operator: str = "stringEquals") -> list[dict[str, Any]]:
    return [{operator: [{"key": f"aws:ResourceTag/{key}", "value": value}]}]


def tagged(key: str, value: str) -> dict[str, str]:
    return {"type": "STRINGEQUALS", "key": key, "value": value}


def answer(
    inputs: dict[str, Any],
    table: dict[str, Any] | None = None,
    *,
    token: str = TABLE,
    links: dict[str, list[str]] | None = None,
    **more: Any,
) -> bool | None:
    """Whether a selection takes the one resource that there is."""
    steps = [
        step(token, "orders", {**here(US), **(table or {})}, **more),
        step(SELECTION, "chosen", {**here(US), **inputs}, links=links),
    ]
    over = graph(*steps)
    view = View(over)
    return selects(view, over.of_type(SELECTION)[0], over.of_type(token)[0])


@pytest.mark.parametrize(
    ("inputs", "table", "expected"),
    [
        ({"resources": ["*"]}, {}, True),
        ({"resources": [TABLES]}, {}, True),
        ({"resources": ["arn:aws:rds:*:*:cluster:*"]}, {}, False),
        ({"resources": ["arn:aws:dynamodb:us-east-1:111122223333:table/orders"]}, {}, None),
        ({"resources": ["arn:aws:dynamodb:us-east-1:111122223333:table/a"]}, {"name": "b"}, False),
        ({"resources": []}, {}, False),
        ({}, {}, False),
        ({"resources": UNKNOWN}, {}, None),
        ({"resources": [UNKNOWN]}, {}, None),
        # Tags: one is enough, with or without the prefix.
        ({"selectionTags": [tagged("a", "1"), tagged("b", "2")]}, {"tags": {"b": "2"}}, True),
        ({"selectionTags": [tagged("aws:ResourceTag/a", "1")]}, {"tags": {"a": "1"}}, True),
        ({"selectionTags": [tagged("a", "1")]}, {"tags": {"a": "2"}}, False),
        ({"selectionTags": [tagged("a", "1")]}, {"tags": UNKNOWN}, None),
        ({"selectionTags": [tagged("a", "1")]}, {"tags": {"a": UNKNOWN}}, None),
        ({"selectionTags": UNKNOWN}, {}, None),
        # Tags beside ARNs widen: https://github.com/hashicorp/terraform-provider-aws/issues/49829
        ({"resources": ["*"], "selectionTags": [tagged("a", "1")]}, {"tags": {}}, True),
        # Conditions narrow, and all must hold.
        ({"resources": ["*"], "conditions": equals("a", "1")}, {"tags": {"a": "1"}}, True),
        ({"resources": ["*"], "conditions": equals("a", "1")}, {"tags": {"a": "2"}}, False),
        ({"resources": ["*"], "conditions": equals("a", "1")}, {}, False),
        (
            {"resources": ["*"], "conditions": [*equals("a", "1"), *equals("b", "2")]},
            {"tags": {"a": "1"}},
            False,
        ),
        ({"resources": ["*"], "conditions": equals("a", "1*", "stringLikes")}, {"tags": {"a": "10"}}, True),
        ({"resources": ["*"], "conditions": equals("a", "1*", "stringLikes")}, {"tags": {"a": "20"}}, False),
        ({"resources": ["*"], "conditions": equals("a", "1", "stringNotEquals")}, {"tags": {"a": "2"}}, True),
        (
            {"resources": ["*"], "conditions": equals("a", "1", "stringNotEquals")},
            {"tags": {"a": "1"}},
            False,
        ),
        ({"resources": ["*"], "conditions": equals("a", "1", "stringNotEquals")}, {}, None),
        ({"resources": ["*"], "conditions": equals("a", "x*", "stringNotLikes")}, {"tags": {"a": "y"}}, True),
        (
            {"resources": ["*"], "conditions": equals("a", "x*", "stringNotLikes")},
            {"tags": {"a": "xy"}},
            False,
        ),
        ({"resources": ["*"], "conditions": UNKNOWN}, {}, None),
        ({"resources": ["*"], "conditions": [UNKNOWN]}, {}, None),
        ({"resources": ["*"], "conditions": [{"stringEquals": UNKNOWN}]}, {}, None),
        # What is excluded is not taken.
        ({"resources": ["*"], "notResources": [TABLES]}, {}, False),
        ({"resources": ["*"], "notResources": ["arn:aws:rds:*:*:db:*"]}, {}, True),
        ({"resources": ["*"], "notResources": UNKNOWN}, {}, None),
    ],
)
def test_what_a_selection_takes(inputs: dict[str, Any], table: dict[str, Any], expected: bool | None) -> None:
    assert answer(inputs, table) is expected


def test_an_arn_that_is_not_known_yet_is_told_by_what_it_is_made_of() -> None:
    inputs = {"resources": [UNKNOWN]}
    assert answer(inputs, links={"resources": [urn(TABLE, "orders")]}) is True
    assert answer(inputs, links={"resources": [urn(TABLE, "another")]}) is False
    assert (
        answer(
            {"resources": ["*"], "notResources": [UNKNOWN]}, links={"notResources": [urn(TABLE, "orders")]}
        )
        is False
    )


def test_a_selection_takes_only_what_is_in_its_region() -> None:
    assert answer({"resources": ["*"]}, here(EU)) is False
    assert answer({"resources": ["*"]}, {"region": UNKNOWN}) is None


def test_a_selection_takes_only_what_is_in_its_account() -> None:
    provider = urn(PROVIDER, "bunker")
    role = '[{"roleArn":"arn:aws:iam::222233334444:role/backup"}]'
    steps = [
        step(PROVIDER, "bunker", {"region": US, "assumeRoles": role}),
        step(TABLE, "orders", here(US), provider=provider),
        step(SELECTION, "chosen", here(US, resources=["*"])),
    ]
    over = graph(*steps)
    view = View(over)

    assert view.account(over.of_type(TABLE)[0]) == "222233334444"
    assert selects(view, over.of_type(SELECTION)[0], over.of_type(TABLE)[0]) is False


def test_tags_of_an_explicit_provider_count() -> None:
    provider = urn(PROVIDER, "tagging")
    steps = [
        step(PROVIDER, "tagging", {"region": US, "defaultTags": '{"tags":{"backup":"daily"}}'}),
        step(TABLE, "orders", here(US), provider=provider),
        step(SELECTION, "chosen", here(US, selectionTags=[tagged("backup", "daily")])),
    ]
    over = graph(*steps)

    assert selects(View(over), over.of_type(SELECTION)[0], over.of_type(TABLE)[0]) is True


@pytest.mark.parametrize(
    "configured", [{"tags": {"backup": "daily"}}, '{"tags":{"backup":"daily"}}'], ids=["object", "text"]
)
def test_tags_that_the_settings_give_the_default_provider_count(configured: object) -> None:
    steps = [
        step(TABLE, "orders", here(US)),
        step(SELECTION, "chosen", here(US, selectionTags=[tagged("backup", "daily")])),
    ]
    over = read_preview({**digest(*steps), "config": {"aws:region": US, "aws:defaultTags": configured}})

    assert selects(View(over), over.of_type(SELECTION)[0], over.of_type(TABLE)[0]) is True
    assert selects(View(graph(*steps)), over.of_type(SELECTION)[0], over.of_type(TABLE)[0]) is False


def test_the_sum_of_all_tags_counts_where_the_engine_wrote_it() -> None:
    wanted = {"selectionTags": [tagged("backup", "daily")]}

    assert answer(wanted, {"tags": {}, "tagsAll": {"backup": "daily"}}) is True
    assert answer(wanted, {"tags": {}, "tagsAll": UNKNOWN}) is None


@pytest.mark.parametrize("spelling", ["roleArn", "role_arn"])
def test_the_account_of_an_explicit_provider(spelling: str) -> None:
    role = f'[{{"{spelling}":"arn:aws:iam::222233334444:role/deploy"}}]'
    over = graph(
        step(PROVIDER, "other", {"region": US, "assumeRoles": role}),
        step(TABLE, "orders", here(US), provider=urn(PROVIDER, "other")),
    )

    assert View(over).account(over.of_type(TABLE)[0]) == "222233334444"


@pytest.mark.parametrize(
    ("token", "table", "pattern"),
    [
        (CLUSTER, {}, "arn:aws:rds:*:*:cluster:*"),
        (CLUSTER, {"clusterIdentifier": "orders"}, "arn:aws:rds:us-east-1:*:cluster:orders"),
        ("aws:rds/instance:Instance", {}, "arn:aws:rds:*:*:db:*"),
        (BUCKET, {"bucket": "orders-1"}, "arn:aws:s3:::orders-*"),
        (BUCKET, {}, "arn:aws:s3:::*"),
        ("aws:efs/fileSystem:FileSystem", {}, "arn:aws:elasticfilesystem:*:*:file-system/*"),
        ("aws:ebs/volume:Volume", {}, "arn:aws:ec2:*:*:volume/*"),
        ("aws:dsql/cluster:Cluster", {}, "arn:aws:dsql:*:*:cluster/*"),
    ],
)
def test_the_arns_of_each_type(token: str, table: dict[str, Any], pattern: str) -> None:
    assert answer({"resources": [pattern]}, table, token=token) is True
