"""An update while a region is down, by options of the CLI; and when the state's own region is lost."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.faulty import Faulty, faulty, settings_of
from tests.engine.faulty_state import nothing_lost_nothing_doubled
from tests.engine.standin.faults import Call, Fault
from tests.engine.test_faulty_regions import DOWN, NEWER, OTHER, REGIONS, calls_of, release
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    needs_engine,
    pytest.mark.xdist_group("region-down"),  # a module's stack is made once, not once per worker
]

WITHOUT_EUW1 = ("--exclude", "**::euw1-**", "--exclude", "**::euw1")
"""What is in the region, and the components that only hold it."""
WITHOUT_THE_PLAN = ("--exclude", "**RegionSwitchPlan**")
"""The recovery plan is made of both regions: it cannot name what the lost one does not have yet."""


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    settings = settings_of("staging")
    with faulty(tmp_path_factory.mktemp("staging"), "staging", settings) as one:
        one.again("up")
        yield one


@pytest.fixture
def settings(staging: Faulty) -> Iterator[dict[str, Any]]:
    """The stack's settings, to change; afterwards the stack stands as before."""
    yield copy.deepcopy(staging.settings)
    staging.stack.configure(staging.settings)
    staging.again("up")
    nothing_lost_nothing_doubled(staging)


@contextmanager
def down(staging: Faulty, place: str) -> Iterator[list[Call]]:
    """A region that fails every call; gives all calls made meanwhile, once it is over."""
    calls: list[Call] = []
    before = len(staging.faults.calls)
    with staging.failing(Fault(region=REGIONS[place], message=DOWN)):
        yield calls
    calls += staging.faults.calls[before:]


def changed(calls: list[Call]) -> set[str]:
    return {call.name for call in calls if call.operation != "read"}


@pytest.mark.parametrize("place", REGIONS)
@pytest.mark.parametrize("option", ["--exclude", "--target"])
def test_one_region_is_updated_and_the_other_not_asked(
    staging: Faulty, settings: dict[str, Any], place: str, option: str
) -> None:
    named = place if option == "--exclude" else OTHER[place]
    staging.stack.configure(release(settings, NEWER))
    with down(staging, place) as calls:
        staging.again("up", option, f"**::{named}-**")

    assert calls_of(calls, place) == []
    assert changed(calls) == {f"{OTHER[place]}-orders-lt", f"{OTHER[place]}-orders-asg"}

    with down(staging, OTHER[place]) as calls:  # what was left out comes with the next update
        staging.again("up")
    assert {f"{place}-orders-lt", f"{place}-orders-asg"} == changed(calls)


def test_what_is_new_is_made_in_one_region_alone(staging: Faulty, settings: dict[str, Any]) -> None:
    settings = with_another_service(settings)
    staging.stack.configure(settings)
    with down(staging, "euw1") as calls:
        staging.again("up", *WITHOUT_EUW1, *WITHOUT_THE_PLAN)
    assert calls_of(calls, "euw1") == []
    assert "use1-extra-asg" in changed(calls)

    with down(staging, "euw1") as calls:  # a hold, by contrast, asks for what is new
        staging.stack.configure({**settings, "holdfast:hold": ["euw1"]})
        staging.fails("up")
    assert "create" in {call.operation for call in calls_of(calls, "euw1")}


def test_what_is_gone_from_the_settings_is_deleted_in_one_region_alone(
    staging: Faulty, settings: dict[str, Any]
) -> None:
    extra = with_another_service(settings)
    staging.stack.configure(extra)
    staging.again("up")
    staging.stack.configure({**settings, "holdfast:hold": ["euw1"]})
    with down(staging, "euw1") as calls:  # a hold keeps from changes, and from no deletion
        staging.fails("up")
    assert "delete" in {call.operation for call in calls_of(calls, "euw1")}

    staging.stack.configure(settings)
    with down(staging, "euw1") as calls:
        staging.again("up", *WITHOUT_EUW1)
    assert calls_of(calls, "euw1") == []
    staging.stack.configure(extra)
    staging.again("up")


def with_another_service(settings: dict[str, Any]) -> dict[str, Any]:
    found = copy.deepcopy(settings)
    services = found["holdfast:services"]
    services["extra"] = {**copy.deepcopy(services["orders"]), "paths": ["/extra"], "priority": 50}
    return found


def test_a_single_star_ends_at_the_first_colon_and_excludes_nothing(
    staging: Faulty, settings: dict[str, Any]
) -> None:
    staging.stack.configure(release(settings, NEWER))
    with down(staging, "euw1") as calls:
        said = staging.fails("up", "--exclude", "*euw1-*")
    assert DOWN in said
    assert "euw1-orders-lt" in changed(calls)


