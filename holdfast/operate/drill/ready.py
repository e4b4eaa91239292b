"""A drill that is put together, what it would do, and its report before anything happened."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.operate.drill.model import REPORT_VERSION, Verdict
from holdfast.operate.drill.safety import now
from holdfast.operate.operator import operator_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import ExitStack

    from holdfast.operate.drill.faults import Fault
    from holdfast.operate.drill.model import DrillReport, SafetyCheck
    from holdfast.operate.drill.noticing import Noticing
    from holdfast.operate.drill.records import DrillRecords
    from holdfast.operate.drill.settings import Drill
    from holdfast.operate.drill.verdicts import Wanted

_TWICE = 2
_NO_OBJECTIVE_SECONDS = 600.0
"""How long recovery may take where neither the drill nor the stack says how long it should."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """What a drill needs, put together.

    ``checks`` look before anything is broken, ``lock`` is taken while it runs, ``noticing`` is given the time
    of the injection (epoch seconds).
    """

    name: str
    run: str
    spec: Drill
    fault: Fault
    urls: Sequence[str]
    witnesses: Sequence[str]
    wanted: Wanted
    checks: Sequence[Callable[[], list[SafetyCheck]]]
    noticing: Callable[[float], Noticing] | None
    keep: DrillRecords
    acquire: Callable[[ExitStack], Callable[[], None]]
    tell: Callable[[str], None]

    @property
    def longest_recovery(self) -> float:
        """Seconds after which a recovery that has not come is given up."""
        own = self.spec.limits.recover_seconds
        objective = self.wanted.recover_seconds[0]
        return own or (_TWICE * objective if objective else _NO_OBJECTIVE_SECONDS)

    def plan(self) -> list[str]:
        """What would be done, line by line, for the person who is asked."""
        limits, spec = self.spec.limits, self.spec
        stops = [f"not recovered after {self.longest_recovery:g} s"]
        if limits.error_percent is not None:
            stops.append(f"{limits.error_percent:g} % of {limits.error_seconds:g} s failed")
        lines = [
            f"{self.name}: {spec.description}",
            f"  breaks   {self.fault.words}",
            f"  after    {spec.safety.baseline_seconds:g} s without a single failure",
            f"  asks     {', '.join(self.urls)}, {spec.probe.rate:g} times a second",
        ]
        if spec.writes is not None:
            lines.append(
                f"  writes   {spec.writes.method} {spec.writes.url}, {spec.writes.rate:g} times a second"
            )
        return [
            *lines,
            f"  stops    at: {'; '.join(stops)}; or by Ctrl-C",
            f"  then     {self.fault.undoing}",
            f"  record   {self.keep.name(self.run)}",
        ]


def empty_report(ready: Ready) -> DrillReport:
    """The report of a drill that has not begun."""
    return {
        "version": REPORT_VERSION,
        "run": ready.run,
        "drill": ready.name,
        "description": ready.spec.description,
        "stack": ready.spec.stack,
        "operator": operator_name(),
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "record": ready.keep.name(ready.run),
        "fault": {"kind": ready.fault.kind, "words": ready.fault.words},
        "started": now().isoformat(timespec="seconds"),
        "injected": None,
        "finished": None,
        "verdict": Verdict.NOT_SAFE.value,
        "reasons": [],
        "undone": None,
        "safety": [],
        "effects": [],
        "events": [],
        "phases": None,
        "slot_seconds": 1.0,
        "timeline": [],
        "addresses": [],
        "measures": None,
        "writes": None,
        "objectives": [],
        "improve": [],
    }
