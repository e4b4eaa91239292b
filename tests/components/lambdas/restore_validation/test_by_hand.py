"""A restore that a person started: judged by the same checks, and AWS Backup is told nothing.

AWS's own shapes by botocore's Stubber, since moto has no restore jobs; tables and buckets by moto's are in
the tests of what is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.lambdas.restore_validation import handler
from holdfast.components.lambdas.restore_validation.handler import judge_by_hand
from holdfast.components.lambdas.restore_validation.setup import Clients, Setup, mark
from tests.components.lambdas.restore_validation.clients import ACCOUNT, CLUSTER_ARN, Stubs, job, setup

if TYPE_CHECKING:
    from pathlib import Path

TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/carts"
COPY = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/awsbackup-restore-test-0a1b"


def carts(package: Path) -> Setup:
    found = setup(package, carts={"type": "DynamoDB", "at_least_items": 1})
    return Setup(**{**vars(found), "sources": {"carts": [mark(TABLE)]}})


def by_hand(**more: Any) -> dict[str, Any]:
    return job(
        **{
            "ResourceType": "DynamoDB",
            "SourceResourceArn": TABLE,
            "CreatedResourceArn": COPY,
            "CreatedBy": {},
            **more,
        }
    )


def told(stubs: Stubs, found: dict[str, Any], declared: Setup) -> dict[str, Any]:
    stubs.backup.add_response("describe_restore_job", found, {"RestoreJobId": "job-1"})
    answer = judge_by_hand("job-1", declared, stubs.clients)
    stubs.done()
    return answer


@pytest.mark.parametrize(
    "case", [(1, True, "1 checks held"), (0, False, "items: 0, and 1 at least were expected")]
)
def test_a_copy_is_asked_and_the_answer_is_told_to_the_caller_alone(
    tmp_path: Path, case: tuple[int, bool, str]
) -> None:
    items, passed, message = case
    stubs = Stubs()
    stubs.dynamodb.add_response("describe_table", {"Table": {"TableStatus": "ACTIVE"}})
    stubs.dynamodb.add_response("scan", {"Items": [{"id": {"S": "a"}}] * items})
    if not items:
        stubs.dynamodb.add_response("scan", {"Count": 0})
    # No verdict is in the script: one would be refused by it.
    assert told(stubs, by_hand(), carts(tmp_path)) == {
        "stage": "judged",
        "passed": passed,
        "message": message,
    }


def test_what_is_not_ready_is_waited_for(tmp_path: Path) -> None:
    stubs = Stubs()
    stubs.dynamodb.add_response("describe_table", {"Table": {"TableStatus": "CREATING"}})
    answer = told(stubs, by_hand(), carts(tmp_path))
    assert answer == {"stage": "waiting", "passed": False, "message": "the table is not active yet"}
    running = {"Status": "RUNNING", "CreatedResourceArn": None}
    going = {key: value for key, value in by_hand(**running).items() if value is not None}
    assert told(Stubs(), going, carts(tmp_path))["stage"] == "waiting"


@pytest.mark.parametrize(
    "case",
    [
        ({"CreatedBy": {"RestoreTestingPlanArn": "arn:aws:backup:x"}}, "of a plan"),
        ({"SourceResourceArn": TABLE.replace("carts", "others")}, "no store of this stack"),
        ({"CreatedResourceArn": TABLE}, "so it is left alone"),
        (
            {"CreatedResourceArn": TABLE.replace("carts", "my-awsbackup-restore-test-1")},
            "so it is left alone",
        ),
        ({"Status": "FAILED", "StatusMessage": "no room"}, "the restore failed: no room"),
    ],
)
def test_what_is_not_a_persons_test_of_this_stack_is_not_touched(
    tmp_path: Path, case: tuple[dict[str, Any], str]
) -> None:
    changes, part = case
    answer = told(Stubs(), by_hand(**changes), carts(tmp_path))
    assert (answer["stage"], answer["passed"]) == ("judged", False)
    assert part in answer["message"]


def test_the_only_store_of_its_type_is_not_taken_for_the_source(tmp_path: Path) -> None:
    """Jobs of plans are of this stack by their plan; a person may name any job."""
    answer = told(Stubs(), job(CreatedBy={}, SourceResourceArn=CLUSTER_ARN), setup(tmp_path))
    assert answer["message"] == "the source is no store of this stack"


def test_an_event_that_names_a_job_leads_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stubs = Stubs()
    stubs.backup.add_response("describe_restore_job", by_hand(Status="RUNNING"), {"RestoreJobId": "job-1"})
    monkeypatch.setattr(Setup, "read", classmethod(lambda _: carts(tmp_path)))
    monkeypatch.setattr(Clients, "made", classmethod(lambda _: stubs.clients))
    assert handler.handle({"restore_job_id": "job-1"}, None)["stage"] == "waiting"
