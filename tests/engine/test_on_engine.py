"""``holdfast preview --engine``: the real CLI with no plugin and no credential, and nothing left behind."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from holdfast.cli.main import app
from tests.engine.on_engine_samples import REGION, on_engine, write
from tests.needs import needs_engine

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("on-engine"),  # a module's previews are made once, not once per worker
]
ROOT = Path(__file__).parents[2]
RAW = "import pulumi\nclass Raw(pulumi.CustomResource): pass\n"


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
