"""Canaries and Internet Monitor as part of a whole stack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_type_hints

from holdfast.components.lambdas.canary import handler
from holdfast.contracts import operations as contract
from tests.components.api_sample import ADOPTED, PARTNERS, STANDBY, exported
from tests.topology.examples import ENTRANCE, changed

if TYPE_CHECKING:
    from tests.components.declared import Resources

BOTH: dict[str, Any] = {"use1": {}, "euw1": {}}
DUAL = {
    **ENTRANCE,
    "cloudflare": {
        "account_id": "0123456789abcdef0123456789abcdef",
        "zone": {"name": "example.com", "id": "0123456789abcdef0123456789abcdef"},
    },
}
CLOUDFRONT = {**ENTRANCE, "cloudfront": {"origin_lock": "header", "logs": {"place": "use1"}}}


def stack(**keys: Any) -> tuple[Resources, dict[str, Any]]:
    return exported(changed(**{"regions": BOTH, "canaries": {}, **keys}))


def told(resources: Resources, name: str) -> dict[str, Any]:
    variables = resources(name, "Canary").inputs["runConfig"]["environmentVariables"]
    found: dict[str, Any] = json.loads(variables[handler.SETTINGS])
    return found


def test_a_canary_per_place_and_entrance_asks_every_region() -> None:
    resources, _ = stack(entrances={"public": ENTRANCE, "partners": PARTNERS})
    canaries = resources.of("aws:synthetics/canary:Canary")
    assert {one.name for one in canaries} == {
        f"{place}-{entrance}-canary" for place in BOTH for entrance in ("public", "partners")
    }
    asked = told(resources, "euw1-partners-canary")
    assert asked["hosts"] == {"euw1": "euw1.partners.example.com", "use1": "use1.partners.example.com"}
    assert (asked["domain"], asked["path"], asked["place"]) == ("partners.example.com", "/healthz", "euw1")
    assert asked["tells"] == {"euw1": "eu-west-1"}  # of use1, and use1 itself does not count that


def test_alarms_are_in_another_region_than_what_they_are_about() -> None:
    resources, operations = stack(entrances={"public": ENTRANCE, "partners": PARTNERS})
    regions = {"use1": "us-east-1", "euw1": "eu-west-1"}
    for failed, place in (("use1", "euw1"), ("euw1", "use1")):
        composite = resources(f"{place}-{failed}-failed", "CompositeAlarm")
        assert composite.region == regions[place]
        assert operations["canaries"]["failed"][failed] == {place: composite.arn}
        for entrance in ("public", "partners"):
            step = resources(f"{place}-{entrance}-canary-{failed}")
            assert step.region == regions[place]
            assert step.inputs["alarmActions"] == [resources(f"{place}-alarms-topic", "Topic").arn]
            page = resources(f"{place}-{failed}-failed-{entrance}")
            assert page.inputs["alarmActions"] == [resources(f"{place}-pages-alarms-topic", "Topic").arn]


def test_each_providers_path_is_asked_where_both_answer() -> None:
    resources, _ = stack(entrances={"public": DUAL})
    asked = told(resources, "use1-public-canary")
    assert (asked["zone"], asked["name_servers"]) == ("example.com", {"cloudflare": [], "route53": []})
    assert "use1-public-canary-cloudflare-serves" in resources.names("MetricAlarm")


def test_a_region_for_backups_watches_and_makes_a_quorum() -> None:
    regions = {**BOTH, "euc1": {"role": "backup"}}
    resources, operations = stack(regions=regions, canaries={"places": ["use1", "euw1", "euc1"]})
    alarm = resources("euc1-use1-failed-public")
    assert (alarm.region, alarm.inputs["threshold"]) == ("eu-central-1", 2)
    # Those that can take over come first.
    assert list(operations["canaries"]["failed"]["use1"]) == ["euw1", "euc1"]
    assert told(resources, "euc1-public-canary")["tells"] == {
        "euc1": "eu-central-1",
        "euw1": "eu-west-1",
        "use1": "us-east-1",
    }
    encryption = resources("euc1-canaries-encryption").inputs["rules"][0]
    assert encryption["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_a_held_region_keeps_its_canary_as_it_is() -> None:
    resources, _ = stack(hold=["euw1"])
    assert resources("euw1-public-canary", "Canary").ignore_changes == ("*",)
    assert resources("use1-public-canary", "Canary").ignore_changes == ()


def test_operations_have_the_shape_of_the_contract() -> None:
    _, operations = stack(internet_monitor={})
    found = operations["canaries"]
    assert set(found) == set(get_type_hints(contract.Canaries))
    place = found["places"]["use1"]
    assert set(place) == set(get_type_hints(contract.CanaryPlace))
    assert set(place["canaries"]["public"]) == set(get_type_hints(contract.CanaryRun))
    assert set(place["canaries"]["public"]["alarm_arns"]) == {"euw1", "public"}
    (monitor, *_) = operations["internet_monitors"].values()
    assert set(monitor) == set(get_type_hints(contract.InternetMonitor))
    unasked = exported(changed(regions=BOTH))[1]
    assert (unasked["canaries"], unasked["internet_monitors"]) == (None, {})


def test_the_networks_of_clients_are_measured_at_each_vpc_and_at_the_edge() -> None:
    resources, operations = stack(canaries=None, internet_monitor={}, entrances={"public": CLOUDFRONT})
    monitors = {one.name: one for one in resources.of("aws:cloudwatch/internetMonitor:InternetMonitor")}
    assert set(monitors) == {"euw1-internet-monitor", "use1-internet-monitor", "global-internet-monitor"}
    assert monitors["euw1-internet-monitor"].inputs["resources"] == [
        "arn:aws:ec2:eu-west-1:111122223333:vpc/euw1-vpc-id"
    ]
    edge = monitors["global-internet-monitor"]
    assert edge.region == "us-east-1"
    assert [arn.split(":")[2] for arn in edge.inputs["resources"]] == ["cloudfront"]
    assert operations["internet_monitors"]["global"]["region"] == "us-east-1"


def test_an_adopted_network_is_measured_and_a_standby_is_watched() -> None:
    resources, _ = stack(regions={"use1": {"adopt": ADOPTED}, "euw1": {}}, internet_monitor={})
    assert {one.inputs["resources"][0] for one in resources.of("InternetMonitor") if one.custom} >= {
        f"arn:aws:ec2:us-east-1:111122223333:vpc/{ADOPTED['vpc_id']}"
    }
    standby, _ = stack(regions=STANDBY)
    assert "use1-public-canary-euw1" in standby.names("MetricAlarm")
