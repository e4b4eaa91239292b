"""Records of what was done and when: one JSON document per run, kept in a folder or a bucket."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, Protocol, TypedDict, cast
from urllib.parse import parse_qs, urlsplit

from holdfast.operate.call import call
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from holdfast.operate.aws import Clients

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


class RecordsError(Exception):
    """Records cannot be kept or read where it was asked."""


class Records(Protocol):
    """A place where records are kept."""

    @property
    def name(self) -> str:
        """What it is called for people: a folder, or an address in S3."""

    def write(self, record: Record) -> None:
        """Keep a record, in place of what was kept of that run before; whole or not at all."""

    def newest(self) -> list[Record]:
        """Read the newest records, the newest first."""


@dataclass(frozen=True, slots=True)
class RecordFolder:
    """Records as files ``RUN.json`` in a folder."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.folder)

    def write(self, record: Record) -> None:
        """Write beside the file and move over it.

        Raises:
            RecordsError: The folder cannot be written to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(self.folder / f"{record['run']}.json", _text(record))
        except OSError as error:
            raise RecordsError(f"cannot write to {self.folder}: {error.strerror}") from error

    def newest(self) -> list[Record]:
        """Read the newest files; a folder that is not there has none.

        Raises:
            RecordsError: The folder, or a record in it, cannot be read.
        """
        try:
            files = sorted(self.folder.glob("*.json"), reverse=True)[:_NEWEST]
            return _sorted(_record(file.read_text(encoding="utf-8"), str(file)) for file in files)
        except OSError as error:
            raise RecordsError(f"cannot read {self.folder}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class RecordBucket:
    """Records as objects ``PREFIX/RUN.json`` in a bucket."""

    clients: Clients
    region: str
    bucket: str
    prefix: str

    @property
    def name(self) -> str:
        """The address in S3."""
        return f"s3://{self.bucket}/{self.prefix}"

    def write(self, record: Record) -> None:
        """Put the object, which S3 replaces whole.

        Raises:
            RecordsError: S3 does not take it.
        """
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see operate/aws.py

        try:
            call(
                self.clients,
                "s3",
                self.region,
                "put_object",
                Bucket=self.bucket,
                Key=f"{self.prefix}/{record['run']}.json",
                Body=_text(record).encode(),
                ContentType="application/json",
            )
        except (BotoCoreError, ClientError, StepError) as error:
            raise RecordsError(f"cannot write to {self.name}: {error}") from error

    def newest(self) -> list[Record]:
        """Read the newest objects.

        Raises:
            RecordsError: S3 does not give them.
        """
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see operate/aws.py

        try:
            keys = sorted(self._keys(), reverse=True)[:_NEWEST]
            return _sorted(_record(self._read(key), key) for key in keys)
        except (BotoCoreError, ClientError, StepError) as error:
            raise RecordsError(f"cannot read {self.name}: {error}") from error

    def _keys(self) -> Iterator[str]:
        more: dict[str, str] = {}
        while True:
            page = call(
                self.clients,
                "s3",
                self.region,
                "list_objects_v2",
                Bucket=self.bucket,
                Prefix=f"{self.prefix}/",
                **more,
            )
            yield from (one["Key"] for one in page.get("Contents", []))
            if not page["IsTruncated"]:
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def _read(self, key: str) -> str:
        answer = call(self.clients, "s3", self.region, "get_object", Bucket=self.bucket, Key=key)
        return str(answer["Body"].read().decode())


def records_at(place: str, stack: str, clients: Clients) -> Records:
    """Say where records are kept.

    Args:
        place: A folder, or ``s3://BUCKET/PREFIX?region=REGION``; records lie below it, by stack.
        stack: Name of the stack.
        clients: Makes clients.

    Raises:
        RecordsError: An address in S3 has no bucket or no region.
    """
    if "://" not in place:
        return RecordFolder(Path(place) / stack)
    bucket, prefix, region = s3_address(place)
    return RecordBucket(clients, region, bucket, "/".join(part for part in (prefix, stack) if part))


def s3_address(address: str) -> tuple[str, str, str]:
    """Take ``s3://BUCKET/KEY?region=REGION`` apart.

    Returns:
        Bucket, key, which may be empty, and region.

    Raises:
        RecordsError: It is no such address.
    """
    parts = urlsplit(address)
    region = parse_qs(parts.query).get("region", [""])[0]
    if parts.scheme != "s3" or not parts.netloc or not region:
        raise RecordsError(
            f"{address} is no address in S3 that names its region: s3://BUCKET/PREFIX?region=eu-west-1"
        )
    return parts.netloc, parts.path.strip("/"), region


def replace_file(file: Path, text: str) -> None:
    """Write a file whole or not at all: readers see the old text or the new one."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as beside:
            beside.write(text)
            beside.flush()
            os.fsync(beside.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _text(record: Record) -> str:
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def _record(text: str, name: str) -> Record:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise RecordsError(f"{name} is no record: {error}") from error
    if not isinstance(document, dict) or document.get("version") != RECORD_VERSION:
        raise RecordsError(f"{name} is no record of version {RECORD_VERSION}")
    return cast("Record", document)


def _sorted(records: Iterable[Record]) -> list[Record]:
    return sorted(records, key=lambda one: one["started"], reverse=True)
