"""The function: judges finished restores, and tells how long ago each store was last restored well."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from . import copies, metrics
from .leftovers import left_behind, remove_helpers
from .setup import Clients, Setup
from .tables import check_bucket, check_table
from .verdicts import FailedError, NotYetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from types_boto3_backup.literals import RestoreValidationStatusType

_FINAL = frozenset({"SUCCESSFUL", "FAILED", "TIMED_OUT"})
_MARGIN = timedelta(minutes=30)
"""How long before AWS Backup deletes what it restored the function gives up."""
_HISTORY = timedelta(days=30)
"""How far back jobs are asked for; longer than any schedule that the settings take."""


def handle(event: Mapping[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """Judge the restores that a batch of messages names; without messages tell how old the last one is.

    Args:
        event: A batch of SQS, each message an event of EventBridge; ``restore_job_id`` of a restore that a
            person started; or anything else for the age.
        context: Not used.

    Returns:
        ``batchItemFailures``, the messages that are to come again; of a person's restore what
        ``judge_by_hand`` says.
    """
    setup, clients = Setup.read(), Clients.made()
    if "restore_job_id" in event:
        return judge_by_hand(str(event["restore_job_id"]), setup, clients)
    again = []
    for record in event.get("Records", ()):
        try:
            _one(json.loads(record["body"])["detail"], setup, clients)
        except NotYetError as wait:
            metrics.say(level="INFO", waits=str(wait))
            again.append({"itemIdentifier": record["messageId"]})
        except Exception as problem:  # noqa: BLE001  # the message comes again, and then goes to dead letters
            metrics.say(level="ERROR", problem=type(problem).__name__)
            again.append({"itemIdentifier": record["messageId"]})
    if "Records" not in event:
        tell_ages(setup, clients, datetime.now(UTC))
    return {"batchItemFailures": again}


def judge_by_hand(job_id: str, setup: Setup, clients: Clients) -> dict[str, Any]:
    """Judge a restore that a person started. AWS Backup takes verdicts on those of plans alone: it gets none.

    Args:
        job_id: The restore job.
        setup: What was declared.
        clients: Clients of the region.

    Returns:
        ``stage``, ``waiting`` or ``judged``; ``passed``; and ``message``, why. A restore of a plan, of
        another stack's store, or under another name than those of tests is not touched, and did not pass.
    """
    job = clients.backup.describe_restore_job(RestoreJobId=job_id)
    if refused := _refused(job, setup):
        return _told("judged", refused)
    if job["Status"] in {"FAILED", "ABORTED"}:
        return _told(
            "judged", f"the restore {job['Status'].lower()}: {job.get('StatusMessage', 'no reason')}"
        )
    if job["Status"] != "COMPLETED":
        return _told("waiting", f"the restore is {job['Status'].lower()}")
    try:
        held = f"{_check(job, setup.store_of(job), setup, clients)} checks held"
        answer = _told("judged", held, passed=True)
    except FailedError as failure:
        answer = _told("judged", str(failure))
    except NotYetError as wait:
        return _told("waiting", str(wait))
    try:
        _clean_up(job, clients)
    except NotYetError as wait:
        metrics.say(level="WARN", job=job_id, waits=str(wait))
    metrics.say(level="INFO", job=job_id, by_hand=True, **answer)
    return answer


def _refused(job: Mapping[str, Any], setup: Setup) -> str | None:
    if job.get("CreatedBy", {}).get("RestoreTestingPlanArn"):
        return "it is a restore of a plan, which is judged by itself"
    if not setup.is_source(job):
        return "the source is no store of this stack"
    arn = job.get("CreatedResourceArn")
    # Of a restore that has not got so far nothing is known yet.
    if arn is not None and not re.split("[:/]", str(arn))[-1].startswith(copies.PREFIX):
        return f"what was restored is not named {copies.PREFIX}…, so it is left alone"
    return None


def _told(stage: str, message: str, *, passed: bool = False) -> dict[str, Any]:
    return {"stage": stage, "passed": passed, "message": message}


def _one(detail: Mapping[str, Any], setup: Setup, clients: Clients) -> None:
    job = clients.backup.describe_restore_job(RestoreJobId=detail["restoreJobId"])
    if job.get("CreatedBy", {}).get("RestoreTestingPlanArn") != setup.plan_arn:
        metrics.say(level="WARN", job=detail["restoreJobId"], ignored="not of this plan")
        return
    validate(job, setup, clients, datetime.now(UTC))


def validate(job: Mapping[str, Any], setup: Setup, clients: Clients, now: datetime) -> None:
    """Judge one restore and tell AWS Backup. Asked again, it says nothing twice.

    Args:
        job: The restore job, as ``DescribeRestoreJob`` tells it.
        setup: What was declared.
        clients: Clients of the region.
        now: The time.

    Raises:
        NotYetError: What was restored is not ready.
    """
    key = setup.store_of(job)
    if job["Status"] in {"FAILED", "ABORTED"}:
        metrics.count(setup.plan, key or "unknown", metrics.FAILED, 1)
        return
    if job["Status"] != "COMPLETED":
        return
    if job.get("ValidationStatus") in _FINAL:
        _clean_up(job, clients)
        return
    verdict, message = _judged(job, key, setup, clients, now)
    _clean_up(job, clients)
    # What is set once cannot be changed:
    # https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html (2026-11)
    clients.backup.put_restore_validation_result(
        RestoreJobId=job["RestoreJobId"], ValidationStatus=verdict, ValidationStatusMessage=message
    )
    metrics.say(level="INFO", job=job["RestoreJobId"], store=key, verdict=verdict, message=message)
    outcome = metrics.SUCCEEDED if verdict == "SUCCESSFUL" else metrics.FAILED
    metrics.count(setup.plan, key or "unknown", outcome, 1)


def _judged(
    job: Mapping[str, Any], key: str | None, setup: Setup, clients: Clients, now: datetime
) -> tuple[RestoreValidationStatusType, str]:
    if now >= job["CompletionDate"] + setup.window - _MARGIN:
        # Whatever kept it from a verdict until now may end the function again, before it has tidied up.
        return "FAILED", "it could not be judged in time; the log of the function says why"
    try:
        return "SUCCESSFUL", f"{_check(job, key, setup, clients)} checks held"
    except FailedError as failure:
        return "FAILED", str(failure)


def tell_ages(setup: Setup, clients: Clients, now: datetime) -> None:
    """Tell for each store how many hours ago a restore of it was last found good, and what was left behind.

    An event that never came ("best effort":
    https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html, 2026-11), a plan that restored
    nothing and a function that never finished are all seen here.

    Args:
        setup: What was declared.
        clients: Clients of the region.
        now: The time.
    """
    best = dict.fromkeys(setup.stores, now - _HISTORY)
    jobs = [*_jobs(clients, setup.plan_arn, now - _HISTORY)]
    for job in jobs:
        key = setup.store_of(job)
        if job.get("ValidationStatus") == "SUCCESSFUL" and key is not None:
            best[key] = max(best[key], job["CompletionDate"])
    for key, last in sorted(best.items()):
        metrics.count(
            setup.plan, key, metrics.HOURS_SINCE_SUCCESS, round((now - last).total_seconds() / 3600, 1)
        )
    remove_helpers(clients.rds, jobs, over_since=now - setup.window)
    for key, left in sorted(left_behind(clients, jobs, setup).items()):
        metrics.count(setup.plan, key, metrics.LEFT_BEHIND, left)


def _jobs(clients: Clients, plan_arn: str, since: datetime) -> Iterator[Mapping[str, Any]]:
    pages = clients.backup.get_paginator("list_restore_jobs").paginate(
        ByRestoreTestingPlanArn=plan_arn, ByCreatedAfter=since
    )
    for page in pages:
        yield from page["RestoreJobs"]


def _check(job: Mapping[str, Any], key: str | None, setup: Setup, clients: Clients) -> int:
    if key is None:
        raise FailedError("the source is no store of this stack that could be told from others")
    arn, store = str(job["CreatedResourceArn"]), setup.stores[key]
    if job["ResourceType"] == "DynamoDB":
        return check_table(clients.dynamodb, arn.rpartition("/")[2], store)
    if job["ResourceType"] == "S3":
        return check_bucket(clients.s3, arn.rpartition(":")[2], store)
    # Where no database is tested the drivers are not packed.
    from .databases import check_database, trusted  # noqa: PLC0415

    copy = copies.copy_of(arn)
    told = copies.prepare(clients.rds, copy, setup.instance_class)
    login = copies.login_to(clients.rds, copy, told, store.get("database"))

    def ask() -> int:
        return check_database(
            login,
            store.get("queries", {}),
            began=job["CreationDate"],
            seconds=setup.query_seconds,
            context=trusted(setup.package, verify=setup.verify),
        )

    return copies.once_taken(ask)


def _clean_up(job: Mapping[str, Any], clients: Clients) -> None:
    if job["ResourceType"] == "Aurora" and copies.PREFIX in job["CreatedResourceArn"]:
        copies.clean_up(clients.rds, copies.copy_of(job["CreatedResourceArn"]))
