"""The real engine would change nothing of buckets after a failover, and would lead requests back were the
routes not ignored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from tests.components.bucket_sample import REGIONS, access_point_arguments, bucket_arguments
from tests.components.declared import ACCOUNT_ID
from tests.engine.engine import EngineError, Stack, copy_program
from tests.engine.standin import s3
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.engine.engine import Step
    from tests.engine.standin import Cloud

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("failover-s3"),  # a module's stack is made once, not once per worker
]

PROGRAM = Path(__file__).parent / "programs" / "buckets"
POINT = "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"
HOME, OTHER = "us-east-1", "eu-west-1"
NOT_READ = "requests are led away from the home, and nothing is read"
AWAY = "requests are led away from the home"
ASKED = "the settings ask for other routes"
BACK = "requests are led back"
EVERYWHERE = "requests are led everywhere"
EVENTS = (NOT_READ, AWAY, ASKED, BACK, EVERYWHERE)
WHOLE = ("nearest", "athome", "three", "locked")
WITHOUT_ROUTES = "unignored"

Found: TypeAlias = "dict[str, list[Step]]"


def case(key: str, *places: str, active: Sequence[str], without: str | None = None, **more: Any) -> Any:
    return {
        "buckets": bucket_arguments(
            *places, **{"key": key, "protection": False, "backup_tags": {"BackupClass": "daily"}, **more}
        ),
        "access_point": access_point_arguments(
            *places, key=key, identifier=f"buckets-dev-{key}", active=active, protection=False
        ),
        "without": without,
    }


def cases(*, swapped: bool = False) -> list[Any]:
    """The buckets of the proofs; ``swapped`` as if another home had been in the settings from the start."""
    first = "euw1" if swapped else "use1"
    lock, logs = {"mode": "governance", "days": 1}, {"account_id": ACCOUNT_ID}
    return [
        case("nearest", "use1", "euw1", active=["use1", "euw1"]),
        case("athome", "use1", "euw1", active=[first]),
        case("three", *REGIONS, active=[first, "apse2"]),
        case("locked", "use1", "euw1", active=[first], object_lock=lock, access_logs=logs),
        case(WITHOUT_ROUTES, "use1", "euw1", active=["use1"], without="routes"),
    ]


def settings(declared: Sequence[Any]) -> dict[str, Any]:
    return {"aws:region": "us-east-1", "buckets:cases": json.dumps(declared)}


@pytest.fixture(scope="module")
def stack(cloud: Cloud, providers: str, tmp_path_factory: pytest.TempPathFactory) -> Stack:
    assert not list(cloud.of(s3.BUCKET))
    folder = copy_program(PROGRAM, tmp_path_factory.mktemp("buckets") / "program", "__main__.py")
    made = Stack(folder, "dev", providers)
    made.configure(settings(cases()))
    made.up()
    return made


@pytest.fixture(scope="module")
def told(stack: Stack, cloud: Cloud) -> dict[str, Found]:
    """Event → key → what an update after it would do."""
    found: dict[str, Found] = {}
    s3.lead_to(cloud, [OTHER])
    found[NOT_READ] = by_key(stack.preview())
    stack.refresh()
    found[AWAY] = by_key(stack.preview())
    stack.configure(settings(cases(swapped=True)))
    found[ASKED] = by_key(stack.preview())
    stack.configure(settings(cases()))
    s3.lead_to(cloud, [HOME])
    stack.refresh()
    found[BACK] = by_key(stack.preview())
    s3.lead_to(cloud, list(REGIONS.values()))
    stack.refresh()
    found[EVERYWHERE] = by_key(stack.preview())
    return found


def by_key(steps: Sequence[Step]) -> Found:
    """Steps of resources by key: a component tells its arguments, and does nothing with them."""
    found: Found = {}
    for step in steps:
        if step.type.startswith("holdfast:"):
            continue
        (key,) = (key for key in (*WHOLE, WITHOUT_ROUTES) if f"-{key}-" in f"-{step.name}-")
        found.setdefault(key, []).append(step)
    return found


@pytest.mark.parametrize("event", EVENTS)
def test_nothing_changes_after(event: str, told: dict[str, Found]) -> None:
    assert {key: steps for key, steps in told[event].items() if key in WHOLE} == {}


def test_routes_that_were_not_ignored_would_lead_requests_back(told: dict[str, Found]) -> None:
    done = {
        event: {(step.op, step.type, step.properties) for step in found.get(WITHOUT_ROUTES, [])}
        for event, found in told.items()
    }

    led_back = {("update", s3.ROUTES, ("routes",))}
    assert done == {NOT_READ: set(), AWAY: led_back, ASKED: led_back, BACK: set(), EVERYWHERE: led_back}


def test_a_bucket_that_was_made_anew_gets_what_it_lacks_and_nothing_is_replaced(
    told: dict[str, Found], stack: Stack, cloud: Cloud
) -> None:
    assert told
    lacking = s3.make_anew(cloud, HOME)
    stack.refresh()
    steps = [step for step in stack.preview() if step.type != s3.ROUTES]

    parts = [step for step in steps if step.type != s3.BUCKET]
    assert {(step.op, step.type) for step in parts} == {("create", thing.type) for thing in lacking}
    assert len(parts) == len(lacking)
    buckets = [step for step in steps if step.type == s3.BUCKET]
    assert {(step.op, step.properties) for step in buckets} == {("update", ("tags",))}

    stack.up()
    assert [step for step in stack.preview() if step.type != s3.ROUTES] == []


def test_another_region_is_refused_while_the_access_point_is_protected(
    told: dict[str, Found], stack: Stack
) -> None:
    assert told
    protected = cases()
    for one in protected:
        one["access_point"]["protection"] = True
    stack.configure(settings(protected))
    stack.up()
    protected[0] = case("nearest", *REGIONS, active=["use1", "euw1", "apse2"])
    protected[0]["access_point"]["protection"] = True
    stack.configure(settings(protected))

    with pytest.raises(EngineError, match="unable to replace resource"):
        stack.preview()
