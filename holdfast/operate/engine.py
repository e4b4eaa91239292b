"""Carries a recovery out: groups in order, the steps of a group side by side, each until AWS says it is done.

Nothing is remembered: what is done already is seen to be done and not done again, so that a run which was
interrupted anywhere is finished by the next.
"""

from __future__ import annotations

import queue
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.operate.aws import AvoidedRegionError
from holdfast.operate.lock import LockLostError
from holdfast.operate.steps import Stage, StepError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from holdfast.operate.journal import Journal
    from holdfast.operate.steps import Step

POLL_SECONDS = 3.0
"""Seconds between two looks at a step: a promotion takes a minute, and one in 20 of that is soon enough."""
AGAIN_SECONDS = 30.0
"""Seconds after which a step that has not begun, though it was acted on, is acted on again."""
_TIMES_WORST, _GRACE_SECONDS = 3, 120
_WAKE_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How time goes by: ``wait`` takes an event and seconds and says whether the event came."""

    monotonic: Callable[[], float] = time.monotonic
    wait: Callable[[threading.Event, float], bool] = threading.Event.wait
    poll_seconds: float = POLL_SECONDS


@dataclass(kw_only=True, slots=True)
class _Acting:
    """A step that is driven, and when it was acted on, unless it went on since."""

    step: Step
    at: float | None = None


@dataclass(kw_only=True, slots=True)
class Run:
    """A recovery that is carried out."""

    groups: Sequence[Sequence[Step]]
    journal: Journal
    renew: Callable[[], None]
    """Keeps the lock; raises ``LockLostError`` where it is lost."""
    skip: Collection[str] = ()
    """Keys of steps that are left out."""
    pace: Pace = field(default_factory=Pace)
    stop: threading.Event = field(default_factory=threading.Event)

    def carry_out(self) -> str:
        """Carry the groups out until all is done, something fails, or it is interrupted.

        Returns:
            ``done``, ``failed`` or ``interrupted``, as the record has it.
        """
        for group in self.groups:
            outcome = self._group([step for step in group if not self._skipped(step)])
            if outcome != "done":
                self.journal.end(outcome, self._reason(outcome))
                return outcome
        self.journal.end("done", "every step is done")
        return "done"

    def _skipped(self, step: Step) -> bool:
        if step.key not in self.skip:
            return False
        self.journal.step(step.key, "skipped", "left out on demand")
        return True

    def _group(self, steps: Sequence[Step]) -> str:
        ended: queue.SimpleQueue[bool | BaseException] = queue.SimpleQueue()

        def drive(step: Step) -> None:
            try:
                ended.put(self._drive(step))
            except BaseException as error:  # noqa: BLE001  # it is raised again where the run is
                self.stop.set()
                ended.put(error)

        for step in steps:
            threading.Thread(target=drive, args=(step,), daemon=True).start()
        outcomes = self._waited(ended, len(steps))
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        if not all(outcomes):
            return "failed"
        return "interrupted" if self.stop.is_set() else "done"

    def _waited(
        self, ended: queue.SimpleQueue[bool | BaseException], steps: int
    ) -> list[bool | BaseException]:
        """Wait for all; an interruption lets the calls in flight end, and a second one gives them up.

        Threads are not joined: an interrupted join takes its thread for ended
        (https://github.com/python/cpython/issues/90882), and the call in flight would be given up.
        """
        outcomes: list[bool | BaseException] = []
        while len(outcomes) < steps:
            try:
                outcomes.append(ended.get(timeout=_WAKE_SECONDS))
            except queue.Empty:
                continue
            except KeyboardInterrupt:
                if self.stop.is_set():
                    raise
                self.stop.set()
                self.journal.tell("interrupted: the calls in flight end, nothing new begins")
        return outcomes

    def _drive(self, step: Step) -> bool:
        """Bring a step to its end; whether it, or the interruption, left nothing wrong."""
        began = self.pace.monotonic()
        limit = max(_TIMES_WORST * step.expected_seconds, step.expected_seconds + _GRACE_SECONDS)
        acting = _Acting(step=step)
        late = False
        while not self.stop.is_set():
            try:
                self.renew()
                words = self._advance(acting)
                if words is None:
                    return True
            except (StepError, AvoidedRegionError) as error:
                return self._failed(step, str(error))
            except LockLostError as error:
                self.stop.set()
                return self._failed(step, str(error))
            except _passing_errors() as error:
                if type(error).__name__ == "ParamValidationError":
                    return self._failed(step, str(error))
                words = f"tried again: {error}"
                self.journal.step(step.key, Stage.UNDER_WAY.value, words)
            spent = self.pace.monotonic() - began
            if spent > limit:
                return self._failed(step, f"not done after {spent:.0f} seconds: {words}")
            if spent > step.expected_seconds and not late:
                late = True
                self.journal.tell(
                    f"{step.key}: takes longer than its worst case of {step.expected_seconds} s"
                )
            self.pace.wait(self.stop, self.pace.poll_seconds)
        return True

    def _advance(self, acting: _Acting) -> str | None:
        """Look at a step and begin it where that is due; None once it is done, or what it says."""
        step = acting.step
        state = step.state()
        if state.stage is Stage.DONE:
            self.journal.step(step.key, "done", state.detail)
            return None
        if state.stage is Stage.UNDER_WAY:
            # A step may have more to begin later: an old writer that is kept from writing, then a new one.
            acting.at = None
        now = self.pace.monotonic()
        due = acting.at is None or now - acting.at >= AGAIN_SECONDS
        if state.stage is Stage.TODO and due and not self.stop.is_set():
            self.journal.step(step.key, Stage.UNDER_WAY.value, f"begun; before: {state.detail}")
            acting.at = now
            step.act()
        elif state.stage is Stage.UNDER_WAY:
            self.journal.step(step.key, Stage.UNDER_WAY.value, state.detail)
        return state.detail

    def _failed(self, step: Step, why: str) -> bool:
        self.journal.step(step.key, "failed", why)
        return False

    def _reason(self, outcome: str) -> str:
        if outcome == "interrupted":
            return "interrupted; the same command goes on where this stopped"
        failed = [step for step in self.journal.record["steps"] if step["stage"] == "failed"]
        return "; ".join(f"{step['key']}: {step['detail']}" for step in failed)


def _passing_errors() -> tuple[type[Exception], ...]:
    """What may pass: AWS's errors, and ``OSError``, which Cloudflare's API gives (operate/cloudflare.py)."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  # see operate/aws.py

    return BotoCoreError, ClientError, OSError
