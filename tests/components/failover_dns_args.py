"""Arguments of ``FailoverDns`` that fit each policy, and ways to compare what they declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.components.failover_dns import FailoverDns, FailoverDnsArgs
from holdfast.topology.values import RoutingPolicy
from tests.components.declared import declared

if TYPE_CHECKING:
    from tests.components.declared import Declared, Resources

COMPONENT = "holdfast:index:FailoverDns"
HEALTH_CHECK = "aws:route53/healthCheck:HealthCheck"
RECORD = "aws:route53/record:Record"
REGIONS = {"use1": "us-east-1", "euw1": "eu-west-1", "aps1": "ap-south-1"}
SLOTS = {"primary": "use1", "secondary": "euw1"}
CHECK = {
    "resource_path": "/healthz",
    "interval_seconds": 10,
    "failure_threshold": 3,
    "checker_regions": ["eu-west-1", "us-east-1", "us-west-2"],
}
LOCATIONS = {"use1": ["default", "NA", "US-CA"], "euw1": ["EU", "country:SA"]}
ADDRESSES = {"use1": ["203.0.113.20", "203.0.113.10"], "euw1": ["198.51.100.10"]}


def endpoint(place: str, **more: Any) -> dict[str, Any]:
    return {
        "region": REGIONS[place],
        "host": f"{place}.api.example.com",
        "dns_name": f"{place}-lb.elb.amazonaws.com",
        "zone_id": f"{place}-lb-zone",
        "health_check_id": f"{place}-health",
        **more,
    }


def endpoints(*places: str, **by_place: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {place: endpoint(place, **by_place.get(place, {})) for place in places}


def args(policy: str, **changes: Any) -> FailoverDnsArgs:
    given: dict[str, Any] = {
        "zone_id": "ZONE",
        "domain": "api.example.com",
        "policy": RoutingPolicy(policy),
        "endpoints": endpoints("use1", "euw1"),
    }
    fitting: dict[str, dict[str, Any]] = {
        "simple": {"endpoints": endpoints("use1")},
        "failover": {"slots": SLOTS},
        "geolocation": {
            "endpoints": endpoints(*LOCATIONS, **{p: {"locations": all_} for p, all_ in LOCATIONS.items()})
        },
        "multivalue": {
            "endpoints": endpoints(
                *ADDRESSES,
                **{
                    place: {
                        "addresses": known,
                        "shared_health_check_ids": [f"{place}-alarm", f"{place}-switch"],
                    }
                    for place, known in ADDRESSES.items()
                },
            ),
            "address_check": CHECK,
        },
    }
    return FailoverDnsArgs(**{**given, **fitting.get(policy, {}), **changes})  # type: ignore[typeddict-item]  # tests vary any key


def found(policy: str, **changes: Any) -> Resources:
    return declared(lambda: FailoverDns("global-public", args(policy, **changes)))


def public(resources: Resources) -> Declared:
    return resources("global-public", "Record")


def alias(name: str, zone_id: str = "ZONE") -> list[dict[str, Any]]:
    return [{"name": name, "zoneId": zone_id, "evaluateTargetHealth": True}]


def to_balancer(place: str) -> list[dict[str, Any]]:
    return alias(f"{place}-lb.elb.amazonaws.com", f"{place}-lb-zone")


def record_names(resources: Resources) -> set[str]:
    return {name.removeprefix("global-public") for name in resources.names("Record")}


def by_name(resources: Resources) -> dict[tuple[str, str], Declared]:
    return {(one.type, one.name): one for one in resources if one.custom}


def changed(before: Resources, after: Resources) -> dict[str, set[str]]:
    """Inputs that differ, by name of the resources that are in both."""
    old, new = by_name(before), by_name(after)
    both = {key: (old[key].inputs, new[key].inputs) for key in old.keys() & new.keys()}
    differing = {
        name: {key for key in one.keys() | two.keys() if one.get(key) != two.get(key)}
        for (_, name), (one, two) in both.items()
    }
    return {name: keys for name, keys in differing.items() if keys}
