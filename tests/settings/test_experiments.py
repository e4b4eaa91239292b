"""Settings of experiments: what is planned of them, and what is refused, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from holdfast.settings import SettingsError
from holdfast.topology.plan import plan
from tests.topology.examples import ENTRANCE, SERVICE, changed, settings

if TYPE_CHECKING:
    from holdfast.topology.values import Topology

ON = {"on_protected": True}
TWO: dict[str, Any] = {"use1": {}, "euw1": {}}
FUNCTION = {
    "kind": "lambda",
    "artefact": "s3://artefacts-{region}/orders.zip",
    "peak_rps": 90,
    "function": {"rps": 20, "handler": "app.handler", "runtime": "python3.13"},
}


def planned(**keys: Any) -> Topology:
    return plan(settings(changed(**keys)), project="holdfast", stack="test")


def refused(**keys: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        planned(**keys)
    return str(caught.value)


def test_there_are_none_unasked() -> None:
    assert planned().experiments is None


def test_all_that_has_targets_by_default() -> None:
    found = planned(regions=TWO, experiments=ON).experiments
    assert found is not None
    assert {place: [one.key for one in some] for place, some in found.places.items()} == {
        "use1": ["cut-euw1", "lose-zone", "stop-orders", "throttle-orders"],
        "euw1": ["cut-use1", "lose-zone", "stop-orders", "throttle-orders"],
    }
    assert (found.duration_minutes, found.percent, found.chaos) == (10, None, None)
    assert found.origin["percent"] == "holdfast:experiments.percent (default)"


def test_places_kinds_and_the_zone_are_chosen() -> None:
    asked = {**ON, "places": ["euw1"], "kinds": ["lose-zone"], "zone": "b"}
    found = planned(regions=TWO, experiments=asked).experiments
    assert found is not None
    assert {place: [(one.key, one.subject) for one in some] for place, some in found.places.items()} == {
        "euw1": [("lose-zone", "eu-west-1b")]
    }


def test_terminations_by_themselves() -> None:
    asked = {**ON, "chaos": {"places": ["euw1"], "start": "13:15", "window_minutes": 90}}
    found = planned(regions=TWO, experiments=asked).experiments
    assert found is not None
    assert found.chaos is not None
    assert found.chaos.services == {"euw1": ("orders",)}
    assert (found.chaos.minute, found.chaos.window_minutes) == (13 * 60 + 15, 90)
    assert found.chaos.days == ("MON", "TUE", "WED", "THU", "FRI")


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        ({}, ["on_protected: must be true where holdfast:protection is 'enforced'"]),
        ({**ON, "places": ["euw1"]}, ["experiments.places: serves nothing"]),
        ({**ON, "kinds": ["stop", "stop"]}, ["experiments.kinds"]),
        ({**ON, "dependencies": {"secrets": "x.example.com"}}, ["is Secrets Manager"]),
        (
            {**ON, "kinds": ["lose-zone"], "percent": 5, "chaos": {}},
            ["percent: does nothing without 'stop'", "chaos: does nothing without 'stop'"],
        ),
        (
            {**ON, "chaos": {"start": "22:00"}},
            ["window_minutes: ends on the next day: from 22:00 on a day has 120 minutes left"],
        ),
        (
            {**ON, "chaos": {"services": ["order"], "places": ["usw2"]}},
            ["no such service in holdfast:services", "no such region in holdfast:regions"],
        ),
        ({**ON, "places": ["use1"], "chaos": {"places": ["euw1"]}}, ["has no experiments"]),
    ],
)
def test_refused_settings(asked: dict[str, Any], reasons: list[str]) -> None:
    text = refused(experiments=asked)
    for reason in reasons:
        assert reason in text


def test_lifted_protection_needs_no_leave() -> None:
    assert planned(protection="lifted", experiments={}).experiments is not None


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("cut-region", "a place needs another region"),
        ("slow-database", "no service on instances uses a store"),
        ("failover", "it takes an Aurora cluster with two instances"),
        ("expire-dependency", "no service on instances reads secrets"),
    ],
)
def test_a_kind_without_any_target_is_refused_with_the_reason(kind: str, reason: str) -> None:
    assert reason in refused(experiments={**ON, "kinds": ["stop", kind]})


def test_a_zone_that_no_region_has_is_refused() -> None:
    text = refused(
        experiments={**ON, "kinds": ["lose-zone"], "zone": "f"}, regions={"use1": {"zones": ["a", "b"]}}
    )
    assert "a place needs a network of its own with that zone and another" in text


def test_experiments_that_nothing_would_stop_are_refused() -> None:
    assert "set holdfast:alarms.error_percent" in refused(experiments=ON, alarms={"error_percent": None})
    undelegated = {"public": {**ENTRANCE, "zone": {"name": "example.com"}}}
    assert "no entrance of it has a certificate yet" in refused(experiments=ON, entrances=undelegated)


def test_a_service_that_cannot_be_terminated_is_refused() -> None:
    serverless: dict[str, Any] = {
        "services": {"orders": FUNCTION},
        "entrances": {"public": {**ENTRANCE, "api_gateway": {}}},
    }
    chosen = refused(**serverless, experiments={**ON, "chaos": {"services": ["orders"]}})
    assert "chaos.services: only services on instances and on ECS" in chosen
    anything = refused(**serverless, experiments={**ON, "chaos": {}})
    assert "nothing in these places is a target of any experiment" in anything
    assert "chaos: nothing to terminate" in anything


def test_names_that_aws_would_refuse_are_refused_by_their_own_key() -> None:
    services = {"orders-of-today": SERVICE}
    with pytest.raises(SettingsError, match=r"holdfast:services\.orders-of-today: .*-fis-role'"):
        plan(
            settings(changed(services=services, experiments=ON)),
            project="a-project-of-length",
            stack="production",
        )
