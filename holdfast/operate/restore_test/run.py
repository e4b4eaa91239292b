"""Carries restore tests out, stores side by side, each until its copy is gone; goes on with begun ones."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.operate.call import call
from holdfast.operate.engine import Pace
from holdfast.operate.restore_test.copies import delete, name_of
from holdfast.operate.restore_test.judging import JudgeError, judge
from holdfast.operate.restore_test.kept import write
from holdfast.operate.restore_test.model import RestoreTest, StoreTest, age_seconds
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.contracts.operations import RestoreTests
    from holdfast.operate.aws import Clients
    from holdfast.operate.documents import Documents

POLL_SECONDS = 15.0
"""Seconds between two looks: the shortest restores take minutes."""
_HICCUPS = 40
"""Looks in a row that may fail for reasons that pass: ten minutes."""
_JUDGING = timedelta(hours=2)
_DELETING = timedelta(hours=2)
_WAKE_SECONDS = 0.2


@dataclass(kw_only=True, slots=True)
class Run:
    """A run that is carried out."""

    test: RestoreTest
    tests: Mapping[str, RestoreTests]
    """What is declared, by place."""
    clients: Clients
    judges: Clients
    """Makes clients that wait as long as a function may run."""
    records: Documents
    changed: Callable[[RestoreTest], None]
    pace: Pace = field(default_factory=lambda: Pace(poll_seconds=POLL_SECONDS))
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    stop: threading.Event = field(default_factory=threading.Event)
    _lock: Any = field(default_factory=threading.RLock)
    _over: queue.SimpleQueue[BaseException | None] = field(default_factory=queue.SimpleQueue)

    def carry_out(self) -> RestoreTest:
        """Carry every store's test on until it is over, or it is interrupted: then say what stands.

        Returns:
            The record.

        Raises:
            holdfast.operate.documents.RecordsError: The record cannot be kept; nothing more is begun.
        """
        self._kept()
        open_ = [one for one in self.test["stores"] if one["stage"] != "done"]
        for one in open_:
            threading.Thread(target=self._drive, args=(one,), daemon=True).start()
        failures: list[BaseException | None] = []
        while len(failures) < len(open_):
            # Threads are not joined, as in the engine: a join that is interrupted takes them for ended.
            try:
                failures.append(self._over.get(timeout=_WAKE_SECONDS))
            except queue.Empty:
                continue
            except KeyboardInterrupt:
                if self.stop.is_set():
                    raise
                self.stop.set()
        if found := [one for one in failures if one is not None]:
            raise found[0]
        return self._ended()

    def _ended(self) -> RestoreTest:
        with self._lock:
            stores = self.test["stores"]
            if any(one["stage"] != "done" for one in stores):
                self.test["outcome"] = "interrupted"
            else:
                passed = all(one["passed"] and not self._too_old(one) for one in stores)
                left = not self.test["keep"] and any(one["left"] for one in stores)
                self.test["outcome"] = "passed" if passed and not left else "failed"
            self.test["ended"] = self._moment()
            self._tell(self.test["outcome"])
        return self.test

    def _too_old(self, one: StoreTest) -> bool:
        return age_seconds(one, self.test["started"]) > self.test["max_age_seconds"]

    def _drive(self, one: StoreTest) -> None:
        try:
            self._driven(one)
        except BaseException as error:  # noqa: BLE001  # it is raised again where the run is
            self.stop.set()
            self._over.put(error)
        else:
            self._over.put(None)

    def _driven(self, one: StoreTest) -> None:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # only who calls AWS pays

        hiccups = 0
        while not self.stop.is_set():
            try:
                self._advance(one)
                hiccups = 0
            except StepError as error:
                self._gives_up(one, str(error))
            except (BotoCoreError, ClientError, JudgeError) as error:
                hiccups += 1
                if hiccups >= _HICCUPS:
                    self._gives_up(one, str(error))
            if one["stage"] == "done":
                return
            self.pace.wait(self.stop, self.pace.poll_seconds)

    def _advance(self, one: StoreTest) -> None:
        {
            "todo": self._start,
            "restoring": self._restore,
            "judging": self._judge,
            "deleting": self._delete,
        }[one["stage"]](one)

    def _start(self, one: StoreTest) -> None:
        # The record with the name stands before the job does, and the same token begins no second one:
        # https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html (2026-11)
        if one["began"] is None:
            self._set(one, began=self._moment())
        answer = call(
            self.clients,
            "backup",
            one["region"],
            "start_restore_job",
            RecoveryPointArn=one["recovery_point"],
            Metadata=one["metadata"],
            IamRoleArn=self.tests[one["place"]]["role_arn"],
            IdempotencyToken=one["name"],
            ResourceType=one["type"],
        )
        self._set(one, job=answer["RestoreJobId"], stage="restoring")
        self._tell(f"{one['store']}: restore {answer['RestoreJobId']} begun, as {one['name']}")

    def _restore(self, one: StoreTest) -> None:
        job = call(self.clients, "backup", one["region"], "describe_restore_job", RestoreJobId=one["job"])
        arn, status = job.get("CreatedResourceArn"), job["Status"]
        if arn is not None and one["left"] is None:
            name_of(arn)
            self._set(one, left=arn)
        if status == "COMPLETED" and arn is not None:
            done = job.get("CompletionDate") or self.now()
            self._set(one, stage="judging", restored=done.astimezone(UTC).isoformat(timespec="seconds"))
            self._tell(f"{one['store']}: restored, now it is judged")
        elif status in {"COMPLETED", "FAILED", "ABORTED"}:
            reason = job.get("StatusMessage") or "no reason given"
            self._judged(one, passed=False, message=f"the restore {status.lower()}: {reason}")
        elif job.get("PercentDone") != one["percent"]:
            self._set(one, percent=job.get("PercentDone"))
            self._tell(f"{one['store']}: restoring, {one['percent']}")

    def _judge(self, one: StoreTest) -> None:
        if self._since(one["restored"]) > _JUDGING:
            self._judged(one, passed=False, message=f"it could not be asked: {one['message']}")
            return
        tests = self.tests[one["place"]]
        answer = judge(self.judges, tests["region"], tests["function"], str(one["job"]))
        if not answer.waiting:
            self._judged(one, passed=answer.passed, message=answer.message)
        elif answer.message != one["message"]:
            self._set(one, message=answer.message)
            self._tell(f"{one['store']}: {answer.message}")

    def _judged(self, one: StoreTest, *, passed: bool, message: str) -> None:
        stage = "deleting" if one["left"] is not None and not self.test["keep"] else "done"
        self._set(one, passed=passed, message=message, judged=self._moment(), stage=stage)
        self._tell(f"{one['store']}: {'passed' if passed else 'failed'}: {message}")
        if stage == "done":
            self._set(one, ended=self._moment())

    def _delete(self, one: StoreTest) -> None:
        if self._since(one["judged"]) > _DELETING:
            raise StepError("the copy could not be deleted in time")
        if delete(self.clients, one["region"], str(one["left"])):
            self._set(one, left=None, stage="done", ended=self._moment())
            self._tell(f"{one['store']}: the copy is deleted")

    def _gives_up(self, one: StoreTest, why: str) -> None:
        if one["stage"] == "deleting":
            self._set(one, stage="done", ended=self._moment(), message=f"{one['message']}; {why}")
            self._tell(f"{one['store']}: {why}")
            return
        if one["job"] is not None and one["left"] is None:
            why = f"{why}; {one['name']} may stand, or be made yet"
        self._judged(one, passed=False, message=why)

    def _since(self, moment: str | None) -> timedelta:
        return self.now() - datetime.fromisoformat(moment) if moment is not None else timedelta()

    def _set(self, one: StoreTest, **changes: Any) -> None:  # noqa: ANN401  # fields of the test
        with self._lock:
            one.update(changes)  # type: ignore[typeddict-item]  # fields of the test, as they are named
            self._kept()

    def _tell(self, what: str) -> None:
        with self._lock:
            self.test["events"].append({"at": self._moment(), "what": what})
            self._kept()

    def _kept(self) -> None:
        with self._lock:
            write(self.records, self.test)
            self.changed(self.test)

    def _moment(self) -> str:
        return self.now().isoformat(timespec="seconds")
