"""One name for the buckets of several regions."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import s3control

from holdfast.components.refusals import refuse_if_any

CONTROL_REGION = "us-west-2"
"""AWS region that every change of a Multi-Region Access Point goes to, whatever regions it spans
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRestrictions.html, 2026-11); it
is one of those that serve routes, too."""
FAILOVER_REGIONS = ("us-east-1", "us-west-2", "ap-southeast-2", "ap-northeast-1", "eu-west-1")
"""AWS regions with an endpoint that reads and changes routes
(https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_SubmitMultiRegionAccessPointRoutes.html,
2026-11)."""

_FEWEST, _MOST = 2, 20
"""Buckets of one access point, each in a region of its own: with one there is nothing to choose, and 20 is
AWS's limit (the page above)."""


class AccessPointMemberArgs(TypedDict):
    """One region's bucket."""

    region: str
    """AWS region of the bucket."""
    bucket: pulumi.Input[str]
    """Name of the bucket."""


class MultiRegionAccessPointArgs(TypedDict):
    """What one name for several buckets needs."""

    key: str
    """Key of the buckets, part of every child's name."""
    identifier: str
    """Name in AWS, unique in the account: 3 to 50 lower-case letters, digits and hyphens."""
    account_id: str
    """Account that owns the buckets, twelve digits; nobody else is let in."""
    members: Mapping[str, AccessPointMemberArgs]
    """Place → its bucket: two or more, each in a region of its own."""
    active: NotRequired[Sequence[str]]
    """Places that requests are led to when it is made; later changes do nothing, since a failover changes
    this. Default: all members."""
    protection: NotRequired[bool]
    """Whether Pulumi refuses to delete or replace it; False lets ``pulumi destroy`` work. Default: True."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class MultiRegionAccessPoint(pulumi.ComponentResource):
    """An S3 Multi-Region Access Point: an ARN whose requests reach the nearest active bucket.

    Declares: the access point with its own public access block, a policy that refuses every other account,
    and its routes, which say for each bucket whether requests are led there.

    Nothing of it can be changed: another set of buckets is another access point with another alias and ARN,
    which Pulumi refuses while ``protection`` stands. Requests are signed for all regions at once (SigV4A),
    never anonymous, over IPv4, and through no gateway endpoint. A route that leads away from a region takes
    effect within about two minutes; nothing happens to requests under way.

    Routes are what a failover changes, by ``aws s3control submit-multi-region-access-point-routes`` in any of
    ``FAILOVER_REGIONS``: they are declared once and ignored afterwards, so no update leads requests back.

    Survives: the loss of any region but the last active one: while several are active, S3 itself leads
    requests away from one that it finds disrupted; of one active region it does not, that is the failover.
    Does not survive: a change of its buckets. While ``CONTROL_REGION`` is away it serves, and its routes can
    be changed elsewhere, but nothing about it can be changed through this stack.
    """

    arn: pulumi.Output[str]
    """ARN that requests name in place of a bucket."""
    alias: pulumi.Output[str]
    """Alias that AWS made, part of the ARN."""

    def __init__(
        self, name: str, args: MultiRegionAccessPointArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("holdfast:index:MultiRegionAccessPoint", name, {**args}, opts)
        _refuse(name, args)
        members, stem = args["members"], f"global-{args['key']}-access-point"
        point = s3control.MultiRegionAccessPoint(
            stem,
            region=CONTROL_REGION,
            account_id=args["account_id"],
            details={
                "name": args["identifier"],
                "regions": [{"bucket": members[place]["bucket"]} for place in sorted(members)],
                "public_access_block": {
                    "block_public_acls": True,
                    "block_public_policy": True,
                    "ignore_public_acls": True,
                    "restrict_public_buckets": True,
                },
            },
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=args.get("protection", True),
                # Its name is its own in the account, so a new one cannot stand beside the old one.
                delete_before_replace=True,
            ),
        )
        # No call takes a policy away again, only another in its place: docs of
        # ``AWS::S3::MultiRegionAccessPointPolicy`` in CloudFormation (2026-11).
        s3control.MultiRegionAccessPointPolicy(
            f"{stem}-policy",
            region=CONTROL_REGION,
            account_id=args["account_id"],
            details={
                "name": args["identifier"],
                "policy": pulumi.Output.json_dumps(_own_account_only(point.arn, args["account_id"])),
            },
            opts=pulumi.ResourceOptions(parent=self),
        )
        active = set(args.get("active", members))
        s3control.MultiRegionAccessPointRoutes(
            f"{stem}-routes",
            region=CONTROL_REGION,
            account_id=args["account_id"],
            mrap=point.arn,
            routes=[
                {
                    "bucket": members[place]["bucket"],
                    "region": members[place]["region"],
                    "traffic_dial_percentage": 100 if place in active else 0,
                }
                for place in sorted(members)
            ],
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["routes"]),
        )
        self.arn = point.arn
        self.alias = point.alias
        self.register_outputs({"arn": self.arn, "alias": self.alias, "origin": dict(args.get("origin", {}))})


def _own_account_only(arn: pulumi.Output[str], account_id: str) -> dict[str, object]:
    # Principals of the account itself need no more than their own policies:
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html (2026-11)
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "OwnAccountOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [arn, pulumi.Output.concat(arn, "/object/*")],
                "Condition": {"StringNotEquals": {"aws:PrincipalAccount": account_id}},
            }
        ],
    }


def _refuse(name: str, args: MultiRegionAccessPointArgs) -> None:
    members, active = args["members"], args.get("active")
    problems = []
    if not _FEWEST <= len(members) <= _MOST:
        problems.append(f"'members' must hold {_FEWEST} to {_MOST} places, got {len(members)}")
    if len({member["region"] for member in members.values()}) < len(members):
        problems.append("'members' must each be in a region of their own")
    if active is not None and not active:
        problems.append("'active' must name at least one place")
    problems += [
        f"'active' names {place!r}, which is no member ({', '.join(sorted(members))})"
        for place in sorted(set(active or ()) - members.keys())
    ]
    refuse_if_any(f"multi-Region access point {name!r}", problems)
