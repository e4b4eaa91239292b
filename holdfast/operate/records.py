"""Records of what was done and when: one JSON document per run, kept in a folder or a bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NotRequired, TypedDict, cast

from holdfast.operate.documents import content_of, document_text, documents_at

if TYPE_CHECKING:
    from holdfast.operate.aws import Clients
    from holdfast.operate.documents import Documents

RECORD_VERSION = 1
_NEWEST = 20
"""Records that are read when the last operation is looked for."""


class StepRecord(TypedDict):
    """A step of a run: what it is, how far it came, and when."""

    key: str
    action: str
    subject: str | None
    place: str
    title: str
    group: int
    worst_seconds: int
    source: str
    stage: str
    """``todo``, ``under way``, ``done``, ``failed`` or ``skipped``."""
    detail: str
    began: str | None
    ended: str | None


class Forced(TypedDict):
    """A guard that was overridden, and what that was said to cost."""

    guard: str
    loss: str


class Event(TypedDict):
    """Something that happened, when (UTC, ISO 8601)."""

    at: str
    what: str


class Record(TypedDict):
    """A run. ``away_from`` is the place that is left; of a failback the one that is returned to is ``to[0]``.

    ``outcome`` is ``running``, ``done``, ``failed`` or ``interrupted``; of a run that was killed it stays
    ``running``.
    """

    version: int
    run: str
    project: str
    stack: str
    operation: str
    away_from: str
    to: list[str]
    graceful: bool
    operator: str
    started: str
    ended: str | None
    outcome: str
    reason: NotRequired[str]
    forced: list[Forced]
    steps: list[StepRecord]
    events: list[Event]


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one stack, where they are kept."""

    documents: Documents

    @property
    def name(self) -> str:
        """What the place is called for people: a folder, or an address in S3."""
        return self.documents.name

    def write(self, record: Record) -> None:
        """Keep a record, in place of what was kept of that run before; whole or not at all.

        Raises:
            RecordsError: It cannot be kept there.
        """
        self.documents.write(record["run"], document_text(record))

    def newest(self) -> list[Record]:
        """Read the newest records, the newest first.

        Raises:
            RecordsError: They cannot be read.
        """
        found = [
            cast("Record", content_of(one, kind="record", version=RECORD_VERSION))
            for one in self.documents.newest(_NEWEST)
        ]
        return sorted(found, key=lambda one: one["started"], reverse=True)


def records_at(place: str, stack: str, clients: Clients) -> Records:
    """Say where records are kept.

    Args:
        place: A folder, or ``s3://BUCKET/PREFIX?region=REGION``; records lie below it, by stack.
        stack: Name of the stack.
        clients: Makes clients.

    Raises:
        RecordsError: An address in S3 has no bucket or no region.
    """
    return Records(documents_at(place, stack, clients))
