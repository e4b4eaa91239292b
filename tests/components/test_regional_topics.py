"""The topics of whole stacks: where there are any, who publishes, who listens."""

from __future__ import annotations

import contextvars
import json
from typing import Any

import pulumi
import pytest
from pulumi.runtime import config

from holdfast.components.alert_next_steps import listeners
from holdfast.components.regional_topics import RegionalTopics, TopicsOfRegion
from holdfast.topology.values import Severity
from tests.components.api_sample import api, exported, planned
from tests.components.declared import ACCOUNT_ID, Resources
from tests.topology.examples import ENTRANCE, changed

TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
IRELAND: dict[str, Any] = {"euw1": {}}
TABLE = {"kind": "dynamodb", "home": "use1", "write_routing": "any-region"}


def topics(resources: Resources) -> dict[str, str | None]:
    return {one.name.removesuffix("-alarms-topic"): one.region for one in resources.of("Topic")}


def statements(resources: Resources, name: str) -> dict[str, Any]:
    policy = json.loads(resources(f"{name}-alarms-topic-policy").inputs["policy"])
    return {one["Sid"]: one for one in policy["Statement"]}


def rules(resources: Resources) -> dict[str, list[str]]:
    return {
        one.name: json.loads(one.inputs["eventPattern"])["detail"]["eventRegion"]
        for one in resources.of("EventRule")
        if "aws.health" in one.inputs.get("eventPattern", "")
    }


def test_each_region_has_a_topic_for_pages_beside_the_one_for_tickets() -> None:
    assert topics(api(changed(regions=TWO))) == {
        "use1": "us-east-1",
        "use1-pages": "us-east-1",
        "euw1": "eu-west-1",
        "euw1-pages": "eu-west-1",
        "usw2": "us-west-2",
        "usw2-pages": "us-west-2",
    }


def test_what_belongs_to_no_region_is_told_where_aws_tells_it() -> None:
    resources = api(changed(regions=IRELAND))
    assert topics(resources).keys() == {"euw1", "euw1-pages", "use1", "use1-pages", "usw2", "usw2-pages"}
    assert (
        resources("use1-alarms-topic").inputs["kmsMasterKeyId"] == resources("use1-alerts-key").outputs["arn"]
    )
    # It goes by itself when the region joins the stack with a key of its own.
    assert resources("use1-alerts-key").protect is False
    off = api(changed(regions=IRELAND, alerts={"aws_health": {"enabled": False}}))
    assert topics(off).keys() == {"euw1", "euw1-pages", "use1", "use1-pages"}
    assert rules(off) == {}


def test_a_region_that_joins_takes_its_topics_over() -> None:
    before = {one.urn for one in api(changed(regions=IRELAND)) if one.name.startswith("use1-alarms-")}
    after = {one.urn for one in api(changed(regions=TWO)) if one.name.startswith("use1-alarms-")}
    assert before
    assert before <= after


def test_the_edge_has_a_topic_already() -> None:
    resources = api(
        changed(
            regions=IRELAND,
            entrances={
                "public": {**ENTRANCE, "cloudfront": {"origin_lock": "header", "logs": {"place": "euw1"}}}
            },
        )
    )
    assert {"global", "global-pages"} <= topics(resources).keys()
    assert not {"use1", "use1-pages"} & topics(resources).keys()
    assert (
        resources("global-pages-alarms-topic").inputs["kmsMasterKeyId"]
        == resources("global-key").outputs["arn"]
    )
    assert "CostalertsPublish" in statements(resources, "global")


