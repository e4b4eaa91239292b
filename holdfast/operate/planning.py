"""What is looked at and decided before anything is done: the plan of a failover or a failback."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from holdfast.operate.actions import step_for
from holdfast.operate.aws import Patience
from holdfast.operate.aws import clients as clients_of
from holdfast.operate.decision import Choice, choose
from holdfast.operate.engine import Pace
from holdfast.operate.guards import OVERRIDABLE, Guard, GuardResult, Move, judge
from holdfast.operate.places import regions_of
from holdfast.operate.side_by_side import side_by_side
from holdfast.operate.sight import LOOK_SECONDS, Sight, look
from holdfast.operate.steps import Stage
from holdfast.operate.workflows import (
    Groups,
    WorkflowError,
    failback_groups,
    failover_groups,
    homes_of,
    recovery_of,
    worst_seconds,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from holdfast.contracts.operations import Operations, RecoveryStep
    from holdfast.operate.aws import Clients
    from holdfast.operate.records import Records
    from holdfast.operate.side_by_side import Answer
    from holdfast.operate.steps import Step, StepState


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What operating needs besides AWS.

    ``keep`` makes the place of records of clients.
    """

    keep: Callable[[Clients], Records]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    pace: Pace = field(default_factory=Pace)
    look_seconds: float = LOOK_SECONDS


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A move as it would be carried out, and what speaks against it."""

    operations: Operations
    move: Move
    why: str
    """Why it is graceful, or is not."""
    groups: Sequence[Sequence[RecoveryStep]]
    steps: Sequence[Sequence[Step]]
    states: dict[str, Answer[StepState]]
    guards: Sequence[GuardResult]
    sight: Sight
    clients: Clients
    """Calls no region that is lost."""
    avoid: Collection[str]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return all(one.value is not None and one.value.stage is Stage.DONE for one in self.states.values())

    def worst_seconds(self) -> int:
        """Seconds that what is left takes at worst."""
        return worst_seconds([step for step in group if not self._done(step["key"])] for group in self.groups)

    def refusing(self, forced: Collection[Guard]) -> list[GuardResult]:
        """Guards that speak against it and are not overridden."""
        return [one for one in self.guards if not one.passed and one.guard not in forced]

    def document(self) -> dict[str, Any]:
        """What people and reports are shown: plain values."""
        recovery = recovery_of(self.operations)
        failover = self.move.operation == "failover"
        return {
            "operation": self.move.operation,
            "stack": self.operations["stack"],
            "file_written": self.operations.get("written"),
            "place": self.move.place,
            "away_from": self.move.away_from,
            "to": list(self.move.to),
            "graceful": self.move.graceful,
            "loses_writes": self.move.loses_writes,
            "why": self.why,
            "rto_seconds": self.operations["objectives"]["rto_seconds"] if failover else None,
            "rpo_seconds": self.operations["objectives"]["rpo_seconds"],
            "detection_seconds": recovery["detection_seconds"] if failover and not self.move.graceful else 0,
            "decision_seconds": recovery["decision_seconds"] if failover and not self.move.graceful else 0,
            "worst_seconds": self.worst_seconds(),
            "groups": [
                [self._step_document(step, planned) for step, planned in zip(steps, group, strict=True)]
                for steps, group in zip(self.steps, self.groups, strict=True)
            ],
            "guards": [
                {"guard": one.guard.value, "passed": one.passed, "detail": one.detail, "loss": one.loss}
                for one in self.guards
            ],
        }

    def _step_document(self, step: Step, planned: RecoveryStep) -> dict[str, Any]:
        state = self.states[step.key]
        return {
            "key": step.key,
            "action": planned["action"],
            "place": planned["place"],
            "title": step.title,
            "worst_seconds": step.expected_seconds,
            "source": step.source,
            "stage": state.value.stage.value if state.value else "unknown",
            "detail": state.value.detail if state.value else state.unknown,
        }

    def _done(self, key: str) -> bool:
        state = self.states[key].value
        return state is not None and state.stage is Stage.DONE


def plan_failover(  # noqa: PLR0913  # what a person may say
    operations: Operations,
    world: World,
    *,
    away_from: str,
    to: str | None,
    graceful: bool | None,
    flap_minutes: int,
    practice: bool = False,
) -> Planned:
    """Look, and plan how a place is left.

    Args:
        operations: The stack's contract.
        world: The world.
        away_from: The place that is left.
        to: The place that gets the writers. Default: as planned.
        graceful: Whether it answers; None is for what is seen. With False its region is asked once whether
            it answers, and not called.
        flap_minutes: Minutes that must lie between two moves.
        practice: A drill takes a place for lost that answers. Default: that is refused.

    Raises:
        WorkflowError: The stack cannot do that.
    """
    places, _ = failover_groups(operations, away_from, to, graceful=False)
    lost = (away_from,) if graceful is False else ()
    looking = clients_of(avoid=regions_of(operations, lost), patience=Patience.LOOKING)
    sight = look(
        operations,
        looking,
        world.keep(looking),
        avoid=lost,
        knock=clients_of(patience=Patience.KNOCKING),
        seconds=world.look_seconds,
    )
    choice = _choice(operations, sight, away_from, graceful=graceful)
    places, groups = failover_groups(operations, away_from, to, graceful=choice.graceful)
    move = Move(
        operation="failover",
        place=away_from,
        away_from=away_from,
        to=places,
        graceful=choice.graceful,
        said=graceful is not None and not practice,
        loses_writes=not choice.graceful and _moves_a_writer(operations, groups),
        steps=[step for group in groups for step in group],
    )
    avoid = () if choice.graceful else (away_from,)
    return _planned(operations, world, move, groups, sight, why=choice.why, avoid=avoid, flap=flap_minutes)


def plan_failback(
    operations: Operations, world: World, *, to: str | None, flap_minutes: int
) -> Planned | None:
    """Look, and plan how a place is returned to.

    Args:
        operations: The stack's contract.
        world: The world.
        to: The place. Default: the one that is out of the traffic, or that a writer is away from.
        flap_minutes: Minutes that must lie between two moves.

    Returns:
        The plan; None where every place has its traffic and its writers.

    Raises:
        WorkflowError: The stack cannot do that, or which place is meant is not plain.
    """
    workflows = recovery_of(operations)["workflows"]
    looking = clients_of(patience=Patience.LOOKING)
    sight = look(operations, looking, world.keep(looking), seconds=world.look_seconds)
    place = to
    if place is None:
        left = [one for one in sorted(workflows) if _was_left(operations, sight, one)]
        if not left:
            return None
        if len(left) > 1:
            raise WorkflowError(f"which place? {', '.join(left)} were left; name one with --to")
        place = left[0]
    writers = {
        key: reading.writer if (reading := sight.store(key)) else None for key in homes_of(operations, place)
    }
    meanwhile, groups = failback_groups(operations, place, writers)
    move = Move(
        operation="failback",
        place=place,
        away_from=meanwhile,
        to=[place],
        graceful=True,
        steps=[step for group in groups for step in group],
    )
    why = "writers are switched over, and no write is lost"
    return _planned(operations, world, move, groups, sight, why=why, avoid=(), flap=flap_minutes)


def forced_guards(names: Sequence[str]) -> list[Guard]:
    """Read names of guards to override.

    Raises:
        WorkflowError: A name is none of them.
    """
    allowed = [guard.value for guard in OVERRIDABLE]
    if unknown := sorted(set(names) - set(allowed)):
        raise WorkflowError(f"{', '.join(unknown)} cannot be overridden; these can: {', '.join(allowed)}")
    return [Guard(name) for name in dict.fromkeys(names)]


def _choice(operations: Operations, sight: Sight, place: str, *, graceful: bool | None) -> Choice:
    if graceful is None:
        return choose(operations, sight, place)
    if graceful:
        return Choice(graceful=True, why=f"it was said so; {choose(operations, sight, place).why}")
    answers = "answers" if sight.answered[place].value is not None else "does not answer"
    return Choice(graceful=False, why=f"it was said so; AWS's API in {place} {answers}")


def _moves_a_writer(operations: Operations, groups: Groups) -> bool:
    return any(
        step["action"] == "promote"
        and step["subject_kind"] == "store"
        and operations["stores"][step["subject"]]["writer"] is not None
        for group in groups
        for step in group
    )


def _was_left(operations: Operations, sight: Sight, place: str) -> bool:
    if sight.is_out_anywhere(place):
        return True
    writers = (sight.store(key) for key in homes_of(operations, place))
    return any(one is not None and one.writer not in {None, place} for one in writers)


def _planned(  # noqa: PLR0913  # what a plan is made of
    operations: Operations,
    world: World,
    move: Move,
    groups: Groups,
    sight: Sight,
    *,
    why: str,
    avoid: Collection[str],
    flap: int,
) -> Planned:
    clients = clients_of(avoid=regions_of(operations, avoid))
    looking = clients_of(avoid=regions_of(operations, avoid), patience=Patience.LOOKING)

    def made(step: RecoveryStep, by: Clients) -> Step:
        left = _left_by(step, move, sight)
        return step_for(step, operations, by, graceful=move.graceful, away_from=left)

    states = side_by_side(
        {step["key"]: made(step, looking).state for group in groups for step in group},
        seconds=world.look_seconds,
    )
    return Planned(
        operations=operations,
        move=move,
        why=why,
        groups=groups,
        steps=[[made(step, clients) for step in group] for group in groups],
        states=states,
        guards=judge(operations, sight, move, now=world.now(), flap_minutes=flap),
        sight=sight,
        clients=clients,
        avoid=avoid,
    )


def _left_by(step: RecoveryStep, move: Move, sight: Sight) -> str:
    """The place that a step leads away from: with a writer that goes home, wherever the writer is."""
    if move.operation == "failback" and step["action"] in {"promote", "fence"}:
        reading = sight.store(step["subject"])
        if reading is not None and reading.writer not in {None, step["place"]}:
            return str(reading.writer)
    return move.away_from
