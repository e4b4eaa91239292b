"""The function that exports zones, against an emulated AWS and a Cloudflare on this machine."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from holdfast.components.lambdas.zone_export import bind, handler, route53
from tests.components.lambdas.zone_export.samples import (
    REGION,
    TOKEN,
    ZONE,
    Body,
    FakeCloudflare,
    fill,
    make_check,
    make_zone,
    records,
)

if TYPE_CHECKING:
    from holdfast.components.lambdas.zone_export.cloudflare import Cloudflare

THROTTLED = b"""<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>
<Message>Rate exceeded</Message></Error></ErrorResponse>"""


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
