"""What is exported of Cloudflare, and what goes wrong there."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

import pytest

from holdfast.components.lambdas.zone_export import cloudflare, handler, route53
from holdfast.components.lambdas.zone_export.cloudflare import Cloudflare, CloudflareError
from tests.components.lambdas.zone_export.samples import (
    BUCKET,
    TOKEN,
    ZONE,
    FakeCloudflare,
    fill,
    make_check,
    make_zone,
    records,
)


class Lambda:
    """What Lambda tells the function."""

    def __init__(self, seconds: int = 900) -> None:
        self._seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        return self._seconds * 1000


def test_a_list_that_knows_no_pages_gives_each_once(api: Cloudflare, fake: FakeCloudflare) -> None:
    fake.without_pages.add("/zones/zone1/dns_records")
    assert len(json.loads(api.export(ZONE)["dns-records.json"])) == 230


def test_monitors_are_found_through_their_groups(api: Cloudflare, fake: FakeCloudflare) -> None:
    assert json.loads(api.export(ZONE)["monitor-groups.json"]) == []
    pools = "/accounts/acc1/load_balancers/pools"
    fake.lists[pools] = [{"id": "p1", "monitor_group": "g1"}, {"id": "p9", "monitor": "m9"}]
    fake.lists["/accounts/acc1/load_balancers/monitor_groups"] = [
        {"id": "g1", "members": [{"monitor_id": "m2"}]},
        {"id": "g9", "members": [{"monitor_id": "m9"}]},
    ]
    exported = api.export(ZONE)
    assert [one["id"] for one in json.loads(exported["monitor-groups.json"])] == ["g1"]
    assert [one["id"] for one in json.loads(exported["monitors.json"])] == ["m2"]


def test_an_account_without_load_balancers_is_not_asked_for_pools(
    api: Cloudflare, fake: FakeCloudflare
) -> None:
    fake.lists["/zones/zone1/load_balancers"] = []
    assert json.loads(api.export(ZONE)["pools.json"]) == []
    assert not any("/accounts/" in url for url in fake.asked)


def test_cloudflare_is_asked_again_when_it_says_so(
    api: Cloudflare, fake: FakeCloudflare, waits: list[float]
) -> None:
    fake.refusals["/zones/zone1/dns_records"] = [
        (429, {"Retry-After": "7"}),
        (503, {}),
        (429, {"Retry-After": "900"}),
    ]
    assert len(json.loads(api.export(ZONE)["dns-records.json"])) == 230
    assert waits == [7, 4, 300]


def test_cloudflare_is_given_up_after_six_attempts(
    api: Cloudflare, fake: FakeCloudflare, waits: list[float]
) -> None:
    fake.refusals["/zones/zone1/dns_records"] = [(500, {})] * 9
    with pytest.raises(CloudflareError, match=r"/zones/zone1/dns_records: HTTP 500 after 6 attempts"):
        api.export(ZONE)
    assert len(waits) == 5


def test_no_wait_goes_beyond_the_time_that_is_left(fake: FakeCloudflare, waits: list[float]) -> None:
    fake.refusals["/zones/zone1/dns_records"] = [(500, {})] * 9
    with pytest.raises(CloudflareError, match="HTTP 500 after 2 attempts"):
        Cloudflare(TOKEN, until=time.monotonic() + 3, wait=waits.append).export(ZONE)
    assert waits == [2]


def test_a_refusal_is_not_tried_again(api: Cloudflare, fake: FakeCloudflare, waits: list[float]) -> None:
    fake.refusals["/zones/zone1/dns_records"] = [(403, {})]
    with pytest.raises(CloudflareError, match="HTTP 403 after 1 attempts"):
        api.export(ZONE)
    assert waits == []


def test_an_answer_that_says_no_is_a_refusal(api: Cloudflare, fake: FakeCloudflare) -> None:
    fake.unsuccessful.add("/zones/zone1/load_balancers")
    with pytest.raises(CloudflareError, match="refused with code 10000") as raised:
        api.export(ZONE)
    assert TOKEN not in str(raised.value)


def test_cloudflare_out_of_reach(waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloudflare, "API", "http://127.0.0.1:9")
    with pytest.raises(CloudflareError, match="URLError after 6 attempts"):
        Cloudflare(TOKEN, wait=waits.append).export(ZONE)


@pytest.fixture
def function(aws: Any, fake: FakeCloudflare, monkeypatch: pytest.MonkeyPatch) -> str:  # noqa: ARG001  # it must be there
    """The function's environment; gives the id of its zone at Route 53."""
    client = aws.client("route53")
    zone = make_zone(client)
    fill(client, zone, records(zone, make_check(client), plain=3))
    secret = aws.client("secretsmanager").create_secret(Name="cf", SecretString=f"{TOKEN}\n")["ARN"]
    zones = {"route53": [{"name": "example.com", "id": zone}], "cloudflare": [ZONE]}
    monkeypatch.setenv("ZONES", json.dumps(zones))
    monkeypatch.setenv("BUCKET", BUCKET)
    monkeypatch.setenv("CLOUDFLARE_TOKEN_SECRET", secret)
    monkeypatch.setenv("METRIC_NAMESPACE", "Holdfast")
    monkeypatch.setenv("METRIC_NAME", "ZoneExportsCompleted")
    monkeypatch.setenv("METRIC_STACK", "holdfast-prod")
    return zone


