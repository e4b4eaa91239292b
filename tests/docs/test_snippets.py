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
ARCHIVED = """
holdfast:stores:
  invoices: { kind: dynamodb, home: use1, write_routing: any-region, backup_class: archive }
"""
BACKED_UP = """
holdfast:backups: { copy_to: [euc1] }
holdfast:regions: { euc1: { role: backup } }
"""
STRONG = "holdfast:regions: { euw1: (remove), use1: {}, use2: {} }"
PACKAGED = "holdfast:services: { orders: { image: (remove) } }"
ZONES = """
holdfast:regions: { euc1: { role: backup }, eun1: { role: backup } }
holdfast:zone_export: { place: euc1, copy_to: [eun1] }
holdfast:entrances:
  public:
    cloudflare:
      account_id: 0123456789abcdef0123456789abcdef
      zone: { name: example.com, id: 0123456789abcdef0123456789abcdef }
"""
BOTH_PROVIDERS = """
holdfast:entrances:
  public:
    cloudflare:
      account_id: 0123456789abcdef0123456789abcdef
      zone: { name: example.com, id: 0123456789abcdef0123456789abcdef }
"""
DSQL = """
holdfast:stores: { orders: { kind: dsql, home: use1, write_routing: any-region, dsql: { witness: usw2 } } }
"""
SESSIONS = "holdfast:stores: { sessions: { kind: elasticache, home: use1, write_routing: application } }"
FUNCTION = """
holdfast:services:
  orders:
    kind: lambda
    port: (remove)
    image: (remove)
    instance: (remove)
    artefact: s3://artefacts-{region}/orders.zip
    function: { rps: 20, handler: app.handler, runtime: python3.13 }
holdfast:entrances: { public: { api_gateway: {} } }
"""
PLACE = "holdfast:regions: { euc1: { role: backup } }"
ALONE = "holdfast:services: { orders: (remove) }"
BASES = {
    "alarms": ((),),
    "alerts": ((),),
    "apm": ((SPREAD,), (SPREAD,), (FUNCTION,)),
    "applications": ((SPREAD, PACKAGED), (SPREAD,)),
    "aurora": ((PAIR, BACKED_UP), (SPREAD, BACKED_UP), (PAIR, BACKED_UP)),
    "authorization": ((SPREAD,),),
    "backup-audit": ((SPREAD, STORE, PLACE), (SPREAD, STORE, PLACE)),
    "backups": (
        (SPREAD, STORE),
        (SPREAD, STORE, ARCHIVED),
        (SPREAD,),
        (SPREAD, STORE, BACKED_UP),
        (SPREAD, STORE, BACKED_UP),
        (SPREAD, STORE),
    ),
    "canaries": ((SPREAD,), (SPREAD,)),
    "dynamodb": ((SPREAD, BACKED_UP), (SPREAD, BACKED_UP), (STRONG, BACKED_UP), (SPREAD,)),
    "dashboards": ((), ()),
    "dsql": ((STRONG, BACKED_UP), (STRONG,), (STRONG, DSQL, BACKED_UP)),
    "experiments": ((SPREAD,),),
    "elasticache": ((SPREAD,), (SPREAD,), (SPREAD, SESSIONS)),
    "index": ((SPREAD,),),
    "init": ((ALONE,),),
    "network-path": ((SPREAD, BOTH_PROVIDERS), (SPREAD,)),
    "operations": ((SPREAD,), (SPREAD,)),
    "rds": ((PAIR, BACKED_UP), (PAIR, BACKED_UP), (PAIR, BACKED_UP), (PAIR,)),
    "recovery": ((SPREAD,), (SPREAD,), (SPREAD,)),
    "region-down": ((SPREAD,),),
    "region-switch": ((SPREAD,),),
    "restore-testing": ((SPREAD, STORE, PLACE), (SPREAD, STORE, PLACE), (SPREAD, STORE, PLACE)),
    "releases": ((SPREAD,),),
    "runbook": ((),),
    "s3": ((SPREAD, BACKED_UP), (SPREAD, BACKED_UP), (SPREAD,)),
    "stores": ((STRONG, BACKED_UP),),
    "tls": ((SPREAD,),),
    "waf": ((SPREAD,),),
    "watchdog": ((SPREAD,),),
    "zone-export": ((PAIR,), (PAIR, ZONES)),
    "zone-lost": ((SPREAD,),),
}
"""Page → what each of its stack files is laid over, in their order."""
ELSEWHERE = {
    *("accelerator", "cache", "cloudflare", "cloudfront", "dual-dns", "ecs", "eks"),
    *("openapi", "private-access", "proxies", "serverless"),
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
