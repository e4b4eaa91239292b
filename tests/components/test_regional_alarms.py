"""The alarms of a place: which there are, what each looks at, when it rings, and whom it tells."""

from __future__ import annotations

import pytest

from holdfast.components.alarm_kinds import KINDS
from tests.components.alarm_sample import EVERYTHING
from tests.components.regional_alarms_samples import ALL, alarms, metric, only, queries


def test_every_kind_of_a_place_is_there_and_no_other() -> None:
    elsewhere = {"unreachable", "out-of-traffic", "no-region", "maintenance", "outside", "paging"}
    nouns = {kind.noun for kind in KINDS} - elsewhere
    named = {noun for noun in nouns for one in ALL.of("MetricAlarm") if one.name.endswith(f"-{noun}")}
    assert named == nouns
    assert {one.type for one in ALL if one.custom} == {
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        "aws:cloudwatch/alarmMuteRule:AlarmMuteRule",
        "aws:cloudwatch/logMetricFilter:LogMetricFilter",
        "aws:s3/bucketMetric:BucketMetric",
    }
    assert {one.region for one in ALL if one.custom} == {"eu-west-1"}


def test_a_place_without_anything_has_no_alarm() -> None:
    assert only().pairs() == {("holdfast:index:RegionalAlarms", "euw1")}
    assert only()("euw1").outputs.get("paging_alarm_arn") is None
    assert only()("euw1").outputs.get("stop_alarm_arn") is None


LOOKS_AT: dict[str, tuple[str, str, dict[str, str], str]] = {
    "public-latency-p50": (
        "AWS/ApplicationELB",
        "TargetResponseTime",
        {"LoadBalancer": "app/public/1"},
        "p50",
    ),
    "http-latency-p99": ("AWS/ApiGateway", "Latency", {"ApiId": "a1"}, "p99"),
    "public-rejected": (
        *("AWS/ApplicationELB", "RejectedConnectionCount"),
        *({"LoadBalancer": "app/public/1"}, "Sum"),
    ),
    "own-rejected": ("AWS/NetworkELB", "RejectedFlowCount", {"LoadBalancer": "net/own/1"}, "Sum"),
    "http-rejected": ("Holdfast/holdfast-prod", "euw1-http-429", {}, "Sum"),
    "orders-cpu": ("AWS/EC2", "CPUUtilization", {"AutoScalingGroupName": "orders-asg"}, "Average"),
    "orders-memory": (
        *("Holdfast/orders", "mem_used_percent"),
        *({"AutoScalingGroupName": "orders-asg"}, "Average"),
    ),
    "orders-disk": (
        *("Holdfast/orders", "disk_used_percent"),
        *({"AutoScalingGroupName": "orders-asg", "path": "/", "fstype": "xfs"}, "Maximum"),
    ),
    "tasks-cpu": ("AWS/ECS", "CPUUtilization", {"ClusterName": "c", "ServiceName": "tasks"}, "Average"),
    "mail-function-throttles": ("AWS/Lambda", "Throttles", {"FunctionName": "mail-fn"}, "Sum"),
    "mail-concurrency": ("AWS/Lambda", "ConcurrentExecutions", {"FunctionName": "mail-fn"}, "Maximum"),
    "nodes-cpu": ("ContainerInsights", "node_cpu_utilization", {"ClusterName": "pods"}, "Maximum"),
    "eks-failed-nodes": (
        "ContainerInsights",
        "cluster_failed_node_count",
        {"ClusterName": "pods"},
        "Maximum",
    ),
    "aurora-database-cpu": ("AWS/RDS", "CPUUtilization", {"DBClusterIdentifier": "aurora-1"}, "Maximum"),
    "aurora-database-memory": ("AWS/RDS", "FreeableMemory", {"DBClusterIdentifier": "aurora-1"}, "Minimum"),
    "aurora-acu": ("AWS/RDS", "ACUUtilization", {"DBClusterIdentifier": "aurora-1"}, "Maximum"),
    "rds-database-storage": ("AWS/RDS", "FreeStorageSpace", {"DBInstanceIdentifier": "rds-1"}, "Minimum"),
    "rds-database-connections": (
        *("AWS/RDS", "DatabaseConnections"),
        *({"DBInstanceIdentifier": "rds-1"}, "Maximum"),
    ),
    "ledger-query-timeouts": ("AWS/AuroraDSQL", "QueryTimeouts", {"ClusterId": "abc123"}, "Sum"),
    "flags-cache-cpu": (
        *("AWS/ElastiCache", "EngineCPUUtilization"),
        *({"CacheClusterId": "flags-001"}, "Average"),
    ),
    "flags-lag": ("AWS/ElastiCache", "ReplicationLag", {"CacheClusterId": "flags-001"}, "Maximum"),
    "pages-cache-throttles": ("AWS/ElastiCache", "ThrottledCmds", {"clusterId": "pages-cache"}, "Sum"),
    "files-bucket-errors": (
        *("AWS/S3", "5xxErrors"),
        *({"BucketName": "files-bucket", "FilterId": "EntireBucket"}, "Average"),
    ),
    "mail-dead-letters-queue-age": (
        *("AWS/SQS", "ApproximateAgeOfOldestMessage"),
        *({"QueueName": "mail-dlq"}, "Maximum"),
    ),
    "public-waf-blocked": (
        *("AWS/WAFV2", "BlockedRequests"),
        *({"WebACL": "euw1-public-acl", "Region": "eu-west-1", "Rule": "ALL"}, "Sum"),
    ),
}
"""Alarm → namespace, metric, dimensions and statistic that it looks at, as AWS documents them."""
SLOW = {"orders-cpu", "orders-memory", "orders-disk", "tasks-cpu", "nodes-cpu"}
"""Alarms on periods of five minutes: basic monitoring of EC2 tells no oftener."""


