"""The record set of each Route 53 routing policy, under a name of its own.

Names and set identifiers are constants: a policy's label, a place, a location, an address, or one of the two
failover slots. What a change moves is an alias target, a weight or a health check, which Route 53 updates in
place where name, type and set identifier stay (UPSERT:
https://docs.aws.amazon.com/Route53/latest/APIReference/API_Change.html).

* **latency**, **weighted**: one record per place. An unhealthy one is left out. A place of weight 0 is asked
  only when all places above 0 are unhealthy, so 0 is a last resort and not "off"
  (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html).
* **failover**: PRIMARY and SECONDARY, both with health: with both unhealthy Route 53 answers the primary.
* **geolocation**, **multivalue**: see ``geolocation_records`` and ``multivalue_records``.

An alias to a balancer carries the region's calculated health check *and* evaluates target health: "both of
the following must be true" for it to be answered
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html), so what the
balancer sees from inside and what checkers see from outside can each take a region out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NotRequired, TypedDict, Unpack, cast

import pulumi
from pulumi_aws import route53

DEFAULT_WEIGHT = 100
"""Weight of a place that names none: all alike, with room to shift traffic in small steps."""


class EndpointArgs(TypedDict):
    """One region behind an entrance."""

    region: str
    """AWS region, from which Route 53 knows its latency to clients."""
    host: str
    """The region's own host name in the entrance's zone, such as ``use1.api.example.com``."""
    dns_name: pulumi.Input[str]
    """DNS name of the region's load balancer."""
    zone_id: pulumi.Input[str]
    """Hosted zone id of the region's load balancer."""
    host_dns_name: NotRequired[pulumi.Input[str]]
    """DNS name that the region's own host name leads to, where each name of it has an address of its own, as
    in API Gateway. Default: ``dns_name``."""
    host_zone_id: NotRequired[pulumi.Input[str]]
    """Hosted zone id of that name, which it comes with. Default: ``zone_id``."""
    health_check_id: NotRequired[pulumi.Input[str]]
    """The region's calculated health check, which every policy but ``simple`` and ``multivalue`` needs.
    Default: none."""
    evaluate_target_health: NotRequired[bool]
    """Whether the alias is unhealthy too while the load balancer has a target group without a healthy target,
    for which Route 53 takes an empty one as well (https://docs.aws.amazon.com/Route53/latest/APIReference/
    API_AliasTarget.html, 2026-11). Default: True."""
    weight: NotRequired[int]
    """``weighted``: share of the traffic against the sum of all, 0 to 255; 0 is a last resort.
    Default: 100."""
    locations: NotRequired[Sequence[str]]
    """``geolocation``: continents (``EU``), countries (``CA``; ``country:SA`` where a continent has the same
    code), states (``US-CA``) or ``default``. Default: none, then only lost regions' clients come here."""
    addresses: NotRequired[Sequence[str]]
    """``multivalue``: the region's fixed IPv4 addresses. Default: none."""
    shared_health_check_ids: NotRequired[Sequence[pulumi.Input[str]]]
    """``multivalue``: the region's dependency check and maintenance switch, which take out its addresses all
    together (no calculated check among them). Default: none, then each address has its own check alone."""


class SlotsArgs(TypedDict):
    """Which places the two constant failover records lead to; they swap without a new record."""

    primary: str
    """Place that is answered while it is healthy."""
    secondary: str
    """Place that is answered while the primary is not."""


class FrontArgs(TypedDict):
    """What stands between the public name and the regions: an accelerator or a distribution."""

    dns_name: pulumi.Input[str]
    """Its DNS name."""
    zone_id: pulumi.Input[str]
    """Hosted zone id of that name."""


class PolicyInputs(TypedDict, total=False):
    """What a record needs to be one of a routed set, in the SDK's words."""

    set_identifier: str
    health_check_id: pulumi.Input[str]
    failover_routing_policies: "Sequence[route53.RecordFailoverRoutingPolicyArgs]"
    latency_routing_policies: "Sequence[route53.RecordLatencyRoutingPolicyArgs]"
    weighted_routing_policies: "Sequence[route53.RecordWeightedRoutingPolicyArgs]"
    geolocation_routing_policies: "Sequence[route53.RecordGeolocationRoutingPolicyArgs]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Routing:
    """What every record of an entrance shares: names, the zone, the regions and the children's options."""

    name: str
    domain: str
    zone_id: pulumi.Input[str]
    endpoints: Mapping[str, EndpointArgs]
    tags: Mapping[str, str]
    opts: pulumi.ResourceOptions

    @property
    def places(self) -> list[str]:
        """Places in an order that the settings do not decide."""
        return sorted(self.endpoints)

    def set_name(self, label: str) -> str:
        """DNS name of a set."""
        return f"{label}.{self.domain}"

    def after(self, records: Sequence[pulumi.Resource]) -> pulumi.ResourceOptions:
        """The children's options for a record that leads to other records, which must exist first."""
        return pulumi.ResourceOptions.merge(self.opts, pulumi.ResourceOptions(depends_on=list(records)))


