from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, NOT_APPLICABLE, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

TABLE, CLUSTER, BUCKET = "aws:dynamodb/table:Table", "aws:rds/cluster:Cluster", "aws:s3/bucket:Bucket"
PLAN, SELECTION = "aws:backup/plan:Plan", "aws:backup/selection:Selection"
PITR = {"pointInTimeRecovery": {"enabled": True}}
PLANNED = [
    step(PLAN, "daily", {"rules": [{"schedule": "cron(0 3 * * ? *)"}]}),
    step(
        SELECTION,
        "tagged",
        {"selectionTags": [{"type": "STRINGEQUALS", "key": "backup", "value": "yes"}]},
        links={"planId": [urn(PLAN, "daily")]},
    ),
]


@pytest.mark.parametrize(
    ("inputs", "plans", "verdict"),
    [
        ({"tags": {"backup": "yes"}}, PLANNED, PASS),
        ({"tags": {"backup": "no"}}, PLANNED, FAIL),
        # Left out of the plans, though it can restore itself: its own backups end with it.
        ({"tags": {"backup": "no"}, **PITR}, PLANNED, FAIL),
        ({"tags": LATER}, PLANNED, UNKNOWN),
        (PITR, [], PASS),
        ({}, [], FAIL),
    ],
)
def test_a_table(inputs: dict[str, Any], plans: list[dict[str, Any]], verdict: str) -> None:
    assert verdicts("BKP001", step(TABLE, "orders", inputs), *plans) == {"orders": verdict}


def test_a_global_database_is_judged_once() -> None:
    whole = "aws:rds/globalCluster:GlobalCluster"
    links = {"globalClusterIdentifier": [urn(whole, "whole")]}
    members = [
        step(CLUSTER, "eu", {"region": "eu-west-1"}, links=links),
        step(CLUSTER, "us", {"region": "us-east-1", "masterUsername": "admin"}, links=links),
    ]

    assert verdicts("BKP001", step(whole, "whole"), *members) == {"us": PASS}


def test_a_cache_with_snapshots_is_not_left_out_of_plans_that_cannot_take_it() -> None:
    cache = step("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {"snapshotRetentionLimit": 3})

    assert verdicts("BKP001", cache, *PLANNED) == {"stack": NOT_APPLICABLE}


@pytest.mark.parametrize(
    "steps", [[], [step(BUCKET, "objects")], [step(TABLE, "x", op="read", external=True)]]
)
def test_does_not_concern(steps: list[dict[str, Any]]) -> None:
    assert verdicts("BKP001", *steps) == {"stack": NOT_APPLICABLE}


def test_of_a_partial_preview_nothing_is_said_to_be_missing() -> None:
    assert verdicts("BKP001", step(TABLE, "orders"), partial=True) == {"orders": UNKNOWN}
