"""An update while the second account does not answer, or its role is not there yet."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.faulty import Faulty, faulty, settings_of
from tests.engine.standin.faults import Fault
from tests.engine.test_faulty_regions import NEWER, release
from tests.needs import needs_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [needs_engine, pytest.mark.xdist_group("bunker-lost")]

REGION = "eu-north-1"
EXCLUDED = ("--exclude", "**::eun1-bunker**")
NO_ROLE = "Cannot assume IAM Role"
BUNKER = {
    "account": "999988887777",
    "place": "eun1",
    "role_arn": "arn:aws:iam::999988887777:role/backup-bunker",
}


def with_bunker(settings: dict[str, Any], **more: Any) -> dict[str, Any]:
    found = copy.deepcopy(settings)
    found["holdfast:backups"]["bunker"] = {**BUNKER, **more}
    return found


@pytest.fixture
def staging(tmp_path: Any) -> Iterator[Faulty]:
    with faulty(tmp_path, "staging", settings_of("staging")) as one:
        one.again("up")
        yield one


def test_an_update_goes_on_without_the_bunker_that_does_not_answer_and_follows_there_later(
    staging: Faulty,
) -> None:
    staging.stack.configure(with_bunker(staging.settings))
    staging.again("up")
    changed = release(with_bunker(staging.settings, retention_days=20), NEWER)
    changed["holdfast:tags"]["Team"] = "others"
    staging.stack.configure(changed)
    with staging.failing(Fault(region=REGION, message=NO_ROLE)):
        assert NO_ROLE in staging.fails("up")
        before = len(staging.faults.calls)
        staging.again("up", *EXCLUDED)
        staging.again("refresh", *EXCLUDED)
        calls = staging.faults.calls[before:]
    assert REGION not in {call.region for call in calls if call.operation != "configure"}
    assert {"use1-orders-lt", "euw1-orders-lt", "use1-standard-daily"} <= {call.name for call in calls}

    before = len(staging.faults.calls)
    staging.again("up")
    updated = {call.name for call in staging.faults.calls[before:] if call.operation == "update"}
    assert {"eun1-bunker-vault", "eun1-bunker-key"} <= updated
    assert staging.stack.preview() == []


def test_a_role_that_is_not_there_stops_the_update_and_the_settings_can_be_taken_back(
    staging: Faulty,
) -> None:
    staging.stack.configure(with_bunker(staging.settings))
    with staging.failing(Fault(operation="configure", message=NO_ROLE)):
        assert NO_ROLE in staging.fails("preview")
        assert NO_ROLE in staging.fails("up")
        staging.stack.configure(staging.settings)
        staging.again("up")
        assert staging.stack.preview() == []
    assert REGION not in {call.region for call in staging.faults.calls if call.operation != "configure"}

    staging.stack.configure(with_bunker(staging.settings))
    staging.again("up")
    assert staging.stack.preview() == []


def test_a_bunker_that_is_left_out_before_it_exists_breaks_the_state_which_can_be_repaired(
    staging: Faulty,
) -> None:
    staging.stack.configure(with_bunker(staging.settings))
    with staging.failing(Fault(operation="configure", message=NO_ROLE)):
        assert "snapshot integrity" in staging.fails("up", *EXCLUDED)
    repaired = staging.stack._run("state", ["repair", "--stack", "staging", "--yes", "--non-interactive"])
    assert not repaired.failed, repaired.text
    staging.again("up")
    assert staging.stack.preview() == []
