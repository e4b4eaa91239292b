"""Records of drills: a JSON document for each run, under the drill's name, in a folder or a bucket."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from holdfast.operate.call import call
from holdfast.operate.drill.model import REPORT_VERSION
from holdfast.operate.records import RecordsError, replace_file, s3_address
from holdfast.operate.steps import StepError

if TYPE_CHECKING:
    from holdfast.operate.aws import Clients
    from holdfast.operate.drill.model import DrillReport


class DrillRecords(Protocol):
    """A place where records of one drill are kept. Both raise ``RecordsError`` where they cannot."""

    def name(self, run: str) -> str:
        """What a run's record is called for people: a file, or an address in S3."""

    def write(self, report: DrillReport) -> None:
        """Keep a record in place of what was kept of that run before; whole or not at all."""

    def newest(self) -> DrillReport | None:
        """The record of the newest run."""


@dataclass(frozen=True, slots=True)
class DrillFolder:
    """Records as files ``RUN.json`` in a folder."""

    folder: Path

    def name(self, run: str) -> str:
        """The file."""
        return str(self.folder / f"{run}.json")

    def write(self, report: DrillReport) -> None:
        """Write beside the file and move over it.

        Raises:
            RecordsError: The folder cannot be written to.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(Path(self.name(report["run"])), _text(report))
        except OSError as error:
            raise RecordsError(f"cannot write to {self.folder}: {error.strerror}") from error

    def newest(self) -> DrillReport | None:
        """Read the last file by name; runs are named by their time.

        Raises:
            RecordsError: It cannot be read.
        """
        try:
            files = sorted(self.folder.glob("*.json"))
            return _report(files[-1].read_text(encoding="utf-8"), str(files[-1])) if files else None
        except OSError as error:
            raise RecordsError(f"cannot read {self.folder}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class DrillBucket:
    """Records as objects ``PREFIX/RUN.json`` in a bucket."""

    clients: Clients
    region: str
    bucket: str
    prefix: str

    def name(self, run: str) -> str:
        """The address in S3."""
        return f"s3://{self.bucket}/{self.prefix}/{run}.json"

    def write(self, report: DrillReport) -> None:
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
                Key=f"{self.prefix}/{report['run']}.json",
                Body=_text(report).encode(),
                ContentType="application/json",
            )
        except (BotoCoreError, ClientError, StepError) as error:
            raise RecordsError(f"cannot write to {self.name(report['run'])}: {error}") from error

    def newest(self) -> DrillReport | None:
        """Read the last object by name.

        Raises:
            RecordsError: S3 does not give it.
        """
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see operate/aws.py

        try:
            last = max(self._keys(), default=None)
            if last is None:
                return None
            answer = call(self.clients, "s3", self.region, "get_object", Bucket=self.bucket, Key=last)
            return _report(answer["Body"].read().decode(), f"s3://{self.bucket}/{last}")
        except (BotoCoreError, ClientError, StepError) as error:
            raise RecordsError(f"cannot read s3://{self.bucket}/{self.prefix}: {error}") from error

    def _keys(self) -> list[str]:
        found: list[str] = []
        token: dict[str, str] = {}
        while True:
            page = call(
                self.clients,
                "s3",
                self.region,
                "list_objects_v2",
                Bucket=self.bucket,
                Prefix=f"{self.prefix}/",
                **token,
            )
            found += [one["Key"] for one in page.get("Contents", [])]
            if not page.get("IsTruncated"):
                return found
            token = {"ContinuationToken": page["NextContinuationToken"]}


def drill_records(place: str, drill: str, program: Path, clients: Clients) -> DrillRecords:
    """Say where the records of a drill are kept.

    Args:
        place: A folder, from that of the program, or ``s3://BUCKET/PREFIX?region=REGION``.
        drill: Name of the drill, below which they lie.
        program: The program's folder.
        clients: Makes clients.

    Raises:
        RecordsError: An address in S3 has no bucket or no region.
    """
    if "://" not in place:
        return DrillFolder(program / place / drill)
    bucket, prefix, region = s3_address(place)
    return DrillBucket(clients, region, bucket, "/".join(part for part in (prefix, drill) if part))


def _text(report: DrillReport) -> str:
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def _report(text: str, name: str) -> DrillReport:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise RecordsError(f"{name} is no record of a drill: {error}") from error
    if not isinstance(document, dict) or document.get("version") != REPORT_VERSION:
        raise RecordsError(f"{name} is no record of a drill of version {REPORT_VERSION}")
    return cast("DrillReport", document)
