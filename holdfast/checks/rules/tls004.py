"""TLS004: a bucket refuses plain HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.checks.inventoried import view_of
from holdfast.checks.judging import not_readable
from holdfast.checks.model import Judgement, Rule, Severity, fails, passes, unknown
from holdfast.checks.policy_documents import Statement, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.graph import ResourceGraph

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
POLICY = "aws:s3/bucketPolicy:BucketPolicy"


def check(graph: ResourceGraph) -> Iterator[Judgement]:
    """Judge each bucket by its policy."""
    view = view_of(graph)
    unread = []
    for bucket in graph.of_type(*BUCKETS):
        given = [one.at("policy") for one in (bucket, *view.of(bucket, "bucket", POLICY))]
        policies = [statements(one) for one in given if one is not None]
        if any(_refuses(one) for found in policies if found is not None for one in found):
            yield passes(bucket, "its policy refuses plain HTTP")
        elif None in policies:
            unread.append(bucket)
        elif graph.partial:
            yield unknown(bucket, "no policy of it among what changes; the preview is not whole")
        else:
            yield fails(bucket, "nothing refuses plain HTTP")
    yield from not_readable(unread, "policies of buckets")


def _refuses(one: Statement) -> bool:
    insecure = any(
        operator.startswith("Bool") and "false" in values
        for operator, values in one.condition("aws:securetransport")
    )
    old = any(operator.startswith("NumericLess") for operator, _ in one.condition("s3:tlsversion"))
    return not one.allows and (insecure or old)


RULE = Rule(
    id="TLS004-bucket-refuses-plain-http",
    title="The policy of every bucket denies requests without TLS.",
    explanation=(
        "S3 answers plain HTTP as well. A client or a signed URL with http in it sends what is stored, and "
        "the signature, in plain text, and nothing says so."
    ),
    severity=Severity.MEDIUM,
    fix="deny s3:* to everybody where aws:SecureTransport is false, for the bucket and its objects",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    subject="buckets",
    check=check,
    frameworks=("SEC09-BP02",),
)
