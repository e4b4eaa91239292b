"""The function: look at the watched region again and again for a minute, and start what leaves it."""

from __future__ import annotations

import json
import os
import time
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from . import decision, telling
from .decision import Circumstances, Decision, Memory, Rules, Verdict
from .probes import Target, all_fail, probe
from .state import Store, is_away
from .voters import votes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_CONFIG = Config(connect_timeout=3, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 2})
"""Short, so that a voter that cannot be reached costs no round."""
_MINUTE_SECONDS = 60
_NAMESPACE = uuid.UUID("6f7c3f0e-6a58-5a0e-9a0c-6a1c6b0f4a11")
"""Any one; what is named in it is the same wherever it is worked out."""


class Context(Protocol):
    """What Lambda tells of an invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Give the milliseconds after which Lambda ends it."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What the environment says."""

    place: str
    watched: str
    region: str
    stack: str
    targets: Sequence[Target]
    own_targets: Sequence[Target]
    public_targets: Sequence[Target]
    probes: Mapping[str, str]
    alarms: Mapping[str, str]
    switches: Sequence[Mapping[str, str]]
    rules: Rules
    interval_seconds: int
    document: str
    topic_arn: str
    state_parameter: str
    heartbeat_region: str
    runbook: str


def handle(event: Mapping[str, Any], context: Context) -> dict[str, Any]:  # noqa: ARG001  # Lambda's signature
    """Watch for a minute, in rounds.

    Args:
        event: Not used: everything is in the environment's ``WATCH``, one JSON object.
        context: Until when it may run.

    Returns:
        The last round's ``verdict`` and ``decision``.
    """
    watch = _watch(json.loads(os.environ["WATCH"]))
    store = Store(_client("ssm", watch.region), watch.state_parameter)
    left = context.get_remaining_time_in_millis() / 1000
    # The next invocation begins its rounds with the next minute.
    ends = time.monotonic() + min(_MINUTE_SECONDS, left) - watch.interval_seconds
    while True:
        begun = time.monotonic()
        found = _round(watch, store)
        if begun + watch.interval_seconds > ends + watch.interval_seconds / 2:
            return found
        time.sleep(max(0.0, begun + watch.interval_seconds - time.monotonic()))


def _round(watch: Watch, store: Store) -> dict[str, Any]:
    """Ask, decide, act, and remember before and after."""
    own, public = probe(watch.own_targets), probe(watch.public_targets)
    found = votes(
        place=watch.place, targets=watch.targets, probes=watch.probes, alarms=watch.alarms, clients=_client
    )
    circumstances = Circumstances(
        now=time.time(),
        is_away=is_away(watch.switches, _client),
        is_fit=not all_fail(own) if watch.own_targets else None,
    )
    verdict = decision.verdict(found, watch.rules.quorum)
    memory = decision.remembered(store.read(), verdict, watch.rules, circumstances)
    decided = decision.decide(memory, watch.rules, circumstances)
    memory, words = _acted(watch, memory, decided, circumstances)
    said = telling.Round(
        watched=watch.watched,
        place=watch.place,
        verdict=verdict,
        decision=decided,
        votes=found,
        own=own,
        public=public,
        words=words,
    )
    news, told = decision.is_news(memory, decided), decision.told_after(memory, decided)
    store.write(replace(memory, told=told))
    if news:
        _quietly(
            "tell", lambda: telling.tell(_client("sns", watch.region), watch.topic_arn, said, watch.runbook)
        )
    telling.log(said)
    _quietly("measure", lambda: telling.measure(_client("cloudwatch", watch.region), watch.stack, said))
    _quietly(
        "heartbeat",
        lambda: telling.heartbeat(
            _client("cloudwatch", watch.heartbeat_region), watch.stack, watch.watched, watch.place
        ),
    )
    return {"verdict": verdict.value, "decision": decided.value}


def _acted(
    watch: Watch, memory: Memory, decided: Decision, circumstances: Circumstances
) -> tuple[Memory, str]:
    """Start the document where that was decided, once for an incident however often it is tried."""
    if decided is not Decision.START:
        return memory, ""
    token = str(uuid.uuid5(_NAMESPACE, f"{watch.document} {memory.failing_since}"))
    try:
        execution = _client("ssm", watch.region).start_automation_execution(
            DocumentName=watch.document,
            ClientToken=token,
            Parameters={"Reason": [f"watchdog in {watch.place}: {watch.watched} fails"]},
        )["AutomationExecutionId"]
    except (BotoCoreError, ClientError) as problem:
        if not _was_started(problem):
            return memory, f"not started, and tried again with the next round: {problem}"
        execution = "of a round before"
    # Remembered after the fact: who dies in between starts again with the same token, which starts nothing.
    return replace(memory, started_at=circumstances.now, left=True), f"automation execution {execution}"


def _was_started(problem: Exception) -> bool:
    """Whether SSM says that the token has started something already, with other parameters than these."""
    return (
        isinstance(problem, ClientError)
        and problem.response["Error"]["Code"] == "IdempotentParameterMismatch"
    )


def _watch(found: Mapping[str, Any]) -> Watch:
    given = dict(found)
    for key in ("targets", "own_targets", "public_targets"):
        given[key] = [Target(url=one["url"], search=one.get("search")) for one in given[key]]
    given["rules"] = Rules(**given["rules"])
    return Watch(**given)


def _client(service: str, region: str) -> Any:  # noqa: ANN401  # as boto3 gives it
    make: Callable[..., Any] = boto3.client
    return make(service, region_name=region, config=_CONFIG)


def _quietly(what: str, do: Callable[[], None]) -> None:
    """Do what no decision hangs on; a failure is logged, and the alarm on what is missing rings."""
    try:
        do()
    except (BotoCoreError, ClientError) as problem:
        print(json.dumps({"level": "ERROR", "failed": what, "problem": str(problem)}))  # noqa: T201  # Lambda's log


__all__ = ["Verdict", "Watch", "handle"]
