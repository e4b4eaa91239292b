"""A zone of Route 53 as files from which it can be made again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .bind import zone_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# A request holds 1,000 records and 32,000 characters of values at most, and UPSERT counts each twice:
# https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html (2026-11)
_MOST_RECORDS = 500
_MOST_CHARACTERS = 16_000


def export(client: Any, zone: Mapping[str, str]) -> dict[str, str]:  # noqa: ANN401  # as boto3 gives it
    """Read a zone.

    Args:
        client: Boto3's client of Route 53.
        zone: Its ``name`` and ``id``.

    Returns:
        File name → text: ``hosted-zone.json``, ``dnssec.json`` with its DS records, ``record-sets.json`` as
        the API lists them, ``change-batch-<n>.json`` in the order in which ``aws route53
        change-resource-record-sets`` takes them, ``health-checks.json`` and ``zone.txt``, a zone file.
    """
    pages = client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone["id"])
    record_sets = [record_set for page in pages for record_set in page["ResourceRecordSets"]]
    hosted = client.get_hosted_zone(Id=zone["id"])
    hosted.pop("ResponseMetadata", None)
    dnssec = _dnssec(client, zone["id"]) if not hosted["HostedZone"]["Config"].get("PrivateZone") else {}
    batches = change_batches(zone["name"], zone["id"], record_sets)
    return {
        "hosted-zone.json": _text(hosted),
        "dnssec.json": _text(dnssec),
        "record-sets.json": _text(record_sets),
        **{f"change-batch-{number}.json": _text(batch) for number, batch in enumerate(batches, start=1)},
        "health-checks.json": _text(_health_checks(client, record_sets)),
        "zone.txt": zone_file(zone["name"], record_sets),
    }


def change_batches(
    zone: str, zone_id: str, record_sets: Sequence[Mapping[str, Any]]
) -> list[dict[str, list[dict[str, Any]]]]:
    """Write record sets as changes that make them, in requests that are not too large.

    The zone's own SOA and NS are left out, a new zone has others. Route 53 refuses an alias of a record that
    is not there yet, so each comes after what it points at.

    Args:
        zone: Name of the zone.
        zone_id: Its id, as aliases inside of it name it.
        record_sets: What ListResourceRecordSets returns.
    """
    origin = f"{zone.rstrip('.')}."
    wanted = [one for one in record_sets if one["Name"] != origin or one["Type"] not in ("SOA", "NS")]
    batches: list[dict[str, list[dict[str, Any]]]] = []
    records = characters = 0
    for record_set in _targets_first(zone_id, wanted):
        size = len(record_set.get("ResourceRecords", [None]))
        length = sum(len(record["Value"]) for record in record_set.get("ResourceRecords", []))
        records, characters = records + size, characters + length
        if not batches or records > _MOST_RECORDS or characters > _MOST_CHARACTERS:
            batches.append({"Changes": []})
            records, characters = size, length
        # What a traffic policy made is made again as a plain record: its instance went with the zone.
        plain = {key: value for key, value in record_set.items() if key != "TrafficPolicyInstanceId"}
        batches[-1]["Changes"].append({"Action": "UPSERT", "ResourceRecordSet": plain})
    return batches


def _targets_first(zone_id: str, record_sets: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Record sets, each after those of this zone that it is an alias of."""
    waiting = list(record_sets)
    while waiting:
        names = {one["Name"] for one in waiting}
        ready = [one for one in waiting if _target(zone_id, one) not in names - {one["Name"]}]
        yield from ready or waiting  # a circle is the zone's own, and Route 53's to judge
        done = {id(one) for one in ready or waiting}
        waiting = [one for one in waiting if id(one) not in done]


def _target(zone_id: str, record_set: Mapping[str, Any]) -> str | None:
    alias = record_set.get("AliasTarget")
    return alias["DNSName"] if alias and alias["HostedZoneId"] == zone_id else None


def _dnssec(client: Any, zone_id: str) -> dict[str, Any]:  # noqa: ANN401  # as boto3 gives it
    """Whether the zone is signed, and its keys' DS records: a signed zone is made again in other steps."""
    found: dict[str, Any] = client.get_dnssec(HostedZoneId=zone_id)
    found.pop("ResponseMetadata", None)
    return found


def _health_checks(
    client: Any,  # noqa: ANN401  # as boto3 gives it
    record_sets: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """The health checks that records name, and those that these are made of."""
    waiting = sorted({one["HealthCheckId"] for one in record_sets if "HealthCheckId" in one})
    found: dict[str, dict[str, Any]] = {}
    while waiting:
        id_ = waiting.pop()
        if id_ in found:
            continue
        found[id_] = client.get_health_check(HealthCheckId=id_)["HealthCheck"]
        waiting += found[id_]["HealthCheckConfig"].get("ChildHealthChecks", [])
    return [found[id_] for id_ in sorted(found)]


def _text(value: object) -> str:
    return json.dumps(value, indent=1, sort_keys=True, default=str) + "\n"
