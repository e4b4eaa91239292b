"""An experiment of AWS FIS, started from the template that the stack declares."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.operate.call import call, call_errors
from holdfast.operate.drill.faults import FaultError, FaultState
from holdfast.operate.drill.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.operate.aws import Clients

TAG = "HoldfastDrill"
"""Tag of experiments that a drill started: its value is the drill's name."""
_OVER = frozenset({"completed", "stopped", "failed", "cancelled"})
_ACTED = frozenset({"running", "completed", "stopping", "stopped"})
"""States of an action that did something. With no target it is ``skipped`` (2026-11):
https://docs.aws.amazon.com/fis/latest/userguide/experiment-options.html#empty-target-resolution-mode"""
_LOOK_SECONDS = 5.0
_STOP_SECONDS = 600.0
"""How long a stop is waited for: actions put back what they changed first.
Source: https://docs.aws.amazon.com/fis/latest/userguide/stop-experiment.html (2026-11)."""


@dataclass(kw_only=True, slots=True)
class ExperimentBreaks:
    """Starts the experiment, and stops it where it still runs."""

    clients: Clients
    drill: str
    run: str
    place: str
    key: str
    region: str
    template_id: str
    duration_seconds: float
    kind: str = "experiment"
    sleep: Callable[[float], None] = time.sleep
    _id: str | None = None
    _seen: FaultState = field(default=FaultState(over=False))
    _looked: float | None = None
    _begun: float = 0.0

    @property
    def words(self) -> str:
        """Which experiment, and where."""
        return (
            f"starts the experiment {self.key} in {self.place} (template {self.template_id} in {self.region})"
        )

    @property
    def undoing(self) -> str:
        """What a stop does."""
        return "stops the experiment, which puts back what its actions can"

    def begin(self) -> None:
        """Start it; a second call of this run starts no second one.

        Raises:
            FaultError: FIS does not start it.
        """
        answer = self._call(
            lambda: call(
                self.clients,
                "fis",
                self.region,
                "start_experiment",
                clientToken=self.run,
                experimentTemplateId=self.template_id,
                tags={TAG: self.drill, "Name": self.run},
            )
        )
        self._id = answer["experiment"]["id"]
        self._begun = time.monotonic()

    def look(self) -> FaultState:
        """See its state, at most every few seconds; what cannot be read stays as it was."""
        if self._id is None:
            return FaultState(over=False)
        now = time.monotonic()
        if self._seen.over or (self._looked is not None and now - self._looked < _LOOK_SECONDS):
            return self._seen
        self._looked = now
        try:
            experiment = self._experiment(self._id)
        except FaultError as error:
            # Not for ever: credentials may have run out, and then nothing would end this.
            if now - self._begun > self.duration_seconds + _STOP_SECONDS:
                self._seen = FaultState(over=True, proofs=self._seen.proofs, failed=str(error))
            return self._seen
        status = experiment["state"]["status"]
        over = status in _OVER
        self._seen = FaultState(
            over=over,
            proofs=self._proofs(experiment) if over or not self._seen.proofs else self._seen.proofs,
            failed=_failure(experiment),
            verdict=Verdict.ABORTED if status == "stopped" else Verdict.FAILED,
            began=_began(experiment),
        )
        return self._seen

    def undo(self) -> str:
        """Stop every experiment of this template that a run of this drill started, and wait until it is so.

        Raises:
            FaultError: FIS does not stop one, or not in time.
        """
        running = [one for one in self._started() if self._experiment(one)["state"]["status"] not in _OVER]
        if not running:
            return f"the experiment {self._id or self.key} is over by itself"
        for one in running:
            self._call(lambda one=one: call(self.clients, "fis", self.region, "stop_experiment", id=one))  # type: ignore[misc]
        end = time.monotonic() + _STOP_SECONDS
        while any(self._experiment(one)["state"]["status"] not in _OVER for one in running):
            if time.monotonic() > end:
                raise FaultError(f"{', '.join(running)} has not stopped after {_STOP_SECONDS:g} seconds")
            self.sleep(_LOOK_SECONDS)
        return f"stopped the experiment {', '.join(running)}"

    def _started(self) -> list[str]:
        """Experiments that runs of this drill started."""
        found = {self._id} if self._id is not None else set()
        token: dict[str, str] = {}
        while True:
            page = self._call(
                lambda token=token: call(  # type: ignore[misc]
                    self.clients,
                    "fis",
                    self.region,
                    "list_experiments",
                    experimentTemplateId=self.template_id,
                    **token,
                )
            )
            found |= {
                one["id"]
                for one in page["experiments"]
                if one.get("tags", {}).get(TAG) == self.drill and one["state"]["status"] not in _OVER
            }
            if not page.get("nextToken"):
                return sorted(found)
            token = {"nextToken": page["nextToken"]}

    def _experiment(self, id_: str) -> dict[str, Any]:
        answer = self._call(lambda: call(self.clients, "fis", self.region, "get_experiment", id=id_))
        found: dict[str, Any] = answer["experiment"]
        return found

    def _proofs(self, experiment: dict[str, Any]) -> tuple[str, ...]:
        """Targets that were found, where an action ran on them."""
        acted = [
            name
            for name, action in sorted(experiment.get("actions", {}).items())
            if action.get("state", {}).get("status") in _ACTED and action.get("targets")
        ]
        if not acted:
            return ()
        try:
            answer = self._call(
                lambda: call(
                    self.clients,
                    "fis",
                    self.region,
                    "list_experiment_resolved_targets",
                    experimentId=str(self._id),
                )
            )
        except FaultError:
            return ()
        targets = answer["resolvedTargets"]
        if not targets:
            return ()
        kinds = ", ".join(sorted({one["resourceType"] for one in targets}))
        more = " or more" if answer.get("nextToken") else ""
        return (f"FIS ran {', '.join(acted)} on {len(targets)}{more} targets ({kinds})",)

    def _call(self, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            return ask()
        except call_errors() as error:
            raise FaultError(str(error)) from error


def _began(experiment: dict[str, Any]) -> float | None:
    """When the first action on a target began, in epoch seconds."""
    times = [
        action["startTime"].timestamp()
        for action in experiment.get("actions", {}).values()
        if action.get("targets") and action.get("startTime") is not None
    ]
    return min(times, default=None)


def _failure(experiment: dict[str, Any]) -> str | None:
    status = experiment["state"]["status"]
    if status == "completed" or status not in _OVER:
        return None
    reason = experiment["state"].get("reason") or "no reason given"
    return f"the experiment is {status}: {reason}"
