"""The API's description for an entrance's own proxies: an object that each reads once, before it starts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypedDict

import pulumi
from pulumi_aws import s3

from holdfast.components.closed_bucket import BucketScope, declare_closed_bucket
from holdfast.components.service_args import ServiceStore, StoreStatement
from holdfast.topology.values import LARGEST_HAPROXY_BYTES, ProxySoftware


class ProxyDescriptionArgs(TypedDict):
    """An API's description, and how the proxies answer with it."""

    path: str
    """Path at which it is served, exactly, such as ``/openapi.json``."""
    text: str
    """The description, as JSON."""
    etag: str
    """Its entity tag, in quotes, of letters, digits and hyphens, another one for another text."""
    headers: Mapping[str, str]
    """Headers that go with it, ``ETag`` among them."""


@dataclass(frozen=True, kw_only=True)
class DescriptionObject:
    """Where proxies find the description."""

    bucket: pulumi.Output[str]
    """Bucket of their region."""
    key: pulumi.Output[str]
    """Key of the object, known once it is there."""
    store: ServiceStore
    """What reading it takes, for the proxies' role."""


def object_key(args: ProxyDescriptionArgs) -> str:
    """Return the key of a description's object: another text is another object.

    Args:
        args: The description.
    """
    return f"openapi-{args['etag'].strip(chr(34))}.json"


def declare_description_object(
    name: str, args: ProxyDescriptionArgs, *, region: str, tags: Mapping[str, str], parent: pulumi.Resource
) -> DescriptionObject:
    """Declare ``<name>-description``, a closed bucket with the description in it.

    User data holds 16 KB, which a description soon has by itself. What is replaced stays in the bucket: Auto
    Scaling may go back to a launch template that names it.

    Args:
        name: Logical name of the fleet.
        args: The description.
        region: AWS region of both.
        tags: Tags, without the name.
        parent: The fleet.
    """
    # It can be made again at any time.
    scope = BucketScope(region=region, protection=False, tags=tags, parent=parent)
    bucket, policy = declare_closed_bucket(f"{name}-description", scope, lambda _arn: [])
    there = s3.BucketObjectv2(
        f"{name}-description-object",
        region=region,
        bucket=bucket.bucket,
        key=object_key(args),
        content=args["text"],
        content_type="application/json",
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[policy], retain_on_delete=True),
    )
    read: StoreStatement = {
        "Sid": "ReadDescription",
        "Effect": "Allow",
        "Action": ["s3:GetObject"],
        # Whatever its text: a role that changes with it would outrun the proxies that still read the old one.
        "Resource": [pulumi.Output.concat(bucket.arn, "/openapi-*.json")],
    }
    return DescriptionObject(
        bucket=bucket.bucket, key=there.key, store={"environment": {}, "statements": [read]}
    )


def description_problems(args: ProxyDescriptionArgs | None, software: ProxySoftware) -> Iterator[str]:
    """Say what a proxy would refuse, or would answer wrongly.

    Args:
        args: The description, None for none.
        software: HAProxy or nginx.
    """
    if args is None:
        return
    if not args["path"].startswith("/") or not set(args["path"]) <= _PATH:
        yield f"'description.path' must be a plain path such as '/openapi.json', got {args['path']!r}"
    tag = args["etag"]
    if len(tag) < 3 or not (tag[0] == tag[-1] == '"' and set(tag[1:-1]) <= _TAG):  # noqa: PLR2004  # quotes and a letter
        yield f"'description.etag' must be letters, digits and '-' in quotes, got {tag!r}"
    size = len(args["text"].encode())
    if software is ProxySoftware.HAPROXY and size > LARGEST_HAPROXY_BYTES:
        yield (
            f"'description.text' has {size} bytes, and HAProxy answers from one buffer, with room for"
            f" {LARGEST_HAPROXY_BYTES}; nginx takes more"
        )
    for header, value in sorted(args["headers"].items()):
        if header != "ETag" and not {*header, *value} <= _HEADER:
            yield f"'description.headers.{header}' has characters that need escaping: {value!r}"


_TAG = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
_PATH = _TAG | frozenset("/._")
_HEADER = _TAG | frozenset(" ,=*")
