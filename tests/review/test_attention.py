"""What a reviewer must see: edits of our production, and what each of them brings up, to the last item."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.checks import Finding, Severity, Verdict
from holdfast.checks.waivers import Waiver
from holdfast.cost.model import CostItem, Estimate, ResourceCost, Standing
from holdfast.graph import ResourceGraph, read_preview
from holdfast.review.attention import IDS, Context, PolicyFailure, attention
from holdfast.review.compare import compare
from holdfast.review.groups import group
from holdfast.review.outlook import outlooks
from tests.checks.coverage import PITFALLS, POLICIES
from tests.checks.mutations.model import Document, change
from tests.checks.production import production
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.review.outlook_stacks import REGIONS, latency, promises, site
from tests.review.outlook_stacks import group as group_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.review.model import Attention

USE1, EUW1, *_ = REGIONS
GROUP = "aws:autoscaling/group:Group"
CHECK = "aws:route53/healthCheck:HealthCheck"
RECORD = "aws:route53/record:Record"
TARGETS = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
TABLE = "aws:dynamodb/table:Table"
REPLICA = "aws:dynamodb/tableReplica:TableReplica"
PLAN = "aws:backup/plan:Plan"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
API = "holdfast:index:MultiRegionApi"
DATABASE = "aws:rds/instance:Instance"


@cache
def before() -> ResourceGraph:
    return read_preview(json.loads(production()))


def of(was: ResourceGraph | None, will: ResourceGraph | None, **more: Any) -> tuple[Attention, ...]:
    """What needs attention between two graphs."""
    return attention(context(was, will, **more))


def context(was: ResourceGraph | None, will: ResourceGraph | None, **more: Any) -> Context:
    changes = compare(was, will)
    return Context(
        changes=changes,
        groups=group(changes, was, will),
        before=was,
        after=will,
        outlooks=outlooks(was, will),
        **more,
    )


def edited(edit: Callable[[Document], object]) -> tuple[Attention, ...]:
    """What an edit of our production brings up."""
    document = Document(json.loads(production()))
    edit(document)
    return of(before(), read_preview(document.content))


def told(found: tuple[Attention, ...]) -> list[tuple[str, str]]:
    """Severity and id of each item."""
    return [(one.severity.value, one.id) for one in found]


def only(found: tuple[Attention, ...], kind: str) -> Attention:
    """The one item of a kind."""
    (one,) = [each for each in found if each.id == kind]
    return one


def _unprotect(prod: Document) -> None:
    prod.one(TABLE)["protect"] = False
    prod.change(TABLE, "*", "deletionProtectionEnabled", False)


def _open_role(prod: Document) -> None:
    everything = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    change(prod.first("aws:iam/rolePolicy:RolePolicy"), "policy", json.dumps(everything))


def _trust_somebody(prod: Document) -> None:
    principal = {"AWS": "arn:aws:iam::999988887777:root"}
    trust = {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}]}
    change(prod.first("aws:iam/role:Role"), "assumeRolePolicy", json.dumps(trust))


def _slower_than_promised(prod: Document) -> None:
    prod.change(CHECK, "*-endpoint", "failureThreshold", 10)
    prod.change(API, "*", "objectives.rto_seconds", 100)


def _administrator(prod: Document) -> None:
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    prod.add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "all", {"policyArn": arn, "role": "x"})


EDITS: dict[str, tuple[Callable[[Document], object], list[tuple[str, str]]]] = {
    "nothing": (lambda _: None, []),
    "tags in both regions": (lambda prod: prod.change(GROUP, "*", "tags", []), []),
    "a key of the table": (
        lambda prod: prod.change(TABLE, "*", "hashKey", "order_id"),
        [
            ("critical", "replaces-stateful"),
            ("medium", "regions-together"),
            ("low", "permissions-unknown"),
        ],
    ),
    "the table without its replica": (
        lambda prod: prod.remove(REPLICA),
        [
            ("critical", "deletes-stateful"),
            ("high", "breaks-objective"),
            ("medium", "recovery-longer"),
            ("low", "permissions-unknown"),
        ],
    ),
    "protection": (_unprotect, [("high", "protection-removed")]),
    "the lock of a vault": (lambda prod: prod.remove(LOCK, "use1-*"), [("critical", "protection-removed")]),
    "point-in-time recovery": (
        lambda prod: prod.change(TABLE, "*", "pointInTimeRecovery.enabled", False),
        [("high", "backups-weakened")],
    ),
    "how long backups are kept": (
        lambda prod: prod.change(PLAN, "*", "rules.0.lifecycle.deleteAfter", 1),
        [("high", "backups-weakened")],
    ),
    "how often backups are made": (
        lambda prod: prod.change(PLAN, "*", "rules.0.schedule", "cron(0 5 1 * ? *)"),
        [("high", "backups-weakened")],
    ),
    "failures in a row": (
        lambda prod: prod.change(CHECK, "*-endpoint", "failureThreshold", 10),
        [("medium", "recovery-longer"), ("medium", "health-check-weakened")],
    ),
    "failures in a row beyond the objective": (
        _slower_than_promised,
        [("high", "breaks-objective"), ("medium", "health-check-weakened")],
    ),
    "the text that is looked for": (
        lambda prod: prod.change(CHECK, "use1-public-endpoint", "searchString", None),
        [("medium", "health-check-weakened")],
    ),
    "targets looked at less often": (
        lambda prod: prod.change(TARGETS, "*", "healthCheck.interval", 60),
        [
            ("medium", "recovery-longer"),
            ("medium", "health-check-weakened"),
            ("medium", "detection-longer"),
            ("medium", "regions-together"),
        ],
    ),
    "a record of the set": (
        lambda prod: prod.remove(RECORD, "*latency-euw1"),
        [("high", "breaks-objective"), ("high", "dns-weakened")],
    ),
    "the health check of a record": (
        lambda prod: prod.change(RECORD, "*latency-use1", "healthCheckId", None),
        [("high", "dns-weakened")],
    ),
    "the TTL of a record": (
        lambda prod: prod.change(RECORD, "global-public-validation-api*", "ttl", 3600),
        [("medium", "dns-weakened")],
    ),
    "fewer instances in a region": (
        lambda prod: prod.change(GROUP, "use1*", "minSize", 3),
        [("medium", "capacity-lower"), ("low", "capacity-fewer")],
    ),
    "a lower ceiling in a region": (
        lambda prod: prod.change(GROUP, "euw1*", "maxSize", 12),
        [("high", "capacity-short")],
    ),
    "an older version of TLS": (
        lambda prod: prod.change(LISTENER, "use1-*-https", "sslPolicy", "ELBSecurityPolicy-2016-08"),
        [("high", "encryption-weakened")],
    ),
    "AWS's key for the table": (
        lambda prod: prod.change(TABLE, "*", "serverSideEncryption", {"enabled": True}),
        [("high", "encryption-weakened")],
    ),
    "a port for everybody": (
        lambda prod: prod.change(INGRESS, "use1-orders-sg-*", "cidrIpv4", "0.0.0.0/0"),
        [("high", "network-opened")],
    ),
    "a policy for everything": (_open_role, [("high", "permissions-widened")]),
    "trust in somebody new": (_trust_somebody, [("medium", "permissions-widened")]),
    "an administrator": (_administrator, [("high", "permissions-widened")]),
    "an alarm": (
        lambda prod: prod.remove("aws:cloudwatch/compositeAlarm:CompositeAlarm", "euw1-paging"),
        [("medium", "alarms-removed")],
    ),
    "an alarm that tells nobody": (
        lambda prod: prod.change(ALARM, "euw1-public-errors", "actionsEnabled", False),
        [("medium", "alarm-weakened")],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_brings_up_its_items_and_no_others(name: str) -> None:
    edit, expected = EDITS[name]

    assert told(edited(edit)) == expected


def test_numbers_are_told_before_and_after() -> None:
    found = edited(EDITS["failures in a row"][0])

    assert only(found, "health-check-weakened").details == (
        "failureThreshold (3 -> 10): it is noticed later",
    )
    longer = only(found, "recovery-longer")
    assert longer.title == "Losing eu-west-1 and us-east-1 takes longer to recover from"
    assert longer.details == ("90 s: 10 s x 3 + TTL 60 s -> 160 s: 10 s x 10 + TTL 60 s",)


def test_alike_items_of_several_regions_are_one_with_several_resources() -> None:
    found = only(edited(EDITS["failures in a row"][0]), "health-check-weakened")

    assert found.title == "Weakens health check euw1-public-endpoint and use1-public-endpoint"
    assert len(found.resources) == 2


def test_what_forces_a_replacement_is_named_with_its_source() -> None:
    table = only(edited(EDITS["a key of the table"][0]), "replaces-stateful")

    assert table.title == "Replaces DynamoDB table use1-orders-table, with 1 other: what it holds is lost"
    assert table.details[0].startswith("use1-orders-table: hashKey: a change of hashKey replaces")
    assert "it is protected" in table.details[0]
    assert table.source.startswith("https://github.com/hashicorp/terraform-provider-aws/")
    assert table.details[1].startswith("euw1-orders-table: globalTableArn: ")
    assert len(table.resources) == 2


def test_the_objective_that_breaks_is_named() -> None:
    found = only(edited(EDITS["the table without its replica"][0]), "breaks-objective")

    assert found.title == "Losing us-east-1 would now break RPO 5 s"
    assert found.details == (
        "data loss: 1 s: peer in eu-west-1, not bounded -> 38 h: backup copy in eu-central-1, not bounded",
    )


def test_a_lower_ceiling_says_what_it_falls_short_of() -> None:
    found = only(edited(EDITS["a lower ceiling in a region"][0]), "capacity-short")

    assert found.title == "Without us-east-1 the rest cannot grow to the load"
    assert found.details == ("left: 9 of 18 instances; may grow to 18 -> 9 of 18 instances; may grow to 12",)


def test_the_worst_comes_first_and_the_order_is_always_the_same() -> None:
    found = edited(EDITS["the table without its replica"][0])
    ranks = [list(Severity).index(one.severity) for one in found]

    assert ranks == sorted(ranks, reverse=True)
    assert found == edited(EDITS["the table without its replica"][0])


def test_every_item_is_of_a_listed_kind() -> None:
    found = {one.id for edit, _ in EDITS.values() for one in edited(edit)}

    assert found < set(IDS)
    named = {one for answer in (*PITFALLS.values(), *POLICIES.values()) for one in answer.attention}
    assert named <= set(IDS)


def test_titles_are_short() -> None:
    for edit, _ in EDITS.values():
        for one in edited(edit):
            assert len(one.title.split()) <= 15, one.title
            assert "\n" not in one.title


# --- one resource at a time ---------------------------------------------------------------------------------


def single(
    token: str, was: Mapping[str, Any], will: Mapping[str, Any] | None, **state: Any
) -> tuple[Attention, ...]:
    """What a change of one resource brings up; None where it is taken away."""
    others = [step("aws:ec2/vpc:Vpc", f"vpc-{number}") for number in range(20)]
    later = [] if will is None else [step(token, "x", will, **state)]
    return of(graph(*others, step(token, "x", was, **state)), graph(*others, *later))


@pytest.mark.parametrize(
    ("token", "was", "kept"),
    [
        (DATABASE, {"skipFinalSnapshot": True}, {"skipFinalSnapshot": False}),
        ("aws:rds/cluster:Cluster", {"skipFinalSnapshot": True}, {"finalSnapshotIdentifier": "last"}),
        (TABLE, {}, {"pointInTimeRecovery": {"enabled": True}}),
        ("aws:s3/bucket:Bucket", {"forceDestroy": True}, {}),
        ("aws:ecr/repository:Repository", {"forceDelete": True}, {}),
        ("aws:elasticache/replicationGroup:ReplicationGroup", {}, {"finalSnapshotIdentifier": "last"}),
        ("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 0}, {"recoveryWindowInDays": 30}),
    ],
)
def test_data_that_goes_without_a_final_snapshot(
    token: str, was: Mapping[str, Any], kept: Mapping[str, Any]
) -> None:
    assert told(single(token, was, None))[0] == ("critical", "destroys-without-snapshot")
    assert "destroys-without-snapshot" not in {one.id for one in single(token, kept, None)}


def test_what_stays_in_aws_is_not_lost() -> None:
    (found,) = single(DATABASE, {"skipFinalSnapshot": True}, None, retainOnDelete=True)

    assert (found.severity, found.id) == (Severity.MEDIUM, "deletes-stateful")
    assert found.title == "Deletes database x: the old one stays in AWS"


def test_a_possible_replacement_is_said_as_possible() -> None:
    (found,) = single(TABLE, {"restoreBackupArn": "a"}, {"restoreBackupArn": "b"})

    assert (found.severity, found.id) == (Severity.HIGH, "may-replace-stateful")
    assert found.title == "May replace DynamoDB table x and lose what it holds"
    assert found.details[0].startswith("x: restoreBackupArn: possibly: ")


def test_a_replacement_of_which_no_source_says_anything_weighs_less() -> None:
    (found,) = single("aws:docdb/elasticCluster:ElasticCluster", {"shardCount": 1}, {"shardCount": 2})

    assert (found.severity, found.id, found.source) == (Severity.MEDIUM, "may-replace-stateful", "")


def test_a_renamed_store_is_told_of_the_alias() -> None:
    others = [step("aws:ec2/vpc:Vpc", f"vpc-{number}") for number in range(20)]
    region = {"region": "us-east-1"}
    found = of(
        graph(*others, step(DATABASE, "orders", region)), graph(*others, step(DATABASE, "sales", region))
    )

    assert only(found, "deletes-stateful").details[1] == (
        "orders: sales of the same type is new there: a rename needs an alias"
    )


@pytest.mark.parametrize(
    ("token", "was", "will", "kind", "severity"),
    [
        (CHECK, {"disabled": False}, {"disabled": True}, "health-check-weakened", "high"),
        (CHECK, {}, {"disabled": True}, "health-check-weakened", "high"),
        (CHECK, {}, {"invertHealthcheck": True}, "health-check-weakened", "high"),
        (CHECK, {"requestInterval": 10}, {}, "health-check-weakened", "medium"),
        (CHECK, {"regions": ["a", "b", "c"]}, {"regions": ["a"]}, "health-check-weakened", "medium"),
        (TARGETS, {}, {"healthCheck": {"enabled": False}}, "health-check-weakened", "high"),
        (GROUP, {"healthCheckType": "ELB"}, {"healthCheckType": "EC2"}, "health-check-weakened", "medium"),
        (RECORD, {"ttl": 60}, {"ttl": 300}, "dns-weakened", "medium"),
        (
            RECORD,
            {"failoverRoutingPolicies": [{"type": "PRIMARY"}]},
            {"weightedRoutingPolicies": [{"weight": 1}]},
            "dns-weakened",
            "high",
        ),
        (LISTENER, {"protocol": "HTTPS"}, {"protocol": "HTTP"}, "encryption-weakened", "critical"),
        (DATABASE, {"backupRetentionPeriod": 7}, {"backupRetentionPeriod": 1}, "backups-weakened", "high"),
        (DATABASE, {"deletionProtection": True}, {}, "protection-removed", "high"),
        (DATABASE, {}, {"skipFinalSnapshot": True}, "protection-removed", "high"),
        (DATABASE, {}, {"publiclyAccessible": True}, "network-opened", "critical"),
        ("aws:kms/key:Key", {"enableKeyRotation": True}, {}, "encryption-weakened", "medium"),
        ("aws:kms/key:Key", {}, {"deletionWindowInDays": 7}, "protection-removed", "medium"),
        ("aws:s3/bucket:Bucket", {}, {"forceDestroy": True}, "protection-removed", "high"),
    ],
)
def test_an_input_that_weakens(
    token: str, was: Mapping[str, Any], will: Mapping[str, Any], kind: str, severity: str
) -> None:
    assert (severity, kind) in told(single(token, was, will))
    back = [one.id for one in single(token, will, was)]
    assert kind not in back or was.get("failoverRoutingPolicies") or "invertHealthcheck" in will


def test_secrets_and_texts_are_not_told() -> None:
    found = single(CHECK, {"searchString": "hidden words"}, {})
    assert "hidden" not in str(only(found, "health-check-weakened"))
    secret = single(CHECK, {"failureThreshold": "[secret]"}, {"failureThreshold": 3})
    assert secret == ()


def test_what_goes_with_its_subject_is_not_told_by_itself() -> None:
    bucket = step("aws:s3/bucket:Bucket", "data")
    block = step(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "data-block",
        {"bucket": UNKNOWN},
        links={"bucket": [urn("aws:s3/bucket:Bucket", "data")]},
    )
    others = [step("aws:ec2/vpc:Vpc", f"vpc-{number}") for number in range(20)]

    assert [one.id for one in of(graph(*others, bucket, block), graph(*others))] == ["deletes-stateful"]
    assert [one.id for one in of(graph(*others, bucket, block), graph(*others, bucket))] == ["network-opened"]


def test_many_deletions_and_a_whole_stack() -> None:
    many = [step("aws:sns/topic:Topic", f"topic-{number}") for number in range(40)]

    assert [one.id for one in of(graph(*many), graph(*many[9:]))] == ["alarms-removed"]
    assert only(of(graph(*many), graph(*many[10:])), "many-deletions").title == (
        "Deletes or replaces 10 of 40 resources"
    )
    assert told(of(graph(*many), None)) == [("critical", "many-deletions")]
    assert of(None, graph(*many)) == ()


def test_failover_and_data_in_one_update() -> None:
    steps = [step(CHECK, "check", {"failureThreshold": 3}), step(DATABASE, "db", {"allocatedStorage": 10})]
    later = [step(CHECK, "check", {"failureThreshold": 2}), step(DATABASE, "db", {"allocatedStorage": 20})]

    found = only(of(graph(*steps), graph(*later)), "failover-with-data")

    assert found.details == ("failover: check", "data: db")
    assert [one.id for one in of(graph(*steps), graph(steps[0], later[1]))] == []


def test_an_entrance_that_changes_while_its_region_does() -> None:
    steps = [step(LISTENER, "web", {"port": 80}), step(GROUP, "web", {"maxSize": 3})]
    later = [step(LISTENER, "web", {"port": 81}), step(GROUP, "web", {"maxSize": 4})]

    found = of(graph(*steps), graph(*later))

    assert [one.id for one in found] == ["entrance-with-region"]
    assert of(graph(*steps), graph(later[0], steps[1])) == ()


# --- what others say ----------------------------------------------------------------------------------------

EMPTY = graph()
FINDING = Finding(
    id="DNS001-alias-evaluates-target-health",
    verdict=Verdict.FAIL,
    severity=Severity.HIGH,
    resource="urn:x",
    name="x",
    message="it does not",
    fix="turn it on",
    source="https://example.com",
)


def test_new_findings_are_told_by_rule() -> None:
    others = (
        replace(FINDING, name="y", resource="urn:y"),
        replace(FINDING, verdict=Verdict.UNKNOWN, message="not known yet"),
        replace(FINDING, waived="agreed"),
    )
    found = of(EMPTY, EMPTY, new_findings=(FINDING, *others))

    assert told(found) == [("high", "new-finding"), ("low", "new-unknown")]
    assert found[0].title == "DNS001 newly fails: alias evaluates target health"
    assert found[0].details == ("x: it does not", "y: it does not")
    assert (found[0].resources, found[0].fix, found[0].source) == (
        ("urn:x", "urn:y"),
        "turn it on",
        "https://example.com",
    )


def test_a_new_waiver_names_what_it_excuses() -> None:
    waiver = Waiver(check=FINDING.id, reason="agreed", resource="x", until=date(2027, 1, 31))
    (found,) = of(EMPTY, EMPTY, new_waivers=(waiver,), waived=(replace(FINDING, waived="agreed"),))

    assert found.title == "Newly excuses DNS001 for 'x'"
    assert found.details == ("reason: agreed", "until 2027-01-31")
    assert found.resources == ("urn:x",)


def test_policies_have_the_severity_of_their_pack_or_of_their_level() -> None:
    one = PolicyFailure(pack="ours", policy="no-spot", level="mandatory", message="a\nb", resource="urn:x")
    told_so = replace(one, policy="tags", level="advisory", severity=Severity.CRITICAL)
    advisory = replace(one, policy="other", level="advisory")

    found = of(EMPTY, EMPTY, policies=(one, told_so, advisory))

    assert told(found) == [("critical", "policy-fails"), ("high", "policy-fails"), ("low", "policy-fails")]
    assert (found[1].title, found[1].details) == ("Policy no-spot fails (mandatory)", ("a b",))


@dataclass(frozen=True)
class Limits:
    warn_monthly_increase: Decimal | None = None
    warn_percent: Decimal | None = None
    fail_monthly_increase: Decimal | None = None
    fail_percent: Decimal | None = None


def estimate(monthly: str) -> Estimate:
    item = CostItem(name="hours", unit="month", quantity=Decimal(1), price=Decimal(monthly))
    resource = ResourceCost(
        urn="urn:x",
        name="x",
        type="aws:rds/instance:Instance",
        place="us-east-1",
        component="orders",
        standing=Standing.PRICED,
        items=(item,),
    )
    return Estimate(
        stack="prod", prices_as_of=date(2026, 11, 1), usage={}, resources=(resource,), transfer=()
    )


@pytest.mark.parametrize(
    ("limits", "was", "will", "expected"),
    [
        (Limits(), "100", "1000", []),
        (Limits(warn_monthly_increase=Decimal(50)), "100", "149", []),
        (Limits(warn_monthly_increase=Decimal(50)), "100", "150", [("medium", "cost-rises")]),
        (Limits(warn_percent=Decimal(20)), "100", "120", [("medium", "cost-rises")]),
        (
            Limits(fail_percent=Decimal(20), warn_percent=Decimal(1)),
            "100",
            "120",
            [("high", "cost-over-limit")],
        ),
        (Limits(fail_monthly_increase=Decimal(0)), "100", "90", []),
        (Limits(warn_monthly_increase=Decimal(10)), "100", "90", [("low", "cost-falls")]),
        (Limits(warn_monthly_increase=Decimal(10)), "100", "90.01", []),
        (Limits(warn_percent=Decimal(50), fail_percent=Decimal(60)), "100", "0", [("low", "cost-falls")]),
        (Limits(warn_percent=Decimal(20)), "0", "120", []),
    ],
)
def test_cost_is_told_from_its_thresholds_on(
    limits: Limits, was: str, will: str, expected: list[tuple[str, str]]
) -> None:
    found = of(EMPTY, EMPTY, cost_before=estimate(was), cost_after=estimate(will), thresholds=limits)

    assert told(found) == expected


def test_cost_says_which_component_it_is() -> None:
    (found,) = of(
        EMPTY,
        EMPTY,
        cost_before=estimate("100"),
        cost_after=estimate("160"),
        thresholds=Limits(warn_monthly_increase=Decimal(50)),
    )

    assert found.title == "Costs USD 60.00 a month more (+60 %)"
    assert found.details == (
        "USD 100.00 -> USD 160.00 a month",
        "the threshold is USD 50.00 a month",
        "orders: +USD 60.00",
    )


def test_a_fall_says_which_component_it_is() -> None:
    (found,) = of(
        EMPTY,
        EMPTY,
        cost_before=estimate("100"),
        cost_after=estimate("60"),
        thresholds=Limits(warn_percent=Decimal(40)),
    )

    assert found.title == "Costs USD 40.00 a month less (-40 %)"
    assert found.details == (
        "USD 100.00 -> USD 60.00 a month",
        "the threshold is 40 %",
        "orders: -USD 40.00",
    )


HUNDRED_MORE = "about USD 100.00 a month by the dearest prices known elsewhere"
FIVE_HUNDRED_MORE = "about USD 500.00 a month by the dearest prices known elsewhere"


def unpriced(quantity: str | None, elsewhere: str | None) -> Estimate:
    """The estimate with a vault whose backups have no price."""
    whole = estimate("100")
    item = CostItem(
        name="backups",
        unit="GB month",
        quantity=None if quantity is None else Decimal(quantity),
        price=None,
        elsewhere=None if elsewhere is None else Decimal(elsewhere),
    )
    vault = replace(whole.resources[0], urn="urn:v", name="vault", standing=Standing.MISSING, items=(item,))
    return replace(whole, resources=(*whole.resources, vault))


@pytest.mark.parametrize(
    ("before", "after", "severity", "said"),
    [
        (estimate("100"), unpriced("1000", "0.1"), "low", HUNDRED_MORE),
        (estimate("100"), unpriced("5000", "0.1"), "medium", FIVE_HUNDRED_MORE),
        (estimate("100"), unpriced("1000", None), "low", "1 of a size that nobody can say"),
        (estimate("100"), unpriced(None, "0.1"), "low", "1 of a size that nobody can say"),
        (unpriced("1000", "0.1"), unpriced("6000", "0.1"), "medium", FIVE_HUNDRED_MORE),
        (unpriced("6000", "0.1"), unpriced("6000", "0.1"), None, ""),
        (unpriced("6000", "0.1"), unpriced("1000", "0.1"), None, ""),
        (unpriced("6000", "0.1"), estimate("100"), None, ""),
    ],
)  # fmt: skip
def test_a_price_that_is_missing_is_said_where_it_appears_or_grows(
    before: Estimate, after: Estimate, severity: str | None, said: str
) -> None:
    limits = Limits(warn_monthly_increase=Decimal(500))
    found = of(EMPTY, EMPTY, cost_before=before, cost_after=after, thresholds=limits)

    assert told(found) == ([(severity, "cost-not-known")] if severity else [])
    if severity:
        assert found[0].title == "Lacks a price for a part of a resource that it adds or lets grow"
        assert found[0].details == (said, "vault (us-east-1)")


def test_a_price_that_is_missing_is_said_without_thresholds() -> None:
    found = of(EMPTY, EMPTY, cost_before=estimate("100"), cost_after=unpriced("1000", "0.1"))

    assert told(found) == [("low", "cost-not-known")]


def test_a_stack_that_does_not_promise_to_outlive_a_region_need_not_grow_without_one() -> None:
    alone = [*group_of(USE1, 6, 3)]
    assert "capacity-short" not in [one.id for one in of(None, graph(*alone))]
    short = [*group_of(USE1, 6, 3), *group_of(EUW1, 2, 2, most=2)]
    assert only(of(None, graph(*short)), "capacity-short").title == (
        "Without us-east-1 the rest cannot grow to the load"
    )
    zonal = promises(survives="zone", rto_seconds=900)
    assert "capacity-short" not in [one.id for one in of(None, graph(*short, *zonal))]


def test_a_pilot_light_leaves_nothing_and_is_no_riddle() -> None:
    before, after = (
        graph(*group_of(USE1, 6, 3), *group_of(EUW1, 3, 3)),
        graph(*group_of(USE1, 6, 3), *group_of(EUW1, 0, 3, most=12)),
    )

    found = of(before, after)

    assert told(found) == [("high", "capacity-lower")]
    assert found[0].title == "Losing us-east-1 leaves less of the capacity"
    assert found[0].details == ("left: 3 of 9 instances; may grow to 6 -> 0 of 6 instances; may grow to 12",)


def test_a_health_check_that_goes_weighs_by_what_it_decides() -> None:
    whole = graph(*site(USE1, latency(USE1), check={}), *site(EUW1, latency(EUW1), check={}))
    idle = graph(*[step("aws:ec2/vpc:Vpc", str(number)) for number in range(9)], step(CHECK, "idle"))
    without = graph(*[step("aws:ec2/vpc:Vpc", str(number)) for number in range(9)])
    less = ResourceGraph(
        resources={key: one for key, one in whole.resources.items() if key != urn(CHECK, "use1-check")},
        source=whole.source,
    )

    decides = only(of(whole, less), "health-check-weakened")
    assert (decides.severity, decides.details) == (Severity.HIGH, ("it decided for use1-record",))
    assert only(of(idle, without), "health-check-weakened").severity is Severity.MEDIUM
