"""Policy packs run offline over a preview."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.preview import PreviewRequest, preview

from .conftest import PACKS, PROGRAMS, RECORDED

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pack_s_rules_see_what_the_engine_would_show_them() -> None:
    request = PreviewRequest(
        program=PROGRAMS / "cloud", stack="dev", policy_packs=[PACKS / "rules"], timeout_seconds=60
    )
    document = preview(request)
    found = {
        (entry["policy"], entry["urn"].rpartition("::")[2], entry["level"], entry.get("severity"))
        for entry in document["holdfast"]["policies"]
    }
    assert found == {
        ("tagged", "role", "advisory", "high"),
        ("unknown", "subnet", "advisory", None),
        ("unknown", "elsewhere", "advisory", None),
        ("owned", "default-bucket", "remediate", None),
        ("owned", "remote-bucket", "remediate", None),
        ("owned", "mapped-bucket", "remediate", None),
        ("protected", "default", "mandatory", None),
        ("protected", "mapped", "mandatory", None),
        ("regions", "far", "advisory", None),
        ("regions", "remote-bucket", "advisory", None),
        ("regions", "remote-policy", "advisory", None),
        ("regions", "mapped-bucket", "advisory", None),
        ("regions", "mapped-policy", "advisory", None),
        ("regions", "cloud-dev", "advisory", None),
    }
    recorded = json.loads((RECORDED / "policies.json").read_text())
    told = [entry for entry in document["holdfast"]["policies"] if entry["level"] != "remediate"]
    assert sorted((entry["policy"], entry["urn"], entry["level"], entry["message"]) for entry in told) == [
        (entry["policy"], entry["urn"], entry["level"], entry["message"].rstrip("\n")) for entry in recorded
    ]
    unknown = next(entry for entry in document["holdfast"]["policies"] if entry["policy"] == "unknown")
    assert unknown["message"].startswith(
        "can't run policy 'unknown' from policy pack 'rules@v0.0.1' during preview"
    )
    tagged = next(entry for entry in document["holdfast"]["policies"] if entry["policy"] == "tagged")
    assert tagged["message"] == "Resources have an owner.\nno owner"
    buckets = [
        step["newState"]["inputs"] for step in document["steps"] if "aws:s3/bucket:Bucket::" in step["urn"]
    ]
    assert buckets == [{"tags": {"a": "b", "owner": "me"}}] * 3


def _pack(folder: Path, source: str) -> Path:
    folder.mkdir()
    (folder / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (folder / "__main__.py").write_text(source)
    return folder


def test_fails_clearly_on_a_pack_that_is_none(program: Any, tmp_path: Path) -> None:
    written = program("")
    error = written.fails(policy_packs=[tmp_path / "nowhere"])
    assert (error.kind, "no PulumiPolicy.yaml here" in str(error)) == ("usage", True)
    empty = written.fails(policy_packs=[_pack(tmp_path / "empty", "x = 1\n")])
    assert "it never made a PolicyPack" in str(empty)
    broken = written.fails(policy_packs=[_pack(tmp_path / "broken", "raise ValueError('no')\n")])
    assert str(broken).endswith("ValueError: no")
    assert "holdfast" not in str(broken).replace(str(tmp_path), "")
