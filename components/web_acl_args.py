"""What a web ACL needs, and what AWS would refuse about it."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.route53_health_checker_ranges import IPV4_RANGES
from holdfast.topology.values import BASE_CAPACITY, MANAGED_GROUPS

_RATE = "https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html"
_CAPACITY = "https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html"
_WINDOWS = (60, 120, 300, 600)
_LEAST_LIMIT = 10


class WebAclScope(StrEnum):
    """What a web ACL can be attached to."""

    REGIONAL = "REGIONAL"
    CLOUDFRONT = "CLOUDFRONT"


class KeyLimitArgs(TypedDict):
    """The limit of one API key."""

    header: str
    """Header that carries the key; requests without it are not counted."""
    limit: int
    """Requests of one key within the window, 10 or more."""


class PathLimitArgs(TypedDict):
    """The limit of what lies below a path."""

    path: str
    """Beginning of the path."""
    limit: int
    """Requests of one address within the window, 10 or more."""


class RateLimitArgs(TypedDict):
    """How many requests one client may make; AWS WAF counts in each web ACL apart."""

    per_address: int
    """Requests of one address within the window, 10 or more."""
    per_key: NotRequired[KeyLimitArgs]
    """The limit of one API key. Default: none."""
    paths: NotRequired[Mapping[str, PathLimitArgs]]
    """Tighter limits by name. Default: none."""
    window_seconds: NotRequired[int]
    """Seconds over which requests are counted: 60, 120, 300 or 600. Default: 60."""
    count_only: NotRequired[bool]
    """Whether requests over a limit are counted and logged, not refused. Default: False, they get 429."""


class ManagedGroupArgs(TypedDict):
    """A rule group that AWS keeps up."""

    key: str
    """One of ``holdfast.topology.values.MANAGED_GROUPS``."""
    count: NotRequired[bool]
    """Whether all its rules only count. Default: False."""
    count_rules: NotRequired[Sequence[str]]
    """Rules of it that only count, by AWS's names. Default: none."""


class WebAclArgs(TypedDict):
    """What a web ACL needs."""

    region: str
    """AWS region in which every child is declared; us-east-1 for CloudFront."""
    key_arn: pulumi.Input[str]
    """Customer key of that region, which encrypts the log."""
    rate_limits: RateLimitArgs
    """How many requests one client may make."""
    managed_groups: Sequence[ManagedGroupArgs]
    """AWS's rule groups, at most one of each."""
    scope: NotRequired[WebAclScope]
    """What it can be attached to. Default: ``REGIONAL``. A change replaces it."""
    health_path: NotRequired[str]
    """Path that Route 53's health checkers ask, and which they reach whatever the rules say. Default: none,
    where none ask through this web ACL."""
    monitor_cidrs: NotRequired[Sequence[str]]
    """Further IPv4 and IPv6 blocks from which the health path is asked, such as those of another provider's
    monitors. Default: none."""
    allowed_cidrs: NotRequired[Sequence[str]]
    """IPv4 and IPv6 blocks that no rule stops, limits included. Default: none."""
    blocked_cidrs: NotRequired[Sequence[str]]
    """IPv4 and IPv6 blocks that get nothing. Default: none."""
    address_header: NotRequired[str]
    """Header with the client's address, where a proxy stands in front and nobody comes past it: limits and
    lists then go by it, and requests without it are judged by neither. Default: none, the address of the
    connection."""
    log_retention_days: NotRequired[int]
    """Days for which the log is kept. Default: 30."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def web_acl_problems(args: WebAclArgs) -> Iterator[str]:
    """Say what AWS would refuse about a web ACL.

    Args:
        args: The web ACL.

    Yields:
        One sentence each.
    """
    scope = WebAclScope(args.get("scope", WebAclScope.REGIONAL))
    if scope is WebAclScope.CLOUDFRONT and args["region"] != "us-east-1":
        yield f"'region' must be us-east-1 with the scope CLOUDFRONT, got {args['region']}"
    if not args.get("health_path", "/").startswith("/"):
        yield f"'health_path' must start with '/', got '{args['health_path']}'"
    yield from _rate_problems(args["rate_limits"])
    yield from _group_problems(args["managed_groups"])
    used = capacity(args)
    if used > BASE_CAPACITY:
        yield (
            f"the rules need {used} WCU, and {BASE_CAPACITY} is what a web ACL's price covers; leave out a "
            f"managed group or some paths ({_CAPACITY})"
        )


def _rate_problems(rates: RateLimitArgs) -> Iterator[str]:
    window = int(rates.get("window_seconds", 60))
    if window not in _WINDOWS:
        allowed = ", ".join(map(str, _WINDOWS))
        yield f"'rate_limits.window_seconds' is one of {allowed}, got {window} ({_RATE})"
    limits = {"per_address": rates["per_address"]}
    if "per_key" in rates:
        limits["per_key.limit"] = rates["per_key"]["limit"]
    for name, path in sorted(rates.get("paths", {}).items()):
        limits[f"paths.{name}.limit"] = path["limit"]
        if not path["path"].startswith("/"):
            yield f"'rate_limits.paths.{name}.path' must start with '/', got '{path['path']}'"
    for where, limit in limits.items():
        if limit < _LEAST_LIMIT:
            yield f"'rate_limits.{where}' must be {_LEAST_LIMIT} or more, got {limit} ({_RATE})"


def _group_problems(groups: Sequence[ManagedGroupArgs]) -> Iterator[str]:
    keys = [group["key"] for group in groups]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"managed group '{key}' is named twice"
    for group in groups:
        known = MANAGED_GROUPS.get(group["key"])
        if known is None:
            yield f"no managed group '{group['key']}'; there are {', '.join(MANAGED_GROUPS)}"
            continue
        unknown = sorted(set(group.get("count_rules", ())) - set(known.rules))
        if unknown:
            yield (
                f"managed group '{group['key']}' has no rule {', '.join(unknown)}; it has "
                f"{', '.join(known.rules)}"
            )


def capacity(args: WebAclArgs) -> int:
    """Count the WCU of a web ACL's rules.

    Source: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-match.html (an IP set 1,
    a string match 2 that begins or equals), waf-rule-statement-transformation.html (10 each) and
    waf-rule-statement-type-rate-based.html (2, and 30 per custom key), 2026-11.

    Args:
        args: The web ACL.
    """
    rates = args["rate_limits"]
    lists = [args.get("allowed_cidrs", ()), args.get("blocked_cidrs", ())]
    return (
        (2 + len(families((*IPV4_RANGES, *args.get("monitor_cidrs", ())))) if "health_path" in args else 0)
        + sum(len(families(cidrs)) for cidrs in lists)
        + 2
        + (32 if "per_key" in rates else 0)
        + 24 * len(rates.get("paths", {}))
        + sum(
            MANAGED_GROUPS[group["key"]].capacity
            for group in args["managed_groups"]
            if group["key"] in MANAGED_GROUPS
        )
    )


def families(cidrs: Sequence[str]) -> dict[str, list[str]]:
    """Part blocks by address family, since an IP set holds one.

    Args:
        cidrs: IPv4 and IPv6 blocks.

    Returns:
        ``ipv4`` and ``ipv6`` → its blocks, each once, sorted; a family without blocks is left out.
    """
    parted = {
        "ipv4": sorted({cidr for cidr in cidrs if ":" not in cidr}),
        "ipv6": sorted({cidr for cidr in cidrs if ":" in cidr}),
    }
    return {family: blocks for family, blocks in parted.items() if blocks}
