"""Promotion of a global database, by a script: moto has neither switchover nor failover of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.steps import Stage, StepError

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import Operations
    from holdfast.operate.steps import Step
    from tests.operate.scripted import Aws

EUW1, USE1 = "eu-west-1", "us-east-1"


class Database:
    """What AWS says of the global database, one answer after the other."""

    def __init__(self, script: Aws, contract: Operations) -> None:
        store = contract["stores"]["orders"]
        self.script = script
        self.identifier = str(store["global_cluster"])
        self.arns = {place: cluster["arn"] for place, cluster in store["clusters"].items()}
        self.names = {place: cluster["identifier"] for place, cluster in store["clusters"].items()}

    def writes(
        self, place: str, *, moving_to: str | None = None, status: str = "available", members: str = "both"
    ) -> None:
        cluster: dict[str, Any] = {
            "Status": status,
            "GlobalClusterMembers": [
                {
                    "DBClusterArn": arn,
                    "IsWriter": one == place,
                    "SynchronizationStatus": "connected",
                }
                for one, arn in self.arns.items()
                if members in {"both", one}
            ],
        }
        if moving_to is not None:
            cluster["FailoverState"] = {"Status": "failing-over", "ToDbClusterArn": self.arns[moving_to]}
        self.script.answers(
            "rds",
            EUW1,
            "describe_global_clusters",
            {"GlobalClusters": [cluster]},
            GlobalClusterIdentifier=self.identifier,
        )

    def cluster_is(self, status: str) -> None:
        self.script.answers(
            "rds",
            EUW1,
            "describe_db_clusters",
            {"DBClusters": [{"Status": status}]},
            DBClusterIdentifier=self.names["euw1"],
        )


@pytest.fixture
def database(script: Aws, contract: Operations) -> Database:
    return Database(script, contract)


def test_a_failover_asks_the_region_that_takes_over_and_allows_the_loss(
    step: Callable[..., Step], script: Aws, database: Database
) -> None:
    promote = step("promote-orders")
    script.avoided = {USE1}

    database.writes("use1")
    state = promote.state()
    assert (state.stage, state.detail) == (Stage.TODO, "use1 writes")

    script.answers(
        "rds",
        EUW1,
        "failover_global_cluster",
        {},
        GlobalClusterIdentifier=database.identifier,
        TargetDbClusterIdentifier=database.arns["euw1"],
        AllowDataLoss=True,
    )
    promote.act()

    database.writes("use1", moving_to="euw1")
    assert promote.state().stage is Stage.UNDER_WAY
    database.writes("euw1")
    database.cluster_is("failing-over")
    assert promote.state().stage is Stage.UNDER_WAY
    database.writes("euw1")
    database.cluster_is("available")
    state = promote.state()
    assert (state.stage, state.detail) == (Stage.DONE, "euw1 writes")
    assert {region for _, region in script.asked} == {EUW1}


def test_a_switchover_asks_the_present_writers_region(
    step: Callable[..., Step], script: Aws, database: Database
) -> None:
    promote = step("promote-orders", graceful=True)
    database.writes("use1")
    script.answers(
        "rds",
        USE1,
        "switchover_global_cluster",
        {},
        GlobalClusterIdentifier=database.identifier,
        TargetDbClusterIdentifier=database.arns["euw1"],
    )
    promote.act()


@pytest.mark.parametrize("moving", [True, False])
def test_a_second_switchover_does_nothing(
    step: Callable[..., Step], database: Database, *, moving: bool
) -> None:
    if moving:
        database.writes("use1", moving_to="euw1")
    else:
        database.writes("euw1")
    step("promote-orders", graceful=True).act()


def test_what_somebody_else_began_is_waited_for(step: Callable[..., Step], database: Database) -> None:
    database.writes("use1", moving_to="euw1")
    state = step("promote-orders").state()
    assert state.stage is Stage.UNDER_WAY
    assert "euw1 is being promoted (failing-over)" in state.detail


def test_somebody_who_moves_it_elsewhere_stops_it(step: Callable[..., Step], database: Database) -> None:
    database.writes("euw1", moving_to="use1")
    with pytest.raises(StepError, match="moved to use1 by somebody else"):
        step("promote-orders").state()


def test_a_global_database_that_moves_without_saying_where_is_waited_for(
    step: Callable[..., Step], database: Database
) -> None:
    database.writes("use1", status="switching-over")
    assert step("promote-orders", graceful=True).state().stage is Stage.UNDER_WAY


def test_a_cluster_that_was_taken_out_stops_it(step: Callable[..., Step], database: Database) -> None:
    database.writes("use1", members="use1")
    with pytest.raises(StepError, match=r"is no member of .* any more"):
        step("promote-orders").state()


def test_a_missing_permission_is_named(step: Callable[..., Step], script: Aws, database: Database) -> None:
    promote = step("promote-orders")
    script.refuses("rds", EUW1, "failover_global_cluster", "AccessDenied", "not authorized to perform it")
    with pytest.raises(
        StepError, match=r"the role needs rds:FailoverGlobalCluster .not authorized"
    ) as caught:
        promote.act()
    assert EUW1 in str(caught.value)
    del database


def test_a_state_that_passes_is_left_to_the_engine(step: Callable[..., Step], script: Aws) -> None:
    from botocore.exceptions import ClientError  # noqa: PLC0415

    script.refuses("rds", EUW1, "failover_global_cluster", "InvalidGlobalClusterStateFault", "is upgrading")
    with pytest.raises(ClientError, match="is upgrading"):
        step("promote-orders").act()


def test_fencing_tells_what_aws_said(step: Callable[..., Step], script: Aws, database: Database) -> None:
    fence = step("fence-orders")
    script.avoided = {USE1}
    event = {
        "Message": "Global failover to DB cluster euw1 started; writes were stopped",
        "EventCategories": ["global-failover"],
    }
    script.answers(
        "rds",
        EUW1,
        "describe_events",
        {"Events": [{"Message": "Backup finished", "EventCategories": ["backup"]}, event]},
        SourceIdentifier=database.names["euw1"],
        SourceType="db-cluster",
        Duration=120,
    )
    state = fence.state()
    assert state.stage is Stage.DONE
    assert "writes were stopped" in state.detail
    fence.act()


def test_fencing_without_an_event_says_that_it_is_best_effort(step: Callable[..., Step], script: Aws) -> None:
    script.answers("rds", EUW1, "describe_events", {"Events": []})
    assert "best-effort" in step("fence-orders").state().detail


def test_a_writer_that_is_not_left_stays_the_writer(
    step: Callable[..., Step], script: Aws, contract: Operations
) -> None:
    clusters = contract["stores"]["orders"]["clusters"]
    clusters["usw2"] = {
        **clusters["use1"],
        "identifier": "usw2",
        "arn": "arn:aws:rds:us-west-2:1:cluster:usw2",
    }
    Database(script, contract).writes("usw2")

    state = step("promote-orders").state()
    assert (state.stage, state.detail) == (Stage.DONE, "usw2 writes, and is not left")
