"""The stack files in the pages on caches and private ways in load, and show all that there is to say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from holdfast.settings.cache import CacheSettings
from holdfast.settings.private_access import PrivateAccessSettings
from tests.settings.stack_files import SPREAD, mistakes

DOCS = Path(__file__).parents[2] / "docs"
SNIPPETS = [
    (page, block)
    for page in ("cache.md", "private-access.md")
    for block in re.findall(
        r"^```yaml\n(.*?)^```$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
]


@pytest.mark.parametrize(("page", "block"), SNIPPETS)
def test_every_snippet_loads(page: str, block: str) -> None:
    assert mistakes(SPREAD, block) == (), page


def test_there_are_as_many_as_were_written() -> None:
    assert len(SNIPPETS) == 5


def _keys(section: str, page: str) -> set[str]:
    found: set[str] = set()
    for name, block in SNIPPETS:
        if name != page:
            continue
        settings: Any = yaml.safe_load(block).get(section, {})
        for one in settings.values() if section == "holdfast:caches" else (settings,):
            found |= set(one)
    return found


def test_the_pages_tell_of_every_field() -> None:
    text = (DOCS / "cache.md").read_text(encoding="utf-8")
    untold = set(CacheSettings.model_fields) - _keys("holdfast:caches", "cache.md")
    assert {field for field in untold if f"`{field}" not in text} == {"regions"}
    untold = set(PrivateAccessSettings.model_fields) - _keys("holdfast:private_access", "private-access.md")
    assert untold == {"log_retention_days"}