@pytest.mark.parametrize("name", sorted(LOOKS_AT))
def test_an_alarm_looks_at(name: str) -> None:
    namespace, metric_name, dimensions, stat = LOOKS_AT[name]
    found = metric(f"euw1-{name}")
    assert (found[0], found[1], found[2] or {}, found[3]) == (namespace, metric_name, dimensions, stat)
    assert found[4] == (300 if name in SLOW else 60)


@pytest.mark.parametrize(
    ("name", "metrics", "expression"),
    [
        (
            "public-errors",
            {"HTTPCode_ELB_5XX_Count": "f0", "HTTPCode_Target_5XX_Count": "f1", "RequestCount": "r0"},
            (
                "IF((FILL(r0, 0) + FILL(f0, 0)) >= 20, 100 * (FILL(f0, 0) + FILL(f1, 0)) / "
                "(FILL(r0, 0) + FILL(f0, 0)), 0)"
            ),
        ),
        (
            "rest-errors",
            {"5XXError": "f0", "Count": "r0"},
            "IF((FILL(r0, 0)) >= 20, 100 * (FILL(f0, 0)) / (FILL(r0, 0)), 0)",
        ),
        (
            "orders-at-maximum",
            {"GroupInServiceInstances": "running", "GroupMaxSize": "most"},
            "IF(running >= most, 1, 0)",
        ),
        ("tasks-at-maximum", {"DesiredTaskCount": "wanted"}, "IF(wanted >= 12, 1, 0)"),
        (
            "mail-function-errors",
            {"Errors": "failed", "Invocations": "calls"},
            "IF(calls > 0, 100 * failed / calls, 0)",
        ),
        (
            "a-nat-drops",
            {
                "PacketsDropCount": "dropped",
                "PacketsInFromSource": "inside",
                "PacketsInFromDestination": "outside",
            },
            "IF(inside + outside > 0, 100 * dropped / (inside + outside), 0)",
        ),
    ],
)  # fmt: skip
def test_an_alarm_is_computed_from(name: str, metrics: dict[str, str], expression: str) -> None:
    found, computed = queries(f"euw1-{name}")
    assert {metric_name: key for key, metric_name, *_ in found} == metrics
    assert computed == expression


