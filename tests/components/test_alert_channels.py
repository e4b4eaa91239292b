from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.alert_channels import CHAT_REGION, AlertChannels
from holdfast.topology.values import ChatApplication, Severity
from tests.components.declared import PROJECT, STACK, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.alert_channels_args import AlertChannelsArgs

NAME = "global-alerts"
URL = "https://events.pagerduty.com/integration/0123456789/enqueue"
BOTH = [Severity.PAGE, Severity.TICKET]
ARGS: AlertChannelsArgs = {
    "topics": {
        "use1": {
            "place": "use1",
            "region": "us-east-1",
            "topic_arn": "arn:use1",
            "severity": Severity.TICKET,
        },
        "use1-pages": {
            "place": "use1",
            "region": "us-east-1",
            "topic_arn": "arn:use1p",
            "severity": Severity.PAGE,
        },
        "euw1-pages": {
            "place": "euw1",
            "region": "eu-west-1",
            "topic_arn": "arn:euw1p",
            "severity": Severity.PAGE,
        },
        "euc1-backup": {
            "place": "euc1",
            "region": "eu-central-1",
            "topic_arn": "arn:euc1",
            "severity": Severity.TICKET,
            "filter_policy": '{"State": ["FAILED"]}',
        },
    },
    "notes": {"owner": "orders-team", "runbook_url": "https://run.example.com"},
    "tags": {"Team": "orders"},
    "origin": {"slack-ops": "holdfast:alerts.slack.ops"},
}
SLACK = {
    "application": ChatApplication.SLACK,
    "team_id": "T0123",
    "channel_id": "C0123",
    "severities": BOTH,
}
TEAMS = {**SLACK, "application": "teams", "tenant_id": "t-1", "severities": ["page"]}


def found(**changes: Any) -> Resources:
    return declared(lambda: AlertChannels(NAME, {**ARGS, **changes}))  # type: ignore[typeddict-item]  # any key


