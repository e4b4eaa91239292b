"""The names of an entrance under each routing policy, and how they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from holdfast.components.failover_dns import FailoverDns, FailoverDnsArgs
from tests.components.declared import declared
from tests.components.failover_dns_args import (
    COMPONENT,
    HEALTH_CHECK,
    RECORD,
    alias,
    args,
    changed,
    endpoint,
    endpoints,
    found,
    public,
    record_names,
    to_balancer,
)

if TYPE_CHECKING:
    from tests.components.declared import Declared

HOSTS = {"-use1", "-euw1"}
CHILDREN = {
    "simple": {"", "-use1"},
    "failover": {"", *HOSTS, "-failover-primary", "-failover-secondary"},
    "latency": {"", *HOSTS, "-latency-use1", "-latency-euw1"},
    "weighted": {"", *HOSTS, "-weighted-use1", "-weighted-euw1"},
    "geolocation": {
        "",
        *HOSTS,
        "-geolocation-default",
        "-geolocation-na",
        "-geolocation-us-ca",
        "-geolocation-eu",
        "-geolocation-country-sa",
        "-fallback-primary",
        "-fallback-secondary",
        "-latency-use1",
        "-latency-euw1",
    },
    "multivalue": {
        "",
        *HOSTS,
        "-multivalue-use1-203-0-113-10",
        "-multivalue-use1-203-0-113-20",
        "-multivalue-euw1-198-51-100-10",
    },
}


@pytest.mark.parametrize("policy", list(CHILDREN))
def test_children_are_exactly_these(policy: str) -> None:
    expected = {(COMPONENT, "global-public")} | {(RECORD, f"global-public{one}") for one in CHILDREN[policy]}
    if policy == "multivalue":
        expected |= {
            (HEALTH_CHECK, f"global-public{one}-{kind}")
            for one in CHILDREN[policy] - {"", *HOSTS}
            for kind in ("endpoint", "health")
        }
    assert found(policy).pairs() == expected


@pytest.mark.parametrize("policy", list(CHILDREN))
def test_every_record_is_an_a_record_of_the_zone_below_the_component(policy: str) -> None:
    for record in found(policy).of("Record"):
        assert (record.parent, record.region) == ("global-public", None)
        assert (record.inputs["zoneId"], record.inputs["type"]) == ("ZONE", "A")
        assert "allowOverwrite" not in record.inputs
        assert record.ignore_changes == ()


@pytest.mark.parametrize("policy", list(CHILDREN))
def test_only_the_public_record_is_protected_and_only_while_enforced(policy: str) -> None:
    assert {one.name for one in found(policy).of("Record") if one.protect} == {"global-public"}
    assert not any(one.protect for one in found(policy, protection=False))


@pytest.mark.parametrize("policy", list(CHILDREN))
def test_regions_answer_by_their_own_names_whatever_their_health(policy: str) -> None:
    resources = found(policy)
    for place in args(policy)["endpoints"]:
        assert resources(f"global-public-{place}").inputs == {
            "zoneId": "ZONE",
            "name": f"{place}.api.example.com",
            "type": "A",
            "aliases": to_balancer(place),
        }


@pytest.mark.parametrize("policy", list(CHILDREN))
def test_the_public_name_is_one_alias_that_waits_for_its_set(policy: str) -> None:
    resources = found(policy)
    target = "use1.api.example.com" if policy == "simple" else f"{policy}.api.example.com"
    record = public(resources)
    assert record.inputs == {
        "zoneId": "ZONE",
        "name": "api.example.com",
        "type": "A",
        "aliases": alias(target),
    }
    members = {one.name for one in resources.of("Record") if one.inputs["name"] == target}
    assert members <= record.depends_on
    assert resources("global-public", COMPONENT).outputs == {
        "fqdn": "api.example.com",
        "set_name": target,
        "endpoint_hosts": {place: f"{place}.api.example.com" for place in args(policy)["endpoints"]},
        "origin": {},
    }


@pytest.mark.parametrize("policy", list(CHILDREN))
def test_records_of_one_name_share_one_policy_and_differ_in_identifier(policy: str) -> None:
    members: dict[str, list[Declared]] = {}
    for record in found(policy).of("Record"):
        members.setdefault(record.inputs["name"], []).append(record)
    for records in members.values():
        kinds = {frozenset(key for key in one.inputs if "outingPolic" in key) for one in records}
        assert len(kinds) == 1
        identifiers = [one.inputs.get("setIdentifier") for one in records]
        assert len(identifiers) == len(set(identifiers))
        assert (identifiers == [None]) == (kinds == {frozenset()})
        assert all(len(one or "") <= 128 for one in identifiers)


@pytest.mark.parametrize("policy", list(CHILDREN))
def test_aliases_lead_to_names_that_are_declared_and_waited_for(policy: str) -> None:
    resources = found(policy)
    names: dict[str, set[str]] = {}
    for record in resources.of("Record"):
        names.setdefault(record.inputs["name"], set()).add(record.name)
    for record in resources.of("Record"):
        for target in record.inputs.get("aliases", []):
            if target["zoneId"] == "ZONE":
                assert names[target["name"]] <= record.depends_on


@pytest.mark.parametrize("policy", ["failover", "latency", "weighted", "geolocation", "multivalue"])
def test_a_region_that_is_added_changes_nothing_that_exists(policy: str) -> None:
    more = {"aps1": endpoint("aps1", locations=["AS"], addresses=["192.0.2.10"])}
    before = found(policy)
    after = found(policy, endpoints={**more, **args(policy)["endpoints"]})
    assert before.pairs() <= after.pairs()
    assert changed(before, after) == {}
    assert "-aps1" in record_names(after)


@pytest.mark.parametrize("policy", ["failover", "latency", "weighted", "geolocation"])
def test_going_from_one_region_to_two_retargets_the_public_record(policy: str) -> None:
    before, after = found("simple"), found(policy)
    assert changed(before, after) == {"global-public": {"aliases"}}
    assert before.pairs() <= after.pairs()


@pytest.mark.parametrize("first", ["failover", "latency", "weighted", "geolocation", "multivalue"])
@pytest.mark.parametrize("second", ["failover", "latency", "weighted", "geolocation", "multivalue"])
def test_a_change_of_policy_makes_the_new_set_first_and_retargets_one_alias(first: str, second: str) -> None:
    before, after = found(first), found(second)
    assert changed(before, after) == ({} if first == second else {"global-public": {"aliases"}})
    fresh = {one.name for one in after.of("Record") if one.inputs["name"] == f"{second}.api.example.com"}
    assert fresh <= public(after).depends_on
    names = {one.inputs["name"] for one in before.of("Record") if one.name not in after.names()}
    kept = {one.inputs["name"] for one in after.of("Record")}
    assert not names & kept


def test_the_order_of_the_settings_decides_nothing() -> None:
    for policy in CHILDREN:
        turned = dict(reversed(list(args(policy)["endpoints"].items())))
        once, again = found(policy), found(policy, endpoints=turned)
        assert sorted(one.name for one in once) == sorted(one.name for one in again)
        assert changed(once, again) == {}


def test_zone_and_targets_may_be_outputs() -> None:
    def build() -> None:
        given = endpoints("use1", use1={"dns_name": pulumi.Output.from_input("later.elb.amazonaws.com")})
        FailoverDns(
            "global-public", args("simple", endpoints=given, zone_id=pulumi.Output.from_input("LATER"))
        )

    resources = declared(build)
    assert public(resources).inputs["aliases"] == alias("use1.api.example.com", "LATER")
    assert resources("global-public-use1").inputs["aliases"] == alias(
        "later.elb.amazonaws.com", "use1-lb-zone"
    )


MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("simple", {"endpoints": {}}, "'endpoints' needs at least one region, got none"),
    ("simple", {"endpoints": endpoints("use1", "euw1")}, "simple answers with one region, got euw1, use1"),
    ("failover", {"slots": {"primary": "use1", "secondary": "use1"}}, "two different places, got 'use1'"),
    (
        "failover",
        {"slots": {"primary": "use1", "secondary": "usw2"}},
        "the secondary slot's place 'usw2' is none of euw1, use1",
    ),
    (
        "weighted",
        {"endpoints": endpoints("use1", use1={"weight": 256})},
        "weight of use1 .* 0 and 255, got 256",
    ),
    (
        "weighted",
        {"endpoints": endpoints("use1", use1={"weight": -1})},
        "weight of use1 .* 0 and 255, got -1",
    ),
    (
        "latency",
        {"endpoints": endpoints("use1", use1={"host": "latency.api.example.com"})},
        "host 'latency.api.example.com' of use1 is the name of the latency set",
    ),
    (
        "latency",
        {"endpoints": endpoints("use1", "euw1", use1={"host": "euw1.api.example.com"})},
        "host 'euw1.api.example.com' of use1 is the name of euw1",
    ),
]


@pytest.mark.parametrize(("policy", "changes", "message"), MISTAKES)
def test_fails_with_a_persons_message(policy: str, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        found(policy, **changes)


@pytest.mark.parametrize(("policy", "key"), [("failover", "slots"), ("multivalue", "address_check")])
def test_fails_without_what_the_policy_needs(policy: str, key: str) -> None:
    given: dict[str, Any] = dict(args(policy))
    del given[key]
    with pytest.raises(ValueError, match=f"{policy} needs '{key}'"):
        declared(lambda: FailoverDns("global-public", FailoverDnsArgs(**given)))  # type: ignore[typeddict-item]  # a key is left out on purpose


@pytest.mark.parametrize("policy", ["failover", "latency", "weighted", "geolocation"])
def test_fails_without_a_health_check(policy: str) -> None:
    given: dict[str, Any] = {place: dict(one) for place, one in args(policy)["endpoints"].items()}
    del given["euw1"]["health_check_id"]
    with pytest.raises(ValueError, match=f"{policy} needs the health check of euw1, got none"):
        found(policy, endpoints=given)


def test_fails_with_every_mistake_at_once() -> None:
    given = endpoints("use1", "euw1", use1={"weight": 300}, euw1={"weight": 400})
    with pytest.raises(ValueError, match=r"^global-public: .*euw1.* got 400; .*use1.* got 300$"):
        found("weighted", endpoints=given)
