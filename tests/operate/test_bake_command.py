"""``holdfast bake`` against an emulator of AWS's API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.contracts.operations import Operations

ALARM = "euw1-public-dependency"


@pytest.fixture
def file(operations: Operations, tmp_path: Path) -> Path:
    for service in operations["regions"]["euw1"]["services"].values():
        service["auto_scaling_group"] = None  # the emulator knows no instance refresh
    found = tmp_path / "operations.json"
    found.write_text(json.dumps({"endpoints": {}, "operations": operations}), encoding="utf-8")
    return found


@pytest.fixture
def alarm(aws: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The region's alarm, and a clock that does not wait."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    cloudwatch = aws.client("cloudwatch", region_name="eu-west-1")
    cloudwatch.put_metric_alarm(
        AlarmName=ALARM,
        MetricName="HTTPCode_Target_5XX_Count",
        Namespace="AWS/ApplicationELB",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=2,
        Threshold=10,
        ComparisonOperator="GreaterThanThreshold",
    )

    def state(value: str) -> None:
        cloudwatch.set_alarm_state(AlarmName=ALARM, StateValue=value, StateReason="tested")

    return state


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["bake", *arguments])


def test_passes_while_the_alarm_is_quiet(file: Path, alarm: Any, operations: Operations) -> None:
    alarm("OK")
    result = run(operations["stack"], "euw1", "--operations", str(file), "--minutes", "1")
    assert result.exit_code == 0, result.output
    assert "euw1: passed: 1 alarms quiet for 1 minutes" in result.stdout


def test_fails_while_the_alarm_is_on(file: Path, alarm: Any, operations: Operations) -> None:
    alarm("ALARM")
    result = run(operations["stack"], "euw1", "--operations", str(file), "--minutes", "1")
    assert result.exit_code == 1
    assert f"euw1: failed: alarm {ALARM}: tested" in result.stdout


def test_another_stacks_file_is_refused(file: Path, operations: Operations) -> None:
    result = run("other", "euw1", "--operations", str(file))
    assert result.exit_code == 2
    assert f"is of the stack {operations['stack']}, not of other" in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot read"),
        ("{", "is no JSON"),
        ("{}", "holds no output 'operations' of version 1, but none"),
        ('{"version": 2}', "but version 2"),
    ],
)
def test_a_file_that_is_no_contract_is_refused(tmp_path: Path, content: str | None, said: str) -> None:
    found = tmp_path / "operations.json"
    if content is not None:
        found.write_text(content, encoding="utf-8")
    result = run("prod", "euw1", "--operations", str(found))
    assert result.exit_code == 2
    assert said in result.stderr


def test_aws_that_cannot_be_asked_is_told(
    file: Path, aws: Any, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    del aws
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("time.sleep", lambda _: None)
    result = run(operations["stack"], "euw1", "--operations", str(file))
    assert result.exit_code == 3
    assert "AWS could not be asked" in result.stderr
