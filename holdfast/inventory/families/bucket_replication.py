"""Where buckets replicate to, and which buckets hold the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.inventory.view import items, parse_arn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, Value
    from holdfast.inventory.view import View

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
_REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a bucket replicates to."""

    bucket: Resource | None
    """The bucket; None where the graph does not hold it."""
    arn: Value
    """What names it."""
    timed: bool
    """Whether with S3 Replication Time Control."""


def destinations(view: View, bucket: Resource) -> tuple[Destination, ...]:
    """Where a bucket replicates to.

    Args:
        view: The graph.
        bucket: The source.
    """
    return tuple(
        one for config in view.of(bucket, "bucket", _REPLICATION) for one in _of(view, bucket, config)
    )


def groups(view: View) -> Iterator[list[Resource]]:
    """Every bucket, together with those that hold the same: replicas by any number of steps; sources first.

    Args:
        view: The graph.
    """
    edges: defaultdict[str, set[str]] = defaultdict(set)
    sources, seen = set(), set()
    for one in view.graph.of_type(*BUCKETS):
        for found in destinations(view, one):
            sources.add(one.urn)
            if found.bucket is not None:
                edges[one.urn].add(found.bucket.urn)
                edges[found.bucket.urn].add(one.urn)
    for one in view.graph.of_type(*BUCKETS):
        if one.urn in seen:
            continue
        members, waiting = {one.urn}, [one.urn]
        while waiting:
            fresh = edges[waiting.pop()] - members
            members |= fresh
            waiting += fresh
        seen |= members
        found_here = (view.graph.resources[urn] for urn in members)
        yield sorted(found_here, key=lambda bucket: (bucket.urn not in sources, bucket.name))


def _of(view: View, bucket: Resource, config: Resource) -> Iterator[Destination]:
    linked_to = [one for one in view.made_of(config, "rules", *BUCKETS) if one is not bucket]
    rules = items(config.at("rules"))
    timed = [
        config.at("rules", position, "destination", "replicationTime", "status") == "Enabled"
        for position in range(len(rules))
    ]
    for one in linked_to:  # which rule leads to which of them is not known: the weakest is said
        yield Destination(bucket=one, arn=None, timed=bool(timed) and all(timed))
    for position in range(len(rules)):
        arn = config.at("rules", position, "destination", "bucket")
        named = _named(view, arn)
        if isinstance(arn, str) and named not in linked_to:
            yield Destination(bucket=named, arn=arn, timed=timed[position])
        elif not linked_to and named is None:
            yield Destination(bucket=None, arn=arn, timed=timed[position])


def _named(view: View, arn: Value) -> Resource | None:
    """The bucket of the graph that an ARN names."""
    parsed = parse_arn(arn)
    buckets = view.graph.of_type(*BUCKETS)
    return next((one for one in buckets if parsed and one.at("bucket") == parsed.resource), None)
