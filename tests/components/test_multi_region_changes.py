"""What a change of settings keeps: roles, regions, services, entrances, a delegation, holding, protection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from holdfast.components.held_regions import leave_as_is
from tests.components.api_sample import EXAMPLES, ORDERS, api, differences, example, keys
from tests.topology.examples import ENTRANCE, changed

if TYPE_CHECKING:
    from tests.components.declared import Declared, Resources


TELLS_OF_ALL_REGIONS = {
    # One page for the whole API: it shows every region's paging alarm and entrances.
    "Dashboard global-dashboard": {"dashboardBody"},
    # AWS Health sends what it says of each other region to us-west-2 too; the rule names those regions.
    "EventRule usw2-copies-aws-issues": {"eventPattern", "description"},
}
"""What a stack has once, and changes in place with the set of its regions."""


def test_swapping_roles_moves_targets_and_sizes_and_nothing_else() -> None:
    before, after = example("active-passive"), example("active-passive, swapped")
    assert keys(before) == keys(after)
    assert differences(before, after) == {
        "Record global-public-failover-primary": {"aliases", "healthCheckId"},
        "Record global-public-failover-secondary": {"aliases", "healthCheckId"},
        "Group use1-orders-asg": {"minSize"},
        "Group euw1-orders-asg": {"minSize"},
    }
    assert after("global-public-failover-primary").inputs["healthCheckId"] == "euw1-public-health-id"
    assert after("global-public-failover-secondary").inputs["healthCheckId"] == "use1-public-health-id"


def test_swapping_roles_of_reserved_and_spot_capacity_changes_sizes_alone() -> None:
    swapped = {"regions": {"use1": {"role": "standby"}, "euw1": {}}}
    before, after = example("spot"), api({**EXAMPLES["spot"], **swapped})
    assert keys(before) == keys(after)
    found = differences(before, after)
    assert {name: found[name] for name in found if name.startswith("Group")} == {
        f"Group {place}-orders-asg": {"minSize"} for place in ("use1", "euw1")
    }
    assert {name.split()[0] for name in found} == {"Group", "Record"}


def test_adding_a_region_keeps_what_is_there() -> None:
    before, after = example("active-active"), example("three regions")
    assert keys(before) < keys(after)
    assert {one.name.split("-")[0] for one in after if one.urn not in keys(before)} == {"apne1", "global"}
    # Each region now carries a smaller share, and the ring of switches has a new member.
    assert differences(before, after) == {
        **{f"Group {place}-orders-asg": {"minSize", "maxSize"} for place in ("use1", "euw1")},
        **{f"MetricAlarm {place}-public-dependency": {"threshold"} for place in ("use1", "euw1")},
        **{f"HealthCheck {place}-public-dependency-check": {"triggers"} for place in ("use1", "euw1")},
        **{f"WebAcl {place}-public-acl": {"rules"} for place in ("use1", "euw1")},
        "HealthCheck use1-public-switch": {"fqdn"},
        "MetricAlarm global-public-no-region": {"metricQueries"},
        **TELLS_OF_ALL_REGIONS,
    }


@pytest.mark.parametrize(("place", "region"), [("use1", "us-east-1"), ("usw2", "us-west-2")])
def test_a_region_that_had_topics_alone_keeps_them_as_it_joins(place: str, region: str) -> None:
    pair: dict[str, Any] = {"euc1": {}, "euw1": {}}
    before, after = api(changed(regions=pair)), api(changed(regions={**pair, place: {}}))
    gone = {one.urn: one for one in before if one.urn not in keys(after)}
    # The region's own key takes the place of that of the topics, which the engine must be free to delete.
    assert {one.name for one in gone.values()} == {
        f"{place}-alerts{noun}" for noun in ("", "-key", "-key-alias")
    }
    assert [one.name for one in gone.values() if one.protect] == []
    topics = {f"{place}-alarms-topic", f"{place}-pages-alarms-topic"}
    found = differences(before, after)
    assert {name: found[f"Topic {name}"] for name in topics} == {key: {"kmsMasterKeyId"} for key in topics}
    for one in after.of("aws:sns/topic:Topic"):
        if one.region == region:
            assert one.inputs["kmsMasterKeyId"] == after(f"{place}-key").arn


def test_a_second_region_retargets_the_public_name_alone() -> None:
    before, after = example("single"), example("active-active")
    assert keys(before) < keys(after)
    assert differences(before, after) == {
        "Record global-public": {"aliases"},
        "HealthCheck use1-public-health": {"childHealthchecks", "childHealthThreshold"},
        "MetricAlarm use1-public-dependency": {"threshold"},
        "HealthCheck use1-public-dependency-check": {"triggers"},
        # Only with another region there is a switch, which silences the page.
        "CompositeAlarm global-use1-outside": {"actionsSuppressor"},
        **TELLS_OF_ALL_REGIONS,
    }


def test_adding_a_service_keeps_what_is_there() -> None:
    before, after = api(changed(services={"orders": ORDERS})), example("two services")
    assert keys(before) < keys(after)
    assert all("users" in one.name for one in after if one.urn not in keys(before))
    # The region's peak is that of both services, and the load balancer reaches the ports of both.
    assert differences(before, after) == {
        "MetricAlarm use1-public-dependency": {"threshold"},
        "HealthCheck use1-public-dependency-check": {"triggers"},
        "SecurityGroupEgressRule use1-public-egress": {"toPort"},
        "WebAcl use1-public-acl": {"rules"},
        "CompositeAlarm use1-paging": {"alarmRule"},
        # The region's dashboard shows its services, and its queries read the logs of all of them.
        "Dashboard use1-dashboard": {"dashboardBody"},
        **{
            f"QueryDefinition use1-{query}": {"logGroupNames"}
            for query in ("latest-errors", "errors-by-pattern", "errors-by-minute", "lines-by-minute")
        },
    }


def test_adding_an_entrance_keeps_what_is_there() -> None:
    before, after = example("single"), example("two entrances")
    assert keys(before) < keys(after)
    new = {one.name for one in after if one.urn not in keys(before)}
    # What stops experiments looks at all entrances now.
    assert {name for name in new if "partners" not in name} == {"use1-client-errors"}
    assert differences(before, after) == {
        "Group use1-orders-asg": {"targetGroupArns"},
        "CompositeAlarm use1-paging": {"alarmRule"},
        "CompositeAlarm global-use1-outside": {"alarmRule"},
        **{f"Dashboard {name}-dashboard": {"dashboardBody"} for name in ("global", "use1")},
    }


def test_the_second_step_of_an_undelegated_zone_keeps_the_first() -> None:
    before, after = example("undelegated"), example("delegated")
    assert keys(before) < keys(after)
    assert {one.name for one in after if one.urn not in keys(before)} == {
        "use1-public-cert-validation",
        "use1-public-ingress-443-0.0.0.0_0",
        "use1-public-https",
        "use1-public-orders-rule",
        "use1-orders-requests-public",
        "use1-public",
        "use1-public-cert-expiry",
        *(
            f"use1-public-{noun}"
            for noun in ("errors", "latency-p50", "latency-p99", "rejected", "waf-blocked")
        ),
        *(f"use1-public-orders-{noun}" for noun in ("no-hosts", *(f"{zone}-zone-hosts" for zone in "abc"))),
        *("use1-paging", "global", "global-use1-outside"),
        *("global-use1-public-unreachable", "global-use1-public-out-of-traffic"),
    }
    assert differences(before, after) == {
        "Listener use1-public-http": {"defaultActions"},
        # What clients get is measured from now on.
        **{f"Dashboard {name}-dashboard": {"dashboardBody"} for name in ("global", "use1")},
    }


def _in_held_region(one: Declared) -> bool:
    """Of euw1: its resources, the health that watches it, its part of certificates."""
    return one.region == "eu-west-1" or one.name.split("-")[0] == "euw1"


def test_a_held_region_is_left_as_it_is_and_no_other() -> None:
    found = example("held")
    held = {one.urn for one in found if "*" in one.ignore_changes}
    assert held == {one.urn for one in found if _in_held_region(one)}
    assert keys(found) == keys(example("active-active"))
    assert [one for one in example("active-active") if "*" in one.ignore_changes] == []
    # What was ignored before still is.
    assert found("euw1-orders-asg").ignore_changes == ("desiredCapacity", "*")


def test_a_held_region_holds_what_the_stack_has_once_there() -> None:
    """An update while us-east-1 is down calls nothing there, not for alarms on the other regions either."""
    found = api(changed(regions={"use1": {}, "euw1": {}}, hold=["use1"]))
    there = [one for one in found if one.custom and one.region == "us-east-1"]
    assert {"global-dashboard", "global-paging", "global-euw1-outside", "use1-dashboard"} <= {
        one.name for one in there
    }
    assert [one.name for one in there if "*" not in one.ignore_changes] == []


def test_leaving_as_is_keeps_properties_and_options() -> None:
    opts = pulumi.ResourceOptions(protect=True, ignore_changes=["desiredCapacity"])
    given = pulumi.ResourceTransformArgs(
        custom=True, type_="aws:ec2/vpc:Vpc", name="euw1-vpc", props={"cidrBlock": "10.0.0.0/16"}, opts=opts
    )
    result = leave_as_is(given)
    assert result.props == {"cidrBlock": "10.0.0.0/16"}
    assert result.opts.protect is True
    assert result.opts.ignore_changes == ["desiredCapacity", "*"]


def _pair(protection: str) -> Resources:
    public = {**ENTRANCE, "zone": {"name": "example.com", "delegated": True}}
    return api({**EXAMPLES["active-active"], "entrances": {"public": public}, "protection": protection})


@pytest.fixture(scope="module")
def lifted() -> Resources:
    return _pair("lifted")


@pytest.fixture(scope="module")
def enforced() -> Resources:
    return _pair("enforced")


def test_enforced_protection_guards_state_and_traffic(enforced: Resources) -> None:
    found = enforced
    assert {one.name for one in found if one.protect} == {
        "global-example.com-zone",
        "global-public",
        *(f"{place}-{noun}" for place in ("use1", "euw1") for noun in ("key", "logs", "switch", "public-lb")),
    }
    for one in found.of("Bucket"):
        assert one.inputs["forceDestroy"] is False
    for one in found.of("aws:lb/loadBalancer:LoadBalancer"):
        assert one.inputs["enableDeletionProtection"] is True
    assert {one.name: one.inputs["deletionWindowInDays"] for one in found.of("Key")} == {
        "use1-key": 30,
        "euw1-key": 30,
        # A key of topics keeps nothing, and goes as soon as its region has one of its own.
        "usw2-alerts-key": 7,
    }
    assert found("global-example.com-zone").inputs["forceDestroy"] is False
    assert found("global-example.com-zone").inputs["enableAcceleratedRecovery"] is True


def test_lifted_protection_guards_nothing(lifted: Resources) -> None:
    assert [one.name for one in lifted if one.protect or one.retain_on_delete] == []
    for one in lifted.of("Bucket"):
        assert one.inputs["forceDestroy"] is True
    for one in lifted.of("aws:lb/loadBalancer:LoadBalancer"):
        assert one.inputs["enableDeletionProtection"] is False
    assert {one.inputs["deletionWindowInDays"] for one in lifted.of("Key")} == {7}
    assert lifted("global-example.com-zone").inputs["forceDestroy"] is True
    # AWS deletes no zone that has it.
    assert lifted("global-example.com-zone").inputs["enableAcceleratedRecovery"] is False
    held_back = {
        key
        for one in lifted
        for key, value in one.inputs.items()
        if value is True and ("protection" in key.lower() or "disableApiTermination" in key)
    }
    assert held_back == set()


def test_lifting_protection_renames_nothing(lifted: Resources, enforced: Resources) -> None:
    assert keys(lifted) == keys(enforced)
    assert {kind for changes in differences(enforced, lifted).values() for kind in changes} == {
        "deletionWindowInDays",
        "enableAcceleratedRecovery",
        "enableDeletionProtection",
        "forceDestroy",
    }
