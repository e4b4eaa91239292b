"""``holdfast preview --engine``: the real CLI with no plugin and no credential, and nothing left behind."""

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
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from pulumi.automation import ConfigValue
from typer.testing import CliRunner

from holdfast.cli.main import app
from tests.engine.engine import Stack, copy_program
from tests.engine.standin import Cloud, serve
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("on-engine"),  # a module's previews are made once, not once per worker
]

ROOT = Path(__file__).parents[2]
REGION = {"aws:region": "eu-west-1"}
RAW = "import pulumi\nclass Raw(pulumi.CustomResource): pass\n"


@dataclass(frozen=True)
class Told:
    """What the command printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The preview's JSON."""
        assert self.code == 0, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def ops(self) -> dict[str, str]:
        """Logical name → operation, of custom resources."""
        steps = self.document["steps"]
        return {
            step["urn"].rpartition("::")[2]: step["op"]
            for step in steps
            if (step.get("newState") or step["oldState"])["custom"]
        }

    @property
    def assumed(self) -> dict[str, str]:
        """Subject → what was assumed."""
        return {one["subject"]: one["assumed"] for one in self.document["holdfast"]["assumptions"]}


def on_engine(folder: Path, *options: object, stack: str = "dev") -> Told:
    arguments = ["preview", stack, "--engine", "--program", str(folder), *map(str, options)]
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, SystemExit | None)
    return Told(result.exit_code, result.stdout, result.stderr)


def write(folder: Path, source: str, settings: Mapping[str, Any], **project: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "Pulumi.yaml").write_text(json.dumps({"name": "app", "runtime": "python", **project}))
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": dict(settings)}))
    (folder / "__main__.py").write_text(source)
    return folder


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder, but for what Python itself leaves of any program that it runs."""
    return {
        str(file.relative_to(folder)): (file.lstat().st_mtime_ns, file.read_bytes())
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


SECRETS = """
import pulumi
from pulumi_aws import sqs
config = pulumi.Config()
class Holder(pulumi.ComponentResource):
    def __init__(self, name, inputs):
        super().__init__("app:index:Holder", name, inputs)
password, deep = config.require_secret("password"), config.require_secret_object("object")
sqs.Queue("q", policy=password, tags={"plain": config.require("plain")})
sqs.Queue("deep", policy=deep.apply(lambda found: found["list"][0]))
Holder("holder", {"password": password})
pulumi.export("password", password)
"""
ENCRYPTED = """\
secretsprovider: awskms://alias/not-here
encryptedkey: AQICAHhNotHere
environment:
  - team/production
config:
  aws:region: eu-west-1
  app:password:
    secure: v1:mBsvQ8YJ:TopSecretCiphertext==
  app:object:
    user: me
    list: [{secure: "v1:a:InnerCiphertext"}]
  app:plain: "secure: hello"  # secure: not one
  app:secure: false
