"""What experiments of whole stacks act on: every target is a resource that the stack declares there."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.topology.values import ExperimentKind
from tests.components.api_sample import exported
from tests.components.declared import ACCOUNT_ID, Declared, Resources
from tests.topology.examples import NOT_BACKED_UP, SERVICE, changed

if TYPE_CHECKING:
    from collections.abc import Mapping

TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
SECRET = "arn:aws:secretsmanager:{region}:111122223333:secret:key-AbCdEf"  # noqa: S105  # an ARN
ON = {"on_protected": True}
ECS = {"kind": "ecs", "port": 8081, "image": SERVICE["image"], "peak_rps": 90, "ecs": {"rps": 30}}
STACKS: dict[str, dict[str, Any]] = {
    "tables and buckets": changed(
        regions=TWO,
        services={
            "orders": {**SERVICE, "stores": ["orders", "papers"], "secrets": {"KEY": SECRET}, "priority": 1},
            "users": {**SERVICE, "paths": ["/users/*"], "priority": 2},
        },
        stores={
            "orders": {
                "kind": "dynamodb",
                "home": "use1",
                "write_routing": "any-region",
                "dynamodb": {"partition_key": {"name": "id"}},
                **NOT_BACKED_UP,
            },
            "papers": {"kind": "s3", "home": "use1", "write_routing": "any-region", **NOT_BACKED_UP},
        },
        experiments={
            **ON,
            "dependencies": {"payments": "pay.example.com"},
            "stop_alarms": [f"arn:aws:cloudwatch:{{region}}:{ACCOUNT_ID}:alarm:orders-lost"],
            "chaos": {"services": ["orders"], "days": ["TUE", "THU"], "start": "09:30"},
        },
    ),
    "a database": changed(
        regions={"use1": {"zones": 3}, "euw1": {"role": "standby", "zones": 3}},
        services={"orders": {**SERVICE, "stores": ["orders"]}},
        stores={
            "orders": {
                "kind": "aurora-postgresql",
                "home": "use1",
                "write_routing": "forwarded",
                **NOT_BACKED_UP,
            }
        },
        experiments={**ON, "percent": 30},
    ),
    "an instance": changed(
        regions={"use1": {"zones": 3}, "euw1": {"role": "standby", "zones": 3}},
        services={"orders": {**SERVICE, "stores": ["orders"]}},
        stores={
            "orders": {
                "kind": "rds-postgresql",
                "home": "use1",
                "write_routing": "application",
                **NOT_BACKED_UP,
            }
        },
        experiments={**ON},
    ),
    "containers": changed(services={"orders": ECS}, experiments={**ON, "chaos": {}}),
}
TYPES = {
    "aws:ec2:subnet": "Subnet",
    "aws:ec2:autoscaling-group": "Group",
    "aws:iam:role": "Role",
    "aws:rds:cluster": "Cluster",
    "aws:rds:db": "Instance",
    "aws:dynamodb:global-table": ("Table", "TableReplica"),
}


@cache
def stack(name: str) -> tuple[Resources, dict[str, Any]]:
    return exported(STACKS[name])


def templates(resources: Resources) -> dict[str, Declared]:
    return {one.name.removesuffix("-experiment"): one for one in resources.of("ExperimentTemplate")}


def fis_of(template: Declared) -> str:
    return f"{template.name.removesuffix('-experiment')}-fis"


def tags_of(one: Declared) -> dict[str, str]:
    """Tags that what a resource launches has, or that it has itself."""
    tags = one.inputs.get("tags", {})
    if isinstance(tags, list):
        return {tag["key"]: tag["value"] for tag in tags if tag["propagateAtLaunch"]}
    return dict(tags)


def found(resources: Resources, target: Mapping[str, Any], region: str) -> list[Declared]:
    """What the stack declares in a region that a target finds."""
    kind = target["resourceType"]
    if "resourceTags" in target:
        wanted = {tag["key"]: tag["value"] for tag in target["resourceTags"]}
        holder = {"aws:ec2:instance": "Group", "aws:s3:bucket": "Bucket"}[kind]
        return [
            one
            for one in resources.of(holder)
            if one.region == region and wanted.items() <= tags_of(one).items()
        ]
    if "parameters" in target:
        assert kind == "aws:ecs:task"
        return [
            one
            for one in resources.of("Service")
            if one.region == region and one.outputs["name"] == target["parameters"]["service"]
        ]
    kinds = TYPES[kind]
    ones = [one for name in ([kinds] if isinstance(kinds, str) else kinds) for one in resources.of(name)]
    return [
        one
        for arn in target["resourceArns"]
        for one in ones
        if (one.region == region or kind == "aws:iam:role")
        and arn in (one.outputs.get("arn"), f"arn:aws:ec2:{region}:{ACCOUNT_ID}:subnet/{one.id}")
    ]


@pytest.mark.parametrize("name", STACKS)
def test_every_target_is_a_resource_of_the_stack_in_that_region(name: str) -> None:
    resources, _ = stack(name)
    assert templates(resources)
    for key, one in templates(resources).items():
        region = one.region
        assert region is not None
        for target in one.inputs["targets"]:
            wanted = len(target.get("resourceArns", ["one"]))
            assert len(found(resources, target, region)) == wanted, (key, target)


@pytest.mark.parametrize("name", STACKS)
def test_every_experiment_stops_is_logged_owned_and_fails_without_targets(name: str) -> None:
    resources, told = stack(name)
    for key, one in templates(resources).items():
        place = key.partition("-")[0]
        stop = told["alarms"][place]["stop"]
        assert one.inputs["stopConditions"][0] == {"source": "aws:cloudwatch:alarm", "value": stop}
        alarm = next(known for known in resources.of("MetricAlarm") if known.outputs.get("arn") == stop)
        assert alarm.region == one.region
        assert one.inputs["experimentOptions"]["emptyTargetResolutionMode"] == "fail"
        logs = one.inputs["logConfiguration"]["cloudwatchLogsConfiguration"]["logGroupArn"]
        assert logs == f"{resources(f'{place}-experiments-logs').arn}:*"
        assert resources(f"{place}-experiments-logs").inputs["kmsKeyId"]
        assert one.inputs["description"].endswith("#experiment")
        assert len(one.inputs["description"]) <= 512
        assert one.inputs["tags"]["Runbook"] == "experiment"
        assert {action["name"] for action in one.inputs["actions"]} > {"watch"}
        assert f"{fis_of(one)}-policy" in one.depends_on


@pytest.mark.parametrize("name", STACKS)
def test_each_role_may_do_its_own_experiment_alone(name: str) -> None:
    resources, _ = stack(name)
    for one in templates(resources).values():
        role = resources(f"{fis_of(one)}-role")
        assert one.inputs["roleArn"] == role.arn
        trust = json.loads(role.inputs["assumeRolePolicy"])["Statement"][0]
        assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT_ID}
        for statement in json.loads(resources(f"{fis_of(one)}-policy").inputs["policy"])["Statement"]:
            wide = "*" in statement["Resource"]
            harmless = all(
                action.partition(":")[2].startswith(("Describe", "List", "Get", "Cancel"))
                or action.startswith("logs:")
                for action in statement["Action"]
            )
            assert not wide or harmless or "Condition" in statement, statement


def test_the_experiments_of_each_stack() -> None:
    assert {name: sorted(templates(stack(name)[0])) for name in STACKS} == {
        "tables and buckets": [
            *(
                f"{place}-{key}"
                for place, other in (("euw1", "use1"), ("use1", "euw1"))
                for key in (
                    *(f"cut-{other}", "expire-payments", "expire-secrets", "lose-zone", "slow-orders"),
                    *("slow-papers", "stop-orders", "stop-users", "throttle-orders", "throttle-users"),
                )
            )
        ],
        "a database": [
            *("euw1-cut-use1", "euw1-lose-zone", "euw1-slow-orders", "euw1-stop-orders"),
            *("euw1-throttle-orders", "use1-cut-euw1", "use1-failover-orders", "use1-lose-zone"),
            *("use1-slow-orders", "use1-stop-orders", "use1-throttle-orders"),
        ],
        "an instance": [
            *("euw1-cut-use1", "euw1-lose-zone", "euw1-slow-orders", "euw1-stop-orders"),
            *("euw1-throttle-orders", "use1-cut-euw1", "use1-failover-orders", "use1-lose-zone"),
            *("use1-slow-orders", "use1-stop-orders", "use1-throttle-orders"),
        ],
        "containers": ["use1-lose-zone", "use1-stop-orders"],
    }


def actions(stack_name: str, key: str) -> dict[str, dict[str, str]]:
    """Parameters by id of each action that acts on something."""
    one = templates(stack(stack_name)[0])[key]
    return {
        action["actionId"]: {pair["key"]: pair["value"] for pair in action.get("parameters", ())}
        for action in one.inputs["actions"]
        if "target" in action
    }


def test_what_each_kind_does() -> None:
    assert actions("tables and buckets", "use1-cut-euw1") == {
        "aws:network:route-table-disrupt-cross-region-connectivity": {
            "duration": "PT10M",
            "region": "eu-west-1",
        },
        "aws:dynamodb:global-table-pause-replication": {"duration": "PT10M"},
        "aws:s3:bucket-pause-replication": {"duration": "PT10M", "region": "eu-west-1"},
    }
    assert actions("tables and buckets", "use1-lose-zone") == {
        "aws:network:disrupt-connectivity": {"duration": "PT10M", "scope": "all"},
        "aws:ec2:asg-insufficient-instance-capacity-error": {
            "availabilityZoneIdentifiers": "us-east-1c",
            "duration": "PT10M",
            "percentage": "100",
        },
    }
    assert actions("a database", "use1-failover-orders") == {"aws:rds:failover-db-cluster": {}}
    assert actions("an instance", "use1-failover-orders") == {
        "aws:rds:reboot-db-instances": {"forceFailover": "true"}
    }
    assert actions("containers", "use1-stop-orders") == {"aws:ecs:stop-task": {}}
    assert actions("tables and buckets", "use1-throttle-users") == {
        "aws:fis:inject-api-throttle-error": {
            "duration": "PT10M",
            "operations": "DescribeTags",
            "percentage": "100",
            "service": "ec2",
        }
    }


@pytest.mark.parametrize(
    ("stack_name", "key", "document", "sources"),
    [
        ("tables and buckets", "use1-slow-orders", "Latency", "DYNAMODB"),
        ("tables and buckets", "use1-slow-papers", "Latency", "S3"),
        (
            "tables and buckets",
            "euw1-expire-secrets",
            "Packet-Loss",
            "secretsmanager.eu-west-1.amazonaws.com",
        ),
        ("tables and buckets", "euw1-expire-payments", "Packet-Loss", "pay.example.com"),
    ],
)
def test_documents_get_the_place_s_own_addresses(
    stack_name: str, key: str, document: str, sources: str
) -> None:
    (parameters,) = {json.dumps(one) for one in actions(stack_name, key).values()}
    found = json.loads(parameters)
    assert found["documentArn"].endswith(f"::document/AWSFIS-Run-Network-{document}-Sources")
    told = json.loads(found["documentParameters"])
    assert (told["Sources"], told["TrafficType"], told["DurationSeconds"]) == (sources, "egress", "600")


def test_a_database_is_slowed_by_both_of_its_addresses() -> None:
    for name in ("a database", "an instance"):
        told = json.loads(actions(name, "use1-slow-orders")["aws:ssm:send-command"]["documentParameters"])
        operations = stack(name)[1]["stores"]["orders"]
        member = (operations["clusters"] or operations["rds_members"])["use1"]
        assert set(told["Sources"].split(",")) == {
            host for host in (member["endpoint"], member["reader_endpoint"]) if host
        }


def test_the_share_that_dies() -> None:
    one = templates(stack("a database")[0])["use1-stop-orders"]
    assert [target["selectionMode"] for target in one.inputs["targets"]] == ["PERCENT(30)"]
    one = templates(stack("containers")[0])["use1-stop-orders"]
    assert [target["selectionMode"] for target in one.inputs["targets"]] == ["COUNT(1)"]


def test_terminations_run_by_themselves_in_their_window() -> None:
    resources, told = stack("tables and buckets")
    schedules = {one.name: one for one in resources.of("Schedule") if one.type.startswith("aws:scheduler")}
    assert {name for name in schedules if name.endswith("-chaos")} == {
        "euw1-stop-orders-chaos",
        "use1-stop-orders-chaos",
    }
    one = schedules["use1-stop-orders-chaos"].inputs
    assert one["scheduleExpression"] == "cron(30 9 ? * TUE,THU *)"
    assert one["flexibleTimeWindow"] == {"mode": "FLEXIBLE", "maximumWindowInMinutes": 300}
    template = told["experiments"]["use1"]["stop-orders"]["template_id"]
    assert json.loads(one["target"]["input"]) == {
        "ExperimentTemplateId": template,
        "ClientToken": "<aws.scheduler.execution-id>",
    }
    policy = json.loads(resources("use1-chaos-policy").inputs["policy"])["Statement"]
    assert policy[0]["Resource"] == [
        f"arn:aws:fis:us-east-1:{ACCOUNT_ID}:experiment-template/{template}",
        f"arn:aws:fis:us-east-1:{ACCOUNT_ID}:experiment/*",
    ]
    alarm = resources("use1-chaos-not-started").inputs
    assert alarm["dimensions"] == {"QueueName": resources("use1-chaos-dead-letters").outputs["name"]}
    assert alarm["alarmActions"]


def test_further_alarms_stop_too_and_are_those_of_the_region() -> None:
    one = templates(stack("tables and buckets")[0])["euw1-stop-orders"]
    assert one.inputs["stopConditions"][1]["value"] == (
        f"arn:aws:cloudwatch:eu-west-1:{ACCOUNT_ID}:alarm:orders-lost"
    )


def test_drills_are_told_of_each() -> None:
    resources, told = stack("a database")
    assert told["experiments"]["use1"]["failover-orders"] == {
        "template_id": resources("use1-failover-orders-experiment").id,
        "duration_seconds": 600,
        "stop_alarm_arn": told["alarms"]["use1"]["stop"],
        "kind": "failover",
        "subject": "orders",
        "title": "use1: the writer of the store orders moves to another zone",
        "section": "store-lost",
    }
    kinds = {one["kind"] for _, here in told["experiments"].items() for one in here.values()}
    assert kinds <= {kind.value for kind in ExperimentKind}


def test_nothing_is_declared_unasked() -> None:
    resources, told = exported(changed())
    assert told["experiments"] == {}
    assert not resources.of("ExperimentTemplate")
