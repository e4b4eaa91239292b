"""Buckets: with their versions, replication, Multi-Region Access Points, and what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.graph import Marker
from holdfast.inventory import figures
from holdfast.inventory.families.bucket_replication import Destination, destinations, groups
from holdfast.inventory.items import copy_of, data, item, known
from holdfast.inventory.keys import BY_AWS, NOT_KNOWN, encryption
from holdfast.inventory.model import Age, Category, Copy, Encryption, Item, Role, Way
from holdfast.inventory.view import parse_arn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource
    from holdfast.inventory.view import View

_ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)
_VERSIONING = ("aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2")
_ACCESS_POINT = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"
_HEALTH_CHECK = "aws:route53/healthCheck:HealthCheck"
# What writes logs, results of canaries, or metrics that nobody took, and the property that names where to.
_LOGGING = {
    "aws:lb/loadBalancer:LoadBalancer": ("accessLogs", "connectionLogs", "healthCheckLogs"),
    "aws:alb/loadBalancer:LoadBalancer": ("accessLogs", "connectionLogs"),
    "aws:s3/bucketLogging:BucketLogging": ("targetBucket",),
    "aws:ec2/flowLog:FlowLog": ("logDestination",),
    "aws:cloudfront/distribution:Distribution": ("loggingConfig",),
    "aws:cloudtrail/trail:Trail": ("s3BucketName",),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": ("logDestinationConfigs",),
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": ("deliveryDestinationConfiguration",),
    "aws:globalaccelerator/accelerator:Accelerator": ("attributes",),
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": ("httpEndpointConfiguration",),
    "aws:synthetics/canary:Canary": ("artifactS3Location",),
}
_READ = Way(
    when="a region is lost",
    how="nothing to do, the copies in the other regions are read and written as they are",
)


def find(view: View) -> Iterator[Item]:
    """Every bucket that holds more than logs; those that replicate to each other together."""
    for members in groups(view):
        first = members[0]
        if is_log_bucket(view, first):
            continue
        yield _switch(view, first) if _is_switch(view, first) else _item(view, members)


def is_log_bucket(view: View, bucket: Resource) -> bool:
    """Whether a bucket is where something writes logs."""
    parts = {bucket.urn, *(one.urn for one in view.of(bucket, "bucket", "aws:s3/bucketPolicy:BucketPolicy"))}
    return any(
        parts & set(one.property_dependencies.get(name, ()))
        for token, names in _LOGGING.items()
        for one in view.graph.of_type(token)
        for name in names
    )


def _is_switch(view: View, bucket: Resource) -> bool:
    """Whether health checks read it, so that it says something of its region alone."""
    parts = {bucket.urn, *(one.urn for one in view.of(bucket, "bucket", "aws:s3/bucketPolicy:BucketPolicy"))}
    return any(
        parts & set(one.property_dependencies.get("fqdn", ())) for one in view.graph.of_type(_HEALTH_CHECK)
    )


def _switch(view: View, bucket: Resource) -> Item:
    return item(
        view,
        bucket,
        Category.DATA,
        "S3 bucket that health checks read",
        [copy_of(view, bucket, Role.PRIMARY, bucket_encryption(view, bucket))],
        notes=["each region's is its own: a copy elsewhere would say nothing"],
        ways=[
            Way(when="it is lost", how="the program declares it, empty: deploy again", command="pulumi up")
        ],
    )


def _item(view: View, members: list[Resource]) -> Item:
    outward = {one.urn: destinations(view, one) for one in members}
    reached = {
        one.bucket.urn: one.timed for found in outward.values() for one in found if one.bucket is not None
    }
    both_ways = len(members) > 1 and all(outward[one.urn] and one.urn in reached for one in members)
    copies = []
    for one in members:
        follower = one.urn in reached
        role = Role.PEER if both_ways else Role.REPLICA if follower else Role.PRIMARY
        age = _age(timed=reached[one.urn]) if follower else figures.ORIGINAL
        copies.append(copy_of(view, one, role, bucket_encryption(view, one), age))
    copies += [_foreign(one) for found in outward.values() for one in found if one.bucket is None]
    versioned = {one.urn: _is_versioned(view, one) for one in members}
    kept = [
        copy_of(view, one, Role.VERSIONS, copy.encryption, copy.age)
        for one, copy in zip(members, copies, strict=False)
        if versioned[one.urn]
    ]
    unknowns = [f"whether {one.name} keeps versions" for one in members if versioned[one.urn] is None]
    return data(
        view,
        members,
        _what(both_ways=both_ways, several=len(copies) > 1),
        [*copies, *kept],
        ways=[*([_READ] if both_ways else []), *(_restore(members) if kept else ())],
        notes=_notes(view, members),
        unknowns=unknowns,
    )


def _what(*, both_ways: bool, several: bool) -> str:
    if both_ways:
        return "S3 buckets that replicate to each other"
    return "S3 bucket with replicas" if several else "S3 bucket"


def _age(*, timed: bool) -> Age:
    return figures.S3_TIME_CONTROL if timed else figures.S3_REPLICATION


def _foreign(one: Destination) -> Copy:
    """A replica that is no bucket of the graph."""
    parsed = parse_arn(one.arn)
    return Copy(
        role=Role.REPLICA,
        region=None,
        encryption=NOT_KNOWN,
        age=_age(timed=one.timed),
        name=parsed.resource if parsed else "",
    )


def _notes(view: View, members: list[Resource]) -> list[str]:
    points = {point.name for one in members for point in view.of(one, "details", _ACCESS_POINT)}
    return [f"reached through the Multi-Region Access Point {name}" for name in sorted(points)]


def _is_versioned(view: View, bucket: Resource) -> bool | None:
    states = [one.at("versioningConfiguration", "status") for one in view.of(bucket, "bucket", *_VERSIONING)]
    # Object Lock turns versions on:
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
    states += [bucket.at("versioning", "enabled"), bucket.at("objectLockEnabled")]
    if any(one is True or one == "Enabled" for one in states):
        return True
    return None if any(isinstance(one, Marker) for one in states) else False


def bucket_encryption(view: View, bucket: Resource) -> Encryption:
    """How a bucket encrypts; S3 uses its own key unless another is named.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html

    Args:
        view: The graph.
        bucket: The bucket.
    """
    for one in view.of(bucket, "bucket", *_ENCRYPTION):
        return encryption(
            view, one, "rules", 0, "applyServerSideEncryptionByDefault", "kmsMasterKeyId", without=BY_AWS
        )
    path = (
        "serverSideEncryptionConfiguration",
        "rule",
        "applyServerSideEncryptionByDefault",
        "kmsMasterKeyId",
    )
    return encryption(view, bucket, *path)


def _restore(members: list[Resource]) -> Iterator[Way]:
    name = known(members[0], "bucket", "BUCKET")
    yield Way(
        when="objects were deleted or overwritten",
        how="take the delete marker away, or copy the version before over it",
        command=f"aws s3api list-object-versions --bucket {name} --prefix PREFIX",
    )
