"""What each family of services is billed by: quantities of a month by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cost.bills import QUIET, bill, only, quantities
from tests.graph.documents import UNKNOWN, step, urn

LB = "aws:lb/loadBalancer:LoadBalancer"
SUBNETS = ["subnet-1", "subnet-2", "subnet-3"]
TEMPLATE = step(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "lt",
    {
        "instanceType": "m7g.large",
        "blockDeviceMappings": [{"ebs": {"volumeType": "gp3", "volumeSize": 20}}],
        "monitoring": {"enabled": True},
    },
)
OF_TEMPLATE = {"launchTemplate": [urn("aws:ec2/launchTemplate:LaunchTemplate", "lt")]}


def test_a_load_balancer_needs_the_units_of_its_largest_dimension() -> None:
    # 730 x 3600 connections of a request in a month are one a second; 12 kB each: 31.536 GB.
    usage = {"requests_million": 2.628, "requests_per_connection": 1, "connection_seconds": 1}
    found = bill(step(LB, "lb", {"subnets": SUBNETS}), usage=usage)
    lines = quantities(found, "lb")
    assert lines["Application Load Balancer"] == 730
    assert lines["public IPv4 address"] == 3 * 730
    assert lines["Application Load Balancer, capacity units"] == pytest.approx(max(1 / 25 * 730, 31.536))


def test_an_inside_load_balancer_has_no_public_address() -> None:
    found = bill(step(LB, "lb", {"internal": True, "subnets": SUBNETS}), usage=QUIET)
    assert "public IPv4 address" not in quantities(found, "lb")


@pytest.mark.parametrize(
    ("inputs", "steady", "spot"),
    [
        ({"minSize": 3, "maxSize": 9}, 3, None),
        ({"minSize": 3, "maxSize": 9, "desiredCapacity": 5}, 5, None),
        ({"minSize": UNKNOWN, "maxSize": 9}, None, None),
    ],
)
def test_a_group_runs_its_desired_or_its_smallest_number(
    inputs: Any, steady: float | None, spot: None
) -> None:
    found = bill(TEMPLATE, step("aws:autoscaling/group:Group", "asg", inputs, links=OF_TEMPLATE))
    lines = quantities(found, "asg")
    assert lines["instances m7g.large, on demand"] == (None if steady is None else steady * 730)
    assert lines.get("instances m7g.large, spot") == spot
    if steady is not None:
        assert (lines["volumes gp3"], lines["detailed metrics of instances"]) == (steady * 20, steady * 7)


def test_what_is_out_on_average_is_spot_above_the_base() -> None:
    policy = {
        "instancesDistribution": {"onDemandBaseCapacity": 4, "onDemandPercentageAboveBaseCapacity": 25},
        "launchTemplate": {"overrides": [{"instanceType": "m7g.large"}, {"instanceType": "m6g.large"}]},
    }
    group = step(
        "aws:autoscaling/group:Group", "asg", {"minSize": 4, "maxSize": 12, "mixedInstancesPolicy": policy}
    )
    found = bill(
        group,
        prices={"ec2/m7g.large/hour": 1},
        usage={"scale_out_percent": 50, "spot_percent_off": 50, "savings_percent_off": 30},
    )
    steady, spot = only(found, "asg").items
    assert [steady.quantity, spot.quantity] == [5 * 730, 3 * 730 / 2]
    assert float(steady.price or 0) == 0.7
    assert "the first of m7g.large, m6g.large" in steady.note


def test_a_size_that_the_table_lacks_costs_by_another_of_its_family() -> None:
    found = bill(
        step("aws:ec2/instance:Instance", "one", {"instanceType": "m7g.2xlarge"}),
        prices={"ec2/m7g.large/hour": 0.1},
    )
    assert only(found, "one").items[0].price is None  # a global row is no row of the region

    from holdfast.cost.sizes import from_family  # noqa: PLC0415  # this test alone needs it
    from holdfast.prices import shipped  # noqa: PLC0415  # see above

    price = from_family(shipped(), "ec2/m7g.2xlarge/hour", "us-east-1")
    assert price is not None
    assert float(price.usd) == pytest.approx(0.3264)
    assert price.source.startswith("by the price of m7g.large: ")
    assert from_family(shipped(), "ec2/x9.metal/hour", "us-east-1") is None


def test_tasks_on_fargate_are_spot_by_weight_above_the_base() -> None:
    task = "aws:ecs/taskDefinition:TaskDefinition"
    service = {
        "desiredCount": 10,
        "capacityProviderStrategies": [
            {"capacityProvider": "FARGATE", "base": 4, "weight": 1},
            {"capacityProvider": "FARGATE_SPOT", "weight": 2},
        ],
    }
    found = bill(
        step(task, "task", {"cpu": "512", "memory": "1024", "runtimePlatform": {"cpuArchitecture": "ARM64"}}),
        step("aws:ecs/service:Service", "svc", service, links={"taskDefinition": [urn(task, "task")]}),
    )
    lines = quantities(found, "svc")
    assert lines["Fargate Graviton, vCPU"] == 6 * 0.5 * 730
    assert lines["Fargate Graviton, memory, spot"] == 4 * 1 * 730


def test_every_write_to_a_global_table_is_billed_in_every_region() -> None:
    table, copy = "aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"
    usage = {
        "requests_million": 100,
        "writes_per_request": 0.5,
        "reads_per_request": 2,
        "item_kilobytes": 1.5,
    }
    inputs = {
        "billingMode": "PAY_PER_REQUEST",
        "globalSecondaryIndexes": [{"name": "by-status"}],
        "pointInTimeRecovery": {"enabled": True},
    }
    found = bill(
        step(LB, "lb", {"internal": True}),
        step(table, "orders", inputs),
        step(copy, "there", {"region": "eu-west-1"}, links={"globalTableArn": [urn(table, "orders")]}),
        usage={**usage, "storage_gigabytes": 10},
    )
    writes = 100 * 0.5 * 2 * 2  # 1.5 kB are two units; the table and one index
    assert quantities(found, "orders") == {
        "replicated writes": writes,
        "reads": 100 * 2 * 0.5,
        "table storage": 10,
        "point-in-time recovery": 10,
    }
    # Nothing is read there, and what has neither price nor quantity is left out.
    assert quantities(found, "there") == {"replicated writes": writes, "table storage": 10}


def test_what_an_edge_cache_answers_reaches_no_region() -> None:
    edge = step("aws:cloudfront/distribution:Distribution", "edge")
    usage = {"requests_million": 100, "cache_hit_percent": 60, "response_kilobytes": 10}
    found = bill(edge, step("aws:apigatewayv2/api:Api", "api"), usage=usage)
    assert quantities(found, "api") == {"HTTP API requests": 40}
    assert quantities(found, "edge") == {"requests of clients": 10_000, "transfer to clients": 1000}


def test_a_second_cluster_of_a_global_database_pays_replicated_writes() -> None:
    top, cluster = "aws:rds/globalCluster:GlobalCluster", "aws:rds/cluster:Cluster"
    links = {"globalClusterIdentifier": [urn(top, "all")]}
    given = {"engine": "aurora-postgresql", "globalClusterIdentifier": UNKNOWN, "backupRetentionPeriod": 7}
    usage = {
        "requests_million": 100, "writes_per_request": 1, "reads_per_request": 2,
        "io_per_write": 4, "io_per_read": 0.5, "storage_gigabytes": 10,
    }  # fmt: skip
    found = bill(
        step(LB, "lb", {"internal": True}),
        step(top, "all"),
        step(cluster, "first", {**given, "masterUsername": "root"}, links=links),
        step(cluster, "second", {**given, "region": "eu-west-1"}, links=links),
        usage=usage,
    )
    assert quantities(found, "first")["database I/O"] == 100 * 4 + 100 * 2 * 0.5
    assert quantities(found, "second")["replicated write I/O"] == 400
    assert "database I/O" not in quantities(found, "second")  # no request there, and no price: nothing to say


def test_a_serverless_standby_idles_at_its_least_capacity() -> None:
    cluster, member = "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"
    scaling = {"serverlessv2ScalingConfiguration": {"minCapacity": 1, "maxCapacity": 11}}
    given = {"engine": "aurora-postgresql", "globalClusterIdentifier": UNKNOWN, **scaling}
    steps = [step(LB, "lb", {"internal": True})]
    for name, region, more in (
        ("first", "us-east-1", {"masterUsername": "root"}),
        ("second", "eu-west-1", {}),
    ):
        steps.append(step(cluster, name, {**given, "region": region, **more}))
        inputs = {"instanceClass": "db.serverless", "engine": "aurora-postgresql", "region": region}
        steps.append(step(member, f"{name}-a", inputs, links={"clusterIdentifier": [urn(cluster, name)]}))
    found = bill(*steps, usage={"acu_percent": 20})
    assert quantities(found, "first-a") == {"database capacity": 3 * 730}
    assert quantities(found, "second-a") == {"database capacity": 730}


@pytest.mark.parametrize(
    ("inputs", "price", "options"),
    [
        ({"type": "HTTPS", "requestInterval": 30}, "other", 1),
        ({"type": "HTTPS_STR_MATCH", "requestInterval": 10, "measureLatency": True}, "other", 4),
        ({"type": "CALCULATED"}, "aws", 0),
        ({"type": "TCP", "requestInterval": 10}, "other", 1),
    ],
)
def test_a_health_check_pays_for_each_option(inputs: Any, price: str, options: int) -> None:
    prices = {f"route53/health-check/{price}/month": 1, f"route53/health-check-option/{price}/month": 100}
    found = bill(step("aws:route53/healthCheck:HealthCheck", "check", inputs), prices=prices)
    assert only(found, "check").monthly == 1 + 100 * options


@pytest.mark.parametrize(
    ("inputs", "count", "key"),
    [
        ({"metricName": "Errors", "period": 60}, 1, "cloudwatch/alarm/month"),
        ({"metricName": "Errors", "period": 10}, 1, "cloudwatch/high-resolution-alarm/month"),
        ({"metricQueries": [{"metric": {}}, {"metric": {"period": 60}}, {"expression": "a/b"}]}, 2,
         "cloudwatch/alarm/month"),
        ({"metricQueries": [{"metric": {"period": 60}}, {"expression": "ANOMALY_DETECTION_BAND(m1, 2)"}]}, 3,
         "cloudwatch/alarm/month"),
    ],
)  # fmt: skip
def test_an_alarm_is_billed_by_its_metrics(inputs: Any, count: int, key: str) -> None:
    found = bill(step("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", inputs), prices={key: 1})
    assert only(found, "alarm").monthly == count


def test_whole_backups_are_kept_as_often_as_days_and_copied_to_other_regions() -> None:
    table, plan, vault = "aws:dynamodb/table:Table", "aws:backup/plan:Plan", "aws:backup/vault:Vault"
    rule = {
        "schedule": "cron(30 4 * * ? *)",
        "lifecycle": {"deleteAfter": 35},
        "copyActions": [{"destinationVaultArn": UNKNOWN, "lifecycle": {"deleteAfter": 90}}],
    }
    found = bill(
        step(table, "orders", {"billingMode": "PAY_PER_REQUEST"}),
        step(vault, "here"),
        step(vault, "there", {"region": "eu-west-1"}),
        step(plan, "daily", {"rules": [rule]}, links={"rules": [urn(vault, "here"), urn(vault, "there")]}),
        step("aws:backup/selection:Selection", "all", {"resources": [UNKNOWN], "planId": UNKNOWN},
             links={"planId": [urn(plan, "daily")], "resources": [urn(table, "orders")]}),
        usage={"storage_gigabytes": 100},
    )  # fmt: skip
    assert quantities(found, "here") == {"backups of orders": 3500}
    assert quantities(found, "there") == {"backups of orders": 9000}
    copied = [float(item.quantity or 0) for item in found.transfer if "copies of backups" in item.name]
    assert copied == [pytest.approx(100 * 730 / 24)]


def test_a_canary_runs_by_its_schedule_and_an_experiment_by_its_minutes() -> None:
    found = bill(
        step("aws:synthetics/canary:Canary", "canary", {"schedule": {"expression": "rate(5 minutes)"}}),
        step(
            "aws:fis/experimentTemplate:ExperimentTemplate",
            "cut",
            {
                "actions": [
                    {
                        "actionId": "aws:network:disrupt",
                        "parameters": [{"key": "duration", "value": "PT15M"}],
                    },
                    {"actionId": "aws:fis:wait", "parameters": [{"key": "duration", "value": "PT1H"}]},
                ]
            },
        ),
        usage={"experiment_runs": 2},
    )
    assert quantities(found, "canary") == {"canary, runs": 8760}
    assert quantities(found, "cut") == {"minutes of actions": 30}


def test_a_database_unit_that_nobody_stated_is_missing() -> None:
    found = bill(
        step("aws:dsql/cluster:Cluster", "db"), prices={"dsql/million-DPU": 8, "dsql/storage/GB-month": 1}
    )
    item = only(found, "db").items[0]
    assert (item.quantity, item.monthly) == (None, None)
    assert item.note.startswith("state dsql_million_dpus")


def test_a_bucket_that_serves_holds_documents_and_so_does_its_copy_and_no_other() -> None:
    token, policy = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"
    task, copying = (
        "aws:ecs/taskDefinition:TaskDefinition",
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    )
    timed = {"replicationTime": {"status": "Enabled"}}
    found = bill(
        step(token, "documents"),
        step(token, "copy", {"region": "eu-west-1"}),
        step(token, "logs"),
        step(policy, "policy", links={"bucket": [urn(token, "documents")]}),
        step(task, "task", links={"containerDefinitions": [urn(policy, "policy")]}),
        step(copying, "replication", {"rules": [{"status": "Enabled", "destination": timed}]},
             links={"bucket": [urn(token, "documents")], "rules": [urn(token, "copy")]}),
        usage={"bucket_gigabytes": 100, "log_bucket_gigabytes": 5, "bucket_writes_million": 1,
               "bucket_reads_million": 2, "object_kilobytes": 50},
    )  # fmt: skip
    documents = {"objects": 100, "writes of objects": 1000, "reads of objects": 2000}
    assert quantities(found, "documents") == documents
    assert quantities(found, "copy") == documents
    assert quantities(found, "logs") == {"objects": 5}
    assert quantities(found, "replication") == {"copies of objects": 1000, "copies within a time limit": 50}
    assert {item.name: item.quantity for item in found.transfer} == {
        "us-east-1 to eu-west-1: replication of documents": 50
    }


def test_snapshots_of_aurora_cost_nothing_as_long_as_its_own_backup_reaches_back() -> None:
    cluster, plan, vault = "aws:rds/cluster:Cluster", "aws:backup/plan:Plan", "aws:backup/vault:Vault"

    def kept(own_days: int, *rules: dict[str, Any]) -> tuple[float | None, float | None]:
        found = bill(
            step(cluster, "db", {"engine": "aurora-postgresql", "backupRetentionPeriod": own_days}),
            step(vault, "here"),
            step(vault, "there", {"region": "eu-west-1"}),
            step(plan, "daily", {"rules": list(rules)},
                 links={"rules": [urn(vault, "here"), urn(vault, "there")]}),
            step("aws:backup/selection:Selection", "all", {"resources": [UNKNOWN], "planId": UNKNOWN},
                 links={"planId": [urn(plan, "daily")], "resources": [urn(cluster, "db")]}),
            prices={"aurora-backup/GB-month": 1},
            usage={"storage_gigabytes": 100, "changed_percent_a_day": 5},
        )  # fmt: skip
        return tuple(
            sum(float(item.quantity or 0) for item in only(found, name).items) for name in ("here", "there")
        )  # type: ignore[return-value]  # two of them

    copy = {"destinationVaultArn": UNKNOWN, "lifecycle": {"deleteAfter": 90}}
    daily = {"schedule": "cron(0 5 * * ? *)", "lifecycle": {"deleteAfter": 35}, "copyActions": [copy]}
    always = {"enableContinuousBackup": True, "lifecycle": {"deleteAfter": 35}}
    assert kept(7, daily) == (2800, 9000)  # 28 of 35 are older than what the cluster keeps itself
    assert kept(35, daily) == (0, 9000)
    # The changes of 35 days are 175 GB, of which as much as the data is free.
    assert kept(7, daily, always) == (75, 9000)
    assert kept(35, always) == (0, 0)  # the cluster is billed for it already


def test_a_test_of_restores_pays_for_each_store_and_its_data() -> None:
    table, plan, vault = "aws:dynamodb/table:Table", "aws:backup/plan:Plan", "aws:backup/vault:Vault"
    tests = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
    selection = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
    rule = {"schedule": "cron(0 5 * * ? *)", "lifecycle": {"deleteAfter": 35}}
    found = bill(
        step(table, "orders", {"billingMode": "PAY_PER_REQUEST"}),
        step(table, "carts", {"billingMode": "PAY_PER_REQUEST"}),
        step(vault, "here"),
        step(plan, "daily", {"rules": [rule]}, links={"rules": [urn(vault, "here")]}),
        step("aws:backup/selection:Selection", "all", {"resources": [UNKNOWN], "planId": UNKNOWN},
             links={"planId": [urn(plan, "daily")],
                    "resources": [urn(table, "orders"), urn(table, "carts")]}),
        step(tests, "weekly", {"scheduleExpression": "rate(7 days)"},
             links={"recoveryPointSelection": [urn(vault, "here")]}),
        step(selection, "tables", {"protectedResourceType": "DynamoDB"},
             links={"restoreTestingPlanName": [urn(tests, "weekly")]}),
        usage={"storage_gigabytes": 100},
    )  # fmt: skip
    weeks = 730 / 24 / 7
    assert quantities(found, "weekly") == {
        "restores of tests": pytest.approx(2 * weeks),
        "restored data of carts": pytest.approx(100 * weeks),
        "restored data of orders": pytest.approx(100 * weeks),
    }


def test_the_flow_log_of_a_network_that_serves_nothing_is_small() -> None:
    group, flow = "aws:cloudwatch/logGroup:LogGroup", "aws:ec2/flowLog:FlowLog"
    there = {"region": "eu-west-1"}
    found = bill(
        step(LB, "lb", {"internal": True}),
        step(group, "busy"),
        step(flow, "busy-flow", links={"logDestination": [urn(group, "busy")]}),
        step(group, "idle", there),
        step(flow, "idle-flow", there, links={"logDestination": [urn(group, "idle")]}),
        usage={"flow_log_gigabytes": 40, "other_log_gigabytes": 2},
    )
    assert quantities(found, "busy")["logs of AWS services"] == 40
    assert quantities(found, "idle")["logs of AWS services"] == 2
