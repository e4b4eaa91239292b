"""Global Accelerator in front of an entrance: two fixed addresses that lead to the nearest healthy region."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
from pulumi_aws import globalaccelerator as ga

from holdfast.components.closed_bucket import BucketScope
from holdfast.components.delivered_logs import EdgeLogsArgs, declare_delivered_logs
from holdfast.components.refusals import refuse_if_any
from holdfast.topology.values import ClientAffinity

CONTROL_REGION = "us-west-2"
"""Where Global Accelerator is managed: the region of every call that turns a dial
(https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html)."""
PORTS = (443, 80)
"""What clients may call: HTTPS, and HTTP for the redirect to it."""
DEFAULT_WEIGHT = 128
"""Weight of an endpoint that names none
(https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.html)."""
_MOST_WEIGHT = 255
_FLOW_LOG_PREFIX = "accelerator"


class AcceleratorEndpointArgs(TypedDict):
    """One region behind the accelerator."""

    region: str
    """AWS region of the endpoint; a change makes a new endpoint group."""
    endpoint_id: pulumi.Input[str]
    """ARN of the region's Application or Network Load Balancer, or allocation id of an Elastic IP address."""
    dial_percent: NotRequired[float]
    """Share of the clients nearest to this region that come here, 0 to 100; the others go to the next one. 0
    is a standby and no isolation: a failover ignores the dial. Default: 100."""
    weight: NotRequired[int]
    """Weight of the endpoint in its group, 0 to 255. A group has one endpoint, so any number above 0 is as
    good as another, and 0 takes the region out, even of failovers. Default: 128, as AWS's."""
    preserve_client_ip: NotRequired[bool]
    """Whether the balancer sees the client's own address. Application Load Balancers can, and Network Load
    Balancers that have a security group and no TLS listener; an Elastic IP address cannot. Default: True."""


class AcceleratorHealthCheckArgs(TypedDict):
    """How an endpoint without health of its own is asked: Elastic IP addresses. Balancers know theirs."""

    port: NotRequired[int]
    """TCP port that is connected to. Default: 443."""
    interval_seconds: NotRequired[int]
    """Seconds between two checks, 10 or 30. Default: 10 (AWS's own is 30)."""
    threshold: NotRequired[int]
    """Checks in a row, 1 to 10, that turn the state. Default: 3, as AWS's."""


class GlobalAcceleratorArgs(TypedDict):
    """What an accelerator needs."""

    endpoints: Mapping[str, AcceleratorEndpointArgs]
    """The regions behind it, by place."""
    client_affinity: NotRequired[ClientAffinity]
    """``SOURCE_IP`` keeps the connections of one client address on one endpoint. Default: ``NONE``."""
    health_check: NotRequired[AcceleratorHealthCheckArgs]
    """How Elastic IP addresses are asked; balancers are judged by their own target groups whatever stands
    here. Default: a TCP connection to port 443 every 10 seconds, three in a row."""
    flow_logs: NotRequired[EdgeLogsArgs]
    """Records of connections in a closed bucket. Default: none."""
    protection: NotRequired[bool]
    """Whether the accelerator, whose addresses would be lost with it, and the logs' bucket are protected.
    Default: True."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of every child that takes tags. Default: none."""
    origin: NotRequired[Mapping[str, str]]
    """Settings path that each planned value came from, registered as the output ``origin``. Default: none."""


