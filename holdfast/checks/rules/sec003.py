"""SEC003: nothing weakens the block on public access that AWS gives every new bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import conclude, each, settled
from holdfast.checks.model import Judgement, Rule, Severity
from holdfast.graph import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import Resource, ResourceGraph
    from holdfast.inventory.view import View

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACLS = ("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2")
SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read")
_EVERYBODY = ("http://acs.amazonaws.com/groups/global/AllUsers", "AuthenticatedUsers")


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each bucket with what is said of it elsewhere."""
    view = view_of(graph)
    for bucket in graph.of_type(*BUCKETS):
        yield _judge(view, bucket)


def _judge(view: View, bucket: Resource) -> Judgement:
    wrong, unclear = [], []
    blocks = view.of(bucket, "bucket", BLOCK)
    for block in blocks:
        # The provider's own default is false, unlike AWS's: what is left out of the resource is switched off.
        values = {name: settled(block, name, default=False) for name in SWITCHES}
        off = [name for name, value in values.items() if is_known(value) and value is not True]
        unclear += [f"{name} of {block.name}" for name, value in values.items() if not is_known(value)]
        if off:
            wrong.append(f"{block.name} switches {', '.join(off)} off")
    for one in (bucket, *view.of(bucket, "bucket", *ACLS)):
        acl = one.at("acl")
        if not is_known(acl):
            unclear.append(f"acl of {one.name}")
        elif acl in PUBLIC_ACLS:
            wrong.append(f"the ACL of {one.name} is {acl}")
        if any(word in _grants(one) for word in _EVERYBODY):
            wrong.append(f"{one.name} grants something to everybody")
    good = "all public access is blocked" if blocks else "AWS blocks public access to every new bucket"
    return conclude(bucket, wrong, unclear, good)


def _grants(one: Resource) -> str:
    """The addresses of the groups that an ACL grants something, as one text."""
    found = []
    for path in (("grants",), ("accessControlPolicy", "grants")):
        for at in each(one, *path):
            found += [one.at(*at, "uri"), one.at(*at, "grantee", "uri")]
    return " ".join(str(uri) for uri in found if isinstance(uri, str))


RULE = Rule(
    id="SEC003-bucket-blocks-public-access",
    title="Nothing switches off the block on public access of a bucket, and no ACL opens it.",
    explanation=(
        "Since April 2023 every new bucket blocks public access and has no ACLs. A bucket becomes public "
        "only where a program says so: a switch set to false or left out of the block's resource, whose "
        "defaults are false, or an ACL for everybody."
    ),
    severity=Severity.MEDIUM,
    fix="set all four switches of BucketPublicAccessBlock; serve what is public by CloudFront",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    subject="buckets",
    check=check,
    frameworks=("SEC03-BP07", "SEC08-BP04"),
)
