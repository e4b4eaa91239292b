"""The real engine and the offline preview tell the same of every stack and example, policies included.

What may differ of resources stands in ``differences``; of policies, the message of a remediation, of which
the engine tells none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from holdfast.graph import Marker, read_preview
from holdfast.preview import PreviewRequest, preview, preview_on_engine
from tests.engine.differences import differences
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = needs_engine

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "policies"
PACKS = {"cloud": (ROOT / "tests" / "preview" / "programs" / "packs" / "rules", POLICIES)}
"""Program → packs, where they are not the project's own alone."""


def _programs() -> Iterator[Any]:
    """Every Python program of the project with its stacks."""
    places = [ROOT, *sorted(ROOT.glob("examples/**")), *sorted(ROOT.glob("tests/preview/programs/*"))]
    for folder in places:
        file = folder / "Pulumi.yaml"
        if file.is_file() and _runtime(file) == "python":
            name = "own" if folder == ROOT else folder.name
            for stack in sorted(one.name.split(".")[1] for one in folder.glob("Pulumi.*.yaml")):
                group = pytest.mark.xdist_group(f"differential-{name}-{stack}")
                yield pytest.param((folder, stack), id=f"{name}-{stack}", marks=group)


def _runtime(file: Path) -> str:
    runtime = yaml.safe_load(file.read_text(encoding="utf-8"))["runtime"]
    return str(runtime["name"] if isinstance(runtime, dict) else runtime)


@dataclass(frozen=True)
class Both:
    """One program previewed twice."""

    engine: dict[str, Any]
    offline: dict[str, Any]


@cache
def _previewed(folder: Path, stack: str) -> Both:
    request = PreviewRequest(program=folder, stack=stack, policy_packs=PACKS.get(folder.name, (POLICIES,)))
    return Both(preview_on_engine(request), preview(request))


@pytest.fixture(params=list(_programs()))
def both(request: pytest.FixtureRequest) -> Both:
    return _previewed(*request.param)


def test_the_engine_s_documents_are_the_offline_ones(both: Both) -> None:
    assert differences(both.engine, both.offline) == []


def test_the_graphs_are_the_same(both: Both) -> None:
    """Every field of every resource; of the inputs those that neither knows alone, as above."""
    engine, offline = read_preview(both.engine), read_preview(both.offline)

    assert engine.default_region == offline.default_region
    assert not engine.partial
    assert not offline.partial
    assert list(engine.resources) == list(offline.resources)
    for urn, resource in engine.resources.items():
        other = offline.resources[urn]
        compared = {one.name for one in fields(resource)} - {"inputs", "source_position"}
        assert {name: getattr(resource, name) for name in compared} == {
            name: getattr(other, name) for name in compared
        }
        known = {key: value for key, value in other.inputs.items() if not _is_unknown(value)}
        assert {key: resource.inputs.get(key) for key in known} == known


def _is_unknown(value: object) -> bool:
    if isinstance(value, tuple):
        return any(map(_is_unknown, value))
    if hasattr(value, "values"):
        return any(map(_is_unknown, value.values()))
    return value is Marker.UNKNOWN


def test_the_policies_find_the_same(both: Both) -> None:
    assert found(both.engine) == found(both.offline)


def found(document: Mapping[str, Any]) -> list[tuple[str, ...]]:
    keys = ("pack", "policy", "urn", "level", "severity", "message")
    told = [
        {**one, "message": ""} if one["level"] == "remediate" else one
        for one in document["holdfast"]["policies"]
    ]
    return sorted(tuple(str(one.get(key, "")).strip() for key in keys) for one in told)


def test_there_is_a_program_that_violates_what_is_mandatory_and_one_that_is_remediated() -> None:
    both = _previewed(ROOT / "tests" / "preview" / "programs" / "cloud", "dev")
    levels = {one["level"] for one in both.engine["holdfast"]["policies"]}

    assert {"mandatory", "remediate", "advisory"} <= levels


def test_a_difference_is_told_with_its_resource_and_place() -> None:
    both = _previewed(ROOT / "tests" / "preview" / "programs" / "imported", "dev")
    changed = json.loads(json.dumps(both.offline))
    (vault,) = (step for step in changed["steps"] if step["urn"].endswith("::vault"))
    vault["newState"]["inputs"]["region"] = "eu-west-2"
    vault["newState"]["protect"] = True
    changed["steps"] = [step for step in changed["steps"] if step is vault or "Bucket" not in step["urn"]]

    told = [line.removeprefix("urn:pulumi:dev::imported::") for line in differences(both.engine, changed)]
    where = "imported:index:Shop$aws:backup/vault:Vault::vault"
    assert told == [
        "only the engine has urn:pulumi:dev::imported::aws:s3/bucket:Bucket::direct",
        f"{where}: inputs.region: engine 'eu-west-1', offline 'eu-west-2'",
        f"{where}: protect: engine None, offline True",
    ]
