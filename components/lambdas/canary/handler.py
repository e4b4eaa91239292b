"""The canary: runs every step, tells how each went, and fails when one did."""

from __future__ import annotations

import inspect
import json
import os
import time
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from . import dns
from .failures import said
from .request import Request
from .steps import Asked, steps
from .verdicts import tell, views

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SETTINGS = "HOLDFAST_CANARY"
"""Variable of the environment, JSON, that says what is asked."""
_QUICK = Config(retries={"total_max_attempts": 2}, connect_timeout=2, read_timeout=3)


class CanaryError(Exception):
    """Steps failed; the run is reported as failed, with their names."""


async def handler(event: object, context: object) -> str:  # noqa: ARG001  # Synthetics' signature
    """Run every step, whatever becomes of those before it.

    Args:
        event: Not used: everything is in the environment.
        context: Not used.

    Returns:
        What the run says of itself.

    Raises:
        CanaryError: A step failed.
    """
    settings = json.loads(os.environ[SETTINGS])
    synthetics = _synthetics()
    _keep_logs_for(settings["retention_days"])
    failed: dict[str, bool] = {}
    for name, act in steps(_asked(settings)).items():
        failed[name] = await _fails(synthetics, name, act)
    here = settings["place"]
    seen = views(failed, places=settings["hosts"], here=here)
    tell(
        seen,
        regions=settings["tells"],
        namespace=settings["namespace"],
        metric=settings["metric"],
        dimensions={"Stack": settings["stack"], "Entrance": settings["entrance"], "From": here},
    )
    if any(failed.values()):
        raise CanaryError(f"failed: {', '.join(name for name, bad in failed.items() if bad)}")
    return f"{len(failed)} steps succeeded"


def _asked(settings: Mapping[str, Any]) -> Asked:
    return Asked(
        domain=settings["domain"],
        hosts=settings["hosts"],
        zone=settings["zone"],
        name_servers=settings["name_servers"],
        request=Request(
            path=settings["path"],
            method=settings["method"],
            statuses=frozenset(settings["statuses"]),
            text=settings["text"],
            timeout_seconds=settings["timeout_seconds"],
            headers=_headers(settings["headers"]),
        ),
        resolvers=dns.resolvers(),
    )


def _headers(secrets: Mapping[str, str]) -> dict[str, str]:
    """Read the value of each header from its secret in this region."""
    if not secrets:
        return {}
    client = boto3.client("secretsmanager", config=_QUICK)
    return {name: client.get_secret_value(SecretId=arn)["SecretString"] for name, arn in secrets.items()}


def _synthetics() -> Any:  # noqa: ANN401  # it has no types, and is there in its runtime alone
    """Give what reports steps, told to take no screenshots: no browser is ever started."""
    from aws_synthetics.common import (  # type: ignore[import-not-found]  # noqa: PLC0415
        synthetics_configuration,
    )
    from aws_synthetics.selenium import (  # type: ignore[import-not-found]  # noqa: PLC0415
        synthetics_webdriver,
    )

    synthetics_configuration.set_config(
        {
            "screenshot_on_step_start": False,
            "screenshot_on_step_success": False,
            "screenshot_on_step_failure": False,
        }
    )
    return synthetics_webdriver


async def _fails(synthetics: Any, name: str, act: Callable[[], Any]) -> bool:  # noqa: ANN401  # it has no types
    """Run one step under its name; tell whether it failed."""
    began, problem = time.monotonic(), ""
    try:
        done = synthetics.execute_step(name, act)
        # The library's guide awaits it, and its runtimes have had it either way.
        if inspect.isawaitable(done):
            await done
    except Exception as error:  # noqa: BLE001  # whatever is wrong with one, the next is asked
        problem = said(error)
    milliseconds = round(1000 * (time.monotonic() - began))
    record = {"step": name, "failed": bool(problem), "milliseconds": milliseconds, "problem": problem}
    print(json.dumps(record))  # noqa: T201  # Lambda's log
    return bool(problem)


def _keep_logs_for(days: int) -> None:
    """Let this canary's log group forget: Synthetics makes it, under a name that nobody knows before."""
    try:
        group = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        boto3.client("logs", config=_QUICK).put_retention_policy(logGroupName=group, retentionInDays=days)
    except (BotoCoreError, ClientError, KeyError) as problem:
        print(json.dumps({"level": "WARN", "logs": "kept for ever", "problem": type(problem).__name__}))  # noqa: T201  # Lambda's log
