"""The names of an entrance: one public name, and behind it the regions by one of Route 53's routing policies.

Three layers, all in one hosted zone, all of type A:

1. ``use1.api.example.com``: each region's own name, an alias to its balancer, without a health check, so that
   checkers and people reach a region that is out of traffic.
2. ``latency.api.example.com``: the routed set, under the name of its policy.
3. ``api.example.com``: the public name, one alias to the set (with ``simple``, to the one region's own name).

Why this is safe to change, one record at a time and in any order that dependencies leave open:

* Records of one name and type share one policy ("You can't create non-latency records that have the same
  values for Record name and Record type as latency records", and so for each policy:
  https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-latency-alias.html).
  As each policy has its own name, no two ever meet.
* An alias may lead to "another record of the same type in the same hosted zone"; Route 53 then "responds as
  if the query is for the record that is referenced", with that record's TTL
  (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html).
  All types but NS and SOA can be such a target, whatever their policy; what multivalue forbids is an alias
  *inside* the set, not one that leads to it.
* An alias to a name that does not exist is refused ("that target was not found", as in
  https://github.com/rust-lang/simpleinfra/pull/907), so the public name depends on every record of the set: a
  new policy's set is made first, then the public alias is retargeted in place, and the old set is deleted
  last, as the engine deletes after all else. Going from one region to two is the same single retargeting.
* Two records of one name cannot be the same failover type, so the two slots are constant and swap by their
  alias targets. In between both may lead to one region: valid, and it serves.

Every alias evaluates its target's health, as AWS advises for all aliases of a tree ("In general, you should
set Evaluate Target Health to Yes for all the alias records in a tree":
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html). On the public
name, which is alone, it decides nothing: with nothing healthy Route 53 answers all the same. At most five
aliases follow each other (geolocation's last resort: public, default, fallback, latency, balancer); AWS's
quotas name no limit (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html).

With something between the name and the regions (``front``), the public alias leads there, and the policy's
set is declared only where ``origin_name`` asks for it: ``origin.api.example.com``, an alias to the set that
keeps its name when the policy changes, so that a distribution always asks the same name. Where regions are
chosen by latency, ``spare_name`` gives ``spare.api.example.com``, latency records that lead the clients
nearest to a region to the *next* one: what CloudFront asks when the region next to an edge location failed.
For a failover pair it gives ``failover-spare.api.example.com``, the pair the other way round: a name of its
own, since records of one name must share one policy, and a swap of roles moves its targets too.

A failover changes no record: health checks decide. Records are edited when the settings are.
"""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import route53

from holdfast.components.geolocation_records import FALLBACK, geolocation_problems, geolocation_set
from holdfast.components.health_checks import EndpointCheckArgs, endpoint_check_problems
from holdfast.components.multivalue_records import multivalue_problems, multivalue_set
from holdfast.components.routing_records import (
    DEFAULT_WEIGHT,
    EndpointArgs,
    FrontArgs,
    Routing,
    SlotsArgs,
    alias_to_balancer,
    alias_to_front,
    alias_to_host,
    alias_to_name,
    failover_set,
    latency_set,
    weighted_set,
)
from holdfast.topology.values import RoutingPolicy

_MAX_WEIGHT = (
    255  # https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html, Weight
)

ORIGIN = "origin"
"""First label of the name under which a distribution asks the routed set."""
SPARE = "spare"
"""First label of the name under which a distribution asks the next region."""
FAILOVER_SPARE = "failover-spare"
"""First label of the name under which a distribution asks the other region of a failover pair."""

_WITH_SPARE = (RoutingPolicy.FAILOVER, RoutingPolicy.LATENCY)
_WITH_REGIONAL_CHECK = frozenset(RoutingPolicy) - {RoutingPolicy.SIMPLE, RoutingPolicy.MULTIVALUE}


