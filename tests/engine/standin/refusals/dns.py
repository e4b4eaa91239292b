"""Route 53: which records may stand beside which, and where an alias may point.

Records of one name and type share one routing policy, and each stands for another value of it: the rules of
``SetIdentifier``, ``Failover``, ``Region``, ``GeoLocation`` and ``AliasTarget`` in
https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html (2026-11). What Route 53
says is taken from reports of people, such as https://github.com/kubernetes-sigs/external-dns/issues/3945 and
https://github.com/cert-manager/cert-manager/issues/5388.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.standin.outputs import APPLICATION_ZONES, NETWORK_ZONES
from tests.engine.standin.refusals.wanted import Rule, Wanted, others

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.engine.standin.cloud import Cloud, Thing

RECORD, ZONE = "aws:route53/record:Record", "aws:route53/zone:Zone"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
_POLICIES = {
    "failoverRoutingPolicies": "failover",
    "weightedRoutingPolicies": "weighted",
    "latencyRoutingPolicies": "latency",
    "geolocationRoutingPolicies": "geolocation",
    "geoproximityRoutingPolicy": "geoproximity",
    "multivalueAnswerRoutingPolicy": "multivalue answer",
    "cidrRoutingPolicy": "CIDR",
}
_LARGEST_WEIGHT = 255


def _full_name(cloud: Cloud, zone_id: str, name: str) -> str:
    """A record's whole name, in lower case, with a dot at its end; the provider adds the zone's name."""
    name, apex = name.rstrip(".").lower(), _apex(cloud, zone_id)
    return f"{name}." if not apex or name == apex or name.endswith(f".{apex}") else f"{name}.{apex}."


def _apex(cloud: Cloud, zone_id: str) -> str:
    zone = cloud.find(ZONE, "", zone_id)
    return str(zone.state.get("name") or "").rstrip(".").lower() if zone is not None else ""


def _name(cloud: Cloud, wanted: Wanted) -> str:
    return _full_name(cloud, wanted.text("zoneId"), wanted.text("name"))


def _of_name(cloud: Cloud, zone_id: str, name: str) -> Iterator[Thing]:
    for thing in cloud.of(RECORD):
        if thing.state["zoneId"] == zone_id and _full_name(cloud, zone_id, thing.state["name"]) == name:
            yield thing


def _siblings(cloud: Cloud, wanted: Wanted) -> Iterator[Thing]:
    """Other records of the same name and type; without the one that an overwriting creation replaces."""
    overwrites = wanted.id is None and wanted.inputs.get("allowOverwrite")
    for thing in _of_name(cloud, wanted.text("zoneId"), _name(cloud, wanted)):
        same_set = (thing.state.get("setIdentifier") or "") == wanted.text("setIdentifier")
        if (
            thing.id != wanted.id
            and thing.state["type"] == wanted.text("type")
            and not (overwrites and same_set)
        ):
            yield thing


def _policy(inputs: Mapping[str, Any]) -> str:
    return next((word for key, word in _POLICIES.items() if inputs.get(key)), "simple")


def _called(cloud: Cloud, wanted: Wanted) -> str:
    identifier = wanted.text("setIdentifier")
    told = f", SetIdentifier {identifier}" if identifier else ""
    return f"RRSet with DNS name {_name(cloud, wanted)}, type {wanted.text('type')}{told}"


def _lies_in_its_zone(cloud: Cloud, wanted: Wanted) -> str | None:
    apex = _apex(cloud, wanted.text("zoneId"))
    if not wanted.text("name").endswith(".") or not apex:
        return None
    name = wanted.text("name").rstrip(".").lower()
    if name == apex or name.endswith(f".{apex}"):
        return None
    return f"InvalidChangeBatch: [RRSet with DNS name {name}. is not permitted in zone {apex}.]"


def _identifier_fits_the_policy(_cloud: Cloud, wanted: Wanted) -> str | None:
    if (_policy(wanted.inputs) == "simple") == (not wanted.text("setIdentifier")):
        return None
    return "InvalidInput: Invalid request: Missing field 'SetIdentifier' in Change with a routing policy"


def _is_made_once(cloud: Cloud, wanted: Wanted) -> str | None:
    identifier = wanted.text("setIdentifier")
    for thing in _siblings(cloud, wanted):
        if (thing.state.get("setIdentifier") or "") == identifier:
            told = f", set identifier='{identifier}'" if identifier else ""
            name = _name(cloud, wanted)
            return (
                f"InvalidChangeBatch: [Tried to create resource record set [name='{name}', "
                f"type='{wanted.text('type')}'{told}] but it already exists]"
            )
    return None


def _one_policy_per_name(cloud: Cloud, wanted: Wanted) -> str | None:
    policy = _policy(wanted.inputs)
    for thing in _siblings(cloud, wanted):
        other = _policy(thing.state)
        if other != policy:
            missing = f"a non {policy} rrset exists with the same name and type"
            if policy == "simple":
                missing = "other RRSets exist with the same name and type"
            return f"InvalidChangeBatch: [{_called(cloud, wanted)} cannot be created because {missing}.]"
    return None


def _one_record_per_value(cloud: Cloud, wanted: Wanted) -> str | None:
    """One PRIMARY and one SECONDARY; one record per latency region, per location."""
    for key, said in (
        ("failoverRoutingPolicies", "failover RRSet with the same name, type and failover type"),
        ("latencyRoutingPolicies", "latency RRSet with the same name, type and region"),
        ("geolocationRoutingPolicies", "geolocation RRSet with the same name, type and location"),
    ):
        mine = wanted.inputs.get(key)
        if mine and any(thing.state.get(key) == mine for thing in _siblings(cloud, wanted)):
            value = ", ".join(f"{name}={one}" for policy in mine for name, one in policy.items())
            return (
                f"InvalidChangeBatch: [{_called(cloud, wanted)}, and {value} cannot be created because "
                f"a {said} "
                "already exists.]"
            )
    return None


def _weight_is_small(_cloud: Cloud, wanted: Wanted) -> str | None:
    for policy in wanted.inputs.get("weightedRoutingPolicies") or ():
        if not 0 <= int(policy["weight"]) <= _LARGEST_WEIGHT:
            return (
                f"InvalidInput: 1 validation error detected: Value '{policy['weight']}' at 'weight' "
                "failed to "
                "satisfy constraint: Member must have value less than or equal to 255"
            )
    return None


def _alias_has_no_ttl(_cloud: Cloud, wanted: Wanted) -> str | None:
    """The provider asks for one of both: ``aliases`` conflicts with ``records`` and ``ttl``."""
    if bool(wanted.inputs.get("aliases")) == bool(wanted.inputs.get("records")):
        return (
            "InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and "
            "ResourceRecords]]"
        )
    return None


def _cname_stands_alone(cloud: Cloud, wanted: Wanted) -> str | None:
    """https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html (2026-11)."""
    zone_id, name = wanted.text("zoneId"), _name(cloud, wanted)
    apex = _apex(cloud, zone_id)
    if wanted.text("type") == "CNAME" and name == f"{apex}.":
        return (
            f"InvalidChangeBatch: [RRSet of type CNAME with DNS name {name} is not permitted at apex in "
            f"zone {apex}.]"
        )
    for thing in _of_name(cloud, zone_id, name):
        if thing.id != wanted.id and (thing.state["type"] == "CNAME") != (wanted.text("type") == "CNAME"):
            return (
                f"InvalidChangeBatch: [RRSet of type {wanted.text('type')} with DNS name {name} is not "
                "permitted "
                f"as it conflicts with other records with the same DNS name in zone {apex}.]"
            )
    return None


def _alias_points_somewhere(cloud: Cloud, wanted: Wanted) -> str | None:
    for alias in wanted.inputs.get("aliases") or ():
        said = _target_mistake(cloud, wanted, str(alias["name"]).rstrip(".").lower(), str(alias["zoneId"]))
        if said is not None:
            return (
                f"InvalidChangeBatch: [Tried to create an alias that targets {alias['name']}., type "
                f"{wanted.text('type')} in zone {alias['zoneId']}, but {said}]"
            )
    return None


def _target_mistake(cloud: Cloud, wanted: Wanted, target: str, zone_id: str) -> str | None:
    outside = "the alias target name does not lie within the target zone"
    if target.endswith(".elb.amazonaws.com") or ".elb." in target:
        for balancer in cloud.of(LOAD_BALANCER):
            if str(balancer.state["dnsName"]).lower() == target.removeprefix("dualstack."):
                return None if balancer.state["zoneId"] == zone_id else outside
        return "the alias target name was not found"
    if zone_id in {*APPLICATION_ZONES.values(), *NETWORK_ZONES.values()}:
        return outside
    if zone_id != wanted.text("zoneId"):
        return None
    found = any(
        thing.state["type"] == wanted.text("type")
        for thing in _of_name(cloud, zone_id, _full_name(cloud, zone_id, target))
    )
    return None if found else "the alias target name was not found"


def _zone_is_there(cloud: Cloud, wanted: Wanted) -> str | None:
    for thing in others(cloud, wanted):
        if wanted.text("delegationSetId") and thing.state.get("name") == wanted.text("name"):
            return f"ConflictingDomainExists: a zone {wanted.text('name')} uses the same delegation set"
    return None


RULES: Mapping[str, tuple[Rule, ...]] = {
    RECORD: (
        _identifier_fits_the_policy,
        _lies_in_its_zone,
        _alias_has_no_ttl,
        _is_made_once,
        _one_policy_per_name,
        _one_record_per_value,
        _weight_is_small,
        _cname_stands_alone,
        _alias_points_somewhere,
    ),
    ZONE: (_zone_is_there,),
}
