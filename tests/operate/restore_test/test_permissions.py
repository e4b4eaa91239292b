"""The page names every permission that the source takes."""

from __future__ import annotations

import pytest

from holdfast.operate.permissions import permission_of
from tests.operate.test_calls import CALLS, ROOT

PAGE = (ROOT / "docs" / "restore-testing.md").read_text(encoding="utf-8")
TAKEN = sorted(
    {
        permission
        for one in CALLS
        if one.where.startswith("holdfast/operate/restore_test/")
        for permission in permission_of(one.service, one.operation)
    }
)


@pytest.mark.parametrize("permission", TAKEN)
def test_the_page_names_it(permission: str) -> None:
    service, _, action = permission.partition(":")
    if service == "iam":
        assert f"`{permission}`" in PAGE
        return
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{service}` |"))
    assert f"`{action}`" in row


def test_there_are_calls() -> None:
    assert len(TAKEN) > 10