def test_what_several_metrics_of_one_name_add_up_to() -> None:
    ports, added = queries("euw1-nat-ports")
    assert [one[2] for one in ports] == [{"NatGatewayId": "nat-a"}, {"NatGatewayId": "nat-b"}]
    assert added == "FILL(p0, 0) + FILL(p1, 0)"

    zone, healthy = queries("euw1-public-orders-a-zone-hosts")
    assert [one[2] for one in zone] == [
        {"LoadBalancer": "app/public/1", "TargetGroup": group, "AvailabilityZone": "eu-west-1a"}
        for group in ("targetgroup/orders/1", "targetgroup/orders2/2")
    ]
    assert (healthy, {one[3] for one in zone}) == ("FILL(h0, 0) + FILL(h1, 0)", {"Minimum"})

    lag, highest = queries("euw1-carts-lag")
    assert [one[2]["ReceivingRegion"] for one in lag] == ["ap-northeast-1", "us-east-1"]
    assert highest == "MAX([to0, to1])"

    replica, worst = queries("euw1-rds-lag")
    assert [one[1:] for one in replica] == [
        ("ReplicaLag", {"DBInstanceIdentifier": "rds-1"}, "Maximum"),
        ("ReplicaLag", {"DBInstanceIdentifier": "rds-1"}, "Minimum"),
    ]
    assert worst == "IF(least < 0, 61, lag)"

    nodes, _ = queries("euw1-sessions-lag")
    assert {(one[1], one[2]["CacheClusterId"]) for one in nodes} == {
        ("GlobalDatastoreReplicationLag", "sessions-001"),
        ("GlobalDatastoreReplicationLag", "sessions-002"),
    }


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (
            "aurora-lag",
            "SELECT MAX(AuroraGlobalDBRPOLag) FROM \"AWS/RDS\" WHERE DBClusterIdentifier = 'aurora-1'",
        ),
        ("carts-table-errors", "SELECT SUM(SystemErrors) FROM \"AWS/DynamoDB\" WHERE TableName = 'carts'"),
        (
            "carts-table-throttles",
            "SELECT SUM(ThrottledRequests) FROM \"AWS/DynamoDB\" WHERE TableName = 'carts'",
        ),
    ],
)
def test_what_is_told_by_more_than_one_dimension_is_queried(name: str, query: str) -> None:
    (found,) = ALL(f"euw1-{name}", "MetricAlarm").inputs["metricQueries"]
    assert (found["expression"], found["period"], found["returnData"]) == (query, 60, True)


@pytest.mark.parametrize(
    ("name", "threshold"),
    [
        ("public-errors", 5),
        ("public-orders-no-hosts", 1),
        ("mail-concurrency", 180),
        ("aurora-database-memory", 0.05 * 16 * 2 * 1024**3),
        ("rds-database-connections", 900),
        ("rds-database-storage", 10 * 1024**3),
        ("aurora-lag", 60_000),
        ("rds-lag", 60),
        ("carts-lag", 60_000),
        ("sessions-lag", 60),
        ("flags-evictions", 0),
        ("pages-cache-memory", 8_000_000_000),
        ("files-bucket-errors", 0.05),
        ("orders-at-maximum", 1),
        ("a-nat-drops", 0.01),
    ],
)
def test_a_threshold_is_in_the_metrics_own_unit(name: str, threshold: float) -> None:
    assert ALL(f"euw1-{name}", "MetricAlarm").inputs["threshold"] == pytest.approx(threshold)


@pytest.mark.parametrize(
    "name",
    [
        "public-latency-p50",
        "own-latency-p99",
        "rds-database-memory",
        "aurora-database-connections",
        "ledger-conflicts",
        "sessions-node1-evictions",
        "public-waf-blocked",
    ],
)
def test_where_a_number_lies_there_is_a_band(name: str) -> None:
    found = ALL(f"euw1-{name}", "MetricAlarm").inputs
    watched, band = found["metricQueries"]
    below = name.endswith("memory")
    assert (watched["id"], watched["returnData"], band["id"], band["returnData"]) == (
        "watched",
        True,
        "band",
        True,
    )
    assert band["expression"] == "ANOMALY_DETECTION_BAND(watched, 3)"
    assert found["thresholdMetricId"] == "band"
    assert found["comparisonOperator"] == ("LessThanLowerThreshold" if below else "GreaterThanUpperThreshold")
    assert found.get("threshold") is None


def test_a_promised_latency_pages_in_the_doors_own_unit() -> None:
    found = alarms(
        thresholds={**EVERYTHING["thresholds"], "latency_p99_ms": 800},
        bands=["latency_p50_ms"],
        promised=["latency_p99_ms"],
    )
    of = {name: found(f"euw1-{name}-latency-p99", "MetricAlarm").inputs for name in ("public", "http", "own")}
    assert {name: one["threshold"] for name, one in of.items()} == {"public": 0.8, "http": 800, "own": 0.8}
    assert of["public"]["extendedStatistic"] == "p99"
    assert of["public"]["evaluateLowSampleCountPercentiles"] == "ignore"
    assert of["public"]["tags"]["Severity"] == "page"
    assert 'ALARM("euw1-public-latency-p99-0000")' in found("euw1-paging").inputs["alarmRule"]
