"""The alarms of whole stacks: our own, and shapes of every kind."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from holdfast.components.alarm_kinds import KINDS
from holdfast.components.alarms_plan_args import Alarms
from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.settings import load
from holdfast.topology.plan import plan
from tests.components.api_sample import EXAMPLES
from tests.components.declared import Declared, Resources, declared
from tests.settings.stack_files import as_pulumi_gives_it
from tests.settings.test_private_access import BASE as WAYS_IN
from tests.topology.examples import changed, settings

if TYPE_CHECKING:
    from holdfast.topology.values import Topology

ROOT = Path(__file__).parents[2]


@cache
def planned(stack: str) -> Topology:
    raw = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]
    return plan(load(as_pulumi_gives_it(raw), stack=stack), project="holdfast", stack=stack)


@cache
def ours(stack: str) -> Resources:
    return declared(lambda: MultiRegionApi("api", {"topology": planned(stack)}))


def stack(raw: dict[str, Any]) -> Resources:
    topology = plan(settings(raw), project="holdfast", stack="prod")
    return declared(lambda: MultiRegionApi("api", {"topology": topology}))


def alarms_of(resources: Resources) -> list[Declared]:
    return [*resources.of("MetricAlarm"), *resources.of("CompositeAlarm")]


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_no_alarm_of_our_stacks_is_without_an_owner_and_its_section(name: str) -> None:
    found = alarms_of(ours(name))
    runbook = planned(name).runbook
    described = f"Owner: {runbook.owner}. Runbook: {runbook.url}#"
    assert found
    assert [one.name for one in found if described not in one.inputs.get("alarmDescription", "")] == []
    assert [one.name for one in found if not one.inputs["tags"].get("Runbook")] == []


def test_production_has_what_it_needs_and_no_flood() -> None:
    found = ours("prod")
    nouns = {kind.noun for kind in KINDS}
    of_kind = {noun for noun in nouns for one in alarms_of(found) if one.name.endswith(f"-{noun}")}
    assert of_kind >= {
        *(
            "errors",
            "latency-p50",
            "latency-p99",
            "no-hosts",
            "zone-hosts",
            "rejected",
            "cpu",
            "memory",
            "disk",
        ),
        *("at-maximum", "table-throttles", "table-errors", "lag", "nat-ports", "nat-drops", "waf-blocked"),
        *("unreachable", "out-of-traffic", "no-region", "maintenance", "paging", "outside"),
    }
    for place in ("use1", "euw1"):
        names = found("api").outputs["operations"]["alarms"][place]["names"]
        assert 15 < len(names) <= 25
    assert found("global-cost-anomalies").inputs["subscribers"][0]["type"] == "SNS"


@pytest.mark.parametrize("name", ["staging", "prod"])
def test_an_alarm_tells_a_topic_of_its_own_region(name: str) -> None:
    for one in alarms_of(ours(name)):
        for arn in one.inputs.get("alarmActions") or []:
            assert arn.split(":")[3] == one.region, one.name


def test_the_lag_that_production_promises_is_the_one_that_pages() -> None:
    lag = ours("prod")("use1-orders-lag", "MetricAlarm").inputs
    assert (lag["threshold"], lag["tags"]["Severity"]) == (5000, "page")
    assert lag["dimensions"]["ReceivingRegion"] == "eu-west-1"


def test_what_operators_name() -> None:
    found = ours("prod")("api").outputs["operations"]["alarms"]
    assert set(found) == {"use1", "euw1"}
    assert found["euw1"]["region"] == "eu-west-1"
    assert found["euw1"]["paging"] == ours("prod")("euw1-paging").outputs["arn"]
    assert found["euw1"]["stop"] == ours("prod")("euw1-public-errors").outputs["arn"]
    for place, region in (("use1", "us-east-1"), ("euw1", "eu-west-1")):
        outside = found[place]["outside"]
        assert outside["region"] != region
        assert outside["alarm_arn"].split(":")[3] == outside["region"]
    assert found["euw1"]["names"]["euw1-orders-cpu"] == "euw1-orders-cpu-0000"


def test_nothing_in_us_east_1_says_from_outside_that_us_east_1_fails() -> None:
    raw = changed(regions={"use1": {}, "euw1": {}})
    found = stack(raw)("api").outputs["operations"]["alarms"]
    assert found["use1"].get("outside") is None
    assert found["euw1"]["outside"] == {
        "region": "us-east-1",
        "alarm_arn": stack(raw)("global-euw1-outside").outputs["arn"],
    }


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_shape_of_a_stack_has_alarms_that_tell_somebody(name: str) -> None:
    found = stack(EXAMPLES[name])
    told = [
        one
        for one in found.of("MetricAlarm")
        if one.inputs["tags"].get("Severity") == "ticket" and not one.inputs.get("alarmActions")
    ]
    assert told == []
    children = " ".join(one.inputs["alarmRule"] for one in found.of("CompositeAlarm"))
    pages = [one.name for one in found.of("MetricAlarm") if one.inputs["tags"].get("Severity") == "page"]
    assert [name for name in pages if f'ALARM("{name}-0000")' not in children] == []


def test_an_entrance_that_takes_no_requests_yet_alarms_nobody() -> None:
    found = stack(EXAMPLES["undelegated"])
    ends = ("-errors", "-no-hosts", "-unreachable", "-latency-p99")
    assert [one.name for one in found.of("MetricAlarm") if one.name.endswith(ends)] == []


def test_a_pilot_light_wakes_nobody_by_answering_nothing() -> None:
    regions = {"use1": {}, "euw1": {"role": "standby"}}
    entrance = {**changed()["entrances"]["public"], "standby": {"strategy": "pilot-light"}}
    found = stack(changed(regions=regions, entrances={"public": entrance}))
    pages = {one.name for one in found.of("MetricAlarm") if one.inputs["tags"].get("Severity") == "page"}
    assert {name for name in pages if "euw1" in name} == {"euw1-public-errors"}
    assert {"global-use1-public-unreachable", "use1-public-orders-no-hosts"} <= pages
    watched = {
        place: {
            query["metric"]["metricName"]
            for query in found(f"{place}-public-errors").inputs["metricQueries"]
            if "metric" in query
        }
        for place in regions
    }
    assert watched["use1"] - watched["euw1"] == {"HTTPCode_ELB_5XX_Count"}


def test_a_stack_that_wants_no_alarms_has_none_of_them() -> None:
    # An empty text is how Pulumi gives null.
    raw = {**changed(), "alarms": ""}
    found = stack(raw)
    assert found.of("RegionalAlarms") == found.of("OutsideAlarms") == found.of("CompositeAlarm") == []
    assert found("api").outputs["operations"]["alarms"] == {}


def test_a_held_regions_alarms_are_left_as_they_are() -> None:
    raw = {**changed(regions={"use1": {}, "euw1": {}}), "hold": ["euw1"]}
    found = stack(raw)
    assert found("euw1-orders-cpu", "MetricAlarm").ignore_changes == ("*",)
    assert found("use1-orders-cpu", "MetricAlarm").ignore_changes == ()
    assert found("global-euw1-public-unreachable", "MetricAlarm").ignore_changes == ()


def test_without_anything_declared_there_is_nothing_to_stop_by() -> None:
    nothing = Alarms(places={}, checked=None, canaries=None, regions={})
    assert (nothing.paging("use1"), nothing.stop("use1"), nothing.outside("use1")) == (None, None, None)
    assert nothing.operations() == {}


def test_alarms_of_ways_in_and_of_copies_name_their_owner_too() -> None:
    raw = {
        **changed(regions={"use1": {}, "euw1": {}}),
        "tags": {"Owner": "platform"},
        "stores": {
            "files": {
                "kind": "s3",
                "home": "use1",
                "write_routing": "any-region",
                "not_backed_up_because": "a test",
            }
        },
        "private_access": WAYS_IN,
    }
    found = stack(raw)
    ends = ("-tunnel1-down", "-line-down", "-replication-late-from-use1", "-replication-failed-to-euw1")
    alarms = {end: one for one in found.of("MetricAlarm") for end in ends if one.name.endswith(end)}
    assert set(alarms) == set(ends)
    assert {one.inputs["tags"]["Runbook"] for one in alarms.values()} == {"private-access", "replication"}
    assert all("Owner: platform." in one.inputs["alarmDescription"] for one in alarms.values())
