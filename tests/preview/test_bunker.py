"""A stack with a second account under the offline preview: one explicit provider, and nothing is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from holdfast.graph import read_preview
from holdfast.preview import PreviewRequest, preview
from tests.previews import ROOT, previewed

if TYPE_CHECKING:
    from holdfast.graph import ResourceGraph

PROVIDER = "pulumi:providers:aws"
BUNKER = {
    "account": "999988887777",
    "place": "eun1",
    "role_arn": "arn:aws:iam::999988887777:role/backup-bunker",
}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    settings = yaml.safe_load((ROOT / "Pulumi.staging.yaml").read_text(encoding="utf-8"))
    settings["config"]["holdfast:backups"]["bunker"] = BUNKER
    file = tmp_path_factory.mktemp("bunker") / "Pulumi.staging.yaml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return preview(PreviewRequest(program=ROOT, stack="staging", stack_file=file))


@pytest.fixture(scope="module")
def graph(document: dict[str, Any]) -> ResourceGraph:
    return read_preview(document)


def test_nothing_is_asked_and_nothing_warned_of(document: dict[str, Any]) -> None:
    assert document["holdfast"]["assumptions"] == []
    assert document["diagnostics"] == []


def test_the_only_explicit_provider_is_the_bunkers(graph: ResourceGraph) -> None:
    assert [one.name for one in graph.of_type(PROVIDER)] == ["eun1-bunker"]


def test_what_is_the_bunkers_lies_in_its_region_by_its_own_word(graph: ResourceGraph) -> None:
    there = [one for one in graph if one.name.startswith("eun1-bunker-")]
    assert {one.name for one in there} >= {"eun1-bunker-vault", "eun1-bunker-key", "eun1-bunker-vault-policy"}
    assert {one.region for one in there} == {"eu-north-1"}


def test_everything_else_keeps_the_default_provider(document: dict[str, Any]) -> None:
    known = {step["urn"] for step in previewed(ROOT, "staging")["steps"]}
    providers = {
        step["newState"]["provider"]
        for step in document["steps"]
        if step["urn"] in known and step["newState"]["custom"] and "aws:" in step["newState"]["type"]
    }
    assert len(providers) == 1
    assert "default" in providers.pop()
