"""What operating needs: the file of the operations, of the stack as it is, and hosts that answer."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from holdfast.doctor.checks import endpoints, operations
from holdfast.operate.outside import Addresses, Probe
from tests.components.api_sample import operations as exported
from tests.doctor.conftest import MakeWorld, fix_of, told

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.doctor.world import World


@pytest.fixture
def contract() -> dict[str, Any]:
    """The operations of a pair in the regions of the stack."""
    found: Any = copy.deepcopy(exported("active-passive"))
    text = json.dumps(found).replace("use1", "euc1")
    return {
        **json.loads(text),
        "stack": "prod",
        "stores": {"main": {}},
        "written": "2026-11-20T12:00:00+00:00",
    }


def world_with(make_world: MakeWorld, tmp_path: Path, contract: dict[str, Any], **more: Any) -> World:
    world = make_world(world={"now": lambda: datetime(2026, 11, 22, 13, tzinfo=UTC), **more})
    (tmp_path / "operations.prod.json").write_text(json.dumps(contract), encoding="utf-8")
    return world


def test_without_the_file_it_is_missing_and_the_endpoints_are_unknown(make_world: MakeWorld) -> None:
    found = list(operations.check(make_world()))

    assert told(found)["operations file"][0] == "missing"
    assert fix_of(found, "operations file").startswith("holdfast operations prod")
    assert told(endpoints.check(make_world()))["endpoints"][0] == "unknown"


def test_a_file_that_agrees_says_its_age(
    make_world: MakeWorld, tmp_path: Path, contract: dict[str, Any]
) -> None:
    found = told(operations.check(world_with(make_world, tmp_path, contract)))

    assert found == {"operations file": ("ok", "operations.prod.json, written 2 days ago")}


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"stack": "dev"}, "operations.prod.json is of the stack dev"),
        (
            {"stores": {}},
            "operations.prod.json is not of the settings as they are: stores none there, main in",
        ),
        ({"version": 0}, "operations.prod.json holds no output 'operations' of version"),
    ],
)
def test_a_file_of_something_else_is_missing(
    make_world: MakeWorld, tmp_path: Path, contract: dict[str, Any], changes: dict[str, Any], detail: str
) -> None:
    world = world_with(make_world, tmp_path, {**contract, **changes})
    (state, said) = told(operations.check(world))["operations file"]

    assert state == "missing"
    assert said.startswith(detail)


def test_hosts_are_asked_for_their_health(
    make_world: MakeWorld, tmp_path: Path, contract: dict[str, Any]
) -> None:
    (entrance,) = contract["entrances"].values()
    hosts = {one["host"] for one in entrance["endpoints"].values()}
    found = told(endpoints.check(world_with(make_world, tmp_path, contract)))

    assert set(found) == {entrance["domain"], *hosts}
    assert {state for state, _ in found.values()} == {"ok"}
    assert all(entrance["health_path"] in detail for _, detail in found.values())


def test_where_clients_show_certificates_the_hosts_are_asked_elsewhere(
    make_world: MakeWorld, tmp_path: Path, contract: dict[str, Any]
) -> None:
    (entrance,) = contract["entrances"].values()
    entrance["health_port"] = 8443
    found = told(endpoints.check(world_with(make_world, tmp_path, contract)))

    assert set(found) == {f"{one['host']}:8443" for one in entrance["endpoints"].values()}


@pytest.mark.parametrize(
    ("addresses", "fix"),
    [(None, "let the parent domain delegate"), (("203.0.113.1",), "holdfast status prod")],
)
def test_a_host_that_does_not_answer_says_why(
    make_world: MakeWorld,
    tmp_path: Path,
    contract: dict[str, Any],
    addresses: tuple[str, ...] | None,
    fix: str,
) -> None:
    world = world_with(
        make_world,
        tmp_path,
        contract,
        probe=lambda *_: Probe(ok=False, status=None, milliseconds=None, detail="no answer: refused"),
        addresses=lambda name: Addresses(found=addresses, unknown=f"{name} does not resolve from here"),
    )
    found = list(endpoints.check(world))

    assert {state for state, _ in told(found).values()} == {"missing"}
    assert all(one.fix.startswith(fix) for one in found)
    assert all(("does not resolve" in one.detail) is (addresses is None) for one in found)


def test_offline_no_host_is_asked(make_world: MakeWorld, tmp_path: Path, contract: dict[str, Any]) -> None:
    world = world_with(make_world, tmp_path, contract, offline=True, probe=None)

    assert told(endpoints.check(world)) == {"endpoints": ("unknown", "not asked (--offline)")}
