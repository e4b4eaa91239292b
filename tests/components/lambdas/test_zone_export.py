"""The function that exports zones, against an emulated AWS and a Cloudflare on this machine."""

from __future__ import annotations

import hashlib
import io
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from moto import mock_aws

from holdfast.components.lambdas.zone_export import bind, cloudflare, handler, route53
from holdfast.components.lambdas.zone_export.cloudflare import Cloudflare, CloudflareError

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "eu-central-1"
BUCKET = "exports"
TOKEN = "cf-planted-token-000"  # noqa: S105  # planted, to find it where it must not be
ZONE = {"name": "cf.example.com", "id": "zone1", "account_id": "acc1"}


THROTTLED = b"""<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>
<Message>Rate exceeded</Message></Error></ErrorResponse>"""


class Body(io.BytesIO):
    """What a response is read from."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


class Lambda:
    """What Lambda tells the function."""

    def __init__(self, seconds: int = 900) -> None:
        self._seconds = seconds

    def get_remaining_time_in_millis(self) -> int:
        return self._seconds * 1000


class FakeCloudflare:
    """Answers by path; before that, what ``refusals`` has for a path."""

    def __init__(self) -> None:
        self.lists: dict[str, list[dict[str, Any]]] = {
            "/zones/zone1/dns_records": [{"id": f"r{n}", "name": f"n{n}.cf.example.com"} for n in range(230)],
            "/zones/zone1/load_balancers": [
                {"id": "lb1", "default_pools": ["p1"], "fallback_pool": "p2", "pop_pools": {"FRA": ["p3"]}}
            ],
            "/accounts/acc1/load_balancers/pools": [
                {"id": "p1", "monitor": "m1"},
                {"id": "p2", "monitor": "m1"},
                {"id": "p3", "monitor": "m2"},
                {"id": "p9", "monitor": "m9"},
            ],
            "/accounts/acc1/load_balancers/monitors": [{"id": "m1"}, {"id": "m2"}, {"id": "m9"}],
        }
        self.refusals: dict[str, list[tuple[int, dict[str, str]]]] = {}
        self.unsuccessful: set[str] = set()
        self.without_pages: set[str] = set()
        self.asked: list[str] = []
        self.tokens: set[str] = set()
        self.agents: set[str] = set()

    def answer(self, url: str) -> tuple[int, dict[str, str], bytes]:
        path, query = urlsplit(url).path, parse_qs(urlsplit(url).query)
        self.asked.append(url)
        if self.refusals.get(path):
            status, headers = self.refusals[path].pop(0)
            return status, headers, b"{}"
        if path == "/zones/zone1/dns_records/export":
            return 200, {}, b"$ORIGIN cf.example.com.\nn0 300 IN A 192.0.2.1 ; cf_tags=cf-proxied:true\n"
        page, size = int(query["page"][0]), int(query["per_page"][0])
        items = self.lists[path]
        if path in self.without_pages:
            page, size = 1, len(items)
        body = {
            "success": path not in self.unsuccessful,
            "errors": [{"code": 10000, "message": f"bad {TOKEN}"}] if path in self.unsuccessful else [],
            "result": items[(page - 1) * size : page * size],
            "result_info": {"page": page, "total_pages": -(-len(items) // int(query["per_page"][0]))},
        }
        return 200, {}, json.dumps(body).encode()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeCloudflare]:
    told = FakeCloudflare()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the server calls
            told.tokens.add(self.headers["Authorization"])
            told.agents.add(self.headers["User-Agent"])
            status, headers, body = told.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(cloudflare, "API", f"http://127.0.0.1:{server.server_port}")
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def api(fake: FakeCloudflare, waits: list[float]) -> Cloudflare:  # noqa: ARG001  # it must be there
    return Cloudflare(TOKEN, wait=waits.append)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "emulated")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "emulated")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        s3: Any = boto3.client("s3")
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        yield boto3


def records(zone_id: str, check_id: str, *, plain: int = 350) -> list[dict[str, Any]]:
    """Some of everything: plain, wildcard, text, aliases, failover, weights, latency, location."""
    name = "example.com."

    def plainly(host: str, type_: str, *values: str, **more: Any) -> dict[str, Any]:
        found = {"Name": f"{host}{name}", "Type": type_, "TTL": 60, **more}
        return {**found, "ResourceRecords": [{"Value": value} for value in values]}

    def alias(host: str, target: str, zone: str, **more: Any) -> dict[str, Any]:
        to = {"HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": True}
        return {"Name": f"{host}{name}", "Type": "A", "AliasTarget": to, **more}

    return [
        *(plainly(f"host{n:03}.", "A", "192.0.2.1") for n in range(plain)),
        plainly("*.", "A", "192.0.2.9"),
        plainly("txt.", "TXT", '"v=spf1 -all"', '"two" "parts"'),
        plainly("", "MX", "10 mail.example.com."),
        plainly("sub.", "NS", "ns-1.awsdns.example.", "ns-2.awsdns.example."),
        plainly("fail.", "A", "192.0.2.2", SetIdentifier="use1", Failover="PRIMARY", HealthCheckId=check_id),
        plainly("fail.", "A", "192.0.2.3", SetIdentifier="euw1", Failover="SECONDARY"),
        plainly("weigh.", "A", "192.0.2.4", SetIdentifier="a", Weight=0, HealthCheckId=check_id),
        plainly("weigh.", "A", "192.0.2.5", SetIdentifier="b", Weight=10),
        plainly("near.", "A", "192.0.2.6", SetIdentifier="eu", Region="eu-west-1"),
        plainly("geo.", "A", "192.0.2.7", SetIdentifier="de", GeoLocation={"CountryCode": "DE"}),
        alias("aa.", "fail.example.com.", zone_id),
        alias("", "aa.example.com.", zone_id),
        alias("lb.", "x.eu-west-1.elb.amazonaws.com.", "Z32O12XQLNTSW2", SetIdentifier="l", Weight=1),
    ]


def make_zone(client: Any, name: str = "example.com") -> str:
    answer = client.create_hosted_zone(Name=name, CallerReference=f"{name}-{id(object())}")
    return str(answer["HostedZone"]["Id"]).rpartition("/")[2]


def make_check(client: Any) -> str:
    config = {"Type": "HTTPS", "FullyQualifiedDomainName": "use1.example.com", "Port": 443}
    child = client.create_health_check(CallerReference="child", HealthCheckConfig=config)["HealthCheck"]["Id"]
    both = {"Type": "CALCULATED", "HealthThreshold": 1, "ChildHealthChecks": [child]}
    made = client.create_health_check(CallerReference="parent", HealthCheckConfig=both)["HealthCheck"]["Id"]
    return str(made)


def fill(client: Any, zone_id: str, wanted: list[dict[str, Any]]) -> None:
    for start in range(0, len(wanted), 100):
        changes = [{"Action": "CREATE", "ResourceRecordSet": one} for one in wanted[start : start + 100]]
        client.change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch={"Changes": changes})


def comparable(files: dict[str, str], zone_id: str) -> list[Any]:
    """Record sets without what each zone has of its own: its id, SOA and NS."""
    found = json.loads(files["record-sets.json"].replace(zone_id, "ZONE"))
    return [one for one in found if one["Name"] != "example.com." or one["Type"] not in ("SOA", "NS")]


def test_a_zone_of_route_53_is_made_again_from_its_export(aws: Any) -> None:
    client = aws.client("route53")
    old = make_zone(client)
    fill(client, old, records(old, make_check(client)))
    exported = route53.export(client, {"name": "example.com", "id": old})

    new = make_zone(client)
    batches = sorted(
        (name for name in exported if name.startswith("change-batch-")),
        key=lambda name: int(name.removesuffix(".json").rpartition("-")[2]),
    )
    for name in batches:
        batch = json.loads(exported[name].replace(old, new))
        client.change_resource_record_sets(HostedZoneId=new, ChangeBatch=batch)
    again = route53.export(client, {"name": "example.com", "id": new})

    assert new != old
    assert len(comparable(exported, old)) == 363
    assert comparable(again, new) == comparable(exported, old)
    assert again["zone.txt"] == exported["zone.txt"]
    assert again["health-checks.json"] == exported["health-checks.json"]


def test_every_page_is_read_and_every_health_check_with_its_children(aws: Any) -> None:
    client = aws.client("route53")
    zone = make_zone(client)
    fill(client, zone, records(zone, make_check(client)))
    client.create_health_check(
        CallerReference="another team's",
        HealthCheckConfig={"Type": "TCP", "IPAddress": "192.0.2.8", "Port": 443},
    )
    exported = route53.export(client, {"name": "example.com", "id": zone})

    assert sum("host" in one["Name"] for one in json.loads(exported["record-sets.json"])) == 350
    kinds = [one["HealthCheckConfig"]["Type"] for one in json.loads(exported["health-checks.json"])]
    assert sorted(kinds) == ["CALCULATED", "HTTPS"]
    assert json.loads(exported["hosted-zone.json"])["HostedZone"]["Name"] == "example.com."


def test_route_53_is_asked_again_when_it_is_asked_too_much(aws: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = aws.client("route53", config=handler._PATIENT)
    zone = make_zone(client)
    fill(client, zone, records(zone, make_check(client), plain=1))
    refused: list[str] = []

    def throttle(request: Any, **_: Any) -> Any:
        if len(refused) == 2:
            return None
        refused.append(request.url)
        return AWSResponse(request.url, 400, HTTPHeaders(), Body(THROTTLED))

    monkeypatch.setattr(time, "sleep", lambda _: None)
    client.meta.events.register_first("before-send.route-53.ListResourceRecordSets", throttle)
    exported = route53.export(client, {"name": "example.com", "id": zone})
    assert len(refused) == 2
    assert "host000.example.com." in exported["zone.txt"]


def test_a_change_comes_after_what_it_is_an_alias_of() -> None:
    (batch,) = route53.change_batches("example.com", "Z1", records("Z1", "check", plain=0)[::-1])
    names = [change["ResourceRecordSet"]["Name"] for change in batch["Changes"]]
    kinds = ["AliasTarget" in change["ResourceRecordSet"] for change in batch["Changes"]]

    assert {change["Action"] for change in batch["Changes"]} == {"UPSERT"}
    apex = len(names) - 1 - names[::-1].index("example.com.")
    assert names.index("fail.example.com.") < names.index("aa.example.com.") < apex
    assert kinds[apex]


def test_what_a_traffic_policy_made_is_made_again_as_a_plain_record() -> None:
    made = {"Name": "a.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    (batch,) = route53.change_batches("example.com", "Z1", [{**made, "TrafficPolicyInstanceId": "policy"}])
    assert batch["Changes"] == [{"Action": "UPSERT", "ResourceRecordSet": made}]


def test_whether_a_zone_is_signed_is_exported_and_of_a_private_one_not_asked(aws: Any) -> None:
    client = aws.client("route53")
    exported = route53.export(client, {"name": "example.com", "id": make_zone(client)})
    assert json.loads(exported["dnssec.json"]) == {"Status": {"ServeSignature": "NOT_SIGNING"}}

    vpc = aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    private = client.create_hosted_zone(
        Name="inside.example.com",
        CallerReference="private",
        HostedZoneConfig={"PrivateZone": True},
        VPC={"VPCRegion": REGION, "VPCId": vpc},
    )["HostedZone"]["Id"]
    exported = route53.export(client, {"name": "inside.example.com", "id": private})
    assert json.loads(exported["dnssec.json"]) == {}


def test_aliases_in_a_circle_are_all_kept() -> None:
    def alias(name: str, to: str) -> dict[str, Any]:
        return {"Name": name, "Type": "A", "AliasTarget": {"HostedZoneId": "Z1", "DNSName": to}}

    circle = [alias("a.example.com.", "b.example.com."), alias("b.example.com.", "a.example.com.")]
    (batch,) = route53.change_batches("example.com", "Z1", circle)
    assert len(batch["Changes"]) == 2


@pytest.mark.parametrize(
    ("count", "values", "sizes"),
    [(1200, ["192.0.2.1"], [500, 500, 200]), (3, ["x" * 9000], [1, 1, 1]), (300, ["a", "b"], [250, 50])],
)
def test_no_request_is_larger_than_route_53_takes(count: int, values: list[str], sizes: list[int]) -> None:
    wanted = [
        {"Name": f"n{n}.", "Type": "TXT", "TTL": 1, "ResourceRecords": [{"Value": one} for one in values]}
        for n in range(count)
    ]
    batches = route53.change_batches("example.com", "Z1", wanted)
    assert [len(batch["Changes"]) for batch in batches] == sizes


def test_the_zone_file_has_what_a_zone_file_can_say() -> None:
    found = records("Z1", "check", plain=1)
    found[1]["Name"] = "\\052.example.com."  # as Route 53 gives it
    found.append(
        {"Name": "a\\057b.example.com.", "Type": "A", "TTL": 5, "ResourceRecords": [{"Value": "192.0.2.8"}]}
    )
    found.append({"Name": "example.com.", "Type": "SOA", "TTL": 900, "ResourceRecords": [{"Value": "ns"}]})
    lines = bind.zone_file("example.com", found).splitlines()

    assert lines[0] == "$ORIGIN example.com."
    assert "*.example.com.\t60\tIN\tA\t192.0.2.9" in lines
    assert "a/b.example.com.\t5\tIN\tA\t192.0.2.8" in lines
    assert 'txt.example.com.\t60\tIN\tTXT\t"two" "parts"' in lines
    assert "sub.example.com.\t60\tIN\tNS\tns-2.awsdns.example." in lines
    assert "; left out, an alias: aa.example.com. A" in lines
    assert "; left out, one of several (use1): fail.example.com. A" in lines
    assert "; left out, the host's own: example.com. SOA" in lines


def test_what_a_name_must_not_hold_plainly_is_escaped_in_decimals() -> None:
    found = [{"Name": "a\\040b.example.com.", "Type": "A", "TTL": 5, "ResourceRecords": [{"Value": "x"}]}]
    assert "a\\032b.example.com." in bind.zone_file("example.com.", found)


def test_a_zone_of_cloudflare_is_read_whole(api: Cloudflare, fake: FakeCloudflare) -> None:
    exported = api.export(ZONE)

    assert len(json.loads(exported["dns-records.json"])) == 230
    assert exported["zone.txt"].startswith("$ORIGIN cf.example.com.")
    assert [one["id"] for one in json.loads(exported["pools.json"])] == ["p1", "p2", "p3"]
    assert [one["id"] for one in json.loads(exported["monitors.json"])] == ["m1", "m2"]
    assert [one["id"] for one in json.loads(exported["load-balancers.json"])] == ["lb1"]
    assert [url for url in fake.asked if url.startswith("/zones/zone1/dns_records?")] == [
        f"/zones/zone1/dns_records?page={page}&per_page=100" for page in (1, 2, 3)
    ]
    assert fake.tokens == {f"Bearer {TOKEN}"}
    assert fake.agents == {"holdfast-zone-export"}


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
