"""The real engine, with the pack, says what the checks and the offline preview say.

The program declares components that carry the type tokens of resources, so that the engine needs no provider
and no account: it hands them to the pack like any other resource.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.checks import RULES, Verdict, run_rule
from holdfast.graph import read_preview
from holdfast.preview import PreviewRequest, preview
from tests.needs import needs_engine
from tests.policies.conftest import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = needs_engine

PROGRAM = """
import pulumi

BUCKET, RECORD = "aws:s3/bucket:Bucket", "aws:route53/record:Record"


def declare(token, name, inputs=None, **options):
    return pulumi.ComponentResource(token, name, inputs or {}, pulumi.ResourceOptions(**options))


def record(name, routing, alias):
    inputs = {"zoneId": "Z1", "name": name, "type": "A", "aliases": [alias], **routing}
    return declare(RECORD, name, inputs)


declare(BUCKET, "logs", {"forceDestroy": True})
declare(BUCKET, "kept", protect=True)
target = {"name": "lb.eu-west-1.elb.amazonaws.com", "zoneId": "Z2"}
record("half", {"failoverRoutingPolicies": [{"type": "PRIMARY"}]}, {**target, "evaluateTargetHealth": False})
record("sound", {"weightedRoutingPolicies": [{"weight": 1}]}, {**target, "evaluateTargetHealth": True})
"""
EXPECTED = {
    ("DAT001-stateful-is-protected", "logs", "advisory"),
    ("DNS001-alias-evaluates-target-health", "half", "mandatory"),
    ("DNS002-failover-pair-spans-two-regions", "half", "mandatory"),
}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("program")
    project = {"name": "planted", "runtime": {"name": "python", "options": {"virtualenv": sys.prefix}}}
    (folder / "Pulumi.yaml").write_text(json.dumps(project), encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text("config: {}\n", encoding="utf-8")
    (folder / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def pack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack as it is, in the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("pack")
    for file in FOLDER.glob("*.*"):
        shutil.copy(file, folder)
    project = folder / "PulumiPolicy.yaml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("../.venv", sys.prefix), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def offline(program: Path, pack_folder: Path) -> dict[str, Any]:
    return dict(preview(PreviewRequest(program=program, stack="dev", policy_packs=(pack_folder,))))


@pytest.fixture(scope="module")
def engine(
    program: Path, pack_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    """What the engine tells of a preview, event by event."""
    state = tmp_path_factory.mktemp("state")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")},
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "planted",
        "PULUMI_HOME": str(state / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DEBUG_COMMANDS": "true",  # gives --event-log
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }
    events = state / "events.jsonl"
    pulumi(["stack", "init", "dev"], program, environment)
    told = pulumi(
        ["preview", "--stack", "dev", "--policy-pack", str(pack_folder), "--event-log", str(events)],
        program,
        environment,
    )
    assert told.returncode != 0, "mandatory policies are violated, and the engine went on"
    assert events.is_file(), told.stderr
    return [json.loads(line) for line in events.read_text(encoding="utf-8").splitlines()]


def pulumi(
    arguments: list[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    command = ["pulumi", *arguments, "--non-interactive", "--color", "never"]
    return subprocess.run(  # noqa: S603  # the CLI itself, on a program of ours
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def violations(events: list[dict[str, Any]]) -> set[tuple[str, str, str, str]]:
    told = (one["policyEvent"] for one in events if "policyEvent" in one)
    return {
        (one["policyName"], one["resourceUrn"], one["enforcementLevel"], one["message"].strip())
        for one in told
    }


def test_the_engine_refuses_what_the_pack_forbids(engine: list[dict[str, Any]]) -> None:
    found = {(policy, urn.rsplit("::", 1)[1], level) for policy, urn, level, _ in violations(engine)}

    assert found == EXPECTED


def test_the_offline_preview_tells_the_same_violations(
    engine: list[dict[str, Any]], offline: dict[str, Any]
) -> None:
    told = offline["holdfast"]["policies"]

    assert {(one["policy"], one["urn"], one["level"], one["message"].strip()) for one in told} == violations(
        engine
    )


def test_the_checks_come_to_the_same_verdicts(engine: list[dict[str, Any]], offline: dict[str, Any]) -> None:
    (told,) = (
        one["policyAnalyzeStackSummaryEvent"] for one in engine if "policyAnalyzeStackSummaryEvent" in one
    )
    graph = read_preview(offline)
    verdicts = {rule.id: {one.verdict for one in run_rule(graph, rule)} for rule in RULES}

    assert set(told["failed"]) == {rule for rule, found in verdicts.items() if Verdict.FAIL in found}
    assert set(told.get("passed") or ()) == {
        rule for rule, found in verdicts.items() if found == {Verdict.PASS}
    }
