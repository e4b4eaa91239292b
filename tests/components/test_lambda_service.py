from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.lambda_service import LambdaService
from tests.components.declared import ACCOUNT_ID, Declared, Resources, declared
from tests.components.lambda_sample import IN_VPC, KEY, NETWORK, SECRET, TABLE, US, WORKLOAD, arguments


def service(**changes: Any) -> Resources:
    args: Any = arguments(**changes)
    return declared(lambda: LambdaService("use1-orders", args))


def workload(**changes: Any) -> dict[str, Any]:
    return {**WORKLOAD, **changes}


def policy(resources: Resources) -> dict[str, dict[str, Any]]:
    document = json.loads(resources("use1-orders-policy").inputs["policy"])
    return {statement["Sid"]: statement for statement in document["Statement"]}


def test_declares_exactly_these() -> None:
    assert service().pairs() == {
        ("holdfast:index:LambdaService", "use1-orders"),
        ("aws:cloudwatch/logGroup:LogGroup", "use1-orders-logs"),
        ("aws:sqs/queue:Queue", "use1-orders-dead-letters"),
        ("aws:iam/role:Role", "use1-orders-role"),
        ("aws:iam/rolePolicy:RolePolicy", "use1-orders-policy"),
        ("aws:lambda/function:Function", "use1-orders-fn"),
        ("aws:lambda/alias:Alias", "use1-orders-alias"),
    }


def test_function() -> None:
    function = service(
        workload=workload(environment={"MODE": "fast"}, secrets={"PARTNER": SECRET}),
        stores={"orders": {"environment": {"STORE_ORDERS_TABLE": "orders"}, "statements": []}},
    )("use1-orders-fn")
    assert dict(function.inputs) == {
        "region": US,
        "role": f"arn:aws:iam::{ACCOUNT_ID}:Role/use1-orders-role",
        "publish": True,
        "packageType": "Zip",
        "s3Bucket": "artefacts-use1",
        "s3Key": "orders/1.zip",
        "handler": "app.handler",
        "runtime": "python3.13",
        "architectures": ["arm64"],
        "memorySize": 512,
        "timeout": 10,
        "environment": {
            "variables": {"MODE": "fast", "PARTNER": SECRET, "STORE_ORDERS_TABLE": "orders"},
        },
        "kmsKeyArn": KEY,
        "deadLetterConfig": {"targetArn": f"arn:aws:sqs:{US}:{ACCOUNT_ID}:Queue/use1-orders-dead-letters"},
        "tracingConfig": {"mode": "PassThrough"},
        "loggingConfig": {"logFormat": "JSON", "logGroup": "use1-orders-logs-0000"},
        "tags": {"Team": "shop", "Name": "use1-orders-fn"},
    }
    # Lambda tries key, queue and subnets when it makes the function.
    assert "use1-orders-policy" in function.depends_on


def test_a_changed_artefact_is_published_and_the_alias_follows() -> None:
    alias = service()("use1-orders-alias")
    assert alias.inputs["name"] == "live"
    assert alias.inputs["functionVersion"] == "1"
    assert alias.property_depends_on["functionVersion"] == {"use1-orders-fn"}
    assert alias.ignore_changes == ()


def test_image() -> None:
    image = f"{ACCOUNT_ID}.dkr.ecr.{US}.amazonaws.com/orders:1"
    inputs = service(workload={"architecture": "x86_64", "image": image})("use1-orders-fn").inputs
    assert (inputs["packageType"], inputs["imageUri"]) == ("Image", image)
    assert not {"s3Bucket", "handler", "runtime"} & inputs.keys()


def test_dead_letters_and_logs_are_encrypted_with_the_regions_key() -> None:
    resources = service(log_retention_days=7.0)
    assert resources("use1-orders-dead-letters").inputs["kmsMasterKeyId"] == KEY
    assert resources("use1-orders-dead-letters").inputs["messageRetentionSeconds"] == 14 * 86_400
    logs = resources("use1-orders-logs")
    assert (logs.inputs["kmsKeyId"], logs.inputs["retentionInDays"]) == (KEY, 7)


