"""Zones to export, and a Cloudflare that answers from lists."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "eu-central-1"
BUCKET = "exports"
TOKEN = "cf-planted-token-000"  # noqa: S105  # planted, to find it where it must not be
ZONE = {"name": "cf.example.com", "id": "zone1", "account_id": "acc1"}


class Body(io.BytesIO):
    """What a response is read from."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


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
