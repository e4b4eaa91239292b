"""Replacements that depend on values: what ``facts.json`` tells in words under ``conditional``, decided.

Sources: the ``CustomizeDiff`` functions of the files that each type's row in ``facts.json`` names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Condition = Callable[[Mapping[str, Any], Mapping[str, Any]], bool]

_RULES = (
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
)
_RULE_SOURCES = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
_UNITS = ("readUnitsPerSecond", "writeUnitsPerSecond")


def replaces(
    type_token: str, property_: str, state: Mapping[str, Any], inputs: Mapping[str, Any]
) -> bool | None:
    """Whether a change of a property replaces the resource; None where no condition is known here.

    Args:
        type_token: The resource's type.
        property_: The property that differs.
        state: The resource's state.
        inputs: What the program wants.
    """
    condition = _CONDITIONS.get((type_token, property_))
    return None if condition is None else condition(state, inputs)


def _appears_or_goes(property_: str) -> Condition:
    return lambda state, inputs: bool(state.get(property_)) != bool(inputs.get(property_))


def _fewer_units(state: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    wanted = inputs.get("warmThroughput")
    if wanted is None:
        return False
    has = state.get("warmThroughput") or {}
    return any(wanted.get(unit, 0) < has.get(unit, 0) for unit in _UNITS)


def _network_balancer(state: Mapping[str, Any]) -> bool:
    return state.get("loadBalancerType") == "network"


def _loses_a_subnet(state: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    kept = set(inputs.get("subnets") or ())
    return _network_balancer(state) and bool(set(state.get("subnets") or ()) - kept)


def _network_groups_appear_or_go(state: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    return _network_balancer(state) and _appears_or_goes("securityGroups")(state, inputs)


def _no_interface(state: Mapping[str, Any], _inputs: Mapping[str, Any]) -> bool:
    return state.get("vpcEndpointType") != "Interface"


def _assigned(state: Mapping[str, Any], _inputs: Mapping[str, Any]) -> bool:
    return bool(state.get("assignIpv6AddressOnCreation"))


def _but_to_default(state: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    return (state.get("instanceTenancy"), inputs.get("instanceTenancy") or "default") != (
        "dedicated",
        "default",
    )


def _older_version(state: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    has, wanted = (_version(one.get("engineVersion")) for one in (state, inputs))
    return bool(has and wanted) and wanted < has


def _version(text: object) -> tuple[int, ...]:
    """The numbers of a version such as ``7.1``; none of one whose minor part is left open (``6.x``)."""
    parts = str(text or "").split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def _back_to_redis(state: Mapping[str, Any], inputs: Mapping[str, Any]) -> bool:
    return (state.get("engine"), inputs.get("engine")) == ("valkey", "redis")


_CONDITIONS: Mapping[tuple[str, str], Condition] = {
    **{(rule, source): _appears_or_goes(source) for rule in _RULES for source in _RULE_SOURCES},
    ("aws:dynamodb/table:Table", "warmThroughput"): _fewer_units,
    ("aws:ec2/natGateway:NatGateway", "availabilityZoneAddresses"): _appears_or_goes(
        "availabilityZoneAddresses"
    ),
    ("aws:ec2/subnet:Subnet", "ipv6CidrBlock"): _assigned,
    ("aws:ec2/vpc:Vpc", "instanceTenancy"): _but_to_default,
    ("aws:ec2/vpcEndpoint:VpcEndpoint", "privateDnsEnabled"): _no_interface,
    ("aws:elasticache/replicationGroup:ReplicationGroup", "engine"): _back_to_redis,
    ("aws:elasticache/replicationGroup:ReplicationGroup", "engineVersion"): _older_version,
    ("aws:lb/loadBalancer:LoadBalancer", "securityGroups"): _network_groups_appear_or_go,
    ("aws:lb/loadBalancer:LoadBalancer", "subnets"): _loses_a_subnet,
}
