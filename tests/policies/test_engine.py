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
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from holdfast.checks import RULES, Verdict, run_rule
from holdfast.graph import read_preview
from holdfast.preview import PreviewRequest, preview, preview_on_engine
from tests.needs import needs_engine
from tests.policies.conftest import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Ask: TypeAlias = Callable[..., tuple[int, list[dict[str, Any]]]]

pytestmark = [needs_engine, pytest.mark.xdist_group("policies-on-the-engine")]

PROGRAM = """
import pulumi

BUCKET, RECORD = "aws:s3/bucket:Bucket", "aws:route53/record:Record"
GROUP = "aws:cloudwatch/logGroup:LogGroup"


def declare(token, name, inputs=None, **options):
    return pulumi.ComponentResource(token, name, inputs or {}, pulumi.ResourceOptions(**options))


def record(name, routing, alias):
    inputs = {"zoneId": "Z1", "name": name, "type": "A", "aliases": [alias], **routing}
    return declare(RECORD, name, inputs)


declare(GROUP, "short", {"retentionInDays": 5})
declare(BUCKET, "logs", {"forceDestroy": True})
declare(BUCKET, "kept", protect=True)
target = {"name": "lb.eu-west-1.elb.amazonaws.com", "zoneId": "Z2"}
record("half", {"failoverRoutingPolicies": [{"type": "PRIMARY"}]}, {**target, "evaluateTargetHealth": False})
record("sound", {"weightedRoutingPolicies": [{"weight": 1}]}, {**target, "evaluateTargetHealth": True})
"""
EXPECTED = {
    ("LOG004-log-retention-is-decided", "short", "advisory"),
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
def asks(program: Path, pack_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Previews the program on the engine with a configuration of the pack; its exit code and its events."""
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
    pulumi(["stack", "init", "dev"], program, environment)

    def ask(configuration: Mapping[str, Any] | None = None) -> tuple[int, list[dict[str, Any]]]:
        events, given = state / "events.jsonl", state / "configuration.json"
        events.unlink(missing_ok=True)
        given.write_text(json.dumps(configuration or {}), encoding="utf-8")
        told = pulumi(
            [
                "preview",
                "--stack=dev",
                f"--policy-pack={pack_folder}",
                f"--policy-pack-config={given}",
                f"--event-log={events}",
            ],
            program,
            environment,
        )
        assert events.is_file(), told.stderr
        lines = events.read_text(encoding="utf-8").splitlines()
        return told.returncode, [json.loads(line) for line in lines]

    return ask


@pytest.fixture(scope="module")
def engine(asks: Ask) -> list[dict[str, Any]]:
    """What the engine tells of a preview, event by event."""
    code, events = asks()
    assert code != 0, "mandatory policies are violated, and the engine went on"
    return events


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


def failures(events: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Policy, resource and level of the violations, without those of rules that this program is not about."""
    told = {(policy, urn.rsplit("::", 1)[1], level) for policy, urn, level, _ in violations(events)}
    return {one for one in told if one[0] in {policy for policy, *_ in EXPECTED}}


def test_the_engine_refuses_what_the_pack_forbids(engine: list[dict[str, Any]]) -> None:
    assert failures(engine) == EXPECTED


def test_the_offline_preview_tells_the_same_violations(
    engine: list[dict[str, Any]], offline: dict[str, Any]
) -> None:
    told = offline["holdfast"]["policies"]

    assert {(one["policy"], one["urn"], one["level"], one["message"].strip()) for one in told} == violations(
        engine
    )


def test_the_checks_come_to_the_same_verdicts(engine: list[dict[str, Any]], offline: dict[str, Any]) -> None:
    graph = read_preview(offline)
    found = {rule.id: {one.verdict for one in run_rule(graph, rule)} for rule in RULES}
    noted = {
        rule: "failed" if verdicts & {Verdict.FAIL, Verdict.UNKNOWN} else "passed"
        for rule, verdicts in found.items()
        if verdicts - {Verdict.NOT_APPLICABLE}
    }

    assert summaries(engine) == noted


def summaries(events: list[dict[str, Any]]) -> dict[str, str]:
    """Each policy that judged anything, with the worst that the engine noted of it."""
    noted: dict[str, str] = {}
    names = ("policyAnalyzeStackSummaryEvent", "policyAnalyzeSummaryEvent")
    told = [one[name] for one in events for name in names if name in one]
    for verdict in ("passed", "failed"):
        noted |= {policy: verdict for one in told for policy in one.get(verdict) or ()}
    noted.pop("holdfast-inputs")
    return noted


def test_a_team_changes_a_level_and_a_figure(asks: Ask) -> None:
    code, events = asks(
        {
            "LOG004-log-retention-is-decided": {"enforcementLevel": "mandatory", "least_days": 5},
            "DNS001-alias-evaluates-target-health": "advisory",
            "DNS002-failover-pair-spans-two-regions": "disabled",
        }
    )

    assert code == 0
    assert failures(events) == {
        ("DAT001-stateful-is-protected", "logs", "advisory"),
        ("DNS001-alias-evaluates-target-health", "half", "advisory"),
    }


def test_a_team_lets_a_policy_mend_what_fails(asks: Ask) -> None:
    _, events = asks({"DNS001-alias-evaluates-target-health": "remediate"})
    (mended,) = (one["policyRemediationEvent"] for one in events if "policyRemediationEvent" in one)
    target = {"name": "lb.eu-west-1.elb.amazonaws.com", "zoneId": "Z2"}

    assert mended["resourceUrn"].endswith("::half")
    assert mended["before"]["aliases"] == [{**target, "evaluateTargetHealth": False}]
    assert mended["after"]["aliases"] == [{**target, "evaluateTargetHealth": True}]
    assert "DNS001-alias-evaluates-target-health" not in {policy for policy, *_ in failures(events)}


@pytest.mark.parametrize("figure", ["few", 0])
def test_a_figure_that_is_none_is_refused(asks: Ask, figure: object) -> None:
    code, events = asks({"LOG004-log-retention-is-decided": {"least_days": figure}})
    told = " ".join(one["diagnosticEvent"]["message"] for one in events if "diagnosticEvent" in one)

    assert code != 0
    assert "least_days" in told
    assert violations(events) == set()


def test_our_production_is_judged_alike_by_both(pack_folder: Path) -> None:
    """The engine knows more values than the offline preview, so that only what fails is compared."""
    request = PreviewRequest(program=FOLDER.parent, stack="prod", policy_packs=(pack_folder,))
    engine, offline = preview_on_engine(request), preview(request)

    assert broken(engine) == broken(offline)
    assert "mandatory" not in {level for _, _, level in broken(engine)}


def broken(document: Mapping[str, Any]) -> set[tuple[str, str, str]]:
    """Policy, URN and level of each violation, without what could not be told."""
    told = [one for one in document["holdfast"]["policies"] if not one["message"].startswith("can't run")]
    return {(one["policy"], one["urn"], one["level"]) for one in told}
