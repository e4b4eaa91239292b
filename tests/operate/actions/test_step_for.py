from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.operate.actions import step_for
from holdfast.operate.steps import Stage, StepError
from tests.operate.contracts import planned

if TYPE_CHECKING:
    from holdfast.contracts.operations import Operations
    from tests.operate.scripted import Aws


def test_every_planned_step_is_made_with_what_was_planned(contract: Operations, script: Aws) -> None:
    recovery = contract["recovery"]
    assert recovery is not None
    for away_from, workflow in recovery["workflows"].items():
        for graceful, groups in ((True, workflow["graceful"]), (False, workflow["ungraceful"])):
            for one in [step for group in groups for step in group]:
                made = step_for(one, contract, script, graceful=graceful, away_from=away_from)
                assert made.key == one["key"]
                assert made.expected_seconds == one["worst_seconds"]
                assert made.source == one["source"]
                assert made.title
    assert not script.asked, "making a step asks nobody"


def test_an_action_that_is_not_known_is_refused(contract: Operations, script: Aws) -> None:
    with pytest.raises(StepError, match="nobody knows the action 'juggle'"):
        step_for(planned("juggle", "orders", "store"), contract, script, graceful=True, away_from="use1")


def test_what_the_file_does_not_name_is_refused(contract: Operations, script: Aws) -> None:
    with pytest.raises(StepError, match="the file names no 'nowhere': write it anew"):
        step_for(planned("promote", "nowhere", "store"), contract, script, graceful=True, away_from="use1")


def test_a_multi_az_cluster_has_nobody_to_take_over(contract: Operations, script: Aws) -> None:
    contract["stores"]["users"]["rds_shape"] = "cluster"
    with pytest.raises(StepError, match="lies in one region"):
        step_for(planned("promote", "users", "store"), contract, script, graceful=True, away_from="use1")


@pytest.mark.parametrize("key", ["orders", "users", "sessions"])
def test_an_adopted_database_is_not_promoted_which_is_said(
    contract: Operations, script: Aws, key: str
) -> None:
    contract["stores"][key]["declared"] = False
    step = step_for(planned("promote", key, "store"), contract, script, graceful=True, away_from="use1")
    state = step.state()
    assert state.stage is Stage.DONE
    assert state.detail.startswith("NOT PROMOTED")


def test_a_cache_of_each_region_is_not_promoted(contract: Operations, script: Aws) -> None:
    contract["caches"]["pages"]["global_replication_group"] = None
    step: Any = step_for(
        planned("promote", "pages", "cache"), contract, script, graceful=True, away_from="use1"
    )
    assert "starts cold" in step.state().detail
    step.act()


def test_a_switchover_fences_by_itself(contract: Operations, script: Aws) -> None:
    step = planned("fence", "orders", "store", "use1")
    fence = step_for(step, contract, script, graceful=True, away_from="use1")
    assert fence.state().detail == "a switchover makes it a reader itself"
