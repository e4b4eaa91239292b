"""The same document as the real engine's: recorded previews, and the CLI itself where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.preview import PreviewRequest, preview

from .conftest import PROGRAMS, RECORDED

if TYPE_CHECKING:
    from pathlib import Path

# What a provider's Check adds before the first deployment: names, and the list of what it added.
ADDED_BY_CHECK = {"__defaults", "name", "bucket"}


def comparable(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Steps by URN, without what differs from machine to machine or from run to run."""
    steps = {}
    for step in document["steps"]:
        state = {key: value for key, value in step["newState"].items() if key != "stackTrace"}
        if "site-packages" in state.get("sourcePosition", ""):
            del state["sourcePosition"]
        state["dependencies"] = sorted(state.get("dependencies", []))
        state["propertyDependencies"] = {
            key: sorted(urns) for key, urns in (state.get("propertyDependencies") or {}).items()
        }
        steps[step["urn"]] = {**step, "newState": state}
    return steps


def differences(expected: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    theirs, mine = comparable(expected), comparable(ours)
    found = [f"only one has {urn}" for urn in sorted(set(theirs) ^ set(mine))]
    for urn in sorted(set(theirs) & set(mine)):
        left, right = theirs[urn], mine[urn]
        found += [
            f"{urn}: {key}" for key in ("op", "provider", "detailedDiff") if left.get(key) != right.get(key)
        ]
        states = left["newState"], right["newState"]
        for key in sorted(set(states[0]) | set(states[1])):
            if key == "sourcePosition" and key not in states[0]:
                continue
            if states[0].get(key) != states[1].get(key):
                found.append(f"{urn}: {key}: {states[0].get(key)!r} != {states[1].get(key)!r}")
    return found


def ours(name: str) -> dict[str, Any]:
    return preview(PreviewRequest(program=PROGRAMS / name, stack="dev", timeout_seconds=60))


def recorded(name: str) -> dict[str, Any]:
    return dict(json.loads((RECORDED / f"{name}.json").read_text()))


def test_equals_the_engine_to_the_last_field_where_no_provider_is_needed() -> None:
    expected, document = recorded("wide"), ours("wide")
    assert differences(expected, document) == []
    assert document["config"] == expected["config"]
    assert document["changeSummary"] == expected["changeSummary"]
    assert sorted(entry["message"] for entry in document["diagnostics"]) == sorted(
        entry["message"] for entry in expected["diagnostics"]
    )


def test_equals_the_engine_with_a_cloud_package_but_for_what_its_check_adds() -> None:
    expected, document = recorded("cloud"), ours("cloud")
    steps = comparable(document)
    for urn, step in comparable(expected).items():
        added = ADDED_BY_CHECK - set(steps[urn]["newState"].get("inputs", {}))
        inputs = step["newState"].get("inputs", {})
        mine = steps[urn]["newState"].get("inputs", {})
        # The recording's provider is a stand-in: it hashes archives and blinds whole top-level secrets.
        for name in set(inputs) - added:
            if inputs[name] == "[secret]" or (isinstance(inputs[name], dict) and "hash" in inputs[name]):
                assert "[secret]" in json.dumps(mine[name]) or "assets" in mine[name]
            elif "role-" not in str(inputs[name]):
                assert mine[name] == inputs[name], f"{urn}: {name}"
    without_inputs = [entry for entry in differences(expected, document) if ": inputs: " not in entry]
    assert without_inputs == []
    assert document["config"] == expected["config"]
    assert document["changeSummary"] == expected["changeSummary"]


def test_equals_the_engine_where_resources_are_imported() -> None:
    expected, document = recorded("imported"), ours("imported")
    # Only a created resource gets its made-up name from a provider's check; an import is shown before it.
    made = [step["newState"] for step in expected["steps"] if step["op"] == "create"]
    for state in made:
        for name in ADDED_BY_CHECK & set(state.get("inputs", {})):
            del state["inputs"][name]
    assert differences(expected, document) == []
    assert document["changeSummary"] == expected["changeSummary"] == {"create": 4, "import": 3}


def test_records_no_output_of_the_engine_that_it_would_not_print() -> None:
    for name in ("wide", "cloud", "imported"):
        keys = {key for step in recorded(name)["steps"] for key in step["newState"]} - {"stackTrace"}
        assert {key for step in ours(name)["steps"] for key in step["newState"]} <= keys


@pytest.mark.skipif(shutil.which("pulumi") is None, reason="the Pulumi CLI is not on PATH")
def test_equals_the_installed_cli(tmp_path: Path) -> None:
    folder = tmp_path / "wide"
    shutil.copytree(PROGRAMS / "wide", folder)
    environment = {
        **os.environ,
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_BACKEND_URL": f"file://{tmp_path}",
        "PULUMI_CONFIG_PASSPHRASE": "x",
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        "PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}",  # noqa: PTH120 - not resolved
    }

    def pulumi(*arguments: str) -> str:
        done = subprocess.run(  # noqa: S603
            ["pulumi", *arguments],  # noqa: S607 - whichever CLI the developer has
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"the Pulumi CLI cannot run a Python program here: {done.stderr.strip()[-200:]}")
        return done.stdout

    pulumi("stack", "init", "dev", "--non-interactive")
    expected = json.loads(pulumi("preview", "--json", "--non-interactive"))
    assert differences(expected, ours("wide")) == []
