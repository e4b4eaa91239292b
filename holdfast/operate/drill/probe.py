"""Asks at a steady rate, whatever the answers take: a slow answer delays no other question."""

from __future__ import annotations

import itertools
import math
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.operate.drill.ask import Request, answerer, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.operate.drill.settings import Probe

_MOST_THREADS = 64
WITNESS_RATE = 1.0
"""Requests per second of what is watched and not judged."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A request: when it went out (seconds of the monotonic clock), how long it took, what came of it."""

    url: str
    judged: bool
    sent: float
    seconds: float
    ok: bool
    detail: str
    by: str | None

    @property
    def ended(self) -> float:
        """When it was answered or given up."""
        return self.sent + self.seconds


class Samples:
    """Samples that threads add and others read."""

    def __init__(self) -> None:
        self._found: list[Sample] = []
        self._lock = threading.Lock()
        self.late_seconds = 0.0
        """The longest that a request went out later than it should: this machine was too busy."""

    def add(self, sample: Sample, late: float) -> None:
        """Add one."""
        with self._lock:
            self._found.append(sample)
            self.late_seconds = max(self.late_seconds, late)

    def all(self) -> list[Sample]:
        """Those that there are, in the order in which they went out."""
        with self._lock:
            return sorted(self._found, key=lambda one: one.sent)


@dataclass(kw_only=True, slots=True)
class Steady:
    """Calls something so many times a second until it is stopped, side by side where calls take long.

    ``call`` is given the time at which it should go out.
    """

    call: Callable[[float], None]
    rate: float
    longest_seconds: float
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop, and wait for the calls in flight."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        threads = min(math.ceil(self.rate * self.longest_seconds) + 2, _MOST_THREADS)
        began = time.monotonic()
        with ThreadPoolExecutor(threads) as pool:
            for number in itertools.count():
                due = began + number / self.rate
                if self._stop.wait(max(due - time.monotonic(), 0)):
                    return
                pool.submit(self.call, due)


def probes(spec: Probe, urls: Sequence[str], witnesses: Sequence[str], samples: Samples) -> list[Steady]:
    """Make the probe of every address.

    Args:
        spec: What is asked, and what counts as answered.
        urls: Addresses that are judged, each at the full rate.
        witnesses: Addresses that are watched, each once a second.
        samples: Where what came of it goes.

    Returns:
        Probes that have not begun.
    """
    rates = [(url, True, spec.rate) for url in urls]
    rates += [(url, False, min(WITNESS_RATE, spec.rate)) for url in witnesses if url not in urls]
    return [
        Steady(
            call=lambda due, url=url, judged=judged: _once(spec, url, samples, due, judged=judged),  # type: ignore[misc]
            rate=rate,
            longest_seconds=spec.timeout_seconds,
        )
        for url, judged, rate in rates
    ]


def accepts(statuses: Sequence[str], status: int) -> bool:
    """Whether a status is one of ``200`` or ``200-299``."""
    for one in statuses:
        first, _, last = one.partition("-")
        if int(first) <= status <= int(last or first):
            return True
    return False


def _once(spec: Probe, url: str, samples: Samples, due: float, *, judged: bool) -> None:
    sent = time.monotonic()
    reply = ask(Request(url=url, method=spec.method, timeout_seconds=spec.timeout_seconds))
    wrong = reply.error
    if wrong is None and not accepts(spec.statuses, reply.status or 0):
        wrong = f"status {reply.status}"
    if wrong is None and spec.contains is not None and spec.contains.encode() not in reply.body:
        wrong = f"the answer has no '{spec.contains}'"
    by = answerer(reply, header=spec.answered_by_header, field=spec.answered_by_field)
    found = Sample(
        url=url,
        judged=judged,
        sent=sent,
        seconds=reply.seconds,
        ok=wrong is None,
        detail=wrong or f"status {reply.status}",
        by=by,
    )
    samples.add(found, sent - due)
