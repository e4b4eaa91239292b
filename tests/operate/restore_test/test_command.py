"""``holdfast restore-test``: what it refuses, asks, and exits with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import app
from holdfast.operate import aws as aws_file
from holdfast.operate.restore_test import run as run_file
from tests.operate.restore_test.contracts import stack_with_tests
from tests.operate.restore_test.test_plan import REGION, point
from tests.operate.restore_test.test_run import record
from tests.operate.scripted import Aws

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Aws:
    """AWS Backup by Stubber, since moto has no recovery points by vault."""
    found = Aws()
    monkeypatch.setattr(aws_file, "clients", lambda **_: found)
    return found


def restore_test(folder: Path, *arguments: str, contract: Any = None, **more: Any) -> Any:
    file = folder / "operations.json"
    file.write_text(json.dumps(contract or stack_with_tests()), encoding="utf-8")
    stack = (contract or stack_with_tests())["stack"]
    fixed = ("--operations", str(file), "--records", str(folder / "records"))
    return CliRunner().invoke(app, ["restore-test", stack, *arguments, *fixed], **more)


def a_backup(script: Aws, count: int = 1) -> None:
    table = stack_with_tests()["stores"]["carts"]["tables"]["use1"]
    points = {"RecoveryPoints": [point("a", table, 2)] * count}
    script.answers("backup", REGION, "list_recovery_points_by_backup_vault", points)


def test_it_shows_what_it_would_do_and_begins_nothing_unasked(tmp_path: Path, script: Aws) -> None:
    a_backup(script)
    result = restore_test(tmp_path, "carts")
    script.done()
    assert result.exit_code == 2
    assert "carts (DynamoDB) in euw1: backup of" in result.stderr
    assert "nobody can be asked here: say --yes" in result.stderr
    assert not (tmp_path / "records").exists()


def test_no_backup_is_a_finding(tmp_path: Path, script: Aws) -> None:
    a_backup(script, 0)
    result = restore_test(tmp_path, "carts", "--yes", "--format", "json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["outcome"] == "failed"
    (kept,) = (tmp_path / "records" / "restore-tests" / told["stack"]).glob("*.json")
    assert json.loads(kept.read_text(encoding="utf-8")) == told


@pytest.mark.parametrize("case", [("passed", 0), ("failed", 1), ("interrupted", 1)])
def test_how_it_went_is_the_exit_code(
    tmp_path: Path, script: Aws, monkeypatch: pytest.MonkeyPatch, case: tuple[str, int]
) -> None:
    outcome, code = case
    a_backup(script)
    monkeypatch.setattr(run_file.Run, "carry_out", lambda self: {**self.test, "outcome": outcome})
    result = restore_test(tmp_path, "carts", "--yes")
    assert result.exit_code == code, result.output
    assert f"restore test {outcome}" in result.stdout


def test_a_run_that_is_not_over_is_gone_on_with_and_no_other_is_begun(
    tmp_path: Path, script: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = stack_with_tests()
    open_ = {**record(stage="restoring", job="job-1"), "stack": contract["stack"]}
    folder = tmp_path / "records" / "restore-tests" / contract["stack"]
    folder.mkdir(parents=True)
    (folder / f"{open_['run']}.json").write_text(json.dumps(open_), encoding="utf-8")
    monkeypatch.setattr(run_file.Run, "carry_out", lambda self: {**self.test, "outcome": "passed"})
    result = restore_test(tmp_path, "--format", "json")
    assert result.exit_code == 0
    assert f"going on with {open_['run']}, which is not over: carts" in result.stderr
    assert json.loads(result.stdout)["stores"][0]["job"] == "job-1"
    assert script.asked == []


def test_a_place_that_is_being_left_is_refused(tmp_path: Path, script: Aws) -> None:
    contract = stack_with_tests()
    folder = tmp_path / "records" / contract["stack"]
    folder.mkdir(parents=True)
    failover = {"version": 1, "operation": "failover", "away_from": "euw1", "started": "2026-11-01"}
    (folder / "a.json").write_text(json.dumps(failover), encoding="utf-8")
    result = restore_test(tmp_path, "--place", "euw1", "--yes")
    assert result.exit_code == 2
    assert "euw1 is being left" in result.stderr
    assert script.asked == []


def test_a_stack_without_restore_tests_is_refused(tmp_path: Path, script: Aws) -> None:
    contract = stack_with_tests()
    contract["backups"] = None
    result = restore_test(tmp_path, "--yes", contract=contract)
    assert result.exit_code == 2
    assert "declares no restore tests" in result.stderr
    assert script.asked == []
