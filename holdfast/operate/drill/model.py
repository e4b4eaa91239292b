"""What a drill found, as plain values: what is kept as its record, and what reports are made of."""

from __future__ import annotations

from enum import StrEnum
from typing import TypedDict

REPORT_VERSION = 1
"""Version of the shape; fields are only ever added."""


class Verdict(StrEnum):
    """How a drill went."""

    RUNNING = "running"
    """It goes on; of one that was killed it stays so."""
    PASSED = "passed"
    MISSED = "objectives missed"
    ABORTED = "aborted"
    """A limit was passed, or a person stopped it."""
    NO_EFFECT = "no effect"
    """Nothing shows that anything was broken, so that nothing was proven."""
    NOT_SAFE = "not safe"
    """It was not begun."""
    FAILED = "failed"
    """The drill itself could not do what it should, such as undoing."""


class EventKind(StrEnum):
    """What an event is, for the line that is drawn at it."""

    INJECTED = "injected"
    FIRST_FAILURE = "first failure"
    DETECTED = "detected"
    MOVED = "traffic moved"
    RECOVERED = "recovered"
    ENDED = "ended"
    TOLD = "told"


class Event(TypedDict):
    """Something that happened; ``seconds`` count from the injection and are negative before it."""

    seconds: float
    kind: str
    what: str


class SafetyCheck(TypedDict):
    """What was looked at before; ``ok`` is None where it does not apply."""

    name: str
    ok: bool | None
    detail: str


class Fault(TypedDict):
    """What is broken: ``kind`` is ``command``, ``experiment`` or ``failover``, ``words`` are for people."""

    kind: str
    words: str


class Phase(TypedDict):
    """Figures of the judged requests of a while; times of those that were answered as they should."""

    requests: int
    failed: int
    availability_percent: float | None
    p50_milliseconds: int | None
    p95_milliseconds: int | None
    p99_milliseconds: int | None


class Phases(TypedDict):
    """Before the injection, from it to the begin of undoing, and from there to the end."""

    before: Phase
    during: Phase
    after: Phase


class Slot(TypedDict):
    """The judged requests that went out in a while from ``seconds`` on; ``answered`` counts who answered.

    What failed is counted there as not answered; answers that do not say who gave them are not.
    """

    seconds: float
    ok: int
    failed: int
    p50_milliseconds: int | None
    p95_milliseconds: int | None
    answered: dict[str, int]


class Address(TypedDict):
    """Figures of an address from the injection to the begin of undoing; what is not judged is watched."""

    url: str
    judged: bool
    requests: int
    failed: int
    first_failure: str | None


class Measures(TypedDict):
    """Seconds from the injection, each with why it is None; ``resolution_seconds`` is between two requests.

    ``recover_seconds`` is 0 where no request failed.
    """

    first_failure_seconds: float | None
    first_failure_words: str
    detect_seconds: float | None
    detect_words: str
    moved_seconds: float | None
    recover_seconds: float | None
    recover_words: str
    resolution_seconds: float
    late_seconds: float


class Writes(TypedDict):
    """What became of the writes of the probe.

    ``lost`` were acknowledged and are not there, ``unacknowledged`` are there and were never acknowledged,
    ``unknown`` could not be read. ``lost_seconds`` is the time over which writes were lost.
    """

    sent: int
    acknowledged: int
    lost: int
    lost_seconds: float
    unacknowledged: int
    unknown: int
    examples: list[str]


class Compared(TypedDict):
    """A figure and its objective, both in ``unit``; ``met`` is None where there is none or no figure."""

    name: str
    unit: str
    measured: float | None
    objective: float | None
    met: bool | None
    source: str
    words: str


class DrillReport(TypedDict):
    """A run of a drill. Times are UTC in ISO 8601; ``record`` is where this is kept."""

    version: int
    run: str
    drill: str
    description: str
    stack: str | None
    operator: str
    host: str
    pid: int
    record: str
    fault: Fault
    started: str
    injected: str | None
    finished: str | None
    verdict: str
    reasons: list[str]
    undone: str | None
    safety: list[SafetyCheck]
    effects: list[str]
    events: list[Event]
    phases: Phases | None
    slot_seconds: float
    timeline: list[Slot]
    addresses: list[Address]
    measures: Measures | None
    writes: Writes | None
    objectives: list[Compared]
    improve: list[str]


class ListedDrill(TypedDict):
    """A drill that is declared, and its newest run; all of the run is None where there is none."""

    drill: str
    description: str
    last_run: str | None
    verdict: str | None
    recover_seconds: float | None
    objective_seconds: float | None
    operator: str | None
    every_days: int | None
    due: str | None
    overdue: bool
