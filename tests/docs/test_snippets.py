"""The stack files in the documentation load, each laid over the smallest stack for which it is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.docs.commands import FENCE
from tests.settings.stack_files import PAIR, SPREAD, mistakes

DOCS = Path(__file__).parents[2] / "docs"
STORE = """
holdfast:stores: { orders: { kind: aurora-postgresql, home: use1, write_routing: forwarded } }
"""
ARCHIVED = "holdfast:stores: { invoices: { kind: dynamodb, home: use1, backup_class: archive } }"
BACKED_UP = """
holdfast:backups: { copy_to: [euc1] }
holdfast:regions: { euc1: { role: backup } }
"""
STRONG = "holdfast:regions: { euw1: (remove), use1: {}, use2: {} }"
BASES = {
    "aurora": ((PAIR,), (SPREAD, BACKED_UP), (PAIR,)),
    "authorization": ((SPREAD,),),
    "backups": ((SPREAD, STORE), (SPREAD, STORE, ARCHIVED)),
    "dynamodb": ((SPREAD,), (SPREAD, BACKED_UP), (STRONG,), (SPREAD,)),
    "operations": ((SPREAD,), (SPREAD,)),
    "releases": ((SPREAD,),),
    "tls": ((SPREAD,),),
    "waf": ((SPREAD,),),
}
"""Page → what each of its stack files is laid over, in their order."""
ELSEWHERE = {
    *("accelerator", "cache", "cloudflare", "cloudfront", "dual-dns", "ecs", "eks"),
    *("private-access", "proxies", "serverless"),
}
"""Pages whose stack files are loaded beside the tests of what they tell of."""


def stack_files(page: str) -> list[str]:
    """The YAML of a page that holds settings, without what says that they are under ``config``."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    blocks = [code for language, code in FENCE.findall(text) if language == "yaml" and "holdfast:" in code]
    found = []
    for block in blocks:
        known = yaml.safe_load(block)
        settings = {key: value for key, value in known.get("config", known).items() if "holdfast:" in key}
        found += [yaml.safe_dump(settings)] if settings else []
    return found


@pytest.mark.parametrize("page", BASES)
def test_every_stack_file_loads(page: str) -> None:
    files = stack_files(page)
    assert len(files) == len(BASES[page])
    for base, file in zip(BASES[page], files, strict=True):
        assert mistakes(*base, file) == ()


def test_no_page_is_left_out() -> None:
    pages = {page.stem for page in DOCS.glob("*.md")} - ELSEWHERE
    assert {page for page in pages if stack_files(page)} == set(BASES)
