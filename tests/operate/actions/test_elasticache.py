"""Promotion of a Global Datastore, by a script: moto has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.operate.steps import Stage, StepError

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.contracts.operations import Operations
    from holdfast.operate.steps import Step
    from tests.operate.scripted import Aws

EUW1, USE1 = "eu-west-1", "us-east-1"


def datastore(script: Aws, primary: str, *, status: str = "available", euw1: str) -> None:
    script.answers(
        "elasticache",
        EUW1,
        "describe_global_replication_groups",
        {
            "GlobalReplicationGroups": [
                {
                    "Status": status,
                    "Members": [
                        {
                            "ReplicationGroupId": euw1 if region == EUW1 else "other",
                            "ReplicationGroupRegion": region,
                            "Role": "PRIMARY" if region == primary else "SECONDARY",
                            "Status": "associated",
                        }
                        for region in sorted({EUW1, USE1, primary})
                    ],
                }
            ]
        },
    )


@pytest.mark.parametrize("key", ["sessions", "pages"])
def test_a_store_and_a_cache_are_promoted_by_the_region_that_takes_over(
    step: Callable[..., Step], script: Aws, contract: Operations, key: str
) -> None:
    group = f"euw1-{key}-cache-0000"
    promote = step(f"promote-{key}")
    script.avoided = {USE1}
    datastore(script, USE1, euw1=group)
    state = promote.state()
    assert (state.stage, state.detail) == (Stage.TODO, "us-east-1 takes writes")
    script.answers(
        "elasticache",
        EUW1,
        "failover_global_replication_group",
        {},
        GlobalReplicationGroupId=f"ldgnf-holdfast-prod-{key}",
        PrimaryRegion=EUW1,
        PrimaryReplicationGroupId=group,
    )
    promote.act()
    datastore(script, USE1, status="modifying", euw1=group)
    assert promote.state().stage is Stage.UNDER_WAY
    datastore(script, EUW1, status="modifying", euw1=group)
    assert promote.state().stage is Stage.UNDER_WAY
    datastore(script, EUW1, status="primary-only", euw1=group)
    assert promote.state().stage is Stage.DONE
    del contract


def test_a_member_that_was_taken_out_stops_it(step: Callable[..., Step], script: Aws) -> None:
    datastore(script, USE1, euw1="another")
    with pytest.raises(StepError, match="euw1-sessions-cache-0000 is no member of"):
        step("promote-sessions").state()


def test_a_datastore_that_is_gone_stops_it(step: Callable[..., Step], script: Aws) -> None:
    script.refuses(
        "elasticache", EUW1, "describe_global_replication_groups", "GlobalReplicationGroupNotFoundFault"
    )
    with pytest.raises(StepError, match="AWS refuses describe_global_replication_groups in eu-west-1"):
        step("promote-sessions").state()


def test_a_lost_primary_is_fenced_by_aws_when_it_is_back(step: Callable[..., Step]) -> None:
    state = step("fence-sessions").state()
    assert state.stage is Stage.DONE
    assert "traffic alone is kept away" in state.detail


def test_a_primary_that_is_not_left_stays_the_primary(step: Callable[..., Step], script: Aws) -> None:
    datastore(script, "us-west-2", euw1="euw1-sessions-cache-0000")

    state = step("promote-sessions").state()
    assert (state.stage, state.detail) == (Stage.DONE, "us-west-2 takes writes, and is not left")
