"""The function: do one step of a recovery, whoever asks and however often."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any, Protocol

from botocore.exceptions import ClientError

from . import steps
from .capacity import EcsService, Instances
from .steps import Stage, State, Step, StepError
from .stores import AccessPointRoutes, Aurora, GlobalCache, RdsReplica
from .traffic import Answers, CloudflarePool, Switch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

POLL_SECONDS = 5
MOST_SECONDS = 240
"""Below the 300 seconds after which SSM Automation ends the wait for a function
(https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html, 2026-11)."""
_KEPT_BACK_SECONDS = 15
_KINDS: Mapping[str, Callable[..., Step]] = {
    "switch": Switch,
    "cloudflare-pool": CloudflarePool,
    "aurora": Aurora,
    "rds-replica": RdsReplica,
    "global-cache": GlobalCache,
    "access-point-routes": AccessPointRoutes,
    "instances": Instances,
    "ecs-service": EcsService,
}


class Context(Protocol):
    """What Lambda tells of an invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Give the milliseconds after which Lambda ends it."""


class StillUnderWayError(Exception):
    """The step is begun and not done: ask again."""


def handle(event: Mapping[str, Any], context: Context) -> dict[str, str]:
    """Do a step.

    Args:
        event: ``step``, one flat object whose ``kind`` and ``key`` say what it is; ``mode``: ``begin``
            returns once it is begun, ``finish`` (default) waits until it is done. Not looked at where the
            environment's ``STEP`` holds the step: ARC Region switch names a function and nothing more.
        context: Until when it may wait.

    Returns:
        ``key``, ``stage`` and ``detail``; ``verdict`` is ``STEP_DONE`` once the step is done, a word that a
        document finds wherever it is in the text.

    Raises:
        StillUnderWayError: It is not done in the time that there was. Whoever called asks again.
        StepError: It cannot be done.
    """
    fixed = os.environ.get("STEP")
    spec = dict(json.loads(fixed)) if fixed else dict(event["step"])
    waits = fixed is not None or event.get("mode", "finish") == "finish"
    key = spec.pop("key")
    left = context.get_remaining_time_in_millis() / 1000 - _KEPT_BACK_SECONDS
    ends = time.monotonic() + (min(left, MOST_SECONDS) if waits else 0)
    try:
        found = _perform(step_of(spec), ends)
    except Exception as problem:
        _log(key, "failed", f"{type(problem).__name__}: {problem}")
        raise
    _log(key, found.stage, found.detail)
    if waits and found.stage is not Stage.DONE:
        raise StillUnderWayError(f"{key}: {found.detail}")
    verdict = "STEP_DONE" if found.stage is Stage.DONE else "STEP_BEGUN"
    return {"key": key, "stage": found.stage.value, "detail": found.detail, "verdict": verdict}


def step_of(spec: Mapping[str, Any]) -> Step:
    """Make the step of a specification.

    Raises:
        StepError: There is no such kind.
    """
    given = dict(spec)
    kind = given.pop("kind")
    if kind == "answers":
        return Answers(**given)
    if kind not in _KINDS:
        raise StepError(f"there is no step of the kind {kind!r}; there are {', '.join([*_KINDS, 'answers'])}")
    return _KINDS[kind](clients=steps.client, **given)


def _perform(step: Step, ends: float) -> State:
    """Begin what is not begun, and look until it is done or the time is over."""
    found = step.state()
    while found.stage is not Stage.DONE:
        if found.stage is Stage.TODO:
            found = _begun(step, found)
        if time.monotonic() + POLL_SECONDS >= ends:
            break
        time.sleep(POLL_SECONDS)
        found = step.state()
    return found


def _begun(step: Step, before: State) -> State:
    """Begin a step; AWS refuses what somebody has begun already, a moment before it says so itself."""
    try:
        step.act()
    except ClientError as problem:
        code = problem.response["Error"]["Code"]
        if not code.startswith("Invalid") or "State" not in code:
            raise
        return steps.under_way(f"{code}: {before.detail}")
    return steps.under_way(f"begun: {before.detail}")


def _log(key: str, stage: str, detail: str) -> None:
    print(json.dumps({"step": key, "stage": stage, "detail": detail}))  # noqa: T201  # Lambda's log
