"""A drill from the first look to the last record: whatever ends it, what was broken is put back."""

from __future__ import annotations

import os
import socket
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.operate.drill import measure, signals
from holdfast.operate.drill.faults import FaultError, FaultState
from holdfast.operate.drill.improve import improvements
from holdfast.operate.drill.judging import Observed, fill
from holdfast.operate.drill.model import EventKind, Verdict
from holdfast.operate.drill.probe import Samples, probes
from holdfast.operate.drill.ready import Ready, empty_report
from holdfast.operate.drill.safety import baseline_check, now
from holdfast.operate.drill.verdicts import missed, verdict_of
from holdfast.operate.drill.writes import Writer
from holdfast.operate.lock import LockLostError
from holdfast.operate.operator import is_alive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from holdfast.operate.drill.model import DrillReport, Event, SafetyCheck
    from holdfast.operate.drill.noticing import Noticing
    from holdfast.operate.drill.probe import Sample

_LOOK_SECONDS = 0.25
_ELSEWHERE = timedelta(days=1)
"""Longer than the longest experiment, of 12 hours:
https://docs.aws.amazon.com/fis/latest/userguide/cross-region-scenario.html (2026-11)."""


class AbortedError(Exception):
    """A limit was passed, or somebody took over."""


@dataclass(kw_only=True, slots=True)
class DrillRun:
    """One run of a drill."""

    ready: Ready
    samples: Samples = field(default_factory=Samples)
    _writer: Writer | None = None
    _events: list[Event] = field(default_factory=list)
    _begun: float = 0.0
    _injected: float = 0.0
    _injected_epoch: float = 0.0
    _state: FaultState = field(default_factory=lambda: FaultState(over=False))
    _noticing: Noticing | None = None
    _stopped: Verdict | None = None
    _reasons: list[str] = field(default_factory=list)

    def carry_out(self) -> DrillReport:
        """Look, break, watch, put back, judge, and keep the record.

        Returns:
            The report, as it was kept.

        Raises:
            RecordsError: The record cannot be kept; nothing was broken then, or it was put back.
        """
        report = empty_report(self.ready)
        with signals.as_interrupt():
            try:
                self._mend_what_was_left()
                report["safety"] = [one for look in self.ready.checks for one in look()]
            except FaultError as error:
                return self._end(report, Verdict.FAILED, [str(error)])
            except KeyboardInterrupt:
                return self._end(report, Verdict.ABORTED, ["stopped before anything was broken"])
            if unsafe := _unsafe(report["safety"]):
                return self._end(report, Verdict.NOT_SAFE, unsafe)
            with ExitStack() as stack:
                try:
                    renew = self.ready.acquire(stack)
                except FaultError as error:
                    return self._end(report, Verdict.NOT_SAFE, [str(error)])
                return self._locked(report, renew)

    def _locked(self, report: DrillReport, renew: Callable[[], None]) -> DrillReport:
        spec = self.ready.spec
        steady = probes(spec.probe, self.ready.urls, self.ready.witnesses, self.samples)
        if spec.writes is not None:
            self._writer = Writer(spec.writes, self.ready.run, self.samples)
            steady.append(self._writer.steady)
        self._begun = time.monotonic()
        for one in steady:
            one.start()
        try:
            self.ready.tell(f"watching the steady state for {spec.safety.baseline_seconds:g} s")
            try:
                time.sleep(spec.safety.baseline_seconds)
            except KeyboardInterrupt:
                return self._end(report, Verdict.ABORTED, ["stopped before anything was broken"])
            checked = baseline_check(self.samples.all(), spec.safety.baseline_seconds)
            report["safety"].append(checked)
            if not checked["ok"]:
                return self._end(report, Verdict.NOT_SAFE, [f"{checked['name']}: {checked['detail']}"])
            ended = self._break(report, renew)
        finally:
            with signals.deferred():
                for one in steady:
                    one.stop()
        with signals.deferred():
            self._judge(report, ended)
        return report

    def _break(self, report: DrillReport, renew: Callable[[], None]) -> float:
        """Inject, watch, and put back; when putting back began."""
        ready = self.ready
        report["verdict"], report["injected"] = (
            Verdict.RUNNING.value,
            now().isoformat(timespec="milliseconds"),
        )
        # Kept before: who is killed from here on leaves a record that says that something is broken.
        ready.keep.write(report)
        self._injected, self._injected_epoch = time.monotonic(), time.time()
        self._event(EventKind.INJECTED, ready.fault.words, at=self._injected)
        unforeseen: BaseException | None = None
        try:
            ready.fault.begin()
            if ready.noticing is not None:
                self._noticing = ready.noticing(self._injected_epoch)
                self._noticing.start()
            self._watch(renew)
            if self._writer is not None:
                # Before it is put back: what comes back then may bring back what clients missed meanwhile.
                self._writer.read_back(ready.tell)
        except KeyboardInterrupt:
            self._stop(Verdict.ABORTED, "a person stopped it")
        except (AbortedError, LockLostError) as error:
            self._stop(Verdict.ABORTED, str(error))
        except FaultError as error:
            self._stop(Verdict.FAILED, str(error))
        except BaseException as error:  # noqa: BLE001  # it is raised again when all is put back
            self._stop(Verdict.FAILED, f"{type(error).__name__}: {error}")
            unforeseen = error
        finally:
            ended = self._surely_put_back(report)
        if unforeseen is not None:
            self._end(report, Verdict.FAILED, self._reasons)
            raise unforeseen
        return ended

    def _surely_put_back(self, report: DrillReport) -> float:
        try:
            with signals.deferred():
                return self._put_back(report)
        except KeyboardInterrupt:
            # It came before it was deferred, and there is no second one.
            with signals.deferred():
                return self._put_back(report)

    def _put_back(self, report: DrillReport) -> float:
        ended = time.monotonic()
        self._event(EventKind.ENDED, f"putting back: {self.ready.fault.undoing}", at=ended)
        try:
            report["undone"] = undone = self.ready.fault.undo()
            self._event(EventKind.TOLD, undone)
        except Exception as error:  # noqa: BLE001  # whatever it is, it must be told loudest of all
            self._stop(Verdict.FAILED, f"NOT PUT BACK: {error}", first=True)
        if self._noticing is not None:
            self._noticing.stop()
        time.sleep(self.ready.spec.quiet_seconds)
        return ended

    def _watch(self, renew: Callable[[], None]) -> None:
        """Until it is over and the API has recovered.

        Raises:
            AbortedError: A limit was passed.
        """
        quiet = self.ready.spec.quiet_seconds
        told: set[str] = set()
        while True:
            time.sleep(_LOOK_SECONDS)
            renew()
            self._state = self.ready.fault.look()
            if self._state.began is not None and self._state.began > self._injected_epoch:
                self._injected += self._state.began - self._injected_epoch
                self._injected_epoch = self._state.began
            found = measure.judged(self.samples.all())
            back = measure.recovered(found, self._injected, quiet_seconds=quiet)
            self._tell_news(found, back, told)
            if self._state.failed is not None:
                self._stop(self._state.verdict, self._state.failed)
                return
            self._limits(found, back)
            if self._state.over and back is not None:
                return

    def _limits(self, found: Sequence[Sample], back: float | None) -> None:
        since = time.monotonic() - self._injected
        if back is None and since > self.ready.longest_recovery:
            raise AbortedError(
                f"the API has not recovered {since:.0f} s after the injection, and the limit is "
                f"{self.ready.longest_recovery:g} s"
            )
        limits = self.ready.spec.limits
        if limits.error_percent is None or since < limits.error_seconds:
            return
        window = measure.between(found, time.monotonic() - limits.error_seconds, time.monotonic())
        failed = sum(not one.ok for one in window)
        if window and 100 * failed / len(window) >= limits.error_percent:
            raise AbortedError(
                f"{failed} of {len(window)} requests of the last {limits.error_seconds:g} s failed, and the "
                f"limit is {limits.error_percent:g} %"
            )

    def _tell_news(self, found: Sequence[Sample], back: float | None, told: set[str]) -> None:
        first = measure.first_failure(found, self._injected)
        news = {
            "failure": None if first is None else f"a request failed: {first.url}: {first.detail}",
            "noticed": self._noticing.found[1] if self._noticing and self._noticing.found else None,
            "back": None if first is None or back is None else f"recovered after {back:.1f} s",
        }
        for key, words in news.items():
            if words is not None and key not in told:
                told.add(key)
                self.ready.tell(words)

    def _judge(self, report: DrillReport, ended: float) -> None:
        ready, writes = self.ready, None
        if self._writer is not None:
            # Once more: putting back can lose writes too.
            self._writer.read_back(ready.tell)
            writes = self._writer.result(self._injected)
            self._writer.delete()
        observed = Observed(
            begun=self._begun,
            injected=self._injected,
            injected_epoch=self._injected_epoch,
            ended=ended,
            samples=self.samples.all(),
            late_seconds=self.samples.late_seconds,
            looked=self._noticing is not None,
            noticed=self._noticing.found if self._noticing is not None else None,
            proofs=self._state.proofs,
            events=self._events,
            writes=writes,
        )
        fill(report, observed, ready.spec, ready.wanted)
        verdict = verdict_of(self._stopped, report["effects"], report["objectives"])
        reasons = [*self._reasons, *missed(report["objectives"])]
        if verdict is Verdict.NO_EFFECT:
            reasons = ["nothing shows that anything was broken: no request failed, nobody stopped answering"]
        self._end(report, verdict, reasons)

    def _mend_what_was_left(self) -> None:
        """Put back what a run that was killed has left broken.

        Raises:
            FaultError: It runs still, or it cannot be put back.
        """
        last = self.ready.keep.newest()
        if last is None or last["verdict"] != Verdict.RUNNING:
            return
        if _may_run(last):
            raise FaultError(
                f"{last['run']} runs now, by {last['operator']} (process {last['pid']} on {last['host']})"
            )
        self.ready.tell(f"{last['run']} was killed: putting back what it broke")
        with signals.deferred():
            last["undone"] = self.ready.fault.undo()
        last["verdict"] = Verdict.ABORTED.value
        last["reasons"] = [f"it was killed; {self.ready.run} put back what it broke"]
        last["finished"] = now().isoformat(timespec="seconds")
        self.ready.keep.write(last)

    def tell(self, words: str) -> None:
        """Note that something happened, such as a step of a failover; threads may call it."""
        self._event(EventKind.TOLD, words)

    def _event(self, kind: EventKind, what: str, at: float | None = None) -> None:
        self._events.append(
            {"seconds": time.monotonic() if at is None else at, "kind": kind.value, "what": what}
        )
        self.ready.tell(what)

    def _stop(self, verdict: Verdict, reason: str, *, first: bool = False) -> None:
        self._stopped = verdict if first or self._stopped is None else self._stopped
        self._reasons.insert(0 if first else len(self._reasons), reason)
        self._event(EventKind.TOLD, reason)

    def _end(self, report: DrillReport, verdict: Verdict, reasons: Sequence[str]) -> DrillReport:
        report["verdict"], report["reasons"] = verdict.value, list(reasons)
        report["finished"] = now().isoformat(timespec="seconds")
        report["improve"] = improvements(report)
        self.ready.keep.write(report)
        return report


def _may_run(last: DrillReport) -> bool:
    """Whether a run that has not ended may go on: of another machine it is not known, so for a day it may."""
    if last["host"] == socket.gethostname():
        return last["pid"] != os.getpid() and is_alive(last["pid"])
    return now() - datetime.fromisoformat(last["started"]) < _ELSEWHERE


def _unsafe(checks: Sequence[SafetyCheck]) -> list[str]:
    return [f"{one['name']}: {one['detail']}" for one in checks if one["ok"] is False]
