"""What is asked while a drill runs, where the drill itself names nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.operate.aws import clients
from holdfast.operate.drill.file import read_drills
from holdfast.operate.drill.prepare import Outside, prepare
from holdfast.operate.drill.records import drill_records
from tests.operate.contracts import whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from holdfast.contracts.operations import Entrance

DRILL = """[drills.lose-a]
description = "kill it"
stack = "prod"
[drills.lose-a.command]
run = ["false"]
undo = ["true"]
[drills.lose-a.probe]
answered_by_header = "X-Region"
"""


def behind_nothing(entrance: Entrance) -> None:
    entrance["health_port"] = 8443


def behind_an_accelerator(entrance: Entrance) -> None:
    entrance["health_port"] = 8443
    entrance["accelerator"] = {
        "arn": "arn",
        "control_region": "us-west-2",
        "addresses": [],
        "endpoint_group_arns": {},
    }


def of_before(entrance: Entrance) -> None:
    del entrance["health_port"]


@pytest.mark.parametrize(
    ("change", "public", "own"),
    [(behind_nothing, ":8443", ":8443"), (behind_an_accelerator, "", ":8443"), (of_before, "", "")],
)
def test_addresses_have_the_port_of_health_checks(
    tmp_path: Path, change: Callable[[Entrance], None], public: str, own: str
) -> None:
    operations = whole()
    entrance = operations["entrances"]["public"]
    change(entrance)
    outside = Outside(
        operations=operations,
        world=None,
        clients=clients(),
        looking=clients(),
        keep=drill_records("drills", "lose-a", tmp_path, clients()),
        tell=lambda _: None,
        flap_minutes=30,
    )

    ready = prepare("lose-a", read_drills(DRILL)["lose-a"], outside).ready

    path = entrance["health_path"]
    assert ready.urls == [f"https://{entrance['domain']}{public}{path}"]
    hosts = [entrance["endpoints"][place]["host"] for place in ("euw1", "use1")]
    assert ready.witnesses == [f"https://{host}{own}{path}" for host in hosts]