class FailoverDnsArgs(TypedDict):
    """What the names of one entrance need."""

    zone_id: pulumi.Input[str]
    """Id of the public hosted zone that holds every record."""
    domain: str
    """Name that clients use."""
    policy: RoutingPolicy
    """How a client is led to a region."""
    endpoints: Mapping[str, EndpointArgs]
    """The regions behind the name, by place; ``simple`` takes one."""
    slots: NotRequired[SlotsArgs]
    """``failover``: the places of the two slots, which that policy needs. Default: none."""
    address_check: NotRequired[EndpointCheckArgs]
    """``multivalue``: how each address is asked, which that policy needs. Default: none."""
    front: NotRequired[FrontArgs]
    """What the public name leads to instead of the set: an accelerator or a distribution. Default: none."""
    origin_name: NotRequired[bool]
    """Whether the set is reached by ``origin.<domain>`` too, whatever its policy; with ``front`` there is no
    set without it. Default: false."""
    spare_name: NotRequired[bool]
    """``latency``, two regions or more: whether ``spare.<domain>`` leads to the region after the one that
    ``latency`` would lead to. ``failover``: whether ``failover-spare.<domain>`` leads to the secondary place
    first. Default: false."""
    ttl_seconds: NotRequired[int]
    """``multivalue``: TTL of its records; aliases to a balancer have 60 s. Default: 60, the most that AWS
    advises for records with health checks (resource-record-sets-values-multivalue.html)."""
    protection: NotRequired[bool]
    """Whether the public record is protected from deletion. Default: true."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the health checks of ``multivalue``; records take none. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class FailoverDns(pulumi.ComponentResource):
    """The public name of an entrance and the records that lead it to a healthy region.

    Declares: each region's own name, the routed set of the policy under a name of its own, the public alias;
    for geolocation also the latency set and the fallback pair; for multivalue two health checks per address.
    Survives: the loss of regions down to the last one, with no record edit; Route 53's control plane being
    away, since answers and health checks come from its data plane; a change of policy, of the slots' places,
    of weights and locations, and regions that come or go, with no name ever missing.
    Does not survive: resolvers and clients that keep an answer beyond its TTL; the loss of Route 53 itself;
    a rename of the domain, which is a new entrance.

    Only the public record is protected. A protected set could not be deleted after a change of policy, which
    is the documented way, and nothing but the public name leads to it.
    """

    fqdn: pulumi.Output[str]
    """The public name."""
    set_name: pulumi.Output[str]
    """The name of the set that leads to the regions; the public name itself where a front does."""
    endpoint_hosts: pulumi.Output[Mapping[str, str]]
    """Each region's own host name, by place."""

    def __init__(self, name: str, args: FailoverDnsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """See ``FailoverDnsArgs``.

        Raises:
            ValueError: The policy and what it is given do not fit; every reason is listed.
        """
        super().__init__("holdfast:index:FailoverDns", name, {**args}, opts)
        routing = Routing(
            name=name,
            domain=args["domain"],
            zone_id=args["zone_id"],
            endpoints=args["endpoints"],
            tags=args.get("tags", {}),
            opts=pulumi.ResourceOptions(parent=self),
        )
        _refuse_mistakes(routing, args)
        hosts = {place: routing.endpoints[place]["host"] for place in routing.places}
        own = [alias_to_host(routing, place) for place in hosts]
        front, target, stable = args.get("front"), args["domain"], own
        if front is None or args.get("origin_name", False):
            target, records = _routed(routing, args)
            stable = [*(records or own), *_stable_names(routing, args, target, records or own)]
        protect = pulumi.ResourceOptions(protect=args.get("protection", True))
        first = pulumi.ResourceOptions.merge(routing.after(stable), protect)
        public = (
            alias_to_name(routing, "", args["domain"], target, first)
            if front is None
            else alias_to_front(routing, front, first)
        )
        self.fqdn = public.name
        self.set_name = pulumi.Output.from_input(target)
        self.endpoint_hosts = pulumi.Output.from_input(hosts)
        self.register_outputs(
            {
                "fqdn": self.fqdn,
                "set_name": self.set_name,
                "endpoint_hosts": self.endpoint_hosts,
                "origin": dict(args.get("origin", {})),
            }
        )


def _routed(routing: Routing, args: FailoverDnsArgs) -> "tuple[str, list[route53.Record]]":
    """Declare the policy's set and return its name with its records; ``simple`` has none of its own."""
    policy = RoutingPolicy(args["policy"])
    name = routing.set_name(policy)
    match policy:
        case RoutingPolicy.SIMPLE:
            return _one(routing, name)
        case RoutingPolicy.FAILOVER:
            return name, failover_set(routing, policy, args["slots"])
        case RoutingPolicy.LATENCY:
            return name, latency_set(routing, policy)
        case RoutingPolicy.WEIGHTED:
            return name, weighted_set(routing, policy)
        case RoutingPolicy.GEOLOCATION:
            return name, geolocation_set(routing, policy, RoutingPolicy.LATENCY)
        case RoutingPolicy.MULTIVALUE:
            ttl_seconds = int(args.get("ttl_seconds", 60))
            return name, multivalue_set(routing, policy, args["address_check"], ttl_seconds)


def _one(routing: Routing, name: str) -> "tuple[str, list[route53.Record]]":
    """The region's own name, or a name beside it where that one has an address of its own."""
    place = routing.places[0]
    if "host_dns_name" not in routing.endpoints[place]:
        return routing.endpoints[place]["host"], []
    return name, [alias_to_balancer(routing, RoutingPolicy.SIMPLE, name, place)]


def _stable_names(
    routing: Routing, args: FailoverDnsArgs, target: str, behind: "list[route53.Record]"
) -> "list[route53.Record]":
    """Declare the names of the set, and of its spare, that no policy is part of."""
    records = []
    if args.get("origin_name", False):
        name, after = routing.set_name(ORIGIN), routing.after(behind)
        records.append(alias_to_name(routing, ORIGIN, name, target, after))
    if not args.get("spare_name", False):
        return records
    if RoutingPolicy(args["policy"]) is RoutingPolicy.FAILOVER:
        slots = args["slots"]
        swapped: SlotsArgs = {"primary": slots["secondary"], "secondary": slots["primary"]}
        return [*records, *failover_set(routing, FAILOVER_SPARE, swapped)]
    places = routing.places
    following = dict(zip(places, [*places[1:], places[0]], strict=True))
    return [*records, *latency_set(routing, SPARE, following)]


def _refuse_mistakes(routing: Routing, args: FailoverDnsArgs) -> None:
    policy = RoutingPolicy(args["policy"])
    problems = _name_problems(routing)
    if args.get("spare_name", False) and (policy not in _WITH_SPARE or len(routing.places) == 1):
        problems.append(f"'spare_name' is for failover, or latency over two regions or more, got {policy}")
    if policy in _WITH_REGIONAL_CHECK:
        problems += [
            f"{policy} needs the health check of {place}, got none"
            for place in routing.places
            if "health_check_id" not in routing.endpoints[place]
        ]
    match policy:
        case RoutingPolicy.SIMPLE if len(routing.places) > 1:
            problems.append(
                f"simple answers with one region, got {', '.join(routing.places)}: choose failover, latency, "
                "weighted, geolocation or multivalue"
            )
        case RoutingPolicy.FAILOVER:
            problems += _slot_problems(routing, args)
        case RoutingPolicy.WEIGHTED:
            problems += _weight_problems(routing)
        case RoutingPolicy.GEOLOCATION:
            problems += geolocation_problems(routing)
        case RoutingPolicy.MULTIVALUE:
            problems += multivalue_problems(routing) + _address_check_problems(args)
        case _:
            pass
    if problems:
        raise ValueError(f"{routing.name}: " + "; ".join(problems))


def _name_problems(routing: Routing) -> list[str]:
    if not routing.places:
        return ["'endpoints' needs at least one region, got none"]
    problems = []
    taken = {routing.domain: "the public name"}
    taken |= {routing.set_name(policy): f"the {policy} set" for policy in RoutingPolicy}
    taken |= {routing.set_name(FALLBACK): "the fallback pair"}
    taken |= {routing.set_name(label): f"the {label} name" for label in (ORIGIN, SPARE, FAILOVER_SPARE)}
    for place in routing.places:
        host = routing.endpoints[place]["host"]
        if host in taken:
            problems.append(f"host {host!r} of {place} is the name of {taken[host]}")
        taken[host] = place
    return problems


def _slot_problems(routing: Routing, args: FailoverDnsArgs) -> list[str]:
    if "slots" not in args:
        return ["failover needs 'slots' with a primary and a secondary place, got none"]
    slots = {"primary": args["slots"]["primary"], "secondary": args["slots"]["secondary"]}
    problems = [
        f"the {slot} slot's place {place!r} is none of {', '.join(routing.places)}"
        for slot, place in slots.items()
        if place not in routing.endpoints
    ]
    if slots["primary"] == slots["secondary"]:
        problems.append(f"the slots need two different places, got {slots['primary']!r} in both")
    return problems


def _weight_problems(routing: Routing) -> list[str]:
    weights = {place: int(routing.endpoints[place].get("weight", DEFAULT_WEIGHT)) for place in routing.places}
    return [
        f"the weight of {place} lies between 0 and {_MAX_WEIGHT}, got {weight}"
        for place, weight in weights.items()
        if not 0 <= weight <= _MAX_WEIGHT
    ]


def _address_check_problems(args: FailoverDnsArgs) -> list[str]:
    if "address_check" not in args:
        return ["multivalue needs 'address_check', how each address is asked, got none"]
    return endpoint_check_problems(args["address_check"])
