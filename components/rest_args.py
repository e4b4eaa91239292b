"""What a REST API is told, and what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.api_args import ApiHealth, ApiTarget, ApiTruststore, scope_problems
from holdfast.topology.values.api_gateway import (
    CACHE_SIZES_GB,
    LARGEST_COMPRESSION_BYTES,
    LONGEST_CACHE_SECONDS,
    QuotaPeriod,
    covers,
    is_route,
)


class CognitoArgs(TypedDict):
    """Tokens of a Cognito user pool."""

    user_pool_arn: pulumi.Input[str]
    """ARN of the user pool, in the API's region."""
    scopes: NotRequired[Sequence[str]]
    """Scopes of which an access token must have one. Default: none, then identity tokens are taken."""


class ApiCache(TypedDict):
    """The stage's cache."""

    size_gb: float
    """Size in GB, one of API Gateway's own."""
    ttl_seconds: int
    """Seconds that an answer is kept, 1 to 3600."""
    paths: Sequence[str]
    """Paths whose answers to GET are kept, such as ``/products/*``; each below a target's path."""
    query_strings: NotRequired[Sequence[str]]
    """Query parameters that make another answer. Default: none."""
    headers: NotRequired[Sequence[str]]
    """Headers that make another answer, beside ``Accept`` and those that say who calls. Default: none."""


class ApiUsagePlan(TypedDict):
    """What each key of a plan may ask of this region."""

    rate_rps: float
    """Requests per second of one key."""
    burst: int
    """Requests that one key may make at once."""
    quota: NotRequired[int]
    """Requests in a period. Default: no limit."""
    period: NotRequired[QuotaPeriod]
    """The period of the quota. Default: ``month``."""


class ApiClientKey(TypedDict):
    """The key of one client."""

    value: pulumi.Input[str]
    """The key, 20 to 128 characters, the same in every region; kept secret."""
    plan: str
    """Key of its usage plan."""


class RestApiArgs(TypedDict):
    """What the REST API of an entrance needs."""

    region: str
    """AWS region in which every child is declared."""
    domain: str
    """Public name, alike in every region."""
    host: str
    """The region's own name, which health checkers ask."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """Issued ACM certificate of this region for both names. Default: none, because the zone is not delegated
    yet: there is no name then, and nothing is reachable."""
    targets: Mapping[str, ApiTarget]
    """The functions behind the API, by the service's key."""
    health: ApiHealth
    """What health checkers ask, open to all."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for access logs; its policy must let CloudWatch Logs use it."""
    account_role_arn: NotRequired[pulumi.Input[str]]
    """Role of the account in this region by which API Gateway writes logs, known once it is set. Default:
    none, somebody else has set one."""
    burst: NotRequired[int]
    """Requests that each method takes at once. Default: what the functions together carry in a second."""
    cognito: NotRequired[CognitoArgs]
    """Tokens that every method but the health path's needs. Default: none."""
    iam: NotRequired[bool]
    """Whether every method but the health path's needs a request signed with AWS credentials. Default:
    False."""
    truststore: NotRequired[ApiTruststore]
    """Mutual TLS at the public name; the region's own name then answers the health path alone. Default: no
    client certificate is asked for."""
    api_keys: NotRequired[Mapping[str, ApiClientKey]]
    """Client → key; with any, every method but the health path's needs one. Default: none."""
    usage_plans: NotRequired[Mapping[str, ApiUsagePlan]]
    """What keys may ask. Default: none."""
    cache: NotRequired[ApiCache]
    """The stage's cache. Default: none."""
    compression_bytes: NotRequired[int]
    """Size from which answers are compressed, 0 to 10485760 bytes. Default: none are."""
    detailed_metrics: NotRequired[bool]
    """Whether CloudWatch gets metrics of each method. Default: False."""
    tracing: NotRequired[bool]
    """Whether X-Ray traces a sample of the requests. Default: False."""
    log_retention_days: NotRequired[int]
    """Days that access logs are kept, one of CloudWatch Logs' own steps; 0 for ever. Default: 90."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def rest_problems(args: RestApiArgs) -> Iterator[str]:
    """What AWS or reason refuses, each in a person's words."""
    yield from scope_problems("rest", args)
    if args.get("iam", False) and "cognito" in args:
        yield "'cognito' and 'iam' are both given: a method has one authoriser"
    if "burst" in args and int(args["burst"]) < 1:
        yield f"'burst' must be 1 or more, got {args['burst']}"
    if not 0 <= int(args.get("compression_bytes", 0)) <= LARGEST_COMPRESSION_BYTES:
        yield f"'compression_bytes' must be 0 to {LARGEST_COMPRESSION_BYTES}, got {args['compression_bytes']}"
    yield from _key_problems(args)
    if "cache" in args:
        yield from _cache_problems(args, args["cache"])


def _key_problems(args: RestApiArgs) -> Iterator[str]:
    plans, keys = args.get("usage_plans", {}), args.get("api_keys", {})
    for client, key in sorted(keys.items()):
        if key["plan"] not in plans:
            yield f"'api_keys.{client}.plan' is none of 'usage_plans': {key['plan']!r}"
    for name in sorted(plans.keys() - {key["plan"] for key in keys.values()}):
        yield f"'usage_plans.{name}' has no key: it would limit nobody"
    for name, plan in sorted(plans.items()):
        if plan["rate_rps"] <= 0 or int(plan["burst"]) < 1 or int(plan.get("quota", 1)) < 1:
            yield f"'usage_plans.{name}' needs a rate above 0, and burst and quota of 1 or more"


def _cache_problems(args: RestApiArgs, cache: ApiCache) -> Iterator[str]:
    if cache["size_gb"] not in CACHE_SIZES_GB:
        allowed = ", ".join(f"{size:g}" for size in CACHE_SIZES_GB)
        yield f"'cache.size_gb' must be one of {allowed}, got {cache['size_gb']}"
    if not 1 <= int(cache["ttl_seconds"]) <= LONGEST_CACHE_SECONDS:
        yield f"'cache.ttl_seconds' must be 1 to {LONGEST_CACHE_SECONDS}, got {cache['ttl_seconds']}"
    if not cache["paths"]:
        yield "'cache.paths' is empty: nothing would be kept"
    patterns = [pattern for target in args["targets"].values() for pattern in target["paths"]]
    for path in sorted(cache["paths"]):
        if not is_route(path) or path == "/":
            yield f"'cache.paths': API Gateway routes '/a/b' and '/a/*', not {path!r}"
        elif not any(covers(pattern, path) for pattern in patterns):
            yield f"'cache.paths': no target takes all of {path!r}"
        elif path == args["health"]["path"]:
            yield f"'cache.paths': {path!r} is the health path, whose answers must be fresh"
