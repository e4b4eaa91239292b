"""What a canary needs, and what is wrong with it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.alarm_notes import AlarmNotesArgs
from holdfast.topology.values import (
    CANARY_RETENTION_DAYS,
    DNS_PROVIDERS,
    LONGEST_RUN_SECONDS,
    LONGEST_RUN_WITH_TWO_RETRIES_SECONDS,
    run_seconds,
)

VIEW_NAMESPACE = "Holdfast"
"""CloudWatch namespace of what canaries tell each other."""
VIEW_METRIC = "RegionFailed"
"""Metric of it: 1 where a region failed as seen ``From`` a place, by ``Stack``, ``Entrance``, ``Region``."""
_SETTINGS_BYTES = 4000
"""Of the 4 KB that all variables of a canary may have: ``EnvironmentVariables`` in
https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryRunConfigInput.html (2026-11)."""
_MOST_MINUTES = 60
_MOST_RETRIES = 2


class CanaryArgs(TypedDict):
    """What a canary needs."""

    place: str
    """Place of ``region``, part of every child's name; it watches from there."""
    region: str
    """AWS region of the canary and its alarms."""
    account_id: str
    """AWS account, twelve digits."""
    entrance: str
    """Key of the entrance that is watched, part of every child's name."""
    domain: str
    """Public name of the entrance."""
    hosts: Mapping[str, str]
    """Place → own host of each region that is asked; none where only the public name can be reached."""
    path: str
    """Path that is asked for."""
    bucket: pulumi.Input[str]
    """Bucket of ``region`` that holds the code and takes artifacts."""
    code_key: pulumi.Input[str]
    """Key of the code in it."""
    key_arn: NotRequired[pulumi.Input[str]]
    """Customer key that encrypts the bucket. Default: none, S3's own does."""
    zone: NotRequired[str]
    """Zone of the public name; needed with ``name_servers``. Default: none."""
    name_servers: NotRequired[Mapping[str, Sequence[str]]]
    """DNS provider, ``cloudflare`` or ``route53`` → its name servers, each provider's path being asked on its
    own; an empty list for those of the delegation with the provider's own names. Default: none."""
    method: NotRequired[str]
    """``GET`` or ``HEAD``. Default: ``GET``."""
    statuses: NotRequired[Sequence[int]]
    """Status codes that are right. Default: 200."""
    text: NotRequired[str]
    """Text that the first 65,536 bytes of the body must hold. Default: any body will do."""
    headers: NotRequired[Mapping[str, str]]
    """Header → ARN of the secret of ``region`` in Secrets Manager whose text is its value. Default: none."""
    tells: NotRequired[Mapping[str, str]]
    """Place → AWS region of all that count what is seen from here. Default: none."""
    every_minutes: NotRequired[int]
    """Minutes between two runs, 1 to 60. Default: 5."""
    timeout_seconds: NotRequired[int]
    """Seconds for each request. Default: 10."""
    failures: NotRequired[int]
    """Runs in a row that must fail before an alarm rings. Default: 2."""
    retries: NotRequired[int]
    """Times that a failed run is done again at once, 0 to 2. Default: 0."""
    retention_days: NotRequired[int]
    """Days for which runs and logs are kept. Default: 14."""
    runtime: str
    """Runtime of Synthetics, such as ``syn-python-selenium-12.0``."""
    page_topic_arn: pulumi.Input[str]
    """Topic of ``region`` that wakes somebody."""
    ticket_topic_arn: pulumi.Input[str]
    """Topic of ``region`` for what can wait."""
    notes: NotRequired[AlarmNotesArgs]
    """Owner and runbook, for the alarms. Default: none."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def every_minutes(args: CanaryArgs) -> int:
    """Give the minutes between two runs."""
    return int(args.get("every_minutes", 5))


def failures(args: CanaryArgs) -> int:
    """Give the runs in a row that must fail."""
    return int(args.get("failures", 2))


def retention_days(args: CanaryArgs) -> int:
    """Give the days for which runs are kept."""
    return int(args.get("retention_days", 14))


def longest_run_seconds(args: CanaryArgs) -> int:
    """Give the longest that a run takes."""
    steps = len(args["hosts"]) + 1 + 2 * len(args.get("name_servers", {}))
    timeout = int(args.get("timeout_seconds", 10))
    return run_seconds(steps=steps, timeout_seconds=timeout, told=len(args.get("tells", {})))


def script_settings(args: CanaryArgs, stack: str) -> str:
    """Give what the script reads, as JSON.

    Args:
        args: What the canary needs.
        stack: Name of project and stack, by which its metrics are told from those of others.
    """
    settings = {
        "stack": stack,
        "entrance": args["entrance"],
        "place": args["place"],
        "domain": args["domain"],
        "hosts": dict(sorted(args["hosts"].items())),
        "zone": args.get("zone"),
        "name_servers": {key: list(value) for key, value in sorted(args.get("name_servers", {}).items())},
        "path": args["path"],
        "method": args.get("method", "GET"),
        "statuses": [int(status) for status in args.get("statuses", (200,))],
        "text": args.get("text"),
        "timeout_seconds": int(args.get("timeout_seconds", 10)),
        "headers": dict(sorted(args.get("headers", {}).items())),
        "tells": dict(sorted(args.get("tells", {}).items())),
        "namespace": VIEW_NAMESPACE,
        "metric": VIEW_METRIC,
        "retention_days": retention_days(args),
    }
    return json.dumps(settings, separators=(",", ":"))


def problems_of(args: CanaryArgs) -> Iterator[str]:
    """Yield what is wrong with the arguments, a line each.

    Args:
        args: What the component needs.
    """
    minutes, retries = every_minutes(args), int(args.get("retries", 0))
    if not 1 <= minutes <= _MOST_MINUTES:
        yield f"'every_minutes' is 1 to {_MOST_MINUTES}, got {minutes}"
    if not 0 <= retries <= _MOST_RETRIES:
        yield f"'retries' is 0 to {_MOST_RETRIES}, got {retries}"
    if failures(args) < 1:
        yield f"'failures' is 1 or more, got {failures(args)}"
    if retention_days(args) not in CANARY_RETENTION_DAYS:
        allowed = ", ".join(map(str, CANARY_RETENTION_DAYS))
        yield f"'retention_days' is one of {allowed}, got {retention_days(args)}"
    longest = LONGEST_RUN_WITH_TWO_RETRIES_SECONDS if retries == _MOST_RETRIES else LONGEST_RUN_SECONDS
    longest, taken = min(60 * minutes, longest), longest_run_seconds(args)
    if taken > longest:
        yield f"a run would take up to {taken} seconds, and may take {longest}: ask less often, or wait less"
    yield from _request_problems(args)


def _request_problems(args: CanaryArgs) -> Iterator[str]:
    if args.get("method", "GET") not in ("GET", "HEAD"):
        yield f"'method' is GET or HEAD, got {args.get('method')!r}"
    if strange := sorted(set(args.get("name_servers", {})) - set(DNS_PROVIDERS)):
        yield f"'name_servers' are of {', '.join(DNS_PROVIDERS)}, got {', '.join(strange)}"
    if args.get("name_servers") and "zone" not in args:
        yield "'name_servers' need 'zone'"
    for header, arn in sorted(args.get("headers", {}).items()):
        if not arn.startswith(f"arn:aws:secretsmanager:{args['region']}:"):
            yield f"the secret of the header {header!r} must be one of {args['region']}, got {arn!r}"
    size = len(script_settings(args, f"{pulumi.get_project()}-{pulumi.get_stack()}").encode())
    if size > _SETTINGS_BYTES:
        yield f"what the script is told has {size} bytes, of {_SETTINGS_BYTES}: watch fewer regions"