def completed(aws: Any) -> int:
    found = aws.client("cloudwatch").list_metrics(Namespace="Holdfast", MetricName="ZoneExportsCompleted")
    assert all(one["Dimensions"] == [{"Name": "Stack", "Value": "holdfast-prod"}] for one in found["Metrics"])
    return len(found["Metrics"])


def manifest_of(aws: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        aws.client("s3").get_object(Bucket=BUCKET, Key="manifest.json")["Body"].read()
    )
    return found


def test_the_function_writes_every_zone_and_a_manifest_that_holds(aws: Any, function: str) -> None:
    returned = handler.handle({}, Lambda())
    manifest = manifest_of(aws)

    assert manifest == returned
    assert (manifest["complete"], manifest["failed"], completed(aws)) == (True, {}, 1)
    keys = {one["key"] for one in manifest["objects"]}
    assert keys == {
        *(f"route53/example.com/{name}" for name in ("hosted-zone.json", "record-sets.json")),
        *(
            f"route53/example.com/{name}"
            for name in ("change-batch-1.json", "dnssec.json", "health-checks.json", "zone.txt")
        ),
        *(f"cloudflare/cf.example.com/{name}" for name in ("zone.txt", "dns-records.json", "pools.json")),
        *(f"cloudflare/cf.example.com/{name}" for name in ("load-balancers.json", "monitors.json")),
        "cloudflare/cf.example.com/monitor-groups.json",
    }
    for one in manifest["objects"]:
        body = (
            aws.client("s3")
            .get_object(Bucket=BUCKET, Key=one["key"], VersionId=one["version_id"])["Body"]
            .read()
        )
        assert (hashlib.sha256(body).hexdigest(), len(body)) == (one["sha256"], one["bytes"])
    assert function in json.dumps(manifest_and_files(aws))


def manifest_and_files(aws: Any) -> dict[str, str]:
    s3 = aws.client("s3")
    found = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {one["Key"]: s3.get_object(Bucket=BUCKET, Key=one["Key"])["Body"].read().decode() for one in found}


def test_an_older_export_can_be_read_by_its_manifest(aws: Any, function: str) -> None:
    first = handler.handle({}, Lambda())
    aws.client("route53").change_resource_record_sets(
        HostedZoneId=function,
        ChangeBatch={
            "Changes": [{"Action": "DELETE", "ResourceRecordSet": records(function, "x", plain=1)[0]}]
        },
    )
    second = handler.handle({}, Lambda())

    key = "route53/example.com/zone.txt"
    texts = [
        aws.client("s3")
        .get_object(
            Bucket=BUCKET,
            Key=key,
            VersionId=next(one["version_id"] for one in made["objects"] if one["key"] == key),
        )["Body"]
        .read()
        .decode()
        for made in (first, second)
    ]
    assert "host000.example.com." in texts[0]
    assert "host000.example.com." not in texts[1]


