"""The network of one region: a VPC over several zones, or an existing one adopted."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import ec2

from holdfast.components.network_args import (
    AdoptedNetworkArgs,
    FlowLogsArgs,
    NetworkArgs,
    SubnetArgs,
    check,
    gateway_endpoints,
    subnets_of,
)
from holdfast.components.network_egress import (
    declare_nat,
    declare_private_routes,
    declare_public_route,
)
from holdfast.components.network_endpoints import declare_gateway_endpoints, declare_interface_endpoints
from holdfast.components.network_flow_logs import declare_flow_logs
from holdfast.components.network_scope import NetworkScope, once_ready
from holdfast.topology.values import FlowLogTraffic, NatStrategy, SubnetTier

__all__ = [
    "AdoptedNetworkArgs",
    "FlowLogTraffic",
    "FlowLogsArgs",
    "NatStrategy",
    "Network",
    "NetworkArgs",
    "SubnetArgs",
    "SubnetTier",
]


class Network(pulumi.ComponentResource):
    """The network of one region: a VPC over two to six zones, with its ways in and out.

    Declares: a VPC with DNS, its default security group without any rule, an internet gateway where something
    uses it, public, private and isolated subnets with their route tables (one of each zone for private
    subnets, whatever the NAT, so that another NAT strategy changes routes alone), NAT gateways, VPC endpoints
    that serve principals of this account, and flow logs. Of an adopted VPC: nothing.

    Survives: the loss of a zone, which takes that zone's subnets, with NAT by strategy:

    - ``per-zone``: each zone has a gateway and a fixed address of its own; other zones notice nothing.
    - ``regional``: AWS keeps the gateway in every zone that has workload; other zones keep their way out. The
      addresses are AWS's and change with the zones. A zone that is new to the VPC is served across zones
      until the gateway has grown into it, up to 60 minutes
      (https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html, 2026-11).
    - ``none``: there is no way out to lose; only endpoints reach AWS.

    Endpoints outlive a zone: gateway endpoints are routes, interface endpoints stand in every private subnet.
    A new zone, service or NAT strategy renames and replaces nothing that stays.

    Does not survive: the loss of the region. With ``shared``, the loss of the first zone cuts *every* zone
    off the internet until the strategy is changed; requests that come in through a load balancer, and
    endpoints, go on. Connections through a lost NAT gateway break. ``per-zone`` takes an Elastic IP address
    per zone, of five per region by default
    (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html, 2026-11): raise that quota
    before a sixth, or a second such network in the region.
    """

    vpc_id: pulumi.Output[str]
    """Id of the VPC."""
    cidr: pulumi.Output[str]
    """IPv4 block of the VPC."""
    public_subnet_ids: pulumi.Output[Sequence[str]]
    """Ids of the public subnets in the order of their zones, known once they reach the internet."""
    private_subnet_ids: pulumi.Output[Sequence[str]]
    """Ids of the private subnets in the order of their zones, known once ways out and endpoints stand."""
    isolated_subnet_ids: pulumi.Output[Sequence[str]]
    """Ids of the isolated subnets in the order of their zones, known once their endpoints stand."""
    private_route_table_ids: pulumi.Output[Sequence[str]]
    """Ids of the private subnets' route tables in the order of their zones; empty for an adopted VPC."""
    nat_public_ips: pulumi.Output[Sequence[str]]
    """Addresses from which the internet sees private subnets; empty without NAT and for an adopted VPC."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        check(name, args)
        super().__init__("holdfast:index:Network", name, {**args}, opts)
        self.cidr = pulumi.Output.from_input(args["cidr"])
        self.nat_gateway_ids: Mapping[str, pulumi.Output[str]] = {}
        if "adopt" in args:
            self._adopt(args["adopt"])
        else:
            scope = NetworkScope(
                name=name,
                region=args["region"],
                account_id=args["account_id"],
                tags=args.get("tags", {}),
                parent=self,
            )
            self._declare(scope, args)
        self.register_outputs(
            {
                "vpc_id": self.vpc_id,
                "cidr": self.cidr,
                "public_subnet_ids": self.public_subnet_ids,
                "private_subnet_ids": self.private_subnet_ids,
                "isolated_subnet_ids": self.isolated_subnet_ids,
                "private_route_table_ids": self.private_route_table_ids,
                "nat_public_ips": self.nat_public_ips,
                "origin": dict(args.get("origin", {})),
            },
        )

    def _adopt(self, existing: AdoptedNetworkArgs) -> None:
        self.vpc_id = pulumi.Output.from_input(existing["vpc_id"])
        self.public_subnet_ids = pulumi.Output.from_input(list(existing["public_subnet_ids"]))
        self.private_subnet_ids = pulumi.Output.from_input(list(existing["private_subnet_ids"]))
        self.isolated_subnet_ids = pulumi.Output.from_input(list(existing["isolated_subnet_ids"]))
        self.private_route_table_ids = pulumi.Output.from_input([])
        self.nat_public_ips = pulumi.Output.from_input([])

    def _declare(self, scope: NetworkScope, args: NetworkArgs) -> None:
        vpc = _vpc(scope, args["cidr"])
        public, private, isolated = (
            _subnets(scope, vpc, subnets_of(args, tier))
            for tier in (SubnetTier.PUBLIC, SubnetTier.PRIVATE, SubnetTier.ISOLATED)
        )
        public_table = _route_table(scope, vpc, "public-rt") if public else None
        private_tables = {key: _route_table(scope, vpc, "private-rt", key) for key in private}
        isolated_table = _route_table(scope, vpc, "isolated-rt") if isolated else None
        tables = [one for one in (public_table, *private_tables.values(), isolated_table) if one]

        nat_strategy = NatStrategy(args["nat"])
        internet = _internet_gateway(scope, vpc) if public or nat_strategy != NatStrategy.NONE else None
        nat = declare_nat(scope, nat_strategy, list(private), public, internet)
        services = args.get("interface_endpoints", ())
        gateways = declare_gateway_endpoints(scope, vpc, gateway_endpoints(args), tables)
        interfaces = declare_interface_endpoints(scope, vpc, args["cidr"], services, list(private.values()))
        if "flow_logs" in args:
            declare_flow_logs(scope, vpc, args["flow_logs"], args["key_arn"])

        public_ready: list[pulumi.Resource] = [*gateways]
        if public_table and internet:
            public_ready += _associations(scope, "public-rta", public, dict.fromkeys(public, public_table))
            public_ready.append(declare_public_route(scope, public_table, internet))
        private_ready: list[pulumi.Resource] = [*public_ready, *interfaces]
        private_ready += _associations(scope, "private-rta", private, private_tables)
        private_ready += declare_private_routes(scope, private_tables, nat)
        isolated_ready: list[pulumi.Resource] = [*gateways, *interfaces]
        if isolated_table:
            isolated_tables = dict.fromkeys(isolated, isolated_table)
            isolated_ready += _associations(scope, "isolated-rta", isolated, isolated_tables)

        self.vpc_id = vpc.id
        self.public_subnet_ids = once_ready([one.id for one in public.values()], public_ready)
        self.private_subnet_ids = once_ready([one.id for one in private.values()], private_ready)
        self.isolated_subnet_ids = once_ready([one.id for one in isolated.values()], isolated_ready)
        self.private_route_table_ids = once_ready([one.id for one in private_tables.values()], [])
        self.nat_public_ips = nat.public_ips
        self.nat_gateway_ids = nat.gateway_ids


def _vpc(scope: NetworkScope, cidr: str) -> "ec2.Vpc":
    name, group = scope.noun("vpc"), scope.noun("default-sg")
    vpc = ec2.Vpc(
        name,
        region=scope.region,
        cidr_block=cidr,
        enable_dns_support=True,
        enable_dns_hostnames=True,
        tags=scope.tagged(name),
        opts=scope.options(),
    )
    ec2.DefaultSecurityGroup(
        group,
        region=scope.region,
        vpc_id=vpc.id,
        ingress=[],
        egress=[],
        tags=scope.tagged(group),
        opts=scope.options(),
    )
    return vpc


def _internet_gateway(scope: NetworkScope, vpc: "ec2.Vpc") -> "ec2.InternetGateway":
    name = scope.noun("igw")
    return ec2.InternetGateway(
        name, region=scope.region, vpc_id=vpc.id, tags=scope.tagged(name), opts=scope.options()
    )


def _subnets(scope: NetworkScope, vpc: "ec2.Vpc", plans: Sequence[SubnetArgs]) -> "dict[str, ec2.Subnet]":
    """Subnets of one tier by key, in the order of their keys."""
    subnets = {}
    for plan in plans:
        name = scope.noun(str(plan["tier"]), plan["key"])
        subnets[plan["key"]] = ec2.Subnet(
            name,
            region=scope.region,
            vpc_id=vpc.id,
            availability_zone=plan["zone"],
            cidr_block=plan["cidr"],
            map_public_ip_on_launch=False,
            tags=scope.tagged(name),
            opts=scope.options(),
        )
    return subnets


def _route_table(scope: NetworkScope, vpc: "ec2.Vpc", noun: str, key: str | None = None) -> "ec2.RouteTable":
    name = scope.noun(noun, key)
    return ec2.RouteTable(
        name, region=scope.region, vpc_id=vpc.id, tags=scope.tagged(name), opts=scope.options()
    )


def _associations(
    scope: NetworkScope,
    noun: str,
    subnets: "Mapping[str, ec2.Subnet]",
    tables: "Mapping[str, ec2.RouteTable]",
) -> "list[ec2.RouteTableAssociation]":
    return [
        ec2.RouteTableAssociation(
            scope.noun(noun, key),
            region=scope.region,
            subnet_id=subnet.id,
            route_table_id=tables[key].id,
            opts=scope.options(),
        )
        for key, subnet in subnets.items()
    ]