def alias_to_balancer(
    routing: Routing, noun: str, record_name: str, place: str, **policy: Unpack[PolicyInputs]
) -> "route53.Record":
    """Declare an alias to a region's balancer, healthy while each target group has a healthy target."""
    endpoint = routing.endpoints[place]
    return route53.Record(
        f"{routing.name}-{noun}",
        zone_id=routing.zone_id,
        name=record_name,
        type=route53.RecordType.A,
        aliases=[
            route53.RecordAliasArgs(
                name=endpoint["dns_name"],
                zone_id=endpoint["zone_id"],
                evaluate_target_health=endpoint.get("evaluate_target_health", True),
            )
        ],
        opts=routing.opts,
        **policy,
    )


def alias_to_host(routing: Routing, place: str) -> "route53.Record":
    """Declare a region's own name."""
    endpoint = routing.endpoints[place]
    own = {**endpoint}
    if "host_dns_name" in endpoint:
        own |= {"dns_name": endpoint["host_dns_name"], "zone_id": endpoint["host_zone_id"]}
    led = replace(routing, endpoints={place: cast("EndpointArgs", own)})
    return alias_to_balancer(led, place, endpoint["host"], place)


def alias_to_name(
    routing: Routing,
    noun: str,
    record_name: str,
    target: str,
    opts: pulumi.ResourceOptions,
    **policy: Unpack[PolicyInputs],
) -> "route53.Record":
    """Declare an alias to a name of the same zone and type: healthy while one record of that name is."""
    return route53.Record(
        f"{routing.name}-{noun}" if noun else routing.name,
        zone_id=routing.zone_id,
        name=record_name,
        type=route53.RecordType.A,
        aliases=[route53.RecordAliasArgs(name=target, zone_id=routing.zone_id, evaluate_target_health=True)],
        opts=opts,
        **policy,
    )


def alias_to_front(routing: Routing, front: FrontArgs, opts: pulumi.ResourceOptions) -> "route53.Record":
    """Declare the public name as an alias to what stands before the regions, which judges health itself.

    Route 53 does not evaluate the health of a distribution
    (https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html), and
    the record is alone, so that the health of an accelerator would decide nothing.
    """
    return route53.Record(
        routing.name,
        zone_id=routing.zone_id,
        name=routing.domain,
        type=route53.RecordType.A,
        aliases=[
            route53.RecordAliasArgs(
                name=front["dns_name"], zone_id=front["zone_id"], evaluate_target_health=False
            )
        ],
        opts=opts,
    )


def failover_set(routing: Routing, label: str, slots: SlotsArgs) -> "list[route53.Record]":
    """Declare the two slots; a swap of places moves alias targets and health checks, nothing else."""
    primary = slot_record(routing, label, "primary", slots["primary"])
    return [primary, slot_record(routing, label, "secondary", slots["secondary"])]


def slot_record(routing: Routing, label: str, slot: str, place: str) -> "route53.Record":
    """Declare one slot, ``primary`` or ``secondary``, that leads to a place."""
    return alias_to_balancer(
        routing,
        f"{label}-{slot}",
        routing.set_name(label),
        place,
        set_identifier=slot,
        health_check_id=routing.endpoints[place]["health_check_id"],
        failover_routing_policies=[route53.RecordFailoverRoutingPolicyArgs(type=slot.upper())],
    )


def latency_set(
    routing: Routing, label: str, leads_to: Mapping[str, str] | None = None
) -> "list[route53.Record]":
    """Declare one latency record per place.

    Args:
        routing: What all records share.
        label: First label of the set's name.
        leads_to: Place to which the clients nearest to a place are led. Default: that place itself.
    """
    return [
        alias_to_balancer(
            routing,
            f"{label}-{place}",
            routing.set_name(label),
            target,
            set_identifier=place,
            health_check_id=routing.endpoints[target]["health_check_id"],
            latency_routing_policies=[
                route53.RecordLatencyRoutingPolicyArgs(region=routing.endpoints[place]["region"])
            ],
        )
        for place, target in (leads_to or {place: place for place in routing.places}).items()
    ]


def weighted_set(routing: Routing, label: str) -> "list[route53.Record]":
    """Declare one weighted record per place."""
    return [
        alias_to_balancer(
            routing,
            f"{label}-{place}",
            routing.set_name(label),
            place,
            set_identifier=place,
            health_check_id=routing.endpoints[place]["health_check_id"],
            weighted_routing_policies=[
                route53.RecordWeightedRoutingPolicyArgs(
                    weight=int(routing.endpoints[place].get("weight", DEFAULT_WEIGHT))
                )
            ],
        )
        for place in routing.places
    ]