def test_role_may_do_what_running_takes_and_no_more() -> None:
    resources = service(workload=workload(secrets={"PARTNER": SECRET}))
    log_group = f"arn:aws:cloudwatch:{US}:{ACCOUNT_ID}:LogGroup/use1-orders-logs"
    assert policy(resources) == {
        "Logs": {
            "Sid": "Logs",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [f"{log_group}:*"],
        },
        "DeadLetters": {
            "Sid": "DeadLetters",
            "Effect": "Allow",
            "Action": ["sqs:SendMessage"],
            "Resource": [f"arn:aws:sqs:{US}:{ACCOUNT_ID}:Queue/use1-orders-dead-letters"],
        },
        "EncryptDeadLetters": {
            "Sid": "EncryptDeadLetters",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
            "Resource": [KEY],
            "Condition": {"StringEquals": {"kms:ViaService": f"sqs.{US}.amazonaws.com"}},
        },
        "DecryptThroughServices": {
            "Sid": "DecryptThroughServices",
            "Effect": "Allow",
            "Action": ["kms:Decrypt"],
            "Resource": [KEY],
            "Condition": {
                "StringEquals": {
                    "kms:ViaService": [f"lambda.{US}.amazonaws.com", f"secretsmanager.{US}.amazonaws.com"]
                }
            },
        },
        "ReadSecrets": {
            "Sid": "ReadSecrets",
            "Effect": "Allow",
            "Action": ["secretsmanager:GetSecretValue"],
            "Resource": [SECRET],
        },
    }
    trust = json.loads(resources("use1-orders-role").inputs["assumeRolePolicy"])
    assert trust["Statement"][0]["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_traces_by_choice() -> None:
    resources = service(tracing=True)
    assert resources("use1-orders-fn").inputs["tracingConfig"] == {"mode": "Active"}
    assert policy(resources)["Traces"]["Action"] == ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]


def test_stands_in_no_network_for_a_table() -> None:
    statement = {"Effect": "Allow", "Action": ["dynamodb:GetItem"], "Resource": [TABLE]}
    stores = {"orders": {"environment": {}, "statements": [statement]}}
    resources = service(stores=stores, network=NETWORK)
    assert "vpcConfig" not in resources("use1-orders-fn").inputs
    assert resources.of("SecurityGroup") == []
    assert resources("use1-orders").outputs.get("security_group_id") is None
    assert policy(resources)["StoreOrders1"]["Resource"] == [TABLE]


def test_stands_in_the_vpc_for_a_database_and_makes_no_interface_itself() -> None:
    resources = service(stores={"db": IN_VPC}, network=NETWORK)
    function = resources("use1-orders-fn")
    assert function.inputs["vpcConfig"] == {
        "subnetIds": ["subnet-a", "subnet-b"],
        "securityGroupIds": ["use1-orders-sg-id"],
    }
    assert {"use1-orders-sg-egress-https", "use1-orders-sg-egress-vpc", "use1-orders-store-db"} <= (
        function.depends_on
    )
    assert resources("use1-orders").outputs["security_group_id"] == "use1-orders-sg-id"
    rule = resources("use1-orders-store-db")
    assert (rule.inputs["securityGroupId"], rule.inputs["fromPort"]) == ("sg-db", 5432)
    statements = policy(resources)
    assert "ec2:CreateNetworkInterface" in statements["NetworkInterfaces"]["Action"]
    denied = statements["NoNetworkInterfacesByCode"]
    assert (denied["Effect"], denied["Action"]) == ("Deny", statements["NetworkInterfaces"]["Action"])
    assert denied["Condition"] == {
        "ArnLike": {"lambda:SourceFunctionArn": f"arn:aws:lambda:{US}:*:function:*"}
    }


def test_provisioned_executions_follow_their_use() -> None:
    resources = service(concurrency={"provisioned": {"minimum": 4.0, "maximum": 20}, "reserved": 20})
    assert resources("use1-orders-fn").inputs["reservedConcurrentExecutions"] == 20
    ready = resources("use1-orders-provisioned")
    assert ready.inputs["provisionedConcurrentExecutions"] == 4
    assert ready.inputs["qualifier"] == "live"
    assert ready.ignore_changes == ("provisionedConcurrentExecutions",)
    target = resources("use1-orders-scaling", "Target")
    assert target.inputs["resourceId"] == "function:use1-orders-fn-0000:live"
    assert target.inputs["scalableDimension"] == "lambda:function:ProvisionedConcurrency"
    assert (target.inputs["minCapacity"], target.inputs["maxCapacity"]) == (4, 20)
    assert "use1-orders-provisioned" in target.depends_on
    tracking = resources("use1-orders-scaling", "Policy").inputs["targetTrackingScalingPolicyConfiguration"]
    assert tracking == {
        "predefinedMetricSpecification": {
            "predefinedMetricType": "LambdaProvisionedConcurrencyUtilization",
        },
        "targetValue": 0.7,
    }