def test_only_this_accounts_alarms_rules_and_costs_publish() -> None:
    resources = api(changed(regions=TWO))
    assert statements(resources, "euw1-pages").keys() == {"AlarmsPublish", "RulesPublish", "TlsOnly"}
    own = statements(resources, "use1")
    assert own.keys() == {
        "AlarmsPublish",
        "RulesPublish",
        "BudgetsPublish",
        "CostalertsPublish",
        "TlsOnly",
    }
    assert own["CostalertsPublish"]["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT_ID}}
    assert own["RulesPublish"]["Condition"] == {
        "ArnLikeIfExists": {"aws:SourceArn": f"arn:aws:events:us-east-1:{ACCOUNT_ID}:rule/*"}
    }


@pytest.mark.parametrize("key", ["use1-key", "euw1-key", "usw2-alerts-key"])
def test_keys_admit_whoever_publishes(key: str) -> None:
    policy = json.loads(api(changed(regions=TWO))(key).inputs["policy"])
    (admitted,) = [one for one in policy["Statement"] if one["Sid"] == "ServicesPublishToEncryptedTopics"]
    wanted = {"events.amazonaws.com"}
    if key == "use1-key":
        wanted |= {"budgets.amazonaws.com", "costalerts.amazonaws.com"}
    assert set(admitted["Principal"]["Service"]) == wanted


def test_aws_health_tells_of_each_region_there_and_once_more_elsewhere() -> None:
    backed_up = changed(
        regions={**TWO, "euc1": {"role": "backup"}},
        stores={"orders": TABLE},
        backups={"copy_to": ["euc1"]},
    )
    assert rules(api(backed_up)) == {
        "use1-aws-issues": ["global", "us-east-1"],
        "use1-aws-changes": ["global", "us-east-1"],
        "euw1-aws-issues": ["eu-west-1"],
        "euw1-aws-changes": ["eu-west-1"],
        "usw2-copies-aws-issues": ["eu-central-1", "eu-west-1", "global", "us-east-1"],
    }


def test_the_second_copy_of_oregon_is_in_virginia() -> None:
    found = rules(api(changed(regions={"usw2": {}, "euw1": {}})))
    assert found["use1-copies-aws-issues"] == ["us-west-2"]
    assert found["usw2-aws-issues"] == ["us-west-2"]
    assert found["usw2-copies-aws-issues"] == ["eu-west-1", "global"]


def test_health_is_told_as_severely_as_asked() -> None:
    asked = {"aws_health": {"issues": "page", "scheduled_changes": False, "account_notifications": True}}
    resources = api(changed(alerts=asked))
    arns = {one.name: one.outputs["arn"] for one in resources.of("Topic")}
    assert resources("use1-aws-issues-target").inputs["arn"] == arns["use1-pages-alarms-topic"]
    assert resources("use1-aws-notices-target").inputs["arn"] == arns["use1-alarms-topic"]
    assert "use1-aws-changes" not in rules(resources)


def test_every_service_is_told_of_unless_some_are_named() -> None:
    def services(**health: Any) -> list[dict[str, str]] | None:
        resources = api(changed(alerts={"aws_health": health}))
        found: list[dict[str, str]] | None = json.loads(resources("use1-aws-issues").inputs["eventPattern"])[
            "detail"
        ].get("service")
        return found

    assert services() is None
    assert services(services=["SQS", "EC2"]) == [{"prefix": "EC2"}, {"prefix": "SQS"}]


def test_channels_listen_to_vaults_and_exports_as_well() -> None:
    stack = changed(
        regions={**TWO, "euc1": {"role": "backup"}},
        stores={"orders": TABLE},
        backups={"copy_to": ["euc1"]},
        zone_export={"place": "euc1", "copy_to": ["euw1"]},
        alerts={"slack": {"ops": {"team_id": "T0123", "channel_id": "C0123"}}},
    )
    resources, operations = exported(stack)
    arns = {one.name: one.outputs["arn"] for one in resources.of("Topic")}
    assert set(resources("global-alerts-slack-ops").inputs["snsTopicArns"]) == set(arns.values())
    assert len(arns) == 9
    assert operations["alerts"]["channels"] == {"slack-ops": ["page", "ticket"]}
    assert operations["alerts"]["topics"]["euw1"] == {
        "region": "eu-west-1",
        "tickets": arns["euw1-alarms-topic"],
        "pages": arns["euw1-pages-alarms-topic"],
    }


def test_addresses_are_read_from_the_stacks_secrets() -> None:
    stack = changed(alerts={"pagerduty": {"oncall": {}}})
    with pytest.raises(pulumi.ConfigMissingError, match="pagerduty:oncall"):
        api(stack)

    def with_secret() -> Resources:
        config.set_all_config({"pagerduty:oncall": "https://events.example.com/key"}, ["pagerduty:oncall"])
        return api(stack)

    resources = contextvars.copy_context().run(with_secret)
    hooks = [one for one in resources.of("TopicSubscription") if one.inputs["protocol"] == "https"]
    assert {one.name for one in hooks} == {
        "use1-pages-pagerduty-oncall",
        "usw2-pages-pagerduty-oncall",
    }
    assert all(one.secrets == {"endpoint"} for one in hooks)


def test_cloudflare_tells_of_itself_where_an_entrance_stands_there() -> None:
    cloudflare = {"account_id": "0" * 32, "zone": {"name": "example.com", "id": "1" * 32}}
    stack = changed(
        entrances={"public": {**ENTRANCE, "cloudflare": cloudflare}}, alerts={"emails": ["team@example.com"]}
    )
    policy = api(stack)("global-cloudflare-status-00000000-incidents")
    assert policy.inputs["mechanisms"]["emails"] == [{"id": "team@example.com"}]
    assert not api(changed(alerts={"emails": ["team@example.com"]})).of("NotificationPolicy")


def test_a_held_region_keeps_its_topics_as_they_are() -> None:
    resources = api(changed(regions=TWO, hold=["euw1"], alerts={"emails": ["team@example.com"]}))
    for one in resources:
        if one.custom and one.name.startswith(("euw1-pages", "euw1-aws-", "euw1-alarms-")):
            assert one.ignore_changes == ("*",), one.name
    assert resources("use1-pages-alarms-topic").ignore_changes == ()


def test_people_are_told_what_to_confirm() -> None:
    assert listeners(planned(changed())) == []
    told = "\n".join(
        listeners(
            planned(
                changed(
                    alerts={
                        "emails": ["team@example.com"],
                        "slack": {"ops": {"team_id": "T0123", "channel_id": "C0123"}},
                        "webhooks": {"status": {}},
                        "pagerduty": {"oncall": {}},
                    }
                )
            )
        )
    )
    for words in ("T0123", "team@example.com: confirm", "web addresses of status", "48 hours"):
        assert words in told
    assert "oncall" not in told


def test_topics_are_found_by_place_by_region_and_for_what_is_global() -> None:
    def of(place: str, region: str) -> Any:
        arns = {"tickets": f"{place}-tickets", "pages": f"{place}-pages"}
        return TopicsOfRegion(place=place, region=region, held=False, **arns)  # type: ignore[arg-type]  # texts will do

    regional, virginia = of("euw1", "eu-west-1"), of("global", "us-east-1")
    found = RegionalTopics(tickets={"euw1": object()}, regions=(regional, virginia))  # type: ignore[dict-item]
    assert str(found.topic_arn("euw1", Severity.PAGE)) == "euw1-pages"
    assert str(found.global_topic_arn(Severity.TICKET)) == "global-tickets"
    with pytest.raises(KeyError, match="does not serve"):
        found.topic_arn("global", Severity.PAGE)
    with pytest.raises(KeyError, match="eu-west-1, us-east-1"):
        found.in_region("ap-east-1", Severity.PAGE)
