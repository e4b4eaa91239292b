"""The Network Load Balancer before an entrance's own proxies in one region."""

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import ec2, lb

from holdfast.components.refusals import refuse_if_any
from holdfast.components.security_group_rules import SecurityGroupRules

_PORTS = {"https": 443, "http": 80}
_HIGHEST_PORT, _LONGEST_DELAY_SECONDS = 65_535, 3_600


class NetworkLoadBalancerArgs(TypedDict):
    """What the Network Load Balancer of an entrance needs."""

    region: str
    """AWS region in which every child is declared."""
    vpc_id: pulumi.Input[str]
    """VPC of the load balancer and its targets."""
    vpc_cidr: pulumi.Input[str]
    """IPv4 block in which the targets are: the load balancer may send nowhere else."""
    subnet_ids: pulumi.Input[Sequence[pulumi.Input[str]]]
    """Subnets, one per zone: public ones, or private ones for an internal entrance."""
    allowed_cidrs: Sequence[str]
    """IPv4 blocks from which clients may come; ``0.0.0.0/0`` for everybody."""
    health_path: str
    """Path that a target answers with 200 while it takes requests, plain HTTP."""
    health_port: int
    """Port on which it answers that."""
    internal: NotRequired[bool]
    """Whether only the VPC and what is connected to it can reach it. Default: False. A change replaces it."""
    drain_seconds: NotRequired[int]
    """Seconds that a leaving target has for its connections, 0 to 3600; then they are closed. Default: 30."""
    cross_zone: NotRequired[bool]
    """Whether a zone's node sends to targets in every zone. Default: True; AWS's own is False."""
    zonal_shift: NotRequired[bool]
    """Whether traffic can be shifted away from a zone. Default: True."""
    protection: NotRequired[bool]
    """Whether the load balancer is protected from deletion, by AWS and by Pulumi. Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class NetworkLoadBalancer(pulumi.ComponentResource):
    """A Network Load Balancer that passes TCP 443 and 80 on, unopened, to instances that keep TLS.

    Declares: the load balancer, its security group (in: 443 and 80 from the allowed blocks; out: the same
    ports and the health port within the VPC), a listener and a target group for each of the two ports.
    Targets see the client's own address, which for instances cannot be turned off. Checked every 10 seconds,
    a target is out after two failures and back after two successes, 20 seconds each.

    There are no access logs: Network Load Balancers write them for TLS listeners alone
    (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-access-logs.html, 2026-11);
    the proxies write their own. No web ACL can be attached
    (https://docs.aws.amazon.com/waf/latest/developerguide/waf-chapter.html, 2026-11).

    Survives: the loss of a target, and of a zone, as an Application Load Balancer does: the zone's address
    leaves DNS once none of its targets is healthy, and with ``cross_zone`` the other zones' targets serve
    its clients until then. Does not survive: the loss of the region (DNS failover does). Fails open: while
    every target is unhealthy all of them get connections. A connection stays with its target until it ends.
    """

    load_balancer_arn: pulumi.Output[str]
    """ARN of the load balancer."""
    arn_suffix: pulumi.Output[str]
    """The ARN's end, by which CloudWatch names it."""
    dns_name: pulumi.Output[str]
    """DNS name of the load balancer, the target of alias records."""
    zone_id: pulumi.Output[str]
    """Hosted zone of that DNS name."""
    security_group_id: pulumi.Output[str]
    """Security group from which the targets must admit connections."""
    target_group_arns: pulumi.Output[Mapping[str, str]]
    """``https`` and ``http`` → ARN of the target group, once a listener forwards to it."""

    def __init__(
        self, name: str, args: NetworkLoadBalancerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``NetworkLoadBalancerArgs``.

        Raises:
            ValueError: AWS would refuse it; every reason is listed.
        """
        super().__init__("holdfast:index:NetworkLoadBalancer", name, {**args}, opts)
        refuse_if_any(f"network load balancer '{name}'", _problems(args))
        self._prefix, self._plan, self._child = name, args, pulumi.ResourceOptions(parent=self)
        security_group = self._security_group()
        balancer = self._balancer(security_group)
        groups = {key: self._target_group(key, port) for key, port in sorted(_PORTS.items())}
        listeners = {key: self._listener(key, balancer, group) for key, group in groups.items()}
        self._arns = {
            key: pulumi.Output.all(group.arn, listeners[key].arn).apply(lambda both: str(both[0]))
            for key, group in groups.items()
        }
        self.load_balancer_arn = balancer.arn
        self.arn_suffix = balancer.arn_suffix
        self.dns_name = balancer.dns_name
        self.zone_id = balancer.zone_id
        self.security_group_id = security_group.id
        self.target_group_arns = pulumi.Output.all(**self._arns)
        self.register_outputs(
            {
                "load_balancer_arn": self.load_balancer_arn,
                "arn_suffix": self.arn_suffix,
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
                "security_group_id": self.security_group_id,
                "target_group_arns": self.target_group_arns,
                "origin": dict(args.get("origin", {})),
            }
        )

    def target_group_arn(self, key: str) -> pulumi.Output[str]:
        """One entry of ``target_group_arns``.

        Args:
            key: ``https`` or ``http``.
        """
        return self._arns[key]

    def _tags(self, name: str) -> dict[str, str]:
        return {**self._plan.get("tags", {}), "Name": name}

    def _security_group(self) -> "ec2.SecurityGroup":
        name, args, region = f"{self._prefix}-lb-sg", self._plan, self._plan["region"]
        group = ec2.SecurityGroup(
            name,
            region=region,
            vpc_id=args["vpc_id"],
            description="Network load balancer: from its clients, to its targets",
            tags=self._tags(name),
            opts=self._child,
        )
        rules = SecurityGroupRules(region=region, tags=args.get("tags", {}), child=self._child)
        for port in _PORTS.values():
            for cidr in sorted(set(args["allowed_cidrs"])):
                rules.ingress(f"{name}-ingress-{port}-{cidr.replace('/', '_')}", group.id, port, cidr=cidr)
        for key, port in {**_PORTS, "health": int(args["health_port"])}.items():
            rules.egress(f"{name}-egress-{key}", group.id, port, cidr=args["vpc_cidr"])
        return group

    def _balancer(self, security_group: "ec2.SecurityGroup") -> "lb.LoadBalancer":
        name, args, protection = f"{self._prefix}-lb", self._plan, self._plan.get("protection", True)
        return lb.LoadBalancer(
            name,
            region=args["region"],
            load_balancer_type="network",
            internal=args.get("internal", False),
            subnets=args["subnet_ids"],
            security_groups=[security_group.id],
            enable_cross_zone_load_balancing=args.get("cross_zone", True),
            enable_zonal_shift=args.get("zonal_shift", True),
            enable_deletion_protection=protection,
            tags=self._tags(name),
            opts=pulumi.ResourceOptions(parent=self, protect=protection),
        )

    def _target_group(self, key: str, port: int) -> "lb.TargetGroup":
        name, args = f"{self._prefix}-{key}-tg", self._plan
        drain = int(args.get("drain_seconds", 30))
        return lb.TargetGroup(
            name,
            region=args["region"],
            vpc_id=args["vpc_id"],
            port=port,
            protocol="TCP",
            target_type="instance",
            preserve_client_ip="true",
            proxy_protocol_v2=False,
            deregistration_delay=drain,
            # Or clients would talk to nobody until their own timeout.
            connection_termination=True,
            # A proxy that drains fails its check first: what goes on there must not be cut off for it.
            target_health_states=[
                {"enable_unhealthy_connection_termination": False, "unhealthy_draining_interval": drain}
            ],
            load_balancing_cross_zone_enabled="use_load_balancer_configuration",
            health_check={
                "enabled": True,
                "protocol": "HTTP",
                "port": str(int(args["health_port"])),
                "path": args["health_path"],
                "interval": 10,
                "timeout": 6,
                "healthy_threshold": 2,
                "unhealthy_threshold": 2,
                "matcher": "200",
            },
            tags=self._tags(name),
            opts=self._child,
        )

    def _listener(self, key: str, balancer: "lb.LoadBalancer", group: "lb.TargetGroup") -> "lb.Listener":
        name = f"{self._prefix}-{key}"
        return lb.Listener(
            name,
            region=self._plan["region"],
            load_balancer_arn=balancer.arn,
            port=_PORTS[key],
            protocol="TCP",
            default_actions=[{"type": "forward", "target_group_arn": group.arn}],
            tags=self._tags(name),
            opts=self._child,
        )


def _problems(args: NetworkLoadBalancerArgs) -> Iterator[str]:
    if not args["allowed_cidrs"]:
        yield "'allowed_cidrs' is empty: nobody could reach it"
    for cidr in args["allowed_cidrs"]:
        try:
            ipaddress.IPv4Network(cidr)
        except ValueError as error:
            yield f"'allowed_cidrs' has {cidr!r}, which is no IPv4 block: {error}"
    if not args["health_path"].startswith("/"):
        yield f"'health_path' must start with '/', got {args['health_path']!r}"
    if not 1 <= int(args["health_port"]) <= _HIGHEST_PORT:
        yield f"'health_port' must be 1 to 65535, got {args['health_port']}"
    if not 0 <= int(args.get("drain_seconds", 30)) <= _LONGEST_DELAY_SECONDS:
        yield f"'drain_seconds' must be 0 to 3600, got {args['drain_seconds']}"
