from __future__ import annotations

import json
from typing import Any

import pytest

from holdfast.components.lambdas.zone_export import handler
from holdfast.components.zone_export import ZoneExport, ZoneExportArgs
from tests.components.declared import Resources, declared

SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:cloudflare-AbCdEf"  # noqa: S105  # an ARN
CLOUDFLARE: dict[str, Any] = {
    "cloudflare_zones": {"cf.example.com": {"zone_id": "zone1", "account_id": "acc1"}},
    "cloudflare_token_secret": SECRET,
}


def build(**more: Any) -> Resources:
    args: ZoneExportArgs = {
        "place": "euc1",
        "region": "eu-central-1",
        "account_id": "111122223333",
        "copies": {"eun1": "eu-north-1"},
        "route53_zones": {"example.com": "Z1", "other.example": "Z2"},
        **more,  # type: ignore[typeddict-item]  # any key
    }
    return declared(lambda: ZoneExport("global-zone-export", args))


def statements(resources: Resources, name: str) -> dict[str, Any]:
    policy = json.loads(resources(name).inputs["policy"])
    return {one["Sid"]: one for one in policy["Statement"]}


def test_the_exact_children() -> None:
    custom = {(one.type, one.name) for one in build() if one.custom and "bucket" not in one.name}
    assert {pair for pair in custom if "replication" not in pair[1]} == {
        ("aws:kms/key:Key", "euc1-zone-export-key"),
        ("aws:kms/alias:Alias", "euc1-zone-export-key-alias"),
        ("aws:kms/key:Key", "eun1-zone-export-key"),
        ("aws:kms/alias:Alias", "eun1-zone-export-key-alias"),
        ("aws:sns/topic:Topic", "euc1-zone-export-alarms-topic"),
        ("aws:sns/topicPolicy:TopicPolicy", "euc1-zone-export-alarms-topic-policy"),
        ("aws:cloudwatch/logGroup:LogGroup", "euc1-zone-export-logs"),
        ("aws:sqs/queue:Queue", "euc1-zone-export-dead-letters"),
        ("aws:iam/role:Role", "euc1-zone-export-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euc1-zone-export-policy"),
        ("aws:lambda/function:Function", "euc1-zone-export-fn"),
        ("aws:iam/role:Role", "euc1-zone-export-schedule-role"),
        ("aws:iam/rolePolicy:RolePolicy", "euc1-zone-export-schedule-policy"),
        ("aws:scheduler/schedule:Schedule", "euc1-zone-export-schedule"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euc1-zone-export-missing"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euc1-zone-export-failed"),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", "euc1-zone-export-given-up"),
    }


def test_everything_is_in_the_region_of_its_place() -> None:
    regions = {"euc1": "eu-central-1", "eun1": "eu-north-1"}
    for one in build():
        if one.custom and not one.type.startswith("aws:iam/"):
            assert one.region == regions[one.name[:4]], one.name


def test_buckets_of_both_places_are_versioned_and_copied_with_keys_of_their_own() -> None:
    resources = build(retention_days=30.0)
    for place in ("euc1", "eun1"):
        bucket = f"{place}-zone-export-bucket"
        assert resources(f"{bucket}-versioning").inputs["versioningConfiguration"] == {"status": "Enabled"}
        (rule,) = resources(f"{bucket}-lifecycle").inputs["rules"]
        assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 30}
        assert "days" not in rule["expiration"]  # the newest export stays, however old
        (encryption,) = resources(f"{bucket}-encryption").inputs["rules"]
        key = encryption["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"]
        assert key == resources(f"{place}-zone-export-key").outputs["arn"]
    assert any("ReplicationConfig" in one.type and one.region == "eu-central-1" for one in resources)


