"""S3: storage and requests of buckets, replication with a time limit, Multi-Region Access Points."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from holdfast.cost.families.functions import behind_doors
from holdfast.cost.scope import KILO, MILLION
from holdfast.graph import place_of
from holdfast.graph.summary import GLOBAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.cost.model import CostItem
    from holdfast.cost.scope import Calculator, Scope
    from holdfast.graph import Resource, ResourceGraph

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
ACCESS_POINT = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"
SERVING = {
    "aws:ec2/launchTemplate:LaunchTemplate": ("userData",),
    "aws:ecs/taskDefinition:TaskDefinition": ("containerDefinitions",),
    "aws:cloudfront/distribution:Distribution": ("origins",),
    ACCESS_POINT: ("details",),
}
"""What serves requests, and the inputs that name its buckets."""
OF_WRITES = ("bucket_writes_million", "object_kilobytes")


def holds_documents(one: Resource, scope: Scope) -> bool:
    """Whether a service uses a bucket, itself or by an access point; others hold logs and artefacts."""
    return one.urn in scope.once("document buckets", lambda: _named(scope))


def _named(scope: Scope) -> frozenset[str]:
    graph = scope.graph
    places = [
        (one, name) for token, names in SERVING.items() for one in graph.of_type(token) for name in names
    ]
    places += [(graph.resources[urn], "environment") for urn in behind_doors(scope)]
    urns = {urn for one, name in places for urn in _buckets(graph, one, name)}
    copies = [
        _buckets(graph, one, "bucket") | _buckets(graph, one, "rules") for one in graph.of_type(REPLICATION)
    ]
    return frozenset(urns.union(*(pair for pair in copies if pair & urns)))


def _buckets(graph: ResourceGraph, one: Resource, name: str) -> set[str]:
    """The buckets that an input names, themselves or by their policies, which must be there before."""
    held = graph.references(one, name)
    behind = (
        bucket for policy in held if policy.type == POLICY for bucket in graph.references(policy, "bucket")
    )
    return {found.urn for found in (*held, *behind) if found.type in BUCKETS}


def written_gigabytes(scope: Scope) -> Decimal:
    """What is written to each bucket of documents, GB a month."""
    return scope.usage["bucket_writes_million"] * MILLION * scope.usage["object_kilobytes"] / MILLION


def bucket(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Storage, writes and reads; of a bucket for logs and artefacts the storage alone."""
    place, usage = place_of(one), scope.usage
    documents = holds_documents(one, scope)
    key = "bucket_gigabytes" if documents else "log_bucket_gigabytes"
    note = "" if documents else "no service names it: for logs or artefacts"
    yield scope.item("objects", "s3/standard/GB-month", place, usage[key], usage=(key,), note=note)
    if documents:
        for name, price, figure in (
            ("writes of objects", "s3/writes/thousand", "bucket_writes_million"),
            ("reads of objects", "s3/reads/thousand", "bucket_reads_million"),
        ):
            yield scope.item(name, price, place, usage[figure] * MILLION / KILO, usage=(figure,))


def replication(one: Resource, scope: Scope) -> Iterator[CostItem]:
    """Requests of copies, and the time limit where a rule has one; the transfer is counted with transfer."""
    for source, rule in copying(one, scope):
        place = place_of(one)
        if rule.get("status") == "Disabled":
            continue
        writes = scope.usage["bucket_writes_million"] if holds_documents(source, scope) else Decimal()
        yield scope.item(
            "copies of objects", "s3/writes/thousand", place, writes * KILO, usage=("bucket_writes_million",)
        )
        destination = rule.get("destination")
        timed = destination.get("replicationTime") if isinstance(destination, dict) else None
        if isinstance(timed, dict) and timed.get("status") == "Enabled":
            yield scope.item(
                "copies within a time limit",
                "s3/replication-time-control/GB",
                place,
                written_gigabytes(scope) if holds_documents(source, scope) else Decimal(),
                usage=OF_WRITES,
            )


def copying(one: Resource, scope: Scope) -> Iterator[tuple[Resource, dict[str, object]]]:
    """The source and the rule of each of a replication's rules."""
    sources = [held for held in scope.graph.references(one, "bucket") if held.type in BUCKETS]
    rules = one.inputs.get("rules")
    for rule in rules if isinstance(rules, tuple) else ():
        if isinstance(rule, dict):
            yield (sources[0] if sources else one), rule


def access_point(_: Resource, scope: Scope) -> Iterator[CostItem]:
    """What a Multi-Region Access Point routes: what is written to and read from one bucket."""
    usage = scope.usage
    objects = usage["bucket_writes_million"] + usage["bucket_reads_million"]
    yield scope.item(
        "objects routed",
        "s3/multi-region-access-point/GB",
        GLOBAL,
        objects * usage["object_kilobytes"],
        usage=(*OF_WRITES, "bucket_reads_million"),
    )


CALCULATORS: Mapping[str, Calculator] = {
    **dict.fromkeys(BUCKETS, bucket),
    REPLICATION: replication,
    ACCESS_POINT: access_point,
}
