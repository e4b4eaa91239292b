"""An experiment as a drill.

The emulator runs an experiment's states and acts on nothing, so it shows that such a drill does not pass, how
it waits, stops and mends. What FIS says of targets is scripted, by AWS's own service model.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest

from holdfast.operate.drill import experiments, noticing
from holdfast.operate.drill.experiments import ExperimentBreaks
from holdfast.operate.drill.faults import FaultError
from holdfast.operate.drill.model import Verdict
from holdfast.operate.lock import Lock, LockLostError
from tests.operate.drill.conftest import PROBE, Api, Drills
from tests.operate.scripted import Aws

if TYPE_CHECKING:
    from tests.operate.emulated_stack import World

ALARM = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:use1-errors"
BEGAN = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiments, "_LOOK_SECONDS", 0.0)


def template(stack: World, *stops: dict[str, str]) -> str:
    """A template on the emulator, which the contract names."""
    fis = stack.aws.client("fis", region_name="us-east-1")
    made = fis.create_experiment_template(
        clientToken="x",
        description="stop an instance",
        roleArn="arn:aws:iam::123456789012:role/fis",
        stopConditions=list(stops) or [{"source": "aws:cloudwatch:alarm", "value": ALARM}],
        targets={
            "instances": {
                "resourceType": "aws:ec2:instance",
                "selectionMode": "ALL",
                "resourceTags": {"no": "such"},
            }
        },
        actions={"stop": {"actionId": "aws:ec2:stop-instances", "targets": {"Instances": "instances"}}},
    )["experimentTemplate"]
    entry = {"template_id": made["id"], "duration_seconds": 60, "stop_alarm_arn": ALARM}
    cast("Any", stack.operations)["experiments"] = {"use1": {"stop-instance": entry}}
    return str(made["id"])


def declare(drills: Drills, api: Api, stack: World, key: str = "stop-instance") -> None:
    drills.declare(
        f'[drills.stop]\ndescription = "stop an instance"\nstack = "{stack.operations["stack"]}"\n'
        f'quiet_seconds = 1\n[drills.stop.experiment]\nplace = "use1"\nkey = "{key}"\n'
        + PROBE.format(name="stop", url=api.url)
    )


def test_targets_that_match_nothing_do_not_pass(drills: Drills, api: Api, stack: World) -> None:
    template(stack)
    alarm(stack, "OK")
    declare(drills, api, stack)

    code, report = drills.run("stop", stack.operations)

    assert (code, report["verdict"]) == (1, "no effect"), report["reasons"]
    assert report["effects"] == []
    checks = {one["name"]: one for one in report["safety"]}
    assert checks["experiment"]["ok"]
    assert checks["experiment"]["detail"].endswith(" is stopped by use1-errors")
    assert checks["account"]["detail"] == "account 123456789012"
    assert checks["alarms"]["ok"]
    assert checks["capacity"]["ok"]
    (started,) = stack.aws.client("fis", region_name="us-east-1").list_experiments()["experiments"]
    assert started["tags"] == {"HoldfastDrill": "stop", "Name": report["run"]}
    # The lock is given back.
    assert drills.run("stop", stack.operations)[1]["verdict"] == "no effect"


def test_an_alarm_that_is_on_makes_it_unsafe(drills: Drills, api: Api, stack: World) -> None:
    template(stack)
    alarm(stack, "ALARM")
    declare(drills, api, stack)

    code, report = drills.run("stop", stack.operations)

    assert (code, report["verdict"]) == (1, "not safe")
    assert report["reasons"] == ["alarms: use1-errors is on: tested"]
    assert not stack.aws.client("fis", region_name="us-east-1").list_experiments()["experiments"]


def test_an_alarm_that_is_not_there_makes_it_unsafe(drills: Drills, api: Api, stack: World) -> None:
    template(stack)
    declare(drills, api, stack)

    assert drills.run("stop", stack.operations)[1]["reasons"] == [
        "alarms: use1-errors is unknown: it is not there any more"
    ]


def test_an_experiment_that_no_alarm_stops_is_refused(drills: Drills, api: Api, stack: World) -> None:
    template(stack, {"source": "none"})
    alarm(stack, "OK")
    declare(drills, api, stack)

    (reason,) = drills.run("stop", stack.operations)[1]["reasons"]
    assert reason.endswith(" has no alarm that stops it")


def test_too_little_capacity_elsewhere_makes_it_unsafe(drills: Drills, api: Api, stack: World) -> None:
    template(stack)
    alarm(stack, "OK")
    name = stack.group("euw1")["AutoScalingGroupName"]
    scaling = stack.aws.client("autoscaling", region_name="eu-west-1")
    scaling.update_auto_scaling_group(AutoScalingGroupName=name, MaxSize=5)
    declare(drills, api, stack)

    (reason,) = drills.run("stop", stack.operations)[1]["reasons"]
    assert reason == "capacity: orders in euw1 can run 5, the whole load needs 15"


def test_credentials_of_another_account_make_it_unsafe(drills: Drills, api: Api, stack: World) -> None:
    template(stack)
    alarm(stack, "OK")
    stack.operations["account_id"] = "999999999999"
    declare(drills, api, stack)

    assert drills.run("stop", stack.operations)[1]["reasons"] == [
        "account: the credentials are of 123456789012, the stack of 999999999999"
    ]


def test_the_first_alarm_is_when_it_was_noticed(
    drills: Drills, api: Api, stack: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noticing, "_ALARM_SECONDS", 0.2)
    alarm(stack, "OK")
    raising = (
        "import boto3; boto3.client('cloudwatch', region_name='us-east-1').set_alarm_state("
        "AlarmName='use1-errors', StateValue='ALARM', StateReason='broken')"
    )
    told = {"run": [sys.executable, "-c", raising], "undo": ["true"]}
    drills.declare(
        f'[drills.alarm]\ndescription = "raise it"\nalarms = ["{ALARM}"]\n'
        "hold_seconds = 2\nquiet_seconds = 1\n"
        "[drills.alarm.command]\n"
        + "".join(f"{key} = {json.dumps(value)}\n" for key, value in told.items())
        + "[drills.alarm.objectives]\ndetect_seconds = 60\n"
        + PROBE.format(name="alarm", url=api.url)
    )

    found = drills("alarm", "--yes", "--json")

    report = json.loads(found.stdout)
    assert (found.exit_code, report["verdict"]) == (0, "passed"), report["reasons"]
    assert report["measures"]["detect_words"] == "by alarm use1-errors"
    # The command has to load boto3 before it can raise anything.
    assert 0.05 <= report["measures"]["detect_seconds"] <= 30
    assert report["effects"] == ["alarm use1-errors noticed it"]


def test_an_experiment_that_is_not_declared_is_refused(drills: Drills, api: Api, stack: World) -> None:
    template(stack)
    declare(drills, api, stack, key="lose-zone")

    found = drills("stop", "--yes", "--operations", drills.operations(stack.operations))

    assert found.exit_code == 2
    assert "has no experiment 'lose-zone' in use1; it has use1: stop-instance" in found.stderr


def test_who_takes_the_lock_over_ends_the_drill(
    drills: Drills, api: Api, stack: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(stack)
    alarm(stack, "OK")
    declare(drills, api, stack)

    def lost(self: Lock) -> None:
        raise LockLostError(f"the lock of {self.holder['what']} was taken over")

    monkeypatch.setattr(Lock, "renew", lost)
    code, report = drills.run("stop", stack.operations)

    assert (code, report["verdict"]) == (1, "aborted")
    assert report["reasons"] == ["the lock of drill stop was taken over"]
    (started,) = stack.aws.client("fis", region_name="us-east-1").list_experiments()["experiments"]
    assert started["state"]["status"] in {"stopped", "completed"}


def alarm(stack: World, state: str) -> None:
    cloudwatch = stack.aws.client("cloudwatch", region_name="us-east-1")
    cloudwatch.put_metric_alarm(
        AlarmName="use1-errors",
        MetricName="x",
        Namespace="x",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    cloudwatch.set_alarm_state(AlarmName="use1-errors", StateValue=state, StateReason="tested")


def fault(aws: Aws) -> ExperimentBreaks:
    return ExperimentBreaks(
        clients=aws,
        drill="stop",
        run="run-1",
        place="use1",
        key="stop-instance",
        region="us-east-1",
        template_id="EXT1",
        duration_seconds=60,
        sleep=lambda _: None,
    )


def says(aws: Aws, status: str, action: str, reason: str = "") -> None:
    """The next look at the experiment gives this."""
    aws.answers(
        "fis",
        "us-east-1",
        "get_experiment",
        {
            "experiment": {
                "id": "EXP1",
                "state": {"status": status, "reason": reason},
                "actions": {
                    "stop": {
                        "actionId": "aws:ec2:stop-instances",
                        "targets": {"Instances": "instances"},
                        "state": {"status": action},
                        "startTime": BEGAN,
                    },
                    "wait": {"actionId": "aws:fis:wait", "state": {"status": "completed"}},
                },
            }
        },
        id="EXP1",
    )


def resolves(aws: Aws, *kinds: str) -> None:
    targets = [
        {"resourceType": kind, "targetName": "instances", "targetInformation": {"arn": "x"}} for kind in kinds
    ]
    aws.answers(
        "fis",
        "us-east-1",
        "list_experiment_resolved_targets",
        {"resolvedTargets": targets},
        experimentId="EXP1",
    )


def begun(aws: Aws) -> ExperimentBreaks:
    aws.answers(
        "fis",
        "us-east-1",
        "start_experiment",
        {"experiment": {"id": "EXP1", "state": {"status": "pending"}}},
        clientToken="run-1",
        experimentTemplateId="EXT1",
        tags={"HoldfastDrill": "stop", "Name": "run-1"},
    )
    made = fault(aws)
    made.begin()
    return made


def test_targets_and_an_action_that_ran_are_the_proof() -> None:
    aws = Aws()
    made = begun(aws)
    says(aws, "initiating", "pending")
    assert made.look().proofs == ()
    says(aws, "running", "running")
    resolves(aws, "aws:ec2:instance", "aws:ec2:instance")
    state = made.look()
    assert state.proofs == ("FIS ran stop on 2 targets (aws:ec2:instance)",)
    assert (state.over, state.failed, state.began) == (False, None, BEGAN.timestamp())
    says(aws, "completed", "completed")
    resolves(aws, "aws:ec2:instance", "aws:ec2:instance")
    assert made.look().over
    aws.done()


def test_an_action_that_was_skipped_proves_nothing() -> None:
    aws = Aws()
    made = begun(aws)
    says(aws, "completed", "skipped")
    state = made.look()
    assert (state.over, state.proofs, state.failed) == (True, (), None)
    aws.done()


@pytest.mark.parametrize(
    ("status", "verdict"),
    [("stopped", Verdict.ABORTED), ("failed", Verdict.FAILED), ("cancelled", Verdict.FAILED)],
)
def test_an_experiment_that_ends_otherwise_says_why(status: str, verdict: Verdict) -> None:
    aws = Aws()
    made = begun(aws)
    says(aws, status, "skipped", "Experiment halted by stop condition")
    state = made.look()
    assert state.over
    assert state.failed == f"the experiment is {status}: Experiment halted by stop condition"
    assert state.verdict is verdict


def test_what_cannot_be_read_stays_as_it_was_for_a_while() -> None:
    aws = Aws()
    made = begun(aws)
    aws.refuses("fis", "us-east-1", "get_experiment", "ThrottlingException")
    assert not made.look().over
    made.duration_seconds = -10_000
    aws.refuses("fis", "us-east-1", "get_experiment", "ExpiredTokenException")
    state = made.look()
    assert state.over
    assert state.failed is not None
    assert "ExpiredTokenException" in state.failed


def test_undoing_stops_whatever_runs_of_this_drill_started_and_waits() -> None:
    aws = Aws()
    summary = {"id": "EXP1", "state": {"status": "running"}, "tags": {"HoldfastDrill": "stop"}}
    others = {"id": "EXP9", "state": {"status": "running"}, "tags": {"HoldfastDrill": "other"}}
    aws.answers(
        *("fis", "us-east-1", "list_experiments"),
        {"experiments": [others], "nextToken": "more"},
        experimentTemplateId="EXT1",
    )
    aws.answers(
        *("fis", "us-east-1", "list_experiments"),
        {"experiments": [summary]},
        experimentTemplateId="EXT1",
        nextToken="more",  # a page
    )
    says(aws, "running", "running")
    aws.answers(
        *("fis", "us-east-1", "stop_experiment"),
        {"experiment": {"id": "EXP1", "state": {"status": "stopping"}}},
        id="EXP1",
    )
    says(aws, "stopping", "stopping")
    says(aws, "stopped", "stopped")

    assert fault(aws).undo() == "stopped the experiment EXP1"
    aws.done()


def test_a_start_that_is_refused_says_which_permission_is_missing() -> None:
    aws = Aws()
    aws.refuses("fis", "us-east-1", "start_experiment", "AccessDeniedException")

    with pytest.raises(FaultError, match="the role needs fis:StartExperiment"):
        fault(aws).begin()