def test_the_function_runs_the_code_with_what_it_needs() -> None:
    function = build(**CLOUDFLARE)("euc1-zone-export-fn").inputs
    assert (function["runtime"], function["handler"]) == ("python3.13", "zone_export.handler.handle")
    assert function["timeout"] == 900
    assert function["deadLetterConfig"] == {
        "targetArn": "arn:aws:sqs:eu-central-1:111122223333:Queue/euc1-zone-export-dead-letters"
    }
    variables = function["environment"]["variables"]
    assert json.loads(variables.pop("ZONES")) == {
        "route53": [{"name": "example.com", "id": "Z1"}, {"name": "other.example", "id": "Z2"}],
        "cloudflare": [{"name": "cf.example.com", "id": "zone1", "account_id": "acc1"}],
    }
    assert variables == {
        "BUCKET": "euc1-zone-export-bucket-bucket",
        "CLOUDFLARE_TOKEN_SECRET": SECRET,
        "METRIC_NAME": "ZoneExportsCompleted",
        "METRIC_NAMESPACE": "Holdfast",
        "METRIC_STACK": "holdfast-prod",
    }


def test_the_archive_is_the_whole_package() -> None:
    code = build()("euc1-zone-export-fn").inputs["code"]
    assert set(code) == {
        f"zone_export/{name}.py" for name in ("__init__", "bind", "cloudflare", "handler", "route53")
    }
    assert "def handle(event" in code["zone_export/handler.py"]


def test_the_role_may_read_these_zones_and_write_that_bucket() -> None:
    found = statements(build(), "euc1-zone-export-policy")
    assert set(found) == {
        *(
            "Logs",
            "WriteExports",
            "ReadLastManifest",
            "EncryptExports",
            "ReadOwnEnvironment",
            "TellSuccess",
            "DeadLetters",
        ),
        *("EncryptDeadLetters", "ReadZones", "ReadHealthChecks"),
    }
    assert found["ReadZones"]["Action"] == [
        *("route53:GetDNSSEC", "route53:GetHostedZone", "route53:ListResourceRecordSets"),
    ]
    assert found["ReadZones"]["Resource"] == [
        "arn:aws:route53:::hostedzone/Z1",
        "arn:aws:route53:::hostedzone/Z2",
    ]
    assert found["ReadHealthChecks"]["Action"] == ["route53:GetHealthCheck"]
    assert found["WriteExports"]["Action"] == ["s3:PutObject"]
    assert found["WriteExports"]["Resource"] == ["arn:aws:s3:::euc1-zone-export-bucket-bucket/*"]
    assert found["TellSuccess"]["Condition"] == {"StringEquals": {"cloudwatch:namespace": "Holdfast"}}
    assert found["ReadLastManifest"]["Action"] == ["s3:GetObject"]
    assert found["ReadLastManifest"]["Resource"] == [
        f"arn:aws:s3:::euc1-zone-export-bucket-bucket/{handler.MANIFEST}"
    ]
    others = [one for sid, one in found.items() if sid != "ReadLastManifest"]
    assert not any(
        word in json.dumps(others) for word in ("route53:Change", "s3:Delete", "s3:GetObject", '"*:*"')
    )


def test_the_token_can_be_read_and_nothing_else_be_decrypted_for_it() -> None:
    found = statements(build(**CLOUDFLARE), "euc1-zone-export-policy")
    assert found["ReadSecrets"]["Resource"] == [SECRET]
    assert found["DecryptToken"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com"},
        "StringLike": {"kms:EncryptionContext:SecretARN": f"{SECRET}*"},
    }


def test_zones_at_cloudflare_alone_need_nothing_of_route_53() -> None:
    found = statements(build(route53_zones={}, **CLOUDFLARE), "euc1-zone-export-policy")
    assert not any("route53" in json.dumps(one) for one in found.values())


