from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.alarm_topic import AlarmTopic
from holdfast.components.certificate_alarm import CertificateAlarm
from holdfast.components.edge_foundation import EdgeFoundation
from tests.components.declared import ACCOUNT_ID, Resources, declared

TOPIC: dict[str, Any] = {
    "region": "eu-west-1",
    "account_id": ACCOUNT_ID,
    "key_arn": "arn:key",
    "emails": ["b@example.com", "a@example.com", "b@example.com"],
    "tags": {"Team": "orders"},
}
ALARM: dict[str, Any] = {
    "region": "eu-west-1",
    "certificate_arn": "arn:cert",
    "domain": "api.example.com",
    "topic_arn": "arn:topic",
    "tags": {"Team": "orders"},
}


def topic(**changes: Any) -> Resources:
    return declared(lambda: AlarmTopic("euw1", {**TOPIC, **changes}))  # type: ignore[typeddict-item]


def alarm(**changes: Any) -> Resources:
    return declared(lambda: CertificateAlarm("euw1-public", {**ALARM, **changes}))  # type: ignore[typeddict-item]


def test_a_topic_declares_these() -> None:
    found = topic()
    assert {one.type.rsplit(":", 1)[-1] for one in found} == {
        "AlarmTopic",
        "Topic",
        "TopicPolicy",
        "TopicSubscription",
    }
    assert found("euw1-alarms-topic").inputs["kmsMasterKeyId"] == "arn:key"
    assert found("euw1-alarms-topic").inputs["tags"] == {"Team": "orders", "Name": "euw1-alarms-topic"}
    assert {one.region for one in found if one.custom} == {"eu-west-1"}
    assert sorted(one.inputs["endpoint"] for one in found.of("TopicSubscription")) == [
        "a@example.com",
        "b@example.com",
    ]


def test_another_address_renames_nobody() -> None:
    before, after = topic(emails=["b@example.com"]), topic(emails=["a@example.com", "b@example.com"])
    assert before.names("TopicSubscription") < after.names("TopicSubscription")


def test_this_accounts_alarms_publish_and_nothing_without_tls() -> None:
    policy = json.loads(topic()("euw1-alarms-topic-policy").inputs["policy"])
    publish, refuse = policy["Statement"]
    assert publish["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert publish["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT_ID}
    source = f"arn:aws:cloudwatch:eu-west-1:{ACCOUNT_ID}:alarm:*"
    assert publish["Condition"]["ArnLike"] == {"aws:SourceArn": source}
    assert refuse["Effect"] == "Deny"
    assert refuse["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_an_alarm_rings_when_few_days_are_left() -> None:
    found = alarm()("euw1-public-cert-expiry")
    assert found.inputs["namespace"] == "AWS/CertificateManager"
    assert found.inputs["metricName"] == "DaysToExpiry"
    assert found.inputs["dimensions"] == {"CertificateArn": "arn:cert"}
    assert (found.inputs["statistic"], found.inputs["period"]) == ("Minimum", 86400)
    assert (found.inputs["threshold"], found.inputs["comparisonOperator"]) == (
        30,
        "LessThanOrEqualToThreshold",
    )
    assert found.inputs["alarmActions"] == found.inputs["okActions"] == ["arn:topic"]
    assert found.inputs["treatMissingData"] == "ignore"
    assert found.inputs["tags"] == {"Team": "orders", "Name": "euw1-public-cert-expiry"}
    assert found.region == "eu-west-1"
    assert "api.example.com" in found.inputs["alarmDescription"]


def test_the_days_are_a_choice() -> None:
    assert alarm(days=14.0)("euw1-public-cert-expiry").inputs["threshold"] == 14
    with pytest.raises(ValueError, match="'days' must be 1 or more, got 0"):
        alarm(days=0)


def test_the_edge_stands_in_us_east_1_whatever_the_regions() -> None:
    found = declared(
        lambda: EdgeFoundation("global", {"account_id": ACCOUNT_ID, "emails": ["a@example.com"]})
    )
    assert {one.region for one in found if one.custom} == {"us-east-1"}
    assert found("global-alarms-topic").inputs["kmsMasterKeyId"] == found("global-key").arn
    assert found("global-key").protect is True
    lifted = declared(lambda: EdgeFoundation("global", {"account_id": ACCOUNT_ID, "protection": False}))
    assert lifted("global-key").protect is False
    assert lifted.names("TopicSubscription") == set()
