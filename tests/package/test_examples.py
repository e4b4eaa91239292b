"""The stacks under ``examples/``: a program a person would copy, and settings that preview as they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from holdfast.checks import RULES, Verdict, run
from holdfast.graph import read_preview
from tests.previews import previewed

if TYPE_CHECKING:
    from holdfast.checks import Finding

ROOT = Path(__file__).parents[2]
EXAMPLES = tuple(sorted(file.parent for file in (ROOT / "examples").glob("*/Pulumi.prod.yaml")))
ASKED = {
    "cloudflare-in-front",
    "documents-s3",
    "dual-dns",
    "eks",
    "fargate-active-active",
    "own-proxy-haproxy",
    "serverless-dynamodb",
    "single-region-start",
}
_each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


def test_the_examples_that_people_start_from_are_there() -> None:
    assert {example.name for example in EXAMPLES} >= ASKED


LEFT_OUT = {"ALM001", "ALM002", "BKP005", "BKP007"}
"""What an example leaves to a stack that serves: canaries in another region, people who are told of backups,
restore tests, an account or a lock that keeps backups from whoever administers the account."""


@_each
def test_it_previews_with_nothing_assumed_and_nothing_wrong(example: Path) -> None:
    document = previewed(example, "prod")
    assert document["holdfast"]["assumptions"] == []
    assert [one for one in document.get("diagnostics", []) if one.get("severity") == "error"] == []
    failed: list[Finding] = [one for one in run(read_preview(document), RULES) if one.verdict is Verdict.FAIL]
    wrong = [one for one in failed if one.id.partition("-")[0] not in LEFT_OUT]
    assert [(one.id, one.name, one.message) for one in wrong] == []


@_each
def test_it_runs_what_the_project_itself_runs(example: Path) -> None:
    assert (example / "__main__.py").read_text() == (ROOT / "__main__.py").read_text()
    assert (example / "requirements.txt").read_text().splitlines()[-1] == "../.."


@_each
def test_it_names_resources_as_the_project_does(example: Path) -> None:
    own, common = (
        yaml.safe_load((folder / "Pulumi.yaml").read_text(encoding="utf-8")) for folder in (example, ROOT)
    )
    assert own["config"] == common["config"]
    assert own["runtime"] == common["runtime"]


@_each
def test_it_says_what_it_is(example: Path) -> None:
    page = (example / "README.md").read_text(encoding="utf-8")
    assert "survive" in page
    assert "does not survive" in page
    listed = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    assert f"({example.name})" in listed


def test_no_example_holds_a_secret() -> None:
    for example in EXAMPLES:
        text = json.dumps(yaml.safe_load((example / "Pulumi.prod.yaml").read_text(encoding="utf-8")))
        assert "secure" not in text
        assert "BEGIN" not in text
