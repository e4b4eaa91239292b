"""When a fault is noticed by what should notice it: alarms of CloudWatch, or a lab's own detector."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.operate.call import call, call_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from holdfast.contracts.operations import Operations
    from holdfast.operate.aws import Clients

_ALARM_SECONDS, _DETECTOR_SECONDS = 10.0, 0.2
_MOST_NAMES = 100
"""Names in one call: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html"""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmState:
    """An alarm and its state, ``unknown`` where it could not be read; ``since`` is in epoch seconds."""

    name: str
    state: str
    since: float | None
    reason: str


def alarms_of(operations: Operations) -> list[str]:
    """ARNs of every alarm that the contract names, sorted."""
    return sorted(set(_arns(operations)))


def read_alarms(clients: Clients, arns: Sequence[str]) -> list[AlarmState]:
    """Read alarms, region by region; what cannot be read is ``unknown`` and says why."""
    found: list[AlarmState] = []
    by_region: dict[str, list[str]] = {}
    for arn in arns:
        by_region.setdefault(arn.split(":")[3], []).append(arn.partition(":alarm:")[2])
    for region, names in sorted(by_region.items()):
        try:
            seen = {
                alarm["AlarmName"]: alarm
                for first in range(0, len(names), _MOST_NAMES)
                for alarm in _described(clients, region, names[first : first + _MOST_NAMES])
            }
        except call_errors() as error:
            found += [AlarmState(name=one, state="unknown", since=None, reason=str(error)) for one in names]
            continue
        found += [_state(name, seen.get(name)) for name in names]
    return found


@dataclass(kw_only=True, slots=True)
class Noticing:
    """Looks again and again, in a thread, until something noticed; ``look`` gives when (epoch) and what."""

    look: Callable[[float], tuple[float, str] | None]
    every_seconds: float
    begun: float
    found: tuple[float, str] | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """Stop; what hangs is not waited for."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.found = self.look(self.begun)
            if self.found is not None or self._stop.wait(self.every_seconds):
                return


def by_alarms(clients: Clients, arns: Sequence[str], begun: float) -> Noticing:
    """Notice by the first alarm that goes to ALARM after the injection; the time is CloudWatch's own."""

    def look(begun: float) -> tuple[float, str] | None:
        on = [one for one in read_alarms(clients, arns) if one.state == "ALARM" and (one.since or 0) >= begun]
        first = min(on, key=lambda one: one.since or 0, default=None)
        return None if first is None else (first.since or begun, f"alarm {first.name}")

    return Noticing(look=look, every_seconds=_ALARM_SECONDS, begun=begun)


def by_detector(command: Sequence[str], begun: float) -> Noticing:
    """Notice by a command that ends with 0 when it sees the fault."""

    def look(begun: float) -> tuple[float, str] | None:
        del begun
        return (time.time(), f"the detector {Path(command[0]).name}") if detects(command) else None

    return Noticing(look=look, every_seconds=_DETECTOR_SECONDS, begun=begun)


def detects(command: Sequence[str]) -> bool:
    """Whether a detector sees a fault now; one that cannot be run sees none."""
    try:
        done = subprocess.run(  # noqa: S603  # the file's owner says what is run
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=5,
            check=False,
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _described(clients: Clients, region: str, names: Sequence[str]) -> list[dict[str, Any]]:
    answer = call(
        clients,
        "cloudwatch",
        region,
        "describe_alarms",
        AlarmNames=list(names),
        AlarmTypes=["MetricAlarm", "CompositeAlarm"],
    )
    return [*answer.get("MetricAlarms", []), *answer.get("CompositeAlarms", [])]


def _state(name: str, alarm: dict[str, Any] | None) -> AlarmState:
    if alarm is None:
        return AlarmState(name=name, state="unknown", since=None, reason="it is not there any more")
    # The one is of the last change of the state, the other of anything; older alarms have the other only.
    since = alarm.get("StateTransitionedTimestamp") or alarm.get("StateUpdatedTimestamp")
    return AlarmState(
        name=name,
        state=alarm["StateValue"],
        since=since.timestamp() if since is not None else None,
        reason=alarm.get("StateReason", ""),
    )


def _arns(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith("arn:") and ":cloudwatch:" in value and ":alarm:" in value:
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _arns(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _arns(one)
