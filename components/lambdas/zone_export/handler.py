"""The function: export every zone, write what was read, tell how it went."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from . import route53
from .cloudflare import Cloudflare, CloudflareError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# Route 53 takes five requests per second of a whole account:
# https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html (2026-11)
_PATIENT = Config(retries={"mode": "standard", "max_attempts": 10})
MANIFEST = "manifest.json"
METRIC = "ZoneExportsCompleted"


class ExportError(Exception):
    """Some zones could not be exported; the others were."""


def handle(event: Mapping[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """Export every zone.

    Reads from the environment ``ZONES``, JSON: ``route53`` and ``cloudflare``, each a list of zones with
    ``name``, ``id`` and for Cloudflare ``account_id``; ``BUCKET``; ``CLOUDFLARE_TOKEN_SECRET``, the ARN of
    a secret whose text is an API token; ``METRIC_NAMESPACE`` and ``METRIC_STACK``.

    Args:
        event: Not used: everything is in the environment.
        context: Not used.

    Returns:
        The manifest.

    Raises:
        ExportError: A zone could not be exported. What could is written and in the manifest.
    """
    bucket = os.environ["BUCKET"]
    s3 = boto3.client("s3", config=_PATIENT)
    written: list[dict[str, Any]] = []
    failed: dict[str, str] = {}
    for where, export in _exports(json.loads(os.environ["ZONES"])):
        try:
            files = export()
            written += [_put(s3, bucket, f"{where}/{name}", text) for name, text in sorted(files.items())]
        except Exception as problem:  # noqa: BLE001  # whatever is wrong with one zone, the next is exported
            failed[where] = _said(problem)
            print(json.dumps({"level": "ERROR", "zone": where, "problem": failed[where]}))  # noqa: T201  # Lambda's log
    manifest = {
        "version": 1,
        "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "complete": not failed,
        "objects": written,
        "failed": failed,
    }
    _put(s3, bucket, MANIFEST, json.dumps(manifest, indent=1) + "\n")
    if failed:
        raise ExportError(f"not exported: {', '.join(sorted(failed))}")
    _count()
    return manifest


def _exports(
    zones: Mapping[str, list[dict[str, str]]],
) -> Iterator[tuple[str, Callable[[], dict[str, str]]]]:
    """Where each zone's files go, and how they are read."""
    client = boto3.client("route53", config=_PATIENT)
    for zone in zones.get("route53", []):
        yield f"route53/{zone['name']}", lambda zone=zone: route53.export(client, zone)  # type: ignore[misc]  # bound now
    for zone in zones.get("cloudflare", []):
        yield f"cloudflare/{zone['name']}", lambda zone=zone: Cloudflare(_token()).export(zone)  # type: ignore[misc]  # bound now


def _token() -> str:
    client = boto3.client("secretsmanager", config=_PATIENT)
    secret: str = client.get_secret_value(SecretId=os.environ["CLOUDFLARE_TOKEN_SECRET"])["SecretString"]
    return secret.strip()


def _put(s3: Any, bucket: str, key: str, text: str) -> dict[str, Any]:
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
    known = isinstance(problem, ClientError | BotoCoreError | CloudflareError)
    return f"{type(problem).__name__}: {problem}" if known else type(problem).__name__


def _count() -> None:
    boto3.client("cloudwatch", config=_PATIENT).put_metric_data(
        Namespace=os.environ["METRIC_NAMESPACE"],
        MetricData=[
            {
                "MetricName": METRIC,
                "Dimensions": [{"Name": "Stack", "Value": os.environ["METRIC_STACK"]}],
                "Value": 1,
                "Unit": "Count",
            }
        ],
    )
