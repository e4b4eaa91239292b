"""What both doors of API Gateway are told, and what is wrong with it."""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.topology.values import LOG_RETENTION_DAYS
from holdfast.topology.values.api_gateway import LONGEST_INTEGRATION_SECONDS, is_route

_HASH_LENGTH = 6


class ApiTarget(TypedDict):
    """A function behind the API."""

    function_name: pulumi.Input[str]
    """Name of the function."""
    alias_name: pulumi.Input[str]
    """Alias of the function that is invoked."""
    invoke_arn: pulumi.Input[str]
    """ARN by which API Gateway invokes the alias."""
    paths: Sequence[str]
    """Paths that lead to it: ``/orders/open`` that path alone, ``/orders/*`` what lies below ``/orders``,
    ``/*`` all else. The narrowest takes a request, whatever the order."""
    timeout_seconds: int
    """Seconds after which the function is cut off; API Gateway waits one second longer."""
    rate_rps: float
    """Requests per second that the function carries in this region."""
    is_open: NotRequired[bool]
    """Whether anybody may call it, whatever the API asks of its clients. Default: False."""


class ApiHealth(TypedDict):
    """What health checkers ask, without key, token or certificate."""

    path: str
    """The path, such as ``/healthz``."""
    service: str
    """Key of the target that answers."""


class ApiTruststore(TypedDict):
    """Whose certificates clients may show."""

    uri: str
    """``s3://<bucket>/<key>`` in the region: certificates of the accepted authorities in PEM."""
    version: NotRequired[str]
    """Version of the object; a changed truststore takes effect with a changed version. Default: the newest,
    when the domain is made."""


class ApiScope(TypedDict):
    """Where an API stands: what both doors need."""

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
    """What health checkers ask."""
    key_arn: pulumi.Input[str]
    """KMS key of the region for access logs; its policy must let CloudWatch Logs use it."""
    truststore: NotRequired[ApiTruststore]
    """Mutual TLS. Default: no client certificate is asked for."""
    log_retention_days: NotRequired[int]
    """Days that access logs are kept, one of CloudWatch Logs' own steps; 0 for ever. Default: 90."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""


def slug(path: str) -> str:
    """Return the part of logical names that stands for a path: ``/orders/*`` gives ``orders.any``.

    A path that reads like another one then, such as ``/orders/any``, gets a hash of itself beside.
    """
    segments = path.strip("/").split("/")
    plain = ".".join(segments).replace("*", "any") or "root"
    if "." in path or "any" in segments or path == "/root":
        return f"{plain}-{hashlib.sha256(path.encode()).hexdigest()[:_HASH_LENGTH]}"
    return plain


def burst_of(rate_rps: float, burst: int | None) -> int:
    """Return how many requests are taken at once: as said, else what comes in a second."""
    return math.ceil(rate_rps) if burst is None else int(burst)


def scope_problems(kind: str, args: ApiScope) -> Iterator[str]:
    """What AWS or reason refuses, each in a person's words.

    Args:
        kind: ``http`` or ``rest``.
        args: The API.
    """
    yield from _name_problems(args)
    taken: dict[str, str] = {}
    for key, target in sorted(args["targets"].items()):
        yield from _target_problems(kind, key, target)
        for path in sorted(target["paths"]):
            if not is_route(path):
                yield f"'targets.{key}.paths': API Gateway routes '/a/b' and '/a/*', not {path!r}"
            elif (other := taken.setdefault(path, key)) != key:
                yield f"'targets.{key}.paths': {path!r} leads to {other!r} already"
    if int(args.get("log_retention_days", 90)) not in LOG_RETENTION_DAYS:
        allowed = ", ".join(map(str, LOG_RETENTION_DAYS))
        yield f"'log_retention_days' must be one of {allowed}, got {args['log_retention_days']}"


def _name_problems(args: ApiScope) -> Iterator[str]:
    if not args["targets"]:
        yield "'targets' is empty: there is nothing behind the API"
    elif args["health"]["service"] not in args["targets"]:
        allowed = ", ".join(sorted(args["targets"]))
        yield f"'health.service' is none of {allowed}, got {args['health']['service']!r}"
    if not is_route(args["health"]["path"]) or "*" in args["health"]["path"]:
        yield f"'health.path' must be a plain path such as '/healthz', got {args['health']['path']!r}"
    if args["domain"] == args["host"]:
        yield f"'domain' and 'host' are both {args['domain']!r}: the region needs a name of its own"


def _target_problems(kind: str, key: str, target: ApiTarget) -> Iterator[str]:
    longest = LONGEST_INTEGRATION_SECONDS[kind] - 1
    if not 1 <= int(target["timeout_seconds"]) <= longest:
        yield (
            f"'targets.{key}.timeout_seconds' must be 1 to {longest}: the API gives up after"
            f" {longest + 1} seconds, got {target['timeout_seconds']}"
        )
    if target["rate_rps"] <= 0:
        yield f"'targets.{key}.rate_rps' must be above 0, got {target['rate_rps']}"
    if not target["paths"]:
        yield f"'targets.{key}.paths' is empty: nothing would reach it"
