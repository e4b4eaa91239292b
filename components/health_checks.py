"""Route 53 health checks of HTTPS endpoints and of other checks, as the DNS components share them.

Facts that the limits below come from:
https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import route53

from holdfast.topology.values import CHECKER_REGIONS

_MIN_CHECKER_REGIONS = 3  # API_HealthCheckConfig, Regions: array minimum
_MAX_FAILURE_THRESHOLD = 10  # API_HealthCheckConfig, FailureThreshold
_MAX_TEXT = 255  # API_HealthCheckConfig, ResourcePath and SearchString
_MAX_PORT = 65535


class EndpointCheckArgs(TypedDict):
    """How Route 53's checkers ask an HTTPS endpoint; they do not validate its certificate."""

    resource_path: str
    """Path that is requested, with its leading slash; healthy is an answer of 2xx or 3xx."""
    interval_seconds: int
    """Seconds between two requests of one checker, 10 or 30. A change replaces the check."""
    failure_threshold: int
    """Requests in a row, 1 to 10, that must fail, or succeed, to turn the status."""
    checker_regions: Sequence[str]
    """Regions that check, at least three of Route 53's eight."""
    port: NotRequired[int]
    """TCP port. Default: 443."""
    search_string: NotRequired[str]
    """Text that the first 5,120 bytes of the body must hold. Default: any body will do."""
    measure_latency: NotRequired[bool]
    """Whether latency is measured and charted. A change replaces the check. Default: false."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckTarget:
    """What a check watches: a host by name or, under that name, one address; and how it is read.

    ``inverted`` makes the check unhealthy while the endpoint answers.
    """

    fqdn: pulumi.Input[str]
    ip_address: str | None = None
    inverted: bool = False


def endpoint_check_problems(check: EndpointCheckArgs) -> list[str]:
    """All that Route 53 would refuse, one sentence each."""
    problems = []
    interval, threshold = int(check["interval_seconds"]), int(check["failure_threshold"])
    path, text, port = check["resource_path"], check.get("search_string"), int(check.get("port", 443))
    regions = check["checker_regions"]
    if not path.startswith("/") or len(path) > _MAX_TEXT:
        problems.append(f"'resource_path' starts with / and has at most {_MAX_TEXT} characters, got {path!r}")
    if interval not in (10, 30):
        problems.append(f"'interval_seconds' is 10 or 30, got {interval}")
    if not 1 <= threshold <= _MAX_FAILURE_THRESHOLD:
        problems.append(f"'failure_threshold' lies between 1 and {_MAX_FAILURE_THRESHOLD}, got {threshold}")
    if not 1 <= port <= _MAX_PORT:
        problems.append(f"'port' lies between 1 and {_MAX_PORT}, got {port}")
    if text is not None and not 1 <= len(text) <= _MAX_TEXT:
        problems.append(f"'search_string' has 1 to {_MAX_TEXT} characters, got {len(text)}")
    if len(set(regions)) < _MIN_CHECKER_REGIONS or not set(regions) <= set(CHECKER_REGIONS):
        problems.append(
            f"'checker_regions' needs at least {_MIN_CHECKER_REGIONS} of "
            f"{', '.join(CHECKER_REGIONS)}, got {', '.join(sorted(regions)) or 'none'}"
        )
    return problems


def https_check(
    name: str,
    check: EndpointCheckArgs,
    target: CheckTarget,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> "route53.HealthCheck":
    """Declare the check of one HTTPS endpoint, with the host name in the TLS handshake (SNI)."""
    text = check.get("search_string")
    return route53.HealthCheck(
        name,
        type="HTTPS" if text is None else "HTTPS_STR_MATCH",
        fqdn=target.fqdn,
        ip_address=target.ip_address,
        port=int(check.get("port", 443)),
        resource_path=check["resource_path"],
        search_string=text,
        enable_sni=True,
        request_interval=int(check["interval_seconds"]),
        failure_threshold=int(check["failure_threshold"]),
        regions=sorted(set(check["checker_regions"])),
        measure_latency=check.get("measure_latency", False),
        invert_healthcheck=target.inverted,
        tags={**tags, "Name": name},
        opts=opts,
    )


def all_of(
    name: str,
    children: Sequence[pulumi.Input[str]],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> "route53.HealthCheck":
    """Declare the calculated check that is healthy while every child is.

    A child cannot be a calculated check itself (health-checks-creating-values, "Health checks to monitor").
    """
    return route53.HealthCheck(
        name,
        type="CALCULATED",
        child_healthchecks=list(children),
        child_health_threshold=len(children),
        tags={**tags, "Name": name},
        opts=opts,
    )