@pytest.mark.parametrize(
    ("hours", "expression", "periods"),
    [
        ({}, "rate(6 hours)", 8),
        ({"every_hours": 1.0}, "rate(1 hour)", 3),
        ({"every_hours": 24}, "rate(24 hours)", 26),
    ],
)
def test_the_schedule_and_the_alarm_that_no_export_came(
    hours: dict[str, Any], expression: str, periods: int
) -> None:
    resources = build(**hours)
    schedule = resources("euc1-zone-export-schedule").inputs
    assert schedule["scheduleExpression"] == expression
    assert schedule["target"]["arn"] == resources("euc1-zone-export-fn").outputs["arn"]
    assert schedule["target"]["deadLetterConfig"]["arn"].endswith("euc1-zone-export-dead-letters")
    alarm = resources("euc1-zone-export-missing").inputs
    assert (alarm["namespace"], alarm["metricName"]) == ("Holdfast", "ZoneExportsCompleted")
    assert alarm["dimensions"] == {"Stack": "holdfast-prod"}
    assert (alarm["period"], alarm["evaluationPeriods"]) == (3600, periods)
    assert (alarm["comparisonOperator"], alarm["threshold"]) == ("LessThanThreshold", 1)
    assert alarm["treatMissingData"] == "breaching"


def test_failures_ring_and_all_alarms_tell_the_topic() -> None:
    resources = build()
    failed = resources("euc1-zone-export-failed").inputs
    assert (failed["namespace"], failed["metricName"]) == ("AWS/Lambda", "Errors")
    assert failed["treatMissingData"] == "notBreaching"
    given_up = resources("euc1-zone-export-given-up").inputs
    assert given_up["metricName"] == "ApproximateNumberOfMessagesVisible"
    for noun in ("missing", "failed", "given-up"):
        (topic,) = resources(f"euc1-zone-export-{noun}").inputs["alarmActions"]
        assert topic.endswith("euc1-zone-export-alarms-topic")


def test_the_schedule_alone_may_start_the_function() -> None:
    resources = build()
    trust = json.loads(resources("euc1-zone-export-schedule-role").inputs["assumeRolePolicy"])
    (statement,) = trust["Statement"]
    assert statement["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    found = statements(resources, "euc1-zone-export-schedule-policy")
    assert found["Start"]["Resource"] == [resources("euc1-zone-export-fn").outputs["arn"]]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"route53_zones": {}}, "there is no zone to export"),
        ({"copies": {}}, "'copies' must name at least one more region"),
        ({"copies": {"euc1": "eu-central-1"}}, "'copies' must not name euc1"),
        ({"copies": {"other": "eu-central-1"}}, "'copies' must not name euc1"),
        ({"cloudflare_zones": CLOUDFLARE["cloudflare_zones"]}, "need 'cloudflare_token_secret'"),
        ({"cloudflare_token_secret": SECRET}, "is of no use without 'cloudflare_zones'"),
        (
            {**CLOUDFLARE, "cloudflare_token_secret": SECRET.replace("eu-central-1", "eu-west-1")},
            "must be the ARN of a secret in eu-central-1",
        ),
        ({"every_hours": 25}, "'every_hours' must be 1 to 24, got 25"),
        ({"retention_days": 0}, "'retention_days' must be 1 or more, got 0"),
    ],
)
def test_what_cannot_be_exported_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build(**more)


def test_protection_keeps_buckets_and_keys_and_lets_go_of_both() -> None:
    stateful = ("euc1-zone-export-bucket", "eun1-zone-export-bucket", "euc1-zone-export-key")
    for protection in (True, False):
        resources = build(protection=protection)
        assert {resources(name).protect for name in stateful} == {protection}
        assert {one.protect for one in resources} <= {True, None} if protection else {False, None}
        assert resources("euc1-zone-export-bucket").inputs["forceDestroy"] is not protection


def test_tags_emails_and_origin_are_passed_on() -> None:
    resources = build(
        tags={"Team": "dns"}, emails=["a@example.com"], origin={"every_hours": "holdfast:zone_export"}
    )
    tagged = [one for one in resources if one.custom and "Name" in (one.inputs.get("tags") or {})]
    assert len(tagged) >= 10
    assert {one.inputs["tags"]["Team"] for one in tagged} == {"dns"}
    assert any(one.inputs.get("endpoint") == "a@example.com" for one in resources)
    assert resources("global-zone-export", "ZoneExport").outputs["origin"] == {
        "every_hours": "holdfast:zone_export"
    }
