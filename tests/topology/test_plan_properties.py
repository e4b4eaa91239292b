from __future__ import annotations

import copy
from fractions import Fraction
from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from holdfast.settings import PLACES
from holdfast.topology.plan import plan
from holdfast.topology.values import Role, ServicePlan, SubnetTier, Survives, Topology
from tests.topology.examples import ENTRANCE, NOT_BACKED_UP, SERVICE, settings, stacks

hypothesis_settings.register_profile("plan", max_examples=60, deadline=None)
hypothesis_settings.load_profile("plan")


def planned(raw: dict[str, Any]) -> Topology:
    return plan(settings(raw), project="holdfast", stack="test")


def names(topology: Topology) -> set[str]:
    """Every key that resource names are made of, with what must never change beneath the name."""
    found: set[str] = set()
    for region in topology.regions:
        found.add(region.place)
        if region.network is not None:
            found |= {f"{region.place}/{net.tier}-{net.key}={net.cidr}" for net in region.network.subnets}
        found |= {f"{region.place}-{service.key}" for service in region.services}
    for entrance in topology.entrances:
        found |= {f"{endpoint.place}-{entrance.key}={endpoint.host}" for endpoint in entrance.endpoints}
    return found | {f"store-{store.key}={store.home}" for store in topology.stores}


def services(topology: Topology) -> dict[tuple[str, str], ServicePlan]:
    return {
        (region.place, service.key): service for region in topology.regions for service in region.services
    }


@given(stacks())
def test_no_two_blocks_overlap_and_every_subnet_lies_in_its_vpc(raw: dict[str, Any]) -> None:
    networks = [region.network for region in planned(raw).regions if region.network]
    for one, other in combinations((IPv4Network(network.cidr) for network in networks), 2):
        assert not one.overlaps(other)
    for network in networks:
        blocks = [IPv4Network(subnet.cidr) for subnet in network.subnets]
        assert all(block.subnet_of(IPv4Network(network.cidr)) for block in blocks)
        assert not any(one.overlaps(other) for one, other in combinations(blocks, 2))
        assert {subnet.tier for subnet in network.subnets} == set(SubnetTier)


@given(stacks(mode="active"))
def test_the_peak_is_carried_when_any_region_and_a_zone_of_each_other_is_lost(raw: dict[str, Any]) -> None:
    raw["objectives"] = {"survives": "region"}
    topology = planned(raw)
    for key, service in raw["services"].items():
        for lost in topology.regions:
            carried = sum(
                Fraction(found.capacity.minimum, len(region.network.zones)) * (len(region.network.zones) - 1)
                for region in topology.regions
                if region is not lost and region.network is not None
                for found in region.services
                if found.key == key
            ) * Fraction(service["instance"]["rps"])
            assert carried >= Fraction(str(service["peak_rps"]))


@given(stacks())
def test_each_zone_can_be_lost_where_zones_are_survived(raw: dict[str, Any]) -> None:
    topology = planned(raw)
    if topology.objectives.survives is Survives.INSTANCE:
        return
    active = [region for region in topology.regions if region.role is Role.ACTIVE]
    for region in active:
        assert region.network is not None
        for service in region.services:
            zones = len(region.network.zones)
            assert service.capacity.minimum % zones == 0
            left = Fraction(service.capacity.minimum, zones) * (zones - 1)
            share = Fraction(str(raw["services"][service.key]["peak_rps"])) / len(active)
            assert left * Fraction(raw["services"][service.key]["instance"]["rps"]) >= share


@given(stacks())
def test_minimum_needed_and_maximum_are_ordered(raw: dict[str, Any]) -> None:
    for service in services(planned(raw)).values():
        capacity = service.capacity
        assert 0 <= capacity.minimum <= capacity.needed <= capacity.maximum


@given(stacks(), st.randoms(use_true_random=False))
def test_the_order_of_keys_is_irrelevant(raw: dict[str, Any], random: Any) -> None:
    shuffled = copy.deepcopy(raw)
    for noun in ("regions", "services", "entrances"):
        items = list(shuffled[noun].items())
        random.shuffle(items)
        shuffled[noun] = dict(items)
    top = list(shuffled.items())
    random.shuffle(top)
    assert planned(dict(top)) == planned(raw)


@given(stacks(mode="active"), st.sampled_from(sorted(PLACES)))
def test_adding_a_region_renames_nothing(raw: dict[str, Any], place: str) -> None:
    before = names(planned(raw))
    raw["regions"].setdefault(place, {"zones": 2})
    assert before <= names(planned(raw))


@given(stacks())
def test_adding_a_zone_moves_no_subnet(raw: dict[str, Any]) -> None:
    before = names(planned(raw))
    for place, region in raw["regions"].items():
        region["zones"] = min(region["zones"] + 1, len(PLACES[place].zones))
    assert before <= names(planned(raw))


@given(stacks())
def test_adding_a_service_an_entrance_and_a_store_renames_nothing(raw: dict[str, Any]) -> None:
    before = names(planned(raw))
    raw["services"]["added"] = {**SERVICE, "priority": 7, "paths": ["/added/*"]}
    raw["entrances"]["second"] = {**ENTRANCE, "domain": "second.example.com"}
    home = min(raw["regions"])
    routing = {"write_routing": "any-region"} if len(raw["regions"]) > 1 else {}
    raw["stores"] = {"added": {"kind": "dynamodb", "home": home, **NOT_BACKED_UP, **routing}}
    assert before <= names(planned(raw))


@given(stacks(mode="passive"))
def test_swapping_the_roles_changes_values_and_no_name(raw: dict[str, Any]) -> None:
    before = planned(raw)
    swapped = {"active": "standby", "standby": "active"}
    for region in raw["regions"].values():
        region["role"] = swapped[region.get("role", "active")]
    after = planned(raw)
    assert names(before) == names(after)
    assert before.entrances[0].slots is not None
    assert after.entrances[0].slots is not None
    assert after.entrances[0].slots.primary == before.entrances[0].slots.secondary


@given(stacks())
def test_a_switch_lies_in_another_region(raw: dict[str, Any]) -> None:
    for entrance in planned(raw).entrances:
        for endpoint in entrance.endpoints:
            alone = len(entrance.endpoints) == 1
            assert (endpoint.switch_place is None) == alone
            assert endpoint.switch_place != endpoint.place


@given(stacks())
def test_every_planned_value_knows_its_settings_path(raw: dict[str, Any]) -> None:
    topology = planned(raw)
    found: list[Any] = [
        *topology.regions,
        *topology.entrances,
        *services(topology).values(),
        topology.objectives,
    ]
    found += [region.network for region in topology.regions if region.network]
    found += [service.capacity for service in services(topology).values()]
    for value in found:
        paths = [path for joined in value.origin.values() for path in joined.split(", ")]
        assert paths
        assert all(path.startswith("holdfast:") for path in paths), paths
