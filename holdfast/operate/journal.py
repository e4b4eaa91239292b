"""The record of a run while it goes on: written after every change, before the next."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from holdfast.operate.documents import RecordsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from holdfast.operate.records import Record, Records, StepRecord


class Journal:
    """Writes a run's record to where records are kept, and to copies that may fail."""

    def __init__(
        self,
        record: Record,
        *,
        keep: Records,
        copies: Sequence[Records],
        now: Callable[[], datetime],
        changed: Callable[[Record], None],
    ) -> None:
        """Begin.

        Args:
            record: The record as it is before anything is done.
            keep: Where it is kept: nothing is done that could not be written there.
            copies: Where copies go, such as beside the lock, where other operators see them.
            now: The time.
            changed: Called with the record after each change, from any thread.
        """
        self.record = record
        self._keep, self._copies = keep, copies
        self._now, self._changed = now, changed
        self._lock = threading.RLock()
        self._failing: set[str] = set()

    def write(self) -> None:
        """Write the record as it is.

        Raises:
            RecordsError: It cannot be kept.
        """
        with self._lock:
            self._keep.write(self.record)
            for copy in self._copies:
                try:
                    copy.write(self.record)
                except RecordsError as error:
                    if copy.name not in self._failing:
                        self._failing.add(copy.name)
                        self._event(f"no copy of this record: {error}")
            self._changed(self.record)

    def tell(self, what: str) -> None:
        """Write down that something happened."""
        with self._lock:
            self._event(what)
            self.write()

    def step(self, key: str, stage: str, detail: str) -> None:
        """Write down how far a step is, where that changed."""
        with self._lock:
            step = self._step(key)
            if (step["stage"], step["detail"]) == (stage, detail):
                return
            moment = self._moment()
            if stage != "todo" and step["began"] is None:
                step["began"] = moment
            if stage in {"done", "failed", "skipped"}:
                step["ended"] = moment
            self._event(f"{key}: {stage}: {detail}" if detail else f"{key}: {stage}")
            step["stage"], step["detail"] = stage, detail
            self.write()

    def end(self, outcome: str, reason: str) -> None:
        """Write down how it ended."""
        with self._lock:
            self.record["outcome"] = outcome
            self.record["reason"] = reason
            self.record["ended"] = self._moment()
            self._event(f"{outcome}: {reason}")
            self.write()

    def _step(self, key: str) -> StepRecord:
        return next(step for step in self.record["steps"] if step["key"] == key)

    def _event(self, what: str) -> None:
        self.record["events"].append({"at": self._moment(), "what": what})

    def _moment(self) -> str:
        return self._now().isoformat(timespec="seconds")
