"""What Route 53 and Cloudflare answer for a name, from what a stack declares: two small models.

Route 53's rules: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/
health-checks-how-route-53-chooses-records.html and dns-failover-complex-configs.html, and for locations
resource-record-sets-values-geo-alias.html. Cloudflare's: https://developers.cloudflare.com/load-balancing/
understand-basics/health-details/ and traffic-steering/steering-policies/ (2026-11).

An answer is the set of regions to which a client may be sent: one where the policy leaves no choice, several
where it draws by weight.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tests.components.declared import Resources

_RECORD = "aws:route53/record:Record"
_BALANCER = "cloudflare:index/loadBalancer:LoadBalancer"
_POOL = "cloudflare:index/loadBalancerPool:LoadBalancerPool"

_NEAREST = ("dynamic_latency", "proximity")
_DRAWN = ("random", "least_outstanding_requests", "least_connections")


@dataclass(frozen=True)
class Client:
    """Who asks: the places from the nearest on, and where that is.

    ``region`` is Cloudflare's, of the data centre that such a client reaches
    (https://developers.cloudflare.com/load-balancing/reference/region-mapping-api/).
    """

    nearness: tuple[str, ...]
    continent: str = ""
    country: str = ""
    region: str = ""

    def __str__(self) -> str:
        """Say where the client is."""
        where = self.country or self.continent
        return f"{where}{', ' if where else ''}near {self.nearness[0]}"


def outages(places: Sequence[str]) -> Iterator[frozenset[str]]:
    """Every set of healthy places, from all to none."""
    for count in range(len(places), -1, -1):
        for healthy in combinations(sorted(places), count):
            yield frozenset(healthy)


def clients(
    places: Sequence[str], where: Iterable[tuple[str, str, str]] = (("", "", ""),)
) -> Iterator[Client]:
    """Clients near each place, in each order of the others, at each continent, country and region."""
    for located in where:
        for nearness in permutations(sorted(places)):
            yield Client(nearness, *located)


class Route53:
    """Answers from the records of a name."""

    def __init__(self, resources: Resources, domain: str) -> None:
        self._domain = domain
        self._records: dict[str, list[Mapping[str, Any]]] = {}
        for one in resources.of(_RECORD):
            if one.inputs["type"] == "A":
                self._records.setdefault(one.inputs["name"], []).append(one.inputs)
        self._places = _places_of_doors(resources)

    def answer(self, client: Client, healthy: frozenset[str]) -> frozenset[str]:
        """Tell the places to which a client may be sent."""
        return self._resolve(self._domain, client, healthy)

    def _resolve(self, name: str, client: Client, healthy: frozenset[str]) -> frozenset[str]:
        if name in self._places:
            return frozenset({self._places[name]})
        chosen = self._choose(self._records[name], client, healthy)
        return frozenset().union(*(self._resolve(_target(one), client, healthy) for one in chosen))

    def _is_healthy(self, record: Mapping[str, Any], healthy: frozenset[str]) -> bool:
        """Judge a record by what it leads to: a region's check and its balancer fail together here.

        A record without a check that does not look at its target is always healthy.
        """
        target, (alias,) = _target(record), record["aliases"]
        if "healthCheckId" not in record and not alias["evaluateTargetHealth"]:
            return True
        if target in self._places:
            return self._places[target] in healthy
        return any(self._is_healthy(one, healthy) for one in self._records[target])

    def _choose(
        self, records: list[Mapping[str, Any]], client: Client, healthy: frozenset[str]
    ) -> list[Mapping[str, Any]]:
        sound = [one for one in records if self._is_healthy(one, healthy)]
        (policy,) = {_policy(one) for one in records}
        match policy:
            case "failoverRoutingPolicies":
                return _by_slot(sound or records)[:1]
            case "latencyRoutingPolicies":
                return [min(sound or records, key=lambda one: self._distance(one, client))]
            case "weightedRoutingPolicies":
                return _heavy(sound) or sound or _heavy(records)
            case "geolocationRoutingPolicies":
                return self._located(records, client, healthy)
            case _:
                return records

    def _distance(self, record: Mapping[str, Any], client: Client) -> int:
        return client.nearness.index(self._places[_target(record)])

    def _located(
        self, records: list[Mapping[str, Any]], client: Client, healthy: frozenset[str]
    ) -> list[Mapping[str, Any]]:
        """Go from the narrowest location to wider ones; with none healthy stay with the narrowest."""
        by_location = {_location(one): one for one in records}
        keys = [key for key in (client.country, client.continent.lower(), "*") if key in by_location]
        sound = [key for key in keys if self._is_healthy(by_location[key], healthy)]
        return [by_location[(sound or keys)[0]]]


class Cloudflare:
    """Answers from a load balancer and its pools."""

    def __init__(self, resources: Resources, domain: str) -> None:
        (self._balancer,) = [one.inputs for one in resources.of(_BALANCER) if one.inputs["name"] == domain]
        doors = _places_of_doors(resources)
        self._places = {
            one.id: doors[origin["address"]]
            for one in resources.of(_POOL)
            for origin in one.inputs["origins"]
        }
        self._judged = {self._places[one.id] for one in resources.of(_POOL) if one.inputs.get("monitor")}

    def answer(self, client: Client, healthy: frozenset[str]) -> frozenset[str]:
        """Tell the places to which a client may be sent."""
        steering = self._balancer["steeringPolicy"]
        pools = self._listed(client) if steering == "geo" else self._balancer["defaultPools"]
        places = [self._places[pool] for pool in pools]
        sound = [place for place in places if place in healthy or place not in self._judged]
        if steering in _DRAWN:
            sound = [place for place in sound if self._weight(place)]
            return frozenset(sound or [self._fallback])
        if steering in _NEAREST:
            sound.sort(key=client.nearness.index)
        return frozenset((sound or [self._fallback])[:1])

    @property
    def _fallback(self) -> str:
        return self._places[self._balancer["fallbackPool"]]

    def _weight(self, place: str) -> float:
        weights = self._balancer.get("randomSteering", {}).get("poolWeights", {})
        return float(next((weights[pool] for pool in weights if self._places[pool] == place), 1))

    def _listed(self, client: Client) -> list[str]:
        countries, regions = self._balancer.get("countryPools", {}), self._balancer.get("regionPools", {})
        if client.country in countries:
            return list(countries[client.country])
        return list(regions.get(client.region, self._balancer["defaultPools"]))


def _places_of_doors(resources: Resources) -> dict[str, str]:
    return {
        str(one.outputs["dnsName"]): one.name.split("-")[0]
        for one in resources.of("aws:lb/loadBalancer:LoadBalancer")
    }


def _target(record: Mapping[str, Any]) -> str:
    (alias,) = record["aliases"]
    return str(alias["name"])


def _policy(record: Mapping[str, Any]) -> str | None:
    return next((key for key in record if key.endswith("RoutingPolicies")), None)


def _by_slot(records: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(records, key=lambda one: str(one["failoverRoutingPolicies"][0]["type"]))


def _heavy(records: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for one in records if one["weightedRoutingPolicies"][0]["weight"]]


def _location(record: Mapping[str, Any]) -> str:
    """Country in capitals, continent in small letters, since some share a code."""
    (where,) = record["geolocationRoutingPolicies"]
    return str(where.get("country") or where["continent"].lower())
