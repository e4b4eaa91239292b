"""A failover as a drill: the same plan, guards, lock and steps as by hand, and the failback afterwards."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.operate.call import call_errors
from holdfast.operate.documents import RecordsError
from holdfast.operate.drill.faults import FaultError, FaultState
from holdfast.operate.drill.model import Verdict
from holdfast.operate.lock import LockHeldError, LockLostError
from holdfast.operate.planning import Planned, World, plan_failback, plan_failover
from holdfast.operate.recover import ChangedError, carry_out
from holdfast.operate.workflows import WorkflowError

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import Operations
    from holdfast.operate.drill.settings import FailoverFault
    from holdfast.operate.records import Record

_BEGUN = ": under way: begun"
"""What the journal says of a step that was acted on."""


@dataclass(kw_only=True, slots=True)
class FailoverBreaks:
    """Leaves a place, and returns to it."""

    operations: Operations
    spec: FailoverFault
    world: World
    flap_minutes: int
    hold_seconds: float
    tell: Callable[[str], None]
    kind: str = "failover"
    _planned: Planned | None = None
    _thread: threading.Thread | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _record: Record | None = None
    _error: str | None = None
    _ended: float | None = None

    @property
    def words(self) -> str:
        """What is left, and how."""
        how = "as if it were lost" if self.spec.lost else "gracefully"
        return f"fails over {self.operations['stack']} away from {self.spec.away_from}, {how}"

    @property
    def undoing(self) -> str:
        """Whether it goes back."""
        place = self.spec.away_from
        return f"fails back to {place}" if self.spec.back else f"nothing: {place} stays left"

    def plan(self) -> Planned:
        """Look, and plan it; what ``begin`` carries out.

        Raises:
            FaultError: The stack cannot do that.
        """
        try:
            self._planned = plan_failover(
                self.operations,
                self.world,
                away_from=self.spec.away_from,
                to=None,
                graceful=not self.spec.lost,
                flap_minutes=self.flap_minutes,
                practice=True,
            )
        except (WorkflowError, RecordsError) as error:
            raise FaultError(str(error)) from error
        return self._planned

    def begin(self) -> None:
        """Begin to carry the plan out, in a thread of its own.

        Raises:
            FaultError: There is no plan.
        """
        planned = self._planned or self.plan()
        self._thread = threading.Thread(target=self._run, args=(planned,), daemon=True)
        self._thread.start()

    def look(self) -> FaultState:
        """Over some time after the last step; steps that were acted on are the proof."""
        record = self._record
        begun = [
            event["what"].removesuffix(_BEGUN).partition(_BEGUN)[0]
            for event in (record["events"] if record else [])
            if _BEGUN in event["what"]
        ]
        proofs = (f"the failover acted: {', '.join(dict.fromkeys(begun))}",) if begun else ()
        if self._ended is None:
            return FaultState(over=False, proofs=proofs)
        failed = self._error
        if failed is None and record is not None and record["outcome"] != "done":
            failed = f"the failover {record['outcome']}: {record.get('reason', 'no reason given')}"
        held = time.monotonic() - self._ended >= self.hold_seconds
        return FaultState(
            over=held or failed is not None, proofs=proofs, failed=failed, verdict=Verdict.MISSED
        )

    def undo(self) -> str:
        """Stop the failover where it still runs, and fail back.

        Raises:
            FaultError: It cannot be failed back; what to do is said.
        """
        place, stack = self.spec.away_from, self.operations["stack"]
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        if not self.spec.back:
            return f"{place} stays left, as declared; go back with: holdfast failback {stack} --to {place}"
        by_hand = f"by hand: holdfast failback {stack} --to {place}"
        try:
            planned = plan_failback(self.operations, self.world, to=place, flap_minutes=0)
            if planned is None or planned.is_done:
                return f"{place} has its traffic and its writers"
            if refusing := planned.refusing(()):
                told = "; ".join(f"{one.guard.value}: {one.detail}" for one in refusing)
                raise FaultError(f"{place} is not failed back to: {told}; {by_hand}")
            record = self._carry_out(planned, threading.Event())
        except _refusals() as error:
            raise FaultError(f"{place} is not failed back to: {error}; {by_hand}") from error
        if record["outcome"] != "done":
            raise FaultError(f"the failback {record['outcome']}: {record.get('reason')}; {by_hand}")
        return f"failed back to {place} ({record['run']})"

    def _run(self, planned: Planned) -> None:
        try:
            self._carry_out(planned, self._stop)
        except Exception as error:  # noqa: BLE001  # whatever it is, the drill must end in order
            self._error = f"the failover could not be carried out: {error}"
        finally:
            self._ended = time.monotonic()

    def _carry_out(self, planned: Planned, stop: threading.Event) -> Record:
        told: set[int] = set()

        def changed(record: Record) -> None:
            if planned is self._planned:
                self._record = record
            for position, event in enumerate(record["events"]):
                if position not in told:
                    told.add(position)
                    self.tell(event["what"])

        return carry_out(planned, self.world, forced=(), skip=(), take_over=False, changed=changed, stop=stop)


def _refusals() -> tuple[type[Exception], ...]:
    return (LockHeldError, LockLostError, RecordsError, ChangedError, WorkflowError, *call_errors())
