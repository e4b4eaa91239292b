"""What a network needs, and which wishes contradict each other."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from holdfast.components.refusals import refuse_if_any
from holdfast.topology.values import FlowLogTraffic, NatStrategy, SubnetTier

MIN_ZONES = 2
MAX_ZONES = 6
"""No region has more zones than us-east-1's six
(https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html, 2026-11)."""

GATEWAY_SERVICES = ("s3", "dynamodb")
"""The only services with gateway endpoints
(https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html, 2026-11)."""

FLOW_LOG_INTERVALS_SECONDS = (60, 600)
"""The aggregation intervals that exist
(https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html, 2026-11)."""


class SubnetArgs(TypedDict):
    """One subnet, as the plan carved it."""

    tier: SubnetTier
    """Who reaches it: ``public`` (the internet), ``private`` (the VPC, and out through NAT) or ``isolated``
    (the VPC alone)."""
    zone: str
    """Full name of its Availability Zone, such as ``us-east-1a``."""
    key: str
    """Letter of the zone, such as ``a``: part of names for ever."""
    cidr: str
    """IPv4 block of the subnet."""


class FlowLogsArgs(TypedDict):
    """Flow logs of the VPC, to CloudWatch Logs."""

    retention_days: int
    """Days for which records are kept: one of the values that CloudWatch Logs offers."""
    traffic: FlowLogTraffic
    """Traffic that is recorded: ``ACCEPT``, ``REJECT`` or ``ALL``."""
    interval_seconds: int
    """Seconds that one record sums up: 60 or 600."""


class AdoptedNetworkArgs(TypedDict):
    """A VPC that exists already and stays somebody else's."""

    vpc_id: str
    """Id of the VPC."""
    public_subnet_ids: Sequence[str]
    """Ids of its public subnets, in the order of their zones."""
    private_subnet_ids: Sequence[str]
    """Ids of its private subnets, in the order of their zones; at least two."""
    isolated_subnet_ids: Sequence[str]
    """Ids of its isolated subnets, in the order of their zones."""


class NetworkArgs(TypedDict):
    """What a region's network needs."""

    region: str
    """AWS region in which every child is declared."""
    account_id: str
    """AWS account that owns the network, 12 digits: whose principals may use the endpoints."""
    cidr: str
    """IPv4 block of the VPC; of an adopted one too."""
    subnets: Sequence[SubnetArgs]
    """Subnets over two to six zones; none where a VPC is adopted."""
    nat: NatStrategy
    """How private subnets reach the internet: ``per-zone``, ``shared``, ``regional`` or ``none``."""
    gateway_endpoints: NotRequired[Sequence[str]]
    """Services reached by gateway endpoint, free of charge. Default: ``s3`` and ``dynamodb``."""
    interface_endpoints: NotRequired[Sequence[str]]
    """Services reached by interface endpoint, by the end of their service name, such as ``ecr.api``; each
    costs by the hour and zone. Default: none."""
    flow_logs: NotRequired[FlowLogsArgs]
    """Flow logs of the VPC. Default: none are kept."""
    key_arn: pulumi.Input[str]
    """KMS key that encrypts the flow logs; its policy admits ``logs.<region>.amazonaws.com``."""
    adopt: NotRequired[AdoptedNetworkArgs]
    """An existing VPC: nothing is declared, its ids are the outputs. Default: a VPC is made."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none but ``Name``."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


def check(name: str, args: NetworkArgs) -> None:
    """Refuse args that contradict each other.

    Raises:
        ValueError: With everything that is wrong, one line each.
    """
    refuse_if_any(
        f"the network {name!r} cannot be declared",
        _adoption_problems(args) if "adopt" in args else _problems(args),
    )


def subnets_of(args: NetworkArgs, tier: SubnetTier) -> list[SubnetArgs]:
    """The subnets of one tier, in the order of their keys."""
    return sorted((one for one in args["subnets"] if one["tier"] == tier), key=lambda one: one["key"])


def gateway_endpoints(args: NetworkArgs) -> Sequence[str]:
    """The services reached by gateway endpoint, with the default applied."""
    return args.get("gateway_endpoints", GATEWAY_SERVICES)


def _adoption_problems(args: NetworkArgs) -> Iterator[str]:
    unused = [key for key in ("subnets", "interface_endpoints", "flow_logs") if args.get(key)]
    if unused:
        yield f"'adopt' takes a VPC as it is, so these would have no effect: {', '.join(unused)}"
    private = args["adopt"]["private_subnet_ids"]
    if len(set(private)) < MIN_ZONES:
        yield f"'adopt' needs at least {MIN_ZONES} different private subnets, got {list(private)}"


def _problems(args: NetworkArgs) -> Iterator[str]:
    yield from _zone_problems(args)
    yield from _nat_problems(args)
    yield from _endpoint_problems(args)
    flow_logs = args.get("flow_logs")
    if flow_logs and int(flow_logs["interval_seconds"]) not in FLOW_LOG_INTERVALS_SECONDS:
        allowed = " or ".join(str(one) for one in FLOW_LOG_INTERVALS_SECONDS)
        yield f"flow logs have an interval of {allowed} seconds, got {int(flow_logs['interval_seconds'])}"


def _zone_problems(args: NetworkArgs) -> Iterator[str]:
    subnets = args["subnets"]
    zones = sorted({one["zone"] for one in subnets})
    if not MIN_ZONES <= len(zones) <= MAX_ZONES:
        yield f"'subnets' need {MIN_ZONES} to {MAX_ZONES} zones, got {zones}"
    for zone in zones:
        if not zone.startswith(args["region"]):
            yield f"zone {zone!r} is not in {args['region']}"
        keys = sorted({one["key"] for one in subnets if one["zone"] == zone})
        if len(keys) > 1:
            yield f"zone {zone!r} has more than one key: {keys}"
    for (tier, key), count in sorted(Counter((str(one["tier"]), one["key"]) for one in subnets).items()):
        if count > 1:
            yield f"there are {count} {tier} subnets with the key {key!r}; one per zone and tier"


def _nat_problems(args: NetworkArgs) -> Iterator[str]:
    nat = args["nat"]
    public = {one["key"] for one in subnets_of(args, SubnetTier.PUBLIC)}
    private = {one["key"] for one in subnets_of(args, SubnetTier.PRIVATE)}
    if nat == NatStrategy.NONE:
        return
    if not private:
        yield f"nat {str(nat)!r} has no private subnet to serve; use 'none'"
    elif nat == NatStrategy.SHARED and not public:
        yield "nat 'shared' stands in a public subnet, and there is none"
    elif nat == NatStrategy.PER_ZONE and private - public:
        yield f"nat 'per-zone' has no public subnet to stand in, in zones {sorted(private - public)}"


def _endpoint_problems(args: NetworkArgs) -> Iterator[str]:
    gateways, interfaces = gateway_endpoints(args), args.get("interface_endpoints", ())
    for one in gateways:
        if one not in GATEWAY_SERVICES:
            yield f"there are gateway endpoints for {' and '.join(GATEWAY_SERVICES)} alone, got {one!r}"
    for kind, services in (("gateway", gateways), ("interface", interfaces)):
        repeated = sorted(one for one, count in Counter(services).items() if count > 1)
        if repeated:
            yield f"{kind} endpoints are named more than once: {', '.join(repeated)}"
    if interfaces and not subnets_of(args, SubnetTier.PRIVATE):
        yield "interface endpoints stand in private subnets, and there is none"