def test_dependents_of_what_is_excluded_are_in_the_other_region_too(
    staging: Faulty, settings: dict[str, Any]
) -> None:
    staging.stack.configure(release(settings, NEWER))
    with down(staging, "euw1") as calls:
        staging.again("up", *WITHOUT_EUW1, "--exclude-dependents")
    assert changed(calls) == set()


def test_dependents_of_what_is_targeted_are_in_the_lost_region_too(
    staging: Faulty, settings: dict[str, Any]
) -> None:
    staging.stack.configure(release(settings, NEWER))
    with down(staging, "euw1") as calls:
        assert DOWN in staging.fails("up", "--target", "**::use1-**", "--target-dependents")
    assert "euw1-orders-lt" in changed(calls)


def test_a_refresh_asks_the_lost_region_unless_it_is_excluded(
    staging: Faulty, settings: dict[str, Any]
) -> None:
    with down(staging, "euw1") as calls:
        assert DOWN in staging.fails("refresh")
    with down(staging, "euw1") as calls:
        staging.again("refresh", *WITHOUT_EUW1)
    assert calls_of(calls, "euw1") == []
    assert {call.operation for call in calls} == {"read"}

    staging.stack.configure(release(settings, NEWER))
    with down(staging, "euw1") as calls:
        staging.again("up", "--refresh", *WITHOUT_EUW1)
    assert calls_of(calls, "euw1") == []
    assert {"use1-orders-lt", "use1-orders-asg"} <= changed(calls)


class State:
    """Where the stack's state is, as the commands of the page name it."""

    def __init__(self, staging: Faulty) -> None:
        self._stack = staging.stack
        self._environment = staging.stack._environment
        self.home = Path(self._environment["PULUMI_BACKEND_URL"].removeprefix("file://"))

    @contextmanager
    def at(self, folder: Path) -> Iterator[None]:
        """Be logged in elsewhere."""
        before = self._environment["PULUMI_BACKEND_URL"]
        self._environment["PULUMI_BACKEND_URL"] = folder.as_uri()
        try:
            yield
        finally:
            self._environment["PULUMI_BACKEND_URL"] = before

    def cli(self, *command: str) -> str:
        ran = subprocess.run(  # noqa: S603  # the CLI itself
            ["pulumi", *command, "--stack", "staging", "--non-interactive"],  # noqa: S607
            cwd=self._stack._folder,
            env={**os.environ, **self._environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout
        return ran.stdout


@pytest.fixture
def state(staging: Faulty) -> State:
    return State(staging)


def replicated(state: State, folder: Path) -> Path:
    """What S3 has copied to the other region by then."""
    shutil.copytree(state.home / ".pulumi", folder / ".pulumi")
    return folder


def test_the_state_is_taken_over_from_its_copy_and_brought_back(
    staging: Faulty, settings: dict[str, Any], state: State, tmp_path: Path
) -> None:
    copy_ = replicated(state, tmp_path / "copy")
    taken_over = tmp_path / "copy" / "taken-over"
    taken_over.mkdir()
    lost = state.home / ".pulumi"
    lost.rename(state.home / "out-of-reach")
    file = tmp_path / "state.json"

    with state.at(copy_):
        state.cli("stack", "export", "--file", str(file))
    with state.at(taken_over):
        staging.stack._run("stack", ["init", "staging", "--non-interactive"])
        state.cli("stack", "import", "--file", str(file))
        assert staging.stack.preview() == []
        staging.stack.configure({**release(settings, NEWER), "holdfast:hold": ["euw1"]})
        with down(staging, "euw1") as calls:
            staging.again("up")
        assert changed(calls) == {"use1-orders-lt", "use1-orders-asg"}
        state.cli("stack", "export", "--file", str(file))

    shutil.rmtree(lost, ignore_errors=True)
    (state.home / "out-of-reach").rename(lost)
    assert staging.stack.preview() != []  # what came back knows nothing of that update
    state.cli("stack", "import", "--file", str(file))
    assert staging.stack.preview() == []


def test_a_copy_with_a_lock_in_it_is_unlocked(
    staging: Faulty, settings: dict[str, Any], state: State, tmp_path: Path
) -> None:
    copy_ = replicated(state, tmp_path / "copy")
    locks = copy_ / ".pulumi" / "locks" / "organization" / "holdfast" / "staging"
    locks.mkdir(parents=True, exist_ok=True)
    lock = {"pid": 4711, "username": "ci", "hostname": "runner", "timestamp": "2026-11-21T09:26:53Z"}
    (locks / "00000000-0000-0000-0000-000000000000.json").write_text(json.dumps(lock), encoding="utf-8")
    with state.at(copy_):
        assert "currently locked by 1 lock" in staging.fails("up")
        state.cli("stack", "export", "--file", str(tmp_path / "state.json"))  # a lock stops no export
        staging.again("cancel")
        staging.again("up")
    assert json.loads((tmp_path / "state.json").read_text(encoding="utf-8"))["deployment"]["resources"]
    assert settings == staging.settings
