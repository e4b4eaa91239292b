"""Records of restore tests, where they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from holdfast.operate.documents import content_of, document_text
from holdfast.operate.restore_test.model import TEST_VERSION

if TYPE_CHECKING:
    from holdfast.operate.documents import Documents
    from holdfast.operate.restore_test.model import RestoreTest


def write(documents: Documents, test: RestoreTest) -> None:
    """Keep a record, in place of what was kept of that run before.

    Raises:
        holdfast.operate.documents.RecordsError: It cannot be kept there.
    """
    documents.write(test["run"], document_text(test))


def newest(documents: Documents) -> RestoreTest | None:
    """Read the record of the newest run; runs are named by their time.

    Raises:
        holdfast.operate.documents.RecordsError: It cannot be read.
    """
    for one in documents.newest(1):
        return cast("RestoreTest", content_of(one, kind="record", version=TEST_VERSION))
    return None