"""


def test_what_is_encrypted_is_a_placeholder_told_and_never_shown(tmp_path: Path) -> None:
    folder = write(tmp_path / "program", SECRETS, {})
    (folder / "Pulumi.dev.yaml").write_text(ENCRYPTED)
    told = on_engine(folder, "--json")
    inputs = {
        step["urn"].rpartition("::")[2]: step["newState"].get("inputs") for step in told.document["steps"]
    }

    assert inputs["q"]["policy"] == inputs["deep"]["policy"] == "[secret]"
    assert inputs["q"]["tags"] == {"plain": "secure: hello"}
    assert inputs["holder"] == {"password": "[secret]"}
    assert told.document["config"] == {
        "app:object": '{"list":["[secret]"],"user":"me"}',
        "app:password": "[secret]",
        "app:plain": "secure: hello",
        "app:secure": "false",
        "aws:region": "eu-west-1",
    }
    assert set(told.assumed) == {"app:password", "app:object", "team/production"}
    assert "iphertext" not in told.out + told.err


@pytest.mark.parametrize("has_environment", [True, False])
def test_nothing_is_written_where_the_program_is(tmp_path: Path, has_environment: bool) -> None:
    runtime = {"name": "python", "options": {"toolchain": "pip", "virtualenv": ".venv"}}
    source = (
        "import pulumi\nfrom pulumi_aws import sqs\nsqs.Queue('q')\npulumi.export('x', __import__('part').X)"
    )
    folder = write(tmp_path / "program", source, REGION, runtime=runtime)
    (folder / "part.py").write_text("X = 1\n")
    if has_environment:
        (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    before = {name: found for name, found in tree(folder).items() if not name.startswith(".venv")}
    told = on_engine(folder, "--json")

    assert told.ops == {"q": "create"}
    assert {name: found for name, found in tree(folder).items() if not name.startswith(".venv")} == before


def test_a_mistake_in_the_settings_is_told_as_offline(tmp_path: Path) -> None:
    settings = yaml.safe_load((ROOT / "Pulumi.dev.yaml").read_text(encoding="utf-8"))
    settings["config"]["holdfast:network"]["nat"] = "shard"
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(yaml.safe_dump(settings))
    told = on_engine(ROOT, "--stack-file", file)
    offline = CliRunner().invoke(app, ["preview", "dev", "--program", str(ROOT), "--stack-file", str(file)])

    assert (told.code, told.out, told.err) == (2, "", offline.stderr)
    assert str(file) in told.err
    assert "nat" in told.err


LOOK_UPS = """
import pulumi
import pulumi_aws as aws
zones, account = aws.get_availability_zones(state="available"), aws.get_caller_identity().account_id
instance = aws.ec2.get_instance_output(instance_id="i-1")
aws.sqs.Queue("q", tags={"zone": zones.names[-1], "account": account, "address": instance.private_ip})
"""


def test_look_ups_are_assumed_and_given_answers_come_first(tmp_path: Path) -> None:
    folder = write(tmp_path / "program", LOOK_UPS, {"aws:region": "us-west-2"})
    instance = "aws:ec2/getInstance:getInstance"
    answers = tmp_path / "answers.json"
    refused = on_engine(folder)
    answers.write_text(json.dumps([{"token": instance, "return": {"privateIp": "10.1.2.3"}}]))
    told = on_engine(folder, "--json", "--answers", answers)
    (tags,) = (step["newState"]["inputs"]["tags"] for step in told.document["steps"] if "::q" in step["urn"])

    assert (tags["zone"], tags["address"]) == ("us-west-2d", "10.1.2.3")
    assert (
        "us-west-2a, us-west-2b, us-west-2c, us-west-2d"
        in told.assumed["aws:index/getAvailabilityZones:getAvailabilityZones"]
    )
    assert "aws:index/getCallerIdentity:getCallerIdentity" in told.assumed
    assert refused.code == 3
    assert instance in refused.err
    assert "answers file" in refused.err


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (
            RAW + 'Raw("aws:sqs/queue:Queue", "q", {"visibilityTimeout": 3, "tags": "x"})',
            ["did you mean visibilityTimeoutSeconds?", "tags: expected a map, got 'x'"],
        ),
        (RAW + 'Raw("aws:ec2/subnet:Subnet", "s", {"cidrBlock": "10.0.0.0/24"})', ["vpcId is missing"]),
        (
            'import pulumi\npulumi.ComponentResource("aws:index:Remote", "r", {}, None, remote=True)',
            ["'r' has a problem", "it is a remote component", "preview this program by pulumi itself"],
        ),
        (
            RAW + 'Raw("nope:index:Thing", "t", {})',
            ["'pulumi-resource-nope'", "the Python SDK of this package is not installed"],
        ),
        (
            'import pulumi\npulumi.StackReference("organization/network/dev")',
            ['unknown stack "organization/network/dev"', "preview without --engine"],
        ),
        ("raise ValueError('it cannot be')", ["ValueError: it cannot be"]),
    ],
    ids=["inputs", "missing-input", "remote-component", "no-sdk", "stack-reference", "exception"],
)
def test_what_cannot_be_previewed_is_refused_in_clear_words(
    tmp_path: Path, source: str, words: list[str]
) -> None:
    told = on_engine(write(tmp_path / "program", source, REGION))

    assert (told.code, told.out) == (3, "")
    assert all(word in told.err for word in words), told.err
    assert "error: error:" not in told.err


@pytest.mark.parametrize(
    ("content", "words"), [("{", "no valid JSON"), ("{}", "no exported state"), (None, "cannot be read")]
)
def test_a_state_that_is_none_is_a_mistake(tmp_path: Path, content: str | None, words: str) -> None:
    file = tmp_path / "state.json"
    if content is not None:
        file.write_text(content)
    told = on_engine(write(tmp_path / "program", "", {}), "--state", file)

    assert told.code == 2
    assert words in told.err


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