def test_a_channel_hears_the_topics_of_every_region_and_can_do_nothing_but_read_cloudwatch() -> None:
    resources = found(chat_channels={"slack-ops": SLACK, "teams-boss": TEAMS})
    assert resources.pairs() == {
        ("holdfast:index:AlertChannels", NAME),
        ("aws:iam/role:Role", f"{NAME}-chat-role"),
        ("aws:iam/policy:Policy", f"{NAME}-chat-policy"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", f"{NAME}-chat-attachment"),
        ("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", f"{NAME}-slack-ops"),
        ("aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration", f"{NAME}-teams-boss"),
    }
    slack, teams = resources(f"{NAME}-slack-ops"), resources(f"{NAME}-teams-boss")
    assert slack.region == teams.region == CHAT_REGION
    assert slack.inputs["configurationName"] == f"{PROJECT}-{STACK}-slack-ops"
    assert (slack.inputs["slackTeamId"], slack.inputs["slackChannelId"]) == ("T0123", "C0123")
    assert slack.inputs["snsTopicArns"] == ["arn:euc1", "arn:euw1p", "arn:use1", "arn:use1p"]
    assert teams.inputs["snsTopicArns"] == ["arn:euw1p", "arn:use1p"]
    assert (teams.inputs["teamId"], teams.inputs["tenantId"]) == ("T0123", "t-1")
    policy = resources(f"{NAME}-chat-policy")
    for channel in (slack, teams):
        assert channel.inputs["guardrailPolicyArns"] == [policy.outputs["arn"]]
        assert channel.inputs["userAuthorizationRequired"] is True
    (statement,) = json.loads(policy.inputs["policy"])["Statement"]
    assert {action.split(":")[0] for action in statement["Action"]} == {"cloudwatch"}
    assert {action.split(":")[1].rstrip("*") for action in statement["Action"]} == {"Describe", "Get", "List"}


def test_a_web_address_is_a_secret_and_what_it_does_not_take_is_kept_and_told() -> None:
    hook = {"url": URL, "confirms_itself": True, "severities": ["page"]}
    resources = found(hooks={"pagerduty-oncall": hook})
    subscriptions = resources.of("TopicSubscription")
    assert {one.name for one in subscriptions} == {
        "use1-pages-pagerduty-oncall",
        "euw1-pages-pagerduty-oncall",
    }
    one = resources("euw1-pages-pagerduty-oncall")
    assert (one.region, one.inputs["topic"], one.inputs["protocol"]) == ("eu-west-1", "arn:euw1p", "https")
    assert one.inputs["endpoint"] == URL
    assert one.secrets == {"endpoint"}
    assert one.inputs["endpointAutoConfirms"] is True
    queue = resources("euw1-undelivered")
    assert json.loads(one.inputs["redrivePolicy"]) == {"deadLetterTargetArn": queue.outputs["arn"]}
    assert queue.inputs["sqsManagedSseEnabled"] is True
    assert queue.region == "eu-west-1"
    policy = json.loads(resources("euw1-undelivered-policy").inputs["policy"])["Statement"]
    assert policy[0]["Condition"] == {"ArnEquals": {"aws:SourceArn": ["arn:euw1p"]}}
    assert policy[1]["Effect"] == "Deny"


def test_the_alarm_on_undelivered_alerts_tells_by_tickets_of_its_own_region() -> None:
    hook = {"url": URL, "severities": BOTH}
    resources = found(hooks={"webhooks-status": hook})
    alarm = resources("use1-undelivered-alarm")
    assert alarm.inputs["alarmActions"] == ["arn:use1"]
    assert alarm.inputs["dimensions"] == {"QueueName": "use1-undelivered-0000"}
    assert "https://run.example.com#monitoring" in alarm.inputs["alarmDescription"]
    assert alarm.inputs["tags"]["Owner"] == "orders-team"
    # Where a vault's topic is all there is, that one hears; where nothing is for tickets, nobody.
    assert resources("euc1-undelivered-alarm").inputs["alarmActions"] == ["arn:euc1"]
    assert resources("euw1-undelivered-alarm").inputs["alarmActions"] == []


def test_a_filtered_topic_tells_hooks_and_lists_only_what_passes() -> None:
    resources = found(
        hooks={"webhooks-status": {"url": URL, "severities": ["ticket"]}},
        email_lists={"managers": {"emails": ["m@example.com"], "severities": ["ticket"]}},
    )
    filtered = [one for one in resources.of("TopicSubscription") if one.region == "eu-central-1"]
    assert len(filtered) == 2
    assert {one.inputs["filterPolicy"] for one in filtered} == {'{"State": ["FAILED"]}'}
    assert {one.inputs["filterPolicyScope"] for one in filtered} == {"MessageAttributes"}
    others = [one for one in resources.of("TopicSubscription") if one.region != "eu-central-1"]
    assert not any("filterPolicy" in one.inputs for one in others)


def test_a_list_hears_of_its_severity_alone() -> None:
    resources = found(email_lists={"managers": {"emails": ["b@x.io", "a@x.io"], "severities": ["page"]}})
    told = [(one.region, one.inputs["endpoint"]) for one in resources.of("TopicSubscription")]
    assert sorted(told) == [
        (region, email) for region in ("eu-west-1", "us-east-1") for email in ("a@x.io", "b@x.io")
    ]
    assert not resources.of("Queue")


def test_tags_reach_everything_that_takes_them() -> None:
    resources = found(
        chat_channels={"slack-ops": SLACK}, hooks={"webhooks-status": {"url": URL, "severities": BOTH}}
    )
    untagged = {"TopicSubscription", "QueuePolicy", "RolePolicyAttachment", "AlertChannels"}
    for one in resources:
        if one.type.rsplit(":", 1)[-1] not in untagged:
            assert one.inputs["tags"]["Team"] == "orders", one.name


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "name 'chat_channels', 'hooks' or 'email_lists'"),
        ({"topics": {}, "hooks": {"a": {"url": URL, "severities": BOTH}}}, "'topics' needs at least one"),
        ({"hooks": {"a": {"url": URL, "severities": ["loud"]}}}, "severities are of page, ticket, got loud"),
        ({"hooks": {"a": {"url": URL, "severities": []}}}, "got none"),
        ({"chat_channels": {"a": {**SLACK, "application": "irc"}}}, "slack or teams, got 'irc'"),
        ({"chat_channels": {"a": {**SLACK, "tenant_id": "t"}}}, "'tenant_id' goes with teams"),
        ({"chat_channels": {"a": {**SLACK, "application": "teams"}}}, "'tenant_id' goes with teams"),
        ({"email_lists": {"a": {"emails": [], "severities": BOTH}}}, "needs at least one address"),
        (
            {
                "email_lists": {
                    "a": {"emails": ["x@y.io"], "severities": BOTH},
                    "b": {"emails": ["x@y.io"], "severities": ["page"]},
                }
            },
            "x@y.io is in 'email_lists' 'a' and 'b' for page",
        ),
    ],
)
def test_what_cannot_be_is_refused_without_an_address(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("'", ".")) as refused:
        found(**changes)
    assert URL not in str(refused.value)
