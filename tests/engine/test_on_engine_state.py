"""Previews on the engine against a state, and those that hang."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from pulumi.automation import ConfigValue

from tests.engine.engine import Stack, copy_program
from tests.engine.on_engine_samples import REGION, on_engine, write
from tests.engine.standin import Cloud, serve
from tests.needs import needs_engine

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("on-engine-state"),  # a module's previews are made once, not once per worker
]

# A change of a type without facts, of a secret in a resource, in a component and in the stack's outputs, and
# one of everything that an update can do.
CHANGES = """
import pulumi
from pulumi_aws import appconfig, sqs
config = pulumi.Config()
number, later = config.require_int("number"), config.require_int("number") > 30
class Holder(pulumi.ComponentResource):
    def __init__(self, name, inputs):
        super().__init__("app:index:Holder", name, inputs)
hush = config.require_secret("hush")
sqs.Queue("updated", region="eu-west-1", visibility_timeout_seconds=number, policy=hush)
sqs.Queue("replaced", region="eu-west-1", fifo_queue=True, name="later.fifo" if later else "first.fifo")
sqs.Queue("new" if later else "gone", region="eu-west-1")
sqs.Queue("same", region="eu-west-1", policy=hush)
Holder("holder", {"password": hush, "plain": 1})
pulumi.export("hush", hush)
"""


@dataclass(frozen=True)
class Exported:
    """A program and the state of what was deployed of it."""

    folder: Path
    state: Path


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """A deployment by the stand-in, with a secret in its settings; the settings changed since."""
    place = tmp_path_factory.mktemp("exported")
    folder = copy_program(write(place / "source", CHANGES, {}), place / "program", "__main__.py")
    with serve(Cloud()) as providers:
        stack = Stack(folder, "dev", providers)
        stack.configure({**REGION, "app:number": 30, "app:hush": "hush-hush"})
        stack._automation.set_config("hush", ConfigValue("hush-hush", secret=True))
        stack.up()
        state = place / "state.json"
        state.write_text(json.dumps(stack.export()))
    file = folder / "Pulumi.dev.yaml"
    changed, times = re.subn("""number: ["']?30""", "number: 60 # ", file.read_text())
    assert times == 1
    file.write_text(changed)
    return Exported(folder, state)


def test_a_state_is_compared_with(exported: Exported) -> None:
    told = on_engine(exported.folder, "--state", exported.state, "--json")

    assert told.ops == {
        "gone": "delete",
        "new": "create",
        "replaced": "replace",
        "same": "same",
        "updated": "update",
    }
    assert told.document["changeSummary"] == {
        "create": 1,
        "delete": 1,
        "replace": 1,
        "same": 3,
        "update": 1,
    }
    (updated,) = (step for step in told.document["steps"] if step["op"] == "update")
    assert set(updated["detailedDiff"]) == {"visibilityTimeoutSeconds"}
    assert "hush-hush" not in told.out
    assert "ciphertext" not in told.out
    assert set(told.assumed) == {"app:hush"}


def test_what_is_replaced_and_deleted_stands_in_the_text_by_name(exported: Exported) -> None:
    told = on_engine(exported.folder, "--state", exported.state)
    lines = told.out.splitlines()

    def below(heading: str) -> list[str]:
        return lines[lines.index(heading) + 1].split()

    assert told.code == 0, told.err
    assert "(create 1, delete 1, replace 1, same 3, update 1)" in lines[0]
    assert below("replaced  1 resource") == ["±", "sqs.Queue", "replaced", "name"]
    assert below("updated  1 resource") == ["~", "sqs.Queue", "updated", "visibilityTimeoutSeconds"]
    assert below("deleted  1 resource") == ["-", "sqs.Queue", "gone"]


def test_of_a_type_without_facts_it_is_not_known_what_replaces(tmp_path: Path) -> None:
    kind = "aws:appconfig/application:Application"
    source = "from pulumi_aws import appconfig\nappconfig.Application('a', name='n', description='later')"
    folder = write(tmp_path / "program", source, REGION)
    urn = f"urn:pulumi:dev::app::{kind}::a"
    stack = "urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev"
    provider = "urn:pulumi:dev::app::pulumi:providers:aws::default_7_51_1"
    inputs = {"name": "n", "description": "first"}
    state = tmp_path / "state.json"
    resources = [
        {"urn": stack, "type": "pulumi:pulumi:Stack", "custom": False},
        {"urn": provider, "type": "pulumi:providers:aws", "custom": True, "id": "p", "inputs": REGION},
        {
            "urn": urn,
            "type": kind,
            "custom": True,
            "id": "a-1",
            "inputs": inputs,
            "outputs": inputs,
            "parent": stack,
            "provider": f"{provider}::p",
        },
    ]
    manifest = {"time": "2026-11-01T00:00:00Z", "magic": "", "version": ""}
    state.write_text(json.dumps({"version": 3, "deployment": {"manifest": manifest, "resources": resources}}))
    told = on_engine(folder, "--state", state, "--json")

    assert told.ops == {"a": "update"}
    assert told.assumed == {
        kind: "a change of description is shown as an update; whether it replaces is not known here"
    }


HANGS = """
import os, subprocess, sys, time
subprocess.Popen(["sleep", "600"], start_new_session=False)
open({mark!r}, "w").write(str(os.getpid()))
time.sleep(600)
"""


def alive(session: int) -> list[int]:
    """Processes of a session that are not mere zombies."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, *fields = (entry / "stat").read_text().rpartition(") ")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[2]) == session and state != "Z":
                found.append(int(entry.name))
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("how", ["--timeout", "Ctrl-C"])
def test_what_hangs_is_ended_with_all_that_it_started(tmp_path: Path, how: str) -> None:
    mark = tmp_path / "pid"
    folder = write(tmp_path / "program", HANGS.format(mark=str(mark)), {})
    command = [sys.executable, "-m", "holdfast", "preview", "dev", "--engine", "--program", str(folder)]
    seconds = ["--timeout", "45"] if how == "--timeout" else []
    with subprocess.Popen(  # noqa: S603 - our own
        [*command, *seconds], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None and not (mark.exists() and mark.read_text()):
            time.sleep(0.05)
        session = os.getsid(int(mark.read_text()))
        running = alive(session)
        if how == "Ctrl-C":
            process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
    time.sleep(0.5)

    assert len(running) >= 5  # our child, the CLI, the language host, the program and what it started
    assert alive(session) == []
    if how == "Ctrl-C":
        assert process.returncode == 130
    else:
        assert process.returncode == 3
        assert "pulumi preview did not end within 45 seconds and was stopped" in err
