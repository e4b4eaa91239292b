from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.aws_health_events import AwsHealthEvents
from tests.components.declared import Resources, declared

if TYPE_CHECKING:
    from holdfast.components.aws_health_events import AwsHealthEventsArgs

ARGS: AwsHealthEventsArgs = {
    "region": "us-east-1",
    "event_regions": ["us-east-1", "global"],
    "topic_arns": {"issues": "arn:pages", "changes": "arn:tickets"},
    "services": ["RDS", "EC2"],
    "notes": {"owner": "orders-team", "runbook_url": "https://run.example.com"},
    "tags": {"Team": "orders"},
}
EVENT = {
    "source": "aws.health",
    "detail-type": "AWS Health Event",
    "detail": {
        "eventArn": "arn:aws:health:us-east-1::event/EC2/AWS_EC2_OPERATIONAL_ISSUE/1",
        "service": "EC2",
        "eventTypeCode": "AWS_EC2_OPERATIONAL_ISSUE",
        "eventTypeCategory": "issue",
        "eventRegion": "us-east-1",
        "statusCode": "open",
        "eventDescription": [{"language": "en_US", "latestDescription": 'We see "errors".\nMore soon.'}],
    },
}


def found(**changes: Any) -> Resources:
    return declared(lambda: AwsHealthEvents("use1", {**ARGS, **changes}))  # type: ignore[typeddict-item]  # any key


def matches(pattern: dict[str, Any], event: dict[str, Any]) -> bool:
    """As EventBridge matches: exact values and prefixes."""
    for key, wanted in pattern.items():
        if isinstance(wanted, dict):
            if not matches(wanted, event.get(key, {})):
                return False
        elif not any(
            event.get(key, "").startswith(one["prefix"]) if isinstance(one, dict) else event.get(key) == one
            for one in wanted
        ):
            return False
    return True


def filled(transformer: dict[str, Any], event: dict[str, Any]) -> str:
    """As EventBridge fills a template: as JSON outside of quotes, as it is inside."""
    text = transformer["inputTemplate"]
    for name, path in transformer["inputPaths"].items():
        value: Any = event
        for part in re.findall(r"\w+", path.removeprefix("$")):
            value = value[int(part)] if part.isdigit() else value[part]
        as_json = json.dumps(value).replace("\\", "\\\\")
        text = re.sub(rf'(?<=": )<{name}>', as_json, text)
        text = text.replace(f"<{name}>", str(value))
    return str(text)


def test_a_rule_for_each_thing_told_and_a_target_with_the_topic() -> None:
    resources = found()
    assert resources.pairs() == {
        ("holdfast:index:AwsHealthEvents", "use1"),
        ("aws:cloudwatch/eventRule:EventRule", "use1-aws-issues"),
        ("aws:cloudwatch/eventTarget:EventTarget", "use1-aws-issues-target"),
        ("aws:cloudwatch/eventRule:EventRule", "use1-aws-changes"),
        ("aws:cloudwatch/eventTarget:EventTarget", "use1-aws-changes-target"),
    }
    assert {one.region for one in resources if one.custom} == {"us-east-1"}
    assert resources("use1-aws-issues-target").inputs["arn"] == "arn:pages"
    assert resources("use1-aws-changes-target").inputs["arn"] == "arn:tickets"
    rule = resources("use1-aws-issues")
    assert "https://run.example.com#region-lost" in rule.inputs["description"]
    assert rule.inputs["tags"] == {
        "Team": "orders",
        "Owner": "orders-team",
        "Runbook": "region-lost",
        "Name": "use1-aws-issues",
    }


def test_only_services_and_regions_in_use_are_told() -> None:
    pattern = json.loads(found()("use1-aws-issues").inputs["eventPattern"])

    def told(**detail: str) -> bool:
        return matches(pattern, {**EVENT, "detail": {**EVENT["detail"], **detail}})  # type: ignore[dict-item]

    assert told()
    assert told(eventRegion="global")
    assert told(service="EC2SPOT")
    assert not told(eventRegion="eu-west-1")
    assert not told(service="OUTPOSTS")
    assert not told(eventTypeCategory="scheduledChange")
    every = json.loads(found(services=())("use1-aws-issues").inputs["eventPattern"])
    assert "service" not in every["detail"]


def test_the_message_is_what_chat_channels_take_and_people_can_read() -> None:
    transformer = found()("use1-aws-issues-target").inputs["inputTransformer"]
    message = json.loads(filled(transformer, EVENT))
    assert (message["version"], message["source"]) == ("1.0", "custom")
    assert message["content"]["title"] == "AWS EC2 in us-east-1 is impaired: open"
    assert message["content"]["description"] == 'We see "errors".\nMore soon.'
    assert message["content"]["nextSteps"][0] == "Runbook of orders-team: https://run.example.com#region-lost"
    assert message["metadata"] == {"threadId": EVENT["detail"]["eventArn"]}  # type: ignore[index]


def test_a_second_copy_says_that_it_is_one() -> None:
    transformer = found(copies=True)("use1-aws-issues-target").inputs["inputTransformer"]
    title = json.loads(filled(transformer, EVENT))["content"]["title"]
    assert title == "AWS EC2 in us-east-1 is impaired: open (second copy of AWS Health)"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"event_regions": []}, "needs at least one region"),
        ({"topic_arns": {}}, "issues, changes, notices, got none"),
        ({"topic_arns": {"outages": "arn"}}, "got outages"),
        ({"services": [f"SERVICE{number}" for number in range(100)]}, "a rule takes 2048"),
    ],
)
def test_what_no_rule_can_ask_for_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        found(**changes)
