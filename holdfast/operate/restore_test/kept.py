"""Records of restore tests, where they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from holdfast.operate.records import Record, Records
    from holdfast.operate.restore_test.model import RestoreTest


def write(records: Records, test: RestoreTest) -> None:
    """Keep a record, in place of what was kept of that run before.

    Raises:
        holdfast.operate.records.RecordsError: It cannot be kept there.
    """
    # Folders and buckets read the version, the name and the beginning of a run alone.
    records.write(cast("Record", test))


def newest(records: Records) -> RestoreTest | None:
    """Read the record of the newest run.

    Raises:
        holdfast.operate.records.RecordsError: It cannot be read.
    """
    found = records.newest()
    return cast("RestoreTest", found[0]) if found else None
