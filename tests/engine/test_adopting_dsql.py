"""A DSQL database that a team has already is taken over by import: nothing of it is made anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.components.declared import ACCOUNT_ID
from tests.engine.engine import Stack, copy_program
from tests.engine.standin import Cloud, dsql, serve
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_engine

PROGRAM = Path(__file__).parent / "programs" / "stores"
REGIONS = {"use1": "us-east-1", "use2": "us-east-2"}
LIVE = {"use1": "abcde1f234ghijklmnop5qr6st", "use2": "bcdef2g345hijklmnopq6rs7tu"}
NAMES = {f"{place}-orders-dsql{noun}" for place in LIVE for noun in ("", "-peering")}


def key_arn(place: str) -> str:
    return f"arn:aws:kms:{REGIONS[place]}:{ACCOUNT_ID}:key/{place}"


def settings() -> dict[str, Any]:
    members = {place: {"region": region, "key_arn": key_arn(place)} for place, region in REGIONS.items()}
    args = {"store": "orders", "members": members, "witness_region": "us-west-2"}
    imports = {f"{place}-orders-dsql{noun}": id_ for place, id_ in LIVE.items() for noun in ("", "-peering")}
    return {
        "aws:region": "us-east-1",
        "stores:cases": json.dumps([{"kind": "dsql", "without": None, "args": args}]),
        "stores:imports": json.dumps(imports),
    }


def live(cloud: Cloud, **differently: Any) -> None:
    """Both clusters as the settings say, each with the other for a peer."""
    arns = {place: f"arn:aws:dsql:{REGIONS[place]}:{ACCOUNT_ID}:cluster/{id_}" for place, id_ in LIVE.items()}
    for place, identifier in LIVE.items():
        peers = [arn for other, arn in arns.items() if other != place]
        tags = {"Name": f"{place}-orders-dsql"}
        cloud.adopt(
            dsql.CLUSTER,
            identifier,
            {
                "region": REGIONS[place],
                "kmsEncryptionKey": key_arn(place),
                "deletionProtectionEnabled": True,
                "multiRegionProperties": {"witnessRegion": "us-west-2", "clusters": peers},
                "tags": tags,
                "tagsAll": tags,
                **differently,
            },
        )
        cloud.adopt(
            dsql.PEERING,
            identifier,
            {
                "region": REGIONS[place],
                "identifier": identifier,
                "clusters": peers,
                "witnessRegion": "us-west-2",
            },
        )


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


@pytest.fixture
def stack(cloud: Cloud, tmp_path: Path) -> Iterator[Stack]:
    folder = copy_program(PROGRAM, tmp_path / "program", "__main__.py")
    with serve(cloud) as providers:
        made = Stack(folder, "dev", providers)
        made.configure(settings())
        yield made


def test_it_is_imported_and_nothing_of_it_is_made(stack: Stack, cloud: Cloud) -> None:
    live(cloud)
    steps = [step for step in stack.preview() if step.type in (dsql.CLUSTER, dsql.PEERING)]

    assert {(step.op, step.name) for step in steps} == {("import", name) for name in NAMES}
    stack.up()
    assert stack.preview() == []
    stack.refresh()
    assert stack.preview() == []
    assert {one.id for one in cloud.of(dsql.CLUSTER)} == {*LIVE.values()}


def test_what_differs_is_told_before_it_is_changed(stack: Stack, cloud: Cloud) -> None:
    live(cloud, deletionProtectionEnabled=False)
    told = {
        property_ for step in stack.preview() if step.type == dsql.CLUSTER for property_ in step.properties
    }

    assert told == {"deletionProtectionEnabled"}
