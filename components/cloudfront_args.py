"""What a distribution needs, and what CloudFront would refuse of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.delivered_logs import EdgeLogsArgs
from holdfast.components.refusals import refuse_if_any
from holdfast.topology.values import MinimumTls, PriceClass

ALL = "*"
"""In place of names: every query string."""
_MOST_TTL_SECONDS = 31536000  # assumption: a year is as good as for ever
_MOST_READ_TIMEOUT_SECONDS = 60
"""Without a higher quota: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
DownloadDistValuesOrigin.html."""


class CloudfrontOriginArgs(TypedDict):
    """A name that CloudFront asks, by HTTPS alone and with the client's Host header."""

    host: pulumi.Input[str]
    """Host name; its certificate must hold this name or the distribution's domain."""
    vpc_balancer_arn: NotRequired[pulumi.Input[str]]
    """ARN of an internal load balancer, which CloudFront then reaches inside its VPC by a VPC origin; the VPC
    needs an internet gateway. Default: none, the host is reached over the internet."""


class CloudfrontPathsArgs(TypedDict):
    """Paths whose reads are treated alike. What is not in the cache's key never reaches the origin."""

    patterns: Sequence[str]
    """Path patterns such as ``/catalogue/*``. Where several match a path, the one with more characters before
    its first wildcard wins, then the longer one."""
    min_ttl_seconds: NotRequired[int]
    """Least seconds that an answer is kept, whatever its headers say. Default: 0."""
    default_ttl_seconds: NotRequired[int]
    """Seconds that an answer without ``Cache-Control`` is kept. Default: 60 (assumption), or what
    the other two leave."""
    max_ttl_seconds: NotRequired[int]
    """Most seconds that an answer is kept; 0 keeps nothing: the paths then have no cache, and all of a
    request reaches the origin. Default: 3600 (assumption)."""
    query_strings: NotRequired[Sequence[str]]
    """Query strings in the key, by name; ``*`` for all. Default: all."""
    headers: NotRequired[Sequence[str]]
    """Headers in the key, such as ``Authorization`` where answers differ by caller. Default: none."""
    cookies: NotRequired[Sequence[str]]
    """Cookies in the key. Default: none."""
    accepts_writes: NotRequired[bool]
    """Whether the paths take POST, PUT, PATCH and DELETE too. Their reads then do not fail over: CloudFront
    takes no write method where an origin group is. Default: False, writes are refused there."""


class CloudfrontHeaderArgs(TypedDict):
    """A header that CloudFront adds to what it asks of origins."""

    name: str
    """Name of the header."""
    value: pulumi.Input[str]
    """Its value, a secret."""


class CloudfrontDistributionArgs(TypedDict):
    """What a distribution needs."""

    domain: str
    """Name that clients call."""
    certificate_arn: pulumi.Input[str]
    """Issued ACM certificate of the domain, in us-east-1, where CloudFront looks for it."""
    target: CloudfrontOriginArgs
    """Where requests go: a name that Route 53 leads to a healthy region, or one region's."""
    spare: NotRequired[CloudfrontOriginArgs]
    """Where a read goes whose first attempt failed. Default: none, reads do not fail over by CloudFront."""
    paths: NotRequired[Mapping[str, CloudfrontPathsArgs]]
    """Paths that are cached or fail over, by a key of one's own. Default: none, everything goes through."""
    origin_header: NotRequired[CloudfrontHeaderArgs]
    """Header that proves to origins where a request came from. Default: none."""
    web_acl_arn: NotRequired[pulumi.Input[str]]
    """ARN of a web ACL of scope ``CLOUDFRONT``. Default: none."""
    price_class: NotRequired[PriceClass]
    """Which edge locations serve. Default: all."""
    minimum_tls: NotRequired[MinimumTls]
    """Security policy of clients' connections. Default: ``TLSv1.2_2021``."""
    hsts_seconds: NotRequired[int]
    """``max-age`` of Strict-Transport-Security on every answer, also on those that CloudFront makes itself.
    Default: 31536000."""
    read_timeout_seconds: NotRequired[int]
    """Seconds that an origin has for an answer, 1 to 60. Default: 30, as CloudFront's."""
    logs: EdgeLogsArgs
    """Where access logs go."""
    protection: NotRequired[bool]
    """Whether the distribution and the logs' bucket are protected. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def is_cached(paths: CloudfrontPathsArgs) -> bool:
    """Whether answers of these paths are kept at all."""
    return ttls(paths)[-1] > 0


def ttls(paths: CloudfrontPathsArgs) -> tuple[int, int, int]:
    """Give the least, the usual and the most seconds that an answer is kept, defaults included."""
    least, most = int(paths.get("min_ttl_seconds", 0)), int(paths.get("max_ttl_seconds", 3600))
    return least, int(paths.get("default_ttl_seconds", max(least, min(60, most)))), most


def refuse(name: str, args: CloudfrontDistributionArgs) -> None:
    """Raise for all that CloudFront would refuse, and for what would do nothing.

    Raises:
        ValueError: Something of that kind; every reason is listed.
    """
    refuse_if_any(f"distribution '{name}'", _problems(args))


def _problems(args: CloudfrontDistributionArgs) -> Iterator[str]:
    taken: dict[str, str] = {}
    for key, paths in sorted(args.get("paths", {}).items()):
        yield from (f"paths '{key}': {problem}" for problem in _path_problems(paths))
        if not is_cached(paths) and (paths.get("accepts_writes", False) or "spare" not in args):
            yield (
                f"paths '{key}': neither cached nor failing over, they would be treated as all others are: "
                "leave them out"
            )
        for pattern in paths["patterns"]:
            other = taken.setdefault(pattern, key)
            if other != key:
                yield f"paths '{other}' and '{key}' have the same pattern '{pattern}'"
    if "spare" in args and not any(
        not paths.get("accepts_writes", False) for paths in args.get("paths", {}).values()
    ):
        yield "'spare' does nothing without 'paths' that take reads alone"
    for what, value, low, high in (
        ("hsts_seconds", args.get("hsts_seconds", 0), 0, 10**9),
        ("read_timeout_seconds", args.get("read_timeout_seconds", 30), 1, _MOST_READ_TIMEOUT_SECONDS),
        ("retention_days", args["logs"].get("retention_days", 90), 1, 10**5),
    ):
        if not low <= int(value) <= high:
            yield f"'{what}' is {low} to {high}, got {int(value)}"


def _path_problems(paths: CloudfrontPathsArgs) -> Iterator[str]:
    if not paths["patterns"]:
        yield "'patterns' is empty"
    least, usual, most = ttls(paths)
    if not 0 <= least <= usual <= most <= _MOST_TTL_SECONDS:
        yield (
            f"'min_ttl_seconds' ({least}), 'default_ttl_seconds' ({usual}) and 'max_ttl_seconds' ({most}) "
            f"rise in this order from 0 to {_MOST_TTL_SECONDS}"
        )
    if ALL in paths.get("query_strings", ()) and len(paths["query_strings"]) > 1:
        yield "'query_strings' names all by '*' and others besides"
    if most == 0:
        for field in ("query_strings", "headers", "cookies"):
            if field in paths:
                yield f"'{field}' does nothing where nothing is kept: all of a request reaches the origin"
