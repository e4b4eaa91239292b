from __future__ import annotations

import json
import stat
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.contracts.operations import Operations


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, **more: Any) -> Any:
    return CliRunner().invoke(app, ["operations", *arguments], **more)


def assert_kept(file: Path, operations: Operations) -> None:
    """The file is the contract, and when it was written."""
    kept = json.loads(file.read_text())
    written = datetime.fromisoformat(kept.pop("written"))
    assert timedelta() <= datetime.now(UTC) - written < timedelta(minutes=5)
    assert kept == operations


@pytest.mark.parametrize("whole", [True, False])
def test_it_is_written_from_standard_input(operations: Operations, here: Path, *, whole: bool) -> None:
    given = json.dumps({"operations": operations} if whole else operations)
    result = run("prod", "--from", "-", input=given)
    assert result.exit_code == 0, result.output
    assert_kept(here / "operations.prod.json", operations)
    assert [file.name for file in here.iterdir()] == ["operations.prod.json"]


def test_it_is_asked_of_the_pulumi_on_path(
    operations: Operations, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = here / "tools"
    tools.mkdir()
    pulumi = tools / "pulumi"
    (here / "output.json").write_text(json.dumps(operations))
    pulumi.write_text(f'#!/bin/sh\necho "$@" > {here}/asked\ncat {here}/output.json\n')
    pulumi.chmod(pulumi.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    assert run("prod", "--output", "kept.json").exit_code == 0
    assert (here / "asked").read_text() == "stack output operations --json --stack prod --non-interactive\n"
    assert_kept(here / "kept.json", operations)


def test_without_pulumi_it_says_what_to_do(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(here))
    result = run("prod")
    assert result.exit_code == 3
    assert "the Pulumi CLI is not on PATH; or give the output with --from FILE" in result.stderr


def test_a_bucket_takes_it_and_the_others_read_it_there(operations: Operations, aws: Any) -> None:
    bucket = f"incident-{uuid.uuid4().hex[:8]}"
    aws.client("s3", region_name="eu-west-3").create_bucket(
        Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
    )
    address = f"s3://{bucket}/prod.json?region=eu-west-3"
    result = run("prod", "--from", "-", "--output", address, input=json.dumps(operations))
    assert result.exit_code == 0, result.output
    read = CliRunner().invoke(app, ["failover", "prod", "--operations", address, "--away-from", "nowhere"])
    assert "'nowhere' is no place that can be left" in read.stderr or "plans no recovery" in read.stderr


@pytest.mark.parametrize(
    ("given", "said"), [("{", "standard input is no JSON"), ("{}", "holds no output 'operations'")]
)
def test_what_is_no_contract_is_not_written(here: Path, given: str, said: str) -> None:
    result = run("prod", "--from", "-", input=given)
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(here.iterdir()) == []


def test_another_stack_is_not_written(operations: Operations, here: Path) -> None:
    result = run("staging", "--from", "-", input=json.dumps(operations))
    assert result.exit_code == 2
    assert "is of the stack prod, not of staging" in result.stderr
    assert list(here.iterdir()) == []
