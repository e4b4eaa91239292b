"""The change log's entries between two versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.upgrade import between, is_older, read_changelog

ROOT = Path(__file__).parents[2]
LOG = """\
# Change log

Words.

## 0.10.0

### Will replace

- The table of
  `GlobalTable`.
- Another one.

### New findings

- Nothing.

## 0.2.0

### Will change

- A tag.

## 0.1.0

### Will change

- The first.
"""


def test_items_are_read_by_heading_each_in_a_line() -> None:
    newest = read_changelog(LOG)[0]

    assert newest.version == "0.10.0"
    assert newest.sections == {
        "Will replace": ("The table of `GlobalTable`.", "Another one."),
        "New findings": ("Nothing.",),
    }


@pytest.mark.parametrize(
    ("was", "to", "expected"),
    [
        ("0.1.0", "0.10.0", ["0.10.0", "0.2.0"]),
        ("0.1.0", "0.2.0", ["0.2.0"]),
        ("0.2.0", "0.2.0", []),
        ("0.10.0", "0.1.0", ["0.10.0", "0.2.0"]),
        ("0.1.0", "0.2.0rc1", ["0.2.0"]),
        ("0.10.0", "1.0", []),
    ],
)
def test_those_between_are_told_newest_first_and_going_back_those_that_are_undone(
    was: str, to: str, expected: list[str]
) -> None:
    assert [one.version for one in between(read_changelog(LOG), was, to)] == expected


def test_versions_are_compared_by_their_numbers() -> None:
    assert is_older("0.9.0", "0.10.0")
    assert not is_older("0.10.0", "0.9.0")
    assert not is_older("0.10.0", "0.10.0")


def test_our_own_change_log_is_read_and_goes_with_the_package() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert (ROOT / "holdfast" / "CHANGELOG.md").read_text(encoding="utf-8") == text
    for entry in read_changelog(text):
        assert list(entry.sections) == ["Will replace", "Will change", "New findings"]
        assert all(entry.sections.values())
