"""Canaries, their bucket, and the alarms on what they see."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from holdfast.components.canary import Canary, CanaryArgs
from holdfast.components.canary_alarms import ANSWERS, PUBLIC, SERVES, watched_steps
from holdfast.components.canary_code import CanaryBucket, CanaryBucketArgs, canary_archive
from holdfast.components.lambdas.canary import handler, steps
from holdfast.components.region_failed import RegionFailed, RegionFailedArgs
from tests.components.declared import Resources, declared

KEY = "arn:aws:kms:us-east-1:111122223333:key/1"
SECRET = "arn:aws:secretsmanager:us-east-1:111122223333:secret:key-AbCdEf"  # noqa: S105  # an ARN
NOTES = {"owner": "orders-team", "runbook_url": "https://runbook.example.com"}
ARGS: CanaryArgs = {
    "place": "use1",
    "region": "us-east-1",
    "account_id": "111122223333",
    "entrance": "public",
    "domain": "api.example.com",
    "hosts": {"use1": "use1.api.example.com", "euw1": "euw1.api.example.com"},
    "path": "/healthz",
    "bucket": "use1-canaries-1",
    "code_key": "code/1.zip",
    "runtime": "syn-python-selenium-12.0",
    "page_topic_arn": "arn:aws:sns:us-east-1:111122223333:pages",
    "ticket_topic_arn": "arn:aws:sns:us-east-1:111122223333:tickets",
    "notes": {"owner": "orders-team", "runbook_url": "https://runbook.example.com"},
    "tags": {"Team": "orders"},
}
DUAL = {"zone": "example.com", "name_servers": {"route53": [], "cloudflare": []}}


def build(**more: Any) -> Resources:
    return declared(lambda: Canary("use1-public", {**ARGS, **more}))  # type: ignore[typeddict-item]  # any key


def statements(resources: Resources) -> dict[str, Any]:
    policy = json.loads(resources("use1-public-canary-policy").inputs["policy"])
    return {one["Sid"]: one for one in policy["Statement"]}


def test_the_exact_children() -> None:
    alarm = "aws:cloudwatch/metricAlarm:MetricAlarm"
    assert {(one.type, one.name) for one in build(**DUAL) if one.custom} == {
        ("aws:iam/role:Role", "use1-public-canary-role"),
        ("aws:iam/rolePolicy:RolePolicy", "use1-public-canary-policy"),
        ("aws:synthetics/canary:Canary", "use1-public-canary"),
        (alarm, "use1-public-canary-euw1"),
        (alarm, "use1-public-canary-public"),
        (alarm, "use1-public-canary-cloudflare-answers"),
        (alarm, "use1-public-canary-cloudflare-serves"),
        (alarm, "use1-public-canary-route53-answers"),
        (alarm, "use1-public-canary-route53-serves"),
        (alarm, "use1-public-canary-silent"),
    }


def test_the_canary_runs_its_code_and_is_taken_away_whole() -> None:
    canary = build(every_minutes=1.0, timeout_seconds=9.0, retries=1.0)("use1-public-canary")
    assert canary.inputs["startCanary"] is True
    assert canary.inputs["deleteLambda"] is True
    assert canary.inputs["handler"] == "holdfast_canary.handler"
    assert (canary.inputs["s3Bucket"], canary.inputs["s3Key"]) == ("use1-canaries-1", "code/1.zip")
    assert canary.inputs["artifactS3Location"] == "s3://use1-canaries-1/artifacts/public"
    assert canary.inputs["schedule"] == {
        "expression": "rate(1 minute)",
        "durationInSeconds": 0,
        "retryConfig": {"maxRetries": 1},
    }
    assert canary.inputs["runConfig"]["timeoutInSeconds"] == 15 + 3 * 9
    assert (canary.inputs["successRetentionPeriod"], canary.inputs["failureRetentionPeriod"]) == (14, 14)
    assert "use1-public-canary-policy" in canary.depends_on
    assert canary.region == "us-east-1"
    assert canary.inputs["tags"] == {"Team": "orders", "Name": "use1-public-canary"}


@pytest.mark.parametrize(("minutes", "rate"), [(5, "5 minutes"), (60, "1 hour")])
def test_how_often_it_runs(minutes: int, rate: str) -> None:
    assert (
        build(every_minutes=minutes)("use1-public-canary").inputs["schedule"]["expression"] == f"rate({rate})"
    )


def test_the_script_is_told_everything_and_no_secret() -> None:
    canary = build(headers={"X-Api-Key": SECRET}, tells={"use1": "us-east-1", "euc1": "eu-central-1"}, **DUAL)
    (variable,) = canary("use1-public-canary").inputs["runConfig"]["environmentVariables"].items()
    assert variable[0] == handler.SETTINGS
    told = json.loads(variable[1])
    assert told["headers"] == {"X-Api-Key": SECRET}
    assert told["stack"] == "holdfast-prod"
    assert told["name_servers"] == {"route53": [], "cloudflare": []}
    assert told["tells"] == {"use1": "us-east-1", "euc1": "eu-central-1"}
    assert canary("use1-public-canary").inputs["runConfig"]["timeoutInSeconds"] == 15 + 7 * 10 + 2 * 3


def test_the_role_may_do_what_a_run_does_and_no_more() -> None:
    plain = statements(build())
    assert set(plain) == {"Artifacts", "FindBucket", "FindBuckets", "Logs", "Metrics"}
    assert plain["Artifacts"]["Resource"] == ["arn:aws:s3:::use1-canaries-1/artifacts/public/*"]
    assert plain["Metrics"]["Condition"] == {
        "StringEquals": {"cloudwatch:namespace": ["CloudWatchSynthetics", "Holdfast"]}
    }
    assert plain["Logs"]["Resource"] == [
        "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/cwsyn-*use1-public-canary*"
    ]
    more = statements(build(key_arn=KEY, headers={"X-Api-Key": SECRET}))
    assert more["EncryptArtifacts"]["Resource"] == [KEY]
    assert more["ReadSecrets"]["Resource"] == [SECRET]
    assert more["DecryptSecrets"]["Condition"]["StringLike"] == {
        "kms:EncryptionContext:SecretARN": [f"{SECRET}*"]
    }


def test_a_region_is_judged_from_elsewhere_and_silence_accuses_nobody() -> None:
    resources = build(failures=3, every_minutes=2)
    assert "use1-public-canary-use1" not in resources.names()
    alarm = resources("use1-public-canary-euw1").inputs
    assert (alarm["namespace"], alarm["metricName"]) == ("CloudWatchSynthetics", "SuccessPercent")
    assert alarm["dimensions"] == {"CanaryName": "use1-public-canary-0000", "StepName": "euw1"}
    assert (alarm["comparisonOperator"], alarm["threshold"], alarm["statistic"]) == (
        "LessThanThreshold",
        100,
        "Maximum",
    )
    assert (alarm["period"], alarm["evaluationPeriods"], alarm["datapointsToAlarm"]) == (120, 4, 3)
    assert alarm["treatMissingData"] == "missing"
    assert alarm["alarmActions"] == alarm["okActions"] == [ARGS["ticket_topic_arn"]]
    silent = resources("use1-public-canary-silent").inputs
    assert (silent["statistic"], silent["threshold"], silent["treatMissingData"]) == (
        "SampleCount",
        1,
        "breaching",
    )
    assert silent["dimensions"] == {"CanaryName": "use1-public-canary-0000", "StepName": "public"}


def test_every_alarm_has_an_owner_a_section_and_a_topic_of_its_severity() -> None:
    sections = {
        "euw1": "region-lost",
        "public": "errors",
        "cloudflare-answers": "dns",
        "cloudflare-serves": "network-path",
        "route53-answers": "dns",
        "route53-serves": "network-path",
        "silent": "monitoring",
    }
    alarms = build(**DUAL).of("MetricAlarm")
    assert len(alarms) == len(sections)
    for alarm in alarms:
        step = alarm.name.removeprefix("use1-public-canary-")
        link = f"Owner: orders-team. Runbook: https://runbook.example.com#{sections[step]}"
        assert alarm.inputs["alarmDescription"].endswith(link)
        assert alarm.inputs["tags"]["Runbook"] == sections[step]
        topic = "page_topic_arn" if step == "public" else "ticket_topic_arn"
        assert alarm.inputs["alarmActions"] == [ARGS[topic]]  # type: ignore[literal-required]  # one of two


def test_steps_have_the_names_that_the_script_gives_them() -> None:
    assert (PUBLIC, ANSWERS, SERVES) == (steps.PUBLIC, steps.ANSWERS, steps.SERVES)
    assert set(watched_steps({**ARGS, **DUAL})) < {  # type: ignore[typeddict-item]  # any key
        *ARGS["hosts"],
        steps.PUBLIC,
        *(f"{one}-{end}" for one in ("route53", "cloudflare") for end in (steps.ANSWERS, steps.SERVES)),
    }


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"every_minutes": 61}, "'every_minutes' is 1 to 60, got 61"),
        ({"retries": 3}, "'retries' is 0 to 2, got 3"),
        ({"failures": 0}, "'failures' is 1 or more"),
        ({"retention_days": 10}, "'retention_days' is one of 1, 3, 5"),
        ({"every_minutes": 1, "timeout_seconds": 20}, "up to 75 seconds, and may take 60"),
        ({"timeout_seconds": 200, "every_minutes": 60, "retries": 2}, "up to 615 seconds, and may take 599"),
        ({"method": "POST"}, "'method' is GET or HEAD, got 'POST'"),
        ({"name_servers": {"ns1": []}, "zone": "example.com"}, "are of cloudflare, route53, got ns1"),
        ({"name_servers": {"route53": []}}, "'name_servers' need 'zone'"),
        ({"headers": {"X": SECRET.replace("us-east-1", "eu-west-1")}}, "must be one of us-east-1"),
        ({"text": "x" * 4000}, "of 4000: watch fewer"),
    ],
)
def test_what_cannot_watch_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        build(**more)


def bucket(**more: Any) -> Resources:
    args: CanaryBucketArgs = {"region": "us-east-1", "tags": {"Team": "orders"}, **more}  # type: ignore[typeddict-item]  # any key
    return declared(lambda: CanaryBucket("use1", args))


def test_the_bucket_is_closed_and_forgets_artifacts_but_not_the_code() -> None:
    resources = bucket(key_arn=KEY, retention_days=30.0)
    assert {one.type.split(":")[-1] for one in resources if one.custom} == {
        "Bucket",
        "BucketServerSideEncryptionConfiguration",
        "BucketOwnershipControls",
        "BucketPublicAccessBlock",
        "BucketPolicy",
        "BucketLifecycleConfiguration",
        "BucketObjectv2",
    }
    (rule,) = resources("use1-canaries-lifecycle").inputs["rules"]
    assert (rule["filter"], rule["expiration"]) == ({"prefix": "artifacts/"}, {"days": 30})
    (encryption,) = resources("use1-canaries-encryption").inputs["rules"]
    assert encryption["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == KEY
    policy = json.loads(resources("use1-canaries-policy").inputs["policy"])
    assert [one["Sid"] for one in policy["Statement"]] == ["TlsOnly"]
    assert resources("use1-canaries").protect is True
    assert bucket(protection=False)("use1-canaries").protect is False
    assert bucket(protection=False)("use1-canaries").inputs["forceDestroy"] is True


def test_the_code_has_a_key_of_its_own_and_everything_that_it_imports() -> None:
    archive, fingerprint = canary_archive()
    assert bucket()("use1-canaries-code").inputs["key"] == f"code/{fingerprint}.zip"
    assert set(archive.assets) == {
        "python/holdfast_canary.py",
        *(
            f"python/holdfast_canaries/{name}.py"
            for name in ("__init__", "dns", "failures", "handler", "request", "steps", "verdicts")
        ),
    }
    texts = {path: one.text for path, one in archive.assets.items() if isinstance(one, pulumi.StringAsset)}
    assert "from holdfast_canaries.handler import handler" in texts["python/holdfast_canary.py"]


FAILED: RegionFailedArgs = {
    "place": "use1",
    "region": "us-east-1",
    "failed": "euw1",
    "entrances": ["public"],
    "watchers": ["use1", "euc1"],
    "views_needed": 2,
    "every_minutes": 5,
    "failures": 2,
    "page_topic_arn": "arn:aws:sns:us-east-1:111122223333:pages",
    "notes": {"owner": "orders-team", "runbook_url": "https://runbook.example.com"},
    "tags": {"Team": "orders"},
}


def failed(**more: Any) -> Resources:
    return declared(lambda: RegionFailed("use1-euw1", {**FAILED, **more}))  # type: ignore[typeddict-item]  # any key


def test_a_region_fails_when_enough_places_see_it() -> None:
    resources = failed()
    (alarm,) = [one for one in resources if one.custom]
    assert (alarm.name, alarm.region) == ("use1-euw1-failed-public", "us-east-1")
    *queried, total = alarm.inputs["metricQueries"]
    assert [one["metric"]["dimensions"] for one in queried] == [
        {"Stack": "holdfast-prod", "Entrance": "public", "From": place, "Region": "euw1"}
        for place in ("euc1", "use1")
    ]
    assert {one["metric"]["namespace"] for one in queried} == {"Holdfast"}
    assert {one["metric"]["metricName"] for one in queried} == {"RegionFailed"}
    assert (total["expression"], total["returnData"]) == ("FILL(view0, 0) + FILL(view1, 0)", True)
    assert (alarm.inputs["threshold"], alarm.inputs["comparisonOperator"]) == (
        2,
        "GreaterThanOrEqualToThreshold",
    )
    assert (alarm.inputs["evaluationPeriods"], alarm.inputs["datapointsToAlarm"]) == (3, 2)
    assert alarm.inputs["treatMissingData"] == "notBreaching"
    assert alarm.inputs["alarmActions"] == [FAILED["page_topic_arn"]]
    assert alarm.inputs["alarmDescription"].endswith("#region-lost")
    assert resources("use1-euw1", "RegionFailed").outputs["alarm_arn"] == alarm.arn


def test_with_several_entrances_the_region_fails_when_all_do() -> None:
    resources = failed(entrances=["public", "partners"])
    composite = resources("use1-euw1-failed", "CompositeAlarm")
    assert composite.inputs["alarmRule"] == (
        'ALARM("use1-euw1-failed-partners-0000") AND ALARM("use1-euw1-failed-public-0000")'
    )
    assert composite.inputs["alarmName"] == "holdfast-prod-use1-euw1-failed"
    assert "alarmActions" not in composite.inputs  # the entrances' own page
    assert composite.inputs["alarmDescription"].endswith("#region-lost")
    assert resources("use1-euw1", "RegionFailed").outputs["alarm_arn"] == composite.arn


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"failed": "use1", "watchers": ["euc1"], "views_needed": 1}, "must be another place"),
        ({"entrances": []}, "must name at least one"),
        ({"watchers": ["euw1", "use1"]}, "no witness of itself"),
        ({"watchers": []}, "'watchers' are 1 to 19, got 0"),
        ({"views_needed": 3}, "'views_needed' is 1 to 2, got 3"),
    ],
)
def test_views_that_say_nothing_are_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        failed(**more)
