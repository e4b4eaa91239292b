"""What changes behind the engine's back: read by a refresh, undone by the next update, or left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.faulty import Faulty, drift, faulty, vanish, with_store
from tests.engine.faulty_page import is_shown
from tests.engine.faulty_state import in_stack, nothing_lost_nothing_doubled
from tests.engine.standin.faults import Fault
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engine.engine import Step

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("faulty-drift"),  # a module's stack is made once, not once per worker
]

GROUP, RULE = "aws:autoscaling/group:Group", "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
CLUSTER = "aws:rds/cluster:Cluster"


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    with faulty(tmp_path_factory.mktemp("drift"), "dev", with_store()) as one:
        one.again("up")
        yield one


def test_a_failed_update_says_what_failed_and_the_next_goes_on(dev: Faulty) -> None:
    settings = with_store()
    settings["holdfast:services"]["orders"]["scaling"] = {"max_factor": 3}
    dev.stack.configure(settings)
    refused = "ServiceLinkedRoleFailure: You are not authorized to use the service-linked role"
    with dev.failing(Fault(operation="update", type=GROUP, message=refused)):
        is_shown("failed-update", dev.fails("up", "--suppress-outputs"))
    is_shown("failed-update-again", dev.again("up", "--suppress-outputs"))

    nothing_lost_nothing_doubled(dev)
    dev.stack.configure(dev.settings)
    dev.again("up")


def test_a_slow_cloud_is_waited_for(dev: Faulty) -> None:
    settings = with_store()
    settings["holdfast:services"]["orders"]["port"] = 9090
    dev.stack.configure(settings)
    with dev.failing(Fault(seconds=0.5, message=None)):
        dev.again("up")

    nothing_lost_nothing_doubled(dev)
    assert dev.stack.preview() == []
    dev.stack.configure(dev.settings)
    dev.again("up")


def test_what_was_changed_by_hand_is_set_right(dev: Faulty) -> None:
    before = in_stack(dev)
    drift(dev, GROUP, "euw1-orders-asg", maxSize=99)
    assert dev.stack.preview() == []

    dev.again("refresh")

    assert changed(dev.stack.preview()) == [("update", GROUP, "euw1-orders-asg", ("maxSize",))]
    dev.again("up")
    assert in_stack(dev) == before
    (group,) = dev.cloud.of(GROUP)
    assert group.state["maxSize"] != 99


def test_what_was_deleted_by_hand_is_made_again(dev: Faulty) -> None:
    before = in_stack(dev)
    vanish(dev, RULE, "euw1-public-ingress-443-0.0.0.0_0")
    dev.again("refresh")

    assert changed(dev.stack.preview()) == [("create", RULE, "euw1-public-ingress-443-0.0.0.0_0", ())]
    dev.again("up")
    nothing_lost_nothing_doubled(dev)
    assert in_stack(dev) == before


def test_what_others_change_on_purpose_is_left_alone(dev: Faulty) -> None:
    drift(dev, GROUP, "euw1-orders-asg", desiredCapacity=3)  # scaling
    drift(dev, CLUSTER, "euw1-orders-db", backupRetentionPeriod=35)  # AWS Backup
    dev.again("refresh")

    assert dev.stack.preview() == []


def changed(steps: list[Step]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [
        (step.op, step.type, step.name, step.properties)
        for step in steps
        if not step.type.startswith(("holdfast:", "pulumi:"))
    ]
