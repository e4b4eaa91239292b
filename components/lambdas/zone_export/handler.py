"""The function: export every zone, write what was read, tell how it went."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from . import route53
from .cloudflare import Cloudflare, CloudflareError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

# Route 53 takes five requests per second of a whole account:
# https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html (2026-11)
_PATIENT = Config(retries={"mode": "standard", "max_attempts": 8}, connect_timeout=5, read_timeout=15)
_KEPT_BACK_SECONDS = 240
"""Enough for a last zone whose provider answers nothing, and for the manifest."""
MANIFEST = "manifest.json"


class Context(Protocol):
    """What Lambda tells of an invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Give the milliseconds after which Lambda ends it."""


class OutOfTimeError(Exception):
    """Those before took all the time."""


class ExportError(Exception):
    """Some zones could not be exported; the others were."""


def handle(event: Mapping[str, Any], context: Context) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """Export every zone.

    Reads from the environment ``ZONES``, JSON: ``route53`` and ``cloudflare``, each a list of zones with
    ``name``, ``id`` and for Cloudflare ``account_id``; ``BUCKET``; ``CLOUDFLARE_TOKEN_SECRET``, the ARN of
    a secret whose text is an API token; ``METRIC_NAMESPACE``, ``METRIC_NAME`` and
    ``METRIC_STACK``.

    Args:
        event: Not used: everything is in the environment.
        context: Until when it may run. Each zone has its share of that time, so that a provider that answers
            nothing takes none from the others.

    Returns:
        The manifest.

    Raises:
        ExportError: A zone could not be exported. What could is written and in the manifest, with the last
            export of the others and its time.
    """
    bucket = os.environ["BUCKET"]
    s3 = boto3.client("s3", config=_PATIENT)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - _KEPT_BACK_SECONDS
    written: list[dict[str, Any]] = []
    failed: dict[str, str] = {}
    exports = list(_exports(json.loads(os.environ["ZONES"])))
    for done, (where, export) in enumerate(exports):
        try:
            files = export(_until(ends, among=len(exports) - done))
            objects = [_put(s3, bucket, f"{where}/{name}", text) for name, text in sorted(files.items())]
            written += [{**one, "exported_at": now} for one in objects]
        except Exception as problem:  # noqa: BLE001  # whatever is wrong with one zone, the next is exported
            failed[where] = _said(problem)
            print(json.dumps({"level": "ERROR", "zone": where, "problem": failed[where]}))  # noqa: T201  # Lambda's log
    manifest = {
        "version": 1,
        "exported_at": now,
        "complete": not failed,
        "objects": [*written, *(_last(s3, bucket, failed) if failed else [])],
        "failed": failed,
    }
    _put(s3, bucket, MANIFEST, json.dumps(manifest, indent=1) + "\n")
    if failed:
        raise ExportError(f"not exported: {', '.join(sorted(failed))}")
    _count()
    return manifest


def _exports(
    zones: Mapping[str, list[dict[str, str]]],
) -> Iterator[tuple[str, Callable[[float], dict[str, str]]]]:
    """Where each zone's files go, and how they are read until a time."""
    client = boto3.client("route53", config=_PATIENT)
    for zone in zones.get("route53", []):
        yield f"route53/{zone['name']}", lambda _, zone=zone: route53.export(client, zone)  # type: ignore[misc]  # bound now
    for zone in zones.get("cloudflare", []):
        yield (
            f"cloudflare/{zone['name']}",
            lambda until, zone=zone: Cloudflare(_token(), until=until).export(zone),  # type: ignore[misc]  # bound now
        )


def _until(ends: float, *, among: int) -> float:
    """Until when a zone may take, so that those after it have as much."""
    now = time.monotonic()
    if now >= ends:
        raise OutOfTimeError("no time was left for it")
    return now + (ends - now) / among


def _last(s3: Any, bucket: str, failed: Collection[str]) -> list[dict[str, Any]]:  # noqa: ANN401  # as boto3 gives it
    """What the manifest before this one has of zones that failed now: a deleted zone fails ever after."""
    try:
        before = json.loads(s3.get_object(Bucket=bucket, Key=MANIFEST)["Body"].read())
    except (ClientError, BotoCoreError) as problem:  # the very first, which S3 calls forbidden
        print(json.dumps({"level": "WARN", "object": MANIFEST, "problem": _said(problem)}))  # noqa: T201  # as above
        return []
    return [
        {"exported_at": before["exported_at"], **one}
        for one in before["objects"]
        if one["key"].rpartition("/")[0] in failed
    ]


def _token() -> str:
    client = boto3.client("secretsmanager", config=_PATIENT)
    secret: str = client.get_secret_value(SecretId=os.environ["CLOUDFLARE_TOKEN_SECRET"])["SecretString"]
    return secret.strip()


def _put(s3: Any, bucket: str, key: str, text: str) -> dict[str, Any]:  # noqa: ANN401  # as boto3 gives it
    """Write an object, which S3 refuses if it is not what was sent, and tell what the manifest says of it."""
    body = text.encode()
    digest = hashlib.sha256(body)
    answer = s3.put_object(
        Bucket=bucket, Key=key, Body=body, ChecksumSHA256=base64.b64encode(digest.digest()).decode()
    )
    return {
        "key": key,
        "version_id": answer.get("VersionId"),
        "sha256": digest.hexdigest(),
        "bytes": len(body),
    }


def _said(problem: Exception) -> str:
    """What may be logged of a problem: its own words only where they are known to hold no secret."""
    known = isinstance(problem, ClientError | BotoCoreError | CloudflareError | OutOfTimeError)
    return f"{type(problem).__name__}: {problem}" if known else type(problem).__name__


def _count() -> None:
    boto3.client("cloudwatch", config=_PATIENT).put_metric_data(
        Namespace=os.environ["METRIC_NAMESPACE"],
        MetricData=[
            {
                "MetricName": os.environ["METRIC_NAME"],
                "Dimensions": [{"Name": "Stack", "Value": os.environ["METRIC_STACK"]}],
                "Value": 1,
                "Unit": "Count",
            }
        ],
    )
