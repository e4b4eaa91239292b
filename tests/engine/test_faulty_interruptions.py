"""An update that ends half-way, by a person or a lost machine: what is said, and the documented way on."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.engine.faulty import ROOT, Faulty, faulty, settings_of
from tests.engine.faulty_page import is_shown
from tests.engine.faulty_state import in_stack, nothing_lost_nothing_doubled
from tests.engine.standin.faults import Fault
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("faulty-interruptions"),
]

GROUP, ADDRESS = "aws:autoscaling/group:Group", "aws:ec2/eip:Eip"
QUIET_SECONDS = 3
"""How long nothing else must be asked for until a call counts as the only one in flight."""


@pytest.fixture
def dev(tmp_path: Path) -> Iterator[Faulty]:
    with faulty(tmp_path, "dev", settings_of("dev"), checkpoints=True) as one:
        yield one


def interrupted(one: Faulty, name: str, number: signal.Signals) -> str:
    """Interrupt an update while AWS makes one resource, which AWS then makes all the same."""
    may_end, before = threading.Event(), len(one.faults.calls)
    last = (0, 0.0)

    def alone_in_flight() -> bool:
        nonlocal last
        calls = one.faults.calls[before:]
        if len(calls) != last[0]:
            last = (len(calls), time.monotonic())
        if not any(call.name == name for call in calls) or time.monotonic() - last[1] < QUIET_SECONDS:
            return False
        threading.Timer(1, may_end.set).start()  # once the CLI has the signal
        return True

    with one.failing(Fault(operation="create", name=name, until=may_end, message=None)):
        told = one.stack.up_until(alone_in_flight, number)
        may_end.wait()
        time.sleep(1)  # until it is made
    return told


def pending(one: Faulty) -> list[tuple[str, str]]:
    found = one.stack.export()["deployment"].get("pending_operations") or []
    return [(each["type"], each["resource"]["urn"].rpartition("::")[2]) for each in found]


def declared() -> set[str]:
    golden = (ROOT / "tests" / "golden" / "dev-resources.txt").read_text(encoding="utf-8")
    return {line.split(" ")[1] for line in golden.splitlines()}


def is_whole(one: Faulty) -> None:
    nothing_lost_nothing_doubled(one)
    names = {urn.rpartition("::")[2] for urn in in_stack(one)}
    assert {name for name in names if not name.startswith(("default", "holdfast-"))} == declared()
    assert one.stack.preview() == []


def test_an_update_that_a_person_interrupts_ends_what_it_began_and_goes_on(dev: Faulty) -> None:
    told = interrupted(dev, "euw1-public-lb", signal.SIGINT)

    assert "error: update canceled" in told
    nothing_lost_nothing_doubled(dev)
    assert len(list(dev.cloud.of("aws:lb/loadBalancer:LoadBalancer"))) == 1
    dev.again("up")
    is_whole(dev)


def test_after_a_lost_machine_what_was_in_flight_is_taken_over_or_made_twice(dev: Faulty) -> None:
    interrupted(dev, "euw1-nat-eip-a", signal.SIGKILL)
    is_shown("locked", dev.fails("up"))
    dev.again("cancel")
    assert pending(dev) == [("creating", "euw1-nat-eip-a")]
    dev.again("refresh", "--clear-pending-creates")
    assert pending(dev) == []

    interrupted(dev, "euw1-orders-asg", signal.SIGKILL)
    dev.again("cancel")
    (lost,) = dev.cloud.of(GROUP)
    dev.again("refresh", "--clear-pending-creates")
    dev.stack.configure({**dev.settings, "holdfast:imports": {"euw1-orders-asg": lost.id}})
    is_shown("taken-over", dev.again("up", "--suppress-outputs"))

    first, second = dev.cloud.of(ADDRESS)
    kept = {each["id"] for each in dev.stack.export()["deployment"]["resources"] if each["type"] == ADDRESS}
    (twice,) = {first.id, second.id} - kept
    dev.cloud.delete(ADDRESS, first.state, twice)  # as a person would, in AWS
    is_whole(dev)
