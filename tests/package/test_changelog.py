"""Every version tells what an upgrade to it does to a running stack."""

from __future__ import annotations

import re

import pytest

from tests.package.distributions import PROJECT, ROOT

HEADINGS = ["Will replace", "Will change", "New findings"]
TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
VERSION = re.compile(r"^## (\S+)$", re.MULTILINE)
SECTION = re.compile(r"^### (.+)$", re.MULTILINE)


def entries() -> dict[str, str]:
    """Version → its text, newest first."""
    _, *parts = VERSION.split(TEXT)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def sections(entry: str) -> dict[str, str]:
    _, *parts = SECTION.split(entry)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_the_newest_is_the_project_s_version() -> None:
    assert next(iter(entries())) == PROJECT["project"]["version"]


def test_versions_go_down_and_each_is_there_once() -> None:
    versions = VERSION.findall(TEXT)

    assert versions == sorted(
        set(versions), key=lambda one: [int(part) for part in one.split(".")], reverse=True
    )


@pytest.mark.parametrize("version", entries())
def test_a_version_says_something_under_each_heading(version: str) -> None:
    said = sections(entries()[version])

    assert list(said) == HEADINGS
    assert [heading for heading, text in said.items() if not re.search(r"^- \S", text, re.MULTILINE)] == []
