"""What needs attention of one resource at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.checks import Severity
from tests.graph.documents import UNKNOWN, graph, step, urn
from tests.review.attention_samples import CHECK, GROUP, LISTENER, RECORD, TABLE, TARGETS, of, only, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.review.model import Attention

DATABASE = "aws:rds/instance:Instance"


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
