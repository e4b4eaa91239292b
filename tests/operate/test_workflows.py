"""Which steps come back to a place."""

from __future__ import annotations

from holdfast.operate.workflows import failback_groups
from tests.operate.contracts import whole


def keys(place: str, homes: dict[str, str | None]) -> list[list[str]]:
    _, groups = failback_groups(whole(), place, homes)
    return [[step["key"] for step in group] for group in groups]


def test_an_access_point_comes_back_with_the_traffic() -> None:
    groups = keys("use1", {"orders": "euw1"})
    (back,) = [group for group in groups if "return-public" in group]
    assert "return-store-files" in back
    operations = whole()
    _, steps = failback_groups(operations, "use1", {})
    (step,) = [one for group in steps for one in group if one["key"] == "return-store-files"]
    assert (step["action"], step["subject"], step["subject_kind"], step["place"]) == (
        *("return", "files", "store", "use1"),
    )
    assert step["worst_seconds"] == 120


def test_a_place_that_is_no_writers_home_gets_no_requests_back_that_it_did_not_have() -> None:
    assert "return-store-files" not in [key for group in keys("euw1", {}) for key in group]
