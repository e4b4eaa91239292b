"""Whole APIs for tests: settings in every mode, their plans, and what is declared for them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from holdfast.components.multi_region_api import MultiRegionApi
from holdfast.topology.plan import plan
from tests.components.declared import PROJECT, STACK, Resources, declared
from tests.topology.examples import ENTRANCE, SERVICE, changed, settings

if TYPE_CHECKING:
    from holdfast.components.plan_args import RegionalNetwork
    from holdfast.topology.values import Topology

ADOPTED = {
    "vpc_id": "vpc-0123456789abcdef0",
    "cidr": "10.200.0.0/20",
    "public_subnet_ids": ["subnet-0a000001", "subnet-0a000002", "subnet-0a000003"],
    "private_subnet_ids": ["subnet-0b000001", "subnet-0b000002", "subnet-0b000003"],
}
REGIONAL_NETWORK: RegionalNetwork = {
    "vpc_id": "vpc-1",
    "cidr": "10.0.0.0/16",
    "public_subnet_ids": ["subnet-public-a", "subnet-public-b"],
    "private_subnet_ids": ["subnet-private-a", "subnet-private-b"],
}
"""What a region's API needs of its network."""
ORDERS = {**SERVICE, "paths": ["/orders/*"], "priority": 10}
USERS = {**SERVICE, "port": 9090, "paths": ["/users/*"], "priority": 20}
PARTNERS = {**ENTRANCE, "domain": "partners.example.com"}
NEW_ZONE = {**ENTRANCE, "zone": {"name": "example.com"}}
STANDBY = {"use1": {}, "euw1": {"role": "standby"}}

EXAMPLES: dict[str, dict[str, Any]] = {
    "single": changed(),
    "active-passive": changed(regions=STANDBY),
    "active-passive, swapped": changed(regions={"use1": {"role": "standby"}, "euw1": {}}),
    "active-active": changed(regions={"use1": {}, "euw1": {}}),
    "three regions": changed(regions={"use1": {}, "euw1": {}, "apne1": {}}),
    "weighted": changed(
        regions={"use1": {}, "euw1": {}},
        entrances={"public": {**ENTRANCE, "policy": "weighted", "weights": {"use1": 90, "euw1": 10}}},
    ),
    "geolocation": changed(
        regions={"use1": {}, "euw1": {}},
        entrances={
            "public": {
                **ENTRANCE,
                "policy": "geolocation",
                "locations": {"use1": ["default"], "euw1": ["EU", "US-CA"]},
            }
        },
    ),
    "multivalue": changed(
        regions={"use1": {}, "euw1": {}},
        entrances={
            "public": {
                **ENTRANCE,
                "policy": "multivalue",
                "addresses": {"use1": ["54.1.2.3"], "euw1": ["54.1.2.4"]},
            }
        },
    ),
    "two services": changed(services={"orders": ORDERS, "users": USERS}),
    "two entrances": changed(entrances={"public": ENTRANCE, "partners": PARTNERS}),
    "adopted network": changed(regions={"use1": {"adopt": ADOPTED}}),
    "undelegated": changed(entrances={"public": NEW_ZONE}),
    "delegated": changed(
        entrances={"public": {**ENTRANCE, "zone": {"name": "example.com", "delegated": True}}}
    ),
    "backup region": changed(
        regions={"use1": {}, "euc1": {"role": "backup"}},
        stores={"orders": {"kind": "dynamodb"}},
        backups={"copy_to": ["euc1"]},
    ),
    "backup and restore": changed(
        regions=STANDBY,
        stores={"orders": {"kind": "aurora-postgresql", "regions": ["use1"]}},
        backups={"copy_to": ["euw1"]},
        entrances={"public": {**ENTRANCE, "standby": {"strategy": "backup-and-restore"}}},
    ),
    "database": changed(
        regions=STANDBY,
        services={"orders": {**SERVICE, "stores": ["orders"]}},
        stores={"orders": {"kind": "aurora-postgresql", "home": "use1", "write_routing": "forwarded"}},
        backups={"copy_to": ["euw1"]},
    ),
    "held": changed(regions={"use1": {}, "euw1": {}}, hold=["euw1"]),
    "budget": changed(budget={"monthly_usd": 100, "emails": ["team@example.com"]}),
    "spot": changed(
        regions=STANDBY,
        services={
            "orders": {
                **SERVICE,
                "instance": {"rps": 100, "types": ["m7g.large", "m6g.large"]},
                "scaling": {"spot_percent_above_minimum": 50, "capacity_reservations": True},
            }
        },
    ),
}
"""Settings by what they show; each is the smallest stack but for that."""


def planned(raw: dict[str, Any]) -> Topology:
    return plan(settings(raw), project=PROJECT, stack=STACK)


def api(raw: dict[str, Any]) -> Resources:
    return _declare(raw)[0]


def exported(raw: dict[str, Any]) -> tuple[Resources, dict[str, Any]]:
    """What a stack declares, and its output ``operations``."""
    return _declare(raw)


def example(name: str) -> Resources:
    """What an example declares; nobody may change it."""
    return _example(name)[0]


def operations(name: str) -> dict[str, Any]:
    """An example's output ``operations`` as it is exported (what is registered drops keys that are None)."""
    return _example(name)[1]


@cache
def _example(name: str) -> tuple[Resources, dict[str, Any]]:
    return _declare(EXAMPLES[name])


def _declare(raw: dict[str, Any]) -> tuple[Resources, dict[str, Any]]:
    topology, found = planned(raw), dict[str, Any]()
    return declared(
        lambda: MultiRegionApi("api", {"topology": topology}).operations.apply(found.update)
    ), found


def components(resources: Resources) -> set[str]:
    """``Class name`` of each component."""
    return {f"{one.type.rsplit(':', 1)[-1]} {one.name}" for one in resources if not one.custom}


def keys(resources: Resources) -> set[str]:
    """URNs: what the engine knows resources by."""
    return {one.urn for one in resources}


def differences(before: Resources, after: Resources) -> dict[str, set[str]]:
    """Inputs that differ in custom resources that are in both, by ``Type name``."""
    old, new = ({one.urn: one for one in some if one.custom} for some in (before, after))
    found: dict[str, set[str]] = {}
    for urn in old.keys() & new.keys():
        one, two = old[urn].inputs, new[urn].inputs
        if changes := {key for key in one.keys() | two.keys() if one.get(key) != two.get(key)}:
            found[f"{old[urn].type.rsplit(':', 1)[-1]} {old[urn].name}"] = changes
    return found
