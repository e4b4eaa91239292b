"""A run from the job to the report: AWS Backup and Lambda by Stubber, since moto has no restore jobs."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.operate.documents import DocumentFolder
from holdfast.operate.engine import Pace
from holdfast.operate.restore_test.kept import newest
from holdfast.operate.restore_test.run import Run
from holdfast.report.lines import plain
from holdfast.report.restore_test_text import plan_lines, result_lines
from tests.operate.restore_test.contracts import ROLE, stack_with_tests
from tests.operate.scripted import Aws

if TYPE_CHECKING:
    import threading

    from holdfast.operate.restore_test.model import RestoreTest

REGION = "eu-west-1"
START = datetime(2026, 11, 1, 12, tzinfo=UTC)
NAME = "awsbackup-restore-test-0123456789abcdef"
COPY = f"arn:aws:dynamodb:{REGION}:111122223333:table/{NAME}"
POINT = f"arn:aws:backup:{REGION}:111122223333:recovery-point:a"
GOLDEN = Path(__file__).parent / "golden"
AGAIN = "holdfast restore-test prod"


def record(**more: Any) -> RestoreTest:
    store: Any = {
        "store": "carts",
        "type": "DynamoDB",
        "place": "euw1",
        "region": REGION,
        "vault": "v",
        "name": NAME,
        "recovery_point": POINT,
        "backed_up": (START - timedelta(hours=9)).isoformat(),
        "size_bytes": 12_300_000_000,
        "metadata": {"targetTableName": NAME},
        "job": None,
        "stage": "todo",
        "percent": None,
        **dict.fromkeys(("began", "restored", "judged", "ended", "passed", "left")),
        "message": "",
    }
    found: Any = {
        "version": 1,
        "run": "20261101T120000Z-restore-test",
        "project": "holdfast",
        "stack": "prod",
        "operator": "ada@laptop",
        "pid": 1,
        "started": START.isoformat(),
        "ended": None,
        "outcome": "running",
        "keep": False,
        "max_age_seconds": 172800,
        "rpo_seconds": 60,
        "rto_seconds": 3600,
        "stores": [{**store, **more}],
        "not_tested": {"sessions": "AWS Backup does not know ElastiCache"},
        "events": [],
    }
    return found  # type: ignore[no-any-return]


class Clock:
    """Ten minutes go by with every look at it."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=10)
        return self.at


class Looks:
    """Waits for nothing, and interrupts after so many looks."""

    def __init__(self, interrupt_after: int | None = None) -> None:
        self.left = interrupt_after

    def __call__(self, stop: threading.Event, _: float) -> bool:
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                stop.set()
        return stop.is_set()


def run(test: RestoreTest, aws: Aws, folder: Path, looks: Looks | None = None) -> RestoreTest:
    return Run(
        test=test,
        tests=stack_with_tests()["backups"]["restore_tests"],
        clients=aws,
        judges=aws,
        records=DocumentFolder(folder),
        changed=lambda _: None,
        pace=Pace(wait=looks or Looks(), poll_seconds=0),
        now=Clock(),
    ).carry_out()


def begins(aws: Aws) -> None:
    aws.answers(
        "backup",
        REGION,
        "start_restore_job",
        {"RestoreJobId": "job-1"},
        RecoveryPointArn=POINT,
        Metadata={"targetTableName": NAME},
        IamRoleArn=ROLE,
        IdempotencyToken=NAME,
        ResourceType="DynamoDB",
    )


def job(aws: Aws, status: str, **more: Any) -> None:
    aws.answers("backup", REGION, "describe_restore_job", {"Status": status, **more}, RestoreJobId="job-1")


def says(aws: Aws, answer: object, **more: Any) -> None:
    payload = json.dumps({"restore_job_id": "job-1"}).encode()
    body = io.BytesIO(json.dumps(answer).encode())
    aws.answers(
        "lambda",
        REGION,
        "invoke",
        {"Payload": body, **more},
        FunctionName="euw1-restore-fn",
        Payload=payload,
    )


def goes(aws: Aws) -> None:
    aws.answers("dynamodb", REGION, "describe_table", {"Table": {"TableStatus": "ACTIVE"}}, TableName=NAME)
    aws.answers("dynamodb", REGION, "delete_table", {}, TableName=NAME)
    aws.refuses("dynamodb", REGION, "describe_table", "ResourceNotFoundException")


JUDGED = {"stage": "judged", "passed": True, "message": "2 checks held"}
WAITING = {"stage": "waiting", "passed": False, "message": "the table is not active yet"}
DONE = {"CreatedResourceArn": COPY, "CompletionDate": START + timedelta(minutes=22)}


