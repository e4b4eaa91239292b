"""The watchdog's function, against an emulated AWS.

Parameters, switches, topics and alarms are moto's. Moto runs no functions and starts no automations: those
two calls are answered here, after botocore has held their parameters against the service's model.
"""

from __future__ import annotations

import io
import json
import time
from typing import TYPE_CHECKING, Any, Final, Literal

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from holdfast.components.lambdas.watchdog import handler, voters
from holdfast.components.lambdas.watchdog.decision import Memory, Verdict, kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from holdfast.components.lambdas.watchdog.probes import Target

REGION: Final = "eu-west-1"
LOST, HERE, PUBLIC = "https://use1.example.com/", "https://euw1.example.com/", "https://example.com/"
STATE = "watch-use1-state"
PROBES = {
    "eun1": "arn:aws:lambda:eu-north-1:111122223333:function:probe",
    "use2": "arn:aws:lambda:us-east-2:111122223333:function:probe",
}
ALARM = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:canary-use1"


class Lambda:
    """What Lambda tells the function."""

    def get_remaining_time_in_millis(self) -> int:
        return 59_000


class World:
    """An emulated AWS in which addresses answer as the test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failing: set[str] = set()
        self.seen_elsewhere: dict[str, bool | None] = {"eun1": False, "use2": False}
        self.started: list[dict[str, Any]] = []
        self.start_refused: str | None = None
        self.now = 1_000_000.0
        self.alarms: dict[str, str] = {}
        ssm = boto3.client("ssm", REGION)
        ssm.put_parameter(Name=STATE, Value="{}", Type="String")
        self.topic = boto3.client("sns", REGION).create_topic(Name="pages")["TopicArn"]
        sqs = boto3.client("sqs", REGION)
        self.queue = sqs.create_queue(QueueName="pager")["QueueUrl"]
        queue_arn = sqs.get_queue_attributes(QueueUrl=self.queue, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        boto3.client("sns", REGION).subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=queue_arn)
        boto3.client("s3", REGION).create_bucket(
            Bucket="switches", CreateBucketConfiguration={"LocationConstraint": REGION}
        )
        monkeypatch.setattr(handler, "_client", self.client)
        monkeypatch.setattr(handler, "probe", self.probe)
        monkeypatch.setattr(voters, "probe", self.probe)
        monkeypatch.setattr(time, "time", lambda: self.now)

    def probe(self, targets: Sequence[Target]) -> dict[str, str | None]:
        return {one.url: "HTTP 503" if one.url in self.failing else None for one in targets}

    def client(self, service: str, region: str) -> Any:
        made: Any = boto3.client(service, region)  # type: ignore[call-overload]  # any service
        if service == "lambda":
            made.meta.events.register("before-call.lambda.Invoke", self._invoked)
        if service == "ssm":
            made.meta.events.register("before-call.ssm.StartAutomationExecution", self._asked_to_start)
        return made

    def _invoked(self, params: Mapping[str, Any], context: Mapping[str, Any], **_: Any) -> Any:
        region = context["client_region"]
        place = next(one for one, arn in PROBES.items() if f":{region}:" in arn)
        fails = self.seen_elsewhere[place]
        asked = [one["url"] for one in json.loads(params["body"])["targets"]]
        if fails is None:
            body, error = b'{"errorMessage": "timed out"}', {"FunctionError": "Unhandled"}
        else:
            answers = dict.fromkeys(asked, "TimeoutError after 4.0 s" if fails else None)
            body, error = json.dumps(answers).encode(), {}
        return Answer(200), {"StatusCode": 200, "Payload": io.BytesIO(body), **error}

    def _asked_to_start(self, params: Mapping[str, Any], **_: Any) -> Any:
        if self.start_refused:
            raise ClientError({"Error": {"Code": self.start_refused}}, "StartAutomationExecution")
        asked = json.loads(params["body"])
        if asked["ClientToken"] not in {one["ClientToken"] for one in self.started}:
            self.started.append(asked)
        return Answer(200), {"AutomationExecutionId": "execution-1"}

    def run(self, **changes: Any) -> dict[str, Any]:
        """Run one round; the clock goes on by a minute."""
        environment = {**watch(self.topic), "alarms": self.alarms, **changes}
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("WATCH", json.dumps(environment))
            found = handler.handle({}, Lambda())
        self.now += 60
        return found

    def lose(self) -> None:
        """Take the watched region away, for everybody who looks."""
        self.failing |= {LOST, PUBLIC}
        self.seen_elsewhere = {"eun1": True, "use2": True}

    def told(self) -> list[dict[str, Any]]:
        """What people were told, oldest first."""
        found = boto3.client("sqs", REGION).receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        return [json.loads(one["Body"]) for one in found.get("Messages", [])]

    def memory(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            boto3.client("ssm", REGION).get_parameter(Name=STATE)["Parameter"]["Value"]
        )
        return found


class Answer:
    """What botocore looks at of an answer."""

    def __init__(self, status_code: int) -> None:
        self.status_code = status_code


def watch(topic: str) -> dict[str, Any]:
    return {
        "place": "euw1",
        "watched": "use1",
        "region": REGION,
        "stack": "holdfast-prod",
        "targets": [{"url": LOST}],
        "own_targets": [{"url": HERE}],
        "public_targets": [{"url": PUBLIC}],
        "probes": PROBES,
        "switches": [{"bucket": "switches", "object_key": "maintenance/use1", "region": REGION}],
        "rules": {
            "quorum": 2,
            "failures": 2,
            "rounds": 3,
            "hold_down_seconds": 3600,
            "starts": True,
        },
        "interval_seconds": 60,
        "document": "leave-use1",
        "topic_arn": topic,
        "state_parameter": STATE,
        "heartbeat_region": "eu-north-1",
        "runbook": "https://runbooks.example.com/prod#region-lost",
    }


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield World(monkeypatch)


def test_a_lost_region_is_left_once_and_people_are_told(world: World) -> None:
    assert world.run() == {"verdict": "well", "decision": "nothing"}
    world.lose()
    assert [world.run()["decision"] for _ in range(4)] == ["nothing", "start", "held-down", "held-down"]
    (start,) = world.started
    assert start["DocumentName"] == "leave-use1"
    assert start["Parameters"] == {"Reason": ["watchdog in euw1: use1 fails"]}
    (told,) = world.told()
    assert told["Subject"] == "Watchdog of use1: start"
    assert "The document that leaves it is started." in told["Message"]
    assert "automation execution execution-1" in told["Message"]
    assert "- eun1: fails (https://use1.example.com/: TimeoutError after 4.0 s)" in told["Message"]
    assert "https://runbooks.example.com/prod#region-lost" in told["Message"]


def test_once_its_switch_is_put_it_is_away_and_back_when_the_switch_is_gone(world: World) -> None:
    world.run()
    world.lose()
    s3 = boto3.client("s3", REGION)
    s3.put_object(Bucket="switches", Key="maintenance/use1")
    assert [world.run()["decision"] for _ in range(3)] == ["nothing", "away", "away"]
    assert world.started == []
    s3.delete_object(Bucket="switches", Key="maintenance/use1")
    assert [world.run()["decision"] for _ in range(2)] == ["nothing", "start"]


def test_after_the_hold_down_a_region_that_was_not_left_is_tried_again(world: World) -> None:
    world.run()
    world.lose()
    for _ in range(2):
        world.run()
    world.now += 3600
    assert [world.run()["decision"] for _ in range(2)] == ["nothing", "start"]


def test_a_start_that_was_refused_is_tried_again_as_the_same_one(world: World) -> None:
    world.run()
    world.lose()
    world.run()
    world.start_refused = "AutomationExecutionLimitExceededException"
    assert world.run()["decision"] == "start"
    assert world.memory()["started_at"] is None
    world.start_refused = None
    assert world.run()["decision"] == "start"
    assert world.memory()["started_at"] is not None
    assert len(world.started) == 1


def test_a_token_that_was_used_says_that_a_start_was_made(world: World) -> None:
    world.run()
    world.lose()
    world.run()
    world.start_refused = "IdempotentParameterMismatch"
    assert [world.run()["decision"] for _ in range(2)] == ["start", "held-down"]
    assert world.memory()["started_at"] is not None


def test_who_forgets_that_it_has_started_starts_nothing_new(world: World) -> None:
    world.run()
    world.lose()
    world.run()
    before = world.memory()
    world.run()
    boto3.client("ssm", REGION).put_parameter(Name=STATE, Value=json.dumps(before), Overwrite=True)
    assert world.run()["decision"] == "start"
    assert len(world.started) == 1  # the same incident has the same token


def test_another_incident_is_another_start(world: World) -> None:
    world.run()
    world.lose()
    for _ in range(2):
        world.run()
    world.failing.clear()
    world.seen_elsewhere = {"eun1": False, "use2": False}
    for _ in range(60):
        world.run()
    world.lose()
    assert [world.run()["decision"] for _ in range(2)] == ["nothing", "start"]
    assert len({one["ClientToken"] for one in world.started}) == 2


def test_it_alone_cannot_tell_a_lost_region_from_its_own_way_there(world: World) -> None:
    world.run()
    world.failing.add(LOST)
    assert {world.run()["verdict"] for _ in range(4)} == {"well"}
    world.seen_elsewhere = {"eun1": None, "use2": None}
    assert {world.run()["verdict"] for _ in range(4)} == {"unclear"}
    assert world.started == []


def test_a_voter_that_cannot_be_asked_abstains_and_the_others_decide(world: World) -> None:
    world.run()
    world.lose()
    world.seen_elsewhere["use2"] = None
    assert [world.run()["decision"] for _ in range(2)] == ["nothing", "start"]
    assert "- use2: abstains (its function failed: Unhandled)" in world.told()[0]["Message"]


def test_an_own_region_that_does_not_answer_takes_nothing_over(world: World) -> None:
    world.run()
    world.lose()
    world.failing.add(HERE)
    assert [world.run()["decision"] for _ in range(2)] == ["nothing", "unfit"]
    assert world.started == []
    assert "Decide by hand" in world.told()[0]["Message"]


def test_a_region_that_was_never_well_is_not_left(world: World) -> None:
    world.lose()
    assert [world.run()["decision"] for _ in range(3)] == ["nothing", "unarmed", "unarmed"]
    assert world.started == []
    assert len(world.told()) == 1


def test_who_only_watches_tells_and_starts_nothing(world: World) -> None:
    rules = {**watch("")["rules"], "starts": False}
    world.run(rules=rules)
    world.lose()
    assert [world.run(rules=rules)["decision"] for _ in range(3)] == ["nothing", "would-start", "would-start"]
    assert world.started == []
    assert [one["Subject"] for one in world.told()] == ["Watchdog of use1: would-start"]


def test_the_end_of_an_incident_is_told_too(world: World) -> None:
    rules = {**watch("")["rules"], "starts": False}
    world.run(rules=rules)
    world.lose()
    for _ in range(2):
        world.run(rules=rules)
    world.failing.clear()
    world.seen_elsewhere = {"eun1": False, "use2": False}
    for _ in range(4):
        world.run(rules=rules)
    assert [one["Subject"] for one in world.told()] == [
        "Watchdog of use1: would-start",
        "Watchdog of use1: nothing",
    ]


@pytest.mark.parametrize(
    ("state", "verdict"),
    [("ALARM", "fails"), ("OK", "unclear"), ("INSUFFICIENT_DATA", "unclear"), (None, "unclear")],
)
def test_an_alarm_that_watches_from_elsewhere_is_a_vote(
    world: World, state: Literal["ALARM", "OK", "INSUFFICIENT_DATA"] | None, verdict: str
) -> None:
    world.alarms = {"canary in euc1": ALARM}
    cloudwatch = boto3.client("cloudwatch", "eu-central-1")
    if state is not None:
        cloudwatch.put_metric_alarm(
            AlarmName="canary-use1",
            MetricName="SuccessPercent",
            Namespace="CloudWatchSynthetics",
            Period=60,
            EvaluationPeriods=1,
            Statistic="Average",
            Threshold=90,
            ComparisonOperator="LessThanThreshold",
        )
        cloudwatch.set_alarm_state(AlarmName="canary-use1", StateValue=state, StateReason="test")
    world.failing.add(LOST)
    world.seen_elsewhere = {"eun1": None, "use2": None}
    assert world.run()["verdict"] == verdict


def test_it_lives_in_another_region_and_measures_in_its_own(world: World) -> None:
    world.lose()
    world.run()
    dimensions = [
        {"Name": "Stack", "Value": "holdfast-prod"},
        {"Name": "Watched", "Value": "use1"},
        {"Name": "From", "Value": "euw1"},
    ]
    (heartbeat,) = boto3.client("cloudwatch", "eu-north-1").list_metrics(Namespace="Holdfast")["Metrics"]
    assert (heartbeat["MetricName"], heartbeat["Dimensions"]) == ("WatchdogHeartbeat", dimensions)
    own = boto3.client("cloudwatch", REGION).list_metrics(Namespace="Holdfast")["Metrics"]
    assert {one["MetricName"] for one in own} == {
        "WatchdogFailing",
        "WatchdogFailingVotes",
        "WatchdogAbstentions",
        "WatchdogPublicNamesFailing",
        "WatchdogStarts",
    }


def test_without_its_memory_it_decides_nothing_and_gives_no_sign_of_life(world: World) -> None:
    world.lose()
    boto3.client("ssm", REGION).delete_parameter(Name=STATE)
    with pytest.raises(ClientError, match="ParameterNotFound"):
        world.run()
    assert boto3.client("cloudwatch", "eu-north-1").list_metrics(Namespace="Holdfast")["Metrics"] == []


def test_a_topic_that_takes_nothing_keeps_nothing_from_being_started(world: World) -> None:
    world.run()
    world.lose()
    world.run()
    gone = f"{world.topic}-gone"
    assert world.run(topic_arn=gone)["decision"] == "start"
    assert len(world.started) == 1


def test_rounds_fill_the_minute(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    rules = {**watch("")["rules"], "rounds": 10}
    world.run(rules=rules, interval_seconds=20)
    assert len(world.memory()["verdicts"]) == 3
    world.run(rules=rules, interval_seconds=30)
    assert len(world.memory()["verdicts"]) == 5


def test_what_a_longest_memory_takes_fits_into_a_parameter() -> None:
    # 4 KB of a standard parameter:
    # https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
    memory = Memory(verdicts=(Verdict.UNCLEAR,) * 30, failing_since=1.7e9, started_at=1.7e9)
    assert len(json.dumps(kept(memory))) < 1000
