"""What a reviewer must see of a change to one part: each table row is a change, and what it brings up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.checks import Finding, Severity, Verdict
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.review.attention_samples import of, only, told
from tests.review.test_attention import edited

if TYPE_CHECKING:
    from holdfast.graph import ResourceGraph
    from holdfast.review.model import Attention
    from tests.checks.mutations.model import Document

CLUSTER = "aws:rds/cluster:Cluster"
ACL = "aws:wafv2/webAcl:WebAcl"
RULESET = "cloudflare:index/ruleset:Ruleset"
CHECK = "aws:route53/healthCheck:HealthCheck"
RECORD = "aws:route53/record:Record"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
BUCKET = "aws:s3/bucket:Bucket"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
KEY = "aws:kms/key:Key"
TOPIC = "aws:sns/topic:Topic"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
CANARY = "aws:synthetics/canary:Canary"
TABLE = "aws:dynamodb/table:Table"
GROUP = "aws:autoscaling/group:Group"


def one(token: str, inputs: dict[str, Any]) -> ResourceGraph:
    return graph(step(token, "x", inputs))


def changed(token: str, was: dict[str, Any], will: dict[str, Any]) -> tuple[Attention, ...]:
    return of(one(token, was), one(token, will))


@pytest.mark.parametrize(
    ("engine", "was", "will", "title"),
    [
        ("aurora-postgresql", "17.7", "18.1", "to another major version"),
        ("aurora-postgresql", "17.7", "16.8", "back to an older version"),
        ("aurora-postgresql", "17.7", "17.5", "back to an older version"),
        ("aurora-postgresql", "17.5", "17.7", ""),
        ("aurora-postgresql", "17", "17.7", ""),
        ("aurora-mysql", "8.0.mysql_aurora.3.08.0", "8.4.mysql_aurora.4.1.0", "to another major version"),
        ("mysql", "8.4.7", "8.4.8", ""),
        ("mariadb", "10.11.9", "11.4.4", "to another major version"),
        ("mariadb", "11.4.4", "11.8.3", "to another major version"),
        ("aurora-postgresql", "17.7", UNKNOWN, ""),
    ],
)
def test_engines_that_go_to_another_major_version_or_back(
    engine: str, was: str, will: str, title: str
) -> None:
    found = changed(
        CLUSTER, {"engine": engine, "engineVersion": was}, {"engine": engine, "engineVersion": will}
    )

    assert [each.title for each in found if each.id == "engine-version"] == (
        [f"Takes database cluster x {title}"] if title else []
    )
    assert all(each.severity is Severity.HIGH for each in found if each.id == "engine-version")


@pytest.mark.parametrize(
    ("token", "was", "will", "smaller"),
    [
        (CLUSTER, *({"serverlessv2ScalingConfiguration": {"maxCapacity": each}} for each in (16, 4)), True),
        (CLUSTER, *({"serverlessv2ScalingConfiguration": {"maxCapacity": each}} for each in (4, 16)), False),
        (
            "aws:rds/instance:Instance",
            {"instanceClass": "db.r7g.2xlarge"},
            {"instanceClass": "db.r7g.xlarge"},
            True,
        ),
        (
            "aws:rds/instance:Instance",
            {"instanceClass": "db.m7g.large"},
            {"instanceClass": "db.m7g.xlarge"},
            False,
        ),
        (
            "aws:rds/instance:Instance",
            {"instanceClass": "db.m6g.large"},
            {"instanceClass": "db.m7g.large"},
            False,
        ),
        (
            "aws:elasticache/replicationGroup:ReplicationGroup",
            {"numCacheClusters": 3},
            {"numCacheClusters": 2},
            True,
        ),
    ],
)
def test_stores_that_get_smaller(
    token: str, was: dict[str, Any], will: dict[str, Any], smaller: bool
) -> None:
    assert ("store-smaller" in {each.id for each in changed(token, was, will)}) is smaller


def rule(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "priority": 1, **more}


MANAGED = rule("sqli", overrideAction={"none": {}}, statement={"managedRuleGroupStatement": {"name": "a"}})
LIMIT = {"rateBasedStatement": {"limit": 100}}


@pytest.mark.parametrize(
    ("token", "was", "will", "line"),
    [
        (ACL, {"rules": [MANAGED]}, {"rules": []}, "the rule sqli is taken away"),
        (
            ACL,
            {"rules": [MANAGED]},
            {"rules": [{**MANAGED, "overrideAction": {"count": {}}}]},
            "the rule sqli: its requests are counted, and no longer stopped",
        ),
        (
            ACL,
            {"rules": [rule("limit", action={"block": {}}, statement=LIMIT)]},
            {
                "rules": [
                    rule("limit", action={"block": {}}, statement={"rateBasedStatement": {"limit": 900}})
                ]
            },
            "the rule limit: limit (100 -> 900): more is let through",
        ),
        (
            ACL,
            {"rules": [MANAGED]},
            {
                "rules": [
                    {
                        **MANAGED,
                        "statement": {
                            "managedRuleGroupStatement": {
                                "name": "a",
                                "ruleActionOverrides": [{"name": "b", "actionToUse": {"count": {}}}],
                            }
                        },
                    }
                ]
            },
            "the rule sqli: 1 more of its group is counted, and no longer stopped",
        ),
        (
            ACL,
            {"defaultAction": {"block": {}}},
            {"defaultAction": {"allow": {}}},
            "defaultAction: what no rule names is let through",
        ),
        (
            RULESET,
            {"rules": [{"ref": "owasp", "action": "execute"}]},
            {"rules": [{"ref": "owasp", "action": "execute", "enabled": False}]},
            "the rule owasp: it is off",
        ),
        (ACL, {"rules": [rule("a", action={"allow": {}})]}, {"rules": []}, ""),
        (ACL, {"rules": []}, {"rules": [MANAGED]}, ""),
        (ACL, {"rules": [{**MANAGED, "overrideAction": {"count": {}}}]}, {"rules": [MANAGED]}, ""),
    ],
)
def test_firewalls_that_stop_less(token: str, was: dict[str, Any], will: dict[str, Any], line: str) -> None:
    found = [each for each in changed(token, was, will) if each.id == "firewall-weakened"]

    assert [each.details for each in found] == ([(line,)] if line else [])


def test_a_table_stays_encrypted_whatever_is_said_of_its_key() -> None:
    sse = {"serverSideEncryption": {"enabled": True}}

    assert told(changed(TABLE, sse, {})) == [("high", "encryption-weakened")]


def _routed(policy: str, *, places: tuple[str, ...] = ("a", "b")) -> ResourceGraph:
    rule_of = {"latency": "latencyRoutingPolicies", "weighted": "weightedRoutingPolicies"}[policy]
    steps = [step(BALANCER, place) for place in ("a", "b")]
    for place in places:
        inputs = {
            "name": f"{policy}.example.com",
            "type": "A",
            "setIdentifier": place,
            "aliases": [{"name": UNKNOWN, "zoneId": UNKNOWN, "evaluateTargetHealth": True}],
            rule_of: [{"weight": 50} if policy == "weighted" else {"region": "us-east-1"}],
        }
        steps.append(step(RECORD, f"{policy}-{place}", inputs, links={"aliases": [urn(BALANCER, place)]}))
    return graph(*steps)


def test_another_policy_that_leads_to_the_same_is_no_loss() -> None:
    switched = only(of(_routed("latency"), _routed("weighted")), "dns-weakened")
    lost = only(of(_routed("latency"), _routed("weighted", places=("a",))), "dns-weakened")

    assert (switched.severity, switched.title) == (
        "medium",
        "Routes clients by another rule: latency -> weighted",
    )
    assert (lost.severity, lost.details) == ("high", ("its set loses a destination",))


def test_a_failover_by_deployment_is_one_item() -> None:
    def pair(*primary_first: str) -> ResourceGraph:
        steps = [step(BALANCER, place, {"region": place}) for place in ("us-east-1", "eu-west-1")]
        for place, half in zip(primary_first, ("PRIMARY", "SECONDARY"), strict=True):
            inputs = {
                "name": "api.example.com",
                "type": "A",
                "setIdentifier": half,
                "failoverRoutingPolicies": [{"type": half}],
                "aliases": [{"name": UNKNOWN, "evaluateTargetHealth": True}],
            }
            steps.append(step(RECORD, half.lower(), inputs, links={"aliases": [urn(BALANCER, place)]}))
        return graph(*steps)

    found = of(pair("us-east-1", "eu-west-1"), pair("eu-west-1", "us-east-1"))
    item = only(found, "role-moves")

    assert item.title == "Moves the traffic from us-east-1 to eu-west-1"
    assert item.details == ("eu-west-1: standby -> active", "us-east-1: active -> standby")
    assert not {"recovery-longer", "capacity-lower"} & {each.id for each in found}


def _watching(*, canary: bool) -> ResourceGraph:
    steps = [step(TOPIC, "people")]
    if canary:
        steps += [
            step(BUCKET, "seen", protect=True),
            step(POLICY, "seen-policy", links={"bucket": [urn(BUCKET, "seen")]}),
            step(CANARY, "canary", links={"artifactS3Location": [urn(POLICY, "seen-policy")]}),
            step(ALARM, "late", links={"dimensions": [urn(CANARY, "canary")]}),
            step(KEY, "key"),
            step(TOPIC, "others", links={"kmsMasterKeyId": [urn(KEY, "key")]}),
            step(
                ALARM,
                "tells-others",
                {"alarmActions": [UNKNOWN]},
                links={"alarmActions": [urn(TOPIC, "others")]},
            ),
        ]
    return graph(*steps)


def test_a_canary_that_goes_is_told_and_its_bucket_is_no_database() -> None:
    found = of(_watching(canary=True), _watching(canary=False))

    assert {each.severity for each in found if each.id == "deletes-stateful"} == {Severity.MEDIUM}
    assert only(found, "alarms-removed").details == ("canary: canary", "metric alarm: tells-others")


def test_a_key_of_topics_alone_keeps_nothing() -> None:
    def keys(*, there: bool) -> ResourceGraph:
        topic = step(TOPIC, "people", links={"kmsMasterKeyId": [urn(KEY, "key")]} if there else {})
        return graph(topic, *([step(KEY, "key")] if there else []))

    assert only(of(keys(there=True), keys(there=False)), "deletes-stateful").severity == "medium"


def test_a_key_that_something_needs_that_stays_is_grave() -> None:
    def keys(*, there: bool) -> ResourceGraph:
        table = step(TABLE, "orders", links={"kmsKeyArn": [urn(KEY, "key")]} if there else {})
        return graph(table, *([step(KEY, "key")] if there else []))

    assert only(of(keys(there=True), keys(there=False)), "deletes-stateful").severity == "high"


def _lift(prod: Document) -> None:
    for token in (TABLE, BUCKET, KEY, BALANCER, "aws:backup/vault:Vault"):
        for state in prod.all(token):
            state["protect"] = False


def test_protection_that_is_lifted_everywhere_is_one_item_with_data_first() -> None:
    found = edited(_lift)
    item = only(found, "protection-removed")

    assert told(found) == [("high", "protection-removed")], "what runs does not change"
    assert "such as DynamoDB table" in item.title
    assert any(line.startswith("load balancer ") for line in item.details)


def test_alike_weaknesses_are_one_item() -> None:
    def checks(interval: int) -> ResourceGraph:
        return graph(*(step(CHECK, name, {"requestInterval": interval}) for name in ("endpoint", "switch")))

    found = [each for each in of(checks(10), checks(30)) if each.id == "health-check-weakened"]

    assert [each.title for each in found] == ["Weakens health check endpoint and switch"]


def _finding(code: str, resource: str, severity: Severity) -> Finding:
    return Finding(
        id=f"{code}-said-already",
        severity=severity,
        resource=resource,
        name="x",
        verdict=Verdict.FAIL,
        message="why",
        fix="how",
        source="https://example.com",
    )


def test_a_finding_that_another_item_says_is_a_line_of_it() -> None:
    was, will = (
        one(TABLE, {"deletionProtectionEnabled": True}),
        one(TABLE, {"deletionProtectionEnabled": False}),
    )
    same = _finding("DAT001", urn(TABLE, "x"), Severity.CRITICAL)
    elsewhere = _finding("DAT001", urn(TABLE, "y"), Severity.MEDIUM)

    (item,) = of(was, will, new_findings=(same,))
    apart = of(was, will, new_findings=(same, elsewhere))

    assert (item.id, item.severity) == ("protection-removed", "critical")
    assert item.details[-1] == "DAT001 newly fails: said already"
    assert {each.id for each in apart} == {"protection-removed", "new-finding"}, "one that covers not all"


def test_a_network_goes_with_what_is_in_it_in_one_item() -> None:
    def network(block: str) -> ResourceGraph:
        vpc, subnet = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet"
        inside = {"vpcId": UNKNOWN, "cidrBlock": block}
        return graph(
            step(vpc, "net", {"cidrBlock": block}),
            *(step(subnet, name, inside, links={"vpcId": [urn(vpc, "net")]}) for name in ("a", "b")),
            step(
                "aws:ec2/natGateway:NatGateway",
                "nat",
                {"subnetId": UNKNOWN},
                links={"subnetId": [urn(subnet, "a")]},
            ),
        )

    item = only(of(network("10.0.0.0/16"), network("10.1.0.0/16")), "replaces-traffic")

    assert item.title == "Replaces VPC net, with 3 others, which traffic depends on"
    assert item.details[0].startswith("net and 2 more: cidrBlock: ")


def test_it_is_said_that_every_instance_is_replaced() -> None:
    def groups(version: str) -> ResourceGraph:
        inputs = {"launchTemplate": {"version": version}, "instanceRefresh": {"strategy": "Rolling"}}
        return graph(
            *(
                step(GROUP, f"{place}-asg", {**inputs, "region": place})
                for place in ("us-east-1", "eu-west-1")
            )
        )

    item = only(of(groups("1"), groups("2")), "regions-together")

    assert item.details[0].endswith("; every instance is replaced, some at a time")


@pytest.mark.parametrize(("gone", "severity"), [(12, "medium"), (40, "high")])
def test_deletions_weigh_by_their_part_of_the_stack(gone: int, severity: str) -> None:
    def alarms(number: int) -> ResourceGraph:
        return graph(*(step(ALARM, f"alarm-{each}") for each in range(number)))

    item = only(of(alarms(200), alarms(200 - gone)), "many-deletions")

    assert item.severity == severity
    assert item.details[0] == f"us-east-1: {gone} metric alarms"
