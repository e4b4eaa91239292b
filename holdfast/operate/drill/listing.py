"""When each drill was last run, how it went, and which are due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.operate.drill.model import DrillReport, ListedDrill
    from holdfast.operate.drill.records import DrillRecords
    from holdfast.operate.drill.settings import Drill


def list_drills(
    drills: Mapping[str, Drill], records: Callable[[str, Drill], DrillRecords], now: datetime
) -> list[ListedDrill]:
    """List the drills that are declared, by name.

    Args:
        drills: The drills.
        records: Where the records of each are kept.
        now: The time.

    Returns:
        Each with its newest run. One that should be run every so many days and was not is overdue; so is one
        that never was.

    Raises:
        RecordsError: Records cannot be read.
    """
    return [
        _listed(name, drill, records(name, drill).newest(), now) for name, drill in sorted(drills.items())
    ]


def _listed(name: str, drill: Drill, last: DrillReport | None, now: datetime) -> ListedDrill:
    objective = next(
        (
            one["objective"]
            for one in (last["objectives"] if last else [])
            if one["name"] == "time to recover"
        ),
        drill.objectives.recover_seconds,
    )
    measures = last["measures"] if last else None
    due = None
    # A run that never broke anything is none.
    ran = last is not None and last["injected"] is not None
    if drill.every_days is not None and last is not None and ran:
        due = datetime.fromisoformat(last["started"]) + timedelta(days=drill.every_days)
    return {
        "drill": name,
        "description": drill.description,
        "last_run": last["started"] if last else None,
        "verdict": last["verdict"] if last else None,
        "recover_seconds": measures["recover_seconds"] if measures else None,
        "objective_seconds": objective,
        "operator": last["operator"] if last else None,
        "every_days": drill.every_days,
        "due": due.isoformat(timespec="seconds") if due else None,
        "overdue": drill.every_days is not None and (due is None or due < now),
    }
