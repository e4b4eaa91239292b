"""Records of drills: a JSON document for each run, under the drill's name, in a folder or a bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from holdfast.operate.documents import content_of, document_text, documents_at
from holdfast.operate.drill.model import REPORT_VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.operate.aws import Clients
    from holdfast.operate.documents import Documents
    from holdfast.operate.drill.model import DrillReport


@dataclass(frozen=True, slots=True)
class DrillRecords:
    """Records of one drill, where they are kept."""

    documents: Documents

    def name(self, run: str) -> str:
        """What a run's record is called for people: a file, or an address in S3."""
        return self.documents.address(run)

    def write(self, report: DrillReport) -> None:
        """Keep a record in place of what was kept of that run before; whole or not at all.

        Raises:
            holdfast.operate.documents.RecordsError: It cannot be kept there.
        """
        self.documents.write(report["run"], document_text(report, indent=1))

    def newest(self) -> DrillReport | None:
        """The record of the newest run; runs are named by their time.

        Raises:
            holdfast.operate.documents.RecordsError: It cannot be read.
        """
        for one in self.documents.newest(1):
            return cast("DrillReport", content_of(one, kind="record of a drill", version=REPORT_VERSION))
        return None


def drill_records(place: str, drill: str, program: Path, clients: Clients) -> DrillRecords:
    """Say where the records of a drill are kept.

    Args:
        place: A folder, from that of the program, or ``s3://BUCKET/PREFIX?region=REGION``.
        drill: Name of the drill, below which they lie.
        program: The program's folder.
        clients: Makes clients.

    Raises:
        holdfast.operate.documents.RecordsError: An address in S3 has no bucket or no region.
    """
    return DrillRecords(documents_at(place, drill, clients, folder=program))
