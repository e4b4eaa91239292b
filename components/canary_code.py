"""The code of canaries as Synthetics takes it, and where it lies and writes: a bucket per region."""

import hashlib
from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import s3

from holdfast.components.closed_bucket import BucketScope, declare_closed_bucket, expire_objects
from holdfast.components.lambda_archive import lambda_archive

ARTIFACTS = "artifacts"
"""Begin of the keys of what canaries write."""
HANDLER = "holdfast_canary.handler"
"""Where the code begins, by module and function."""
_PACKAGE = "canary"
# Synthetics wants the script below python/ (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/
# CloudWatch_Synthetics_Canaries_WritingCanary_Python.html, 2026-11): one file, and what it imports.
_ENTRY = """from holdfast_canaries.handler import handler

__all__ = ["handler"]
"""


class CanaryBucketArgs(TypedDict):
    """What the bucket of a region's canaries needs."""

    region: str
    """AWS region of the bucket and its canaries."""
    key_arn: NotRequired[pulumi.Input[str]]
    """Customer key of the region that encrypts it. Default: none, S3's own does."""
    retention_days: NotRequired[int]
    """Days for which artifacts are kept. Default: 14."""
    protection: NotRequired[bool]
    """Whether the bucket is kept while it holds objects. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the bucket. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class CanaryBucket(pulumi.ComponentResource):
    """The bucket of a region's canaries: their code, and what their runs leave.

    Declares: a closed, encrypted bucket that takes TLS alone, the rule that deletes artifacts, and the code.
    A new code has a new key, so that canaries see it change.
    Survives: everything that its region does; canaries that run need neither it nor the code in it to say
    whether a region answers. Does not survive: the loss of its region, with the artifacts.
    """

    bucket: pulumi.Output[str]
    """Name of the bucket, known once it is closed."""
    code_key: pulumi.Output[str]
    """Key of the code."""

    def __init__(self, name: str, args: CanaryBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("holdfast:index:CanaryBucket", name, {**args}, opts)
        scope = BucketScope(
            region=args["region"],
            protection=args.get("protection", True),
            tags=args.get("tags", {}),
            parent=self,
        )
        bucket, policy = declare_closed_bucket(
            f"{name}-canaries", scope, lambda _arn: (), key_arn=args.get("key_arn")
        )
        days = int(args.get("retention_days", 14))
        expire_objects(f"{name}-canaries", scope, bucket, days, prefix=f"{ARTIFACTS}/")
        archive, fingerprint = canary_archive()
        code = s3.BucketObjectv2(
            f"{name}-canaries-code",
            region=args["region"],
            bucket=policy.bucket,
            key=f"code/{fingerprint}.zip",
            source=archive,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.bucket, self.code_key = policy.bucket, code.key
        self.register_outputs(
            {"bucket": self.bucket, "code_key": self.code_key, "origin": dict(args.get("origin", {}))}
        )


def canary_archive() -> tuple[pulumi.AssetArchive, str]:
    """Archive the code of canaries; give its fingerprint too."""
    texts = {"python/holdfast_canary.py": _ENTRY}
    for path, asset in lambda_archive(_PACKAGE).assets.items():
        if isinstance(asset, pulumi.StringAsset):
            texts[f"python/holdfast_canaries/{path.removeprefix(f'{_PACKAGE}/')}"] = asset.text
    joined = "".join(f"{path}\0{text}\0" for path, text in sorted(texts.items()))
    archive = pulumi.AssetArchive({path: pulumi.StringAsset(text) for path, text in sorted(texts.items())})
    return archive, hashlib.sha256(joined.encode()).hexdigest()[:16]
