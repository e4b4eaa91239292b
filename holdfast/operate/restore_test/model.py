"""The record of a restore test: what was restored, from when, how long that took, and what it held."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

TEST_VERSION = 1
PREFIX = "awsbackup-restore-test"
"""What names of copies begin with; the roles of restore tests may touch nothing else
(https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html, 2026-11)."""


class StoreTest(TypedDict):
    """The test of a store, in the order of its life. Times are UTC, ISO 8601, or None until then.

    ``type`` is AWS Backup's word for the kind of store. ``backed_up`` is the moment that the data is from,
    ``stage`` is ``todo``, ``restoring``, ``judging``, ``deleting`` or ``done``. ``passed`` is None until it
    is known, ``message`` says why. ``left`` is the ARN of a copy that still stands.
    """

    store: str
    type: str
    place: str
    region: str
    vault: str
    name: str
    recovery_point: str
    backed_up: str
    size_bytes: int | None
    metadata: dict[str, str]
    job: str | None
    stage: str
    percent: str | None
    began: str | None
    restored: str | None
    judged: str | None
    ended: str | None
    passed: bool | None
    message: str
    left: str | None


class TestEvent(TypedDict):
    """Something that happened, when (UTC, ISO 8601)."""

    at: str
    what: str


class RestoreTest(TypedDict):
    """A run. ``outcome`` is ``running``, ``passed``, ``failed`` or ``interrupted``.

    ``not_tested`` says why a store is left out, by its key.
    """

    version: int
    run: str
    project: str
    stack: str
    operator: str
    pid: int
    started: str
    ended: str | None
    outcome: str
    keep: bool
    max_age_seconds: int
    rpo_seconds: int | None
    rto_seconds: int | None
    stores: list[StoreTest]
    not_tested: dict[str, str]
    events: list[TestEvent]


class RestoreTestError(Exception):
    """A restore test cannot be run as it was asked for."""


def age_seconds(one: StoreTest, at: str) -> int:
    """How old the data of a store's backup was at a time, in seconds; a store without one has none."""
    if not one["backed_up"]:
        return 0
    span = datetime.fromisoformat(at) - datetime.fromisoformat(one["backed_up"])
    return int(span.total_seconds())
