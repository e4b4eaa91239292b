"""The maintenance switch: an object in one region whose presence takes traffic away from another."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import s3

from holdfast.components.closed_bucket import BucketScope, declare_closed_bucket
from holdfast.components.route53_health_checker_ranges import IPV4_RANGES

# A policy that admits broader ranges counts as public, and Block Public Access refuses it:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# ("values broader than /8 for IPv4 and /32 for IPv6").
_SHORTEST_PREFIX = {4: 8, 6: 32}


class MaintenanceSwitchArgs(TypedDict):
    """What the switches that one region holds need."""

    region: str
    """AWS region in which every child is declared; none of the places that the switches are for."""
    places: Sequence[str]
    """Places (``use1``) that the objects in this bucket take out of traffic; never the bucket's own."""
    checker_cidrs: NotRequired[Sequence[str]]
    """CIDR blocks that may read the objects: those of Route 53's health checkers. A checker outside them
    is refused and sees the switch as off. Default: the list of ``route53_health_checker_ranges``."""
    protection: NotRequired[bool]
    """Keep the bucket from deletion: Pulumi refuses to destroy it, and AWS to delete it while it holds an
    object. Default: true."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class MaintenanceSwitch(pulumi.ComponentResource):
    """A private bucket with one object key per place: put the object there and traffic leaves that place.

    Route 53's checkers GET ``https://<domain_name>/<object key>``. Present means 200, absent means 403
    (nobody may list the bucket), and the health check that asks is inverted: 200 is unhealthy. This is
    AWS's "standby takes over primary" pattern, which needs no control plane and nothing of the region to
    leave:
    https://aws.amazon.com/blogs/networking-and-content-delivery/creating-disaster-recovery-mechanisms-using-amazon-route-53/

    The health check must use HTTPS with SNI; the certificate covers the bucket's name as long as that
    has no dot, which autonaming's have not. A new inverted check counts as unhealthy until its first answers.

    Declares: a bucket with versions (who switched, and when), encrypted by S3 (the checkers are anonymous and
    could not use a KMS key), owned objects without ACLs, all four switches of Block Public Access, and a
    policy: TLS only, and reading these objects only from the checkers' fixed ranges, which does not count as
    public.

    Survives: the loss of the place whose switch it is. If the bucket's own region is lost, the switches
    read as off and traffic stays as it is.
    Does not survive: the loss of both at once; and checkers with addresses that ``checker_cidrs`` does not
    list read every switch as off, so drill it, and renew the list when AWS does.
    """

    bucket: pulumi.Output[str]
    """Name of the bucket."""
    domain_name: pulumi.Output[str]
    """Host for the health check's ``fqdn``; known once the bucket admits the checkers."""
    object_keys: pulumi.Output[Mapping[str, str]]
    """Place → key of its object, ``maintenance/use1``; the health check's path is a slash and this."""

    def __init__(
        self,
        name: str,
        args: MaintenanceSwitchArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("holdfast:index:MaintenanceSwitch", name, {**args}, opts)
        cidrs = sorted(args.get("checker_cidrs", IPV4_RANGES))
        _check(name, args["places"], cidrs)
        keys = {place: maintenance_key(place) for place in sorted(args["places"])}
        scope = BucketScope(
            region=args["region"],
            protection=args.get("protection", True),
            tags=args.get("tags", {}),
            parent=self,
        )
        bucket, policy = declare_closed_bucket(
            f"{name}-switch", scope, lambda arn: _checkers_read(arn, cidrs)
        )
        s3.BucketVersioning(
            f"{name}-switch-versioning",
            region=args["region"],
            bucket=bucket.bucket,
            versioning_configuration={"status": "Enabled"},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.bucket = bucket.bucket
        self.domain_name = pulumi.Output.all(bucket.bucket_regional_domain_name, policy.id).apply(
            lambda known: str(known[0])
        )
        self.object_keys = pulumi.Output.from_input(keys)
        self.register_outputs(
            {
                "bucket": self.bucket,
                "domain_name": self.domain_name,
                "object_keys": self.object_keys,
                "origin": dict(args.get("origin", {})),
            }
        )


def maintenance_key(place: str) -> str:
    """Key of the object that takes a place out of traffic."""
    return f"maintenance/{place}"


def _checkers_read(bucket_arn: pulumi.Output[str], cidrs: Sequence[str]) -> dict[str, Any]:
    return {
        "Sid": "HealthCheckersReadSwitches",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        # Not one key per place: a further region must change nothing in the buckets of the others.
        "Resource": pulumi.Output.concat(bucket_arn, "/", maintenance_key("*")),
        "Condition": {"IpAddress": {"aws:SourceIp": list(cidrs)}},
    }


def _check(name: str, places: Sequence[str], cidrs: Sequence[str]) -> None:
    mistakes = []
    if not places:
        mistakes.append("'places' needs at least one place")
    if name in places:
        mistakes.append(
            f"'places' holds {name!r}, where the bucket is: a lost region cannot hold its own switch"
        )
    if not cidrs:
        mistakes.append("'checker_cidrs' needs at least one CIDR block")
    mistakes += [mistake for cidr in cidrs if (mistake := _mistake_of(cidr))]
    if mistakes:
        raise ValueError("; ".join(mistakes))


def _mistake_of(cidr: str) -> str | None:
    try:
        block = ipaddress.ip_network(cidr)
    except ValueError as error:
        return f"'checker_cidrs' holds {cidr!r}: {error}"
    shortest = _SHORTEST_PREFIX[block.version]
    if block.prefixlen < shortest:
        return f"'checker_cidrs' holds {cidr!r}, broader than /{shortest}: S3 would call the bucket public"
    return None
