"""Stores that every region writes: a table on the emulator, DSQL and what the emulator lacks by a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.actions import step_for
from holdfast.operate.aws import clients
from holdfast.operate.steps import Stage, StepError
from tests.operate.contracts import planned

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from holdfast.operate.steps import Step
    from tests.operate.scripted import Aws

TABLE = "use1-carts-table-0000"


def promote(contract: Operations, made: Any, key: str) -> Step:
    return step_for(planned("promote", key, "store"), contract, made, graceful=False, away_from="use1")


def test_a_table_writes_in_every_region(aws: Any, contract: Operations) -> None:
    aws.client("dynamodb", region_name="eu-west-1").create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    see = promote(contract, clients(), "carts")
    state = see.state()
    assert (state.stage, state.detail) == (Stage.DONE, "euw1 takes writes (ACTIVE)")
    see.act()


def test_a_table_that_is_not_there_is_told(aws: Any, contract: Operations) -> None:
    del aws
    contract["stores"]["carts"]["table"] = "nowhere"
    with pytest.raises(
        StepError, match="AWS refuses describe_table in eu-west-1: Requested resource not found"
    ):
        promote(contract, clients(), "carts").state()


@pytest.mark.parametrize(("status", "stage"), [("CREATING", Stage.UNDER_WAY), ("UPDATING", Stage.DONE)])
def test_a_tables_other_states(script: Aws, contract: Operations, status: str, stage: Stage) -> None:
    script.answers("dynamodb", "eu-west-1", "describe_table", {"Table": {"TableStatus": status}})
    assert promote(contract, script, "carts").state().stage is stage


def test_a_table_without_its_key_stops_it(script: Aws, contract: Operations) -> None:
    table = {"Table": {"TableStatus": "INACCESSIBLE_ENCRYPTION_CREDENTIALS"}}
    script.answers("dynamodb", "eu-west-1", "describe_table", table)
    with pytest.raises(StepError, match="cannot use its key"):
        promote(contract, script, "carts").state()


@pytest.mark.parametrize(
    ("status", "stage"),
    [("ACTIVE", Stage.DONE), ("IDLE", Stage.DONE), ("PENDING_SETUP", Stage.UNDER_WAY)],
)
def test_dsql_writes_in_every_region(script: Aws, contract: Operations, status: str, stage: Stage) -> None:
    store = contract["stores"]["carts"]
    store["kind"] = "dsql"
    store["dsql_clusters"] = {
        "euw1": {
            "identifier": "abcdefghijklmnopqrstuvwxyz",
            "arn": "arn",
            "endpoint": "e",
            "vpc_endpoint_service": None,
        }
    }
    script.answers(
        "dsql",
        "eu-west-1",
        "get_cluster",
        {
            "identifier": "abcdefghijklmnopqrstuvwxyz",
            "arn": "arn:aws:dsql:eu-west-1:111122223333:cluster/abcdefghijklmnopqrstuvwxyz",
            "status": status,
            "creationTime": 0,
            "deletionProtectionEnabled": True,
        },
        identifier="abcdefghijklmnopqrstuvwxyz",
    )
    assert promote(contract, script, "carts").state().stage is stage


@pytest.mark.parametrize("key", ["carts", "files"])
def test_nothing_is_fenced_where_every_region_may_write(script: Aws, contract: Operations, key: str) -> None:
    step = planned("fence", key, "store", "use1")
    fence = step_for(step, contract, script, graceful=False, away_from="use1")
    state = fence.state()
    assert (state.stage, "every region may write" in state.detail) == (Stage.DONE, True)
    fence.act()
