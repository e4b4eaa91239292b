"""Reports of drills that were not run, for tests of what is made of them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.operate.drill.model import DrillReport

_PASSED: DrillReport = {
    "version": 1,
    "run": "20261122T020000Z-lose-a-0a1b",
    "drill": "lose-a",
    "description": "kill API a, of two behind a proxy",
    "stack": None,
    "operator": "ada@laptop",
    "host": "laptop",
    "pid": 4711,
    "record": "drills/lose-a/20261122T020000Z-lose-a-0a1b.json",
    "fault": {"kind": "command", "words": "runs docker kill api-a"},
    "started": "2026-11-22T02:00:00+00:00",
    "injected": "2026-11-22T02:00:30.000+00:00",
    "finished": "2026-11-22T02:01:30+00:00",
    "verdict": "passed",
    "reasons": [],
    "undone": "ran docker start api-a",
    "safety": [
        {"name": "hour", "ok": None, "detail": "Sun 02:00 UTC is allowed"},
        {"name": "steady state", "ok": True, "detail": "600 requests in 30 s, none failed"},
    ],
    "effects": ["18 requests failed", "a answers no more"],
    "events": [
        {"seconds": 0.0, "kind": "injected", "what": "runs docker kill api-a"},
        {"seconds": 0.12, "kind": "first failure", "what": "http://x/health: status 503"},
        {"seconds": 1.9, "kind": "recovered", "what": "no request failed from here on"},
        {"seconds": 2.1, "kind": "detected", "what": "noticed by the detector docker"},
        {"seconds": 30.0, "kind": "ended", "what": "putting back: runs docker start api-a"},
        {"seconds": 30.4, "kind": "told", "what": "ran docker start api-a"},
    ],
    "phases": {
        "before": {
            "requests": 600,
            "failed": 0,
            "availability_percent": 100.0,
            "p50_milliseconds": 3,
            "p95_milliseconds": 6,
            "p99_milliseconds": 9,
        },
        "during": {
            "requests": 600,
            "failed": 18,
            "availability_percent": 97.0,
            "p50_milliseconds": 3,
            "p95_milliseconds": 7,
            "p99_milliseconds": 12,
        },
        "after": {
            "requests": 200,
            "failed": 0,
            "availability_percent": 100.0,
            "p50_milliseconds": 3,
            "p95_milliseconds": 6,
            "p99_milliseconds": 9,
        },
    },
    "slot_seconds": 1.0,
    "timeline": [
        {
            "seconds": float(second),
            "ok": 10 if second in {0, 1} else 20,
            "failed": 10 if second in {0, 1} else 0,
            "p50_milliseconds": 3,
            "p95_milliseconds": 6,
            "answered": {"b": 10, "not answered": 10} if second in {0, 1} else {"a": 10, "b": 10},
        }
        for second in range(-30, 40)
    ],
    "addresses": [
        {
            "url": "http://x/health",
            "judged": True,
            "requests": 600,
            "failed": 18,
            "first_failure": "status 503",
        }
    ],
    "measures": {
        "first_failure_seconds": 0.12,
        "first_failure_words": "http://x/health: status 503",
        "detect_seconds": 2.1,
        "detect_words": "by the detector docker",
        "moved_seconds": None,
        "recover_seconds": 1.9,
        "recover_words": "from the injection to the first answer after the last failure",
        "resolution_seconds": 0.05,
        "late_seconds": 0.01,
    },
    "writes": {
        "sent": 300,
        "acknowledged": 296,
        "lost": 0,
        "lost_seconds": 0.0,
        "unacknowledged": 2,
        "unknown": 0,
        "examples": [],
    },
    "objectives": [
        {
            "name": "time to recover",
            "unit": "seconds",
            "measured": 1.9,
            "objective": 60.0,
            "met": True,
            "source": "the stack's RTO",
            "words": "from the injection to the first answer after the last failure",
        },
        {
            "name": "lost writes",
            "unit": "writes",
            "measured": 0.0,
            "objective": None,
            "met": None,
            "source": "",
            "words": "of 296 that were acknowledged",
        },
    ],
    "improve": [],
}


def passed(**more: Any) -> DrillReport:
    """A drill that passed, but for what is given."""
    found: Any = {**copy.deepcopy(_PASSED), **more}
    report: DrillReport = found
    return report


def unsafe() -> DrillReport:
    """A drill that did not begin."""
    return passed(
        verdict="not safe",
        reasons=["alarms: use1-errors is on: tested"],
        injected=None,
        undone=None,
        effects=[],
        events=[],
        phases=None,
        timeline=[],
        addresses=[],
        measures=None,
        writes=None,
        objectives=[],
    )