class GlobalAccelerator(pulumi.ComponentResource):
    """Two anycast addresses that lead each client to the nearest healthy region of an entrance.

    Declares: the accelerator, one TCP listener on 443 and 80 (one, so that an operator turns one dial per
    region), an endpoint group per region with the region's balancer, and a closed bucket for flow logs where
    they are asked for. IPv4 alone, as the balancers: a dual-stack accelerator takes no other endpoints.

    Survives: the loss of regions down to the last one, within about a minute (the balancer's own checks, then
    at most 30 s: https://intro-to-global-accelerator.workshop.aws/en/failover.html), with no record edit and
    past resolvers that keep answers: the addresses stay. For that failover AWS ignores the dial, so a region
    with dial 0 is a standby
    (https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.unhealthy-endpoints.html).
    Does not survive: the loss of Global Accelerator itself. Open connections are not moved. A balancer is
    healthy while *every* one of its target groups has a healthy target, so one empty service takes its region
    out. With no healthy endpoint in the three nearest groups it fails open. Dials and weights are changed by
    a control plane in us-west-2, which no failover may wait for. Route 53's health checks, and so the alarm
    on dependencies and the maintenance switch, do not steer it. Where client addresses are preserved AWS
    leaves a security group named ``GlobalAccelerator`` in each VPC, which must be deleted by hand before it.
    """

    accelerator_arn: pulumi.Output[str]
    """ARN of the accelerator."""
    listener_arn: pulumi.Output[str]
    """ARN of the listener."""
    endpoint_group_arns: pulumi.Output[Mapping[str, str]]
    """Place → ARN of its endpoint group: what an operator names to turn a dial."""
    dns_name: pulumi.Output[str]
    """DNS name of the accelerator, the target of alias records, known once every group stands."""
    zone_id: pulumi.Output[str]
    """Hosted zone of that DNS name; ``Z2BJ6XQ5FK7U4H`` for every accelerator."""
    addresses: pulumi.Output[Sequence[str]]
    """The two static IPv4 addresses, for clients that allow by address."""

    def __init__(
        self, name: str, args: GlobalAcceleratorArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        """See ``GlobalAcceleratorArgs``.

        Raises:
            ValueError: An argument lies outside of what Global Accelerator takes; every reason is listed.
        """
        super().__init__("holdfast:index:GlobalAccelerator", name, {**args}, opts)
        _refuse(name, args)
        self._name, self._plan = name, args
        self._protected = args.get("protection", True)
        accelerator = self._accelerator(self._flow_logs())
        listener = ga.Listener(
            f"{name}-accelerator-listener",
            accelerator_arn=accelerator.arn,
            protocol="TCP",
            client_affinity=ClientAffinity(args.get("client_affinity", ClientAffinity.NONE)).value,
            port_ranges=[{"from_port": port, "to_port": port} for port in PORTS],
            opts=pulumi.ResourceOptions(parent=self),
        )
        groups = {place: self._group(place, listener) for place in sorted(args["endpoints"])}

        self.accelerator_arn = accelerator.arn
        self.listener_arn = listener.arn
        self._group_arns = {place: group.arn for place, group in groups.items()}
        self.endpoint_group_arns = pulumi.Output.from_input(dict[str, Any](self._group_arns))
        ready = pulumi.Output.all(accelerator.dns_name, *self._group_arns.values())
        self.dns_name = ready.apply(lambda known: str(known[0]))
        self.zone_id = accelerator.hosted_zone_id
        self.addresses = accelerator.ip_sets.apply(
            lambda sets: [address for one in sets for address in one.ip_addresses or []]
        )
        self.register_outputs(
            {
                "accelerator_arn": self.accelerator_arn,
                "listener_arn": self.listener_arn,
                "endpoint_group_arns": self.endpoint_group_arns,
                "dns_name": self.dns_name,
                "zone_id": self.zone_id,
                "addresses": self.addresses,
                "origin": dict(args.get("origin", {})),
            }
        )

    @property
    def places(self) -> list[str]:
        """Places behind the accelerator, sorted."""
        return sorted(self._group_arns)

    def endpoint_group_arn(self, place: str) -> pulumi.Output[str]:
        """Return the ARN of a place's endpoint group, which does not wait for the others'."""
        return self._group_arns[place]

    def _flow_logs(self) -> pulumi.Output[str] | None:
        wanted = self._plan.get("flow_logs")
        if wanted is None:
            return None
        return declare_delivered_logs(
            f"{wanted['name']}-accelerator-logs",
            BucketScope(
                region=wanted["region"],
                protection=self._protected,
                tags=self._plan.get("tags", {}),
                parent=self,
            ),
            account_id=wanted["account_id"],
            # https://docs.aws.amazon.com/global-accelerator/latest/dg/monitoring-global-accelerator.flow-logs.html
            # names no region for the source of a delivery.
            source_region="*",
            prefix=_FLOW_LOG_PREFIX,
            retention_days=int(wanted.get("retention_days", 90)),
        )

    def _accelerator(self, bucket: pulumi.Output[str] | None) -> "ga.Accelerator":
        name = f"{self._name}-accelerator"
        return ga.Accelerator(
            name,
            ip_address_type="IPV4",
            enabled=True,
            attributes={"flow_logs_enabled": False}
            if bucket is None
            else {
                "flow_logs_enabled": True,
                "flow_logs_s3_bucket": bucket,
                "flow_logs_s3_prefix": _FLOW_LOG_PREFIX,
            },
            tags={**self._plan.get("tags", {}), "Name": name},
            opts=pulumi.ResourceOptions(parent=self, protect=self._protected),
        )

    def _group(self, place: str, listener: "ga.Listener") -> "ga.EndpointGroup":
        wanted, check = self._plan["endpoints"][place], self._plan.get("health_check", {})
        return ga.EndpointGroup(
            f"{self._name}-accelerator-{place}",
            listener_arn=listener.arn,
            endpoint_group_region=wanted["region"],
            traffic_dial_percentage=float(wanted.get("dial_percent", 100)),
            endpoint_configurations=[
                {
                    "endpoint_id": wanted["endpoint_id"],
                    "weight": int(wanted.get("weight", DEFAULT_WEIGHT)),
                    "client_ip_preservation_enabled": wanted.get("preserve_client_ip", True),
                }
            ],
            health_check_protocol="TCP",
            health_check_port=int(check.get("port", 443)),
            health_check_interval_seconds=int(check.get("interval_seconds", 10)),
            threshold_count=int(check.get("threshold", 3)),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _refuse(name: str, args: GlobalAcceleratorArgs) -> None:
    refuse_if_any(f"accelerator '{name}'", _problems(args))


def _problems(args: GlobalAcceleratorArgs) -> Iterator[str]:
    endpoints = args["endpoints"]
    if not endpoints:
        yield "'endpoints' is empty: there is no region to lead to"
    taken: dict[str, str] = {}
    for place, wanted in sorted(endpoints.items()):
        other = taken.setdefault(wanted["region"], place)
        if other != place:
            yield f"'{other}' and '{place}' are both in {wanted['region']}: one endpoint group per region"
        dial, weight = float(wanted.get("dial_percent", 100)), int(wanted.get("weight", DEFAULT_WEIGHT))
        if not 0 <= dial <= 100:  # noqa: PLR2004  # per cent
            yield f"'dial_percent' of '{place}' is 0 to 100, got {dial:g}"
        if not 0 <= weight <= _MOST_WEIGHT:
            yield f"'weight' of '{place}' is 0 to {_MOST_WEIGHT}, got {weight}"
    if endpoints and not any(_is_reached(wanted) for wanted in endpoints.values()):
        yield "no endpoint has both a dial and a weight above 0: nobody would be served"
    check = args.get("health_check", {})
    if int(check.get("interval_seconds", 10)) not in (10, 30):
        yield f"'interval_seconds' is 10 or 30, got {check['interval_seconds']}"
    if not 1 <= int(check.get("threshold", 3)) <= 10:  # noqa: PLR2004  # API_CreateEndpointGroup, ThresholdCount
        yield f"'threshold' is 1 to 10, got {check['threshold']}"
    days = int(args.get("flow_logs", {}).get("retention_days", 90))
    if days < 1:
        yield f"'retention_days' of the flow logs is 1 or more, got {days}"


def _is_reached(wanted: AcceleratorEndpointArgs) -> bool:
    return float(wanted.get("dial_percent", 100)) > 0 and int(wanted.get("weight", DEFAULT_WEIGHT)) > 0