def test_provisioned_executions_of_a_fixed_number_do_not_scale() -> None:
    resources = service(concurrency={"provisioned": {"minimum": 4, "maximum": 4}})
    assert resources("use1-orders-provisioned").ignore_changes == ()
    assert resources.of("Target") == []
    assert "reservedConcurrentExecutions" not in resources("use1-orders-fn").inputs


def test_snap_start() -> None:
    inputs = service(workload=workload(snap_start=True))("use1-orders-fn").inputs
    assert inputs["snapStart"] == {"applyOn": "PublishedVersions"}


def test_tags_reach_everything_that_takes_them() -> None:
    resources = service(
        stores={"db": IN_VPC},
        network=NETWORK,
        concurrency={"provisioned": {"minimum": 1, "maximum": 2}},
    )
    untagged = {"use1-orders-policy", "use1-orders-alias", "use1-orders-provisioned"}

    def tagged(one: Declared) -> bool:
        return bool(one.inputs.get("tags", {}).get("Team") == "shop")

    assert {one.name for one in resources if not tagged(one) and one.type != POLICY} == untagged


POLICY = "aws:appautoscaling/policy:Policy"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"workload": {"architecture": "arm64"}}, "either 'image' or 'artefact'"),
        ({"workload": workload(artefact="s3://bucket/key.tar.gz")}, "s3://bucket/key.zip"),
        ({"workload": {key: WORKLOAD[key] for key in ("architecture", "artefact")}}, "needs 'handler'"),
        ({"workload": workload(runtime="go1.x")}, "'runtime' is none that Lambda supports"),
        ({"workload": {"architecture": "arm64", "image": "nginx:1"}}, "must lie in Amazon ECR"),
        (
            {
                "workload": {
                    "architecture": "arm64",
                    "image": f"{ACCOUNT_ID}.dkr.ecr.eu-west-1.amazonaws.com/orders:1",
                }
            },
            "lies in eu-west-1",
        ),
        ({"workload": workload(memory_mib=64)}, "'workload.memory_mib' must be 128 to 10240, got 64"),
        ({"workload": workload(timeout_seconds=901)}, "'workload.timeout_seconds' must be 1 to 900"),
        ({"workload": workload(environment={"_HANDLER": "x"})}, "'_HANDLER' is Lambda's own"),
        ({"workload": workload(environment={"A": "x" * 5000})}, "takes 5001 bytes, and Lambda 4096"),
        ({"concurrency": {"reserved": 0}}, "'concurrency.reserved' must be 1 or more"),
        (
            {"concurrency": {"provisioned": {"minimum": 0, "maximum": 1}}},
            "needs a minimum of 1 or more",
        ),
        (
            {"concurrency": {"provisioned": {"minimum": 1, "maximum": 9}, "reserved": 8}},
            "is 9, above the 8 that are reserved",
        ),
        (
            {
                "workload": workload(snap_start=True),
                "concurrency": {"provisioned": {"minimum": 1, "maximum": 1}},
            },
            "exclude each other",
        ),
        ({"workload": workload(snap_start=True, runtime="nodejs22.x")}, "Java 11, Python 3.12, .NET 8"),
        ({"stores": {"db": IN_VPC}}, "'network' is needed"),
        ({"log_retention_days": 2}, "'log_retention_days' must be one of"),
        ({"service": "Orders"}, "'service' must be lower-case"),
    ],
)
def test_refuses(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=r"^service 'use1-orders'") as refusal:
        service(**changes)
    assert word in str(refusal.value)


def test_refuses_all_at_once() -> None:
    with pytest.raises(ValueError, match="memory_mib") as refusal:
        service(workload=workload(memory_mib=1, timeout_seconds=0, runtime="cobol"))
    assert len(str(refusal.value).splitlines()) == 4