@pytest.mark.usefixtures("function")
def test_a_batch_that_is_left_over_is_in_no_manifest(aws: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def batches(manifest: dict[str, Any]) -> set[str]:
        return {one["key"] for one in manifest["objects"] if "change-batch" in one["key"]}

    with monkeypatch.context() as small:
        small.setattr(route53, "_MOST_RECORDS", 3)
        assert len(batches(handler.handle({}, Lambda()))) > 1
    assert batches(handler.handle({}, Lambda())) == {"route53/example.com/change-batch-1.json"}
    assert "route53/example.com/change-batch-2.json" in manifest_and_files(aws)


@pytest.mark.usefixtures("function")
def test_one_lost_zone_keeps_no_other_from_being_exported(aws: Any, fake: FakeCloudflare) -> None:
    fake.refusals["/zones/zone1/dns_records"] = [(403, {})]
    with pytest.raises(handler.ExportError, match=r"not exported: cloudflare/cf\.example\.com"):
        handler.handle({}, Lambda())

    manifest = manifest_of(aws)
    assert manifest["complete"] is False
    assert set(manifest["failed"]) == {"cloudflare/cf.example.com"}
    assert {one["key"].split("/")[0] for one in manifest["objects"]} == {"route53"}
    assert completed(aws) == 0


@pytest.mark.usefixtures("function")
def test_a_zone_that_is_gone_is_said_and_its_last_export_stays(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = handler.handle({}, Lambda())
    before = manifest_and_files(aws)["route53/example.com/record-sets.json"]
    zones = {"route53": [{"name": "example.com", "id": "ZGONE"}]}
    monkeypatch.setenv("ZONES", json.dumps(zones))
    with pytest.raises(handler.ExportError):
        handler.handle({}, Lambda())
    manifest = manifest_of(aws)
    assert "NoSuchHostedZone" in manifest["failed"]["route53/example.com"]
    assert manifest_and_files(aws)["route53/example.com/record-sets.json"] == before
    assert manifest["objects"] == [one for one in first["objects"] if one["key"].startswith("route53/")]
    with pytest.raises(handler.ExportError):  # and so on, however often it fails
        handler.handle({}, Lambda())
    assert manifest_of(aws)["objects"] == manifest["objects"]


@pytest.mark.usefixtures("function")
def test_what_time_does_not_suffice_for_is_said_and_the_manifest_written(aws: Any) -> None:
    with pytest.raises(handler.ExportError):
        handler.handle({}, Lambda(seconds=handler._KEPT_BACK_SECONDS))
    manifest = manifest_of(aws)
    said = "OutOfTimeError: no time was left for it"
    assert manifest["failed"] == {"route53/example.com": said, "cloudflare/cf.example.com": said}
    assert manifest["objects"] == []


@pytest.mark.usefixtures("function")
def test_a_provider_that_answers_nothing_takes_the_time_of_no_other_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shares: list[float] = []

    class Silent:
        def __init__(self, token: str, *, until: float) -> None:
            assert token
            shares.append(until - now)

        def export(self, zone: dict[str, str]) -> dict[str, str]:
            raise CloudflareError(zone["name"])

    zones = {"cloudflare": [{**ZONE, "name": f"{number}.example.com"} for number in range(3)]}
    monkeypatch.setenv("ZONES", json.dumps(zones))
    monkeypatch.setattr(handler, "Cloudflare", Silent)
    now = time.monotonic()
    with pytest.raises(handler.ExportError):
        handler.handle({}, Lambda(seconds=900))
    left = 900 - handler._KEPT_BACK_SECONDS
    assert shares == pytest.approx([left / 3, left / 2, left], abs=5)


@pytest.mark.usefixtures("function")
@pytest.mark.parametrize("refusals", [[], [(403, {})], [(401, {"X-Echo": TOKEN})]])
def test_the_token_is_never_said(
    aws: Any,
    fake: FakeCloudflare,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    refusals: list[Any],
) -> None:
    caplog.set_level("INFO")
    fake.refusals["/zones/zone1/load_balancers"] = list(refusals)
    said = ""
    try:
        handler.handle({}, Lambda())
    except handler.ExportError as problem:
        said = str(problem)
    printed = "".join(capsys.readouterr())
    assert TOKEN not in said + printed + caplog.text + json.dumps(manifest_and_files(aws))
    assert fake.tokens == {f"Bearer {TOKEN}"}


@pytest.mark.usefixtures("function")
def test_a_surprise_is_named_and_not_quoted(
    aws: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def surprise(*_: Any, **__: Any) -> Any:
        raise RuntimeError(f"boom {TOKEN}")

    monkeypatch.setattr(handler, "Cloudflare", surprise)
    with pytest.raises(handler.ExportError):
        handler.handle({}, Lambda())
    assert manifest_of(aws)["failed"] == {"cloudflare/cf.example.com": "RuntimeError"}
    assert TOKEN not in "".join(capsys.readouterr())
