"""Every guard refuses what it is for, and says what overriding it costs; what is unknown is refused too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.guards import Guard, GuardResult, Move, judge
from holdfast.operate.measures import Measure, unknown
from holdfast.operate.outside import Probe
from holdfast.operate.planning import forced_guards
from holdfast.operate.readings import CapacityReading, CopyReading, StoreReading, TrafficReading
from holdfast.operate.side_by_side import Answer
from holdfast.operate.sight import Sight, _merged_stores
from holdfast.operate.workflows import WorkflowError, failover_groups
from tests.operate.emulated_stack import ACCOUNT, contract
from tests.operate.test_engine import record_of

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
FINE = Probe(ok=True, status=200, milliseconds=12, detail="200 in 12 ms")
DEAD = Probe(ok=False, status=503, milliseconds=12, detail="503 in 12 ms")


@pytest.fixture(scope="module")
def operations() -> Operations:
    return contract()


def copy(role: str, seconds: float | None, *, healthy: bool | None = True, at: datetime = NOW) -> CopyReading:
    lag = unknown("no metric") if seconds is None else Measure(value=seconds, at=at)
    return CopyReading(role=role, healthy=healthy, detail="available" if healthy else "storage full", lag=lag)


def store(lag: CopyReading, *, key: str = "orders", every: bool = False) -> StoreReading:
    return StoreReading(
        key=key,
        kind="dynamodb" if every else "aurora-postgresql",
        writer=None if every else "use1",
        writer_unknown=None,
        multi_writer=every,
        copies={"use1": copy("both" if every else "writer", 0), "euw1": lag},
    )


def group(running: float | None, maximum: float | None) -> CapacityReading:
    def measured(value: float | None) -> Measure:
        return unknown("access denied") if value is None else Measure(value=value)

    return CapacityReading(
        place="euw1",
        service="orders",
        kind="instances",
        running=measured(running),
        needed=15,
        maximum=measured(maximum),
    )


SIGHT = Sight(
    answered={"use1": Answer(value=ACCOUNT), "euw1": Answer(value=ACCOUNT)},
    probes={("public", "use1"): Answer(value=FINE), ("public", "euw1"): Answer(value=FINE)},
    names={},
    leads={},
    checks={},
    stores=[store(copy("reader", 0.8)), store(copy("both", 0.4), key="sessions", every=True)],
    capacity=[group(4, 30)],
    traffic=[TrafficReading(entrance="public", place="euw1", by="switch", out=False, detail="off")],
    unread={},
    locks={},
    records=Answer(value=[]),
)


def judged(operations: Operations, sight: Sight, *, graceful: bool = False) -> dict[Guard, GuardResult]:
    places, groups = failover_groups(operations, "use1", None, graceful=graceful)
    move = Move(
        operation="failover",
        place="use1",
        away_from="use1",
        to=places,
        graceful=graceful,
        steps=[step for steps in groups for step in steps],
    )
    return {one.guard: one for one in judge(operations, sight, move, now=NOW, flap_minutes=30)}


def test_a_fine_place_passes_every_guard(operations: Operations) -> None:
    assert [one.guard for one in judged(operations, SIGHT).values() if not one.passed] == []


def traffic(out: bool | None) -> list[TrafficReading]:
    return [TrafficReading(entrance="public", place="euw1", by="switch", out=out, detail="")]


def last(minutes: float, **more: Any) -> Answer[Any]:
    ended = (NOW - timedelta(minutes=minutes)).isoformat()
    return Answer(value=[{**record_of([]), "ended": ended, "outcome": "done", **more}])


@pytest.mark.parametrize(
    ("changes", "guard", "said", "cost"),
    [
        pytest.param(
            {"answered": {**SIGHT.answered, "euw1": Answer(value="999999999999")}},
            Guard.ACCOUNT,
            f"the credentials are of the account 999999999999, the file of {ACCOUNT}",
            "",
            id="another account",
        ),
        pytest.param(
            {"answered": {**SIGHT.answered, "euw1": Answer(value=None, unknown="timed out")}},
            Guard.ACCOUNT,
            "the API of euw1 does not say which account this is: timed out",
            "",
            id="unknown account",
        ),
        pytest.param(
            {"probes": {("public", "euw1"): Answer(value=DEAD)}},
            Guard.HEALTH,
            "euw1.api.example.com: 503 in 12 ms",
            "up to 100 % of requests fail",
            id="a door that does not answer",
        ),
        pytest.param(
            {"probes": {("public", "euw1"): Answer(value=None, unknown="no answer within 25 seconds")}},
            Guard.HEALTH,
            "euw1.api.example.com: no answer within 25 seconds",
            "up to 100 % of requests fail",
            id="a door that hangs",
        ),
        pytest.param(
            {"traffic": traffic(out=True)},
            Guard.HEALTH,
            "euw1 itself is out of the traffic of public",
            "up to 100 % of requests fail",
            id="out of the traffic itself",
        ),
        pytest.param(
            {"stores": [store(copy("reader", 0.8, healthy=False)), SIGHT.stores[1]]},
            Guard.HEALTH,
            "orders in euw1: storage full",
            "up to 100 % of requests fail",
            id="an ill copy",
        ),
        pytest.param(
            {"stores": [store(copy("unknown", 0.8, healthy=None)), SIGHT.stores[1]]},
            Guard.HEALTH,
            "orders in euw1: storage full",
            "up to 100 % of requests fail",
            id="a copy that could not be read",
        ),
        pytest.param(
            {"stores": [store(copy("reader", 90)), SIGHT.stores[1]]},
            Guard.LAG,
            "orders: euw1 is 90 s behind, the RPO is 60 s",
            "the last 90 s of writes",
            id="behind by more than the RPO",
        ),
        pytest.param(
            {"stores": [SIGHT.stores[0], store(copy("both", 61), key="sessions", every=True)]},
            Guard.LAG,
            "sessions: euw1 is 61 s behind, the RPO is 60 s",
            "the last 61 s of writes",
            id="a table behind by more than the RPO",
        ),
        pytest.param(
            {"stores": [store(copy("reader", None)), SIGHT.stores[1]]},
            Guard.LAG,
            "orders: how far euw1 is behind is unknown: no metric",
            "the last 0.4 s of writes, and more that is unknown",
            id="unknown lag",
        ),
        pytest.param(
            {"stores": [store(copy("reader", 2, at=NOW - timedelta(minutes=12))), SIGHT.stores[1]]},
            Guard.LAG,
            "orders: how far euw1 is behind is unknown: it was 2 s at 02:48, 12 minutes ago",
            "the last 0.4 s of writes, and more that is unknown",
            id="a lag of some time ago",
        ),
        pytest.param(
            {"stores": []},
            Guard.LAG,
            "orders: how far euw1 is behind is unknown: not read",
            "the last 0 s of writes, and more that is unknown",
            id="no reading of the store",
        ),
        pytest.param(
            {"capacity": [group(4, 12)]},
            Guard.CAPACITY,
            "orders in euw1: can run 12, all load needs 15",
            "up to 20 % of the load is not carried",
            id="too small at most",
        ),
        pytest.param(
            {"capacity": [group(None, None)]},
            Guard.CAPACITY,
            "orders in euw1: unknown: access denied",
            "up to 100 % of the load is not carried",
            id="unknown capacity",
        ),
        pytest.param(
            {"capacity": [], "unread": {"capacity in euw1": "no answer within 25 seconds"}},
            Guard.CAPACITY,
            "euw1: no answer within 25 seconds",
            "up to 100 % of the load is not carried",
            id="capacity that was not read",
        ),
        pytest.param(
            {"records": last(12, operation="failback", to=["use1"])},
            Guard.FLAP,
            "was 12 minutes ago; 30 must lie between",
            "each move costs clients errors",
            id="a moment after the last move",
        ),
        pytest.param(
            {"records": Answer(value=None, unknown="access denied")},
            Guard.FLAP,
            "when the last move was is unknown: access denied",
            "each move costs clients errors",
            id="unknown last move",
        ),
    ],
)
def test_it_refuses(
    operations: Operations, changes: dict[str, Any], guard: Guard, said: str, cost: str
) -> None:
    found = judged(operations, replace(SIGHT, **changes))
    assert guard in [one.guard for one in found.values() if not one.passed]
    assert said in found[guard].detail
    assert cost in found[guard].loss


def test_whether_it_is_out_itself_must_be_known_while_that_can_be(operations: Operations) -> None:
    sight = replace(SIGHT, traffic=traffic(out=None))
    assert not judged(operations, sight, graceful=True)[Guard.HEALTH].passed
    # Its switch lies in the lost region: the health check that asks there fails open.
    assert judged(operations, sight, graceful=False)[Guard.HEALTH].passed


def test_what_a_lost_region_had_not_sent_of_a_table_is_told_and_refuses_nothing(
    operations: Operations,
) -> None:
    sight = replace(SIGHT, stores=[SIGHT.stores[0], store(copy("both", None), key="sessions", every=True)])
    found = judged(operations, sight)[Guard.LAG]
    assert found.passed
    assert "what was not sent yet comes when use1 is back" in found.detail
    assert not judged(operations, sight, graceful=True)[Guard.LAG].passed


def test_a_switchover_loses_nothing(operations: Operations) -> None:
    sight = replace(SIGHT, stores=[store(copy("reader", 90)), SIGHT.stores[1]])
    found = judged(operations, sight, graceful=True)[Guard.LAG]
    assert not found.passed
    assert "no write by the switchover" in found.loss


def test_a_place_in_which_nothing_runs_yet_cannot_answer(operations: Operations) -> None:
    sight = replace(SIGHT, capacity=[group(0, 30)], probes={("public", "euw1"): Answer(value=DEAD)})
    found = judged(operations, sight)[Guard.HEALTH]
    assert found.passed
    assert "euw1.api.example.com cannot answer yet: orders does not run" in found.detail


@pytest.mark.parametrize("outcome", ["running", "failed", "interrupted"])
def test_what_did_not_end_may_be_gone_on_with(operations: Operations, outcome: str) -> None:
    sight = replace(SIGHT, records=last(1, outcome=outcome))
    assert judged(operations, sight)[Guard.FLAP].passed


def test_the_last_move_may_lie_back_far_enough(operations: Operations) -> None:
    assert judged(operations, replace(SIGHT, records=last(31)))[Guard.FLAP].passed


def test_only_some_guards_can_be_overridden() -> None:
    assert forced_guards(["lag", "lag", "flap"]) == [Guard.LAG, Guard.FLAP]
    with pytest.raises(
        WorkflowError, match="account cannot be overridden; these can: lost, health, lag, capacity, flap"
    ):
        forced_guards(["account"])


def test_a_database_of_its_own_is_no_copy_to_return_to(operations: Operations) -> None:
    # RDS after a promotion: what was the writer knows nothing of it, and is well.
    reading = replace(store(copy("writer", 0)), writer=None, kind="rds-postgresql")
    found = judged(operations, replace(SIGHT, stores=[reading, SIGHT.stores[1]]))[Guard.HEALTH]
    assert not found.passed
    assert "orders in euw1: takes writes of its own and copies nobody" in found.detail


def test_of_two_writers_neither_is_taken_for_the_one() -> None:
    said = {
        place: [
            replace(
                store(copy("reader", 0)), kind="rds-mysql", writer=place, copies={place: copy("writer", 0)}
            )
        ]
        for place in ("euw1", "use1")
    }
    (found,) = _merged_stores({place: Answer(value=one) for place, one in said.items()})
    assert found.writer is None
    assert found.writer_unknown == "euw1, use1 each take writes, and neither copies the other"
