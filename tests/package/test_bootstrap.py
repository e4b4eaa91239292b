"""``bootstrap/``: previews as it stands, as the examples do, and is held to what holds for every program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from holdfast.checks import RULES, Verdict, run
from holdfast.graph import ResourceGraph, read_preview
from tests.previews import previewed

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "bootstrap"


@pytest.fixture(scope="module")
def graph() -> ResourceGraph:
    document = previewed(PROGRAM, "prod")
    assert document["holdfast"]["assumptions"] == []
    assert [one for one in document.get("diagnostics", []) if one.get("severity") == "error"] == []
    return read_preview(document)


def test_checks_find_the_breadth_of_the_deployment_role_and_nothing_else(graph: ResourceGraph) -> None:
    """It makes whatever the stacks declare, behind what its trust asks for."""
    failed = [one for one in run(graph, RULES) if one.verdict is Verdict.FAIL]
    assert [(one.id, one.name) for one in failed] == [
        ("IAM001-least-privilege", "global-orders-PowerUserAccess")
    ]


def test_it_is_in_its_regions_and_in_none_of_the_apis(graph: ResourceGraph) -> None:
    own = yaml.safe_load((PROGRAM / "Pulumi.prod.yaml").read_text(encoding="utf-8"))["config"]
    api = yaml.safe_load((ROOT / "Pulumi.prod.yaml").read_text(encoding="utf-8"))["config"]
    kept = {
        one.region for one in graph.resources.values() if "bucket" in one.type.lower() and not one.component
    }
    assert kept == {"eu-north-1", "eu-west-3"}
    served = {place for place, region in api["holdfast:regions"].items() if region.get("role") != "backup"}
    assert served <= set(own["bootstrap:api_regions"])


def test_its_pipeline_makes_the_roles_of_the_projects_own_stack() -> None:
    own = yaml.safe_load((PROGRAM / "Pulumi.prod.yaml").read_text(encoding="utf-8"))["config"]
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))["name"]
    assert own["bootstrap:deployments"]["orders"]["stacks"] == [f"{project}-prod"]


def test_it_names_resources_as_the_project_does() -> None:
    own, common = (
        yaml.safe_load((folder / "Pulumi.yaml").read_text(encoding="utf-8")) for folder in (PROGRAM, ROOT)
    )
    naming = own["config"]["pulumi:autonaming"]["value"]
    others = common["config"]["pulumi:autonaming"]["value"]
    assert naming["pattern"] == others["pattern"]
    bucket = "aws:s3/bucket:Bucket"
    assert naming["providers"]["aws"]["resources"][bucket] == others["providers"]["aws"]["resources"][bucket]
    assert own["runtime"] == common["runtime"]


def test_it_holds_no_secret() -> None:
    text = json.dumps(yaml.safe_load((PROGRAM / "Pulumi.prod.yaml").read_text(encoding="utf-8")))
    assert "secure" not in text
    assert "encryptedkey" not in text