def test_a_backup_is_restored_judged_and_deleted(tmp_path: Path) -> None:
    aws = Aws()
    begins(aws)
    job(aws, "RUNNING", PercentDone="40.00%")
    job(aws, "COMPLETED", **DONE)
    says(aws, WAITING)
    says(aws, JUDGED)
    goes(aws)
    test = run(record(), aws, tmp_path)
    aws.done()
    assert test["outcome"] == "passed"
    assert newest(DocumentFolder(tmp_path)) == test
    assert [one["what"] for one in test["events"]] == [
        f"carts: restore job-1 begun, as {NAME}",
        "carts: restoring, 40.00%",
        "carts: restored, now it is judged",
        "carts: the table is not active yet",
        "carts: passed: 2 checks held",
        "carts: the copy is deleted",
        "passed",
    ]


def test_interrupted_anywhere_it_is_finished_by_the_next_run(tmp_path: Path) -> None:
    """Each look may be the last: what the record says is enough to go on, and nothing is begun twice."""
    for looks in range(1, 8):
        aws, folder = Aws(), tmp_path / str(looks)
        begins(aws)
        job(aws, "RUNNING", PercentDone="40.00%")
        job(aws, "COMPLETED", **DONE)
        says(aws, WAITING)
        says(aws, JUDGED)
        goes(aws)
        test = run(record(), aws, folder, Looks(looks))
        if looks < 7:
            assert test["outcome"] == "interrupted"
            written = newest(DocumentFolder(folder))
            assert written is not None
            test = run(written, aws, folder)
        aws.done()
        assert test["outcome"] == "passed"


def test_what_the_function_finds_wrong_fails_and_the_copy_is_deleted(tmp_path: Path) -> None:
    aws = Aws()
    begins(aws)
    job(aws, "COMPLETED", **DONE)
    says(aws, {"stage": "judged", "passed": False, "message": "items: 0, and 5 at least were expected"})
    goes(aws)
    test = run(record(), aws, tmp_path)
    aws.done()
    assert (test["outcome"], test["stores"][0]["left"]) == ("failed", None)


def test_a_restore_that_fails_says_why(tmp_path: Path) -> None:
    aws = Aws()
    begins(aws)
    job(aws, "FAILED", StatusMessage="the key is disabled")
    test = run(record(), aws, tmp_path)
    aws.done()
    assert test["stores"][0]["message"] == "the restore failed: the key is disabled"
    assert test["outcome"] == "failed"


def test_data_that_is_too_old_fails_though_it_was_good(tmp_path: Path) -> None:
    aws = Aws()
    begins(aws)
    job(aws, "COMPLETED", **DONE)
    says(aws, JUDGED)
    goes(aws)
    old = (START - timedelta(days=3)).isoformat()
    test = run(record(backed_up=old), aws, tmp_path)
    assert test["stores"][0]["passed"] is True
    assert test["outcome"] == "failed"
    assert "too old   2.0 days at most" in plain(result_lines(test, again=AGAIN, width=100))


def test_what_is_kept_is_neither_deleted_nor_a_failure(tmp_path: Path) -> None:
    aws = Aws()
    begins(aws)
    job(aws, "COMPLETED", **DONE)
    says(aws, JUDGED)
    test = record()
    test["keep"] = True
    test = run(test, aws, tmp_path)
    aws.done()
    assert (test["outcome"], test["stores"][0]["left"]) == ("passed", COPY)


def test_a_copy_under_another_name_is_neither_judged_nor_deleted(tmp_path: Path) -> None:
    aws = Aws()
    begins(aws)
    job(aws, "COMPLETED", CreatedResourceArn=COPY.replace(NAME, "carts"))
    test = run(record(), aws, tmp_path)
    aws.done()
    assert test["outcome"] == "failed"
    assert "left alone" in test["stores"][0]["message"]
    assert {service for service, _ in aws.asked} == {"backup"}


def test_a_function_that_fails_is_asked_again_and_an_old_one_is_named(tmp_path: Path) -> None:
    aws = Aws()
    begins(aws)
    job(aws, "COMPLETED", **DONE)
    says(aws, {"errorType": "Sandbox.Timedout"}, FunctionError="Unhandled")
    says(aws, {"batchItemFailures": []})
    goes(aws)
    test = run(record(), aws, tmp_path)
    aws.done()
    assert "euw1-restore-fn cannot judge a restore by hand yet" in test["stores"][0]["message"]


def test_a_report_reads_as_it_is_kept(tmp_path: Path) -> None:
    aws = Aws()
    begins(aws)
    job(aws, "COMPLETED", **DONE)
    says(aws, JUDGED)
    goes(aws)
    test = run(record(), aws, tmp_path)
    stopped = Aws()
    begins(stopped)
    job(stopped, "RUNNING", PercentDone="40.00%")
    interrupted = run(record(), stopped, tmp_path / "stopped", Looks(2))
    told = "\n".join(
        plain(lines)
        for lines in (
            plan_lines(record(), width=100),
            result_lines(test, again=AGAIN, width=100),
            result_lines(interrupted, again=AGAIN, width=100),
        )
    )
    assert told == (GOLDEN / "report.txt").read_text(encoding="utf-8")
