from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.components.apm_integration import ApmIntegration
from holdfast.components.metric_stream import MetricStream
from holdfast.topology.values import MetricFormat
from tests.components.declared import ACCOUNT_ID, Resources, declared

if TYPE_CHECKING:
    from holdfast.components.apm_integration import ApmIntegrationArgs
    from holdfast.components.metric_stream import MetricStreamArgs

SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:apm-AbCdEf"  # noqa: S105  # an ARN
KEY = "arn:aws:kms:eu-west-1:111122223333:key/1"
NAME = "euw1-apm"
ARGS: MetricStreamArgs = {
    "region": "eu-west-1",
    "account_id": ACCOUNT_ID,
    "key_arn": KEY,
    "url": "https://aws.cloud.dynatrace.com/metrics",
    "endpoint_name": "Dynatrace",
    "format": MetricFormat("opentelemetry0.7"),
    "secret_arn": SECRET,
    "namespaces": ["AWS/RDS", "AWS/ApplicationELB"],
    "attributes": {"dt-url": "https://abc12345.live.dynatrace.com"},
    "topic_arn": "arn:tickets",
    "notes": {"owner": "orders-team", "runbook_url": "https://run.example.com"},
    "tags": {"Team": "orders"},
}
ROLE: ApmIntegrationArgs = {
    "vendor": "Datadog",
    "vendor_account_id": "464622532012",
    "external_id": "f00f00",
    "tags": {"Team": "orders"},
}


def found(**changes: Any) -> Resources:
    return declared(lambda: MetricStream(NAME, {**ARGS, **changes}))  # type: ignore[typeddict-item]  # any key


def role(**changes: Any) -> Resources:
    return declared(lambda: ApmIntegration("global-apm", {**ROLE, **changes}))  # type: ignore[typeddict-item]  # as above


def statements(resources: Resources, name: str) -> dict[str, Any]:
    return {one["Sid"]: one for one in json.loads(resources(name).inputs["policy"])["Statement"]}


def test_streams_the_namespaces_named_to_the_endpoint() -> None:
    resources = found()
    stream, delivery = resources(f"{NAME}-stream").inputs, resources(f"{NAME}-delivery").inputs
    assert stream["firehoseArn"] == resources(f"{NAME}-delivery").outputs["arn"]
    assert stream["outputFormat"] == "opentelemetry0.7"
    assert stream["includeFilters"] == [{"namespace": "AWS/ApplicationELB"}, {"namespace": "AWS/RDS"}]
    endpoint = delivery["httpEndpointConfiguration"]
    assert delivery["destination"] == "http_endpoint"
    assert endpoint["url"] == ARGS["url"]
    assert endpoint["requestConfiguration"] == {
        "contentEncoding": "GZIP",
        "commonAttributes": [{"name": "dt-url", "value": "https://abc12345.live.dynatrace.com"}],
    }
    assert endpoint["s3BackupMode"] == "FailedDataOnly"
    assert {one.region for one in resources if one.custom and "iam" not in one.type} == {"eu-west-1"}


def test_the_key_comes_from_secrets_manager_and_stands_nowhere() -> None:
    resources = found()
    endpoint = resources(f"{NAME}-delivery").inputs["httpEndpointConfiguration"]
    assert "accessKey" not in endpoint
    assert endpoint["secretsManagerConfiguration"]["secretArn"] == SECRET
    assert endpoint["secretsManagerConfiguration"]["enabled"] is True
    own = statements(resources, f"{NAME}-delivery-policy")
    assert own["ReadSecrets"]["Resource"] == [SECRET]
    assert own["DecryptThroughServices"]["Condition"] == {
        "StringEquals": {"kms:ViaService": ["secretsmanager.eu-west-1.amazonaws.com"]}
    }


def test_everything_that_rests_is_encrypted_with_the_regions_key() -> None:
    resources = found()
    delivery = resources(f"{NAME}-delivery").inputs
    assert delivery["serverSideEncryption"]["keyArn"] == KEY
    assert delivery["httpEndpointConfiguration"]["s3Configuration"]["kmsKeyArn"] == KEY
    assert resources(f"{NAME}-delivery-logs").inputs["kmsKeyId"] == KEY
    bucket, lifted = resources(f"{NAME}-undelivered"), found(protection=False)(f"{NAME}-undelivered")
    assert (bucket.protect, bucket.inputs["forceDestroy"]) == (True, False)
    assert (lifted.protect, lifted.inputs["forceDestroy"]) == (False, True)


def test_roles_are_for_this_account_alone_and_may_only_pass_metrics_on() -> None:
    resources = found()
    for noun in ("stream", "delivery"):
        trust = json.loads(resources(f"{NAME}-{noun}-role").inputs["assumeRolePolicy"])["Statement"][0]
        assert trust["Condition"] == {"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT_ID}}
    put = statements(resources, f"{NAME}-stream-policy")["Put"]
    assert put["Resource"] == [resources(f"{NAME}-delivery").outputs["arn"]]
    bucket = resources(f"{NAME}-undelivered").outputs["arn"]
    assert statements(resources, f"{NAME}-delivery-policy")["KeepUndelivered"]["Resource"] == [
        bucket,
        f"{bucket}/*",
    ]


def test_somebody_is_told_when_the_endpoint_takes_nothing() -> None:
    alarm = found()(f"{NAME}-undelivered-alarm").inputs
    assert alarm["metricName"] == "DeliveryToHttpEndpoint.Success"
    assert alarm["dimensions"] == {"DeliveryStreamName": f"{NAME}-delivery-0000"}
    assert alarm["alarmActions"] == alarm["okActions"] == ["arn:tickets"]
    assert "https://run.example.com#monitoring" in alarm["alarmDescription"]
    quiet = {key: value for key, value in ARGS.items() if key != "topic_arn"}
    assert not declared(lambda: MetricStream(NAME, quiet)).of("MetricAlarm")  # type: ignore[arg-type]  # fewer keys


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"namespaces": []}, "all of the account is streamed"),
        ({"url": "http://example.com"}, "begins with https://"),
        ({"format": "csv"}, "json, opentelemetry0.7, opentelemetry1.0, got 'csv'"),
    ],
)
def test_a_stream_that_cannot_be_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        found(**changes)


def test_a_vendor_reads_metrics_from_its_account_with_the_external_id_alone() -> None:
    resources = role()
    assert resources.pairs() == {
        ("holdfast:index:ApmIntegration", "global-apm"),
        ("aws:iam/role:Role", "global-apm-role"),
        ("aws:iam/rolePolicy:RolePolicy", "global-apm-policy"),
    }
    trust = json.loads(resources("global-apm-role").inputs["assumeRolePolicy"])["Statement"][0]
    assert trust["Principal"] == {"AWS": "arn:aws:iam::464622532012:root"}
    assert trust["Condition"] == {"StringEquals": {"sts:ExternalId": "f00f00"}}
    (read,) = statements(resources, "global-apm-policy").values()
    verbs = {action.split(":")[1] for action in read["Action"]}
    assert all(verb.startswith(("Describe", "Get", "List", "GET")) for verb in verbs)
    assert not {"GetObject", "GetItem", "GetSecretValue", "GetFunction", "Get*"} & (verbs - {"Get*"})
    assert [action for action in read["Action"] if action.endswith(":Get*")] == ["cloudwatch:Get*"]
    assert resources("global-apm-role").inputs["tags"]["Team"] == "orders"


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"external_id": ""}, "any customer of the vendor"), ({"vendor_account_id": "46"}, "twelve digits")],
)
def test_a_role_for_anybody_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        role(**changes)
