"""Pages outside of ``docs``: their links lead to files, and every example is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.test_docs import LINK
from tests.package.distributions import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = ROOT / "examples"
PROGRAMS = sorted(file.parent for pattern in ("*", "*/*") for file in EXAMPLES.glob(f"{pattern}/Pulumi.yaml"))
PAGES = [
    ROOT / "CHANGELOG.md",
    *EXAMPLES.glob("README.md"),
    *(file for one in PROGRAMS for file in one.glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = [link.partition("#")[0] for link in LINK.findall(page.read_text(encoding="utf-8"))]

    assert [one for one in links if ":" not in one and not (page.parent / one).exists()] == []


def test_every_example_is_listed() -> None:
    listed = LINK.findall((EXAMPLES / "README.md").read_text(encoding="utf-8"))

    assert sorted(listed) == [str(one.relative_to(EXAMPLES)) for one in PROGRAMS]
