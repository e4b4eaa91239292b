"""What restore tests left behind, against the shapes of AWS's own service models."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from holdfast.components.lambdas.restore_validation import copies
from holdfast.components.lambdas.restore_validation.leftovers import left_behind, remove_helpers
from tests.components.lambdas.restore_validation.clients import (
    ACCOUNT,
    CLUSTER,
    CLUSTER_ARN,
    NOW,
    REGION,
    SOURCE,
    Stubs,
    job,
    setup,
)

if TYPE_CHECKING:
    from pathlib import Path

NAME = "awsbackup-restore-test-x"
OVER = NOW - timedelta(hours=4)
OLD = {"CompletionDate": OVER - timedelta(minutes=1)}
HELPER = {"DBInstanceIdentifier": copies.copy_of(CLUSTER_ARN).helper}
CASES: list[tuple[str, str, str, dict[str, str], str]] = [
    ("rds", CLUSTER_ARN, "describe_db_clusters", {"DBClusterIdentifier": CLUSTER}, "DBClusterNotFoundFault"),
    (
        "rds",
        f"arn:aws:rds:{REGION}:{ACCOUNT}:db:{NAME}",
        "describe_db_instances",
        {"DBInstanceIdentifier": NAME},
        "DBInstanceNotFound",
    ),
    (
        "dynamodb",
        f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{NAME}",
        "describe_table",
        {"TableName": NAME},
        "ResourceNotFoundException",
    ),
    ("s3", f"arn:aws:s3:::{NAME}", "head_bucket", {"Bucket": NAME}, "404"),
]


def test_an_instance_is_removed_whose_copy_has_had_its_time() -> None:
    stubs = Stubs()
    stubs.rds.add_response("delete_db_instance", {}, {**HELPER, "SkipFinalSnapshot": True})
    remove_helpers(stubs.clients.rds, [job(**OLD)], over_since=OVER)
    stubs.done()


@pytest.mark.parametrize(
    "more",
    [
        {"CompletionDate": OVER},
        {"DeletionStatus": "SUCCESSFUL"},
        {"Status": "FAILED"},
        {"ResourceType": "RDS"},
        {"CreatedResourceArn": SOURCE},
    ],
)
def test_nothing_else_is_touched(more: dict[str, Any]) -> None:
    stubs = Stubs()
    remove_helpers(stubs.clients.rds, [job(**{**OLD, **more})], over_since=OVER)
    stubs.done()


def test_an_instance_that_cannot_be_removed_yet_keeps_no_other_from_it() -> None:
    stubs = Stubs()
    stubs.rds.add_client_error("delete_db_instance", "InvalidDBInstanceState")
    stubs.rds.add_response("describe_db_instances", {"DBInstances": [{"DBInstanceStatus": "creating"}]})
    stubs.rds.add_client_error("delete_db_instance", "DBInstanceNotFound")
    remove_helpers(stubs.clients.rds, [job(**OLD), job(**OLD)], over_since=OVER)
    stubs.done()


@pytest.mark.parametrize("case", CASES)
def test_a_copy_counts_while_it_stands(
    tmp_path: Path, case: tuple[str, str, str, dict[str, str], str]
) -> None:
    service, arn, operation, asked, code = case
    stubs, jobs = Stubs(), [job(CreatedResourceArn=arn, DeletionStatus="FAILED")]
    stub = getattr(stubs, service)
    stub.add_response(operation, {}, asked)
    stub.add_client_error(operation, code, expected_params=asked, http_status_code=404)
    assert left_behind(stubs.clients, jobs, setup(tmp_path)) == {"orders": 1}
    assert left_behind(stubs.clients, jobs, setup(tmp_path)) == {"orders": 0}
    stubs.done()


@pytest.mark.parametrize("status", ["SUCCESSFUL", "DELETING", None])
def test_a_copy_that_is_being_deleted_does_not_count(tmp_path: Path, status: str | None) -> None:
    jobs = [job(DeletionStatus=status)]
    assert left_behind(Stubs().clients, jobs, setup(tmp_path)) == {"orders": 0}


def test_a_question_that_is_refused_is_no_answer(tmp_path: Path) -> None:
    stubs = Stubs()
    stubs.rds.add_client_error("describe_db_clusters", "AccessDenied")
    with pytest.raises(ClientError):
        left_behind(stubs.clients, [job(DeletionStatus="FAILED")], setup(tmp_path))
