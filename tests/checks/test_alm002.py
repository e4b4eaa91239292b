from __future__ import annotations

from typing import Any

import pytest

from tests.checks.verdicts import FAIL, PASS, UNKNOWN, verdicts
from tests.graph.documents import UNKNOWN as LATER
from tests.graph.documents import step, urn

ALARM, COMPOSITE = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"
TOPIC, SUBSCRIPTION = "aws:sns/topic:Topic", "aws:sns/topicSubscription:TopicSubscription"
CHAT = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"
HEALTH_CHECK = "aws:route53/healthCheck:HealthCheck"


def alarm(topic: str | None = None, **inputs: Any) -> dict[str, Any]:
    links = {"alarmActions": [urn(TOPIC, topic)]} if topic else {}
    return step(ALARM, "red", {**({"alarmActions": [LATER]} if topic else {}), **inputs}, links=links)


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (alarm(), FAIL),
        (alarm(alarmActions=[]), FAIL),
        (alarm(okActions=["arn:aws:sns:us-east-1:1:page"]), FAIL),
        (alarm(alarmActions=["arn:aws:sns:us-east-1:1:page"]), PASS),
        (alarm(alarmActions=["arn:aws:sns:us-east-1:1:page"], actionsEnabled=False), FAIL),
        (alarm(alarmActions=["arn:aws:sns:us-east-1:1:page"], actionsEnabled=LATER), UNKNOWN),
        (alarm(alarmActions=LATER), PASS),
    ],
)
def test_an_alarm_alone(given: dict[str, Any], verdict: str) -> None:
    assert verdicts("ALM002", given) == {"red": verdict}


@pytest.mark.parametrize(
    ("listener", "verdict"),
    [
        ([], FAIL),
        ([step(SUBSCRIPTION, "mail", {"topic": LATER}, links={"topic": [urn(TOPIC, "page")]})], PASS),
        ([step(SUBSCRIPTION, "mail", {"topic": LATER}, links={"topic": [urn(TOPIC, "other")]})], FAIL),
        ([step(CHAT, "chat", {"snsTopicArns": [LATER]}, links={"snsTopicArns": [urn(TOPIC, "page")]})], PASS),
    ],
)
def test_an_alarm_and_who_hears_it(listener: list[dict[str, Any]], verdict: str) -> None:
    topics = [step(TOPIC, "page"), step(TOPIC, "other")]

    assert verdicts("ALM002", *topics, *listener, alarm("page")) == {"red": verdict}


def test_an_alarm_whose_subscribers_may_not_be_shown() -> None:
    assert verdicts("ALM002", step(TOPIC, "page"), alarm("page"), partial=True) == {"red": UNKNOWN}


def test_an_alarm_that_moves_something() -> None:
    check = step(
        HEALTH_CHECK,
        "check",
        {"cloudwatchAlarmName": LATER},
        links={"cloudwatchAlarmName": [urn(ALARM, "red")]},
    )

    assert verdicts("ALM002", alarm(), check) == {"red": PASS}


def test_an_alarm_on_a_dashboard_alone() -> None:
    board = step(
        "aws:cloudwatch/dashboard:Dashboard",
        "board",
        {"dashboardBody": LATER},
        links={"dashboardBody": [urn(ALARM, "red")]},
    )

    assert verdicts("ALM002", alarm(), board) == {"red": FAIL}


@pytest.mark.parametrize(
    "rule",
    ['ALARM("errors")', "ALARM(errors) OR OK(slow)", "ALARM(arn:aws:cloudwatch:us-east-1:1:alarm:errors)"],
)
def test_an_alarm_named_in_the_rule_of_another(rule: str) -> None:
    composite = step(COMPOSITE, "both", {"alarmRule": rule, "alarmActions": ["arn:aws:sns:us-east-1:1:page"]})

    assert verdicts("ALM002", alarm(name="errors"), composite) == {"red": PASS, "both": PASS}
    assert verdicts("ALM002", alarm(name="error"), composite) == {"red": FAIL, "both": PASS}
