"""The settings that the pages about Cloudflare show are settings that load."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from holdfast.settings import cloudflare_defaults
from tests.docs.commands import FENCE
from tests.settings.stack_files import SPREAD, loaded

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("page", "proxied"), [("cloudflare.md", True), ("dual-dns.md", False)])
def test_the_snippet_loads(page: str, proxied: bool) -> None:
    found = FENCE.findall((DOCS / page).read_text(encoding="utf-8"))
    (snippet,) = [code for language, code in found if language == "yaml"]
    entrances = yaml.safe_load(snippet)["config"]["holdfast:entrances"]
    settings = loaded(
        SPREAD,
        "holdfast:entrances: (remove)",
        yaml.safe_dump({"holdfast:entrances": entrances}),
    )
    assert cloudflare_defaults.is_proxied(settings.entrances["public"]) is proxied
