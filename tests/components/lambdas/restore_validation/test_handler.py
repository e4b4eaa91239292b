"""The function from message to verdict: AWS's own shapes for what moto lacks, a real PostgreSQL to ask."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import ANY

from holdfast.components.lambdas.restore_validation import copies, handler
from holdfast.components.lambdas.restore_validation import setup as setup_file
from holdfast.components.lambdas.restore_validation.handler import tell_ages, validate
from holdfast.components.lambdas.restore_validation.setup import Clients, Setup, mark
from holdfast.components.lambdas.restore_validation.verdicts import NotYetError
from tests.components.lambdas.restore_validation.clients import (
    CLUSTER,
    NOW,
    PLAN,
    SOURCE,
    Stubs,
    job,
    setup,
)
from tests.components.lambdas.restore_validation.server import PASSWORD, needs_postgresql, postgresql

if TYPE_CHECKING:
    from pathlib import Path

HELPER = copies.copy_of(job()["CreatedResourceArn"]).helper


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def metrics(found: list[dict[str, Any]]) -> list[tuple[str, str, float]]:
    return [
        (line["Store"], name, line[name])
        for line in found
        if "_aws" in line
        for name in (one["Name"] for one in line["_aws"]["CloudWatchMetrics"][0]["Metrics"])
    ]


def ready(stubs: Stubs, port: int) -> None:
    """A restored cluster with its instance, whose password is changed and whose instance is deleted."""
    stubs.rds.add_response(
        "describe_db_clusters",
        {
            "DBClusters": [
                {
                    "Status": "available",
                    "Engine": "aurora-postgresql",
                    "Endpoint": "localhost",
                    "Port": port,
                    "MasterUsername": "master",
                    "DatabaseName": "postgres",
                }
            ]
        },
        {"DBClusterIdentifier": CLUSTER},
    )
    stubs.rds.add_response(
        "describe_db_instances",
        {"DBInstances": [{"DBInstanceStatus": "available"}]},
        {"DBInstanceIdentifier": HELPER},
    )
    stubs.rds.add_response(
        "modify_db_cluster",
        {},
        {"DBClusterIdentifier": CLUSTER, "MasterUserPassword": ANY, "ApplyImmediately": True},
    )
    deleted(stubs)


def deleted(stubs: Stubs) -> None:
    stubs.rds.add_response(
        "delete_db_instance", {}, {"DBInstanceIdentifier": HELPER, "SkipFinalSnapshot": True}
    )


@needs_postgresql
@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize(
    "case",
    [
        (1, "SUCCESSFUL", "2 checks held", "Succeeded"),
        (2, "FAILED", "rows: 1, and 2 at least were expected", "Failed"),
    ],
)
def test_a_restored_database_is_asked_and_judged(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    case: tuple[int, str, str, str],
) -> None:
    least, verdict, message, metric = case
    # What RDS would do when it is told the new password.
    monkeypatch.setattr("secrets.token_urlsafe", lambda _: PASSWORD)
    store = {"type": "Aurora", "queries": {"rows": {"sql": "SELECT 1", "at_least": least}}}
    with postgresql() as (port, authority):
        (tmp_path / "ca.pem").write_bytes(authority.read_bytes())
        stubs = Stubs()
        ready(stubs, port)
        stubs.verdict(verdict, message)
        validate(job(), setup(tmp_path, orders=store), stubs.clients, NOW)
    stubs.done()
    out = capsys.readouterr().out
    assert PASSWORD not in out
    assert "SELECT" not in out
    found = [json.loads(line) for line in out.splitlines()]
    assert metrics(found) == [("orders", metric, 1)]
    assert found[-1]["Plan"] == "orders_prod_euw1"
    assert found[-1]["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["Plan"], ["Plan", "Store"]]


def test_what_is_not_ready_is_asked_again_and_no_verdict_is_given(tmp_path: Path) -> None:
    stubs = Stubs()
    stubs.rds.add_response("describe_db_clusters", {"DBClusters": [{"Status": "creating"}]})
    with pytest.raises(NotYetError):
        validate(job(), setup(tmp_path), stubs.clients, NOW)
    stubs.done()


LATE = NOW + timedelta(hours=3, minutes=20)
"""Half an hour before AWS Backup deletes what it restored."""


def test_what_was_not_judged_in_time_failed_and_leaves_no_instance(tmp_path: Path) -> None:
    # The copy is not asked again: whatever ended the function before could do so before it has tidied up.
    stubs = Stubs()
    deleted(stubs)
    stubs.verdict("FAILED", "it could not be judged in time; the log of the function says why")
    validate(job(), setup(tmp_path), stubs.clients, LATE)
    stubs.done()


def test_no_verdict_is_given_while_the_added_instance_stands(tmp_path: Path) -> None:
    # AWS Backup deletes the copy after the verdict, and cannot while the instance is there.
    stubs = Stubs()
    stubs.rds.add_client_error("delete_db_instance", "InvalidDBInstanceState")
    stubs.rds.add_response("describe_db_instances", {"DBInstances": [{"DBInstanceStatus": "creating"}]})
    with pytest.raises(NotYetError, match="cannot be deleted yet"):
        validate(job(), setup(tmp_path), stubs.clients, LATE)
    stubs.done()


@pytest.mark.parametrize("status", ["SUCCESSFUL", "FAILED", "TIMED_OUT"])
def test_a_verdict_that_was_given_stands_and_leaves_no_instance(tmp_path: Path, status: str) -> None:
    stubs = Stubs()
    deleted(stubs)
    validate(job(ValidationStatus=status), setup(tmp_path), stubs.clients, NOW)
    stubs.done()


@pytest.mark.parametrize("kind", ["cluster", "db"])
def test_a_database_of_rds_brought_its_instances_and_none_is_deleted(tmp_path: Path, kind: str) -> None:
    stubs, arn = Stubs(), job()["CreatedResourceArn"].replace(":cluster:", f":{kind}:")
    of_rds = job(ResourceType="RDS", CreatedResourceArn=arn, ValidationStatus="TIMED_OUT")
    validate(of_rds, setup(tmp_path), stubs.clients, NOW)
    stubs.done()


@pytest.mark.parametrize("status", ["FAILED", "ABORTED"])
def test_a_restore_that_failed_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], status: str
) -> None:
    stubs = Stubs()
    validate(job(Status=status), setup(tmp_path), stubs.clients, NOW)
    assert metrics(lines(capsys)) == [("orders", "Failed", 1)]


def test_a_store_is_found_by_its_arn_or_as_the_only_one_of_its_type(tmp_path: Path) -> None:
    other = f"{SOURCE}-other"
    one = setup(tmp_path)
    two = setup(tmp_path, orders={"type": "Aurora"}, carts={"type": "Aurora"})
    assert one.store_of(job()) == two.store_of(job()) == "orders"
    assert one.store_of(job(SourceResourceArn=other)) == "orders"
    assert two.store_of(job(SourceResourceArn=other)) is None
    assert one.store_of(job(SourceResourceArn=other, ResourceType="DynamoDB")) is None


def test_a_restore_of_an_unknown_source_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stubs, two = Stubs(), setup(tmp_path, orders={"type": "Aurora"}, carts={"type": "Aurora"})
    deleted(stubs)
    stubs.verdict("FAILED", "the source is no store of this stack that could be told from others")
    validate(job(SourceResourceArn="arn:other"), two, stubs.clients, NOW)
    stubs.done()
    assert metrics(lines(capsys)) == [("unknown", "Failed", 1)]


def test_a_resource_that_is_no_restored_copy_is_left_alone(tmp_path: Path) -> None:
    stubs = Stubs()
    stubs.verdict("FAILED", "what was restored is not named awsbackup-restore-test…, so it is left alone")
    validate(job(CreatedResourceArn=SOURCE), setup(tmp_path), stubs.clients, NOW)
    stubs.done()


def record(name: str = "m1", job_id: str = "job-1") -> dict[str, Any]:
    return {"messageId": name, "body": json.dumps({"detail": {"restoreJobId": job_id}})}


@pytest.fixture
def stubs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stubs:
    made = Stubs()
    monkeypatch.setattr(Setup, "read", classmethod(lambda _: setup(tmp_path)))
    monkeypatch.setattr(Clients, "made", classmethod(lambda _: made.clients))
    return made


def describes(stubs: Stubs, **more: Any) -> None:
    stubs.backup.add_response("describe_restore_job", job(**more), {"RestoreJobId": "job-1"})


def test_a_message_that_is_judged_does_not_come_again(stubs: Stubs) -> None:
    describes(stubs, Status="FAILED")
    assert handler.handle({"Records": [record()]}, None) == {"batchItemFailures": []}
    stubs.done()


def test_a_message_of_what_is_not_ready_comes_again(stubs: Stubs, capsys: pytest.CaptureFixture[str]) -> None:
    # Completed when the test runs, so that there is time left.
    describes(stubs, CompletionDate=NOW.replace(year=NOW.year + 100))
    stubs.rds.add_response("describe_db_clusters", {"DBClusters": [{"Status": "creating"}]})
    assert handler.handle({"Records": [record()]}, None) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert lines(capsys) == [{"level": "INFO", "waits": "the cluster is not available yet (creating)"}]


def test_a_message_that_breaks_comes_again_and_tells_no_more_than_the_kind_of_problem(
    stubs: Stubs, capsys: pytest.CaptureFixture[str]
) -> None:
    stubs.backup.add_client_error("describe_restore_job", "ThrottlingException", "secret words")
    assert handler.handle({"Records": [record()]}, None) == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert lines(capsys) == [{"level": "ERROR", "problem": "ClientError"}]


def test_restores_of_other_plans_are_not_judged(stubs: Stubs) -> None:
    describes(stubs, CreatedBy={"RestoreTestingPlanArn": "arn:other"})
    assert handler.handle({"Records": [record()]}, None) == {"batchItemFailures": []}
    stubs.done()


def test_a_restore_that_a_person_made_is_not_judged(stubs: Stubs) -> None:
    made = job()
    del made["CreatedBy"]
    stubs.backup.add_response("describe_restore_job", made, {"RestoreJobId": "job-1"})
    assert handler.handle({"Records": [record()]}, None) == {"batchItemFailures": []}
    stubs.done()


def test_the_schedule_tells_the_age_of_the_last_good_restore_of_each_store(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stubs, both = Stubs(), setup(tmp_path, orders={"type": "Aurora"}, carts={"type": "DynamoDB"})
    good = {"ValidationStatus": "SUCCESSFUL", "DeletionStatus": "SUCCESSFUL"}
    days = [
        job(**good, CompletionDate=NOW - timedelta(hours=50)),
        job(**good, CompletionDate=NOW - timedelta(hours=26)),
        job(ValidationStatus="FAILED", CompletionDate=NOW - timedelta(hours=2)),
        job(Status="FAILED"),
    ]
    stubs.backup.add_response(
        "list_restore_jobs",
        {"RestoreJobs": days},
        {"ByRestoreTestingPlanArn": PLAN, "ByCreatedAfter": NOW - timedelta(days=30)},
    )
    tell_ages(both, stubs.clients, NOW)
    assert metrics(lines(capsys)) == [
        ("carts", "HoursSinceSuccess", 720),
        ("orders", "HoursSinceSuccess", 26),
        ("carts", "LeftBehind", 0),
        ("orders", "LeftBehind", 0),
    ]
    stubs.done()


def test_the_schedule_removes_and_tells_what_a_function_that_died_left_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stubs = Stubs()
    died = job(CompletionDate=NOW - timedelta(hours=9), DeletionStatus="FAILED")
    stubs.backup.add_response("list_restore_jobs", {"RestoreJobs": [died]})
    deleted(stubs)
    stubs.rds.add_response(
        "describe_db_clusters", {"DBClusters": [{"Status": "available"}]}, {"DBClusterIdentifier": CLUSTER}
    )
    tell_ages(setup(tmp_path), stubs.clients, NOW)
    stubs.done()
    assert metrics(lines(capsys)) == [("orders", "HoursSinceSuccess", 720), ("orders", "LeftBehind", 1)]


def test_an_event_without_messages_is_the_schedule(stubs: Stubs, capsys: pytest.CaptureFixture[str]) -> None:
    stubs.backup.add_response("list_restore_jobs", {"RestoreJobs": []})
    assert handler.handle({"source": "aws.events"}, None) == {"batchItemFailures": []}
    assert metrics(lines(capsys)) == [("orders", "HoursSinceSuccess", 720), ("orders", "LeftBehind", 0)]


def test_the_setup_is_read_from_the_environment_and_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "checks.json").write_text('{"orders": {"type": "Aurora", "queries": {}}}')
    monkeypatch.setattr(setup_file, "__file__", str(tmp_path / "setup.py"))
    for name, value in {
        "PLAN_NAME": "orders_prod_euw1",
        "PLAN_ARN": PLAN,
        "VALIDATION_WINDOW_HOURS": "4",
        "QUERY_SECONDS": "20",
        "INSTANCE_CLASS": "db.t4g.medium",
        "SOURCES": json.dumps({"orders": [mark(SOURCE)]}),
        "VERIFY_SERVER": "true",
    }.items():
        monkeypatch.setenv(name, value)
    assert Setup.read() == replace(setup(tmp_path), package=tmp_path)
