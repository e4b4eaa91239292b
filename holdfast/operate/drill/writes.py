"""Writes with marks of their own, read back when all is over: what was acknowledged must be there."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from holdfast.operate.drill.ask import Request, ask
from holdfast.operate.drill.probe import Sample, Samples, Steady, accepts

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.operate.drill.model import Writes
    from holdfast.operate.drill.settings import WriteProbe

_ACKNOWLEDGED = ("200-299",)
_ABSENT = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_READERS = 8
_AGAIN_SECONDS = 0.5
_EXAMPLES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """A write: its mark, when it was answered or given up, and whether it was acknowledged."""

    marker: str
    ended: float
    acknowledged: bool


class Writer:
    """Writes at a steady rate, and reads back."""

    def __init__(self, spec: WriteProbe, run: str, samples: Samples) -> None:
        """Prepare.

        Args:
            spec: What is written where.
            run: Name of the run, which every mark begins with.
            samples: Where the requests go: clients feel failed writes too.
        """
        self._spec, self._run, self._samples = spec, run, samples
        self._writes: list[Write] = []
        self._lock = threading.Lock()
        self._number = 0
        self._there: dict[str, bool | None] = {}
        self._lost: set[str] = set()
        self.steady = Steady(call=self._once, rate=spec.rate, longest_seconds=spec.timeout_seconds)

    def read_back(self, tell: Callable[[str], None]) -> None:
        """Read every write until now, again until the time to settle is over.

        What was acknowledged and is not there then is lost, whatever comes back later: clients missed it.

        Args:
            tell: Takes a line for the person who waits.
        """
        writes = self._sent()
        tell(f"reading back {len(writes)} writes")
        acknowledged = {one.marker for one in writes if one.acknowledged}
        pending = [one.marker for one in writes]
        end = time.monotonic() + self._spec.settle_seconds
        with ThreadPoolExecutor(_READERS) as pool:
            while pending:
                self._there.update(zip(pending, pool.map(self._is_there, pending), strict=True))
                # What was never acknowledged need not be there: it is not waited for.
                pending = [one for one in pending if self._there[one] is not True and one in acknowledged]
                if not pending or time.monotonic() > end:
                    break
                time.sleep(_AGAIN_SECONDS)
        self._lost.update(one for one in pending if self._there[one] is False)

    def delete(self) -> None:
        """Delete the writes that are there, where the drill says so."""
        if self._spec.delete:
            with ThreadPoolExecutor(_READERS) as pool:
                list(pool.map(self._delete, [marker for marker, found in self._there.items() if found]))

    def result(self, injected: float) -> Writes:
        """What became of the writes.

        Args:
            injected: When the fault was injected, in seconds of the monotonic clock.
        """
        writes = self._sent()
        there = self._there
        lost = [one for one in writes if one.marker in self._lost]
        return {
            "sent": len(writes),
            "acknowledged": sum(one.acknowledged for one in writes),
            "lost": len(lost),
            # From the first that is lost to the fault, or on to the last where they are lost after it too.
            "lost_seconds": round(max(injected, lost[-1].ended) - lost[0].ended, 2) if lost else 0.0,
            "unacknowledged": sum(not one.acknowledged and there.get(one.marker) is True for one in writes),
            "unknown": sum(
                one.acknowledged and one.marker not in self._lost and there.get(one.marker) is None
                for one in writes
            ),
            "examples": [one.marker for one in lost[:_EXAMPLES]],
        }

    def _sent(self) -> list[Write]:
        with self._lock:
            return sorted(self._writes, key=lambda one: one.ended)

    def _once(self, due: float) -> None:
        with self._lock:
            self._number += 1
            marker = f"{self._run}-{self._number}"
        sent = time.monotonic()
        reply = ask(
            Request(
                url=self._spec.url.replace("{marker}", marker),
                method=self._spec.method,
                body=self._spec.body.replace("{marker}", marker),
                content_type=self._spec.content_type,
                timeout_seconds=self._spec.timeout_seconds,
            )
        )
        ok = reply.error is None and accepts(_ACKNOWLEDGED, reply.status or 0)
        sample = Sample(
            url=f"{self._spec.method} {self._spec.url}",
            judged=True,
            sent=sent,
            seconds=reply.seconds,
            ok=ok,
            detail=reply.error or f"status {reply.status}",
            by=None,
        )
        self._samples.add(sample, sent - due)
        with self._lock:
            self._writes.append(Write(marker=marker, ended=sample.ended, acknowledged=ok))

    def _is_there(self, marker: str) -> bool | None:
        reply = ask(self._read(marker, "GET"))
        if reply.error is None and accepts(_ACKNOWLEDGED, reply.status or 0):
            return True
        return False if reply.error is None and reply.status in _ABSENT else None

    def _delete(self, marker: str) -> None:
        ask(self._read(marker, "DELETE"))

    def _read(self, marker: str, method: str) -> Request:
        return Request(
            url=self._spec.read_url.replace("{marker}", marker),
            method=method,
            timeout_seconds=self._spec.timeout_seconds,
        )
